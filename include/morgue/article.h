/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * article.h: one news article, whatever format it came in.
 *
 * Every field keeps its provenance: where in the input it was found. Provenance decides between
 * values that disagree (a better one is set over a worse one, never the other way round), is
 * stored in the index and shown to users.
 *
 * Always holds: one-line fields are clean text (morgue/text.h) of one line. After
 * article_finish() the body is clean text as well, its paragraphs separated by one empty line.
 */
#ifndef MORGUE_ARTICLE_H
#define MORGUE_ARTICLE_H

#include <glib.h>

#include "morgue/date.h"

/* Where a value was found, strongest first: of two values of one field, the one with the lower
 * number stays. */
typedef enum {
    PROVENANCE_NONE,
    PROVENANCE_OPTION, /* the user said so (--lang, --date-fallback) */
    PROVENANCE_RECORD, /* a field of an agency record, an archive record, a database row */
    PROVENANCE_HEADER, /* a line of a header block */
    PROVENANCE_FRONT_MATTER,
    PROVENANCE_JSON_LD,
    PROVENANCE_MICRODATA, /* itemprop */
    PROVENANCE_META,      /* a meta element of HTML; article:published_time, og:, dc. … */
    PROVENANCE_LINK,      /* rel=canonical and other link elements */
    PROVENANCE_URL,       /* read out of the article's own URL */
    PROVENANCE_TIME,      /* a time element of HTML */
    PROVENANCE_ELEMENT,   /* an element known by its role: h1, title, class=byline, lang= */
    PROVENANCE_BYLINE,    /* the byline of running text */
    PROVENANCE_DATELINE,  /* the dateline of running text */
    PROVENANCE_TEXT,      /* elsewhere in running text */
    PROVENANCE_PATH,      /* the path of the file */
    PROVENANCE_CONTAINER, /* the issue, feed or archive around the article */
    PROVENANCE_DETECTED,  /* concluded from the text as a whole: language, charset */
    PROVENANCE_MODIFIED,  /* a modification date, for want of a publication date */
    PROVENANCE_EARLIER,   /* an earlier version or capture of the article */
    PROVENANCE_MTIME,     /* the file's time stamp; only with --date-fallback=mtime */
    PROVENANCE_COUNT
} Provenance;

/* The name that outputs and the index use (`json-ld`); never NULL. */
const char *provenance_name(Provenance provenance);
/* PROVENANCE_NONE for a name that is not in the table. */
Provenance provenance_from_name(const char *name);

/* The one-line text fields. Their names and how each is indexed: morgue/field.h. */
typedef enum {
    ARTICLE_ID,  /* an explicit id with the prefix of its kind: `nitf:`, `mid:` … */
    ARTICLE_URL, /* absolute; see article_set_url() */
    ARTICLE_HEADLINE,
    ARTICLE_SUBTITLE,
    ARTICLE_SUMMARY,
    ARTICLE_BYLINE, /* as printed; the single authors: article_authors() */
    ARTICLE_SECTION,
    ARTICLE_SOURCE,   /* the publisher, or the agency of a wire text */
    ARTICLE_PLACE,    /* of the dateline */
    ARTICLE_LANGUAGE, /* BCP 47 */
    ARTICLE_EDITION,
    ARTICLE_PAGE,
    ARTICLE_TEXT_FIELDS
} ArticleField;

typedef enum {
    ARTICLE_INDEX_PAGE = 1 << 0, /* a front page or a list of links, not an article */
    ARTICLE_PAYWALLED = 1 << 1,  /* the text is cut off by a paywall */
    ARTICLE_TRUNCATED = 1 << 2,  /* the input ended early or went past a ceiling */
    ARTICLE_REPAIRED =
        1 << 3, /* bytes wrong in its charset were replaced, a broken record mended */
    ARTICLE_PRINTED_PAGE = 1 << 4, /* a page of print as a whole: its articles are not told apart */
    ARTICLE_POOR_SCAN = 1 << 5,    /* the OCR's mean word confidence is under a half */
    ARTICLE_WITHDRAWN = 1 << 6,    /* no article, but word that there is none: article_withdraw() */
    ARTICLE_GALLERY = 1 << 7,      /* pictures whose captions are the text */
    ARTICLE_LIVE_BLOG = 1 << 8,    /* many entries, each with the time of its writing */
} ArticleFlags;

/* What input can make of an article: longer texts are cut, further keywords are dropped. */
#define ARTICLE_TEXT_CEILING     ((gsize)16 * 1024)       /* bytes of a one-line field */
#define ARTICLE_BODY_CEILING     ((gsize)4 * 1024 * 1024) /* bytes of the body: formats.md §4 */
#define ARTICLE_KEYWORDS_CEILING 500u

typedef struct {
    char *text; /* owned; NULL where the field is absent, never empty */
    Provenance from;
} ArticleText;

typedef struct {
    Date date;
    Provenance from;
    double confidence; /* 0 to 1, that the day is right */
} ArticleDate;

typedef struct Article {
    ArticleText text[ARTICLE_TEXT_FIELDS];
    GPtrArray *keywords; /* of char *, owned; in the order found, each once */
    GString *body;       /* paragraphs joined by "\n\n" */
    guint captions;      /* how many of its last paragraphs are captions of pictures */
    ArticleDate published;
    ArticleDate modified;
    guint flags;   /* ArticleFlags */
    char *entry;   /* owned; its place in a container: `b/c.xml`, nested ones after `!`; or NULL */
    Date captured; /* when a web archive fetched it, UTC; unset for other records */
    guint32 revision; /* of several with one id the highest supersedes the others: the version of an
                         agency's item; 0 where there is none. Captures go by their time */
    guint64 offset;   /* of the record in its file or entry, bytes; see source_offset() */
    guint64 length;   /* of the record, bytes */
} Article;

Article *article_new(void);
void article_free(Article *article);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Article, article_free)

/* Empties it for the next record, keeping its buffers. */
void article_clear(Article *article);

/*
 * Sets a field unless it is already there from a provenance at least as strong; white space at
 * the ends is dropped, nothing but white space sets nothing. `text` is borrowed and need not be
 * valid UTF-8; it is stored clean. Returns whether it was set. For URLs and languages there are
 * functions of their own below.
 */
gboolean article_set(Article *article, ArticleField field, const char *text, gsize length,
                     Provenance from);

/* The same for a C string; NULL sets nothing. */
gboolean article_set_string(Article *article, ArticleField field, const char *text,
                            Provenance from);

/* Sets a field whatever is there: for what is known better than any provenance says. */
void article_replace(Article *article, ArticleField field, const char *text, Provenance from);

/*
 * Sets ARTICLE_URL to the normal form of formats.md §1 (scheme and host in lower case; without
 * fragment, default port, utm_*, fbclid, gclid). What is not an absolute http(s) URL sets nothing.
 */
gboolean article_set_url(Article *article, const char *url, Provenance from);

/* That normal form of a URL; NULL for what is not an absolute http(s) URL. The caller owns it. */
char *article_normalise_url(const char *url);

/*
 * Whether an address, absolute or not, is that of a site's front page: no path, `/en/`, or
 * `/index.html` and the like. Of a copy in a web archive the address that was copied counts.
 */
gboolean article_url_is_front_page(const char *url);

/*
 * The URL that tells the article from all others; NULL where it has none. Feeds, databases and
 * templates of pages give the front page for every article: only a capture of a web archive, which
 * was fetched from there, is identified by that. Borrowed.
 */
const char *article_identifying_url(const Article *article);

/* Sets ARTICLE_LANGUAGE to the tag for a code, a locale or a name: see language_tag(). */
gboolean article_set_language(Article *article, const char *text, Provenance from);

/* Sets the publication date by the same rule of strength; an unset or invalid date sets nothing. */
gboolean article_set_published(Article *article, const Date *date, Provenance from,
                               double confidence);
gboolean article_set_modified(Article *article, const Date *date, Provenance from);

/* Adds a keyword, clean, unless it is there already (case-insensitively). */
void article_add_keyword(Article *article, const char *text, gsize length);

/* Appends a paragraph to the body; one that is nothing but white space adds nothing. */
void article_add_paragraph(Article *article, const char *text, gsize length);

/* The same for a picture's caption: no paragraph comes after it. */
void article_add_caption(Article *article, const char *text, gsize length);

/* The length of the body without the captions at its end, bytes. */
gsize article_main_length(const Article *article);

/*
 * Makes it the word of its agency that the article of this id is taken back: its versions up to the
 * revision, all of them where none is set. Nothing but the id, or else the address, and the
 * revision means anything then. Without either there is nothing to take back: FALSE.
 */
gboolean article_withdraw(Article *article);

/* The text of a field, or NULL. */
const char *article_get(const Article *article, ArticleField field);

/*
 * The single authors of the byline: split at `; , & and und et y e`, without `By Von Par Por De
 * Di Door Av`, roles, places and agencies (formats.md §1; the rules: lib/authors.c). An array of
 * char *, owned by the caller, empty where there is no byline.
 */
GPtrArray *article_authors(const Article *article);

/*
 * Cleans the body, cuts it at its ceiling (with ARTICLE_TRUNCATED) and puts a modification date
 * into the place of a missing publication date. Readers call it once, when an article is whole.
 */
void article_finish(Article *article);

/* Whether there is anything to find: a headline or a body. */
gboolean article_has_text(const Article *article);

#endif
