/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fields of a WARC record's header that articles need. */
#include "indexer/warc-record.h"

#include <string.h>

#include "morgue/date-parse.h"
#include "morgue/error.h"

gsize warc_header_length(const guint8 *bytes, gsize length)
{
    const guint8 *at = bytes, *end = bytes + length;
    while ((at = memchr(at, '\n', (gsize)(end - at))) != NULL) {
        at++;
        const guint8 *next = at;
        while (next < end && *next == '\r') /* more than one where text was transferred as text */
            next++;
        if (next < end && *next == '\n')
            return (gsize)(next - bytes) + 1;
    }
    return 0;
}

static WarcType type_of(const char *name)
{
    static const struct {
        const char *name;
        WarcType type;
    } types[] = {
        {"response", WARC_RESPONSE},     {"resource", WARC_RESOURCE},
        {"conversion", WARC_CONVERSION}, {"revisit", WARC_REVISIT},
        {"request", WARC_REQUEST},       {"metadata", WARC_METADATA},
        {"warcinfo", WARC_INFO},         {"continuation", WARC_CONTINUATION},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        if (g_ascii_strcasecmp(name, types[i].name) == 0)
            return types[i].type;
    }
    return WARC_OTHER;
}

/* wget writes <http://…>, against the standard's own grammar (annex B). */
static char *plain_url(const char *value)
{
    gsize length = strlen(value);
    if (length > 1 && *value == '<' && value[length - 1] == '>')
        return g_strndup(value + 1, length - 2);
    return g_strdup(value);
}

static void replace(char **field, char *value)
{
    g_free(*field);
    *field = value;
}

static void take_language(WarcRecord *record, const char *value)
{
    gsize length = strcspn(value, ", ");
    if (length > 0)
        replace(&record->language, g_strndup(value, length));
}

static gboolean take_length(WarcRecord *record, const char *value)
{
    char *end;
    record->length = g_ascii_strtoull(value, &end, 10);
    return g_ascii_isdigit(*value) && *end == '\0';
}

/* FALSE where it is a length that is none. */
static gboolean take_field(WarcRecord *record, const char *name, const char *value)
{
    if (g_ascii_strcasecmp(name, "warc-type") == 0)
        record->type = type_of(value);
    else if (g_ascii_strcasecmp(name, "content-length") == 0)
        return take_length(record, value);
    else if (g_ascii_strcasecmp(name, "warc-target-uri") == 0)
        replace(&record->url, plain_url(value));
    else if (g_ascii_strcasecmp(name, "warc-date") == 0)
        date_parse(value, strlen(value), NULL, &record->date, NULL);
    else if (g_ascii_strcasecmp(name, "content-type") == 0)
        replace(&record->media_type, g_strdup(value));
    else if (g_ascii_strcasecmp(name, "warc-payload-digest") == 0)
        replace(&record->digest, g_strdup(value));
    else if (g_ascii_strcasecmp(name, "warc-identified-content-language") == 0)
        take_language(record, value);
    else if (g_ascii_strcasecmp(name, "warc-truncated") == 0)
        record->truncated = TRUE;
    else if (g_ascii_strcasecmp(name, "warc-segment-number") == 0)
        record->is_segment = strcmp(value, "1") != 0;
    return TRUE;
}

static gboolean is_known_version(const char *line)
{
    static const char *const versions[] = {"WARC/1.0", "WARC/1.1", "WARC/0.17", "WARC/0.18", NULL};
    g_autofree char *upper = g_ascii_strup(line, -1);
    return g_strv_contains(versions, upper);
}

/* Unfolds header lines and takes each. FALSE, with `bad_length` set, where a length is none. */
static gboolean take_fields(WarcRecord *record, char **lines, gboolean *has_length)
{
    g_autoptr(GString) field = g_string_new(NULL);
    for (guint i = 1;; i++) {
        char *line = lines[i];
        gboolean is_folded = line != NULL && (*line == ' ' || *line == '\t');
        char *colon = is_folded ? NULL : strchr(field->str, ':');
        if (colon != NULL) {
            *colon = '\0';
            const char *name = g_strstrip(field->str), *value = g_strstrip(colon + 1);
            gboolean is_length = g_ascii_strcasecmp(name, "content-length") == 0;
            if (!take_field(record, name, value))
                return FALSE;
            *has_length = *has_length || is_length;
        }
        if (line == NULL)
            return TRUE;
        g_strchomp(line);
        if (!is_folded)
            g_string_truncate(field, 0);
        g_string_append(field, line);
    }
}

gboolean warc_record_init(WarcRecord *record, const char *header, gsize length, GError **error)
{
    *record = (WarcRecord){.type = WARC_OTHER};
    g_autofree char *text = g_strndup(header, length);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    gboolean has_length = FALSE;
    const char *wrong = NULL;
    if (lines[0] == NULL || !is_known_version(g_strchomp(lines[0])))
        wrong = "not a WARC version that is known";
    else if (!take_fields(record, lines, &has_length))
        wrong = "record's Content-Length is no number";
    else if (!has_length)
        wrong = "record has no Content-Length";
    if (wrong == NULL)
        return TRUE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, wrong);
    warc_record_clear(record);
    return FALSE;
}

void warc_record_clear(WarcRecord *record)
{
    g_clear_pointer(&record->url, g_free);
    g_clear_pointer(&record->media_type, g_free);
    g_clear_pointer(&record->digest, g_free);
    g_clear_pointer(&record->language, g_free);
}
