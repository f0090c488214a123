/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ingest.h: one file of the archive, from its bytes to the documents of its articles.
 *
 * Independent of any other file and of the index, so that workers can do it side by side.
 */
#ifndef INDEXER_INGEST_H
#define INDEXER_INGEST_H

#include <glib.h>

#include "indexer/document.h"
#include "indexer/ledger.h"
#include "indexer/options.h"
#include "morgue/language.h"

/* A file to read. */
typedef struct IngestFile {
    char *path; /* to open; NULL: standard input */
    guint root;
    const char *folder; /* path of the root; NULL: standard input */
    char *relative;     /* below the root */
    const char *prefix; /* of ids made from the path; see store_root_prefix() */
    guint64 size;       /* as the walk saw it */
    gint64 mtime;       /* ns since 1970 */
    guint64 inode;
    gboolean may_wait; /* a file that may be part of a unit is put off: the unit may come yet */
} IngestFile;

void ingest_file_free(IngestFile *file);

/* What comes out of a file, in order. */
typedef struct IngestItem {
    enum {
        INGEST_DOCUMENT, /* an article; without a document: its agency takes it back */
        INGEST_SKIPPED,  /* a record that is bad: `reason` */
        INGEST_END,      /* always the last one; `outcome`, and `reason` where not all was read */
    } kind;
    Document *document;                 /* owned; NULL: withdrawn */
    guint64 id;                         /* public id of the article */
    char language[LANGUAGE_SUBTAG_MAX]; /* primary subtag, or "" */
    guint32 ordinal;                    /* of the article in the file, from 1 */
    guint32 quality;     /* of two suppliers of an article the better one is stored: see supply.h */
    guint32 revision;    /* see LedgerArticle */
    gboolean lacks_part; /* of an article: a file of its unit is there, but cannot be read now */
    char *entry;         /* of a bad record: owned; its place in a container, or NULL */
    guint64 offset;      /* bytes, in the innermost decompressed stream */
    char *reason;        /* owned; NULL where there is none */

    /* At the end. */
    gboolean is_put_off; /* not read as yet: see IngestFile.may_wait; only `reader` is set */
    Outcome outcome;
    gboolean is_defect;   /* `reason` is one; FALSE: the file holds no news text */
    gboolean has_place;   /* `entry` and `offset` say where reading ended */
    gboolean named;       /* `reason` has been said of a record */
    GHashTable *passed;   /* owned; reason → count of records that hold no news text, or NULL */
    GPtrArray *parts;     /* owned; paths below the root of files read as part of it, or NULL */
    const Reader *reader; /* NULL where none recognised the file */
} IngestItem;

void ingest_item_free(IngestItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IngestItem, ingest_item_free)

/* Takes ownership of the item. FALSE ends the reading of the file at once. */
typedef gboolean (*IngestSink)(IngestItem *item, gpointer data);

/* Reads one file; errors are items. `builder` belongs to the calling thread. */
void ingest(const IngestFile *file, const IndexerOptions *options, const Date *today,
            DocumentBuilder *builder, IngestSink sink, gpointer data);

#endif
