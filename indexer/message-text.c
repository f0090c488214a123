/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sender's own lines. */
#include "indexer/message-text.h"

#include <string.h>

#include "indexer/extract/wrapping.h"

#define ATTRIBUTION_MAX_LENGTH 200
#define QUOTE_INDENT_MAX       3

#define SIGNED    "-----BEGIN PGP SIGNED MESSAGE-----"
#define SIGNATURE "-----BEGIN PGP SIGNATURE-----"
#define ENCRYPTED "-----BEGIN PGP MESSAGE-----"

/* What has been kept so far, and where its last line with anything on it begins. */
typedef struct {
    GString *text;
    gsize last_line;
    gboolean has_last;
    gboolean is_quoting;
    gboolean is_open; /* the last line flows on into the next (RFC 3676 §4.1) */
    gboolean is_in_armour;
} Lines;

static gboolean begins(const char *line, gsize length, const char *with)
{
    return length >= strlen(with) && memcmp(line, with, strlen(with)) == 0;
}

static gboolean is_blank(const char *line, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isspace(line[i]))
            return FALSE;
    }
    return TRUE;
}

/* `> text`, also behind a few blanks, and `|> text` of old newsreaders. */
static gboolean is_quote(const char *line, gsize length)
{
    gsize at = 0;
    while (at < length && at < QUOTE_INDENT_MAX && line[at] == ' ')
        at++;
    at += at < length && line[at] == '|';
    return at < length && line[at] == '>';
}

/* `Ada Marlow <ada@ledger.example> writes:` */
static gboolean is_attribution(const char *line, gsize length)
{
    static const char *const verbs[] = {"write",   "wrote", "said",     "says",
                                        "schrieb", "écrit", "escribió", "scrive"};
    while (length > 0 && g_ascii_isspace(line[length - 1]))
        length--;
    if (length == 0 || length > ATTRIBUTION_MAX_LENGTH || line[length - 1] != ':')
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (g_strstr_len(line, (gssize)length, verbs[i]) != NULL)
            return TRUE;
    }
    return FALSE;
}

/* The first line of `In article <…>,` / `ada@ledger.example writes:`. */
static void drop_first_half(GString *text)
{
    if (text->len == 0)
        return;
    const char *before = g_strrstr_len(text->str, (gssize)text->len - 1, "\n");
    before = before == NULL ? text->str : before + 1;
    if (begins(before, strlen(before), "In article "))
        g_string_truncate(text, (gsize)(before - text->str));
}

static void drop_attribution(Lines *lines)
{
    const char *last = lines->text->str + lines->last_line;
    if (lines->has_last && !lines->is_quoting && is_attribution(last, strlen(last))) {
        g_string_truncate(lines->text, lines->last_line);
        drop_first_half(lines->text);
    }
    lines->has_last = FALSE;
    lines->is_quoting = TRUE;
    lines->is_open = FALSE;
}

static void keep_line(Lines *lines, const char *line, gsize length, MessageLayout layout)
{
    gboolean blank = is_blank(line, length);
    if (layout.is_flowed && length > 0 && *line == ' ') { /* stuffed */
        line++;
        length--;
    }
    if (!blank && !lines->is_open) {
        lines->last_line = lines->text->len;
        lines->has_last = TRUE;
    }
    if (!blank)
        lines->is_quoting = FALSE;
    lines->is_open = layout.is_flowed && !blank && line[length - 1] == ' ';
    gsize kept = length - (lines->is_open && layout.drops_space ? 1 : 0);
    g_string_append_len(lines->text, line, (gssize)kept);
    if (!lines->is_open)
        g_string_append_c(lines->text, '\n');
}

/* FALSE where the message ends. */
static gboolean read_line(Lines *lines, const char *line, gsize length, MessageLayout layout,
                          gboolean *is_encrypted)
{
    if (lines->is_in_armour) { /* `Hash: SHA256` and such up to an empty line (RFC 9580 §7) */
        lines->is_in_armour = !is_blank(line, length);
        return TRUE;
    }
    if (begins(line, length, SIGNED)) {
        lines->is_in_armour = TRUE;
        return TRUE;
    }
    if (begins(line, length, ENCRYPTED)) {
        *is_encrypted = TRUE;
        return FALSE;
    }
    if (begins(line, length, SIGNATURE) || (length == 3 && begins(line, length, "-- ")))
        return FALSE;
    if (is_quote(line, length))
        drop_attribution(lines);
    else
        keep_line(lines, line, length, layout);
    return TRUE;
}

GString *message_text(const char *text, gsize length, MessageLayout layout, gboolean *is_encrypted)
{
    g_autoptr(GString) kept = g_string_new(NULL);
    Lines lines = {.text = kept};
    for (gsize at = 0; at < length;) {
        const char *feed = memchr(text + at, '\n', length - at);
        gsize line = feed == NULL ? length - at : (gsize)(feed - text) - at;
        if (!read_line(&lines, text + at, line, layout, is_encrypted))
            break;
        at += line + 1;
    }
    g_autoptr(GArray) array = text_lines(kept->str, kept->len);
    guint width;
    TextLayout found = text_layout(array, 0, &width);
    return text_join_lines(array, 0, layout.is_flowed ? LAYOUT_PARAGRAPHS : found, width);
}
