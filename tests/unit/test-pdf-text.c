/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pdftotext as a child process: one that hangs, fails, writes too much, or is not there. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/pdf-text.h"
#include "indexer/source.h"
#include "morgue/error.h"
#include "morgue/temporary-file.h"

/* A program that is a shell script; free it with remove_program(). */
static char *make_program(const char *script)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("morgue-pdf-XXXXXX", &error);
    g_assert_no_error(error);
    char *program = g_build_filename(folder, "pdftotext", NULL);
    g_autofree char *content = g_strconcat("#!/bin/sh\n", script, "\n", NULL);
    g_assert_true(
        g_file_set_contents_full(program, content, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
    return program;
}

static void remove_program(char *program)
{
    g_autofree char *folder = g_path_get_dirname(program);
    g_unlink(program);
    g_rmdir(folder);
    g_free(program);
}

/* Runs a program in place of pdftotext; `text` (may be NULL) receives what it wrote. */
static PdfTextResult run_program(const char *program, guint seconds, char **text)
{
    g_autoptr(GError) error = NULL;
    int input = temporary_file_open(&error), output = temporary_file_open(&error);
    g_assert_no_error(error);
    g_assert_cmpint(write(input, "%PDF-1.4\n", 9), ==, 9);
    lseek(input, 0, SEEK_SET);
    PdfLimits limits = pdf_limits;
    limits.program = program;
    limits.seconds = seconds;
    limits.output = 64 * 1024;
    PdfTextResult result = pdf_text_extract(input, output, &limits, &error);
    g_assert_no_error(error);
    char buffer[256] = "";
    g_assert_cmpint(pread(output, buffer, sizeof buffer - 1, 0), >=, 0);
    if (text != NULL)
        *text = g_strdup(buffer);
    close(input);
    close(output);
    return result;
}

static PdfTextResult run_script(const char *script, guint seconds, char **text)
{
    char *program = make_program(script);
    PdfTextResult result = run_program(program, seconds, text);
    remove_program(program);
    return result;
}

static void test_whole(void)
{
    g_autofree char *text = NULL;
    g_assert_cmpint(run_script("cat \"$3\"; printf '%s %s' \"$1\" \"$2\"", 20, &text), ==,
                    PDF_TEXT_WHOLE);
    g_assert_cmpstr(text, ==, "%PDF-1.4\n-enc UTF-8");
}

/* Time of the clock, and of the processor; what was written stays. */
static void test_hanging(void)
{
    gint64 start = g_get_monotonic_time();
    g_autofree char *text = NULL;
    g_assert_cmpint(run_script("echo page; exec sleep 100", 1, &text), ==, PDF_TEXT_TOO_SLOW);
    g_assert_cmpstr(text, ==, "page\n");
    g_assert_cmpint(run_script("while :; do :; done", 1, NULL), ==, PDF_TEXT_TOO_SLOW);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
}

static void test_failures(void)
{
    g_assert_cmpint(run_script("exit 1", 20, NULL), ==, PDF_TEXT_DAMAGED);
    g_assert_cmpint(run_script("kill -SEGV $$", 20, NULL), ==, PDF_TEXT_DAMAGED);
    g_assert_cmpint(run_script("exit 3", 20, NULL), ==, PDF_TEXT_ENCRYPTED);
    g_assert_cmpint(
        run_script("echo 'Command Line Error: Incorrect password' >&2; exit 1", 20, NULL), ==,
        PDF_TEXT_ENCRYPTED);
    g_assert_cmpint(run_script("exec head -c 100000 /dev/zero", 20, NULL), ==, PDF_TEXT_TOO_LONG);
}

static void test_missing(void)
{
    PdfLimits limits = pdf_limits;
    limits.program = "/no/such/pdftotext";
    g_autoptr(GError) error = NULL;
    int file = temporary_file_open(&error);
    g_assert_cmpint(pdf_text_extract(file, file, &limits, &error), ==, PDF_TEXT_MISSING);
    g_assert_no_error(error);
    close(file);
}

static guint count_descriptors(void)
{
    g_autoptr(GDir) folder = g_dir_open("/proc/self/fd", 0, NULL);
    guint count = 0;
    while (folder != NULL && g_dir_read_name(folder) != NULL)
        count++;
    return count;
}

static void test_nothing_stays_open(void)
{
    guint before = count_descriptors();
    run_script("exit 1", 20, NULL);
    run_script("exec sleep 100", 1, NULL);
    g_assert_cmpuint(count_descriptors(), ==, before);
}

static gpointer run_in_thread(gpointer data)
{
    g_autofree char *text = NULL;
    g_assert_cmpint(run_program(data, 20, &text), ==, PDF_TEXT_WHOLE);
    g_assert_cmpstr(text, ==, "%PDF-1.4\n");
    return data;
}

static void test_many_threads(void)
{
    char *program = make_program("cat \"$3\"");
    GThread *threads[8];
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("pdf", run_in_thread, program);
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
    remove_program(program);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pdf-text/whole", test_whole);
    g_test_add_func("/pdf-text/hanging", test_hanging);
    g_test_add_func("/pdf-text/failures", test_failures);
    g_test_add_func("/pdf-text/missing", test_missing);
    g_test_add_func("/pdf-text/nothing-stays-open", test_nothing_stays_open);
    g_test_add_func("/pdf-text/many-threads", test_many_threads);
    return g_test_run();
}
