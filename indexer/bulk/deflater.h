/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * deflater.h: compressing the tag of an entry as glass tables have it, a raw deflate stream.
 */
#ifndef BULK_DEFLATER_H
#define BULK_DEFLATER_H

#include <glib.h>

typedef struct Deflater Deflater;

Deflater *deflater_new(void);
void deflater_free(Deflater *deflater);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Deflater, deflater_free)

/*
 * The bytes that stand for the tag in its table, and their length through `stored_length`: the
 * tag itself, or its stream if that is shorter (`compressed`). The deflater's until its next call.
 */
const guint8 *deflater_pack(Deflater *deflater, const guint8 *tag, gsize length,
                            gsize *stored_length, gboolean *compressed);

#endif
