/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * result.h: one article that was found, with all that an output may print of it.
 */
#ifndef SEARCHER_RESULT_H
#define SEARCHER_RESULT_H

#include <glib.h>

#include "morgue/record.h"
#include "morgue/snippet.h"

typedef struct Result {
    guint rank;       /* from 1 */
    double score;     /* 0 where nothing was ranked */
    gboolean partial; /* has some of the words only */
    char *data;       /* of the document; what `record` reads */
    Record record;
    char *index;      /* where it is from; NULL where only one place is searched */
    char *path;       /* of the file: whole, or below its root with --relative; any bytes */
    GArray *snippets; /* of Snippet, in the order of the text; NULL where none is wanted */
    Snippet headline; /* all of the headline with its words marked; text NULL where not wanted */
    Snippet body;     /* all of the text, marked; text NULL where not wanted */
} Result;

/* Reads the record out of `data` (owned by the result from now on). Error: MORGUE_ERROR_DAMAGED. */
Result *result_new(char *data, gsize length, GError **error);
void result_free(Result *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Result, result_free)

/* A value of the record, or "". */
const char *result_get(const Result *result, RecordKey key);

/* The text of the best passage, or "". */
const char *result_passage(const Result *result);

#endif
