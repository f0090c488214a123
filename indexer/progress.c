/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The progress line. */
#include "indexer/progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define INTERVAL (G_USEC_PER_SEC / 6)

/* Back to the line's start, and everything on it wiped out. */
#define WIPE "\r\033[K"

void progress_init(Progress *progress, const Scan *scan)
{
    *progress = (Progress){
        .started = g_get_monotonic_time(),
        .files = scan->files->len,
        .bytes = scan->bytes,
    };
}

static void add_time_left(const Progress *progress, const UpdateCounts *counts, double seconds,
                          GString *line)
{
    if (seconds < 2 || counts->bytes_done == 0 || counts->bytes_done > progress->bytes)
        return;
    double left =
        seconds * (double)(progress->bytes - counts->bytes_done) / (double)counts->bytes_done;
    g_string_append_printf(line, ", %d:%02d left", (int)left / 60, (int)left % 60);
}

/* A line that goes on in the next row could not be wiped out: the last column stays free, too. */
static void cut_to_terminal(GString *line)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 && line->len >= size.ws_col)
        g_string_truncate(line, size.ws_col - 1u);
}

void progress_show(Progress *progress, const UpdateCounts *counts)
{
    gint64 now = g_get_monotonic_time();
    if (now - progress->last < INTERVAL)
        return;
    progress->last = now;
    progress->shown = TRUE;
    double seconds = (double)(now - progress->started) / G_USEC_PER_SEC;
    double megabytes = (double)counts->bytes_done / 1e6;
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_printf(line,
                    "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " files, %" G_GUINT64_FORMAT
                    " articles, %.1f MB/s",
                    counts->files_done, progress->files, counts->articles,
                    seconds > 0 ? megabytes / seconds : 0);
    add_time_left(progress, counts, seconds, line);
    cut_to_terminal(line);
    fprintf(stderr, WIPE "%s", line->str);
    fflush(stderr);
}

void progress_clear(Progress *progress)
{
    if (progress->shown)
        fputs(WIPE, stderr);
    progress->shown = FALSE;
}
