/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Headers of messages. */
#include "indexer/message-header.h"

#include <string.h>

/* Longer ones are no header: a line without a colon ends the look anyway. */
#define NAME_MAX_LENGTH 60

/* Names that other header blocks do not have; Date and Subject alone prove nothing. */
static const char *const usual_names[] = {
    "from",         "date",         "message-id",  "newsgroups",   "subject",
    "to",           "received",     "path",        "return-path",  "mime-version",
    "references",   "organization", "lines",       "content-type", "reply-to",
    "xref",         "sender",       "in-reply-to", "cc",           "delivered-to",
    "distribution", "followup-to",  "x-mailer",    "list-id",      "nntp-posting-host",
};

typedef struct {
    guint usual;
    gboolean is_sure;
} Look;

static gsize name_length(const char *line, gsize length)
{
    for (gsize i = 0; i < length && i <= NAME_MAX_LENGTH; i++) {
        if (line[i] == ':')
            return i;
        if (!g_ascii_isgraph(line[i]))
            return 0;
    }
    return 0;
}

static gboolean is_name(const char *line, gsize length, const char *name)
{
    return strlen(name) == length && g_ascii_strncasecmp(line, name, length) == 0;
}

static gboolean look_at_line(Look *look, const char *line, gsize length)
{
    gsize name = name_length(line, length);
    if (name == 0)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(usual_names); i++)
        look->usual += is_name(line, name, usual_names[i]) ? 1 : 0;
    gboolean is_address =
        is_name(line, name, "from") && memchr(line + name, '@', length - name) != NULL;
    look->is_sure = look->is_sure || is_address || is_name(line, name, "message-id") ||
                    is_name(line, name, "newsgroups");
    return TRUE;
}

static gsize line_length(const char *line, gsize rest)
{
    const char *feed = memchr(line, '\n', rest);
    return feed == NULL ? rest : (gsize)(feed - line);
}

gboolean message_header_begins(const guint8 *bytes, gsize length)
{
    const char *text = (const char *)bytes;
    Look look = {0};
    for (gsize at = 0; at < length;) {
        gsize line = line_length(text + at, length - at);
        gboolean is_empty = line == 0 || (line == 1 && text[at] == '\r');
        gboolean is_last = at + line >= length; /* may be cut */
        gboolean is_folded = at > 0 && (text[at] == ' ' || text[at] == '\t');
        if (is_empty)
            break;
        if (!is_folded && !look_at_line(&look, text + at, line) && !is_last)
            return FALSE;
        at += line + 1;
    }
    return look.is_sure && look.usual >= 2;
}

gboolean message_is_from_line(const guint8 *line, gsize length)
{
    const char *text = (const char *)line;
    gboolean has_time = FALSE, has_year = FALSE;
    if (length < strlen("From ") || memcmp(text, "From ", strlen("From ")) != 0)
        return FALSE;
    for (gsize i = strlen("From "); i + 4 < length + 1; i++) {
        const char *at = text + i;
        has_time = has_time || (g_ascii_isdigit(at[0]) && at[1] == ':' && g_ascii_isdigit(at[2]));
        has_year = has_year || ((memcmp(at, "19", 2) == 0 || memcmp(at, "20", 2) == 0) &&
                                g_ascii_isdigit(at[2]) && g_ascii_isdigit(at[3]) && at[-1] == ' ');
    }
    return has_time && has_year;
}
