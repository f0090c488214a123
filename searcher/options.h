/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.h: the command line of morgue-search.
 *
 * Its own small parser, because words of a query and options stand side by side: a query's `-word`
 * must never be taken for a cluster of options, nor an option for a word. One table of options
 * gives parsing and --help.
 */
#ifndef SEARCHER_OPTIONS_H
#define SEARCHER_OPTIONS_H

#include <glib.h>

#include "searcher/period.h"

typedef enum {
    SEARCH_ARTICLES,
    SEARCH_SHOW, /* --show: one whole article */
    SEARCH_HELP,
    SEARCH_VERSION,
} SearchAction;

typedef enum {
    SORT_RELEVANCE,
    SORT_NEWEST,
    SORT_OLDEST,
    SORT_ADDED, /* what was added last comes first */
    SORT_NONE,  /* in the order of the index */
    SORT_NEW,   /* what was added last comes last: --new */
} SortOrder;

/* What is printed of all that is found, instead of articles. */
typedef enum {
    REPORT_NONE,
    REPORT_TIMELINE,
    REPORT_FACETS,
    REPORT_TERMS,
} ReportId;

typedef enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } ColorMode;

/* What is printed. All but the first two have a file in searcher/output/. */
typedef enum {
    FORM_TEXT,
    FORM_QUIET,
    FORM_JSON,
    FORM_FILES,
    FORM_IDS,
    FORM_COUNT,
    FORM_EXPLAIN,
    FORM_CSV,
    FORM_TSV,
    FORM_TEMPLATE, /* --format */
    FORM_TEMPLATE_WITH_PASSAGE,
    FORM_ATOM,
    FORM_KWIC,
    FORM_KWIC_JSON,
    FORM_TREC,
} OutputFormId;

/* The ceiling of --limit and --offset; Xapian counts documents in 32 bits. */
#define OPTIONS_MAX_NUMBER 4000000000U

/* The strength of --feedback where none is given (docs/ranking.md). */
#define OPTIONS_FEEDBACK 0.4

/* Articles, where --limit does not say. What TREC judges is the best thousand. */
#define OPTIONS_LIMIT      10
#define OPTIONS_TREC_LIMIT 1000

/* Columns of a line of --kwic. */
#define OPTIONS_KWIC     60
#define OPTIONS_MIN_KWIC 10
#define OPTIONS_MAX_KWIC 1000

typedef struct SearchOptions {
    SearchAction action;
    OutputFormId form;
    SortOrder sort;
    ColorMode color;
    GPtrArray *places; /* of the indexes: char *, owned, NULL-terminated */
    char *query;       /* its arguments joined by blanks; NULL where there are none */
    char *since;       /* as typed, or NULL; so the next ones */
    char *until;
    char *source;
    char *timezone;
    char *show; /* an id */
    char *format;
    char *trec;        /* the tag of a run */
    char *queries;     /* a file, or "-" */
    char *like;        /* an id, or "-" for standard input */
    char *new_name;    /* of a cursor */
    const char *after; /* its place: only what was added after it; the caller of the parser sets it,
                        * and owns it */
    char *deliver;     /* a command */
    char *like_text;   /* what stood there; the caller of the parser reads it */
    ReportId report;
    PeriodKind period; /* of REPORT_TIMELINE */
    GPtrArray *facets; /* of const char *, NULL-terminated, as facet_find() gives them; or NULL */
    guint limit;       /* 0: all */
    guint offset;
    guint snippets;  /* at most, for each article */
    double feedback; /* the strength, from 0 to 1; below 0 there is none */
    guint kwic;      /* columns of a line of a concordance; 0: none is wanted */
    double recency;  /* the half-life in days; 0: age does not count */
    gboolean any;
    gboolean partial;
    gboolean relative; /* paths as stored */
    gboolean nul;      /* NUL instead of line feeds */
    gboolean zero_ok;
    gboolean peek;      /* the cursor stays where it is */
    gboolean new_reset; /* it begins anew */
} SearchOptions;

/*
 * Reads the command line. Error: MORGUE_ERROR_USAGE with a hint; the caller's `options` are
 * cleared then.
 */
gboolean search_options_parse(SearchOptions *options, int argc, const char *const *argv,
                              GError **error);
void search_options_clear(SearchOptions *options);

/* The text of --help, made from the table. The caller owns it. */
char *search_options_help(void);

#endif
