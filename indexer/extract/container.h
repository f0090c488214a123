/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * container.h: where on a page the text of its article is.
 */
#ifndef INDEXER_EXTRACT_CONTAINER_H
#define INDEXER_EXTRACT_CONTAINER_H

#include "indexer/extract/outline.h"

/*
 * The elements that hold the text, in document order, an array of guint32 owned by the caller:
 * the best container and the siblings that belong to it. `top` is set to the container, 0 where
 * no element stands out: the page as a whole. `skipped` has a byte for each node; lists of links
 * within the container are added to it.
 */
GArray *container_find(const Outline *outline, guint8 *skipped, guint32 *top);

#endif
