/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --audit for people: a count, then what it counts. */
#include <stdio.h>

#include "indexer/audit-view.h"
#include "indexer/statistics.h"
#include "morgue/date.h"
#include "morgue/terminal.h"

/* Of gaps and of spikes, those of each source that people are shown; --json has all. */
#define SHOWN 10

static void print_row(guint64 count, guint depth, const char *name)
{
    g_autofree char *safe = terminal_safe(name);
    printf("  %10" G_GUINT64_FORMAT "  %*s%s\n", count, (int)depth * 2, "", safe);
}

static const char *source_name(const AuditSource *source)
{
    return *source->name != '\0' ? source->name : "(no source)";
}

static const char *day_text(gint64 day, char text[DATE_TEXT_SIZE])
{
    Date date = date_from_days(day);
    return date_format_iso(&date, text);
}

static const AuditSource *source_at(const Audit *audit, guint place)
{
    return g_ptr_array_index(audit->sources, place);
}

static void print_years(const AuditSource *source)
{
    print_row(source->articles, 0, source_name(source));
    for (guint i = 0; i < source->years->len; i++) {
        const AuditYear *year = &g_array_index(source->years, AuditYear, i);
        char text[DATE_TEXT_SIZE];
        Date date = date_from_ymd((int)year->year, 0, 0);
        print_row(year->articles, 1, date_format_iso(&date, text));
    }
    if (source->undated > 0)
        print_row(source->undated, 1, "undated");
}

static void print_sources(const Audit *audit)
{
    if (audit->sources->len > 0)
        printf("\narticles by source and year\n");
    for (guint i = 0; i < audit->sources->len; i++)
        print_years(source_at(audit, i));
}

static void print_gaps(const AuditSource *source)
{
    const Coverage *coverage = &source->coverage;
    char first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
    print_row(coverage->empty, 0, source_name(source));
    for (guint i = 0; i < MIN(coverage->gaps->len, SHOWN); i++) {
        const CoverageGap *gap = &g_array_index(coverage->gaps, CoverageGap, i);
        day_text(gap->first, first);
        day_text(gap->first + (gint64)gap->days - 1, last);
        printf("  %10" G_GUINT64_FORMAT "    %s%s%s\n", gap->days, first,
               gap->days > 1 ? " to " : "", gap->days > 1 ? last : "");
    }
    if (coverage->gaps->len > SHOWN)
        printf("  %10s    and %u shorter or later gaps\n", "", coverage->gaps->len - SHOWN);
}

static void print_all_gaps(const Audit *audit)
{
    gboolean has_title = FALSE;
    for (guint i = 0; i < audit->sources->len; i++) {
        const AuditSource *source = source_at(audit, i);
        if (!source->coverage.is_daily || source->coverage.empty == 0)
            continue;
        if (!has_title)
            printf("\ndays without articles, of daily sources, the longest gaps first\n");
        has_title = TRUE;
        print_gaps(source);
    }
}

static int by_articles(gconstpointer a, gconstpointer b)
{
    const CoverageSpike *first = a, *second = b;
    if (first->articles != second->articles)
        return first->articles > second->articles ? -1 : 1;
    return first->day < second->day ? -1 : 1;
}

static void print_spikes(const AuditSource *source)
{
    g_autoptr(GArray) spikes = g_array_copy(source->coverage.spikes);
    char text[DATE_TEXT_SIZE];
    g_array_sort(spikes, by_articles);
    print_row(spikes->len, 0, source_name(source));
    for (guint i = 0; i < MIN(spikes->len, SHOWN); i++) {
        const CoverageSpike *spike = &g_array_index(spikes, CoverageSpike, i);
        printf("  %10" G_GUINT64_FORMAT
               "    articles on %s; usual on this weekday: %" G_GUINT64_FORMAT "\n",
               spike->articles, day_text(spike->day, text), spike->median);
    }
    if (spikes->len > SHOWN)
        printf("  %10s    and %u smaller or later ones\n", "", spikes->len - SHOWN);
}

static void print_all_spikes(const Audit *audit)
{
    gboolean has_title = FALSE;
    for (guint i = 0; i < audit->sources->len; i++) {
        const AuditSource *source = source_at(audit, i);
        if (source->coverage.spikes->len == 0)
            continue;
        if (!has_title)
            printf("\ndays with far more articles than usual, the most first\n");
        has_title = TRUE;
        print_spikes(source);
    }
}

static void print_flags(const Audit *audit)
{
    if (audit->flags->len > 0)
        printf("\narticles by flag and source\n");
    for (guint i = 0; i < audit->flags->len; i++) {
        const AuditFlag *flag = &g_array_index(audit->flags, AuditFlag, i);
        print_row(flag->articles, 0, flag->name);
        for (guint at = 0; at < audit->sources->len; at++) {
            if (source_at(audit, at)->flags[i] > 0)
                print_row(source_at(audit, at)->flags[i], 1, source_name(source_at(audit, at)));
        }
    }
}

void audit_view_text(const AuditView *view)
{
    statistics_print_counts(view->directory, view->files);
    statistics_print_count("articles without a date", view->audit->undated);
    statistics_print_count("files with copies only", view->files->copy_files);
    print_sources(view->audit);
    print_all_gaps(view->audit);
    print_all_spikes(view->audit);
    print_flags(view->audit);
}
