/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ledger.h: what was indexed: for each file, what it was and what it gave.
 *
 * A shard carries the entries of its run; the newest for a path wins. A file whose size, mtime,
 * inode, reader and options are those of its entry is not opened again.
 */
#ifndef INDEXER_LEDGER_H
#define INDEXER_LEDGER_H

#include <glib.h>

typedef enum {
    OUTCOME_READ,       /* all of it */
    OUTCOME_PARTLY,     /* some records were skipped, or it broke off: `reason` */
    OUTCOME_SKIPPED,    /* no article in it, or no reader for it: `reason` */
    OUTCOME_UNREADABLE, /* could not be opened or read: tried again by every run */
    OUTCOME_GONE,       /* vanished; nothing of it is left */
    OUTCOME_PART,       /* read as part of the unit of another file: `reason` is its path */
} Outcome;

/* One article that a file holds. */
typedef struct LedgerArticle {
    guint64 id;        /* public id as a number (60 bits) */
    guint64 serial;    /* its stored version; 0 where another file supplies it better */
    guint64 added;     /* serial of its first version: order of addition */
    guint64 content;   /* digest of its document */
    guint64 published; /* date_key() of its own publication date as a number; 0: none */
    guint64 dated;     /* the same of the date it is stored with: see update.c */
    guint32 revision;  /* a version, or the time of capture in seconds since 1970; 0: none */
    guint32 quality;   /* see supply.h: decides between suppliers */
    guint32 shard;     /* where the stored version is, as written; a merge may have moved it */
    guint32 docid;     /* in that shard */
    guint32 ordinal;   /* in the file, from 1 */
} LedgerArticle;

/* Whole records that hold no news text, by reason. */
typedef struct LedgerPassed {
    const char *reason; /* interned */
    guint64 count;
} LedgerPassed;

typedef struct LedgerEntry {
    guint root;   /* number of its root; 0: standard input */
    char *path;   /* relative to the root, any bytes */
    guint64 size; /* bytes */
    gint64 mtime; /* ns since 1970 */
    guint64 inode;
    const char *reader; /* name, or ""; static or interned */
    guint reader_version;
    guint32 options; /* digest of the options that change what is read */
    Outcome outcome;
    char *reason;       /* NULL where there is none */
    GArray *articles;   /* of LedgerArticle; those of a loaded entry stay as many as they are */
    GPtrArray *parts;   /* of char *: files read as part of this one, by path; NULL: none */
    GArray *passed;     /* of LedgerPassed; NULL: none */
    gboolean seen;      /* by this run's walk; not stored */
    gboolean vanished;  /* missed by this run's walk; not stored */
    guint place;        /* the ledger's own: where it is in the list of entries */
    gboolean is_loaded; /* it and all it holds but parts and passed lie in the ledger's memory */
    GArray loaded;      /* what `articles` is then */
} LedgerEntry;

typedef struct Ledger Ledger;

Ledger *ledger_new(void);
void ledger_free(Ledger *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ledger, ledger_free)

LedgerEntry *ledger_entry_new(guint root, const char *path);
LedgerEntry *ledger_entry_copy(const LedgerEntry *entry);
void ledger_entry_free(LedgerEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LedgerEntry, ledger_entry_free)

/* Adds a file that was read as part of this one, by its path below the same root. */
void ledger_entry_add_part(LedgerEntry *entry, const char *path);
/* Adds records that were passed over; each reason once. */
void ledger_entry_pass(LedgerEntry *entry, const char *reason, guint64 count);

/* Takes memory that entries with `is_loaded` lie in, and frees it in the end. */
void ledger_keep(Ledger *ledger, gpointer memory);
/* The same of a file. */
void ledger_keep_file(Ledger *ledger, GMappedFile *file);

/* The entry of a path, or NULL. Borrowed until the entry is replaced. */
LedgerEntry *ledger_find(const Ledger *ledger, guint root, const char *path);

/* The same; faster where it is the one that came after `before` (NULL: the first one). */
LedgerEntry *ledger_find_after(const Ledger *ledger, const LedgerEntry *before, guint root,
                               const char *path);

/* Takes ownership; replaces the entry of the same path. */
void ledger_put(Ledger *ledger, LedgerEntry *entry);
/* The same where there is none of that path. */
void ledger_add(Ledger *ledger, LedgerEntry *entry);
void ledger_remove(Ledger *ledger, guint root, const char *path);

/* All entries in the order of root and path (bytes). The caller frees the array, not the entries.
 */
GPtrArray *ledger_entries(const Ledger *ledger);
/* The same in the order in which they came, which takes a tenth of the time. */
GPtrArray *ledger_entries_unsorted(const Ledger *ledger);
gsize ledger_size(const Ledger *ledger);

/* The highest root that an entry has named; 0 where there is none. */
guint ledger_last_root(const Ledger *ledger);

/*
 * Reads the ledger file of a shard into `ledger`; entries already there stay (so load the newest
 * shard first). Error: MORGUE_ERROR_DAMAGED with file and line.
 */
gboolean ledger_load(Ledger *ledger, const char *file, GError **error);

/* Writes entries (LedgerEntry *) to a new file, synced. */
gboolean ledger_write(const GPtrArray *entries, const char *file, GError **error);

#endif
