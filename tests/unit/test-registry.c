/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which reader takes a file. */
#include <string.h>

#include "indexer/reader.h"
#include "morgue/error.h"

#define BYTES(literal) literal, sizeof(literal) - 1

static void test_recognition(void)
{
    static const struct {
        const char *bytes;
        gsize length;
        const char *name, *reader;
    } cases[] = {
        {BYTES("Fire in the old mill\n\nThe mill burned.\n"), "a.txt", "text"},
        {BYTES("Fire in the old mill\n\nThe mill burned.\n"), "a.html", "text"},
        {BYTES("---\ntitle: a\n---\nb\n"), "a", "text"},
        {BYTES("<!DOCTYPE html><html><p>a<p>b"), "a.html", "html"},
        {BYTES("<!DOCTYPE html><html><p>a<p>b"), "a.txt", "html"},
        {BYTES("\xef\xbb\xbf \n<html><body><p>a</p></body></html>"), "a", "html"},
        {BYTES("\xff\xfe<\0h\0t\0m\0l\0>\0<\0b\0o\0d\0y\0>\0<\0p\0>\0a\0"), "a", "html"},
        {BYTES("F\0i\0r\0e\0 \0i\0n\0 \0t\0h\0e\0"), "a.txt", "text"},
        {BYTES("<newsitem id='root' itemid='2'><text/></newsitem>"), "a.xml", "rcv1"},
        {BYTES("<?xml version='1.0'?><newsitem id='itemid'>a</newsitem>"), "a.xml", NULL},
        {BYTES("<?xml version='1.0'?><newsitem myitemid='2'>a</newsitem>"), "a.xml", NULL},
        {BYTES("<ledgerSet root='a'>\n <ledger id='a'><title>b</title></ledger>"), "a", NULL},
        {BYTES("<n:ledger xmlns:n='urn:x'>a</n:ledger>"), "a.xml", NULL},
        {BYTES("<ledger xmlns='urn:x'>a</ledger>"), "a.xml", NULL},
        {BYTES("<Pause> <Laughter> The speaker drank.\n"), "a.txt", "text"},
        {BYTES("<STORY>\n<LEAD>The mill burned.</LEAD>\n</STORY>\n"), "a.txt", "text"},
        {BYTES("<blockquote><em>The mill</em> burned.</blockquote>\n"), "a.txt", "text"},
        {BYTES("<aside>The mill burned.</aside> So they say.\n"), "a.txt", "text"},
        {BYTES("<?xml version='1.0'?>\n<ledger><p>a</p><a>b</a></ledger>"), "a.xml", NULL},
        {BYTES("<?xml version='1.0'?>\n<PcGts><Page/></PcGts>"), "a.xml", "page"},
        {BYTES("<?xml version='1.0'?>\n<html><div class='ocr_page'>a</div></html>"), "a", "hocr"},
        {BYTES("<teiCorpus xmlns='x'><TEI/></teiCorpus>"), "a", "tei"},
        {BYTES("%PDF-1.7\n"), "a.txt", "pdf"},
        {BYTES("<Pause.> The speaker drank.\n"), "a.txt", "text"},
        {BYTES("<P>Old page.<BR><A HREF='b'>b</A>"), "a", "html"},
        {BYTES("<?xml is what the file began with, and no more.\n"), "a.txt", "text"},
        {BYTES(""), "empty.txt", "text"},
        {BYTES("\x7f"
               "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0"),
         "a.txt", NULL},
        {BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0"), "a", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *exact = g_memdup2(cases[i].bytes, cases[i].length);
        g_autoptr(Source) source = source_open_memory(exact, cases[i].length, 0, cases[i].name);
        const Reader *reader = reader_recognise(source, &error);
        g_assert_no_error(error);
        g_test_message("case %" G_GSIZE_FORMAT, i);
        g_assert_cmpstr(reader == NULL ? NULL : reader->name, ==, cases[i].reader);
        g_assert_cmpuint(source_offset(source), ==, 0);
    }
}

static void test_table_is_complete(void)
{
    for (const Reader *const *reader = reader_table(); *reader != NULL; reader++) {
        g_assert_cmpint(*(*reader)->name, !=, '\0');
        g_assert_cmpint(*(*reader)->summary, !=, '\0');
        g_assert_cmpuint((*reader)->version, >, 0);
        g_assert_true((*reader)->sniff != NULL && (*reader)->open != NULL &&
                      (*reader)->next != NULL && (*reader)->close != NULL);
        g_autofree char *lower = g_ascii_strdown((*reader)->extensions, -1);
        g_assert_cmpstr(lower, ==, (*reader)->extensions);
    }
}

static gssize read_nothing(G_GNUC_UNUSED gpointer state, G_GNUC_UNUSED guint8 *buffer,
                           G_GNUC_UNUSED gsize capacity, GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "the disk is gone");
    return -1;
}

static void test_failure_is_no_format(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = source_open_function(read_nothing, NULL, NULL, "disk");
    g_assert_null(reader_recognise(source, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/registry/recognition", test_recognition);
    g_test_add_func("/registry/table-is-complete", test_table_is_complete);
    g_test_add_func("/registry/failure-is-no-format", test_failure_is_no_format);
    return g_test_run();
}
