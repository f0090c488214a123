/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The store: publishing, dead versions, merging, what stays readable, what --check finds. */
#include "indexer/store.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "morgue/error.h"
#include "tests/support/contents.h"
#include "tests/support/scratch.h"

typedef struct {
    char *directory; /* of the index */
    Store *store;
    DocumentBuilder *builder;
    guint32 ordinal;
} Fixture;

static Store *open_store(const char *directory)
{
    g_autoptr(GError) error = NULL;
    Store *store = store_open(directory, 0, &error);
    g_assert_no_error(error);
    return store;
}

static void set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->directory = scratch_new();
    fixture->store = open_store(fixture->directory);
    fixture->builder = document_builder_new();
    g_autoptr(GError) error = NULL;
    g_assert_cmpuint(store_root(fixture->store, "/archive", &error), ==, 1);
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    store_close(fixture->store);
    document_builder_free(fixture->builder);
    scratch_remove(fixture->directory);
}

/* As another run would find it. */
static void reopen(Fixture *fixture)
{
    store_close(fixture->store);
    fixture->store = open_store(fixture->directory);
    fixture->ordinal = 0;
}

static void commit(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    store_commit(fixture->store, &error);
    g_assert_no_error(error);
}

static void merge(Fixture *fixture, gboolean all)
{
    g_autoptr(GError) error = NULL;
    store_merge(fixture->store, all, &error);
    g_assert_no_error(error);
}

static LedgerArticle *stored_row(Fixture *fixture, const char *name)
{
    LedgerEntry *entry = ledger_find(store_ledger(fixture->store), 1, name);
    return entry == NULL || entry->articles->len == 0
               ? NULL
               : &g_array_index(entry->articles, LedgerArticle, 0);
}

/* Stores an article of that name, in the place of the one that is there. */
static void put(Fixture *fixture, const char *name, const char *text)
{
    g_autoptr(Article) article = article_new();
    article_add_paragraph(article, text, strlen(text));
    article_finish(article);
    const DocumentOrigin origin = {.root = 1, .prefix = "", .file = name, .ordinal = 1};
    g_autoptr(GError) error = NULL;
    g_autoptr(Document) document = document_build(fixture->builder, article, &origin, &error);
    const LedgerArticle *before = stored_row(fixture, name);
    LedgerArticle row = {.id = document->id, .ordinal = 1};
    row.serial = (guint64)store_run(fixture->store) << 32 | ++fixture->ordinal;
    row.added = before != NULL ? before->added : row.serial;
    document_set_version(document, row.serial, row.added);
    if (before != NULL)
        store_kill(fixture->store, before);
    store_add(fixture->store, document, "en", &row.shard, &row.docid, &error);
    g_assert_no_error(error);
    LedgerEntry *entry = ledger_entry_new(1, name);
    g_array_append_val(entry->articles, row);
    store_put_entry(fixture->store, entry);
}

static void drop(Fixture *fixture, const char *name)
{
    store_kill(fixture->store, stored_row(fixture, name));
    LedgerEntry *entry = ledger_entry_new(1, name);
    entry->outcome = OUTCOME_GONE;
    store_put_entry(fixture->store, entry);
}

/* The names 0, 1, 2 … of `count` articles of the same text, in one commit. */
static void put_many(Fixture *fixture, guint first, guint count, const char *text)
{
    for (guint i = first; i < first + count; i++) {
        g_autofree char *name = g_strdup_printf("%u", i);
        put(fixture, name, text);
    }
    commit(fixture);
}

static void assert_holds(const Fixture *fixture, const char *wanted)
{
    g_autofree char *listing = contents_listing_of(fixture->directory);
    g_assert_cmpstr(listing, ==, wanted);
}

static void assert_sound(const Fixture *fixture)
{
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    store_check(fixture->directory, 0, findings, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(findings->len == 0 ? NULL : g_ptr_array_index(findings, 0), ==, NULL);
}

static guint shard_count(const Fixture *fixture)
{
    Stub stub;
    g_assert_true(stub_read(fixture->directory, &stub, NULL));
    guint count = stub.shards->len;
    stub_clear(&stub);
    return count;
}

static gboolean exists(const Fixture *fixture, const char *path)
{
    g_autofree char *file = g_build_filename(fixture->directory, path, NULL);
    return g_file_test(file, G_FILE_TEST_EXISTS);
}

/* Publishing */

static void there_is_no_index_before_the_first_commit(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    put(fixture, "a", "one");
    g_assert_null(index_open(fixture->directory, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_NO_INDEX);
    commit(fixture);
    assert_holds(fixture, "a#1: one\n");
}

static void nothing_is_seen_before_the_commit(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put(fixture, "a", "one");
    commit(fixture);
    put(fixture, "a", "two");
    put(fixture, "b", "one");
    assert_holds(fixture, "a#1: one\n");
    reopen(fixture); /* killed */
    assert_holds(fixture, "a#1: one\n");
    g_assert_cmpuint(store_article_count(fixture->store), ==, 1);
    g_assert_cmpuint(ledger_size(store_ledger(fixture->store)), ==, 1);
}

static void articles_and_deaths_are_published_together(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put_many(fixture, 0, 3, "one");
    put(fixture, "1", "two");
    drop(fixture, "2");
    put(fixture, "3", "one");
    commit(fixture);
    assert_holds(fixture, "0#1: one\n1#1: two\n3#1: one\n");
    g_assert_cmpuint(store_article_count(fixture->store), ==, 3);
    store_close(fixture->store);
    fixture->store = NULL;
    assert_sound(fixture);
}

static void a_version_may_die_in_the_commit_that_brings_it(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put(fixture, "a", "one");
    put(fixture, "a", "two");
    commit(fixture);
    assert_holds(fixture, "a#1: two\n");
    reopen(fixture);
    g_assert_cmpuint(store_article_count(fixture->store), ==, 1);
}

/* Xapian deals out the documents of several shards in turn: each must be hidden where it is. */
static void the_dead_are_hidden_in_shards_of_all_sizes(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) wanted = g_string_new(NULL);
    put_many(fixture, 0, 7, "one");
    put_many(fixture, 7, 2, "one");
    put_many(fixture, 9, 4, "one");
    for (guint i = 0; i < 13; i++) {
        g_autofree char *name = g_strdup_printf("%u", i);
        if (i % 3 == 0)
            drop(fixture, name);
        else if (i % 3 == 1)
            put(fixture, name, "two");
        if (i % 3 != 0)
            g_string_append_printf(wanted, "%u#1: %s\n", i, i % 3 == 1 ? "two" : "one");
    }
    commit(fixture);
    assert_holds(fixture, wanted->str);
    g_autoptr(Index) index = index_open(fixture->directory, NULL);
    g_assert_cmpuint(index_dead_count(index), ==, 9);
    g_assert_cmpuint(index_article_count(index), ==, 8);
}

static void nothing_to_commit_commits_nothing(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put(fixture, "a", "one");
    commit(fixture);
    commit(fixture);
    merge(fixture, TRUE);
    g_assert_false(store_is_dirty(fixture->store));
    Stub stub;
    g_assert_true(stub_read(fixture->directory, &stub, NULL));
    g_assert_cmpuint(stub.commit, ==, 1);
    stub_clear(&stub);
}

static void runs_count_on_and_numbers_are_not_used_again(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_assert_cmpuint(store_run(fixture->store), ==, 1);
    put(fixture, "a", "one");
    commit(fixture);
    reopen(fixture);
    g_assert_cmpuint(store_run(fixture->store), ==, 2);
    put(fixture, "b", "one");
    commit(fixture);
    merge(fixture, TRUE);
    reopen(fixture);
    g_assert_cmpuint(store_run(fixture->store), ==, 3);
    put(fixture, "c", "one");
    commit(fixture);
    Stub stub;
    g_assert_true(stub_read(fixture->directory, &stub, NULL));
    g_assert_cmpuint(g_array_index(stub.shards, guint, 0), ==, 4);
    g_assert_cmpuint(g_array_index(stub.shards, guint, 1), ==, 3);
    stub_clear(&stub);
}

/* Settings */

static void settings_reach_the_shards(Fixture *fixture, gconstpointer data)
{
    (void)data;
    store_set_timezone(fixture->store, "Europe/Berlin");
    put(fixture, "a", "one");
    commit(fixture);
    g_autoptr(Index) index = index_open(fixture->directory, NULL);
    g_assert_cmpstr(index_timezone(index), ==, "Europe/Berlin");
    g_assert_cmpstr(index_root(index, 1), ==, "/archive");
    g_assert_null(index_root(index, 0));
    g_assert_null(index_root(index, 2));
    g_assert_cmpstr(index_languages(index)[0], ==, "en");
    g_assert_null(index_languages(index)[1]);
    g_assert_true(g_uuid_string_is_valid(index_uuid(index)));
}

static void a_root_moved_in_morgue_ini_reaches_the_shards(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put(fixture, "a", "one");
    commit(fixture);
    store_close(fixture->store);
    g_autofree char *file = g_build_filename(fixture->directory, "morgue.ini", NULL);
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
    g_auto(GStrv) parts = g_strsplit(text, "/archive", 2);
    g_autofree char *moved = g_strjoinv("/new/disk", parts);
    g_assert_true(g_file_set_contents(file, moved, -1, NULL));
    fixture->store = open_store(fixture->directory);
    g_assert_true(store_is_dirty(fixture->store));
    merge(fixture, TRUE); /* commits what is pending */
    g_autoptr(Index) index = index_open(fixture->directory, NULL);
    g_assert_cmpstr(index_root(index, 1), ==, "/new/disk");
    reopen(fixture);
    g_assert_false(store_is_dirty(fixture->store));
}

static void the_deepest_root_holds_a_path(Fixture *fixture, gconstpointer data)
{
    (void)data;
    const char *path;
    g_assert_cmpuint(store_root(fixture->store, "/archive/wire", NULL), ==, 2);
    g_assert_cmpuint(store_root(fixture->store, "/archive", NULL), ==, 1);
    g_assert_cmpuint(store_root_of(fixture->store, "/archive/wire/a/b", &path), ==, 2);
    g_assert_cmpstr(path, ==, "a/b");
    g_assert_cmpuint(store_root_of(fixture->store, "/archive/wires", &path), ==, 1);
    g_assert_cmpstr(path, ==, "wires");
    g_assert_cmpuint(store_root_of(fixture->store, "/archive", &path), ==, 1);
    g_assert_cmpstr(path, ==, "");
    g_assert_cmpuint(store_root_of(fixture->store, "/archives", &path), ==, 0);
    g_assert_cmpuint(store_root(fixture->store, "/", NULL), ==, 3);
    g_assert_cmpuint(store_root_of(fixture->store, "/archives", &path), ==, 3);
    g_assert_cmpstr(path, ==, "archives");
}

/* Merging */

static void a_whole_merge_keeps_what_lives_in_its_order(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put_many(fixture, 0, 5, "one");
    put(fixture, "2", "two");
    drop(fixture, "4");
    commit(fixture);
    put_many(fixture, 5, 2, "one");
    put(fixture, "6", "two");
    commit(fixture);
    g_autofree char *before = contents_listing_of(fixture->directory);
    g_autofree char *complete = contents_complete_of(fixture->directory);
    merge(fixture, TRUE);
    g_assert_cmpuint(shard_count(fixture), ==, 1);
    assert_holds(fixture, before);
    g_autofree char *after = contents_complete_of(fixture->directory);
    g_assert_cmpstr(after, ==, complete);
    g_autoptr(Index) index = index_open(fixture->directory, NULL);
    g_assert_cmpuint(index_dead_count(index), ==, 0);
    reopen(fixture);
    g_assert_cmpuint(store_article_count(fixture->store), ==, 6);
    g_assert_cmpuint(ledger_size(store_ledger(fixture->store)), ==, 6); /* nothing of 4 */
    store_close(fixture->store);
    fixture->store = NULL;
    assert_sound(fixture);
}

static void versions_are_found_again_after_a_merge(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put_many(fixture, 0, 3, "one");
    put_many(fixture, 3, 3, "one");
    merge(fixture, TRUE);
    reopen(fixture); /* the ledger still names shards 1 and 2 */
    put(fixture, "1", "two");
    drop(fixture, "4");
    commit(fixture);
    assert_holds(fixture, "0#1: one\n1#1: two\n2#1: one\n3#1: one\n5#1: one\n");
    store_close(fixture->store);
    fixture->store = NULL;
    assert_sound(fixture);
}

/* Five small shards are merged; the large one stays, and so do the deaths in it. */
static void a_partial_merge_keeps_deaths_in_shards_that_stay(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put_many(fixture, 0, 40, "one");
    for (guint i = 0; i < 5; i++) {
        g_autofree char *changed = g_strdup_printf("%u", i);
        put(fixture, changed, "two");
        put_many(fixture, 40 + i, 1, "one");
    }
    drop(fixture, "40"); /* in a shard that goes */
    drop(fixture, "10"); /* in the one that stays */
    commit(fixture);
    g_autofree char *before = contents_listing_of(fixture->directory);
    g_assert_cmpuint(shard_count(fixture), ==, 7);
    merge(fixture, FALSE);
    g_assert_cmpuint(shard_count(fixture), ==, 2);
    assert_holds(fixture, before);
    g_autoptr(Index) index = index_open(fixture->directory, NULL);
    g_assert_cmpuint(index_dead_count(index), ==, 6);
    reopen(fixture);
    g_assert_cmpuint(store_article_count(fixture->store), ==, 43);
    g_assert_null(stored_row(fixture, "10")); /* the older shard must not bring it back */
    merge(fixture, TRUE);
    assert_holds(fixture, before);
    store_close(fixture->store);
    fixture->store = NULL;
    assert_sound(fixture);
}

static guint document_count(const Fixture *fixture, guint shard)
{
    g_autofree char *path = shard_path(fixture->directory, shard, NULL);
    XapianDatabase *database;
    XapianDocumentCount count;
    XapianError error;
    g_assert_cmpint(xapian_database_open(path, XAPIAN_DB_BACKEND_GLASS, &database, &error), ==,
                    XAPIAN_OK);
    g_assert_cmpint(xapian_database_get_doccount(database, &count, &error), ==, XAPIAN_OK);
    xapian_database_free(database);
    return count;
}

/* A run for each article, as cron would have it: few shards at any time, and few copies in all. */
static void merging_by_tiers_copies_little(Fixture *fixture, gconstpointer data)
{
    (void)data;
    const guint runs = 120, shards_at_most = 12, copies_at_most = 5; /* log 120 to the base 3 */
    guint copied = 0;
    for (guint i = 0; i < runs; i++) {
        put_many(fixture, i, 1, "one");
        guint before = shard_count(fixture);
        merge(fixture, FALSE);
        g_assert_cmpuint(shard_count(fixture), <=, shards_at_most);
        if (shard_count(fixture) == before)
            continue;
        Stub stub;
        g_assert_true(stub_read(fixture->directory, &stub, NULL));
        copied += document_count(fixture, g_array_index(stub.shards, guint, 0));
        stub_clear(&stub);
    }
    g_test_message("%u articles copied %u times in all", runs, copied);
    g_assert_cmpuint(copied, >, runs / 2);
    g_assert_cmpuint(copied, <=, runs * copies_at_most);
    g_autoptr(Index) index = index_open(fixture->directory, NULL);
    g_assert_cmpuint(index_article_count(index), ==, runs);
}

static void many_dead_are_merged_away(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put_many(fixture, 0, 300, "one");
    put_many(fixture, 0, 101, "two");
    g_assert_cmpuint(shard_count(fixture), ==, 2);
    merge(fixture, FALSE);
    g_assert_cmpuint(shard_count(fixture), ==, 1);
    g_autoptr(Index) index = index_open(fixture->directory, NULL);
    g_assert_cmpuint(index_dead_count(index), ==, 0);
    g_assert_cmpuint(index_article_count(index), ==, 300);
}

static void an_index_can_be_emptied_and_filled_again(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put(fixture, "a", "one");
    commit(fixture);
    drop(fixture, "a");
    commit(fixture);
    assert_holds(fixture, "");
    merge(fixture, TRUE);
    assert_holds(fixture, "");
    reopen(fixture);
    put(fixture, "a", "two");
    commit(fixture);
    assert_holds(fixture, "a#1: two\n");
    store_close(fixture->store);
    fixture->store = NULL;
    assert_sound(fixture);
}

static void an_open_index_stays_readable_after_a_merge(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put_many(fixture, 0, 3, "one");
    put_many(fixture, 2, 3, "two");
    g_autofree char *before = contents_listing_of(fixture->directory);
    g_autoptr(Index) index = index_open(fixture->directory, NULL);
    merge(fixture, TRUE);
    put_many(fixture, 0, 1, "three");
    g_autofree char *still = contents_listing(index);
    g_assert_cmpstr(still, ==, before);
}

static void replaced_shards_stay_for_two_commits(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put_many(fixture, 0, 1, "one");
    put_many(fixture, 1, 1, "one");
    merge(fixture, TRUE);
    g_assert_true(exists(fixture, "shards/1/iamglass"));
    put_many(fixture, 2, 1, "one");
    reopen(fixture); /* sweeping must not take them */
    g_assert_true(exists(fixture, "shards/1/iamglass"));
    put_many(fixture, 3, 1, "one");
    g_assert_false(exists(fixture, "shards/1"));
    g_assert_false(exists(fixture, "shards/2"));
    put_many(fixture, 4, 1, "one");
    Stub stub;
    g_assert_true(stub_read(fixture->directory, &stub, NULL));
    g_assert_cmpuint(stub.retired->len, ==, 0);
    stub_clear(&stub);
}

/* What a killed run leaves */

static void leftovers_are_removed(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char *const leftovers[] = {
        "shards/2/iamglass", "shards/2.parts/0/iamglass", "shards/99/dead",          "shards/odd",
        "XAPIANDB.new",      "morgue.ini.A1B2C3",         "morgue.ini-for-commit-9",
    };
    put(fixture, "a", "one");
    commit(fixture);
    for (gsize i = 0; i < G_N_ELEMENTS(leftovers); i++)
        g_free(scratch_write(fixture->directory, leftovers[i], "x"));
    g_free(scratch_write(fixture->directory, "notes.txt", "mine"));
    reopen(fixture);
    for (gsize i = 0; i < G_N_ELEMENTS(leftovers); i++)
        g_assert_false(exists(fixture, leftovers[i]));
    g_assert_true(exists(fixture, "notes.txt"));
    assert_holds(fixture, "a#1: one\n");
}

static void a_commit_that_fails_leaves_the_index_and_no_shard(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put(fixture, "a", "one");
    commit(fixture);
    put(fixture, "a", "two");
    /* The stub cannot be written where a directory has its name. */
    g_free(scratch_write(fixture->directory, "XAPIANDB.new/in/the/way", "x"));
    g_autoptr(GError) error = NULL;
    g_assert_false(store_commit(fixture->store, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
    g_assert_nonnull(strstr(error->message, "XAPIANDB.new"));
    reopen(fixture);
    assert_holds(fixture, "a#1: one\n");
    g_assert_false(exists(fixture, "shards/2"));
    g_assert_false(exists(fixture, "shards/2.parts"));
}

static void looking_writes_nothing(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *absent = g_build_filename(fixture->directory, "absent", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(Store) empty = store_look(absent, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(store_root(empty, "/archive", &error), ==, 1);
    g_assert_no_error(error);
    g_assert_false(exists(fixture, "absent"));
    put(fixture, "a", "one");
    commit(fixture);
    g_autoptr(Store) store = store_look(fixture->directory, &error); /* though it is locked */
    g_assert_no_error(error);
    g_assert_cmpuint(store_article_count(store), ==, 1);
    g_assert_nonnull(ledger_find(store_ledger(store), 1, "a"));
}

/* Checking */

static void make_index_to_damage(Fixture *fixture)
{
    put_many(fixture, 0, 50, "one two three");
    put_many(fixture, 0, 3, "four");
    store_close(fixture->store);
    fixture->store = NULL;
    assert_sound(fixture);
}

/* Expects just this finding, and that the index does not open where that is so. */
static void assert_finding(const Fixture *fixture, const char *wanted, gboolean opens)
{
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    g_assert_true(store_check(fixture->directory, 0, findings, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(findings->len, ==, 1);
    const char *finding = g_ptr_array_index(findings, 0);
    if (strstr(finding, wanted) == NULL)
        g_error("found \"%s\" instead of \"%s\"", finding, wanted);
    g_autoptr(Index) index = index_open(fixture->directory, &error);
    g_assert_true((index != NULL) == opens);
    if (!opens)
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED);
}

static void tables_cut_short_and_missing_are_found(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char *const tables[] = {"postlist", "docdata", "termlist", "position", "synonym"};
    make_index_to_damage(fixture);
    for (gsize i = 0; i < 2 * G_N_ELEMENTS(tables); i++) {
        g_autofree char *name = g_strdup_printf("shards/1/%s.glass", tables[i / 2]);
        g_autofree char *file = g_build_filename(fixture->directory, name, NULL);
        g_autofree char *bytes = NULL;
        gsize length;
        g_assert_true(g_file_get_contents(file, &bytes, &length, NULL));
        if (i % 2 == 0)
            g_assert_cmpint(truncate(file, (off_t)length - 1), ==, 0);
        else
            g_assert_cmpint(unlink(file), ==, 0);
        assert_finding(fixture, name, FALSE);
        g_assert_true(g_file_set_contents(file, bytes, (gssize)length, NULL));
    }
    assert_sound(fixture);
}

static void blocks_that_are_overwritten_are_found(Fixture *fixture, gconstpointer data)
{
    (void)data;
    make_index_to_damage(fixture);
    g_autofree char *file = g_build_filename(fixture->directory, "shards/1/postlist.glass", NULL);
    g_autofree char *bytes = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(file, &bytes, &length, NULL));
    memset(bytes + length / 2, 0xff, 64);
    memset(bytes, 0xff, 64);
    g_assert_true(g_file_set_contents(file, bytes, (gssize)length, NULL));
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(store_check(fixture->directory, 0, findings, NULL));
    g_assert_cmpuint(findings->len, >, 0);
}

static void damaged_lists_are_found(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *file, *text;
        gboolean opens;
    } damage[] = {
        {"shards/2/ledger", "morgue-ledger 2\n", TRUE},
        {"shards/1/ledger", "", TRUE},
        {"shards/2/dead", "", FALSE},
        {"shards/2/dead", "1 1 1\n", FALSE},
        {"shards/2/dead", "1 1 0\nend 1\n", FALSE},
        {"shards/2/dead", "end 0", FALSE},
        {"shards/2/dead", "-1 1 1\nend 1\n", FALSE},
    };
    make_index_to_damage(fixture);
    for (gsize i = 0; i < G_N_ELEMENTS(damage); i++) {
        g_autofree char *file = g_build_filename(fixture->directory, damage[i].file, NULL);
        g_autofree char *bytes = NULL;
        gsize length;
        g_assert_true(g_file_get_contents(file, &bytes, &length, NULL));
        g_assert_true(g_file_set_contents(file, damage[i].text, -1, NULL));
        assert_finding(fixture, damage[i].file, damage[i].opens);
        g_assert_true(g_file_set_contents(file, bytes, (gssize)length, NULL));
    }
    assert_sound(fixture);
}

/* A ledger and a list that are whole, and do not fit the documents. */
static void lists_that_do_not_fit_the_documents_are_found(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *file, *text, *finding;
    } damage[] = {
        {"shards/1/ledger", "morgue-ledger 2\nend 0 0\n", "47 stored articles are not in"},
        {"shards/2/ledger", "morgue-ledger 2\nend 0 0\n", "3 articles of the ledger are not"},
        {"shards/2/dead", "end 0\n", "3 stored articles are not in the ledger"},
        {"shards/2/dead",
         "0000000100000001 1 2\n0000000100000002 1 1\n0000000100000003 1 3\nend 3\n",
         "the dead version 0000000100000001 is not document 2 of shard 1"},
    };
    make_index_to_damage(fixture);
    for (gsize i = 0; i < G_N_ELEMENTS(damage); i++) {
        g_autofree char *file = g_build_filename(fixture->directory, damage[i].file, NULL);
        g_autofree char *bytes = NULL;
        gsize length;
        g_assert_true(g_file_get_contents(file, &bytes, &length, NULL));
        g_assert_true(g_file_set_contents(file, damage[i].text, -1, NULL));
        g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(g_free);
        g_assert_true(store_check(fixture->directory, 0, findings, NULL));
        gboolean found = FALSE;
        for (guint finding = 0; finding < findings->len; finding++)
            found = found || strstr(g_ptr_array_index(findings, finding), damage[i].finding);
        if (!found)
            g_error("\"%s\" was not found", damage[i].finding);
        g_assert_true(g_file_set_contents(file, bytes, (gssize)length, NULL));
    }
    assert_sound(fixture);
}

/* Numbers that libxapian would follow out of its memory. */
static void version_files_of_impossible_numbers_are_found(Fixture *fixture, gconstpointer data)
{
    (void)data;
    enum { BEFORE_ROOTS = 33 }; /* magic, uuid, and the revision in a byte */
    static const guint8 roots[][8] = {
        {200, 1, 2, 10, 4, 0, 6}, /* a root beyond all blocks */
        {0, 2, 10, 0, 0, 6},      /* blocks of no size */
        {0, 2, 10, 3, 0, 6},      /* of a size that is no power of two */
        {0, 2, 10, 64, 0, 6},     /* of 128 KiB */
        {0, 0xfe, 1, 10, 4, 0},   /* 63 levels */
    };
    make_index_to_damage(fixture);
    g_autofree char *file = g_build_filename(fixture->directory, "shards/1/iamglass", NULL);
    g_autofree char *sound = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(file, &sound, &length, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(roots); i++) {
        g_autofree char *bytes = g_memdup2(sound, length);
        memcpy(bytes + BEFORE_ROOTS, roots[i], sizeof roots[i]);
        g_assert_true(g_file_set_contents(file, bytes, (gssize)length, NULL));
        assert_finding(fixture, "not the version file", FALSE);
    }
    g_assert_true(g_file_set_contents(file, sound, (gssize)length, NULL));
    assert_sound(fixture);
}

static void settings_of_another_index_are_refused(Fixture *fixture, gconstpointer data)
{
    (void)data;
    make_index_to_damage(fixture);
    g_autofree char *file = g_build_filename(fixture->directory, "morgue.ini", NULL);
    g_autofree char *sound = NULL;
    g_assert_true(g_file_get_contents(file, &sound, NULL, NULL));
    g_autofree char *without_root = g_strndup(sound, (gsize)(strstr(sound, "[root 1]") - sound));
    const struct {
        const char *text, *message;
    } cases[] = {
        {"[index]\ntimezone=\n", "hint: restore a copy, or write uuid="},
        {"", "has not the uuid"},
        {without_root, "write [root 1] with path=/archive"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(g_free);
        g_assert_true(g_file_set_contents(file, cases[i].text, -1, NULL));
        g_assert_null(store_open(fixture->directory, 0, &error));
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED);
        g_assert_nonnull(strstr(error->message, cases[i].message));
        g_assert_false(store_check(fixture->directory, 0, findings, NULL));
    }
    g_assert_true(g_file_set_contents(file, sound, -1, NULL));
    assert_sound(fixture);
}

static void a_ledger_of_unknown_roots_is_refused(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char ledger[] = "morgue-ledger 2\nf\t7\ta\t1\t1\t1\ttext\t1\t1\t0\t\nend 1 0\n";
    make_index_to_damage(fixture);
    g_free(scratch_write(fixture->directory, "shards/2/ledger", ledger));
    g_autoptr(GError) error = NULL;
    g_assert_null(store_open(fixture->directory, 0, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED);
    g_assert_nonnull(strstr(error->message, "below root 7"));
}

static void the_whole_extent_of_damage_is_told(Fixture *fixture, gconstpointer data)
{
    (void)data;
    make_index_to_damage(fixture);
    g_free(scratch_write(fixture->directory, "shards/1/ledger", ""));
    g_free(scratch_write(fixture->directory, "shards/1/postlist.glass", ""));
    g_free(scratch_write(fixture->directory, "shards/2/dead", ""));
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(store_check(fixture->directory, 0, findings, NULL));
    g_assert_cmpuint(findings->len, ==, 3);
}

static void where_no_index_is_a_check_makes_none(void)
{
    char *directory = scratch_new();
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    g_assert_false(store_check(directory, 0, findings, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_NO_INDEX);
    g_assert_cmpint(rmdir(directory), ==, 0);
    free(directory);
}

#define ADD(name, function) g_test_add(name, Fixture, NULL, set_up, function, tear_down)

static void add_publishing(void)
{
    ADD("/store/there is no index before the first commit",
        there_is_no_index_before_the_first_commit);
    ADD("/store/nothing is seen before the commit", nothing_is_seen_before_the_commit);
    ADD("/store/articles and deaths are published together",
        articles_and_deaths_are_published_together);
    ADD("/store/a version may die in the commit that brings it",
        a_version_may_die_in_the_commit_that_brings_it);
    ADD("/store/the dead are hidden in shards of all sizes",
        the_dead_are_hidden_in_shards_of_all_sizes);
    ADD("/store/nothing to commit commits nothing", nothing_to_commit_commits_nothing);
    ADD("/store/runs count on and numbers are not used again",
        runs_count_on_and_numbers_are_not_used_again);
    ADD("/store/settings reach the shards", settings_reach_the_shards);
    ADD("/store/a root moved in morgue.ini reaches the shards",
        a_root_moved_in_morgue_ini_reaches_the_shards);
    ADD("/store/the deepest root holds a path", the_deepest_root_holds_a_path);
    ADD("/store/leftovers are removed", leftovers_are_removed);
    ADD("/store/a commit that fails leaves the index and no shard",
        a_commit_that_fails_leaves_the_index_and_no_shard);
    ADD("/store/looking writes nothing", looking_writes_nothing);
}

static void add_merging(void)
{
    ADD("/store/a whole merge keeps what lives in its order",
        a_whole_merge_keeps_what_lives_in_its_order);
    ADD("/store/versions are found again after a merge", versions_are_found_again_after_a_merge);
    ADD("/store/a partial merge keeps deaths in shards that stay",
        a_partial_merge_keeps_deaths_in_shards_that_stay);
    ADD("/store/merging by tiers copies little", merging_by_tiers_copies_little);
    ADD("/store/many dead are merged away", many_dead_are_merged_away);
    ADD("/store/an index can be emptied and filled again",
        an_index_can_be_emptied_and_filled_again);
    ADD("/store/an open index stays readable after a merge",
        an_open_index_stays_readable_after_a_merge);
    ADD("/store/replaced shards stay for two commits", replaced_shards_stay_for_two_commits);
}

static void add_checking(void)
{
    ADD("/store/tables cut short and missing are found", tables_cut_short_and_missing_are_found);
    ADD("/store/blocks that are overwritten are found", blocks_that_are_overwritten_are_found);
    ADD("/store/damaged lists are found", damaged_lists_are_found);
    ADD("/store/lists that do not fit the documents are found",
        lists_that_do_not_fit_the_documents_are_found);
    ADD("/store/version files of impossible numbers are found",
        version_files_of_impossible_numbers_are_found);
    ADD("/store/settings of another index are refused", settings_of_another_index_are_refused);
    ADD("/store/a ledger of unknown roots is refused", a_ledger_of_unknown_roots_is_refused);
    ADD("/store/the whole extent of damage is told", the_whole_extent_of_damage_is_told);
    g_test_add_func("/store/where no index is a check makes none",
                    where_no_index_is_a_check_makes_none);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_publishing();
    add_merging();
    add_checking();
    return g_test_run();
}
