/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The data of a document: key=value lines, an empty line, the text. */
#include "morgue/record.h"

#include <string.h>

#include "morgue/error.h"

static const char *const key_names[RECORD_KEYS] = {
    [RECORD_ID] = "id",
    [RECORD_ID_SOURCE] = "id_source",
    [RECORD_ROOT] = "root",
    [RECORD_FILE] = "file",
    [RECORD_OFFSET] = "offset",
    [RECORD_LENGTH] = "length",
    [RECORD_DATE] = "date",
    [RECORD_DATE_PRECISION] = "date_precision",
    [RECORD_DATE_FROM] = "date_from",
    [RECORD_DATE_CONFIDENCE] = "date_confidence",
    [RECORD_MODIFIED] = "modified",
    [RECORD_HEADLINE] = "headline",
    [RECORD_HEADLINE_FROM] = "headline_from",
    [RECORD_SUBTITLE] = "subtitle",
    [RECORD_SUMMARY] = "summary",
    [RECORD_BYLINE] = "byline",
    [RECORD_SECTION] = "section",
    [RECORD_SOURCE] = "source",
    [RECORD_PLACE] = "place",
    [RECORD_KEYWORDS] = "keywords",
    [RECORD_LANGUAGE] = "lang",
    [RECORD_URL] = "url",
    [RECORD_EDITION] = "edition",
    [RECORD_PAGE] = "page",
    [RECORD_FLAGS] = "flags",
    [RECORD_WORDS] = "words",
};

const char *record_key_name(RecordKey key)
{
    g_assert(key < RECORD_KEYS);
    return key_names[key];
}

static int find_key(const char *name, gsize length)
{
    for (int key = 0; key < RECORD_KEYS; key++) {
        if (strlen(key_names[key]) == length && memcmp(key_names[key], name, length) == 0)
            return key;
    }
    return -1;
}

static const char *unescape(GStringChunk *strings, const char *value, gsize length)
{
    char *copy = g_string_chunk_insert_len(strings, value, (gssize)length);
    char *out = strchr(copy, '\\');
    if (out == NULL)
        return copy;
    for (const char *in = out; *in != '\0'; in++) {
        if (*in == '\\' && in[1] != '\0') {
            in++;
            *out++ = *in == 'n' ? '\n' : *in;
        } else {
            *out++ = *in;
        }
    }
    *out = '\0';
    return copy;
}

gboolean record_init(Record *record, const char *data, gsize length, GError **error)
{
    memset(record, 0, sizeof *record);
    record->strings = g_string_chunk_new(1024);
    const char *end = data + length;
    const char *line = data;
    while (line < end && *line != '\n') {
        const char *line_end = memchr(line, '\n', (gsize)(end - line));
        if (line_end == NULL)
            break;
        const char *equals = memchr(line, '=', (gsize)(line_end - line));
        int key = equals == NULL ? -1 : find_key(line, (gsize)(equals - line));
        if (key >= 0)
            record->value[key] =
                unescape(record->strings, equals + 1, (gsize)(line_end - equals - 1));
        line = line_end + 1;
    }
    if (line >= end || *line != '\n' || record->value[RECORD_ID] == NULL) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED,
                    "the data of a document is not a record of morgue");
        record_clear(record);
        return FALSE;
    }
    record->text = line + 1;
    record->text_length = (gsize)(end - record->text);
    return TRUE;
}

void record_clear(Record *record)
{
    if (record == NULL)
        return;
    g_clear_pointer(&record->strings, g_string_chunk_free);
    memset(record, 0, sizeof *record);
}

void record_append(GString *data, RecordKey key, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    g_string_append(data, record_key_name(key));
    g_string_append_c(data, '=');
    for (const char *run = value; *run != '\0';) {
        gsize plain = strcspn(run, "\\\n");
        g_string_append_len(data, run, (gssize)plain);
        run += plain;
        if (*run != '\0')
            g_string_append(data, *run++ == '\n' ? "\\n" : "\\\\");
    }
    g_string_append_c(data, '\n');
}

void record_append_text(GString *data, const char *text, gsize length)
{
    g_string_append_c(data, '\n');
    g_string_append_len(data, text, (gssize)length);
}
