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

/* Of that only the id and the address. */
void nitf_read_identity(const XmlNode *nitf, Article *article);

/* Whether its agency has withdrawn it (docdata/@management-status). */
gboolean nitf_is_withdrawn(const XmlNode *nitf);

/*
 * Which of several with one id it is (Article.revision): when it was issued (date.issue), in
 * seconds since 1970, else the version of its du-key; 0 where neither is there. What is withdrawn
 * counts as issued at the end of a day without a time, and takes back all versions where it has no
 * date.
 */
guint32 nitf_revision(const XmlNode *nitf, const DateContext *dates);

#endif
