/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source-libarchive.h: libarchive over a source.
 *
 * libarchive never opens a file itself here, and never writes one.
 */
#ifndef INDEXER_SOURCE_LIBARCHIVE_H
#define INDEXER_SOURCE_LIBARCHIVE_H

#include <archive.h>
#include <archive_entry.h>

#include "indexer/source.h"

typedef struct ArchiveInput {
    struct archive *archive; /* formats and filters are chosen between init and open */
    Source *source;          /* borrowed */
    gsize held;              /* bytes that libarchive is looking at */
    GError *failure;         /* of the source */
    gboolean is_over;        /* nothing more can be read of it */

    /* Of the current entry. */
    guint64 given;        /* bytes */
    const guint8 *block;  /* libarchive's, to be given next */
    guint64 block_offset; /* in the entry: what is missing before it is a hole */
    gsize block_length;
} ArchiveInput;

void archive_input_init(ArchiveInput *input, Source *source);
void archive_input_clear(ArchiveInput *input);

/* Begins to read; ARCHIVE_OK, or what archive_input_error() explains. */
int archive_input_open(ArchiveInput *input);

/* Sets `error` from the last failure: of the source, or else of libarchive (MORGUE_ERROR_INPUT). */
void archive_input_error(const ArchiveInput *input, GError **error);

/* The next header, with the status of libarchive. */
int archive_input_next(ArchiveInput *input, struct archive_entry **entry);

/*
 * The bytes of the current entry, as a SourceRead; holes are filled with zeros. A failure comes
 * after the last good byte.
 */
gssize archive_input_read(ArchiveInput *input, guint8 *buffer, gsize capacity, GError **error);

#endif
