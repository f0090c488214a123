/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes labels of the names in archives. */
#include "indexer/entry-name.h"

#include <string.h>

#include "morgue/text.h"

/* Characters that show nothing, or let a name look like another. */
static gboolean is_harmful(gunichar character)
{
    GUnicodeType type = g_unichar_type(character);
    return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
           type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* Appends the first character, or its bytes as numbers; returns how many there were. */
static gsize append_character(GString *out, const char *text, gsize length)
{
    gunichar character = g_utf8_get_char_validated(text, (gssize)length);
    gboolean valid = character != (gunichar)-1 && character != (gunichar)-2 && *text != '\0';
    gsize count = valid ? (gsize)(g_utf8_next_char(text) - text) : 1;
    if (valid && !is_harmful(character)) {
        g_string_append_len(out, text, (gssize)count);
        return count;
    }
    for (gsize i = 0; i < count; i++)
        g_string_append_printf(out, "%%%02X", (guint)(guint8)text[i]);
    return count;
}

static gboolean is_step(const char *step, gsize length)
{
    return length > 0 && !(length == 1 && step[0] == '.') &&
           !(length == 2 && step[0] == '.' && step[1] == '.');
}

char *entry_name_clean(const char *name, gsize length)
{
    g_autoptr(GString) label = g_string_new(NULL);
    gsize end;
    for (gsize start = 0; start < length && label->len < ENTRY_NAME_CEILING; start = end + 1) {
        const char *slash = memchr(name + start, '/', length - start);
        end = slash == NULL ? length : (gsize)(slash - name);
        if (!is_step(name + start, end - start))
            continue;
        if (label->len > 0)
            g_string_append_c(label, '/');
        for (gsize i = start; i < end && label->len < ENTRY_NAME_CEILING;)
            i += append_character(label, name + i, end - i);
    }
    if (label->len == 0)
        g_string_append_c(label, '-');
    g_string_truncate(label, text_cut(label->str, label->len, ENTRY_NAME_CEILING));
    return g_string_free(g_steal_pointer(&label), FALSE);
}

gboolean entry_name_is_hidden(const char *label)
{
    return *label == '.' || strstr(label, "/.") != NULL || g_str_has_prefix(label, "__MACOSX/") ||
           strstr(label, "/__MACOSX/") != NULL;
}
