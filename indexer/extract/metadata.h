/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * metadata.h: the fields of an article beside its text and date, in the order of formats.md §6.2.
 */
#ifndef INDEXER_EXTRACT_METADATA_H
#define INDEXER_EXTRACT_METADATA_H

#include "indexer/extract/outline.h"
#include "indexer/extract/page-values.h"
#include "morgue/article.h"

typedef struct MetadataInput {
    const Outline *outline;
    const PageValues *linked_data, *microdata, *meta;
    const char *fetched_url; /* NULL where it is not known */
} MetadataInput;

/*
 * The page's own address, before anything else is known: canonical link of the same site ▸ og:url
 * ▸ `fetched_url`. NULL where it declares none. The caller owns the string.
 */
char *metadata_page_url(const HtmlDocument *document, const PageValues *meta,
                        const char *fetched_url, Provenance *from);

/* Sets all fields that are found. */
void metadata_find(const MetadataInput *input, Article *article);

#endif
