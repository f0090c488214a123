/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table.h: the formats, in the order of --formats.
 *
 * A row ROW(name) stands for the Reader `name_reader`, defined in the file of that name in this
 * folder (docs/adding-a-format.md).
 */
#ifndef INDEXER_READERS_TABLE_H
#define INDEXER_READERS_TABLE_H

#include "indexer/reader.h"

/* clang-format off */
#define READER_TABLE(ROW) \
    ROW(archive) \
    ROW(warc) \
    ROW(arc) \
    ROW(nitf) \
    ROW(newsml_g2) \
    ROW(newsml) \
    ROW(rcv1) \
    ROW(iptc7901) \
    ROW(anpa1312) \
    ROW(feed) \
    ROW(sitemap) \
    ROW(json) \
    ROW(csv) \
    ROW(reuters) \
    ROW(trec) \
    ROW(lexisnexis) \
    ROW(mbox) \
    ROW(eml) \
    ROW(rnews) \
    ROW(mets) \
    ROW(alto) \
    ROW(didl) \
    ROW(kb_text) \
    ROW(olive) \
    ROW(page) \
    ROW(hocr) \
    ROW(tei) \
    ROW(pdf) \
    ROW(html) \
    ROW(text)
/* clang-format on */

#define READER_DECLARE(name) extern const Reader name##_reader;
READER_TABLE(READER_DECLARE)
#undef READER_DECLARE

#endif
