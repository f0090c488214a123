/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Query errors: the message, the query and the caret, aligned as a terminal shows them. */
#include "morgue/query-error.h"

#include <string.h>

#include "morgue/error.h"
#include "morgue/terminal.h"

/* Columns of the query that are shown, and how many of them stand before the place. */
enum { SHOWN_COLUMNS = 76, COLUMNS_BEFORE = 50 };

/* Where to begin so that the place is at most COLUMNS_BEFORE columns from the left. */
static const char *shown_start(const char *query, const char *place)
{
    const char *start = query;
    guint columns = terminal_columns(query, (gsize)(place - query));
    while (columns > COLUMNS_BEFORE) {
        const char *next = g_utf8_next_char(start);
        columns -= terminal_columns(start, (gsize)(next - start));
        start = next;
    }
    return start;
}

static void append_query_line(GString *message, const char *start, const char *end)
{
    guint columns = 0;
    const char *p = start;
    while (p < end && columns < SHOWN_COLUMNS) {
        gunichar c = g_utf8_get_char(p);
        const char *next = g_utf8_next_char(p);
        g_string_append_unichar(message, g_unichar_iscntrl(c) ? ' ' : c);
        columns += terminal_columns(p, (gsize)(next - p));
        p = next;
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
    guint indent = terminal_columns(lead, strlen(lead)) +
                   terminal_columns(start, (gsize)(query + place - start));
    g_string_append_printf(message, "%*s^", (int)indent, "");
    if (hint != NULL)
        g_string_append_printf(message, "\nhint: %s", hint);
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_QUERY, message->str);
    return FALSE;
}
