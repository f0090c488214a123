/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xapian-c.h: Xapian 1.4 for C.
 *
 * The names are Xapian's own: Xapian::Database::get_termfreq() is xapian_database_get_termfreq().
 * The header is plain C17 and C++17 and needs no other library's header.
 *
 * Status. Every call that can fail returns a XapianStatus and takes a XapianError last, a value of
 * the caller's own, which may be NULL. The error is written exactly when the call fails. What a
 * call returns through pointers is written only when it succeeds. No exception leaves a call.
 * Any call may return XAPIAN_OUT_OF_MEMORY; any call that reads a database may also return
 *   XAPIAN_DATABASE_MODIFIED_ERROR  a writer has recycled what was being read: reopen, start again
 *   XAPIAN_DATABASE_CORRUPT_ERROR   the files are damaged
 *   XAPIAN_DATABASE_ERROR           they cannot be read; a table that was cut short says so too
 *   XAPIAN_DATABASE_CLOSED_ERROR    the database was closed
 *   XAPIAN_NETWORK_ERROR, XAPIAN_NETWORK_TIMEOUT_ERROR   where a remote database is involved
 * The comments below name only what comes on top of these.
 *
 * Strings. Terms, values, texts and document data are bytes, given as pointer and length; they may
 * hold NUL bytes, and a NULL pointer goes with length 0. Paths, hosts, names of languages, fields
 * and prefixes, and the markers of snippets are NUL-terminated. A string that a call makes is
 * written into a XapianString of the caller's; one that a handle merely holds is borrowed, as
 * pointer and length, for as long as its comment says.
 *
 * Handles. What a call returns through a handle's pointer-to-pointer belongs to the caller, who
 * ends it with the type's own xapian_…_free(), which takes NULL. Handles share what lies beneath
 * them by reference: they may be freed in any order, unless a comment says otherwise. Handles are
 * never NULL, unless a comment says so, and a range of an array must lie inside it: nothing checks
 * that.
 *
 * Threads. One handle, and all that was made from it, belongs to one thread at a time. Threads that
 * open a database for themselves do not disturb one another.
 */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the shared library exports is what stands between this and the pop at the end. */
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/* Numbers, as wide as Xapian's own. */

typedef unsigned int XapianDocid;         /* a document; the first is 1, none is 0 */
typedef unsigned int XapianDocumentCount; /* how many documents */
typedef unsigned int XapianTermCount;     /* how many occurrences: wdf, lengths, wqf */
typedef unsigned int XapianTermPosition;  /* a place in a document; start at 1 */
typedef unsigned int XapianValueSlot;     /* a value's number */
typedef unsigned long XapianTotalLength;  /* the length of all documents together */
typedef unsigned long XapianRevision;     /* counts the commits of a database */

#define XAPIAN_BAD_VALUE_SLOT 0xffffffffU /* no slot; ends collapsing */

/* Status and error */

/* What a call came to: one code for each exception class of Xapian 1.4, and a few of our own. */
typedef enum XapianStatus {
    XAPIAN_OK = 0,
    XAPIAN_END, /* no item is left to move to; not an error */

    /* Xapian::LogicError: the calling program is wrong. */
    XAPIAN_LOGIC_ERROR, /* one of a class that this binding does not know */
    XAPIAN_ASSERTION_ERROR,
    XAPIAN_INVALID_ARGUMENT_ERROR,
    XAPIAN_INVALID_OPERATION_ERROR,
    XAPIAN_UNIMPLEMENTED_ERROR,

    /* Xapian::RuntimeError: the data or the surroundings are. */
    XAPIAN_RUNTIME_ERROR, /* one of a class that this binding does not know */
    XAPIAN_DATABASE_ERROR,
    XAPIAN_DATABASE_CLOSED_ERROR,
    XAPIAN_DATABASE_CORRUPT_ERROR,
    XAPIAN_DATABASE_CREATE_ERROR,
    XAPIAN_DATABASE_LOCK_ERROR,
    XAPIAN_DATABASE_MODIFIED_ERROR,
    XAPIAN_DATABASE_OPENING_ERROR,
    XAPIAN_DATABASE_NOT_FOUND_ERROR,
    XAPIAN_DATABASE_VERSION_ERROR,
    XAPIAN_DOC_NOT_FOUND_ERROR,
    XAPIAN_FEATURE_UNAVAILABLE_ERROR,
    XAPIAN_INTERNAL_ERROR,
    XAPIAN_NETWORK_ERROR,
    XAPIAN_NETWORK_TIMEOUT_ERROR,
    XAPIAN_QUERY_PARSER_ERROR,
    XAPIAN_RANGE_ERROR,
    XAPIAN_SERIALISATION_ERROR,
    XAPIAN_WILDCARD_ERROR,

    XAPIAN_CALLBACK_ERROR,   /* a function of the caller's reported an error */
    XAPIAN_OUT_OF_MEMORY,    /* std::bad_alloc */
    XAPIAN_STD_EXCEPTION,    /* any other std::exception */
    XAPIAN_UNKNOWN_EXCEPTION /* anything else that was thrown */
} XapianStatus;

/* An error. Of fixed size, so that running out of memory can be told too. Longer texts are cut. */
typedef struct XapianError {
    XapianStatus status;
    char message[512];      /* what went wrong; NUL-terminated UTF-8, like the other texts */
    char context[256];      /* where, when Xapian knows: a remote's address, usually empty */
    char system_error[128]; /* what the operating system said, or empty */
} XapianError;

/* The name of `status`: that of Xapian's class ("DatabaseLockError"). Static. */
const char *xapian_status_name(XapianStatus status);

/* Strings */

/*
 * A string that calls write into, replacing what was there: start from XAPIAN_STRING_INIT, use it
 * again for as many calls as you like, and end it with xapian_string_clear(). It grows when it
 * must, so a loop that reuses one string does not allocate for each item. After a call `bytes` is
 * never NULL, and bytes[length] is NUL.
 */
typedef struct XapianString {
    char *bytes;
    size_t length;
    size_t capacity; /* the binding's own */
} XapianString;

/* clang-format off */
#define XAPIAN_STRING_INIT {NULL, 0, 0}
/* clang-format on */

/* Writes a copy of `bytes`. For callbacks that give a string back. */
XapianStatus xapian_string_set(XapianString *string, const char *bytes, size_t length,
                               XapianError *error);

/* Frees the bytes, and leaves a string that can be used again. NULL does nothing. */
void xapian_string_clear(XapianString *string);

/* Handles */

typedef struct XapianDatabase XapianDatabase;
typedef struct XapianWritableDatabase XapianWritableDatabase;
typedef struct XapianDocument XapianDocument;
typedef struct XapianTermIterator XapianTermIterator;
typedef struct XapianPostingIterator XapianPostingIterator;
typedef struct XapianPositionIterator XapianPositionIterator;
typedef struct XapianValueIterator XapianValueIterator;
typedef struct XapianStem XapianStem;
typedef struct XapianStopper XapianStopper;
typedef struct XapianTermGenerator XapianTermGenerator;
typedef struct XapianQuery XapianQuery;
typedef struct XapianQueryParser XapianQueryParser;
typedef struct XapianEnquire XapianEnquire;
typedef struct XapianWeight XapianWeight;
typedef struct XapianKeyMaker XapianKeyMaker;
typedef struct XapianMatchSpy XapianMatchSpy;
typedef struct XapianMatchSet XapianMatchSet;
typedef struct XapianRelevanceSet XapianRelevanceSet;
typedef struct XapianExpandSet XapianExpandSet;

/* Version: that of the library loaded, not of a header */

/* "1.4.22". Static. Xapian::version_string(). */
const char *xapian_version_string(void);

/* 1 of 1.4.22. Xapian::major_version(). */
int xapian_major_version(void);

/* 4 of 1.4.22. Xapian::minor_version(). */
int xapian_minor_version(void);

/* 22 of 1.4.22. Xapian::revision(). */
int xapian_revision(void);

/* Database: reading */

/* Flags of opening. One of the first four says what a writer does with what is there. */
enum {
    XAPIAN_DB_CREATE_OR_OPEN = 0x00,      /* Xapian::DB_CREATE_OR_OPEN */
    XAPIAN_DB_CREATE_OR_OVERWRITE = 0x01, /* Xapian::DB_CREATE_OR_OVERWRITE */
    XAPIAN_DB_CREATE = 0x02,              /* Xapian::DB_CREATE: fail if it is there */
    XAPIAN_DB_OPEN = 0x03,                /* Xapian::DB_OPEN: fail if it is not */
    XAPIAN_DB_NO_SYNC = 0x04,             /* Xapian::DB_NO_SYNC: commits do not wait for the disk */
    XAPIAN_DB_FULL_SYNC = 0x08,           /* Xapian::DB_FULL_SYNC */
    XAPIAN_DB_DANGEROUS = 0x10,           /* Xapian::DB_DANGEROUS: overwrite blocks in place */
    XAPIAN_DB_NO_TERMLIST = 0x20,         /* Xapian::DB_NO_TERMLIST: documents cannot be changed */
    XAPIAN_DB_RETRY_LOCK = 0x40,          /* Xapian::DB_RETRY_LOCK: wait for the other writer */
    XAPIAN_DB_BACKEND_GLASS = 0x100,      /* Xapian::DB_BACKEND_GLASS */
    XAPIAN_DB_BACKEND_CHERT = 0x200,      /* Xapian::DB_BACKEND_CHERT */
    XAPIAN_DB_BACKEND_STUB = 0x300,       /* Xapian::DB_BACKEND_STUB */
    XAPIAN_DB_BACKEND_INMEMORY = 0x400    /* Xapian::DB_BACKEND_INMEMORY */
};

/* An empty database, to add others to. Xapian::Database(). */
XapianStatus xapian_database_new(XapianDatabase **database, XapianError *error);

/*
 * Opens the database, or the stub file, at `path` for reading, as it was at its last commit.
 * `flags` is 0 or one XAPIAN_DB_BACKEND_….
 * XAPIAN_DATABASE_NOT_FOUND_ERROR: nothing there. XAPIAN_DATABASE_VERSION_ERROR: of a format that
 * this Xapian does not read, too new or too old. XAPIAN_DATABASE_OPENING_ERROR: cannot be read, or
 * no database. XAPIAN_FEATURE_UNAVAILABLE_ERROR: built without that backend. Xapian::Database().
 */
XapianStatus xapian_database_open(const char *path, int flags, XapianDatabase **database,
                                  XapianError *error);

/*
 * Connects to a xapian-tcpsrv. `timeout_ms` is the wait for each answer and `connect_timeout_ms`
 * that for the connection, in milliseconds; a timeout of 0 waits for ever.
 * XAPIAN_NETWORK_ERROR: no answer, or not from a Xapian server of this version.
 * Not served by a remote: match deciders, queries for given documents, sorting by key makers,
 * get_revision(), locked() (XAPIAN_UNIMPLEMENTED_ERROR), compact() (XAPIAN_DATABASE_ERROR),
 * synonyms and spelling (there are none). Xapian::Remote::open().
 */
XapianStatus xapian_database_open_remote(const char *host, unsigned int port,
                                         unsigned int timeout_ms, unsigned int connect_timeout_ms,
                                         XapianDatabase **database, XapianError *error);

/*
 * Starts `program` with `arguments` (split at spaces) and talks to it through its standard input
 * and output; that is ssh, usually, to run xapian-progsrv. As xapian_database_open_remote().
 * Xapian::Remote::open().
 */
XapianStatus xapian_database_open_program(const char *program, const char *arguments,
                                          unsigned int timeout_ms, XapianDatabase **database,
                                          XapianError *error);

/* Frees the handle; the database is closed when nothing made from it is left. */
void xapian_database_free(XapianDatabase *database);

/*
 * Adds the shards of `other`, to be read as one database. Document n of shard s of N is then
 * (n - 1) * N + s + 1, shards counted from 0. Xapian::Database::add_database().
 */
XapianStatus xapian_database_add_database(XapianDatabase *database, const XapianDatabase *other,
                                          XapianError *error);

/* How many shards there are. Xapian::Database::size(). */
size_t xapian_database_size(const XapianDatabase *database);

/*
 * Moves to the last commit. `changed`, or NULL, is whether that was another one. A stub file is not
 * read again: open it anew. Xapian::Database::reopen().
 */
XapianStatus xapian_database_reopen(XapianDatabase *database, bool *changed, XapianError *error);

/*
 * Closes the files. All later calls, also through what was made from it, may return
 * XAPIAN_DATABASE_CLOSED_ERROR. Of a writer it first commits, and reports if that fails.
 * Xapian::Database::close().
 */
XapianStatus xapian_database_close(XapianDatabase *database, XapianError *error);

/* Keeps a remote's connection from timing out. Xapian::Database::keep_alive(). */
XapianStatus xapian_database_keep_alive(XapianDatabase *database, XapianError *error);

/*
 * Whether a writer has it open.
 * XAPIAN_UNIMPLEMENTED_ERROR: of a remote, or where that cannot be told.
 * Xapian::Database::locked().
 */
XapianStatus xapian_database_locked(const XapianDatabase *database, bool *locked,
                                    XapianError *error);

/*
 * The revision, which grows with each commit.
 * XAPIAN_INVALID_OPERATION_ERROR: there are several shards. XAPIAN_UNIMPLEMENTED_ERROR: of a
 * remote. Xapian::Database::get_revision().
 */
XapianStatus xapian_database_get_revision(const XapianDatabase *database, XapianRevision *revision,
                                          XapianError *error);

/* The UUID as text; those of several shards are joined by colons. Xapian::Database::get_uuid(). */
XapianStatus xapian_database_get_uuid(const XapianDatabase *database, XapianString *uuid,
                                      XapianError *error);

/* A description for debugging. Xapian::Database::get_description(). */
XapianStatus xapian_database_get_description(const XapianDatabase *database,
                                             XapianString *description, XapianError *error);

/* Database: statistics */

/* How many documents there are. Xapian::Database::get_doccount(). */
XapianStatus xapian_database_get_doccount(const XapianDatabase *database,
                                          XapianDocumentCount *count, XapianError *error);

/* The highest docid ever used, 0 if none was. Xapian::Database::get_lastdocid(). */
XapianStatus xapian_database_get_lastdocid(const XapianDatabase *database, XapianDocid *docid,
                                           XapianError *error);

/* The mean document length. Xapian::Database::get_average_length(). */
XapianStatus xapian_database_get_average_length(const XapianDatabase *database, double *length,
                                                XapianError *error);

/* The sum of document lengths. Xapian::Database::get_total_length(). */
XapianStatus xapian_database_get_total_length(const XapianDatabase *database,
                                              XapianTotalLength *length, XapianError *error);

/* No document is shorter (some may be longer). Xapian::Database::get_doclength_lower_bound(). */
XapianStatus xapian_database_get_doclength_lower_bound(const XapianDatabase *database,
                                                       XapianTermCount *bound, XapianError *error);

/* No document is longer. Xapian::Database::get_doclength_upper_bound(). */
XapianStatus xapian_database_get_doclength_upper_bound(const XapianDatabase *database,
                                                       XapianTermCount *bound, XapianError *error);

/*
 * The length of a document: the sum of its wdfs.
 * XAPIAN_DOC_NOT_FOUND_ERROR. Xapian::Database::get_doclength().
 */
XapianStatus xapian_database_get_doclength(const XapianDatabase *database, XapianDocid docid,
                                           XapianTermCount *length, XapianError *error);

/*
 * How many different terms a document has.
 * XAPIAN_DOC_NOT_FOUND_ERROR. Xapian::Database::get_unique_terms().
 */
XapianStatus xapian_database_get_unique_terms(const XapianDatabase *database, XapianDocid docid,
                                              XapianTermCount *count, XapianError *error);

/* Whether any document has positions. Xapian::Database::has_positions(). */
XapianStatus xapian_database_has_positions(const XapianDatabase *database, bool *has_positions,
                                           XapianError *error);

/* Whether any document has the term. Xapian::Database::term_exists(). */
XapianStatus xapian_database_term_exists(const XapianDatabase *database, const char *term,
                                         size_t length, bool *exists, XapianError *error);

/* How many documents have the term. Xapian::Database::get_termfreq(). */
XapianStatus xapian_database_get_termfreq(const XapianDatabase *database, const char *term,
                                          size_t length, XapianDocumentCount *frequency,
                                          XapianError *error);

/* The sum of the term's wdfs. Xapian::Database::get_collection_freq(). */
XapianStatus xapian_database_get_collection_freq(const XapianDatabase *database, const char *term,
                                                 size_t length, XapianTermCount *frequency,
                                                 XapianError *error);

/* The term's wdf is nowhere larger. Xapian::Database::get_wdf_upper_bound(). */
XapianStatus xapian_database_get_wdf_upper_bound(const XapianDatabase *database, const char *term,
                                                 size_t length, XapianTermCount *bound,
                                                 XapianError *error);

/* How many documents have a value in the slot. Xapian::Database::get_value_freq(). */
XapianStatus xapian_database_get_value_freq(const XapianDatabase *database, XapianValueSlot slot,
                                            XapianDocumentCount *frequency, XapianError *error);

/* No value in the slot sorts before it. Xapian::Database::get_value_lower_bound(). */
XapianStatus xapian_database_get_value_lower_bound(const XapianDatabase *database,
                                                   XapianValueSlot slot, XapianString *bound,
                                                   XapianError *error);

/* No value in the slot sorts after it. Xapian::Database::get_value_upper_bound(). */
XapianStatus xapian_database_get_value_upper_bound(const XapianDatabase *database,
                                                   XapianValueSlot slot, XapianString *bound,
                                                   XapianError *error);

/* Database: lists. Each iterator starts before its first item: call next or skip_to first. */

/* All terms that begin with `prefix`, in byte order. Xapian::Database::allterms_begin(). */
XapianStatus xapian_database_allterms(const XapianDatabase *database, const char *prefix,
                                      size_t length, XapianTermIterator **terms,
                                      XapianError *error);

/*
 * The terms of a document, in byte order. XAPIAN_DOC_NOT_FOUND_ERROR.
 * XAPIAN_FEATURE_UNAVAILABLE_ERROR: the database was made without term lists.
 * Xapian::Database::termlist_begin().
 */
XapianStatus xapian_database_termlist(const XapianDatabase *database, XapianDocid docid,
                                      XapianTermIterator **terms, XapianError *error);

/*
 * The documents that have the term; all documents for the empty term. Empty if there are none.
 * Xapian::Database::postlist_begin().
 */
XapianStatus xapian_database_postlist(const XapianDatabase *database, const char *term,
                                      size_t length, XapianPostingIterator **postings,
                                      XapianError *error);

/*
 * Where in the document the term stands. Empty if nowhere, or there is no such document.
 * XAPIAN_INVALID_ARGUMENT_ERROR: an empty term, or docid 0.
 * Xapian::Database::positionlist_begin().
 */
XapianStatus xapian_database_positionlist(const XapianDatabase *database, XapianDocid docid,
                                          const char *term, size_t length,
                                          XapianPositionIterator **positions, XapianError *error);

/*
 * The values in a slot, in order of documents. Of a remote, each document is fetched for it.
 * Xapian::Database::valuestream_begin().
 */
XapianStatus xapian_database_valuestream(const XapianDatabase *database, XapianValueSlot slot,
                                         XapianValueIterator **values, XapianError *error);

/* Database: documents, metadata, synonyms, spelling */

enum {
    XAPIAN_DOC_ASSUME_VALID = 1 /* Xapian::DOC_ASSUME_VALID: look only when something is asked */
};

/*
 * A document; its parts are read when they are asked for. `flags` is 0 or XAPIAN_DOC_ASSUME_VALID.
 * XAPIAN_DOC_NOT_FOUND_ERROR: here; of one that was assumed valid, from its terms, and its data are
 * empty. Xapian::Database::get_document().
 */
XapianStatus xapian_database_get_document(const XapianDatabase *database, XapianDocid docid,
                                          unsigned int flags, XapianDocument **document,
                                          XapianError *error);

/*
 * The metadata under `key`, empty if there is none; of several shards, the first's.
 * XAPIAN_INVALID_ARGUMENT_ERROR: an empty key. Xapian::Database::get_metadata().
 */
XapianStatus xapian_database_get_metadata(const XapianDatabase *database, const char *key,
                                          size_t length, XapianString *metadata,
                                          XapianError *error);

/* The keys of metadata that begin with `prefix`. Xapian::Database::metadata_keys_begin(). */
XapianStatus xapian_database_metadata_keys(const XapianDatabase *database, const char *prefix,
                                           size_t length, XapianTermIterator **keys,
                                           XapianError *error);

/* The synonyms of a term; a remote has none. Xapian::Database::synonyms_begin(). */
XapianStatus xapian_database_synonyms(const XapianDatabase *database, const char *term,
                                      size_t length, XapianTermIterator **synonyms,
                                      XapianError *error);

/*
 * The terms that begin with `prefix` and have synonyms; of a remote, none.
 * Xapian::Database::synonym_keys_begin().
 */
XapianStatus xapian_database_synonym_keys(const XapianDatabase *database, const char *prefix,
                                          size_t length, XapianTermIterator **terms,
                                          XapianError *error);

/* The words of the spelling dictionary; of a remote, none. Xapian::Database::spellings_begin(). */
XapianStatus xapian_database_spellings(const XapianDatabase *database, XapianTermIterator **words,
                                       XapianError *error);

/*
 * A word of the spelling dictionary that is at most `max_edit_distance` edits away (Xapian's own
 * default is 2), empty if there is none; of a remote, always.
 * Xapian::Database::get_spelling_suggestion().
 */
XapianStatus xapian_database_get_spelling_suggestion(const XapianDatabase *database,
                                                     const char *word, size_t length,
                                                     unsigned int max_edit_distance,
                                                     XapianString *suggestion, XapianError *error);

/* Database: upkeep */

enum {
    XAPIAN_DBCHECK_SHORT_TREE = 1,    /* Xapian::DBCHECK_SHORT_TREE: print blocks in short */
    XAPIAN_DBCHECK_FULL_TREE = 2,     /* Xapian::DBCHECK_FULL_TREE: print blocks in full */
    XAPIAN_DBCHECK_SHOW_FREELIST = 4, /* Xapian::DBCHECK_SHOW_FREELIST */
    XAPIAN_DBCHECK_SHOW_STATS = 8,    /* Xapian::DBCHECK_SHOW_STATS */
    XAPIAN_DBCHECK_FIX = 16           /* Xapian::DBCHECK_FIX: rewrite a lost version file */
};

/*
 * Checks the database, or one table of it, at `path`. `error_count` is how many errors were found,
 * and `report`, or NULL, is what was printed about them and what `options` asks for.
 * XAPIAN_DATABASE_OPENING_ERROR: nothing there; others as for xapian_database_open().
 * Xapian::Database::check().
 */
XapianStatus xapian_database_check(const char *path, int options, size_t *error_count,
                                   XapianString *report, XapianError *error);

enum {
    XAPIAN_DBCOMPACT_STANDARD = 0,    /* Xapian::Compactor::STANDARD */
    XAPIAN_DBCOMPACT_FULL = 1,        /* Xapian::Compactor::FULL */
    XAPIAN_DBCOMPACT_FULLER = 2,      /* Xapian::Compactor::FULLER: not for databases to update */
    XAPIAN_DBCOMPACT_NO_RENUMBER = 4, /* Xapian::DBCOMPACT_NO_RENUMBER: keep docids, which must not
                                         overlap */
    XAPIAN_DBCOMPACT_MULTIPASS = 8,   /* Xapian::DBCOMPACT_MULTIPASS: faster for many shards */
    XAPIAN_DBCOMPACT_SINGLE_FILE = 16 /* Xapian::DBCOMPACT_SINGLE_FILE: for reading only */
};

/*
 * What to do when several shards have metadata under one key: write the one to keep into `result`
 * with xapian_string_set() and return true. `tags` are the `count` texts, in the order of
 * the shards. After one false it is not asked again, and when the compaction has ended it returns
 * XAPIAN_CALLBACK_ERROR; what it has written is of no use.
 */
typedef bool (*XapianResolveFunction)(const char *key, size_t key_length, const char *const *tags,
                                      const size_t *tag_lengths, size_t count, XapianString *result,
                                      void *data);

/* Told of what is being done to which table; `status` is empty when a table is begun. */
typedef void (*XapianCompactStatusFunction)(const char *table, const char *status, void *data);

/* How to compact, the caller's own. Each function may be NULL; Xapian keeps the first metadata. */
typedef struct XapianCompactor {
    XapianResolveFunction resolve;
    XapianCompactStatusFunction status;
    void *data; /* given to both */
} XapianCompactor;

/*
 * Writes all shards of `database`, compacted into one, to `path`, which may not be one of them.
 * `flags` are XAPIAN_DBCOMPACT_…; `block_size` in bytes is a power of 2 from 2048 to 65536, or 0
 * for Xapian's default; `compactor` may be NULL. Documents are numbered anew, shard after shard,
 * unless XAPIAN_DBCOMPACT_NO_RENUMBER is given. Synonyms and spelling are merged too.
 * XAPIAN_INVALID_OPERATION_ERROR: changes not committed, or docids that overlap.
 * XAPIAN_DATABASE_ERROR: cannot be written, a shard is not on this disk, or shards are of different
 * backends. Xapian::Database::compact().
 */
XapianStatus xapian_database_compact(XapianDatabase *database, const char *path, unsigned int flags,
                                     int block_size, const XapianCompactor *compactor,
                                     XapianError *error);

/* Writable database. Commit before close: freeing a writer commits too, but hides a failure. */

/*
 * Opens or creates a database for writing; a database has one writer at a time.
 * `flags` are XAPIAN_DB_…; `block_size` in bytes as in xapian_database_compact(), 0 for the
 * default, used only when one is created. XAPIAN_DATABASE_LOCK_ERROR: there is another writer, here
 * or in another process. XAPIAN_DATABASE_CREATE_ERROR: cannot be made, or is there and
 * XAPIAN_DB_CREATE was given. Others as for xapian_database_open(). Xapian::WritableDatabase().
 */
XapianStatus xapian_writable_database_open(const char *path, int flags, int block_size,
                                           XapianWritableDatabase **database, XapianError *error);

/*
 * Connects to a xapian-tcpsrv --writable, as xapian_database_open_remote().
 * Not served by a remote: synonyms. Xapian::Remote::open_writable().
 */
XapianStatus xapian_writable_database_open_remote(const char *host, unsigned int port,
                                                  unsigned int timeout_ms,
                                                  unsigned int connect_timeout_ms, int flags,
                                                  XapianWritableDatabase **database,
                                                  XapianError *error);

/* Frees the handle. Changes that are not committed are then, unless in a transaction; if that
 * fails, nobody is told. */
void xapian_writable_database_free(XapianWritableDatabase *database);

/*
 * The same database for all calls that read: they see what was added at once. Borrowed: it lives as
 * long as `database` and is not freed by itself.
 */
XapianDatabase *xapian_writable_database_as_database(XapianWritableDatabase *database);

/*
 * Makes all changes since the last commit visible and lasting, all or none of them.
 * XAPIAN_DATABASE_ERROR: it failed, and they are undone. XAPIAN_INVALID_OPERATION_ERROR: within a
 * transaction. Xapian::WritableDatabase::commit().
 */
XapianStatus xapian_writable_database_commit(XapianWritableDatabase *database, XapianError *error);

/*
 * Begins a transaction, with a commit before it and one at its end if `flushed`.
 * XAPIAN_INVALID_OPERATION_ERROR: within another. XAPIAN_UNIMPLEMENTED_ERROR: of an in-memory
 * database. Xapian::WritableDatabase::begin_transaction().
 */
XapianStatus xapian_writable_database_begin_transaction(XapianWritableDatabase *database,
                                                        bool flushed, XapianError *error);

/* XAPIAN_INVALID_OPERATION_ERROR: there is none. Xapian::WritableDatabase::commit_transaction(). */
XapianStatus xapian_writable_database_commit_transaction(XapianWritableDatabase *database,
                                                         XapianError *error);

/* XAPIAN_INVALID_OPERATION_ERROR: there is none. Xapian::WritableDatabase::cancel_transaction(). */
XapianStatus xapian_writable_database_cancel_transaction(XapianWritableDatabase *database,
                                                         XapianError *error);

/*
 * Adds a document under the next docid, which is stored in `docid` unless that is NULL.
 * XAPIAN_INVALID_ARGUMENT_ERROR: a term is longer than the backend takes (245 bytes, each NUL byte
 * counting as two). Xapian::WritableDatabase::add_document().
 */
XapianStatus xapian_writable_database_add_document(XapianWritableDatabase *database,
                                                   const XapianDocument *document,
                                                   XapianDocid *docid, XapianError *error);

/*
 * Puts a document in the place of `docid`, or there if none was.
 * XAPIAN_INVALID_ARGUMENT_ERROR: docid 0. Xapian::WritableDatabase::replace_document().
 */
XapianStatus xapian_writable_database_replace_document(XapianWritableDatabase *database,
                                                       XapianDocid docid,
                                                       const XapianDocument *document,
                                                       XapianError *error);

/*
 * Puts a document in the place of the first that has the term, and deletes the others that have it;
 * adds it if none has. `docid`, or NULL, is where it went.
 * Xapian::WritableDatabase::replace_document().
 */
XapianStatus xapian_writable_database_replace_document_by_term(XapianWritableDatabase *database,
                                                               const char *term, size_t length,
                                                               const XapianDocument *document,
                                                               XapianDocid *docid,
                                                               XapianError *error);

/*
 * Deletes a document. XAPIAN_DOC_NOT_FOUND_ERROR. XAPIAN_INVALID_ARGUMENT_ERROR: docid 0.
 * Xapian::WritableDatabase::delete_document().
 */
XapianStatus xapian_writable_database_delete_document(XapianWritableDatabase *database,
                                                      XapianDocid docid, XapianError *error);

/* Deletes all documents that have the term. XAPIAN_INVALID_ARGUMENT_ERROR: an empty term.
 * Xapian::WritableDatabase::delete_document(). */
XapianStatus xapian_writable_database_delete_document_by_term(XapianWritableDatabase *database,
                                                              const char *term, size_t length,
                                                              XapianError *error);

/*
 * Sets the metadata under `key`; an empty text removes it. XAPIAN_INVALID_ARGUMENT_ERROR: an empty
 * key. Xapian::WritableDatabase::set_metadata().
 */
XapianStatus xapian_writable_database_set_metadata(XapianWritableDatabase *database,
                                                   const char *key, size_t key_length,
                                                   const char *metadata, size_t metadata_length,
                                                   XapianError *error);

/*
 * Adds a synonym of a term. XAPIAN_UNIMPLEMENTED_ERROR: of a remote.
 * Xapian::WritableDatabase::add_synonym().
 */
XapianStatus xapian_writable_database_add_synonym(XapianWritableDatabase *database,
                                                  const char *term, size_t term_length,
                                                  const char *synonym, size_t synonym_length,
                                                  XapianError *error);

/*
 * Removes a synonym of a term, if it has it. XAPIAN_UNIMPLEMENTED_ERROR: of a remote.
 * Xapian::WritableDatabase::remove_synonym().
 */
XapianStatus xapian_writable_database_remove_synonym(XapianWritableDatabase *database,
                                                     const char *term, size_t term_length,
                                                     const char *synonym, size_t synonym_length,
                                                     XapianError *error);

/*
 * Removes all synonyms of a term. XAPIAN_UNIMPLEMENTED_ERROR: of a remote.
 * Xapian::WritableDatabase::clear_synonyms().
 */
XapianStatus xapian_writable_database_clear_synonyms(XapianWritableDatabase *database,
                                                     const char *term, size_t length,
                                                     XapianError *error);

/* Raises the frequency of a word in the spelling dictionary, adding it if it is new.
 * Xapian::WritableDatabase::add_spelling(). */
XapianStatus xapian_writable_database_add_spelling(XapianWritableDatabase *database,
                                                   const char *word, size_t length,
                                                   XapianTermCount increment, XapianError *error);

/* Lowers it, removing the word at 0. Xapian::WritableDatabase::remove_spelling(). */
XapianStatus xapian_writable_database_remove_spelling(XapianWritableDatabase *database,
                                                      const char *word, size_t length,
                                                      XapianTermCount decrement,
                                                      XapianError *error);

/* Document: what is added to a database, or read from it. Changing one does not change that. */

/* An empty document. Xapian::Document(). */
XapianStatus xapian_document_new(XapianDocument **document, XapianError *error);

/* A document from xapian_document_serialise(). XAPIAN_SERIALISATION_ERROR or XAPIAN_NETWORK_ERROR:
 * not one. Xapian::Document::unserialise(). */
XapianStatus xapian_document_unserialise(const char *bytes, size_t length,
                                         XapianDocument **document, XapianError *error);

void xapian_document_free(XapianDocument *document);

/*
 * The docid it was read from, 0 for a new one. Where there are several shards it is the docid in
 * its own shard, not that of the whole, also in match deciders and from match sets.
 * Xapian::Document::get_docid().
 */
XapianDocid xapian_document_get_docid(const XapianDocument *document);

/* Xapian::Document::get_data(). */
XapianStatus xapian_document_get_data(const XapianDocument *document, XapianString *data,
                                      XapianError *error);

/* Xapian::Document::set_data(). */
XapianStatus xapian_document_set_data(XapianDocument *document, const char *data, size_t length,
                                      XapianError *error);

/* Adds an occurrence of a term at a position, and `wdf_increment` to its wdf.
 * XAPIAN_INVALID_ARGUMENT_ERROR: an empty term. Xapian::Document::add_posting(). */
XapianStatus xapian_document_add_posting(XapianDocument *document, const char *term, size_t length,
                                         XapianTermPosition position, XapianTermCount wdf_increment,
                                         XapianError *error);

/* Adds a term without a position, and `wdf_increment` to its wdf; 0 for a term that only filters.
 * XAPIAN_INVALID_ARGUMENT_ERROR: an empty term. Xapian::Document::add_term(). */
XapianStatus xapian_document_add_term(XapianDocument *document, const char *term, size_t length,
                                      XapianTermCount wdf_increment, XapianError *error);

/* Removes an occurrence, and `wdf_decrement` from the wdf. XAPIAN_INVALID_ARGUMENT_ERROR: it is not
 * there. Xapian::Document::remove_posting(). */
XapianStatus xapian_document_remove_posting(XapianDocument *document, const char *term,
                                            size_t length, XapianTermPosition position,
                                            XapianTermCount wdf_decrement, XapianError *error);

/* Removes a term. XAPIAN_INVALID_ARGUMENT_ERROR: it is not there. Xapian::Document::remove_term().
 */
XapianStatus xapian_document_remove_term(XapianDocument *document, const char *term, size_t length,
                                         XapianError *error);

/* Xapian::Document::clear_terms(). */
XapianStatus xapian_document_clear_terms(XapianDocument *document, XapianError *error);

/* How many terms it has. Xapian::Document::termlist_count(). */
XapianStatus xapian_document_termlist_count(const XapianDocument *document, XapianTermCount *count,
                                            XapianError *error);

/* Its terms, in byte order; do not change it while you use them.
 * Xapian::Document::termlist_begin(). */
XapianStatus xapian_document_termlist(const XapianDocument *document, XapianTermIterator **terms,
                                      XapianError *error);

/* Sets the value in a slot; an empty value removes it. Xapian::Document::add_value(). */
XapianStatus xapian_document_add_value(XapianDocument *document, XapianValueSlot slot,
                                       const char *value, size_t length, XapianError *error);

/* The value in a slot, empty if there is none. Xapian::Document::get_value(). */
XapianStatus xapian_document_get_value(const XapianDocument *document, XapianValueSlot slot,
                                       XapianString *value, XapianError *error);

/* XAPIAN_INVALID_ARGUMENT_ERROR: there is none. Xapian::Document::remove_value(). */
XapianStatus xapian_document_remove_value(XapianDocument *document, XapianValueSlot slot,
                                          XapianError *error);

/* Xapian::Document::clear_values(). */
XapianStatus xapian_document_clear_values(XapianDocument *document, XapianError *error);

/* How many values it has. Xapian::Document::values_count(). */
XapianStatus xapian_document_values_count(const XapianDocument *document, XapianTermCount *count,
                                          XapianError *error);

/* Its values, in order of slots; do not change it while you use them.
 * Xapian::Document::values_begin(). */
XapianStatus xapian_document_values(const XapianDocument *document, XapianValueIterator **values,
                                    XapianError *error);

/* All of it as bytes. Xapian::Document::serialise(). */
XapianStatus xapian_document_serialise(const XapianDocument *document, XapianString *bytes,
                                       XapianError *error);

/* A description for debugging. Xapian::Document::get_description(). */
XapianStatus xapian_document_get_description(const XapianDocument *document,
                                             XapianString *description, XapianError *error);

/*
 * Iterators. One starts before its first item. next moves to the next, skip_to to the first that is
 * not before the given one (never back); both return XAPIAN_OK, or XAPIAN_END when there is none
 * left, and an error is neither:
 *
 *     while ((status = xapian_term_iterator_next(terms, &error)) == XAPIAN_OK)
 *         use(xapian_term_iterator_get_term(terms, &length));
 *     if (status != XAPIAN_END)
 *         fail(&error);
 *
 * Ask for an item only after XAPIAN_OK.
 */

void xapian_term_iterator_free(XapianTermIterator *terms);

/* Xapian::TermIterator::operator++(). */
XapianStatus xapian_term_iterator_next(XapianTermIterator *terms, XapianError *error);

/* Xapian::TermIterator::skip_to(). XAPIAN_INVALID_OPERATION_ERROR: of a
 * list that is not in byte order. */
XapianStatus xapian_term_iterator_skip_to(XapianTermIterator *terms, const char *term,
                                          size_t length, XapianError *error);

/* The term. Borrowed until the iterator moves or ends. Xapian::TermIterator::operator*(). */
const char *xapian_term_iterator_get_term(const XapianTermIterator *terms, size_t *length);

/* The term's wdf in the document. XAPIAN_INVALID_OPERATION_ERROR: of a list that is not a
 * document's. Xapian::TermIterator::get_wdf(). */
XapianStatus xapian_term_iterator_get_wdf(const XapianTermIterator *terms, XapianTermCount *wdf,
                                          XapianError *error);

/* How many documents have the term; of a match spy's list, how many have the value.
 * Xapian::TermIterator::get_termfreq(). */
XapianStatus xapian_term_iterator_get_termfreq(const XapianTermIterator *terms,
                                               XapianDocumentCount *frequency, XapianError *error);

/* How many positions the term has in the document. Xapian::TermIterator::positionlist_count(). */
XapianStatus xapian_term_iterator_positionlist_count(const XapianTermIterator *terms,
                                                     XapianTermCount *count, XapianError *error);

/* Where in the document the term stands. Xapian::TermIterator::positionlist_begin(). */
XapianStatus xapian_term_iterator_positionlist(const XapianTermIterator *terms,
                                               XapianPositionIterator **positions,
                                               XapianError *error);

void xapian_posting_iterator_free(XapianPostingIterator *postings);

/* Xapian::PostingIterator::operator++(). */
XapianStatus xapian_posting_iterator_next(XapianPostingIterator *postings, XapianError *error);

/* Xapian::PostingIterator::skip_to(). */
XapianStatus xapian_posting_iterator_skip_to(XapianPostingIterator *postings, XapianDocid docid,
                                             XapianError *error);

/* The document. Xapian::PostingIterator::operator*(). */
XapianDocid xapian_posting_iterator_get_docid(const XapianPostingIterator *postings);

/* The term's wdf in it. Xapian::PostingIterator::get_wdf(). */
XapianStatus xapian_posting_iterator_get_wdf(const XapianPostingIterator *postings,
                                             XapianTermCount *wdf, XapianError *error);

/* The document's length. Xapian::PostingIterator::get_doclength(). */
XapianStatus xapian_posting_iterator_get_doclength(const XapianPostingIterator *postings,
                                                   XapianTermCount *length, XapianError *error);

/* How many different terms the document has. Xapian::PostingIterator::get_unique_terms(). */
XapianStatus xapian_posting_iterator_get_unique_terms(const XapianPostingIterator *postings,
                                                      XapianTermCount *count, XapianError *error);

/* Where in the document the term stands. Xapian::PostingIterator::positionlist_begin(). */
XapianStatus xapian_posting_iterator_positionlist(const XapianPostingIterator *postings,
                                                  XapianPositionIterator **positions,
                                                  XapianError *error);

void xapian_position_iterator_free(XapianPositionIterator *positions);

/* Xapian::PositionIterator::operator++(). */
XapianStatus xapian_position_iterator_next(XapianPositionIterator *positions, XapianError *error);

/* Xapian::PositionIterator::skip_to(). */
XapianStatus xapian_position_iterator_skip_to(XapianPositionIterator *positions,
                                              XapianTermPosition position, XapianError *error);

/* The position. Xapian::PositionIterator::operator*(). */
XapianTermPosition xapian_position_iterator_get_position(const XapianPositionIterator *positions);

void xapian_value_iterator_free(XapianValueIterator *values);

/* Xapian::ValueIterator::operator++(). */
XapianStatus xapian_value_iterator_next(XapianValueIterator *values, XapianError *error);

/* To a document in a value stream, to a slot in a document. Xapian::ValueIterator::skip_to(). */
XapianStatus xapian_value_iterator_skip_to(XapianValueIterator *values, unsigned int docid_or_slot,
                                           XapianError *error);

/* The value. Borrowed until the iterator moves or ends. Xapian::ValueIterator::operator*(). */
const char *xapian_value_iterator_get_value(const XapianValueIterator *values, size_t *length);

/* The document, in a value stream. XAPIAN_INVALID_OPERATION_ERROR: in a document's values.
 * Xapian::ValueIterator::get_docid(). */
XapianStatus xapian_value_iterator_get_docid(const XapianValueIterator *values, XapianDocid *docid,
                                             XapianError *error);

/* The slot. Xapian::ValueIterator::get_valueno(). */
XapianStatus xapian_value_iterator_get_slot(const XapianValueIterator *values,
                                            XapianValueSlot *slot, XapianError *error);

/* Stem: one thread at a time, as a stemmer keeps the word that it works on. */

/* A stemmer for `language`, its name or code ("english", "en"); "none" leaves words alone.
 * XAPIAN_INVALID_ARGUMENT_ERROR: there is none for it. Xapian::Stem(). */
XapianStatus xapian_stem_new(const char *language, XapianStem **stem, XapianError *error);

void xapian_stem_free(XapianStem *stem);

/*
 * The stem of a word, which should be in lower case. With a `result` that is used again, neither
 * the binding nor its use of Xapian allocates for words of up to 15 bytes.
 * Xapian::Stem::operator()().
 */
XapianStatus xapian_stem_apply(XapianStem *stem, const char *word, size_t length,
                               XapianString *result, XapianError *error);

/* A description for debugging. Xapian::Stem::get_description(). */
XapianStatus xapian_stem_get_description(const XapianStem *stem, XapianString *description,
                                         XapianError *error);

/* The languages' names, separated by spaces. Xapian::Stem::get_available_languages(). */
XapianStatus xapian_stem_get_available_languages(XapianString *languages, XapianError *error);

/* Stopper: words that text and queries can do without */

/* A stopper without words. Xapian::SimpleStopper(). */
XapianStatus xapian_stopper_new(XapianStopper **stopper, XapianError *error);

void xapian_stopper_free(XapianStopper *stopper);

/* Xapian::SimpleStopper::add(). */
XapianStatus xapian_stopper_add(XapianStopper *stopper, const char *word, size_t length,
                                XapianError *error);

/* Whether the word is one. Xapian::SimpleStopper::operator()(). */
XapianStatus xapian_stopper_contains(const XapianStopper *stopper, const char *word, size_t length,
                                     bool *contains, XapianError *error);

/* Term generator and query parser: Xapian's own ways from text to terms and from text to query */

/* Which forms of a word become terms: Xapian::TermGenerator and QueryParser's stem_strategy. */
typedef enum XapianStemStrategy {
    XAPIAN_STEM_NONE = 0,         /* the word */
    XAPIAN_STEM_SOME = 1,         /* the word with positions, and Z and its stem without */
    XAPIAN_STEM_ALL = 2,          /* its stem */
    XAPIAN_STEM_ALL_Z = 3,        /* Z and its stem */
    XAPIAN_STEM_SOME_FULL_POS = 4 /* as SOME, both with positions */
} XapianStemStrategy;

/* What a stopper leaves out: Xapian::TermGenerator's stop_strategy. */
typedef enum XapianStopStrategy {
    XAPIAN_STOP_NONE = 0,   /* nothing */
    XAPIAN_STOP_ALL = 1,    /* words and their stems */
    XAPIAN_STOP_STEMMED = 2 /* their stems */
} XapianStopStrategy;

/* Flags of text and queries. Those of the query parser are Xapian::QueryParser::FLAG_…. */
enum {
    XAPIAN_FLAG_BOOLEAN = 1,
    XAPIAN_FLAG_PHRASE = 2,
    XAPIAN_FLAG_LOVEHATE = 4,
    XAPIAN_FLAG_BOOLEAN_ANY_CASE = 8,
    XAPIAN_FLAG_WILDCARD = 16,
    XAPIAN_FLAG_PURE_NOT = 32,
    XAPIAN_FLAG_PARTIAL = 64,
    XAPIAN_FLAG_SPELLING = 128, /* also of the term generator: add words to the dictionary */
    XAPIAN_FLAG_SYNONYM = 256,
    XAPIAN_FLAG_AUTO_SYNONYMS = 512,
    XAPIAN_FLAG_AUTO_MULTIWORD_SYNONYMS = 1024,
    XAPIAN_FLAG_CJK_NGRAM = 2048, /* also of the term generator */
    XAPIAN_FLAG_ACCUMULATE = 65536,
    XAPIAN_FLAG_NO_POSITIONS = 0x20000,
    XAPIAN_FLAG_DEFAULT = 7 /* XAPIAN_FLAG_PHRASE | XAPIAN_FLAG_BOOLEAN | XAPIAN_FLAG_LOVEHATE */
};

/* Xapian::TermGenerator(). */
XapianStatus xapian_term_generator_new(XapianTermGenerator **generator, XapianError *error);

void xapian_term_generator_free(XapianTermGenerator *generator);

/* Xapian::TermGenerator::set_stemmer(). */
XapianStatus xapian_term_generator_set_stemmer(XapianTermGenerator *generator,
                                               const XapianStem *stem, XapianError *error);

/* Xapian::TermGenerator::set_stemming_strategy(). */
XapianStatus xapian_term_generator_set_stemming_strategy(XapianTermGenerator *generator,
                                                         XapianStemStrategy strategy,
                                                         XapianError *error);

/* The stopper may be freed; NULL ends stopping. Xapian::TermGenerator::set_stopper(). */
XapianStatus xapian_term_generator_set_stopper(XapianTermGenerator *generator,
                                               const XapianStopper *stopper, XapianError *error);

/* Xapian::TermGenerator::set_stopper_strategy(). */
XapianStatus xapian_term_generator_set_stopper_strategy(XapianTermGenerator *generator,
                                                        XapianStopStrategy strategy,
                                                        XapianError *error);

/* Sets exactly these flags: XAPIAN_FLAG_SPELLING, XAPIAN_FLAG_CJK_NGRAM.
 * Xapian::TermGenerator::set_flags(). */
XapianStatus xapian_term_generator_set_flags(XapianTermGenerator *generator, int flags,
                                             XapianError *error);

/* Longer words are left out; in bytes, 64 at first.
 * Xapian::TermGenerator::set_max_word_length(). */
XapianStatus xapian_term_generator_set_max_word_length(XapianTermGenerator *generator,
                                                       unsigned int bytes, XapianError *error);

/* The database whose spelling dictionary learns the words.
 * Xapian::TermGenerator::set_database(). */
XapianStatus xapian_term_generator_set_database(XapianTermGenerator *generator,
                                                const XapianWritableDatabase *database,
                                                XapianError *error);

/* The document that terms are added to, from position 0 again; what is added shows in `document`.
 * Xapian::TermGenerator::set_document(). */
XapianStatus xapian_term_generator_set_document(XapianTermGenerator *generator,
                                                XapianDocument *document, XapianError *error);

/* Adds the words of a UTF-8 text, each with `wdf_increment` and after `prefix` ("" for none).
 * Xapian::TermGenerator::index_text(). */
XapianStatus xapian_term_generator_index_text(XapianTermGenerator *generator, const char *text,
                                              size_t length, XapianTermCount wdf_increment,
                                              const char *prefix, XapianError *error);

/* The same without positions. Xapian::TermGenerator::index_text_without_positions(). */
XapianStatus xapian_term_generator_index_text_without_positions(XapianTermGenerator *generator,
                                                                const char *text, size_t length,
                                                                XapianTermCount wdf_increment,
                                                                const char *prefix,
                                                                XapianError *error);

/* Leaves a gap, so that no phrase matches across it (Xapian's own default is 100).
 * Xapian::TermGenerator::increase_termpos(). */
XapianStatus xapian_term_generator_increase_termpos(XapianTermGenerator *generator,
                                                    XapianTermPosition delta, XapianError *error);

/* The position of the last word added. Xapian::TermGenerator::get_termpos(). */
XapianTermPosition xapian_term_generator_get_termpos(const XapianTermGenerator *generator);

/* The next word gets the position after it. Xapian::TermGenerator::set_termpos(). */
XapianStatus xapian_term_generator_set_termpos(XapianTermGenerator *generator,
                                               XapianTermPosition position, XapianError *error);

/* Query. Immutable. */

/* How queries combine: Xapian::Query::OP_…, with the same meanings. */
typedef enum XapianQueryOperator {
    XAPIAN_QUERY_AND = 0,
    XAPIAN_QUERY_OR = 1,
    XAPIAN_QUERY_AND_NOT = 2,
    XAPIAN_QUERY_XOR = 3,
    XAPIAN_QUERY_AND_MAYBE = 4, /* the first; the others add weight */
    XAPIAN_QUERY_FILTER = 5,    /* all; only the first gives weight */
    XAPIAN_QUERY_NEAR = 6,   /* all within a window, whatever the order; terms and ORs of terms */
    XAPIAN_QUERY_PHRASE = 7, /* all within a window, in order; terms and ORs of terms */
    XAPIAN_QUERY_ELITE_SET = 10, /* an OR of the best few */
    XAPIAN_QUERY_SYNONYM = 13,   /* an OR weighted as if it were one term */
    XAPIAN_QUERY_MAX = 14        /* an OR with the weight of the best */
} XapianQueryOperator;

/* What a wildcard does that stands for more terms than it may. */
typedef enum XapianWildcardLimit {
    XAPIAN_WILDCARD_LIMIT_ERROR = 0,        /* fails, in get_mset: XAPIAN_WILDCARD_ERROR */
    XAPIAN_WILDCARD_LIMIT_FIRST = 1,        /* takes the first in byte order */
    XAPIAN_WILDCARD_LIMIT_MOST_FREQUENT = 2 /* takes the most frequent */
} XapianWildcardLimit;

/* The documents that have a term. `wqf` (1 usually) multiplies its weight; `position` (0 for none)
 * is where it stood in the query's text. Xapian::Query(). */
XapianStatus xapian_query_new_term(const char *term, size_t length, XapianTermCount wqf,
                                   XapianTermPosition position, XapianQuery **query,
                                   XapianError *error);

/* All documents. Xapian::Query::MatchAll. */
XapianStatus xapian_query_new_match_all(XapianQuery **query, XapianError *error);

/* No document. Xapian::Query::MatchNothing. */
XapianStatus xapian_query_new_match_nothing(XapianQuery **query, XapianError *error);

/*
 * Combines `count` queries, which stay the caller's; of none, it matches nothing. `parameter` is
 * the window of NEAR and PHRASE in positions, both ends included (0 for as many as there are
 * queries), or the number to keep of an ELITE_SET (0 for 10); 0 for the others.
 * XAPIAN_INVALID_ARGUMENT_ERROR: a parameter where none belongs. XAPIAN_UNIMPLEMENTED_ERROR: here
 * or in get_mset, NEAR or PHRASE of other than terms and ORs of terms. Xapian::Query().
 */
XapianStatus xapian_query_new_combined(XapianQueryOperator combiner,
                                       const XapianQuery *const *queries, size_t count,
                                       XapianTermCount parameter, XapianQuery **query,
                                       XapianError *error);

/* `subquery` with its weight multiplied by `factor`; 0 leaves none.
 * XAPIAN_INVALID_ARGUMENT_ERROR: a negative factor. Xapian::Query() with OP_SCALE_WEIGHT. */
XapianStatus xapian_query_new_scaled(const XapianQuery *subquery, double factor,
                                     XapianQuery **query, XapianError *error);

/* The documents whose value in a slot is from `lower` to `upper`, both included, in byte order;
 * they get no weight. Xapian::Query() with OP_VALUE_RANGE. */
XapianStatus xapian_query_new_value_range(XapianValueSlot slot, const char *lower,
                                          size_t lower_length, const char *upper,
                                          size_t upper_length, XapianQuery **query,
                                          XapianError *error);

/* Those whose value is `lower` or after it. Xapian::Query() with OP_VALUE_GE. */
XapianStatus xapian_query_new_value_ge(XapianValueSlot slot, const char *lower, size_t length,
                                       XapianQuery **query, XapianError *error);

/* Those whose value is `upper` or before it. Xapian::Query() with OP_VALUE_LE. */
XapianStatus xapian_query_new_value_le(XapianValueSlot slot, const char *upper, size_t length,
                                       XapianQuery **query, XapianError *error);

/*
 * The documents that have a term that begins with `prefix`. It stands for at most `max_expansion`
 * terms of each shard (0: no limit); `combiner` is XAPIAN_QUERY_SYNONYM, XAPIAN_QUERY_OR or
 * XAPIAN_QUERY_MAX. XAPIAN_INVALID_ARGUMENT_ERROR: another combiner.
 * Xapian::Query() with OP_WILDCARD.
 */
XapianStatus xapian_query_new_wildcard(const char *prefix, size_t length,
                                       XapianTermCount max_expansion, XapianWildcardLimit limit,
                                       XapianQueryOperator combiner, XapianQuery **query,
                                       XapianError *error);

/*
 * Given documents of `database`, by their docids in it, in any order; they get no weight. With
 * XAPIAN_QUERY_AND_NOT it leaves documents out, faster than a match decider and with exact counts.
 * Only for an enquire of that very handle and its shards. XAPIAN_INVALID_ARGUMENT_ERROR: docid 0,
 * or in get_mset, another database. XAPIAN_UNIMPLEMENTED_ERROR: in get_mset, with a remote, which
 * knows no posting sources. Xapian::Query() with a Xapian::PostingSource.
 */
XapianStatus xapian_query_new_documents(const XapianDatabase *database, const XapianDocid *docids,
                                        size_t count, XapianQuery **query, XapianError *error);

/*
 * All documents of `database`, without weight; in XAPIAN_QUERY_FILTER with a query it writes into
 * `*shard` the number of the shard, from 0, that a match is at. So a match spy or a match decider
 * can tell (docid − 1) × shards + shard + 1, the docid in the whole database, from that in the
 * shard. `shard` must outlive the enquire. Only for an enquire of that very handle.
 * XAPIAN_INVALID_ARGUMENT_ERROR: in get_mset, another database. XAPIAN_UNIMPLEMENTED_ERROR: in
 * get_mset, with a remote, which knows no posting sources.
 * Xapian::Query() with a Xapian::PostingSource.
 */
XapianStatus xapian_query_new_shard_note(const XapianDatabase *database, size_t *shard,
                                         XapianQuery **query, XapianError *error);

/*
 * A range of values, of sorted data such as dates, that the index has terms for as well: years,
 * months, days.
 */
typedef struct XapianTermRange {
    XapianValueSlot slot;
    const char *lower; /* the least value in the range, and its length */
    size_t lower_length;
    const char *upper; /* the greatest one */
    size_t upper_length;
    const char *const *terms; /* each document in the range has one of them; NUL-terminated */
    size_t term_count;
    const char *all;         /* the documents with a value have this term; NULL: there is no rest */
    const char *const *rest; /* those with a value that are not in the range have one of them */
    size_t rest_count;
} XapianTermRange;

/*
 * The documents in a range; they get no weight. While few documents are asked for, their values are
 * looked at; once they are many, all documents in the range go into a set of bits: those of its
 * terms, or all but the rest where those
 * are fewer and each document has a value. So it is never much slower than the
 * better one of OP_VALUE_RANGE and OP_OR, and with many documents several times as fast as either.
 * All is copied. XAPIAN_UNIMPLEMENTED_ERROR: in get_mset, with a remote, which knows no posting
 * sources. Xapian::Query() with a Xapian::PostingSource.
 */
XapianStatus xapian_query_new_range_of_terms(const XapianTermRange *range, XapianQuery **query,
                                             XapianError *error);

/* A query from xapian_query_serialise(). XAPIAN_SERIALISATION_ERROR or XAPIAN_NETWORK_ERROR: not
 * one. Xapian::Query::unserialise(). */
XapianStatus xapian_query_unserialise(const char *bytes, size_t length, XapianQuery **query,
                                      XapianError *error);

void xapian_query_free(XapianQuery *query);

/* Whether it is the query that matches nothing. Xapian::Query::empty(). */
bool xapian_query_is_empty(const XapianQuery *query);

/* How many terms it has, each counted by its wqf. Xapian::Query::get_length(). */
XapianTermCount xapian_query_get_length(const XapianQuery *query);

/* Its terms in byte order, each once. Xapian::Query::get_unique_terms_begin(). */
XapianStatus xapian_query_terms(const XapianQuery *query, XapianTermIterator **terms,
                                XapianError *error);

/* All of it as bytes. Xapian::Query::serialise(). */
XapianStatus xapian_query_serialise(const XapianQuery *query, XapianString *bytes,
                                    XapianError *error);

/* A description for debugging: "Query((a AND b))". Xapian::Query::get_description(). */
XapianStatus xapian_query_get_description(const XapianQuery *query, XapianString *description,
                                          XapianError *error);

/* Query parser */

/* Xapian::QueryParser(). */
XapianStatus xapian_query_parser_new(XapianQueryParser **parser, XapianError *error);

void xapian_query_parser_free(XapianQueryParser *parser);

/* Xapian::QueryParser::set_stemmer(). */
XapianStatus xapian_query_parser_set_stemmer(XapianQueryParser *parser, const XapianStem *stem,
                                             XapianError *error);

/* Xapian::QueryParser::set_stemming_strategy(). */
XapianStatus xapian_query_parser_set_stemming_strategy(XapianQueryParser *parser,
                                                       XapianStemStrategy strategy,
                                                       XapianError *error);

/* The stopper may be freed; NULL ends stopping. Xapian::QueryParser::set_stopper(). */
XapianStatus xapian_query_parser_set_stopper(XapianQueryParser *parser,
                                             const XapianStopper *stopper, XapianError *error);

/* The database for wildcards, synonyms and spelling. Xapian::QueryParser::set_database(). */
XapianStatus xapian_query_parser_set_database(XapianQueryParser *parser,
                                              const XapianDatabase *database, XapianError *error);

/* What joins words that nothing else joins: OR at first. XAPIAN_INVALID_ARGUMENT_ERROR: not one of
 * AND, OR, NEAR, PHRASE, ELITE_SET, SYNONYM, MAX. Xapian::QueryParser::set_default_op(). */
XapianStatus xapian_query_parser_set_default_op(XapianQueryParser *parser,
                                                XapianQueryOperator combiner, XapianError *error);

/* How many terms a wildcard or a partial word may stand for (0: no limit).
 * Xapian::QueryParser::set_max_expansion(). */
XapianStatus xapian_query_parser_set_max_expansion(XapianQueryParser *parser,
                                                   XapianTermCount max_expansion,
                                                   XapianWildcardLimit limit, XapianError *error);

/* `field:` in a query stands for terms with `prefix`. Xapian::QueryParser::add_prefix(). */
XapianStatus xapian_query_parser_add_prefix(XapianQueryParser *parser, const char *field,
                                            const char *prefix, XapianError *error);

/* The same for terms that only filter. Xapian::QueryParser::add_boolean_prefix(). */
XapianStatus xapian_query_parser_add_boolean_prefix(XapianQueryParser *parser, const char *field,
                                                    const char *prefix, XapianError *error);

/* `a..b` in a query is a range of values in a slot, when it stands after `marker` ("" for none).
 * Xapian::QueryParser::add_rangeprocessor(). */
XapianStatus xapian_query_parser_add_range(XapianQueryParser *parser, XapianValueSlot slot,
                                           const char *marker, XapianError *error);

/*
 * Parses a text. `flags` are XAPIAN_FLAG_…; words get `default_prefix` ("" for none).
 * XAPIAN_QUERY_PARSER_ERROR: the text is wrong. XAPIAN_FEATURE_UNAVAILABLE_ERROR: a flag needs a
 * database. Xapian::QueryParser::parse_query().
 */
XapianStatus xapian_query_parser_parse(XapianQueryParser *parser, const char *text, size_t length,
                                       unsigned int flags, const char *default_prefix,
                                       XapianQuery **query, XapianError *error);

/* The text of the last query with XAPIAN_FLAG_SPELLING's corrections, empty if there were none.
 * Xapian::QueryParser::get_corrected_query_string(). */
XapianStatus xapian_query_parser_get_corrected_query_string(const XapianQueryParser *parser,
                                                            XapianString *text, XapianError *error);

/* Weight. Parameters and formulas are those of Xapian's classes. */

/* Xapian::BoolWeight: none. */
XapianStatus xapian_weight_bool_new(XapianWeight **weight, XapianError *error);

/* Xapian::CoordWeight: 1 for each term that matches. */
XapianStatus xapian_weight_coord_new(XapianWeight **weight, XapianError *error);

/* Xapian::BM25Weight; an enquire starts with 1, 0, 1, 0.5, 0.5. */
XapianStatus xapian_weight_bm25_new(double k1, double k2, double k3, double b, double min_normlen,
                                    XapianWeight **weight, XapianError *error);

/* Xapian::BM25PlusWeight. */
XapianStatus xapian_weight_bm25_plus_new(double k1, double k2, double k3, double b,
                                         double min_normlen, double delta, XapianWeight **weight,
                                         XapianError *error);

/* Xapian::TradWeight. */
XapianStatus xapian_weight_trad_new(double k, XapianWeight **weight, XapianError *error);

/* Xapian::TfIdfWeight; three letters for wdf, idf and weight ("ntn").
 * XAPIAN_INVALID_ARGUMENT_ERROR: others. */
XapianStatus xapian_weight_tfidf_new(const char *normalizations, XapianWeight **weight,
                                     XapianError *error);

/* Xapian::InL2Weight. XAPIAN_INVALID_ARGUMENT_ERROR: c is not above 0, here and below. */
XapianStatus xapian_weight_inl2_new(double c, XapianWeight **weight, XapianError *error);

/* Xapian::IfB2Weight. */
XapianStatus xapian_weight_ifb2_new(double c, XapianWeight **weight, XapianError *error);

/* Xapian::IneB2Weight. */
XapianStatus xapian_weight_ineb2_new(double c, XapianWeight **weight, XapianError *error);

/* Xapian::BB2Weight. */
XapianStatus xapian_weight_bb2_new(double c, XapianWeight **weight, XapianError *error);

/* Xapian::PL2Weight. */
XapianStatus xapian_weight_pl2_new(double c, XapianWeight **weight, XapianError *error);

/* Xapian::PL2PlusWeight. XAPIAN_INVALID_ARGUMENT_ERROR: delta is not above 0 either. */
XapianStatus xapian_weight_pl2_plus_new(double c, double delta, XapianWeight **weight,
                                        XapianError *error);

/* Xapian::DLHWeight. */
XapianStatus xapian_weight_dlh_new(XapianWeight **weight, XapianError *error);

/* Xapian::DPHWeight. */
XapianStatus xapian_weight_dph_new(XapianWeight **weight, XapianError *error);

/* How Xapian::LMWeight smooths. */
typedef enum XapianSmoothing {
    XAPIAN_SMOOTHING_TWO_STAGE = 1,
    XAPIAN_SMOOTHING_DIRICHLET = 2,
    XAPIAN_SMOOTHING_ABSOLUTE_DISCOUNT = 3,
    XAPIAN_SMOOTHING_JELINEK_MERCER = 4,
    XAPIAN_SMOOTHING_DIRICHLET_PLUS = 5
} XapianSmoothing;

/* Xapian::LMWeight; a `log` of 0 and parameters below 0 stand for Xapian's defaults. */
XapianStatus xapian_weight_lm_new(double log, XapianSmoothing smoothing, double parameter1,
                                  double parameter2, XapianWeight **weight, XapianError *error);

/* The name of its class, as remotes know it. Xapian::Weight::name(). */
XapianStatus xapian_weight_get_name(const XapianWeight *weight, XapianString *name,
                                    XapianError *error);

void xapian_weight_free(XapianWeight *weight);

/* Key maker: sorts by several values, or by what a function makes of a document */

/* A key of no values. Xapian::MultiValueKeyMaker(). */
XapianStatus xapian_key_maker_new(XapianKeyMaker **maker, XapianError *error);

void xapian_key_maker_free(XapianKeyMaker *maker);

/*
 * Writes the key of a document into `key`, which has the one made before; keys are compared as
 * bytes. `document` is borrowed as that of a match decider is. A failure is returned as a call here
 * returns it: its status, and all of `error`; the match fails with it.
 */
typedef XapianStatus (*XapianKeyFunction)(const XapianDocument *document, XapianString *key,
                                          void *data, XapianError *error);

/*
 * Keys that a function makes; `data` is given to each call and must outlive the enquire. A match
 * keeps the key of each answer: one of up to 15 bytes lies within the 88 bytes that an answer takes
 * anyway. Xapian::KeyMaker.
 */
XapianStatus xapian_key_maker_new_function(XapianKeyFunction make, void *data,
                                           XapianKeyMaker **maker, XapianError *error);

/* Adds a value to the key, after those before it; `reverse` reverses this one alone, and a document
 * without a value counts as having `default_value`. Not once an enquire uses it.
 * XAPIAN_INVALID_OPERATION_ERROR: a function makes the keys.
 * Xapian::MultiValueKeyMaker::add_value(). */
XapianStatus xapian_key_maker_add_value(XapianKeyMaker *maker, XapianValueSlot slot, bool reverse,
                                        const char *default_value, size_t default_length,
                                        XapianError *error);

/* Match spy: counts the values of the documents that a match looks at, or shows them */

/* Counts those in a slot. Works with remotes. Xapian::ValueCountMatchSpy(). */
XapianStatus xapian_match_spy_new_value_count(XapianValueSlot slot, XapianMatchSpy **spy,
                                              XapianError *error);

/* Looks at a document and its weight, and returns whether it could. `document` is borrowed as that
 * of a match decider is; of several shards, its docid is that in its own shard. */
typedef bool (*XapianSpyFunction)(const XapianDocument *document, double weight, void *data);

/*
 * Shows a function each document that a match looks at: at least get_mset's `check_at_least`, if so
 * many match. `data` is given to each call and must outlive the enquire. Does not work with
 * remotes. If the function returns false, the match fails with XAPIAN_CALLBACK_ERROR.
 * Xapian::MatchSpy.
 */
XapianStatus xapian_match_spy_new_function(XapianSpyFunction look, void *data, XapianMatchSpy **spy,
                                           XapianError *error);

void xapian_match_spy_free(XapianMatchSpy *spy);

/* How many documents it was shown: at least get_mset's `check_at_least`, if so many match; 0 where
 * it is a function. Xapian::ValueCountMatchSpy::get_total(). */
size_t xapian_match_spy_get_total(const XapianMatchSpy *spy);

/* The values in byte order, with their counts as termfreqs. XAPIAN_INVALID_OPERATION_ERROR, here
 * and below: it is a function. Xapian::ValueCountMatchSpy::values_begin(). */
XapianStatus xapian_match_spy_values(const XapianMatchSpy *spy, XapianTermIterator **values,
                                     XapianError *error);

/* The `max_values` most frequent of them, the most frequent first.
 * Xapian::ValueCountMatchSpy::top_values_begin(). */
XapianStatus xapian_match_spy_top_values(const XapianMatchSpy *spy, size_t max_values,
                                         XapianTermIterator **values, XapianError *error);

/* Enquire: what is asked of a database, and how answers are sorted */

/* XAPIAN_INVALID_ARGUMENT_ERROR: no shards. Xapian::Enquire(). */
XapianStatus xapian_enquire_new(const XapianDatabase *database, XapianEnquire **enquire,
                                XapianError *error);

void xapian_enquire_free(XapianEnquire *enquire);

/* `query_length` is for weights that ask for it; 0 takes the query's. Xapian::Enquire::set_query().
 */
XapianStatus xapian_enquire_set_query(XapianEnquire *enquire, const XapianQuery *query,
                                      XapianTermCount query_length, XapianError *error);

/* Xapian::Enquire::set_weighting_scheme(). */
XapianStatus xapian_enquire_set_weighting_scheme(XapianEnquire *enquire, const XapianWeight *weight,
                                                 XapianError *error);

/* Shows the documents of later matches to `spy`, which the enquire keeps too.
 * Xapian::Enquire::add_matchspy(). */
XapianStatus xapian_enquire_add_matchspy(XapianEnquire *enquire, XapianMatchSpy *spy,
                                         XapianError *error);

/* Xapian::Enquire::clear_matchspies(). */
XapianStatus xapian_enquire_clear_matchspies(XapianEnquire *enquire, XapianError *error);

/* Keeps only the best `max` of the documents that share a value; XAPIAN_BAD_VALUE_SLOT keeps all.
 * Xapian::Enquire::set_collapse_key(). */
XapianStatus xapian_enquire_set_collapse_key(XapianEnquire *enquire, XapianValueSlot slot,
                                             XapianDocumentCount max, XapianError *error);

typedef enum XapianDocidOrder {
    XAPIAN_DOCID_DESCENDING = 0,
    XAPIAN_DOCID_ASCENDING = 1,
    XAPIAN_DOCID_DONT_CARE = 2
} XapianDocidOrder;

/* How ties are broken: ascending at first. Xapian::Enquire::set_docid_order(). */
XapianStatus xapian_enquire_set_docid_order(XapianEnquire *enquire, XapianDocidOrder order,
                                            XapianError *error);

/* Leaves out what has less than `percent` or a lower weight. Xapian::Enquire::set_cutoff(). */
XapianStatus xapian_enquire_set_cutoff(XapianEnquire *enquire, int percent, double weight,
                                       XapianError *error);

/* Sorts by relevance, as at first. Xapian::Enquire::set_sort_by_relevance(). */
XapianStatus xapian_enquire_set_sort_by_relevance(XapianEnquire *enquire, XapianError *error);

/* `reverse` puts the greatest first, here and below. Xapian::Enquire::set_sort_by_value(). */
XapianStatus xapian_enquire_set_sort_by_value(XapianEnquire *enquire, XapianValueSlot slot,
                                              bool reverse, XapianError *error);

/* Xapian::Enquire::set_sort_by_value_then_relevance(). */
XapianStatus xapian_enquire_set_sort_by_value_then_relevance(XapianEnquire *enquire,
                                                             XapianValueSlot slot, bool reverse,
                                                             XapianError *error);

/* Xapian::Enquire::set_sort_by_relevance_then_value(). */
XapianStatus xapian_enquire_set_sort_by_relevance_then_value(XapianEnquire *enquire,
                                                             XapianValueSlot slot, bool reverse,
                                                             XapianError *error);

/* The enquire keeps `maker` too. XAPIAN_UNIMPLEMENTED_ERROR: in get_mset, with a remote, here and
 * below. Xapian::Enquire::set_sort_by_key(). */
XapianStatus xapian_enquire_set_sort_by_key(XapianEnquire *enquire, XapianKeyMaker *maker,
                                            bool reverse, XapianError *error);

/* Xapian::Enquire::set_sort_by_key_then_relevance(). */
XapianStatus xapian_enquire_set_sort_by_key_then_relevance(XapianEnquire *enquire,
                                                           XapianKeyMaker *maker, bool reverse,
                                                           XapianError *error);

/* Xapian::Enquire::set_sort_by_relevance_then_key(). */
XapianStatus xapian_enquire_set_sort_by_relevance_then_key(XapianEnquire *enquire,
                                                           XapianKeyMaker *maker, bool reverse,
                                                           XapianError *error);

/* After `seconds` a match stops looking further than it must, where timers exist; 0 for no limit.
 * Xapian::Enquire::set_time_limit(). */
XapianStatus xapian_enquire_set_time_limit(XapianEnquire *enquire, double seconds,
                                           XapianError *error);

/* How get_eset weighs terms: "trad" with `k`, or "bo1". XAPIAN_INVALID_ARGUMENT_ERROR: another
 * name. Xapian::Enquire::set_expansion_scheme(). */
XapianStatus xapian_enquire_set_expansion_scheme(XapianEnquire *enquire, const char *name, double k,
                                                 XapianError *error);

typedef enum XapianDecision {
    XAPIAN_DECISION_REJECT = 0,
    XAPIAN_DECISION_ACCEPT = 1,
    XAPIAN_DECISION_FAIL = -1 /* the match ends, and get_mset returns XAPIAN_CALLBACK_ERROR */
} XapianDecision;

/*
 * Decides whether a document that matches is an answer. `document` is borrowed for the call and
 * costs no allocation; its docid and values are cheap, its data and terms are not. Details of a
 * failure go where `data` points.
 */
typedef XapianDecision (*XapianDecideFunction)(const XapianDocument *document, void *data);

/* The caller's own. Xapian::MatchDecider. */
typedef struct XapianMatchDecider {
    XapianDecideFunction decide;
    void *data; /* given to each call */
} XapianMatchDecider;

/*
 * Runs the query. The set holds at most `max_items` answers from the one at rank `first` (0 for the
 * best) on; at least `check_at_least` documents are looked at, which makes counts exact up to
 * there. `relevant` and `decider` may be NULL; the decider is called for each document looked at.
 * XAPIAN_UNIMPLEMENTED_ERROR: a decider with a remote, which knows none. XAPIAN_CALLBACK_ERROR: the
 * decider failed. XAPIAN_DOC_NOT_FOUND_ERROR: a relevant document is not there.
 * XAPIAN_WILDCARD_ERROR. Without a query there are no answers.
 * Xapian::Enquire::get_mset().
 */
XapianStatus xapian_enquire_get_mset(XapianEnquire *enquire, XapianDocumentCount first,
                                     XapianDocumentCount max_items,
                                     XapianDocumentCount check_at_least,
                                     const XapianRelevanceSet *relevant,
                                     const XapianMatchDecider *decider, XapianMatchSet **matches,
                                     XapianError *error);

enum {
    XAPIAN_ESET_INCLUDE_QUERY_TERMS = 1, /* Xapian::Enquire::INCLUDE_QUERY_TERMS */
    XAPIAN_ESET_USE_EXACT_TERMFREQ = 2   /* Xapian::Enquire::USE_EXACT_TERMFREQ */
};

/* The terms that best tell the relevant documents from the others, at most `max_items`, none with a
 * lower weight than `min_weight`. XAPIAN_DOC_NOT_FOUND_ERROR. Xapian::Enquire::get_eset(). */
XapianStatus xapian_enquire_get_eset(XapianEnquire *enquire, XapianTermCount max_items,
                                     const XapianRelevanceSet *relevant, int flags,
                                     double min_weight, XapianExpandSet **terms,
                                     XapianError *error);

/* The terms of the query that a document has, by their positions in the query.
 * XAPIAN_DOC_NOT_FOUND_ERROR. Xapian::Enquire::get_matching_terms_begin(). */
XapianStatus xapian_enquire_matching_terms(XapianEnquire *enquire, XapianDocid docid,
                                           XapianTermIterator **terms, XapianError *error);

/* A description for debugging. Xapian::Enquire::get_description(). */
XapianStatus xapian_enquire_get_description(const XapianEnquire *enquire, XapianString *description,
                                            XapianError *error);

/*
 * Match set: a page of answers. `index` counts within the page, from 0 to size - 1; past the end,
 * the calls that return numbers return 0 and the others XAPIAN_RANGE_ERROR.
 */

void xapian_match_set_free(XapianMatchSet *matches);

/* How many answers there are on this page. Xapian::MSet::size(). */
XapianDocumentCount xapian_match_set_size(const XapianMatchSet *matches);

/* The rank of the page's first. Xapian::MSet::get_firstitem(). */
XapianDocumentCount xapian_match_set_get_firstitem(const XapianMatchSet *matches);

/* How many documents match: at least, probably, at most. Xapian::MSet::get_matches_…(). */
XapianDocumentCount xapian_match_set_get_matches_lower_bound(const XapianMatchSet *matches);
XapianDocumentCount xapian_match_set_get_matches_estimated(const XapianMatchSet *matches);
XapianDocumentCount xapian_match_set_get_matches_upper_bound(const XapianMatchSet *matches);

/* The same without collapsing. Xapian::MSet::get_uncollapsed_matches_…(). */
XapianDocumentCount
xapian_match_set_get_uncollapsed_matches_lower_bound(const XapianMatchSet *matches);
XapianDocumentCount
xapian_match_set_get_uncollapsed_matches_estimated(const XapianMatchSet *matches);
XapianDocumentCount
xapian_match_set_get_uncollapsed_matches_upper_bound(const XapianMatchSet *matches);

/* The highest weight of all answers, and what it could have been.
 * Xapian::MSet::get_max_attained(), get_max_possible(). */
double xapian_match_set_get_max_attained(const XapianMatchSet *matches);
double xapian_match_set_get_max_possible(const XapianMatchSet *matches);

/* Xapian::MSetIterator::operator*(). */
XapianDocid xapian_match_set_get_docid(const XapianMatchSet *matches, XapianDocumentCount index);

/* Xapian::MSetIterator::get_weight(). */
double xapian_match_set_get_weight(const XapianMatchSet *matches, XapianDocumentCount index);

/* Xapian::MSetIterator::get_percent(). */
int xapian_match_set_get_percent(const XapianMatchSet *matches, XapianDocumentCount index);

/* Xapian::MSetIterator::get_rank(). */
XapianDocumentCount xapian_match_set_get_rank(const XapianMatchSet *matches,
                                              XapianDocumentCount index);

/* How many documents were left out in favour of it, at least.
 * Xapian::MSetIterator::get_collapse_count(). */
XapianDocumentCount xapian_match_set_get_collapse_count(const XapianMatchSet *matches,
                                                        XapianDocumentCount index);

/* The value that it was collapsed by. Xapian::MSetIterator::get_collapse_key(). */
XapianStatus xapian_match_set_get_collapse_key(const XapianMatchSet *matches,
                                               XapianDocumentCount index, XapianString *key,
                                               XapianError *error);

/* The key that it was sorted by. Xapian::MSetIterator::get_sort_key(). */
XapianStatus xapian_match_set_get_sort_key(const XapianMatchSet *matches, XapianDocumentCount index,
                                           XapianString *key, XapianError *error);

/* Xapian::MSetIterator::get_document(). */
XapianStatus xapian_match_set_get_document(const XapianMatchSet *matches, XapianDocumentCount index,
                                           XapianDocument **document, XapianError *error);

/* Its data, without a handle for it. Xapian::Document::get_data(). */
XapianStatus xapian_match_set_get_data(const XapianMatchSet *matches, XapianDocumentCount index,
                                       XapianString *data, XapianError *error);

/* A value of it, without a handle for it. Xapian::Document::get_value(). */
XapianStatus xapian_match_set_get_value(const XapianMatchSet *matches, XapianDocumentCount index,
                                        XapianValueSlot slot, XapianString *value,
                                        XapianError *error);

/* Asks for all documents of the page at once: one round trip to a remote. Xapian::MSet::fetch(). */
XapianStatus xapian_match_set_fetch(const XapianMatchSet *matches, XapianError *error);

/* What a weight is in percent of the best. Xapian::MSet::convert_to_percent(). */
int xapian_match_set_convert_to_percent(const XapianMatchSet *matches, double weight);

/* How many documents have a term. Xapian::MSet::get_termfreq(). */
XapianStatus xapian_match_set_get_termfreq(const XapianMatchSet *matches, const char *term,
                                           size_t length, XapianDocumentCount *frequency,
                                           XapianError *error);

/* The most weight that a term of the query can give. XAPIAN_INVALID_ARGUMENT_ERROR: it is not in
 * the query. Xapian::MSet::get_termweight(). */
XapianStatus xapian_match_set_get_termweight(const XapianMatchSet *matches, const char *term,
                                             size_t length, double *weight, XapianError *error);

enum {
    XAPIAN_SNIPPET_BACKGROUND_MODEL = 1,    /* Xapian::MSet::SNIPPET_BACKGROUND_MODEL: slow with a
                                               remote */
    XAPIAN_SNIPPET_EXHAUSTIVE = 2,          /* Xapian::MSet::SNIPPET_EXHAUSTIVE */
    XAPIAN_SNIPPET_EMPTY_WITHOUT_MATCH = 4, /* Xapian::MSet::SNIPPET_EMPTY_WITHOUT_MATCH */
    XAPIAN_SNIPPET_CJK_NGRAM = 2048         /* Xapian::MSet::SNIPPET_CJK_NGRAM */
};

/*
 * The part of a UTF-8 text that shows best what the query is about, of about `snippet_length`
 * bytes, escaped for HTML and XML. `stem` may be NULL. Words of the query stand between
 * `highlight_start` and `highlight_end`; `omit` is where text was left out.
 * Xapian::MSet::snippet().
 */
XapianStatus xapian_match_set_snippet(const XapianMatchSet *matches, const char *text,
                                      size_t text_length, size_t snippet_length,
                                      const XapianStem *stem, unsigned int flags,
                                      const char *highlight_start, const char *highlight_end,
                                      const char *omit, XapianString *snippet, XapianError *error);

/* A description for debugging. Xapian::MSet::get_description(). */
XapianStatus xapian_match_set_get_description(const XapianMatchSet *matches,
                                              XapianString *description, XapianError *error);

/* Relevance set: documents that someone has called relevant */

/* Xapian::RSet(). */
XapianStatus xapian_relevance_set_new(XapianRelevanceSet **relevant, XapianError *error);

void xapian_relevance_set_free(XapianRelevanceSet *relevant);

/* Xapian::RSet::add_document(). XAPIAN_INVALID_ARGUMENT_ERROR: docid 0. */
XapianStatus xapian_relevance_set_add_document(XapianRelevanceSet *relevant, XapianDocid docid,
                                               XapianError *error);

/* Xapian::RSet::remove_document(). */
XapianStatus xapian_relevance_set_remove_document(XapianRelevanceSet *relevant, XapianDocid docid,
                                                  XapianError *error);

/* Xapian::RSet::contains(). */
bool xapian_relevance_set_contains(const XapianRelevanceSet *relevant, XapianDocid docid);

/* Xapian::RSet::size(). */
XapianDocumentCount xapian_relevance_set_size(const XapianRelevanceSet *relevant);

/* Expand set: terms to add to a query, the best first; `index` as in a match set */

void xapian_expand_set_free(XapianExpandSet *terms);

/* Xapian::ESet::size(). */
XapianTermCount xapian_expand_set_size(const XapianExpandSet *terms);

/* How many terms there were to choose from, at least. Xapian::ESet::get_ebound(). */
XapianTermCount xapian_expand_set_get_ebound(const XapianExpandSet *terms);

/* Xapian::ESetIterator::operator*(). */
XapianStatus xapian_expand_set_get_term(const XapianExpandSet *terms, XapianTermCount index,
                                        XapianString *term, XapianError *error);

/* Xapian::ESetIterator::get_weight(). */
double xapian_expand_set_get_weight(const XapianExpandSet *terms, XapianTermCount index);

/* Unicode: the tables of the library loaded, those that its term generator splits words by */

/* The general category of a character: Xapian::Unicode::category. */
typedef enum XapianUnicodeCategory {
    XAPIAN_UNICODE_UNASSIGNED,
    XAPIAN_UNICODE_UPPERCASE_LETTER,
    XAPIAN_UNICODE_LOWERCASE_LETTER,
    XAPIAN_UNICODE_TITLECASE_LETTER,
    XAPIAN_UNICODE_MODIFIER_LETTER,
    XAPIAN_UNICODE_OTHER_LETTER,
    XAPIAN_UNICODE_NON_SPACING_MARK,
    XAPIAN_UNICODE_ENCLOSING_MARK,
    XAPIAN_UNICODE_COMBINING_SPACING_MARK,
    XAPIAN_UNICODE_DECIMAL_DIGIT_NUMBER,
    XAPIAN_UNICODE_LETTER_NUMBER,
    XAPIAN_UNICODE_OTHER_NUMBER,
    XAPIAN_UNICODE_SPACE_SEPARATOR,
    XAPIAN_UNICODE_LINE_SEPARATOR,
    XAPIAN_UNICODE_PARAGRAPH_SEPARATOR,
    XAPIAN_UNICODE_CONTROL,
    XAPIAN_UNICODE_FORMAT,
    XAPIAN_UNICODE_PRIVATE_USE,
    XAPIAN_UNICODE_SURROGATE,
    XAPIAN_UNICODE_CONNECTOR_PUNCTUATION,
    XAPIAN_UNICODE_DASH_PUNCTUATION,
    XAPIAN_UNICODE_OPEN_PUNCTUATION,
    XAPIAN_UNICODE_CLOSE_PUNCTUATION,
    XAPIAN_UNICODE_INITIAL_QUOTE_PUNCTUATION,
    XAPIAN_UNICODE_FINAL_QUOTE_PUNCTUATION,
    XAPIAN_UNICODE_OTHER_PUNCTUATION,
    XAPIAN_UNICODE_MATH_SYMBOL,
    XAPIAN_UNICODE_CURRENCY_SYMBOL,
    XAPIAN_UNICODE_MODIFIER_SYMBOL,
    XAPIAN_UNICODE_OTHER_SYMBOL
} XapianUnicodeCategory;

/* The category of a code point; unassigned past U+10FFFF. Xapian::Unicode::get_category(). */
XapianUnicodeCategory xapian_unicode_category(unsigned int character);

/* Xapian::Unicode::tolower(). */
unsigned int xapian_unicode_tolower(unsigned int character);

/* Xapian::Unicode::toupper(). */
unsigned int xapian_unicode_toupper(unsigned int character);

/* Xapian::Unicode::is_wordchar(). */
bool xapian_unicode_is_wordchar(unsigned int character);

/* Xapian::Unicode::is_whitespace(). */
bool xapian_unicode_is_whitespace(unsigned int character);

/* Numbers as values */

#define XAPIAN_SORTABLE_SIZE 9 /* bytes that a number takes at most */

/* Writes bytes that sort as the number does, and returns how many. Xapian::sortable_serialise(). */
size_t xapian_sortable_serialise(double number, char bytes[XAPIAN_SORTABLE_SIZE]);

/* The number again; of bytes that are not one, some number. 0 if there is no memory left.
 * Xapian::sortable_unserialise(). */
double xapian_sortable_unserialise(const char *bytes, size_t length);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif
