/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Skipped input: on standard error, and as JSON lines. */
#include "indexer/report.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "morgue/error.h"
#include "morgue/terminal.h"

/* Kinds of file that are no defect, told by their reason. */
typedef struct {
    guint64 count;
    char *first;
} Tally;

struct Report {
    FILE *file; /* NULL without --report */
    char *path;
    guint64 count;
    int failure;         /* errno of the first write that failed, or 0 */
    GHashTable *tallies; /* reason → Tally */
};

static void tally_free(gpointer data)
{
    Tally *tally = data;
    g_free(tally->first);
    g_free(tally);
}

Report *report_open(const char *path, GError **error)
{
    gboolean is_output = g_strcmp0(path, "-") == 0;
    FILE *file = is_output ? stdout : NULL;
    if (path != NULL && !is_output && (file = fopen(path, "we")) == NULL) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "--report: %s: %s", path,
                    g_strerror(errno));
        return NULL;
    }
    Report *report = g_new0(Report, 1);
    report->file = file;
    report->path = g_strdup(path);
    report->tallies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, tally_free);
    return report;
}

static void print_tallies(const Report *report)
{
    g_autoptr(GList) reasons = g_hash_table_get_keys(report->tallies);
    reasons = g_list_sort(reasons, (GCompareFunc)strcmp);
    for (const GList *reason = reasons; reason != NULL; reason = reason->next) {
        const Tally *tally = g_hash_table_lookup(report->tallies, reason->data);
        g_autofree char *first = terminal_safe(tally->first);
        g_autofree char *safe_reason = terminal_safe(reason->data);
        if (tally->count == 1)
            fprintf(stderr, "%s: %s\n", first, safe_reason);
        else
            fprintf(stderr, "%" G_GUINT64_FORMAT " files: %s (the first: %s)\n", tally->count,
                    safe_reason, first);
    }
}

gboolean report_close(Report *report, GError **error)
{
    if (report == NULL)
        return TRUE;
    print_tallies(report);
    gboolean failed = report->failure != 0;
    if (report->file != NULL && report->file != stdout && fclose(report->file) != 0 && !failed) {
        report->failure = errno;
        failed = TRUE;
    }
    if (failed)
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "--report: %s: %s", report->path,
                    g_strerror(report->failure));
    g_hash_table_unref(report->tallies);
    g_free(report->path);
    g_free(report);
    return !failed;
}

/* Strings of JSON are UTF-8; other bytes go into `NAME_b64`. */
static void set_bytes(json_t *object, const char *name, const char *bytes)
{
    if (g_utf8_validate(bytes, -1, NULL)) {
        json_object_set_new(object, name, json_string(bytes));
        return;
    }
    g_autofree char *key = g_strconcat(name, "_b64", NULL);
    g_autofree char *encoded = g_base64_encode((const guchar *)bytes, strlen(bytes));
    json_object_set_new(object, key, json_string(encoded));
}

static void write_line(Report *report, const char *file, const guint64 *offset, const char *reason,
                       const char *action)
{
    report->count++;
    if (report->file == NULL)
        return;
    json_t *line = json_object();
    set_bytes(line, "file", file);
    if (offset != NULL)
        json_object_set_new(line, "offset", json_integer((json_int_t)*offset));
    set_bytes(line, "reason", reason);
    json_object_set_new(line, "action", json_string(action));
    gboolean written =
        json_dumpf(line, report->file, JSON_COMPACT) == 0 && fputc('\n', report->file) != EOF;
    if (!written && report->failure == 0)
        report->failure = errno;
    json_decref(line);
}

static char *place_of(const char *file, const char *entry)
{
    return entry == NULL ? g_strdup(file) : g_strconcat(file, "!", entry, NULL);
}

static void print_defect(const char *place, const guint64 *offset, const char *reason)
{
    g_autofree char *safe = terminal_safe(place);
    g_autofree char *safe_reason = terminal_safe(reason);
    if (offset != NULL)
        fprintf(stderr, "%s:%" G_GUINT64_FORMAT ": %s\n", safe, *offset, safe_reason);
    else
        fprintf(stderr, "%s: %s\n", safe, safe_reason);
}

void report_record(Report *report, const char *file, const char *entry, guint64 offset,
                   const char *reason)
{
    g_autofree char *place = place_of(file, entry);
    print_defect(place, &offset, reason);
    write_line(report, place, &offset, reason, "record skipped");
}

static const char *action_of(Outcome outcome)
{
    switch (outcome) {
    case OUTCOME_READ:
        return "read";
    case OUTCOME_PARTLY:
        return "partly read";
    case OUTCOME_SKIPPED:
        return "skipped";
    case OUTCOME_UNREADABLE:
        return "tried again by the next run";
    case OUTCOME_GONE:
        return "removed";
    case OUTCOME_PART:
        return "read as part of another file";
    }
    g_assert_not_reached();
}

void report_file(Report *report, const char *file, const char *entry, const guint64 *offset,
                 Outcome outcome, const char *reason, gboolean is_defect)
{
    g_autofree char *place = place_of(file, entry);
    write_line(report, place, offset, reason, action_of(outcome));
    if (is_defect) {
        print_defect(place, offset, reason);
        return;
    }
    Tally *tally = g_hash_table_lookup(report->tallies, reason);
    if (tally == NULL) {
        tally = g_new0(Tally, 1);
        tally->first = g_strdup(file);
        g_hash_table_insert(report->tallies, g_strdup(reason), tally);
    }
    tally->count++;
}

guint64 report_count(const Report *report)
{
    return report->count;
}
