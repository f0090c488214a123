/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What golden cases are too short for: documents past the ceiling, and where the next one is. */
#include <string.h>

#include "indexer/sgml-splitter.h"
#include "morgue/error.h"

static void test_ceiling(void)
{
    const char *first = "<DOC>\n", *last = "\n<doc>x</doc >";
    g_autoptr(GString) text = g_string_new(first);
    while (text->len < 2 * SGML_DOCUMENT_CEILING)
        g_string_append(text, "word < <b> </dock> <DOCNO> ");
    guint64 place = text->len + 1;
    g_string_append(text, last);
    g_autoptr(Source) source = source_open_memory(text->str, text->len, 0, "endless");
    const guint8 *document;
    gsize length;
    guint64 start;
    g_autoptr(GError) error = NULL;
    ReadStatus status = sgml_next_document(source, "DOC", &document, &length, &start, &error);
    g_assert_cmpint(status, ==, READ_SKIPPED);
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
    g_assert_cmpuint(start, ==, 0);
    g_clear_error(&error);
    status = sgml_next_document(source, "DOC", &document, &length, &start, &error);
    g_assert_cmpint(status, ==, READ_ARTICLE);
    g_assert_no_error(error);
    g_assert_cmpuint(start, ==, place);
    g_assert_cmpuint(length, ==, strlen(last) - 1);
    source_consume(source, length);
    status = sgml_next_document(source, "DOC", &document, &length, &start, &error);
    g_assert_cmpint(status, ==, READ_END);
}

static void test_names(void)
{
    static const struct {
        const char *text;
        gboolean begins;
    } cases[] = {{"<DOC>", TRUE},   {"<doc id=1>", TRUE}, {"<DOC\n>", TRUE}, {"<DOCNO>", FALSE},
                 {"</DOC>", FALSE}, {"<DO", FALSE},       {"<DOC", FALSE},   {"DOC>", FALSE}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const guint8 *bytes = (const guint8 *)cases[i].text;
        g_assert_cmpint(sgml_tag_begins(bytes, strlen(cases[i].text), "DOC") > 0, ==,
                        cases[i].begins);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sgml-splitter/ceiling", test_ceiling);
    g_test_add_func("/sgml-splitter/names", test_names);
    return g_test_run();
}
