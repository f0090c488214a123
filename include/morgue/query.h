/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query.h: the query language: text to tree. It knows nothing of Xapian.
 *
 * A query is never silently misread: what cannot be understood is an error with the query, a
 * caret under the place, and what was expected there. Grammar: docs/query-language.md.
 */
#ifndef MORGUE_QUERY_H
#define MORGUE_QUERY_H

#include <glib.h>

#include "morgue/date-range.h"
#include "morgue/field.h"

/* Ceilings: bytes of a query, and brackets inside each other. */
enum { QUERY_MAX_LENGTH = 65536, QUERY_MAX_DEPTH = 100 };

/* What NEAR/n, ADJ/n and ATLEAST/n take, and how many letters ~n may change. */
enum { QUERY_MAX_DISTANCE = 1000, QUERY_MAX_TIMES = 1000000, QUERY_MAX_CHANGES = 2 };

typedef enum {
    QUERY_WORD,    /* one word as typed; splits into several where analysis says so (e-mail) */
    QUERY_PHRASE,  /* words side by side, exact forms */
    QUERY_EXACT,   /* =word or ="words": unstemmed, accents count */
    QUERY_PATTERN, /* a word with wildcards: * for any letters, ? for one */
    QUERY_SIMILAR, /* words that differ in at most `number` letters */
    QUERY_AND,
    QUERY_OR,
    QUERY_NOT,       /* one child; always under a QUERY_AND that has something to subtract from */
    QUERY_NEAR,      /* two children, at most `number` positions apart, in any order */
    QUERY_ADJACENT,  /* the same, the first one first */
    QUERY_SENTENCE,  /* two children in the same sentence */
    QUERY_PARAGRAPH, /* two children in the same paragraph */
    QUERY_AT_LEAST,  /* one child, at least `number` times */
    QUERY_DATE,      /* a range of publication dates */
    QUERY_VALUE,     /* a field whose whole value is asked for: lang:de, id:…, file: */
    QUERY_ALL,       /* every article: *, or what a lone negation is subtracted from */
} QueryKind;

typedef struct QueryNode QueryNode;

struct QueryNode {
    QueryKind kind;
    char *text;          /* words and values: NFC, without quotes and operators; else NULL */
    const Field *field;  /* what it is restricted to, or NULL */
    DateRange range;     /* QUERY_DATE */
    guint number;        /* of QUERY_SIMILAR, QUERY_NEAR, QUERY_ADJACENT and QUERY_AT_LEAST */
    GPtrArray *children; /* of QueryNode *, owned; NULL for leaves */
    gboolean required;   /* `+` with --any: of the alternatives in an OR, this must be there */
    gboolean beside;     /* with --any: joined to the other alternatives by nothing but blanks */
    GRefString *query;   /* the whole query (in NFC), which all its nodes share */
    gsize start, end;    /* where it stands in the query, bytes */
};

typedef struct QueryOptions {
    gboolean any;      /* words side by side are OR-ed (--any); `+` then requires */
    const Date *today; /* for relative dates; must be set */
} QueryOptions;

/*
 * The tree of a query, owned by the caller. Error: MORGUE_ERROR_QUERY; the message has three
 * lines: what is wrong, the query, the caret; and a hint where there is one.
 */
QueryNode *query_parse(const char *text, gsize length, const QueryOptions *options, GError **error);
void query_node_free(QueryNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QueryNode, query_node_free)

/* The tree in the form of the language itself, every operator and bracket written out (--explain).
 */
char *query_node_to_string(const QueryNode *node);

#endif
