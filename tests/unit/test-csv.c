/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables: what is none, and rows that are too large for golden cases. */
#include <string.h>

#include "indexer/reader.h"
#include "indexer/table-shape.h"
#include "morgue/error.h"

/* What has delimiters, and is no table. */
static const struct {
    const char *name, *text;
} others[] = {
    {"prose with commas", "On Monday, the ferry, which was late, left.\nOn Tuesday, the crew, all "
                          "four, slept.\nOn Sunday, the boat, again, was late.\n"},
    {"a headline of known names", "Date, time, place\nNothing is known, they say, of the three.\n"},
    {"a log with bars", "2020-01-01 12:00|INFO|The boat has left the quay in time\n"
                        "2020-01-01 12:01|WARN|The boat has come back to the quay\n"
                        "2020-01-01 12:02|INFO|The boat has left the quay once more\n"},
    {"a log with commas", "2020-01-01 12:00:01,123 the boat has left the quay\n"
                          "2020-01-01 12:00:02,456 the boat has come back\n"
                          "2020-01-01 12:00:03,789 the boat has left again\n"},
    {"lines of JSON", "{\"title\": \"a\", \"text\": \"b\"}\n{\"title\": \"c\", \"text\": \"d\"}\n"},
    {"a mail", "From: Ada Marlow <ada@quay.example>\nDate: Mon, 1 May 2000 10:00:00 +0000\n"
               "Subject: gulls, ferries, ropes\n\nDear all, the gulls are back.\n"},
    {"a header block", "title: Gulls, again\ndate: 2019-05-01\n\nThe gulls are back.\n"},
    {"an index of captures",
     "CDX N b a m s k r M S V g\n"
     "example,fen)/ 20140103030321 http://fen.example/ text/html 200 A - -\n"},
    {"an index of captures without its first line",
     "example,fen,www)/a 20140103030321 http://www.fen.example/a text/html 200 A - - 9 1 a.warc\n"
     "example,fen,www)/b 20140103030322 http://www.fen.example/b text/html 200 B - - 9 2 a.warc\n"
     "example,fen,www)/c 20140103030323 http://www.fen.example/c text/html 200 C - - 9 3 a.warc\n"},
    {"a program", "int a = b; int c = d; int e = f;\nint g = h; int i = j; int k = l;\n"
                  "int m = n; int o = p; int q = r;\n"},
    {"lines that are indented",
     "\tset the first value of the three\n\tset the second value of the three\n"
     "\tset the third value of the three\n"},
    {"comments that begin with a quote",
     "\" A file of commands\n\" Language:\tone of many words\n\" Author:\tAda Marlow\n\n"
     "syntax keyword\tword of many\n\" the end\tof the file it is\n"},
    {"XML", "<a title=\"x\", date=\"y\">\n"},
    {"nothing", ""},
};

/* A column of headlines alone, in which there are other delimiters than the comma that it lacks. */
static void test_one_column(void)
{
    static const char text[] = "headline\nStorm hits the coast; two boats lost\nMayor resigns\n";
    TableShape shape;
    table_shape_read(&shape, text, strlen(text), TRUE);
    g_assert_cmpint(shape.form.delimiter, ==, ',');
    table_shape_clear(&shape);
}

static void test_other(gconstpointer data)
{
    const char *text = data;
    g_assert_cmpint(table_shape_sniff(text, strlen(text), TRUE), ==, EVIDENCE_NONE);
}

/* Reads a table; appends `A` for an article, `S` for a row skipped. */
static GString *read_table(const GString *table)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = source_open_memory(table->str, table->len, 0, "table.csv");
    const ReaderContext context = {.path = "table.csv", .today = date_from_ymd(2030, 1, 1)};
    const Reader *reader = reader_find("csv");
    gpointer state = reader->open(source, &context, &error);
    g_assert_no_error(error);
    g_autoptr(Article) article = article_new();
    GString *seen = g_string_new(NULL);
    for (ReadStatus status = READ_ARTICLE; status != READ_END;) {
        article_clear(article);
        status = reader->next(state, article, &error);
        g_assert_cmpint(status, !=, READ_FAILED);
        if (status == READ_ARTICLE)
            g_string_append_c(seen, 'A');
        if (status == READ_SKIPPED) {
            g_assert_true(g_error_matches(error, MORGUE_ERROR, MORGUE_ERROR_INPUT));
            g_string_append_c(seen, 'S');
        }
        g_clear_error(&error);
    }
    reader->close(state);
    return seen;
}

/* A quote without an end before six megabytes of rows without quotes. */
static void test_stray_quote_in_a_large_table(void)
{
    g_autoptr(GString) table = g_string_new("title,date,text\nFirst,2019-05-01,The first.\n"
                                            "Second,2019-05-02,\"The second\n");
    guint rows = 0;
    for (; table->len < 6u * 1024 * 1024; rows++)
        g_string_append(table, "Next,2019-05-03,The boat left the quay and came back again.\n");
    g_autoptr(GString) seen = read_table(table);
    g_assert_true(g_str_has_prefix(seen->str, "ASAAA"));
    g_assert_cmpuint(seen->len, ==, rows + 2);
}

/* Text in a value in quotes that is never closed, and no row below it. */
static void test_quote_that_never_ends(void)
{
    g_autoptr(GString) table = g_string_new("title,date,text\nFirst,2019-05-01,\"The first\n");
    while (table->len < 6u * 1024 * 1024)
        g_string_append(table, "and so on\n");
    g_string_append(table, "Last,2019-05-03,The last.\n");
    g_autoptr(GString) seen = read_table(table);
    g_assert_true(seen->str[0] == 'S');
    g_assert_true(g_str_has_suffix(seen->str, "A"));
}

static void test_line_of_twenty_megabytes(void)
{
    g_autoptr(GString) table = g_string_new("title,date,text\nFirst,2019-05-01,");
    while (table->len < 20u * 1024 * 1024)
        g_string_append(table, "and so on ");
    g_string_append(table, "\nLast,2019-05-03,The last.\n");
    g_autoptr(GString) seen = read_table(table);
    g_assert_cmpstr(seen->str, ==, "SA");
}

/* Lines that each look for the end of a quote must not take the square of their number. */
static void test_many_stray_quotes(void)
{
    g_autoptr(GString) table = g_string_new("title,date,text\n");
    while (table->len < 2u * 1024 * 1024)
        g_string_append(table, "a,\"b\"c\n");
    g_autoptr(GString) seen = read_table(table);
    g_assert_cmpuint(seen->len, >, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autofree char *path = g_strdup_printf("/csv/no-table/%s", others[i].name);
        g_test_add_data_func(path, others[i].text, test_other);
    }
    g_test_add_func("/csv/stray quote in a large table", test_stray_quote_in_a_large_table);
    g_test_add_func("/csv/quote that never ends", test_quote_that_never_ends);
    g_test_add_func("/csv/line of twenty megabytes", test_line_of_twenty_megabytes);
    g_test_add_func("/csv/many stray quotes", test_many_stray_quotes);
    g_test_add_func("/csv/one-column", test_one_column);
    return g_test_run();
}
