/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reading.c: what is read out of folders of files, and how fast, as tables in Markdown.
 *
 * usage: reading FOLDER…. A first table has a row for each folder: files, articles, what was
 * skipped and why, and how many articles have a headline, a date (by its provenance), an author
 * and a language; a second one has a row for each format, with megabytes (as they lie on disk) and
 * articles in a second of one core, from the file to the finished document, without writing an
 * index. Copies of an article are counted each time; files that another one reads as its part are
 * counted with it.
 */
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "indexer/ingest.h"
#include "indexer/walk.h"
#include "morgue/record.h"

typedef struct {
    guint64 files, bytes, articles, parts;
    guint64 headlines, authors, languages, dates;
    guint64 from[PROVENANCE_COUNT]; /* of dates */
    double seconds;
    GHashTable *reasons; /* text → guint64 * */
} Tally;

/* One file, for the two tallies that it belongs to. */
typedef struct {
    Tally file;
    const Reader *reader;
    Outcome outcome;
} Reading;

typedef struct {
    GPtrArray *files; /* of IngestFile * */
    Tally tally;
    GHashTable *formats; /* of the whole run: name → Tally * */
    GHashTable *parts;   /* paths that were read as part of a unit */
} Set;

static Tally *tally_new(void)
{
    Tally *tally = g_new0(Tally, 1);
    tally->reasons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return tally;
}

static void tally_free(gpointer data)
{
    Tally *tally = data;
    g_hash_table_unref(tally->reasons);
    g_free(tally);
}

/* Counts reasons that differ only in their numbers together: `at byte N`. */
static void count_reason(Tally *tally, const char *what, const char *reason, guint64 count)
{
    static GRegex *digits;
    if (digits == NULL)
        digits = g_regex_new("[0-9]+", 0, 0, NULL);
    g_autofree char *general = g_regex_replace_literal(digits, reason, -1, 0, "N", 0, NULL);
    char *text = g_strdup_printf("%s: %s", what, general);
    const guint64 *before = g_hash_table_lookup(tally->reasons, text);
    guint64 sum = count + (before == NULL ? 0 : *before);
    g_hash_table_replace(tally->reasons, text, g_memdup2(&sum, sizeof sum));
}

static void tally_add(Tally *tally, const Tally *other)
{
    tally->files += other->files;
    tally->bytes += other->bytes;
    tally->articles += other->articles;
    tally->parts += other->parts;
    tally->headlines += other->headlines;
    tally->authors += other->authors;
    tally->languages += other->languages;
    tally->dates += other->dates;
    tally->seconds += other->seconds;
    for (int i = 0; i < PROVENANCE_COUNT; i++)
        tally->from[i] += other->from[i];
}

static void count_document(Tally *tally, const Document *document)
{
    Record record;
    g_autoptr(GError) error = NULL;
    if (!record_init(&record, document->data->str, document->data->len, &error))
        g_error("%s", error->message);
    const char *from = record.value[RECORD_DATE_FROM];
    tally->articles++;
    tally->headlines += record.value[RECORD_HEADLINE] != NULL ? 1 : 0;
    tally->authors += record.value[RECORD_BYLINE] != NULL ? 1 : 0;
    tally->languages += record.value[RECORD_LANGUAGE] != NULL ? 1 : 0;
    tally->dates += from != NULL ? 1 : 0;
    tally->from[from == NULL ? PROVENANCE_NONE : provenance_from_name(from)]++;
    record_clear(&record);
}

static void take_end(Reading *reading, const IngestItem *item)
{
    Tally *tally = &reading->file;
    reading->reader = item->reader;
    tally->parts = item->parts == NULL ? 0 : item->parts->len;
    if (item->passed == NULL)
        return;
    GHashTableIter iterator;
    gpointer reason, count;
    g_hash_table_iter_init(&iterator, item->passed);
    while (g_hash_table_iter_next(&iterator, &reason, &count))
        count_reason(tally, "passed over", reason, GPOINTER_TO_UINT(count));
}

static gboolean take_item(IngestItem *item, gpointer data)
{
    Reading *reading = data;
    Tally *tally = &reading->file;
    if (item->kind == INGEST_DOCUMENT && item->document != NULL)
        count_document(tally, item->document);
    else if (item->kind == INGEST_SKIPPED)
        count_reason(tally, "record", item->reason, 1);
    else if (item->reason != NULL && !item->named && item->passed == NULL)
        count_reason(tally, item->is_defect ? "damaged file" : "file", item->reason, 1);
    if (item->kind == INGEST_END)
        take_end(reading, item);
    ingest_item_free(item);
    return TRUE;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static gboolean add_file(const WalkFile *found, gpointer data, G_GNUC_UNUSED GError **error)
{
    Set *set = data;
    IngestFile *file = g_new0(IngestFile, 1);
    file->path = g_strdup(found->path);
    file->relative = g_strdup(found->relative);
    file->prefix = "";
    file->root = 1;
    file->size = found->size;
    file->mtime = found->mtime;
    g_ptr_array_add(set->files, file);
    return TRUE;
}

static void say_unreadable(const char *path, const char *reason, G_GNUC_UNUSED gpointer data)
{
    fprintf(stderr, "%s: %s\n", path, reason);
}

static void read_file(Set *set, const IngestFile *file, const IndexerOptions *options,
                      DocumentBuilder *builder)
{
    Tally *tally = tally_new();
    Reading reading = {.file = *tally};
    Date today = date_today(NULL);
    reading.file.files = 1;
    reading.file.bytes = file->size;
    double start = now();
    ingest(file, options, &today, builder, take_item, &reading);
    reading.file.seconds = now() - start;
    const char *name = reading.reader == NULL ? "(none)" : reading.reader->name;
    Tally *format = g_hash_table_lookup(set->formats, name);
    if (format == NULL)
        g_hash_table_insert(set->formats, g_strdup(name), format = tally_new());
    tally_add(format, &reading.file);
    tally_add(&set->tally, &reading.file);
    GHashTableIter iterator;
    gpointer reason, count;
    g_hash_table_iter_init(&iterator, tally->reasons);
    while (g_hash_table_iter_next(&iterator, &reason, &count)) {
        g_auto(GStrv) halves = g_strsplit(reason, ": ", 2);
        count_reason(&set->tally, halves[0], halves[1], *(const guint64 *)count);
    }
    tally_free(tally);
}

static int by_name(gconstpointer one, gconstpointer other)
{
    return strcmp(one, other);
}

static void print_set(const char *folder, const Tally *tally)
{
    g_autofree char *name = g_path_get_basename(folder);
    printf("| %s | %" G_GUINT64_FORMAT " | %" G_GUINT64_FORMAT " | %" G_GUINT64_FORMAT
           " | %" G_GUINT64_FORMAT " | ",
           name, tally->files, tally->articles, tally->headlines, tally->dates);
    const char *between = "";
    for (int i = 1; i < PROVENANCE_COUNT; i++) {
        if (tally->from[i] == 0)
            continue;
        printf("%s%s %" G_GUINT64_FORMAT, between, provenance_name((Provenance)i), tally->from[i]);
        between = ", ";
    }
    printf(" | %" G_GUINT64_FORMAT " | %" G_GUINT64_FORMAT " | ", tally->authors, tally->languages);
    g_autoptr(GList) reasons = g_list_sort(g_hash_table_get_keys(tally->reasons), by_name);
    between = "";
    for (const GList *reason = reasons; reason != NULL; reason = reason->next) {
        const guint64 *count = g_hash_table_lookup(tally->reasons, reason->data);
        printf("%s%" G_GUINT64_FORMAT " %s", between, *count, (const char *)reason->data);
        between = "; ";
    }
    printf(" |\n");
}

static void read_folder(const char *folder, GHashTable *formats, const IndexerOptions *options,
                        DocumentBuilder *builder)
{
    g_autofree char *absolute = g_canonicalize_filename(folder, NULL);
    Tally *tally = tally_new();
    Set set = {
        .files = g_ptr_array_new_with_free_func((GDestroyNotify)ingest_file_free),
        .tally = *tally,
        .formats = formats,
    };
    const WalkFilter filter = {NULL, NULL, NULL};
    g_autoptr(GError) error = NULL;
    if (!walk(absolute, &filter, add_file, say_unreadable, &set, &error))
        g_error("%s", error->message);
    for (guint i = 0; i < set.files->len; i++) {
        IngestFile *file = g_ptr_array_index(set.files, i);
        file->folder = absolute;
        read_file(&set, file, options, builder);
    }
    print_set(folder, &set.tally);
    g_ptr_array_unref(set.files);
    tally_free(tally);
}

static void print_formats(GHashTable *formats)
{
    printf("\n| format | files | MB | articles | MB/s | articles/s |\n|---|--:|--:|--:|--:|--:|\n");
    g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(formats), by_name);
    for (const GList *name = names; name != NULL; name = name->next) {
        const Tally *tally = g_hash_table_lookup(formats, name->data);
        double megabytes = (double)tally->bytes / 1e6;
        printf("| %s | %" G_GUINT64_FORMAT " | %.1f | %" G_GUINT64_FORMAT " | %.1f | %.0f |\n",
               (const char *)name->data, tally->files, megabytes, tally->articles,
               megabytes / tally->seconds, (double)tally->articles / tally->seconds);
    }
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s FOLDER...\n", argv[0]);
        return 2;
    }
    const IndexerOptions options = {.jobs = 1};
    DocumentBuilder *builder = document_builder_new();
    GHashTable *formats = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, tally_free);
    printf("| set | files | articles | headline | date | from | author | language | not read |\n"
           "|---|--:|--:|--:|--:|---|--:|--:|---|\n");
    for (int i = 1; i < argc; i++)
        read_folder(argv[i], formats, &options, builder);
    print_formats(formats);
    g_hash_table_unref(formats);
    document_builder_free(builder);
    return 0;
}
