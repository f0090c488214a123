/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values of fields: exports undone first, then markup. */
#include "indexer/extract/field-text.h"

#include <string.h>

#include "indexer/extract/fragment.h"

/* Elements and entities whose presence shows that a value is HTML. */
static gboolean is_markup(const char *value, gsize length)
{
    static const char *const signs[] = {"<p", "<P",      "<br",    "<BR",    "<div",
                                        "</", "&lt;",    "&amp;",  "&quot;", "&nbsp;",
                                        "&#", "&rsquo;", "&ldquo;"};
    if (memchr(value, '<', length) == NULL && memchr(value, '&', length) == NULL)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (g_strstr_len(value, (gssize)length, signs[i]) != NULL)
            return TRUE;
    }
    return FALSE;
}

/* Whether `\n` stands for a line feed: no word begins with it. */
static gboolean has_written_feeds(const char *text)
{
    for (const char *place = text; (place = strstr(place, "\\n")) != NULL; place += 2) {
        if (!g_ascii_islower(place[2]))
            return TRUE;
    }
    return FALSE;
}

/*
 * What a backslash at `text` stands for: a line feed or a blank, and nothing before a quote. Sets
 * `length` to the bytes that it takes.
 */
static char meaning_of_backslash(const char *text, gboolean written_feeds, gsize *length)
{
    *length = 1;
    if (text[1] == '"' || text[1] == '\'' || text[1] == '/') {
        *length = 2;
        return text[1];
    }
    if (written_feeds && text[1] != '\0' && strchr("nrt", text[1]) != NULL) {
        *length = 2;
        return text[1] == 'n' ? '\n' : ' ';
    }
    return ' ';
}

/*
 * The sign of an entity's number, where exports escape it; 0 for others: `bus #42; it …` has none.
 * 145 to 151 are those of windows-1252, as browsers read them.
 */
static gunichar escaped_sign(guint number)
{
    static const gunichar windows[] = {0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014};
    if (number >= 145 && number - 145 < G_N_ELEMENTS(windows))
        return windows[number - 145];
    gboolean is_ascii = number != 0 && number < 0x80 && strchr("\"$&'", (int)number) != NULL;
    return is_ascii || (number >= 8211 && number <= 8221) ? number : 0;
}

/* The character of ` #39;` or ` quot;`, an entity without its `&`; 0 where there is none. */
static gunichar lost_entity(const char *text, gsize *length)
{
    static const struct {
        const char *name;
        char character;
    } named[] = {{"quot;", '"'}, {"lt;", '<'}, {"gt;", '>'}};
    const char *place = text + (*text == ' ' ? 1 : 0);
    for (gsize i = 0; *text == ' ' && i < G_N_ELEMENTS(named); i++) {
        *length = strlen(named[i].name) + 1;
        if (g_str_has_prefix(place, named[i].name))
            return (gunichar)named[i].character;
    }
    *length = 1;
    if (*place++ != '#')
        return 0;
    guint number = 0;
    for (guint digits = 0; digits < 4 && g_ascii_isdigit(*place); digits++)
        number = number * 10 + (guint)g_ascii_digit_value(*place++);
    if (*place != ';')
        return 0;
    *length = (gsize)(place - text) + 1;
    return escaped_sign(number);
}

/* Undoes what exports do to text. */
static char *undo_export(const char *value, gsize length)
{
    g_autofree char *copy = g_strndup(value, length);
    if (strchr(copy, '\\') == NULL && strchr(copy, ';') == NULL)
        return g_steal_pointer(&copy);
    gboolean written_feeds = has_written_feeds(copy);
    GString *text = g_string_sized_new(length);
    for (const char *place = copy; *place != '\0';) {
        gsize used = 1;
        gunichar entity = *place == ' ' || *place == '#' ? lost_entity(place, &used) : 0;
        if (entity != 0) {
            g_string_append_unichar(text, entity);
        } else if (*place == '\\') {
            g_string_append_c(text, meaning_of_backslash(place, written_feeds, &used));
        } else {
            g_string_append_c(text, *place);
            used = 1;
        }
        place += used;
    }
    return g_string_free(text, FALSE);
}

/* Escaped twice: what comes out of HTML is HTML again, once. */
static char *plain_text(const char *value, gsize length, char *(*convert)(const char *, gsize))
{
    g_autofree char *text = undo_export(value, length);
    for (guint pass = 0; pass < 2 && is_markup(text, strlen(text)); pass++) {
        char *converted = convert(text, strlen(text));
        g_free(text);
        text = converted;
    }
    return g_steal_pointer(&text);
}

char *field_text_line(const char *value, gsize length)
{
    return plain_text(value, length, fragment_line);
}

char *field_text_paragraphs(const char *value, gsize length)
{
    return plain_text(value, length, fragment_paragraphs);
}
