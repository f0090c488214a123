/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packing.h: compressed files and archives, sound ones and those that hostile or careless
 * programs write.
 */
#ifndef TESTS_PACKING_H
#define TESTS_PACKING_H

#include <glib.h>

/* Appends the bytes, compressed by an ARCHIVE_FILTER_… of libarchive. */
void pack_member(GByteArray *out, int filter, const void *bytes, gsize length);

typedef enum {
    PACKED_STORED = 1 << 0,    /* not compressed */
    PACKED_STREAMED = 1 << 1,  /* lengths and checksum only after the bytes */
    PACKED_DELETED = 1 << 2,   /* still in the file, but not in the directory */
    PACKED_ENCRYPTED = 1 << 3, /* says that it is */
    PACKED_LINK = 1 << 4,      /* a symbolic link */
    PACKED_DAMAGED = 1 << 5,   /* its checksum is wrong */
    PACKED_AGAIN = 1 << 6,     /* another record of the entry before it */
    PACKED_SPARSE = 1 << 7,    /* in a tar: a hole, but for its first and last 4 kB */
} PackedFlags;

typedef struct {
    const char *name; /* a folder where it ends in a slash */
    const void *bytes;
    gsize length;
    guint flags; /* PackedFlags */
} PackedEntry;

/* A zip file of the entries; the caller owns it. */
GByteArray *pack_zip(const PackedEntry *entries, gsize count);

/* A tar file in a format of libarchive (ARCHIVE_FORMAT_TAR_…); flags say PACKED_LINK and
 * PACKED_SPARSE. */
GByteArray *pack_tar(int format, const PackedEntry *entries, gsize count);

#endif
