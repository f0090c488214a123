/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inflate.h: the tag of an entry that deflater.h has compressed.
 */
#ifndef BULK_INFLATE_H
#define BULK_INFLATE_H

#include <glib.h>

/* A tag that becomes longer is damaged, in bytes. */
#define INFLATE_CEILING ((gsize)64 * 1024 * 1024)

/* Appends what a raw deflate stream holds; FALSE where it is none, or too long. */
gboolean inflate_raw(const guint8 *stream, gsize length, GByteArray *plain);

#endif
