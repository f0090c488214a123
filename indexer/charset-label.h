/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * charset-label.h: what browsers understand by the name of a charset.
 *
 * Labels and their meaning follow the WHATWG Encoding Standard §4.2 (`iso-8859-1` means
 * windows-1252), with the charsets that only old archives and detectors know added.
 */
#ifndef INDEXER_CHARSET_LABEL_H
#define INDEXER_CHARSET_LABEL_H

#include <glib.h>

typedef struct CharsetName {
    const char *name;   /* the standard's, in lower case */
    const char *iconv;  /* what iconv(3) calls it, or the superset of it to use */
    const char *labels; /* blank-separated, lower case; `name` need not be repeated */
} CharsetName;

/* Case and blanks around the label are ignored; NULL for a label that means nothing. */
const CharsetName *charset_find(const char *label, gsize length);

#endif
