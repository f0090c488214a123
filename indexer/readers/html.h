/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html.h: the reader for web pages.
 */
#ifndef INDEXER_READERS_HTML_H
#define INDEXER_READERS_HTML_H

#include "indexer/reader.h"

extern const Reader html_reader;

#endif
