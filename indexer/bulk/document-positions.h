/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * document-positions.h: where each term of a document stands, as the position table has it.
 */
#ifndef BULK_DOCUMENT_POSITIONS_H
#define BULK_DOCUMENT_POSITIONS_H

#include <glib.h>

#include "indexer/document.h"

/* The position list of a term. */
typedef struct EncodedPositions {
    guint32 start;  /* in DocumentPositions.bytes */
    guint32 length; /* in bytes; 0: it has none */
} EncodedPositions;

typedef struct DocumentPositions {
    GArray *lists;     /* of EncodedPositions, for each of the document's terms */
    GByteArray *bytes; /* SHORT_COPY_ROOM can be read from the start of any list */
    GArray *ends;      /* of guint32: behind the last position of each term in `gathered` */
    GArray *gathered;  /* of guint32: positions, those of each term together */
} DocumentPositions;

void document_positions_init(DocumentPositions *positions);
void document_positions_clear(DocumentPositions *positions);

/* Encodes those of a document, in the place of those of the one before. */
void document_positions_encode(DocumentPositions *positions, const Document *document);

#endif
