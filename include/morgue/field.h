/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * field.h: the one table of what an article is indexed by.
 *
 * The indexer, the query parser, the outputs and the manual read it: a field is added here and
 * nowhere else. Prefixes are Omega's, so that other Xapian tools understand the index.
 */
#ifndef MORGUE_FIELD_H
#define MORGUE_FIELD_H

#include <glib.h>

#include "morgue/article.h"

/* The schema of design.md; an index of another version is an error that names both. */
#define SCHEMA_VERSION 3

typedef enum {
    FIELD_WORDS,  /* words with positions, and stems: headline */
    FIELD_FOLDED, /* folded words with positions, 100 between values, no stems; the whole value in
                     the slot */
    FIELD_WHOLE,  /* one boolean term, the value as it is */
    FIELD_DATE,   /* Y, M and D terms */
} FieldIndexing;

typedef enum {
    FIELD_HEADLINE,
    FIELD_BYLINE,
    FIELD_SECTION,
    FIELD_SOURCE,
    FIELD_PLACE,
    FIELD_KEYWORD,
    FIELD_LANGUAGE,
    FIELD_DATE_PUBLISHED,
    FIELD_URL,
    FIELD_FILE,
    FIELD_ID,
    FIELD_HAS,
    FIELD_COUNT
} FieldId;

#define FIELD_NO_SLOT G_MAXUINT

typedef struct Field {
    FieldId id;
    const char *name;    /* in queries: `headline` */
    const char *aliases; /* blank-separated, or "" */
    const char *prefix;  /* of its terms */
    FieldIndexing indexing;
    guint slot;          /* value slot, or FIELD_NO_SLOT */
    int article_field;   /* ArticleField that supplies it, or -1 */
    const char *help;    /* one line */
    const char *example; /* a query */
} Field;

/* Value slots that are no field's own. */
enum {
    SLOT_DATE = 0,   /* YYYYMMDDhhmmss, cut at the known precision */
    SLOT_ID = 1,     /* the public id: ties in every order */
    SLOT_ADDED = 2,  /* order of addition: run and ordinal, 16 hexadecimal digits */
    SLOT_STORY = 15, /* kept free for the story of near-copies */
};

/* Terms that are no field's own. */
#define PREFIX_SOURCE_ID     "Q" /* the source of the id */
#define PREFIX_PUBLIC_ID     "XI"
#define PREFIX_VERSION       "XV"   /* this stored version of the article */
#define PREFIX_HAS           "XHAS" /* which fields are present */
#define PREFIX_FLAG          "XG"   /* what is wrong or special with it: names of RECORD_FLAGS */
#define TERM_SENTENCE        "XXS"  /* at the first word of each sentence */
#define TERM_PARAGRAPH       "XXP"  /* at the first word of each paragraph */
#define TERM_WITHOUT_STEMS   "XXN"  /* counts as often as the words without stems, numbers */
#define TERM_DATE_YEAR_ONLY  "XDy"
#define TERM_DATE_MONTH_ONLY "XDm"

/* Separates the values of one slot that holds several. */
#define FIELD_VALUE_SEPARATOR "\x1f"

/* The body's positions start this far after the headline's last; also between values of a field. */
#define FIELD_POSITION_GAP 100

/* The name of the field that a misspelt name was probably meant for, or NULL. */
const char *field_nearest(const char *name, gsize length);

/* The table, FIELD_COUNT rows, in the order of FieldId. */
const Field *field_table(void);
const Field *field_get(FieldId id);
/* By name or alias; NULL where there is none. */
const Field *field_find(const char *name, gsize length);

/* The most that a term can be long, bytes. */
#define TERM_MAX 245

/*
 * Replaces `term` by the term of a whole value: the prefix, a colon where Omega's rule wants one
 * (a prefix of several letters before a capital or a colon), the value. Of a value over 200
 * bytes the rest stands as 16 hexadecimal digits of the SHA-256 of all of it.
 */
void field_whole_term(GString *term, const char *prefix, const char *value, gsize length);

#endif
