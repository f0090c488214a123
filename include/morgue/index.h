/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * index.h: an index on disk, opened for reading.
 *
 *   INDEX/XAPIANDB    stub file that lists the live shards, newest first: the commit replaces it
 *   INDEX/shards/N/   an immutable glass database, with `ledger` and `dead` beside its tables
 *   INDEX/morgue.ini  the indexer's own: roots and options
 *   INDEX/lock        held by the one writer
 *
 * The stub's lines are `glass shards/N`; its comments hold `# morgue SCHEMA COMMIT` and one
 * `# retired N COMMIT` for each replaced shard that open readers may still need.
 *
 * Settings that a search needs are metadata of every shard. Xapian answers metadata from the
 * first shard of a stub: so the newest shard stands first, and every shard carries them all.
 */
#ifndef MORGUE_INDEX_H
#define MORGUE_INDEX_H

#include <glib.h>

#include "xapian-c.h"

/* Metadata keys of a shard. */
#define INDEX_META_SCHEMA "morgue.schema" /* decimal */
#define INDEX_META_UUID   "morgue.uuid"   /* of the index, not of the shard */
#define INDEX_META_TIMEZONE \
    "morgue.timezone" /* a name of the tz database, or empty for the system's */
#define INDEX_META_LANGUAGES \
    "morgue.languages" /* primary subtags of all articles, sorted, blank-separated */
#define INDEX_META_ROOT "morgue.root." /* + number: the absolute path of a root */
#define INDEX_META_RUN  "morgue.run"   /* the run that wrote it, decimal */

typedef struct Index Index;

/* What a stub says. */
typedef struct Stub {
    guint schema;
    guint64 commit;  /* counts up by one with each commit */
    GArray *shards;  /* of guint, newest first */
    GArray *retired; /* of StubRetired */
} Stub;

typedef struct StubRetired {
    guint number;
    guint64 commit; /* the commit that replaced it */
} StubRetired;

/*
 * Reads INDEX/XAPIANDB. Errors: MORGUE_ERROR_NO_INDEX where there is none, MORGUE_ERROR_DAMAGED
 * where it is not ours, MORGUE_ERROR_SCHEMA for another schema version.
 */
gboolean stub_read(const char *directory, Stub *stub, GError **error);
void stub_clear(Stub *stub);

/* One line of a shard's list of dead versions. */
typedef struct DeadVersion {
    guint64 serial;
    guint shard; /* where the version is stored; of no meaning once that shard is gone */
    guint docid; /* in that shard */
} DeadVersion;

/*
 * Appends the lines of a list: `SERIAL SHARD DOCID` each, the serial in hexadecimal, and at last
 * `end COUNT`, so that a list that was cut short is noticed. Error: MORGUE_ERROR_DAMAGED.
 */
gboolean dead_list_read(const char *path, GArray *dead, GError **error);

/* The path of a shard, or of a file in it (`file` may be NULL). The caller owns it. */
char *shard_path(const char *directory, guint number, const char *file);

/*
 * Opens the index in `directory`. Errors as stub_read(); MORGUE_ERROR_MOVED where a shard that
 * the stub named is gone because a merge has replaced it (the stub has changed since): open
 * again. MORGUE_ERROR_DAMAGED where the stub names what is not there or not whole;
 * MORGUE_ERROR_FAILED where it may not be read.
 */
Index *index_open(const char *directory, GError **error);
void index_close(Index *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Index, index_close)

/*
 * Opens several indexes as one. A place is a directory or HOST:PORT, where xapian-tcpsrv serves
 * one. The index of a uuid that came before is left out. A host that does not answer is left out,
 * and its error added to `unreachable` (of GError *, owned by the array); the last one is the
 * error where nothing is left. Other errors as index_open(). One place alone is as index_open().
 */
Index *index_open_all(const char *const *places, GPtrArray *unreachable, GError **error);

/*
 * Whether the stub has changed since the index was opened, or may have (of a host). Where Xapian
 * says that a table has changed and this has not, the table is damaged.
 */
gboolean index_has_moved_on(const Index *index);

/* Whether a place names a host rather than a directory. */
gboolean index_place_is_remote(const char *place);

/*
 * The index that a document of several belongs to; `docid` becomes that index's own. Of one index
 * it is itself.
 */
const Index *index_part(const Index *index, XapianDocid *docid);
/* The `at`-th index of several, or NULL; of one index, itself is the first. */
const Index *index_get_part(const Index *index, guint at);
/* The place of the first part on another host; NULL where all are here. */
const char *index_remote(const Index *index);

/* The database of all shards; borrowed. */
XapianDatabase *index_database(const Index *index);
/* Its directory or HOST:PORT; of several, all of them with commas, for messages. */
const char *index_directory(const Index *index);
const char *index_uuid(const Index *index);
/* The time zone of dates like `today`; NULL for the system's. */
const char *index_timezone(const Index *index);
/* Primary language subtags of its articles, NULL-terminated. */
const char *const *index_languages(const Index *index);
/* The absolute path of a root, or NULL. */
const char *index_root(const Index *index, guint root);

/* How many stored versions are dead, and whether the document of the whole database is. */
guint index_dead_count(const Index *index);
gboolean index_is_dead(const Index *index, XapianDocid docid);
/* Live articles. */
guint index_article_count(const Index *index);

/*
 * $MORGUE_INDEX, else `morgue` in the user's data directory (XDG Base Directory Specification).
 * The caller owns the string.
 */
char *index_default_directory(void);

#endif
