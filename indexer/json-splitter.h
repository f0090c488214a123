/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json-splitter.h: the items of a JSON file, one after the other, each with its byte offset.
 *
 * Items are the values of the file one after the other (JSON Lines, or a single object), the
 * elements of an array at its top, or those of the first array of objects under one of the names
 * that archives wrap their articles in: `{"status": "ok", "articles": [{…}, {…}]}`. Only one item
 * is in memory. The splitter knows strings and brackets, nothing more: what is wrong within an item
 * is found by whoever parses it, who can then have it ended where the next one begins.
 */
#ifndef INDEXER_JSON_SPLITTER_H
#define INDEXER_JSON_SPLITTER_H

#include "indexer/source.h"

typedef struct JsonSplitter JsonSplitter;

typedef struct JsonItem {
    const char *bytes; /* borrowed until the next call */
    gsize length;
    guint64 offset;  /* in the source */
    gboolean is_cut; /* the file, or the ceiling, ended it */
} JsonItem;

/* `source` is borrowed. */
JsonSplitter *json_splitter_new(Source *source);
void json_splitter_free(JsonSplitter *splitter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JsonSplitter, json_splitter_free)

/*
 * The next item. FALSE at the end (`error` not set) and on failure. One longer than
 * SOURCE_ITEM_CEILING is given cut, and the rest of it passed over.
 */
gboolean json_splitter_next(JsonSplitter *splitter, JsonItem *item, GError **error);

/*
 * The item given last makes no sense: if another one seems to begin in it, on a line of its own or
 * after a comma, it ends there, and the next call goes on from there. TRUE if so.
 */
gboolean json_splitter_resume(JsonSplitter *splitter);

/* The item given last ends after `length` of its bytes: the next call goes on from there. */
void json_splitter_end_item(JsonSplitter *splitter, gsize length);

#endif
