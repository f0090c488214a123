/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * library-writer.h: documents written through the API of libxapian, and what other programs do to a
 * database with it: what tables that are written directly are compared with.
 */
#ifndef TESTS_LIBRARY_WRITER_H
#define TESTS_LIBRARY_WRITER_H

#include "indexer/document.h"
#include "tests/support/binding.h"

/* A glass database to write to; `flags` of XAPIAN_DB_CREATE or XAPIAN_DB_OPEN. */
XapianWritableDatabase *library_open(const char *path, int flags);
/* Commits and closes. */
void library_commit(XapianWritableDatabase *database);

/* Adds the document, and a synonym for each word that a stem stands for. */
void library_add(XapianWritableDatabase *database, const Document *document);

/* Adds, replaces and deletes in three commits, with metadata, a synonym and a spelling. */
void library_change(const char *path, const GPtrArray *documents);

/* A full compaction into a new database. */
void library_compact(const char *from, const char *to);

#endif
