/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source-member.h: how a filter tells its source where compressed members begin.
 *
 * A filter decompresses ahead of the reader, so a source keeps the members of all bytes that have
 * been read and not yet consumed.
 */
#ifndef INDEXER_SOURCE_MEMBER_H
#define INDEXER_SOURCE_MEMBER_H

#include "indexer/source.h"

/*
 * A member begins at byte `decompressed` of what the filter gives, byte `compressed` of what it
 * reads. Places are given in rising order; of several at one place the last counts.
 */
void source_add_member(Source *source, guint64 compressed, guint64 decompressed);

/* Finds the next member after a failure; FALSE where there is none. See source_resume(). */
typedef gboolean (*SourceResume)(gpointer state);
void source_set_resume(Source *source, SourceResume resume);

#endif
