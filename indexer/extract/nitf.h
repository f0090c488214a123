/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nitf.h: an article in NITF (IPTC News Industry Text Format 3.x), of its own or within NewsML.
 */
#ifndef INDEXER_EXTRACT_NITF_H
#define INDEXER_EXTRACT_NITF_H

#include "indexer/xml-document.h"
#include "morgue/article.h"
#include "morgue/date-parse.h"

/* Sets what an `nitf` element says, weaker than what is set already. */
void nitf_read(const XmlNode *nitf, const DateContext *dates, Article *article);

/* Paragraphs, crossheads, lists and tables of a `body.content` (or what is like one); captions of
 * its media come last. */
void nitf_add_body(const XmlNode *content, Article *article);

/* Whether its agency has withdrawn it (docdata/@management-status). */
gboolean nitf_is_withdrawn(const XmlNode *nitf);

#endif
