/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs over an archive that changes: the index is always the one that an undisturbed run makes. */
#include "indexer/update.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "morgue/error.h"
#include "tests/support/contents.h"
#include "tests/support/scratch.h"

typedef struct {
    char *scratch, *archive, *index;
    IndexerOptions options;
    UpdateCounts counts; /* of the last run */
    guint64 read;        /* files that it opened */
    guint64 named;       /* files and records that it named */
    guint32 stop_after;  /* files; 0: never */
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    memset(fixture, 0, sizeof *fixture);
    fixture->scratch = scratch_new();
    fixture->archive = g_build_filename(fixture->scratch, "archive", NULL);
    fixture->index = g_build_filename(fixture->scratch, "index", NULL);
    g_assert_cmpint(g_mkdir_with_parents(fixture->archive, 0777), ==, 0);
    fixture->options = (IndexerOptions){
        .memory = 64 << 20,
        .jobs = 2,
        .include = g_ptr_array_new(),
        .exclude = g_ptr_array_new(),
    };
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_ptr_array_unref(fixture->options.include);
    g_ptr_array_unref(fixture->options.exclude);
    g_free(fixture->archive);
    g_free(fixture->index);
    scratch_remove(fixture->scratch);
}

/* The archive */

static void write_file(const Fixture *fixture, const char *path, const char *text)
{
    static gint64 clock = 1000000000; /* each writing has a time of its own */
    g_free(scratch_write(fixture->archive, path, text));
    scratch_touch(fixture->archive, path, clock++);
}

/* A news item that other versions replace. `status`: `usable`, `canceled`, `withheld`. */
static void write_item(const Fixture *fixture, const char *path, guint version, const char *status)
{
    g_autofree char *text = g_strdup_printf(
        "<newsItem guid='urn:newsml:wire.example:2022:1' version='%u'>"
        "<itemMeta><pubStatus qcode='stat:%s'/></itemMeta><contentMeta>"
        "<contentCreated>2022-03-%02u</contentCreated></contentMeta><contentSet><inlineData>"
        "Version %u.</inlineData></contentSet></newsItem>\n",
        version, status, 10 - version, version);
    write_file(fixture, path, text);
}

/* A file of one article whose id is a URL: other files may hold it, too. */
static void write_story(const Fixture *fixture, const char *path, const char *url, const char *body)
{
    g_autofree char *text =
        g_strdup_printf("---\ntitle: Story\nurl: https://a.example/%s\n---\n\n%s\n", url, body);
    write_file(fixture, path, text);
}

static void remove_file(const Fixture *fixture, const char *path)
{
    g_autofree char *file = g_build_filename(fixture->archive, path, NULL);
    g_assert_cmpint(remove(file), ==, 0);
}

static void set_mode(const Fixture *fixture, const char *path, mode_t mode)
{
    g_autofree char *file = g_build_filename(fixture->archive, path, NULL);
    g_assert_cmpint(chmod(file, mode), ==, 0);
}

/* Articles 0 to count − 1, a file each. */
static void write_many(const Fixture *fixture, guint count)
{
    for (guint i = 0; i < count; i++) {
        g_autofree char *path = g_strdup_printf("%02u.txt", i);
        g_autofree char *text = g_strdup_printf("Headline\n\nThe text of article number %u.\n", i);
        write_file(fixture, path, text);
    }
}

/* Runs */

static gboolean tick(const UpdateCounts *counts, const char *file, gpointer data)
{
    (void)file;
    const Fixture *fixture = data;
    return fixture->stop_after == 0 || counts->files_done < fixture->stop_after;
}

/* What is named goes to standard error, where a test has nothing to say. */
static int silence(void)
{
    fflush(stderr);
    int kept = dup(STDERR_FILENO);
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
    return kept;
}

static void speak_again(int kept)
{
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
}

/* A run into `index` over paths below the archive, blank-separated; "." is all of it. */
static gboolean try_run_into(Fixture *fixture, const char *index, const char *paths, GError **error)
{
    Store *store = store_open(index, 0, error);
    g_assert_nonnull(store);
    int kept = silence();
    Report *report = report_open(NULL, NULL);
    Scan *scan = scan_new();
    g_auto(GStrv) list = g_strsplit(paths, " ", -1);
    gboolean done = TRUE;
    for (char **path = list; *path != NULL && done; path++) {
        g_autofree char *whole = strcmp(*path, ".") == 0
                                     ? g_strdup(fixture->archive)
                                     : g_build_filename(fixture->archive, *path, NULL);
        done = scan_path(scan, store, &fixture->options, report, whole, error);
    }
    if (done) {
        scan_finish(scan);
        fixture->read = scan->files->len;
        Update *update = update_new(store, &fixture->options, scan, report);
        done = update_run(update, tick, fixture, error);
        fixture->counts = *update_counts(update);
        update_free(update);
    }
    fixture->named = report_count(report);
    g_assert_true(report_close(report, NULL));
    scan_free(scan);
    store_close(store);
    speak_again(kept);
    return done;
}

static void run_paths(Fixture *fixture, const char *paths)
{
    g_autoptr(GError) error = NULL;
    try_run_into(fixture, fixture->index, paths, &error);
    g_assert_no_error(error);
}

static void run(Fixture *fixture)
{
    run_paths(fixture, ".");
}

static void assert_holds(const Fixture *fixture, const char *wanted)
{
    g_autofree char *listing = contents_listing_of(fixture->index);
    g_assert_cmpstr(listing, ==, wanted);
}

/* The index is sound, and holds what one undisturbed run over the archive gives. */
static void assert_as_undisturbed(Fixture *fixture)
{
    g_autofree char *fresh = g_build_filename(fixture->scratch, "fresh", NULL);
    g_autoptr(GError) error = NULL;
    guint64 read = fixture->read, named = fixture->named;
    try_run_into(fixture, fresh, ".", &error);
    g_assert_no_error(error);
    fixture->read = read;
    fixture->named = named;
    g_autofree char *wanted = contents_complete_of(fresh);
    g_autofree char *found = contents_complete_of(fixture->index);
    g_assert_cmpstr(found, ==, wanted);
    scratch_remove(g_strdup(fresh));
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(store_check(fixture->index, 0, findings, &error));
    g_assert_cmpuint(findings->len, ==, 0);
}

/* Files */

static void an_archive_is_read_once(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 5);
    write_file(fixture, "image.bin", "\x01\x02\x03\x04");
    run(fixture);
    g_assert_cmpuint(fixture->read, ==, 6);
    g_assert_cmpuint(fixture->counts.articles, ==, 5);
    g_assert_cmpuint(fixture->named, ==, 1);
    assert_as_undisturbed(fixture);
    run(fixture);
    g_assert_cmpuint(fixture->read, ==, 0);
    g_assert_cmpuint(fixture->named, ==, 0);
    Stub stub;
    g_assert_true(stub_read(fixture->index, &stub, NULL));
    g_assert_cmpuint(stub.commit, ==, 1); /* the second run had nothing to commit */
    stub_clear(&stub);
}

static void files_that_have_not_changed_are_not_opened(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 6);
    run(fixture);
    /* Other bytes behind the same stamp, and a file that cannot be opened. */
    g_autofree char *file = g_build_filename(fixture->archive, "03.txt", NULL);
    struct stat before;
    g_assert_cmpint(stat(file, &before), ==, 0);
    int descriptor = open(file, O_WRONLY);
    g_assert_cmpint((int)pwrite(descriptor, "\0\0\0\0", 4, 0), ==, 4);
    const struct timespec times[2] = {before.st_atim, before.st_mtim};
    g_assert_cmpint(futimens(descriptor, times), ==, 0);
    close(descriptor);
    set_mode(fixture, "04.txt", 0);
    run(fixture);
    g_assert_cmpuint(fixture->read, ==, 0);
    g_assert_cmpuint(fixture->named, ==, 0);
    g_autoptr(Index) index = index_open(fixture->index, NULL);
    g_assert_cmpuint(index_article_count(index), ==, 6);
}

static void a_file_that_was_touched_keeps_its_version(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 6);
    run(fixture);
    scratch_touch(fixture->archive, "02.txt", 5); /* older, too */
    run(fixture);
    g_assert_cmpuint(fixture->read, ==, 1);
    g_autoptr(Index) index = index_open(fixture->index, NULL);
    g_assert_cmpuint(index_dead_count(index), ==, 0);
    g_assert_cmpuint(index_article_count(index), ==, 6);
    run(fixture);
    g_assert_cmpuint(fixture->read, ==, 0);
    assert_as_undisturbed(fixture);
    write_file(fixture, "02.txt", "Headline\n\nChanged at last.\n");
    run(fixture);
    g_autofree char *listing = contents_listing_of(fixture->index);
    g_assert_nonnull(strstr(listing, "number 1.\n02.txt#1: Changed at last.\n03.txt#1"));
}

static void a_changed_file_keeps_its_place_in_the_order(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_story(fixture, "a.md", "a", "First text.");
    write_story(fixture, "b.md", "b", "First text.");
    run(fixture);
    write_story(fixture, "a.md", "a", "Second text.");
    write_story(fixture, "c.md", "c", "First text.");
    run(fixture);
    assert_holds(fixture, "https://a.example/a: Second text.\nhttps://a.example/b: First text.\n"
                          "https://a.example/c: First text.\n");
    assert_as_undisturbed(fixture);
}

static void an_article_that_left_its_file_is_removed(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_file(fixture, "a.txt",
               "---\ntitle: One\n---\nThe first text.\n\n---\ntitle: Two\n---\nThe second text.\n");
    run(fixture);
    assert_holds(fixture, "a.txt#1: The first text.\na.txt#2: The second text.\n");
    write_file(fixture, "a.txt", "---\ntitle: One\n---\nThe first text.\n");
    run(fixture);
    assert_holds(fixture, "a.txt#1: The first text.\n");
    assert_as_undisturbed(fixture);
}

static void a_file_that_vanished_is_pruned(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 10);
    run(fixture);
    remove_file(fixture, "03.txt");
    remove_file(fixture, "04.txt"); /* two of ten are a fifth, and not over it */
    run(fixture);
    g_assert_cmpuint(fixture->counts.files_vanished, ==, 2);
    assert_as_undisturbed(fixture);
    write_file(fixture, "03.txt", "Headline\n\nIt is back.\n");
    run(fixture);
    assert_as_undisturbed(fixture);
}

/* Captures */

/* A web archive of one capture of one page, `day` of March 2018 being when, and its own date. */
static void write_capture(const Fixture *fixture, const char *path, int day, const char *date,
                          const char *body)
{
    g_autofree char *page = g_strdup_printf(
        "<html><head><title>Story</title><meta property='article:published_time' content='%s'>"
        "</head><body><article><h1>Story</h1><p>%s</p></article></body></html>",
        date, body);
    g_autofree char *block =
        g_strdup_printf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%s", page);
    g_autofree char *record = g_strdup_printf(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/story\r\n"
        "WARC-Date: 2018-03-%02dT12:00:00Z\r\nWARC-Record-ID: <urn:uuid:%d>\r\n"
        "Content-Type: application/http;msgtype=response\r\nContent-Length: %u\r\n\r\n%s\r\n\r\n",
        day, day, (guint)strlen(block), block);
    write_file(fixture, path, record);
}

#define SHORT_BODY                                                                                \
    "The bridge opened to the public on Monday, two years late and a metre short, and everybody " \
    "who had come to see the ribbon cut was asked to step over the gap, which all of them did, "  \
    "the mayor last and with a run, while the band played on and nobody fell into the water."
#define LONG_BODY SHORT_BODY " On Tuesday a plank was laid across, and on Wednesday it was stolen."

/* The stored version as `DAY FROM: the last word of its text`. */
static char *describe_story(const Fixture *fixture)
{
    g_autofree char *complete = contents_complete_of(fixture->index);
    const char *date = strstr(complete, "date=");
    const char *from = strstr(complete, "date_from=");
    g_assert_nonnull(date);
    g_assert_nonnull(from);
    return g_strdup_printf(
        "%.10s %.*s: %s", date + strlen("date="), (int)strcspn(from + strlen("date_from="), "\n"),
        from + strlen("date_from="), strstr(complete, "stolen") != NULL ? "long" : "short");
}

static void the_latest_capture_keeps_the_earliest_day(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char *const orders[] = {"a b c", "c b a", "b a c", "b c a", "a c b", "c a b"};
    for (gsize i = 0; i < G_N_ELEMENTS(orders); i++) {
        g_auto(GStrv) order = g_strsplit(orders[i], " ", -1);
        for (char **name = order; *name != NULL; name++) {
            g_autofree char *path = g_strconcat(*name, ".warc", NULL);
            if (**name == 'a') /* the first capture has the true day */
                write_capture(fixture, path, 2, "2018-03-01", SHORT_BODY);
            else if (**name == 'b') /* a later one was touched up, and dated anew */
                write_capture(fixture, path, 9, "2018-03-08", LONG_BODY);
            else /* the last is no more than a notice */
                write_capture(fixture, path, 20, "2018-03-19", "Please subscribe to read on.");
            run(fixture);
            assert_as_undisturbed(fixture);
        }
        g_autofree char *story = describe_story(fixture);
        g_assert_cmpstr(story, ==, "2018-03-01 earlier-version: long");
        fixture->options.prune = PRUNE_FORCE;
        remove_file(fixture, "a.warc");
        run(fixture);
        assert_as_undisturbed(fixture);
        g_autofree char *without = describe_story(fixture);
        g_assert_cmpstr(without, ==, "2018-03-08 meta: long");
        remove_file(fixture, "b.warc");
        run(fixture);
        assert_as_undisturbed(fixture);
        remove_file(fixture, "c.warc");
        run(fixture);
    }
}

/* Guards */

static void over_a_fifth_is_not_pruned(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 10);
    run(fixture);
    g_autofree char *before = contents_complete_of(fixture->index);
    remove_file(fixture, "01.txt");
    remove_file(fixture, "02.txt");
    remove_file(fixture, "03.txt");
    g_autoptr(GError) error = NULL;
    g_assert_false(try_run_into(fixture, fixture->index, ".", &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_PRUNE);
    g_assert_nonnull(strstr(error->message, "3 of 10 articles"));
    g_assert_nonnull(strstr(error->message, "--prune=force"));
    g_autofree char *after = contents_complete_of(fixture->index);
    g_assert_cmpstr(after, ==, before);
    fixture->options.prune = PRUNE_NEVER;
    run(fixture);
    g_autofree char *still = contents_complete_of(fixture->index);
    g_assert_cmpstr(still, ==, before);
    fixture->options.prune = PRUNE_FORCE;
    run(fixture);
    assert_as_undisturbed(fixture);
}

static void what_was_read_beside_a_refusal_is_kept(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 3);
    run(fixture);
    remove_file(fixture, "00.txt");
    write_file(fixture, "new.txt", "Headline\n\nA new one.\n");
    g_autoptr(GError) error = NULL;
    g_assert_false(try_run_into(fixture, fixture->index, ".", &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_PRUNE);
    g_autoptr(Index) index = index_open(fixture->index, NULL);
    g_assert_cmpuint(index_article_count(index), ==, 4);
}

static void a_root_that_is_gone_is_not_pruned(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 20);
    g_autofree char *moved = g_build_filename(fixture->scratch, "elsewhere", NULL);
    for (guint i = 0; i < 2; i++) {
        run(fixture);
        g_assert_cmpint(rename(fixture->archive, moved), ==, 0);
        if (i == 1) /* an empty directory is where the disk was mounted */
            g_assert_cmpint(g_mkdir_with_parents(fixture->archive, 0777), ==, 0);
        g_autofree char *before = contents_complete_of(fixture->index);
        g_autoptr(GError) error = NULL;
        g_assert_false(try_run_into(fixture, fixture->index, ".", &error));
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_PRUNE);
        g_assert_nonnull(strstr(error->message, fixture->archive));
        g_autofree char *after = contents_complete_of(fixture->index);
        g_assert_cmpstr(after, ==, before);
        if (i == 0)
            g_assert_cmpint(rename(moved, fixture->archive), ==, 0);
    }
    fixture->options.prune = PRUNE_FORCE;
    run(fixture);
    assert_holds(fixture, "");
    scratch_remove(g_strdup(moved));
}

/* One small folder of a large archive, as a disk of its own. */
static void a_path_of_which_nothing_is_left_is_not_pruned(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 20);
    write_file(fixture, "disk/a.txt", "Headline\n\nOn another disk.\n");
    run(fixture);
    remove_file(fixture, "disk/a.txt");
    g_autoptr(GError) error = NULL;
    g_assert_false(try_run_into(fixture, fixture->index, "disk", &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_PRUNE);
    run(fixture); /* over the whole archive it is one file in twenty */
    assert_as_undisturbed(fixture);
}

static void only_what_is_below_the_paths_is_pruned(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 20);
    write_file(fixture, "a/1.txt", "Headline\n\nOne.\n");
    write_file(fixture, "a/2.txt", "Headline\n\nTwo.\n");
    write_file(fixture, "ab/1.txt", "Headline\n\nThree.\n");
    run(fixture);
    remove_file(fixture, "a/1.txt");
    remove_file(fixture, "ab/1.txt");
    remove_file(fixture, "00.txt");
    run_paths(fixture, "a");
    g_assert_cmpuint(fixture->counts.files_vanished, ==, 1);
    run(fixture);
    g_assert_cmpuint(fixture->counts.files_vanished, ==, 2);
    assert_as_undisturbed(fixture);
}

static void a_path_that_never_was_is_an_error(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 2);
    run(fixture);
    g_autoptr(GError) error = NULL;
    g_assert_false(try_run_into(fixture, fixture->index, "nowhere", &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
    g_assert_nonnull(strstr(error->message, "nowhere"));
}

static void what_is_newly_excluded_counts_as_vanished(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 10);
    write_file(fixture, "draft.txt", "Headline\n\nNot yet.\n");
    run(fixture);
    g_ptr_array_add(fixture->options.exclude, (gpointer) "draft*");
    run(fixture);
    g_assert_cmpuint(fixture->counts.files_vanished, ==, 1);
    assert_as_undisturbed(fixture);
}

static void a_path_named_beside_a_directory_that_excludes_it_stays(Fixture *fixture,
                                                                   gconstpointer data)
{
    (void)data;
    write_many(fixture, 10);
    g_ptr_array_add(fixture->options.exclude, (gpointer) "00*");
    for (guint i = 0; i < 2; i++) {
        run_paths(fixture, ". 00.txt");
        run_paths(fixture, "00.txt .");
        g_assert_cmpuint(fixture->counts.files_vanished, ==, 0);
        g_assert_cmpuint(fixture->read, ==, 0);
    }
    g_autoptr(Index) index = index_open(fixture->index, NULL);
    g_assert_cmpuint(index_article_count(index), ==, 10);
}

static void paths_that_overlap_are_read_once_in_any_order(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 3);
    write_file(fixture, "a/1.txt", "Headline\n\nOne.\n");
    write_file(fixture, "a.txt", "Headline\n\nTwo.\n");
    run_paths(fixture, "a . 01.txt . a/1.txt");
    g_assert_cmpuint(fixture->read, ==, 5);
    g_autofree char *listing = contents_listing_of(fixture->index);
    g_assert_nonnull(strstr(listing, "1.txt"));
    g_assert_cmpuint(fixture->counts.articles, ==, 5);
}

/* Suppliers */

static void a_copy_takes_over_whichever_is_lost(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char *const lost[] = {"a.md", "b.md"};
    for (gsize i = 0; i < G_N_ELEMENTS(lost); i++) {
        write_many(fixture, 10);
        write_story(fixture, "a.md", "story", "The text of the story.");
        write_story(fixture, "b.md", "story", "The text of the story.");
        run(fixture);
        assert_as_undisturbed(fixture);
        remove_file(fixture, lost[i]);
        run(fixture);
        assert_as_undisturbed(fixture);
        g_autofree char *listing = contents_listing_of(fixture->index);
        g_assert_nonnull(strstr(listing, "https://a.example/story: "));
    }
}

static void the_better_supplier_is_stored_whatever_the_order(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char *const longer = "The text of the story, and much more of it than before.";
    for (guint order = 0; order < 4; order++) {
        if (order % 2 == 0)
            write_story(fixture, "a.md", "story", longer);
        write_story(fixture, "b.md", "story", "The text.");
        if (order >= 2)
            run(fixture); /* the other one comes later */
        write_story(fixture, order % 2 == 0 ? "c.md" : "a.md", "story",
                    order % 2 == 0 ? "The." : longer);
        run(fixture);
        assert_as_undisturbed(fixture);
        g_autofree char *listing = contents_listing_of(fixture->index);
        g_assert_nonnull(strstr(listing, longer));
    }
}

static void assert_holds_version(const Fixture *fixture, guint version)
{
    g_autofree char *wanted =
        version == 0 ? g_strdup("")
                     : g_strdup_printf("g2:urn:newsml:wire.example:2022:1: Version %u.\n", version);
    assert_holds(fixture, wanted);
}

/* Two versions and the word that takes them back, one after the other. */
static void what_an_agency_takes_back_is_gone_whatever_the_order(Fixture *fixture,
                                                                 gconstpointer data)
{
    (void)data;
    static const guint orders[][3] = {{1, 2, 3}, {1, 3, 2}, {2, 1, 3},
                                      {2, 3, 1}, {3, 1, 2}, {3, 2, 1}};
    fixture->options.prune = PRUNE_FORCE;
    for (gsize i = 0; i < 2 * G_N_ELEMENTS(orders); i++) {
        const guint *order = orders[i / 2], *names = orders[i % 2 == 0 ? 0 : 5];
        for (guint turn = 0; turn < 3; turn++) {
            guint item = order[turn];
            g_autofree char *path = g_strdup_printf("%u.xml", names[item - 1]);
            write_item(fixture, path, MIN(item, 2), item == 3 ? "canceled" : "usable");
            run_paths(fixture, ".");
        }
        assert_holds_version(fixture, 0);
        assert_as_undisturbed(fixture); /* of one run */
        for (guint item = 1; item <= 3; item++) {
            g_autofree char *path = g_strdup_printf("%u.xml", item);
            remove_file(fixture, path);
        }
        run_paths(fixture, ".");
    }
}

static void a_later_version_stands_again(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->options.prune = PRUNE_FORCE;
    write_item(fixture, "b-1", 1, "usable");
    write_item(fixture, "a-2", 2, "withheld");
    run(fixture);
    g_assert_cmpuint(fixture->counts.articles, ==, 1);
    g_assert_cmpuint(fixture->counts.withdrawn, ==, 1);
    assert_holds_version(fixture, 0);
    write_item(fixture, "c-3", 3, "usable");
    run(fixture);
    assert_holds_version(fixture, 3);
    assert_as_undisturbed(fixture);
    remove_file(fixture, "c-3");
    run(fixture);
    assert_holds_version(fixture, 0);
    assert_as_undisturbed(fixture);
    remove_file(fixture, "a-2");
    run(fixture);
    assert_holds_version(fixture, 1);
    assert_as_undisturbed(fixture);
    write_item(fixture, "b-1", 1, "canceled");
    run(fixture);
    assert_holds_version(fixture, 0);
    write_item(fixture, "b-1", 1, "usable");
    run(fixture);
    assert_holds_version(fixture, 1);
    assert_as_undisturbed(fixture);
}

/* Units */

static void write_text(const Fixture *fixture, const char *path, const char *words)
{
    g_autofree char *text = g_strdup_printf("<text><p>%s</p></text>\n", words);
    write_file(fixture, path, text);
}

static void write_issue(const Fixture *fixture, const char *path)
{
    g_autoptr(GString) text = g_string_new("<DIDL><Item>\n");
    for (guint i = 1; i <= 3; i++)
        g_string_append_printf(text,
                               "<Item><Component><Resource filename='%u_articletext.xml'/>"
                               "</Component><Component><Resource><dcx><recordIdentifier>issue:%u"
                               "</recordIdentifier></dcx></Resource></Component></Item>\n",
                               i, i);
    g_string_append(text, "</Item></DIDL>\n");
    write_file(fixture, path, text->str);
}

/* Wherever the issue's name stands among those of its texts, one of which is empty. */
static void parts_of_a_unit_are_counted_once(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char *const names[] = {"0.xml", "2.xml", "z.xml"};
    fixture->options.prune = PRUNE_FORCE;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        write_text(fixture, "1_articletext.xml", "The first.");
        write_text(fixture, "2_articletext.xml", "");
        write_text(fixture, "3_articletext.xml", "The third.");
        write_text(fixture, "4_articletext.xml", "Of no issue.");
        write_issue(fixture, names[i]);
        run(fixture);
        g_assert_cmpuint(fixture->counts.articles, ==, 3);
        g_assert_cmpuint(fixture->counts.files_done, ==, 5);
        g_assert_cmpuint(fixture->named, ==, 0);
        assert_as_undisturbed(fixture);
        write_text(fixture, "1_articletext.xml", "The first, changed.");
        run(fixture);
        g_assert_cmpuint(fixture->read, ==, 1);
        g_assert_cmpuint(fixture->counts.files_done, ==, 1);
        g_assert_cmpuint(fixture->counts.articles, ==, 2); /* of the issue, read again */
        assert_as_undisturbed(fixture);
        remove_file(fixture, names[i]);
        run(fixture);
        g_assert_cmpuint(fixture->counts.articles, ==, 2);
        assert_as_undisturbed(fixture);
    }
}

static void a_supplier_that_became_worse_gives_way(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_story(fixture, "a.md", "story", "The text of the story, all of it.");
    write_story(fixture, "b.md", "story", "The text of the story.");
    write_many(fixture, 3);
    run(fixture);
    write_story(fixture, "a.md", "story", "The text.");
    run(fixture);
    assert_holds(fixture, "00.txt#1: The text of article number 0.\n"
                          "01.txt#1: The text of article number 1.\n"
                          "02.txt#1: The text of article number 2.\n"
                          "https://a.example/story: The text of the story.\n");
    assert_as_undisturbed(fixture);
}

static void a_file_that_repeats_an_article_has_it_once(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_file(fixture, "a.txt",
               "---\ntitle: One\nurl: https://a.example/1\n---\nThe text.\n\n"
               "---\ntitle: One\nurl: https://a.example/1\n---\nThe text, and more of it.\n");
    run(fixture);
    assert_holds(fixture, "https://a.example/1: The text, and more of it.\n");
    scratch_touch(fixture->archive, "a.txt", 77);
    run(fixture);
    assert_as_undisturbed(fixture);
}

/* What cannot be read */

/* Root may read everything: so the tests are run as nobody. Sanitizers look at their own process.
 */
static int run_as_nobody(void)
{
    enum { NOBODY = 65534 };
    if (geteuid() != 0)
        return g_test_run();
    g_assert_cmpint(setegid(NOBODY), ==, 0);
    g_assert_cmpint(seteuid(NOBODY), ==, 0);
    g_assert_cmpint(prctl(PR_SET_DUMPABLE, 1), ==, 0);
    int status = g_test_run();
    g_assert_cmpint(seteuid(0), ==, 0); /* or it could not write down which lines ran */
    g_assert_cmpint(setegid(0), ==, 0);
    return status;
}

static void an_unreadable_directory_has_not_vanished(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 10);
    write_file(fixture, "closed/a.txt", "Headline\n\nBehind the door.\n");
    run(fixture);
    g_autofree char *before = contents_complete_of(fixture->index);
    set_mode(fixture, "closed", 0);
    for (guint i = 0; i < 2; i++) {
        run(fixture);
        g_assert_cmpuint(fixture->named, ==, i == 0 ? 1 : 0);
        g_autofree char *after = contents_complete_of(fixture->index);
        g_assert_cmpstr(after, ==, before);
    }
    set_mode(fixture, "closed", 0700);
    run(fixture);
    assert_as_undisturbed(fixture);
}

static void an_unreadable_file_keeps_what_it_gave(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 3);
    run(fixture);
    g_autofree char *before = contents_complete_of(fixture->index);
    set_mode(fixture, "01.txt", 0);
    scratch_touch(fixture->archive, "01.txt", 99);
    for (guint i = 0; i < 2; i++) {
        run(fixture);
        g_assert_cmpuint(fixture->read, ==, 1); /* tried each time */
        g_assert_cmpuint(fixture->named, ==, i == 0 ? 1 : 0);
        g_autofree char *after = contents_complete_of(fixture->index);
        g_assert_cmpstr(after, ==, before);
    }
    set_mode(fixture, "01.txt", 0600);
    run(fixture);
    assert_as_undisturbed(fixture);
}

/* Readers and options */

static void other_options_and_readers_read_again(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 3);
    run(fixture);
    fixture->options.date_fallback = DATE_FALLBACK_MTIME;
    run(fixture);
    g_assert_cmpuint(fixture->read, ==, 3);
    assert_as_undisturbed(fixture);
    g_autoptr(GError) error = NULL;
    Store *store = store_open(fixture->index, 0, &error);
    LedgerEntry *entry = ledger_entry_copy(ledger_find(store_ledger(store), 1, "01.txt"));
    entry->reader_version += 1000; /* as if by another version of the program */
    store_put_entry(store, entry);
    g_assert_true(store_commit(store, &error));
    store_close(store);
    run(fixture);
    g_assert_cmpuint(fixture->read, ==, 1);
    run(fixture);
    g_assert_cmpuint(fixture->read, ==, 0);
    assert_as_undisturbed(fixture);
}

/* Stopping */

static void a_run_that_was_stopped_is_taken_up_again(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 12);
    write_story(fixture, "x.md", "story", "The text.");
    write_story(fixture, "y.md", "story", "The text of the story.");
    for (fixture->stop_after = 1; fixture->stop_after < 5; fixture->stop_after++) {
        run(fixture);
        g_assert_cmpuint(fixture->counts.files_done, ==, fixture->stop_after);
    }
    fixture->stop_after = 0;
    run(fixture);
    g_assert_cmpuint(fixture->read, ==, 4); /* 14 less 1 + 2 + 3 + 4 */
    assert_as_undisturbed(fixture);
}

static void a_stopped_run_removes_nothing(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 10);
    run(fixture);
    remove_file(fixture, "00.txt");
    write_file(fixture, "a.txt", "Headline\n\nNew.\n");
    write_file(fixture, "b.txt", "Headline\n\nNew.\n");
    fixture->stop_after = 1;
    run(fixture);
    g_autoptr(Index) index = index_open(fixture->index, NULL);
    g_assert_cmpuint(index_article_count(index), ==, 11);
    fixture->stop_after = 0;
    run(fixture);
    assert_as_undisturbed(fixture);
}

static void an_index_within_its_archive_is_not_read(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_many(fixture, 3);
    g_free(fixture->index);
    fixture->index = g_build_filename(fixture->archive, "index", NULL);
    for (guint i = 0; i < 2; i++) {
        run(fixture);
        g_assert_cmpuint(fixture->read, ==, i == 0 ? 3 : 0);
        g_assert_cmpuint(fixture->named, ==, 0);
    }
}

#define ADD(name, function) g_test_add(name, Fixture, NULL, set_up, function, tear_down)

static void add_files(void)
{
    ADD("/update/an archive is read once", an_archive_is_read_once);
    ADD("/update/files that have not changed are not opened",
        files_that_have_not_changed_are_not_opened);
    ADD("/update/a file that was touched keeps its version",
        a_file_that_was_touched_keeps_its_version);
    ADD("/update/a changed file keeps its place in the order",
        a_changed_file_keeps_its_place_in_the_order);
    ADD("/update/an article that left its file is removed",
        an_article_that_left_its_file_is_removed);
    ADD("/update/a file that vanished is pruned", a_file_that_vanished_is_pruned);
    ADD("/update/an index within its archive is not read", an_index_within_its_archive_is_not_read);
    ADD("/update/paths that overlap are read once, in any order",
        paths_that_overlap_are_read_once_in_any_order);
    ADD("/update/other options and readers read again", other_options_and_readers_read_again);
    ADD("/update/a run that was stopped is taken up again",
        a_run_that_was_stopped_is_taken_up_again);
    ADD("/update/a stopped run removes nothing", a_stopped_run_removes_nothing);
}

static void add_guards(void)
{
    ADD("/update/over a fifth is not pruned", over_a_fifth_is_not_pruned);
    ADD("/update/what was read beside a refusal is kept", what_was_read_beside_a_refusal_is_kept);
    ADD("/update/a root that is gone is not pruned", a_root_that_is_gone_is_not_pruned);
    ADD("/update/a path of which nothing is left is not pruned",
        a_path_of_which_nothing_is_left_is_not_pruned);
    ADD("/update/only what is below the paths is pruned", only_what_is_below_the_paths_is_pruned);
    ADD("/update/a path that never was is an error", a_path_that_never_was_is_an_error);
    ADD("/update/what is newly excluded counts as vanished",
        what_is_newly_excluded_counts_as_vanished);
    ADD("/update/a path named beside a directory that excludes it stays",
        a_path_named_beside_a_directory_that_excludes_it_stays);
    ADD("/update/an unreadable directory has not vanished",
        an_unreadable_directory_has_not_vanished);
    ADD("/update/an unreadable file keeps what it gave", an_unreadable_file_keeps_what_it_gave);
}

static void add_suppliers(void)
{
    ADD("/update/a copy takes over, whichever is lost", a_copy_takes_over_whichever_is_lost);
    ADD("/update/the better supplier is stored, whatever the order",
        the_better_supplier_is_stored_whatever_the_order);
    ADD("/update/a supplier that became worse gives way", a_supplier_that_became_worse_gives_way);
    ADD("/update/a file that repeats an article has it once",
        a_file_that_repeats_an_article_has_it_once);
}

static void add_withdrawals_and_units(void)
{
    ADD("/update/what an agency takes back is gone, whatever the order",
        what_an_agency_takes_back_is_gone_whatever_the_order);
    ADD("/update/a later version stands again", a_later_version_stands_again);
    ADD("/update/parts of a unit are counted once", parts_of_a_unit_are_counted_once);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_files();
    add_guards();
    add_suppliers();
    add_withdrawals_and_units();
    ADD("/update/the latest capture keeps the earliest day",
        the_latest_capture_keeps_the_earliest_day);
    return run_as_nobody();
}
