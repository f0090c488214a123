/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xml-clean.h: XML as archives hold it, made such that a parser loses nothing of it.
 *
 * libxml2, even when it recovers, drops the text after a bare `&`, a control character's reference
 * or a stray `<`. They are mended before it sees them; comments, CDATA and markup stay as they are.
 */
#ifndef INDEXER_XML_CLEAN_H
#define INDEXER_XML_CLEAN_H

#include <glib.h>

/*
 * The document for the parser: UTF-8 without XML declaration, entities of HTML that the internal
 * DTD does not declare as characters, other unknown references and bare `&` and `<` as text.
 * `repaired` is set where something was no XML. The caller owns it.
 */
GString *xml_clean(const char *text, gsize length, gboolean *repaired);

#endif
