/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The progress line: what it says, how often, and on how wide a terminal. */
#include "indexer/progress.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIPE "\r\033[K"

/* A pair of ends of a terminal, standard error at one. */
typedef struct {
    int master, before;
} Terminal;

static void terminal_open(Terminal *terminal, unsigned short columns)
{
    const struct winsize size = {.ws_row = 24, .ws_col = columns};
    terminal->master = posix_openpt(O_RDWR | O_NOCTTY);
    g_assert_cmpint(terminal->master, >=, 0);
    g_assert_cmpint(grantpt(terminal->master), ==, 0);
    g_assert_cmpint(unlockpt(terminal->master), ==, 0);
    int slave = open(ptsname(terminal->master), O_RDWR | O_NOCTTY);
    g_assert_cmpint(slave, >=, 0);
    g_assert_cmpint(ioctl(slave, TIOCSWINSZ, &size), ==, 0);
    terminal->before = dup(STDERR_FILENO);
    g_assert_cmpint(dup2(slave, STDERR_FILENO), ==, STDERR_FILENO);
    close(slave);
}

/* What was written to it; a mark says where that ends. */
static char *terminal_close(Terminal *terminal)
{
    g_autoptr(GString) text = g_string_new(NULL);
    fputs("$", stderr);
    while (!g_str_has_suffix(text->str, "$")) {
        char piece[256];
        ssize_t length = read(terminal->master, piece, sizeof piece);
        g_assert_cmpint(length, >, 0);
        g_string_append_len(text, piece, length);
    }
    g_assert_cmpint(dup2(terminal->before, STDERR_FILENO), ==, STDERR_FILENO);
    close(terminal->before);
    close(terminal->master);
    return g_strndup(text->str, text->len - 1);
}

/* A run of three files that began so long ago. */
static Progress begun(gint64 seconds)
{
    const gint64 now = g_get_monotonic_time();
    return (Progress){.started = now - seconds * G_USEC_PER_SEC, .files = 3, .bytes = 30000000};
}

static char *shown(Progress progress, const UpdateCounts *counts, unsigned short columns)
{
    Terminal terminal;
    terminal_open(&terminal, columns);
    progress_show(&progress, counts);
    return terminal_close(&terminal);
}

static void it_says_how_far_the_run_is(void)
{
    static const struct {
        gint64 seconds;
        guint64 bytes_done;
        const char *line;
    } cases[] = {
        {10, 10000000, "1 of 3 files, 7 articles, 1.0 MB/s, 0:20 left"},
        {100, 10000000, "1 of 3 files, 7 articles, 0.1 MB/s, 3:20 left"},
        {10, 0, "1 of 3 files, 7 articles, 0.0 MB/s"},
        {10, 40000000, "1 of 3 files, 7 articles, 4.0 MB/s"}, /* the files have grown */
        {1, 10000000, "1 of 3 files, 7 articles, 10.0 MB/s"}, /* too early to tell */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const UpdateCounts counts = {
            .files_done = 1, .articles = 7, .bytes_done = cases[i].bytes_done};
        g_autofree char *line = shown(begun(cases[i].seconds), &counts, 80);
        g_autofree char *wanted = g_strconcat(WIPE, cases[i].line, NULL);
        g_assert_cmpstr(line, ==, wanted);
    }
}

static void it_is_cut_where_the_terminal_ends(void)
{
    const UpdateCounts counts = {.files_done = 1, .articles = 7, .bytes_done = 10000000};
    g_autofree char *narrow = shown(begun(10), &counts, 20);
    g_assert_cmpstr(narrow, ==, WIPE "1 of 3 files, 7 art");
    g_autofree char *unknown = shown(begun(10), &counts, 0);
    g_assert_true(g_str_has_suffix(unknown, " left"));
}

static void it_is_written_now_and_then_and_wiped_out(void)
{
    const UpdateCounts counts = {.files_done = 1};
    Progress progress = begun(1);
    Terminal terminal;
    terminal_open(&terminal, 80);
    progress_clear(&progress); /* nothing to wipe out */
    progress_show(&progress, &counts);
    progress_show(&progress, &counts); /* too soon */
    progress_clear(&progress);
    progress_clear(&progress);
    g_autofree char *text = terminal_close(&terminal);
    g_assert_cmpstr(text, ==, WIPE "1 of 3 files, 0 articles, 0.0 MB/s" WIPE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/progress/it says how far the run is", it_says_how_far_the_run_is);
    g_test_add_func("/progress/it is cut where the terminal ends",
                    it_is_cut_where_the_terminal_ends);
    g_test_add_func("/progress/it is written now and then, and wiped out",
                    it_is_written_now_and_then_and_wiped_out);
    return g_test_run();
}
