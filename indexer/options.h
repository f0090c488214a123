/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.h: the command line of morgue-index.
 */
#ifndef INDEXER_OPTIONS_H
#define INDEXER_OPTIONS_H

#include <glib.h>

#include "indexer/reader.h"

typedef enum {
    PRUNE_AUTO, /* refused where it would remove too much */
    PRUNE_NEVER,
    PRUNE_FORCE,
} PruneMode;

typedef enum {
    DATE_FALLBACK_NONE,  /* only a whole date in the path stands in for one in the article */
    DATE_FALLBACK_PATH,  /* a year or month in the path does, too */
    DATE_FALLBACK_MTIME, /* and then the file's time stamp */
} DateFallback;

typedef enum {
    ACTION_INDEX,
    ACTION_REBUILD,
    ACTION_CHECK,
    ACTION_AUDIT,
    ACTION_COMPACT,
    ACTION_STATS,
    ACTION_FORMATS,
    ACTION_HELP,
    ACTION_VERSION,
} IndexerAction;

typedef struct IndexerOptions {
    IndexerAction action;
    char *directory; /* of the index */
    GPtrArray
        *paths; /* of char *: what to index; `-` is standard input. --rebuild: none: all roots */
    GPtrArray *include; /* of char *: globs */
    GPtrArray *exclude;
    const Reader *reader; /* --reader, or NULL */
    char **languages;     /* --lang: the languages of the archive; NULL: any */
    char *timezone;       /* NULL: what the index says, at first the system's */
    DateFallback date_fallback;
    PruneMode prune;
    char *report;    /* a file, or NULL */
    guint64 memory;  /* bytes */
    guint jobs;      /* workers */
    guint wait;      /* seconds */
    guint verbosity; /* 0 quiet, 1 usual, 2 every file */
    gboolean dry_run;
    gboolean compact; /* after indexing, too */
    gboolean stats;
    gboolean json;            /* of --audit */
    gboolean through_library; /* see shard.h */
    char *help;               /* what ACTION_HELP prints */
} IndexerOptions;

/*
 * Reads the command line. Error: MORGUE_ERROR_USAGE with a hint. The caller's `options` are then
 * cleared.
 */
gboolean indexer_options_parse(IndexerOptions *options, int argc, char **argv, GError **error);
void indexer_options_clear(IndexerOptions *options);

/* A digest of the options that change what is read from a file: other ones read it again. */
guint32 indexer_options_digest(const IndexerOptions *options);

#endif
