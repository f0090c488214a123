/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text.h: the reader for plain text and Markdown.
 */
#ifndef INDEXER_READERS_TEXT_H
#define INDEXER_READERS_TEXT_H

#include "indexer/reader.h"

extern const Reader text_reader;

#endif
