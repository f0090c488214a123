/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Header blocks. */
#include "indexer/extract/header-block.h"

#include <string.h>

#define KEY_MAX_LENGTH 40 /* bytes */
#define KEY_MAX_BLANKS 2

#define OPENING_BRACKET "【"
#define CLOSING_BRACKET "】"
#define WIDE_COLON      "："

static gboolean starts_with(const char *text, gsize length, const char *prefix)
{
    gsize prefix_length = strlen(prefix);
    return length >= prefix_length && memcmp(text, prefix, prefix_length) == 0;
}

/* `【key】`: the brackets are no part of the key, and it may hold any number of blanks. */
static gsize bracketed_key(const char *line, gsize length, gsize *value_start)
{
    for (gsize i = strlen(OPENING_BRACKET); i < length && i < KEY_MAX_LENGTH; i++) {
        if (starts_with(line + i, length - i, CLOSING_BRACKET)) {
            *value_start = i + strlen(CLOSING_BRACKET);
            return i;
        }
    }
    return 0;
}

gsize header_key(const char *line, gsize length, gsize *value_start)
{
    if (starts_with(line, length, OPENING_BRACKET))
        return bracketed_key(line, length, value_start);
    if (length == 0 || !(g_ascii_isalpha(*line) || (guint8)*line >= 0x80))
        return 0;
    guint blanks = 0;
    for (gsize i = 0; i < length && i <= KEY_MAX_LENGTH; i++) {
        guint8 byte = (guint8)line[i];
        gboolean is_wide = starts_with(line + i, length - i, WIDE_COLON);
        if (byte == ':' || is_wide) {
            *value_start = i + (is_wide ? strlen(WIDE_COLON) : 1);
            /* `http://` is no key, nor is `12:30`. */
            return starts_with(line + i, length - i, "://") ? 0 : i;
        }
        blanks += byte == ' ';
        if (blanks > KEY_MAX_BLANKS ||
            !(g_ascii_isalnum(byte) || byte >= 0x80 || strchr(" _-.", byte) != NULL) ||
            byte == '\0')
            return 0;
    }
    return 0;
}

/* The role of a key line, and its value; bracketed keys lose their bracket. */
static FieldRole role_of_line(const char *line, gsize length, gsize *value_start, const char **name,
                              gsize *name_length)
{
    gsize end = header_key(line, length, value_start);
    if (end == 0)
        return ROLE_NONE;
    gsize start = starts_with(line, length, OPENING_BRACKET) ? strlen(OPENING_BRACKET) : 0;
    *name = line + start;
    *name_length = end - start;
    return field_role(*name, *name_length);
}

/* Whether a role shows on its own that a line is a header: prose has no line `Title: …`. */
static gboolean is_sure_role(FieldRole role)
{
    return role == ROLE_HEADLINE || role == ROLE_PUBLISHED || role == ROLE_URL || role == ROLE_ID;
}

static gboolean is_blank_line(const char *line, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isspace(line[i]))
            return FALSE;
    }
    return TRUE;
}

/* A header that has been read up to some line. */
typedef struct {
    FieldCollector *collector;
    guint known, sure;
    const char *name; /* of the last key */
    gsize name_length;
    GString *value; /* with its continuation lines */
} Header;

static void end_value(Header *header)
{
    if (header->name != NULL && header->collector != NULL)
        field_collector_add(header->collector, header->name, header->name_length,
                            header->value->str, header->value->len);
    header->name = NULL;
}

/* Where the text's header ends: the body's beginning; 0 where a line is neither key nor value. */
static gsize read_lines(Header *header, const char *text, gsize length)
{
    gsize start = 0;
    while (start < length) {
        const char *line = text + start;
        const char *feed = memchr(line, '\n', length - start);
        gsize line_length = feed == NULL ? length - start : (gsize)(feed - line);
        if (is_blank_line(line, line_length))
            return start;
        gsize value = 0;
        const char *name = NULL;
        gsize name_length = 0;
        if (header->name != NULL && (*line == ' ' || *line == '\t')) {
            g_string_append_c(header->value, ' ');
            g_string_append_len(header->value, line, (gssize)line_length);
        } else {
            FieldRole role = role_of_line(line, line_length, &value, &name, &name_length);
            if (name == NULL)
                return 0;
            end_value(header);
            header->known += role != ROLE_NONE;
            header->sure += is_sure_role(role) ? 1 : 0;
            if (role == ROLE_BODY)
                return start + value;
            header->name = name;
            header->name_length = name_length;
            g_string_truncate(header->value, 0);
            g_string_append_len(header->value, line + value, (gssize)(line_length - value));
        }
        start += line_length + 1;
    }
    return MIN(start, length);
}

gsize header_block_read(const char *text, gsize length, FieldCollector *collector)
{
    gsize begin = 0;
    while (begin < length && g_ascii_isspace(text[begin]))
        begin++;
    Header header = {.collector = collector, .value = g_string_new(NULL)};
    gsize body = read_lines(&header, text + begin, length - begin);
    end_value(&header);
    g_string_free(header.value, TRUE);
    if (body > 0 && (header.known >= 2 || header.sure > 0))
        return begin + body;
    if (collector != NULL)
        field_collector_clear(collector);
    return 0;
}
