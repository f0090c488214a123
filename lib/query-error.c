/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Query errors: the message, the query and the caret, aligned as a terminal shows them. */
#include "lib/query-error.h"

#include <string.h>

#include "morgue/error.h"

/* Columns of the query that are shown, and how many of them stand before the place. */
enum { SHOWN_COLUMNS = 76, COLUMNS_BEFORE = 50 };

static guint column_width(gunichar c)
{
    if (g_unichar_iszerowidth(c))
        return 0;
    return g_unichar_iswide(c) ? 2 : 1;
}

static guint text_columns(const char *text, const char *end)
{
    guint columns = 0;
    for (const char *p = text; p < end; p = g_utf8_next_char(p))
        columns += column_width(g_utf8_get_char(p));
    return columns;
}

/* Where to begin so that the place is at most COLUMNS_BEFORE columns from the left. */
static const char *shown_start(const char *query, const char *place)
{
    const char *start = query;
    guint columns = text_columns(query, place);
    while (columns > COLUMNS_BEFORE) {
        columns -= column_width(g_utf8_get_char(start));
        start = g_utf8_next_char(start);
    }
    return start;
}

static void append_query_line(GString *message, const char *start, const char *end)
{
    guint columns = 0;
    const char *p = start;
    for (; p < end && columns < SHOWN_COLUMNS; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(message, g_unichar_iscntrl(c) ? ' ' : c);
        columns += column_width(c);
    }
    if (p < end)
        g_string_append(message, "…");
}

gboolean query_error_set(GError **error, const char *query, gsize length, gsize place,
                         const char *hint, const char *format, ...)
{
    g_assert(place <= length);
    g_autoptr(GString) message = g_string_new(NULL);
    va_list arguments;
    va_start(arguments, format);
    g_string_append_vprintf(message, format, arguments);
    va_end(arguments);

    const char *start = shown_start(query, query + place);
    const char *lead = start > query ? "  …" : "  ";
    g_string_append_printf(message, "\n%s", lead);
    append_query_line(message, start, query + length);
    g_string_append_c(message, '\n');
    guint indent = text_columns(lead, lead + strlen(lead)) + text_columns(start, query + place);
    g_string_append_printf(message, "%*s^", (int)indent, "");
    if (hint != NULL)
        g_string_append_printf(message, "\nhint: %s", hint);
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_QUERY, message->str);
    return FALSE;
}
