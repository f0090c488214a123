/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * number-map.h: terms of documents, by the numbers that those who collected them gave them, and
 * their numbers in the dictionary of a batch.
 *
 * A term is looked for in the dictionary once for each epoch of each collector (term-collector.h),
 * instead of once for each document. Frequent terms have low numbers, so what is needed of a map
 * lies close together.
 */
#ifndef BULK_NUMBER_MAP_H
#define BULK_NUMBER_MAP_H

#include "indexer/bulk/dictionary.h"
#include "indexer/document.h"

typedef struct NumberMap NumberMap;

NumberMap *number_map_new(void);
void number_map_free(NumberMap *map);
/* Forgets all. */
void number_map_clear(NumberMap *map);

/*
 * The numbers for the document's epoch, by those that its terms have: NO_DICTIONARY_TERM for what
 * is not known, where the caller puts it in. Borrowed until the next call.
 */
guint32 *number_map_of(NumberMap *map, const Document *document);

/* Bytes in memory. */
gsize number_map_size(const NumberMap *map);

#endif
