/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The golden cases of tests/readers/READER/: NAME.in is read and must give NAME.expected.
 *
 * NAME.context, if there is one, says what else the reader knows: `path`, `language`, `url`,
 * `charset`, `captured` (YYYYMMDD), and `recognise=false` where another reader (or none) would be
 * chosen by the bytes. NAME.siblings/ holds the other files of the unit. Every case is read again
 * through a source that gives one byte at a time, which must change nothing, and cut off at every
 * byte, which may change articles but must end, and leave only clean ones.
 *
 * MORGUE_GOLDEN=write writes the expected files instead; a person reviews the difference.
 */
#include <string.h>

#include "indexer/reader.h"
#include "morgue/error.h"
#include "tests/support/article-dump.h"

/* A reader that gives more than this from one case does not end. */
#define RESULTS_MAX 10000

/* Longer cases are cut at so many places, not at every byte. */
#define CUTS_MAX 4000

/* A PDF is given to another program each time. */
#define CUTS_MAX_PDF 40

typedef struct {
    const Reader *reader;
    char *input_path, *expected_path;
    char *bytes;
    gsize length;
    char *path, *language, *url, *charset;
    char *siblings; /* the folder */
    Date captured;
    gboolean recognise;
} Case;

static char *with_ending(const char *path, const char *ending)
{
    return g_strdup_printf("%.*s%s", (int)(strlen(path) - strlen(".in")), path, ending);
}

static void read_context(Case *c)
{
    g_autofree char *path = with_ending(c->input_path, ".context");
    g_autofree char *name = g_path_get_basename(c->input_path);
    g_auto(GStrv) endings = g_strsplit(c->reader->extensions, " ", 2);
    g_autofree char *ending = g_strconcat(".", endings[0], NULL);
    c->path = with_ending(name, ending);
    c->recognise = TRUE;
    g_autoptr(GKeyFile) file = g_key_file_new();
    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
        return;
    if (g_key_file_has_key(file, "context", "path", NULL)) {
        g_free(c->path);
        c->path = g_key_file_get_string(file, "context", "path", NULL);
    }
    c->language = g_key_file_get_string(file, "context", "language", NULL);
    c->url = g_key_file_get_string(file, "context", "url", NULL);
    c->charset = g_key_file_get_string(file, "context", "charset", NULL);
    int captured = g_key_file_get_integer(file, "context", "captured", NULL);
    if (captured != 0)
        c->captured = date_from_ymd(captured / 10000, captured / 100 % 100, captured % 100);
    if (g_key_file_has_key(file, "context", "recognise", NULL))
        c->recognise = g_key_file_get_boolean(file, "context", "recognise", NULL);
}

static void case_free(gpointer data)
{
    Case *c = data;
    g_free(c->input_path);
    g_free(c->expected_path);
    g_free(c->bytes);
    g_free(c->path);
    g_free(c->language);
    g_free(c->url);
    g_free(c->charset);
    g_free(c->siblings);
    g_free(c);
}

static Source *open_sibling(gpointer data, const char *name, GError **error)
{
    const Case *c = data;
    g_autofree char *path = g_build_filename(c->siblings, name, NULL);
    Source *source = source_open_file(path, NULL);
    if (source == NULL)
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, "no file %s", name);
    return source;
}

/* What a call of the reader gave. */
typedef struct {
    ReadStatus status;
    Article *article;
    GError *error;
    ReaderRecord record;
} Result;

static void result_free(gpointer data)
{
    Result *result = data;
    article_free(result->article);
    g_clear_error(&result->error);
    g_free(result);
}

static void append_result(GString *out, const Result *result, guint *articles)
{
    const Article *article = result->article;
    const GError *error = result->error;
    g_assert_cmpint(error != NULL, ==,
                    result->status == READ_SKIPPED || result->status == READ_FAILED);
    if (result->status == READ_ARTICLE) {
        article_check(article);
        g_assert_true(article_has_text(article));
        article_dump(out, article, ++*articles);
    } else if (error != NULL) {
        const char *what = result->status == READ_FAILED ? "failed" : "skipped";
        if (g_error_matches(error, MORGUE_ERROR, MORGUE_ERROR_PASSED))
            what = "passed over";
        g_string_append_printf(out, "%s at byte %" G_GUINT64_FORMAT "%s%s: %s\n", what,
                               article->offset, article->entry != NULL ? " of " : "",
                               article->entry != NULL ? article->entry : "", error->message);
        if ((article->flags & ARTICLE_WITHDRAWN) != 0)
            article_dump_withdrawn(out, article);
    }
}

/* The next result of a reader, or of a record that it has cut off. */
static Result *next_result(const Reader *reader, gpointer state, const ReaderRecord *record,
                           gboolean in_records)
{
    Result *result = g_new0(Result, 1);
    result->article = article_new();
    if (record != NULL)
        result->status = record->next(record->state, result->article, &result->error);
    else if (in_records && reader->next_record != NULL)
        result->status =
            reader->next_record(state, result->article, &result->record, &result->error);
    else
        result->status = reader->next(state, result->article, &result->error);
    return result;
}

/* Reads a record that has been cut off, long after its reader has been closed. */
static void append_record(GString *out, const Reader *reader, const ReaderRecord *record,
                          guint *articles)
{
    ReadStatus status;
    do {
        Result *result = next_result(reader, NULL, record, FALSE);
        append_result(out, result, articles);
        status = result->status;
        g_assert_cmpint(status, !=, READ_FAILED);
        g_assert_cmpint(status, !=, READ_RECORD);
        result_free(result);
    } while (status != READ_END);
    record->close(record->state);
}

/* Reads all articles; what happened is appended to `out`. */
static void read_articles(const Case *c, Source *source, gboolean in_records, GString *out)
{
    const ReaderContext context = {.path = c->path,
                                   .language = c->language,
                                   .today = date_from_ymd(2030, 1, 1),
                                   .url = c->url,
                                   .charset = c->charset,
                                   .captured = c->captured,
                                   .open_sibling = c->siblings != NULL ? open_sibling : NULL,
                                   .sibling_data = (gpointer)c};
    g_autoptr(GError) error = NULL;
    gpointer state = c->reader->open(source, &context, &error);
    if (state == NULL) {
        g_string_append_printf(out, "not opened: %s\n", error->message);
        return;
    }
    g_autoptr(GPtrArray) results = g_ptr_array_new_with_free_func(result_free);
    const Result *last;
    do {
        g_assert_cmpuint(results->len, <, RESULTS_MAX);
        g_ptr_array_add(results, next_result(c->reader, state, NULL, in_records));
        last = g_ptr_array_index(results, results->len - 1);
    } while (last->status != READ_END && last->status != READ_FAILED);
    c->reader->close(state);
    guint articles = 0;
    for (guint i = 0; i < results->len; i++) {
        const Result *result = g_ptr_array_index(results, i);
        if (result->status == READ_RECORD)
            append_record(out, c->reader, &result->record, &articles);
        else
            append_result(out, result, &articles);
    }
}

/* The first bytes, as many at a time, read to the end; NULL where they cannot be decompressed. */
static GString *read_bytes(const Case *c, gsize length, gsize step, gboolean in_records)
{
    g_autofree guint8 *exact = g_memdup2(c->bytes, length); /* for the address sanitizer */
    GString *out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    Source *inner = source_open_memory(exact, length, step, c->path);
    g_autoptr(Source) source = source_decompress(inner, &error);
    if (source != NULL)
        read_articles(c, source, in_records, out);
    return out;
}

static void check_recognition(const Case *c)
{
    g_autoptr(GError) error = NULL;
    Source *inner = source_open_memory(c->bytes, c->length, 0, c->path);
    g_autoptr(Source) source = source_decompress(inner, &error);
    g_assert_no_error(error);
    const Reader *reader = reader_recognise(source, &error);
    g_assert_no_error(error);
    g_assert_nonnull(reader);
    g_assert_cmpstr(reader->name, ==, c->reader->name);
}

static void test_case(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GString) whole = read_bytes(c, c->length, 0, FALSE);
    if (g_strcmp0(g_getenv("MORGUE_GOLDEN"), "write") == 0) {
        g_assert_true(g_file_set_contents(c->expected_path, whole->str, (gssize)whole->len, NULL));
        return;
    }
    g_autofree char *expected = NULL;
    g_assert_true(g_file_get_contents(c->expected_path, &expected, NULL, NULL));
    g_assert_cmpstr(whole->str, ==, expected);
    if (c->recognise)
        check_recognition(c);
    g_autoptr(GString) bytewise = read_bytes(c, c->length, 1, FALSE);
    g_assert_cmpstr(bytewise->str, ==, expected);
    g_autoptr(GString) in_records = read_bytes(c, c->length, 0, TRUE);
    g_assert_cmpstr(in_records->str, ==, expected);
    gboolean is_pdf = strcmp(c->reader->name, "pdf") == 0;
    gsize stride = 1 + c->length / (is_pdf ? CUTS_MAX_PDF : CUTS_MAX);
    for (gsize length = 0; length < c->length; length += stride) {
        g_autoptr(GString) cut = read_bytes(c, length, 0, FALSE);
        if (c->reader->next_record == NULL)
            continue;
        g_autoptr(GString) cut_in_records = read_bytes(c, length, 0, TRUE);
        g_assert_cmpstr(cut_in_records->str, ==, cut->str);
    }
}

static int compare_names(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* The names in a folder that end in `ending`, sorted. */
static GPtrArray *list_folder(const char *path, const char *ending)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;
    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        if (g_str_has_suffix(name, ending))
            g_ptr_array_add(names, g_strdup(name));
    }
    g_ptr_array_sort(names, compare_names);
    return names;
}

static void add_case(const Reader *reader, const char *folder, const char *name)
{
    Case *c = g_new0(Case, 1);
    c->reader = reader;
    c->input_path = g_build_filename(folder, name, NULL);
    c->expected_path = with_ending(c->input_path, ".expected");
    c->siblings = with_ending(c->input_path, ".siblings");
    if (!g_file_test(c->siblings, G_FILE_TEST_IS_DIR))
        g_clear_pointer(&c->siblings, g_free);
    g_assert_true(g_file_get_contents(c->input_path, &c->bytes, &c->length, NULL));
    read_context(c);
    g_autofree char *bare = with_ending(name, "");
    g_autofree char *test = g_strdup_printf("/readers/%s/%s", reader->name, bare);
    g_test_add_data_func_full(test, c, test_case, case_free);
}

static void test_every_reader_has_cases(void)
{
    for (const Reader *const *reader = reader_table(); *reader != NULL; reader++) {
        g_autofree char *folder =
            g_test_build_filename(G_TEST_DIST, "tests", "readers", (*reader)->name, NULL);
        g_autoptr(GPtrArray) names = list_folder(folder, ".in");
        g_test_message("%s: %u cases", (*reader)->name, names->len);
        g_assert_cmpuint(names->len, >, 0);
        g_assert_true(reader_find((*reader)->name) == *reader);
    }
    g_assert_null(reader_find("no such reader"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/readers/every-reader-has-cases", test_every_reader_has_cases);
    for (const Reader *const *reader = reader_table(); *reader != NULL; reader++) {
        g_autofree char *folder =
            g_test_build_filename(G_TEST_DIST, "tests", "readers", (*reader)->name, NULL);
        g_autoptr(GPtrArray) names = list_folder(folder, ".in");
        for (guint i = 0; i < names->len; i++)
            add_case(*reader, folder, g_ptr_array_index(names, i));
    }
    return g_test_run();
}
