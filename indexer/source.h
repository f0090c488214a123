/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source.h: the bytes of one input, to be peeked at and consumed.
 *
 * A source is a file, standard input, memory, or what a filter makes of another source (gzip).
 * Readers own no buffers: they look at bytes with source_peek() and pass over them with
 * source_consume(). A peek is bounded by the source's ceiling, so that no input decides how much
 * memory is used.
 *
 * All that is made of one file shares one budget of bytes, however deep it is nested: filters may
 * give out 200 times what was read of the file, past the first 10 MB (formats.md §4). A source and
 * what was made of it belong to one thread, but for those that are whole.
 */
#ifndef INDEXER_SOURCE_H
#define INDEXER_SOURCE_H

#include <glib.h>

typedef struct Source Source;

/* No single item may be larger (formats.md §4): 20 MB. */
#define SOURCE_ITEM_CEILING ((gsize)20 * 1024 * 1024)

/*
 * Opens a file for reading. Error: MORGUE_ERROR_FAILED naming the path (vanished, unreadable,
 * not a regular file).
 */
Source *source_open_file(const char *path, GError **error);
/* Reads an open descriptor, which stays the caller's; `name` is for messages. */
Source *source_open_descriptor(int descriptor, const char *name);
/* The same, and closes it in the end. */
Source *source_adopt_descriptor(int descriptor, const char *name);
/* Reads `bytes`, which must outlive the source. For tests: at most `step` bytes arrive at a time
 * (0: all at once), but for those of source_open_range(). */
Source *source_open_memory(const void *bytes, gsize length, gsize step, const char *name);

/*
 * Reads up to `capacity` bytes into `buffer`; returns how many, 0 at the end, -1 with `error` set.
 * After 0 or -1 it is not called again.
 */
typedef gssize (*SourceRead)(gpointer state, guint8 *buffer, gsize capacity, GError **error);

/*
 * Reads what a function gives: an entry of an archive, the body of a record. `state` is freed with
 * `free_state` (may be NULL) when the source is closed.
 */
Source *source_open_function(SourceRead read, gpointer state, GDestroyNotify free_state,
                             const char *name);

/*
 * The same for a filter over `origin`: what it gives is charged to the budget that it shares with
 * it. A filter whose budget is spent ends with MORGUE_ERROR_LIMIT.
 */
Source *source_open_filter(const Source *origin, SourceRead read, gpointer state,
                           GDestroyNotify free_state, const char *name);

/*
 * Makes `source`, which has not been read yet, share the budget of `origin`, which is not charged
 * for what it gives: for bytes of `origin` as they are, or charged already.
 */
void source_join(Source *source, const Source *origin);

/*
 * Sets `failure` where the system cannot give bytes of the file, or of what was made of it (an
 * error of a disk, not damage in the data): the first message, which the caller frees. It must
 * outlive all these sources.
 */
void source_watch(Source *source, char **failure);

/*
 * Charges bytes made of `source` to its budget: for decoders that are no sources themselves.
 * FALSE and MORGUE_ERROR_LIMIT where it is spent; charging 0 bytes asks whether it is.
 */
gboolean source_charge(Source *source, gsize length, GError **error);

/*
 * Whether any place of the source can be read: it is a file or memory as it is, not what a filter
 * makes. Sets `size` to its length in bytes; its budget then counts all of it as read.
 */
gboolean source_is_seekable(Source *source, guint64 *size);

/*
 * A part of a seekable source, which stays where it is and must outlive it. The part ends early
 * where the source does.
 */
Source *source_open_range(Source *source, guint64 offset, guint64 length);

/*
 * Copies what is left of a source into a temporary file that has no name, which is closed with
 * the seekable source returned. Where the source fails the copy ends; the failure is still there
 * to be peeked at. NULL on a failure to write (MORGUE_ERROR_FAILED), or over more bytes than
 * SOURCE_SPOOL_CEILING (MORGUE_ERROR_LIMIT).
 */
Source *source_spool(Source *source, GError **error);

/* The same copy as a descriptor at its beginning, which the caller closes; -1 on failure. */
int source_spool_descriptor(Source *source, GError **error);

#define SOURCE_SPOOL_CEILING ((guint64)4 * 1024 * 1024 * 1024)

/*
 * Takes `inner` and returns the source to read: gzip, zstd, xz, bzip2, lzip and compress are
 * recognised by their first bytes and decompressed, member after member, one within the other up
 * to four times; anything else comes back as it is. What follows a member and is no member
 * (padding, garbage) is passed over, as gzip(1) does. A damaged or cut member ends the source with
 * an error after its last good byte. NULL, and `inner` closed, where its first bytes cannot be
 * read.
 */
Source *source_decompress(Source *inner, GError **error);

void source_close(Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_close)

/*
 * At least `want` bytes at the current place, without moving it; fewer only at the end of the
 * input. `available` is set to how many there are (it may be more than asked for). The bytes
 * are borrowed until the next call. NULL only on failure: `want` past the ceiling is
 * MORGUE_ERROR_LIMIT, a read error MORGUE_ERROR_FAILED, damage in a filter MORGUE_ERROR_INPUT.
 * Bytes before a failure can still be peeked and consumed: asking for 1 byte fails only where not
 * one is left. At the end: non-NULL, 0 available.
 */
const guint8 *source_peek(Source *source, gsize want, gsize *available, GError **error);

/* Moves on by `length` bytes, no more than the last peek made available. */
void source_consume(Source *source, gsize length);

/*
 * Everything that is left, up to the ceiling, without consuming it; sets `truncated` (may be
 * NULL) where the ceiling or a failure cut it off. NULL on a failure with nothing read before
 * it; a later one is reported by the peek that comes after its last good byte.
 */
const guint8 *source_peek_all(Source *source, gsize *available, gboolean *truncated,
                              GError **error);

/*
 * Reads what is left, if it is below the ceiling. TRUE: all of it is in memory, so nothing that is
 * done with the source from now on has to do with what it was made of.
 */
gboolean source_is_whole(Source *source);

/*
 * After damage to a member of a compressed file, when its last good byte has been consumed: goes on
 * at the next member that can be found. What lies between is lost. FALSE where there is none, or
 * where something else ended the source.
 */
gboolean source_resume(Source *source);

/* Bytes consumed so far, in the innermost decompressed stream. */
guint64 source_offset(const Source *source);

/*
 * Where the member of a compressed file (gzip member, zstd frame) that holds the current place
 * begins: `compressed` is its offset in what is decompressed. FALSE where the source is not
 * compressed.
 */
gboolean source_member(const Source *source, guint64 *compressed, guint64 *decompressed);

/*
 * Whether the next byte is the first of a member after the first one; known once that byte has
 * been peeked at. What parallel compressors cut off anywhere is no member here: the blocks of
 * bgzip, the frames of pzstd, the streams of xz and bzip2.
 */
gboolean source_at_member(const Source *source);

/* How many of `available` peeked bytes belong to the member of the current place. */
gsize source_member_rest(const Source *source, gsize available);

/* The name given at opening; for a compressed file without its `.gz`. For ties in recognition and
 * for messages. */
const char *source_name(const Source *source);

#endif
