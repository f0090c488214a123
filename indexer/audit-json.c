/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --audit --json: one object with all that was counted. */
#include <jansson.h>
#include <stdio.h>

#include "indexer/audit-view.h"
#include "morgue/date.h"

static void set_count(json_t *object, const char *name, guint64 count)
{
    json_object_set_new(object, name, json_integer((json_int_t)count));
}

/* JSON is UTF-8; of what is not, the bytes that are none become U+FFFD. */
static json_t *text(const char *bytes)
{
    g_autofree char *valid = g_utf8_make_valid(bytes, -1);
    return json_string(valid);
}

static json_t *day(gint64 number)
{
    char iso[DATE_TEXT_SIZE];
    Date date = date_from_days(number);
    return json_string(date_format_iso(&date, iso));
}

static json_t *reasons(GHashTable *table, const char *unit)
{
    json_t *list = json_array();
    g_autoptr(GPtrArray) names = ledger_counts_reasons(table);
    for (guint i = 0; i < names->len; i++) {
        json_t *row = json_object();
        json_object_set_new(row, "reason", text(g_ptr_array_index(names, i)));
        set_count(row, unit, ledger_counts_of(table, g_ptr_array_index(names, i)));
        json_array_append_new(list, row);
    }
    return list;
}

static json_t *years(const GArray *counts)
{
    json_t *object = json_object();
    for (guint i = 0; i < counts->len; i++) {
        const AuditYear *year = &g_array_index(counts, AuditYear, i);
        char name[DATE_TEXT_SIZE];
        Date date = date_from_ymd((int)year->year, 0, 0);
        set_count(object, date_format_iso(&date, name), year->articles);
    }
    return object;
}

static json_t *gaps(const GArray *runs)
{
    json_t *list = json_array();
    for (guint i = 0; i < runs->len; i++) {
        const CoverageGap *gap = &g_array_index(runs, CoverageGap, i);
        json_t *row = json_object();
        json_object_set_new(row, "first", day(gap->first));
        json_object_set_new(row, "last", day(gap->first + (gint64)gap->days - 1));
        set_count(row, "days", gap->days);
        json_array_append_new(list, row);
    }
    return list;
}

static json_t *spikes(const GArray *days)
{
    json_t *list = json_array();
    for (guint i = 0; i < days->len; i++) {
        const CoverageSpike *spike = &g_array_index(days, CoverageSpike, i);
        json_t *row = json_object();
        json_object_set_new(row, "date", day(spike->day));
        set_count(row, "articles", spike->articles);
        set_count(row, "usual", spike->median);
        json_array_append_new(list, row);
    }
    return list;
}

static void set_coverage(json_t *object, const Coverage *coverage)
{
    if (coverage->days > 0) {
        json_object_set_new(object, "first", day(coverage->first));
        json_object_set_new(object, "last", day(coverage->last));
    }
    json_object_set_new(object, "daily", json_boolean(coverage->is_daily));
    set_count(object, "days", coverage->days);
    set_count(object, "days_without", coverage->empty);
    if (coverage->is_daily)
        json_object_set_new(object, "gaps", gaps(coverage->gaps));
    json_object_set_new(object, "spikes", spikes(coverage->spikes));
}

/* Flags with their counts, those of `source`, or of all. */
static json_t *flags(const Audit *audit, const AuditSource *source)
{
    json_t *object = json_object();
    for (guint i = 0; i < audit->flags->len; i++) {
        const AuditFlag *flag = &g_array_index(audit->flags, AuditFlag, i);
        guint64 count = source != NULL ? source->flags[i] : flag->articles;
        if (count > 0)
            set_count(object, flag->name, count);
    }
    return object;
}

static json_t *sources(const Audit *audit)
{
    json_t *list = json_array();
    for (guint i = 0; i < audit->sources->len; i++) {
        const AuditSource *source = g_ptr_array_index(audit->sources, i);
        json_t *row = json_object();
        json_object_set_new(row, "source",
                            *source->name != '\0' ? text(source->name) : json_null());
        set_count(row, "articles", source->articles);
        set_count(row, "undated", source->undated);
        set_count(row, "without_day", source->without_day);
        json_object_set_new(row, "years", years(source->years));
        json_object_set_new(row, "flags", flags(audit, source));
        set_coverage(row, &source->coverage);
        json_array_append_new(list, row);
    }
    return list;
}

static json_t *outcomes(const LedgerCounts *files)
{
    json_t *object = json_object();
    set_count(object, "read", files->outcomes[OUTCOME_READ]);
    set_count(object, "partly_read", files->outcomes[OUTCOME_PARTLY]);
    set_count(object, "unreadable", files->outcomes[OUTCOME_UNREADABLE]);
    set_count(object, "read_with_another", files->outcomes[OUTCOME_PART]);
    set_count(object, "skipped", files->outcomes[OUTCOME_SKIPPED]);
    set_count(object, "with_copies_only", files->copy_files);
    set_count(object, "all", files->files);
    return object;
}

void audit_view_json(const AuditView *view)
{
    json_t *object = json_object();
    json_object_set_new(object, "index", text(view->directory));
    json_object_set_new(object, "uuid", text(view->uuid));
    set_count(object, "articles", view->audit->articles);
    set_count(object, "undated", view->audit->undated);
    set_count(object, "copies", view->files->copies);
    set_count(object, "taken_back", view->files->taken_back);
    json_object_set_new(object, "files", outcomes(view->files));
    json_object_set_new(object, "skipped", reasons(view->files->reasons, "files"));
    set_count(object, "records_passed", view->files->passed);
    json_object_set_new(object, "passed", reasons(view->files->passed_reasons, "records"));
    json_object_set_new(object, "flags", flags(view->audit, NULL));
    json_object_set_new(object, "sources", sources(view->audit));
    json_dumpf(object, stdout, JSON_COMPACT); /* main.c sees whether standard output failed */
    putchar('\n');
    json_decref(object);
}
