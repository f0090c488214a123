/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pipeline: the same items in the same order whatever the number of workers. */
#include "indexer/pipeline.h"

#include <string.h>

#include "tests/support/scratch.h"

typedef struct {
    char *directory;
    GPtrArray *files; /* of IngestFile * */
    IndexerOptions options;
    Date today;
} Fixture;

static void add_file(Fixture *fixture, const char *name, const char *text)
{
    IngestFile *file = g_new0(IngestFile, 1);
    file->path = scratch_write(fixture->directory, name, text);
    file->relative = g_strdup(name);
    file->prefix = "";
    file->root = 1;
    g_ptr_array_add(fixture->files, file);
}

/* A file of `count` articles of some `length` bytes each. */
static void add_articles(Fixture *fixture, const char *name, guint count, guint length)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < count; i++) {
        g_string_append_printf(text, "---\ntitle: %s %u\n---\n", name, i);
        for (gsize end = text->len + length; text->len < end;)
            g_string_append_printf(text, "word%u of the text. ", i * 31 + (guint)text->len % 97);
        g_string_append(text, "\n\n");
    }
    add_file(fixture, name, text->str);
}

static void append_record(GString *archive, const char *url, const char *type, const char *body)
{
    g_autoptr(GString) block = g_string_new("HTTP/1.1 200 OK\r\n");
    g_string_append_printf(block, "Content-Type: %s\r\n\r\n%s", type, body);
    g_string_append(archive, "WARC/1.0\r\nWARC-Type: response\r\n");
    if (url != NULL)
        g_string_append_printf(archive, "WARC-Target-URI: %s\r\n", url);
    g_string_append_printf(archive,
                           "WARC-Date: 2019-05-07T10:00:00Z\r\nContent-Length: %" G_GSIZE_FORMAT
                           "\r\n\r\n%s\r\n\r\n",
                           block->len, block->str);
}

/*
 * A web archive: pages, some without an address, and so with an id that depends on how many
 * articles stand before them; records of several articles, of none, and a damaged one.
 */
static void add_web_archive(Fixture *fixture, const char *name, guint count)
{
    g_autoptr(GString) archive = g_string_new(NULL);
    for (guint i = 0; i < count; i++) {
        g_autofree char *url = g_strdup_printf("http://heron.example/%u", i);
        g_autofree char *page = g_strdup_printf(
            "<html><head><title>Clocks %u</title></head><body><article><h1>Clocks %u</h1><p>The "
            "council met behind closed doors for %u hours and came out with a plan.</p></article>"
            "</body></html>",
            i, i, i);
        append_record(archive, i % 3 == 0 ? NULL : url, "text/html", page);
        if (i % 5 == 0)
            append_record(archive, NULL, "application/json",
                          "[{\"title\": \"One\", \"body\": \"The first.\"},"
                          " {\"title\": \"Two\", \"body\": \"The second.\"}, {\"a\": 1}]");
        if (i % 7 == 0)
            append_record(archive, url, "text/html", "<html><body></body></html>");
        if (i % 11 == 0)
            g_string_append(archive, "WARC/1.0\r\nWARC-Type: response\r\n\r\n");
    }
    add_file(fixture, name, archive->str);
}

static void set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->directory = scratch_new();
    fixture->files = g_ptr_array_new_with_free_func((GDestroyNotify)ingest_file_free);
    fixture->options = (IndexerOptions){.memory = 64 << 20, .jobs = 2};
    fixture->today = date_today(NULL);
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_ptr_array_unref(fixture->files);
    scratch_remove(fixture->directory);
}

static Pipeline *start(const Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    Pipeline *pipeline = pipeline_new(fixture->files, &fixture->options, &fixture->today, &error);
    g_assert_no_error(error);
    return pipeline;
}

static void describe(GString *text, guint file, const IngestItem *item)
{
    g_string_append_printf(text, "%u %d %u %u %s", file, (int)item->kind, item->ordinal,
                           item->quality, item->reason != NULL ? item->reason : "");
    if (item->document != NULL)
        g_string_append_printf(text, " %" G_GINT64_MODIFIER "x %" G_GINT64_MODIFIER "x",
                               item->document->id, item->document->content);
    if (item->kind == INGEST_END)
        g_string_append_printf(text, " %d %s", (int)item->outcome,
                               item->reader != NULL ? item->reader->name : "none");
    g_string_append_c(text, '\n');
}

static char *all_items(const Fixture *fixture)
{
    g_autoptr(Pipeline) pipeline = start(fixture);
    GString *text = g_string_new(NULL);
    IngestItem *next;
    guint file;
    while ((next = pipeline_next(pipeline, &file)) != NULL) {
        g_autoptr(IngestItem) item = next;
        describe(text, file, item);
    }
    g_assert_null(pipeline_next(pipeline, &file)); /* and so it stays */
    return g_string_free(text, FALSE);
}

static void add_mixture(Fixture *fixture)
{
    for (guint i = 0; i < 40; i++) {
        g_autofree char *name = g_strdup_printf("%02u.txt", i);
        add_articles(fixture, name, i % 7 == 0 ? 30 : 1, 200 + i * 10);
    }
    add_file(fixture, "40.txt", "");
    add_file(fixture, "41.bin", "\x01\x02\x03\x04\x05");
    IngestFile *absent = g_new0(IngestFile, 1);
    absent->path = g_build_filename(fixture->directory, "absent", NULL);
    absent->relative = g_strdup("absent");
    absent->prefix = "";
    g_ptr_array_add(fixture->files, absent);
    add_articles(fixture, "43.txt", 2, 100);
    add_web_archive(fixture, "44.warc", 60);
}

/* One big file: what is found in it is handed over to the workers that have none. */
static void one_file_is_read_by_all_workers(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const guint jobs[] = {2, 3, 16};
    static const guint64 memory[] = {64 << 20, 64 << 10};
    add_web_archive(fixture, "0.warc", 300);
    fixture->options.jobs = 1;
    g_autofree char *wanted = all_items(fixture);
    g_assert_nonnull(strstr(wanted, "\n0 0 420 ")); /* its last article: 300 pages, 60 times two */
    g_assert_null(strstr(wanted, "\n0 0 421 "));
    for (gsize i = 0; i < G_N_ELEMENTS(jobs) * G_N_ELEMENTS(memory); i++) {
        fixture->options.jobs = jobs[i % G_N_ELEMENTS(jobs)];
        fixture->options.memory = memory[i / G_N_ELEMENTS(jobs)];
        g_autofree char *found = all_items(fixture);
        g_assert_cmpstr(found, ==, wanted);
    }
}

static void items_do_not_depend_on_the_number_of_workers(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const guint jobs[] = {2, 7, 60};
    add_mixture(fixture);
    fixture->options.jobs = 1;
    g_autofree char *wanted = all_items(fixture);
    for (gsize i = 0; i < G_N_ELEMENTS(jobs); i++) {
        fixture->options.jobs = jobs[i];
        g_autofree char *found = all_items(fixture);
        g_assert_cmpstr(found, ==, wanted);
    }
}

static void each_file_ends_once_and_in_its_turn(Fixture *fixture, gconstpointer data)
{
    (void)data;
    add_mixture(fixture);
    fixture->options.jobs = 7;
    g_autoptr(Pipeline) pipeline = start(fixture);
    IngestItem *next;
    guint file, turn = 0, ordinal = 0;
    while ((next = pipeline_next(pipeline, &file)) != NULL) {
        g_autoptr(IngestItem) item = next;
        g_assert_cmpuint(file, ==, turn);
        if (item->kind == INGEST_DOCUMENT)
            ordinal++;
        if (item->kind == INGEST_DOCUMENT)
            g_assert_cmpuint(item->ordinal, ==, ordinal);
        if (item->kind == INGEST_END)
            turn++, ordinal = 0;
    }
    g_assert_cmpuint(turn, ==, fixture->files->len);
}

static void no_files_are_no_items(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *items = all_items(fixture);
    g_assert_cmpstr(items, ==, "");
}

/* Workers that wait for room, or are in the middle of a file, must all be let go. */
static void stopping_early_lets_all_workers_go(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->options.memory = 1 << 16; /* 4 KiB of items: everybody waits */
    for (guint i = 0; i < 10; i++) {
        g_autofree char *name = g_strdup_printf("%u.txt", i);
        add_articles(fixture, name, 20, 2000);
    }
    for (guint taken = 0; taken < 50; taken += 7) {
        fixture->options.jobs = taken % 5 + 1;
        g_autoptr(Pipeline) pipeline = start(fixture);
        guint file;
        for (guint i = 0; i < taken; i++)
            ingest_item_free(pipeline_next(pipeline, &file));
    }
}

/* Less than one item needs: then items pass one by one, and nobody waits for ever. */
static void little_memory_does_not_lock_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const guint64 sizes[] = {0, 1, 16, 1 << 14};
    add_mixture(fixture);
    g_autofree char *wanted = all_items(fixture);
    fixture->options.jobs = 7;
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        fixture->options.memory = sizes[i];
        g_autofree char *found = all_items(fixture);
        g_assert_cmpstr(found, ==, wanted);
    }
}

#define ADD(name, function) g_test_add(name, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("/pipeline/items do not depend on the number of workers",
        items_do_not_depend_on_the_number_of_workers);
    ADD("/pipeline/one file is read by all workers", one_file_is_read_by_all_workers);
    ADD("/pipeline/each file ends once, and in its turn", each_file_ends_once_and_in_its_turn);
    ADD("/pipeline/no files are no items", no_files_are_no_items);
    ADD("/pipeline/stopping early lets all workers go", stopping_early_lets_all_workers_go);
    ADD("/pipeline/little memory does not lock up", little_memory_does_not_lock_up);
    return g_test_run();
}
