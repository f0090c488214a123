/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * index-internal.h: what an open index is made of, for the files that open one.
 */
#ifndef LIB_INDEX_INTERNAL_H
#define LIB_INDEX_INTERNAL_H

#include "morgue/index.h"

struct Index {
    char *directory; /* or host:port; of several, their names */
    XapianDatabase *database;
    guint shards;
    guint64 commit;                /* of the stub that it was opened from */
    XapianDocumentCount documents; /* the dead included */
    XapianDocid last_docid;
    guint dead_count;
    guint8 *dead; /* a bit for each docid of the whole database; NULL where none is dead */
    char *uuid;
    char *timezone;
    GStrv languages;
    GPtrArray *roots; /* of char *, by number; NULL where there is no such root */
    GPtrArray *parts; /* of Index *, in the order of their shards; NULL where it is one index */
    gboolean is_remote;
};

/* Reads what the metadata says, and counts the documents. Errors: those of the database. */
gboolean index_read_settings(Index *index, GError **error);
gboolean index_read_size(Index *index, GError **error);

/* A setting of the metadata, owned by the caller; empty where there is none. NULL on failure. */
char *index_get_setting(const Index *index, const char *key, GError **error);

/* MORGUE_ERROR_SCHEMA: an index that another version has written. Returns FALSE. */
gboolean index_fail_schema(GError **error, const char *place, guint schema);

#endif
