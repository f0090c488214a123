/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scanning rows: one pass, a character at a time. */
#include "indexer/table-row.h"

#include <string.h>

#define NO_CHARACTER G_MAXUINT32

void table_row_init(TableRow *row)
{
    *row = (TableRow){.cells = g_array_new(FALSE, FALSE, sizeof(TableCell))};
}

void table_row_clear(TableRow *row)
{
    if (row->cells != NULL)
        g_array_unref(row->cells);
    *row = (TableRow){0};
}

/* The bytes of a scan, and where it is. */
typedef struct {
    const TableForm *form;
    const guint8 *bytes;
    gsize length, place;
    gboolean is_all;
} Scan;

static guint32 character_at(const Scan *scan, gsize place)
{
    guint width = scan->form->width;
    if (place + width > scan->length)
        return NO_CHARACTER;
    const guint8 *unit = scan->bytes + place;
    if (width == 1)
        return *unit;
    guint32 character = 0;
    for (guint i = 0; i < width; i++)
        character = character << 8 | unit[scan->form->is_big_endian ? i : width - 1 - i];
    return character;
}

static gboolean is_line_end(guint32 character)
{
    return character == '\n' || character == '\r';
}

/* Whether a value may end here. */
static gboolean is_boundary(const Scan *scan, guint32 character)
{
    return character == (guint32)scan->form->delimiter || is_line_end(character) ||
           (character == NO_CHARACTER && scan->is_all);
}

static void add_cell(TableRow *row, gsize start, gsize end, gboolean is_quoted)
{
    TableCell cell = {start, end, is_quoted};
    if (row->cells->len < TABLE_COLUMNS_CEILING)
        g_array_append_val(row->cells, cell);
}

/*
 * Whether the quote at the current place belongs to the value. Moves past all of what is written
 * for it, or not at all.
 */
static gboolean is_inner_quote(Scan *scan, TableRow *row)
{
    guint width = scan->form->width;
    guint32 next = character_at(scan, scan->place + width);
    if (next == '"') {
        scan->place += 2 * width;
        return TRUE;
    }
    if (is_boundary(scan, next) || next == NO_CHARACTER)
        return FALSE;
    row->is_doubtful = TRUE;
    scan->place += width;
    return TRUE;
}

/* Whether the backslash at the current place protects what follows; moves past both then. */
static gboolean is_escape(Scan *scan)
{
    guint width = scan->form->width;
    guint32 next = character_at(scan, scan->place + width);
    gboolean protects = scan->form->has_backslashes && next != NO_CHARACTER;
    if (!protects && next == '"') {
        guint32 after = character_at(scan, scan->place + 2 * width);
        protects = after != '"' && after != NO_CHARACTER && !is_boundary(scan, after);
    }
    scan->place += protects ? 2 * width : width;
    return protects;
}

/* The value in quotes that begins at the current place; FALSE where it does not end. */
static gboolean scan_quoted(Scan *scan, TableRow *row)
{
    guint width = scan->form->width;
    gsize start = scan->place + width;
    scan->place = start;
    for (;;) {
        guint32 character = character_at(scan, scan->place);
        if (character == NO_CHARACTER) {
            add_cell(row, start, scan->length, TRUE);
            scan->place = scan->length;
            row->is_in_quotes = TRUE;
            return FALSE;
        }
        if (character == '\\') {
            is_escape(scan);
        } else if (character == '"') {
            if (!is_inner_quote(scan, row))
                break;
        } else {
            row->has_lines |= is_line_end(character);
            scan->place += width;
        }
    }
    add_cell(row, start, scan->place, TRUE);
    scan->place += width;
    return TRUE;
}

static void scan_plain(Scan *scan, TableRow *row)
{
    guint width = scan->form->width;
    gsize start = scan->place;
    guint32 character;
    while ((character = character_at(scan, scan->place)) != NO_CHARACTER &&
           character != (guint32)scan->form->delimiter && !is_line_end(character)) {
        if (character == '\\' && scan->form->has_backslashes)
            is_escape(scan);
        else
            scan->place += width;
    }
    scan->place = MIN(scan->place, scan->length);
    if (character == NO_CHARACTER)
        scan->place = scan->length;
    add_cell(row, start, scan->place, FALSE);
}

/* Past LF, CR, or CRLF. */
static void pass_line_end(Scan *scan, TableRow *row)
{
    guint width = scan->form->width;
    gboolean is_return = character_at(scan, scan->place) == '\r';
    scan->place += width;
    guint32 next = is_return ? character_at(scan, scan->place) : 0;
    if (next == '\n')
        scan->place += width;
    row->is_open = next == NO_CHARACTER && !scan->is_all;
}

/* Whether a value in quotes begins here; moves to its quote, past blanks before it. */
static gboolean begins_quoted(Scan *scan)
{
    if (scan->form->is_unquoted)
        return FALSE;
    gsize place = scan->place;
    while (character_at(scan, place) == ' ')
        place += scan->form->width;
    if (character_at(scan, place) != '"')
        return FALSE;
    scan->place = place;
    return TRUE;
}

void table_row_scan(TableRow *row, const TableForm *form, const guint8 *bytes, gsize length,
                    gboolean is_all)
{
    GArray *cells = row->cells;
    g_array_set_size(cells, 0);
    *row = (TableRow){.cells = cells};
    Scan scan = {form, bytes, length, 0, is_all};
    for (;;) {
        if (!begins_quoted(&scan))
            scan_plain(&scan, row);
        else if (!scan_quoted(&scan, row))
            break;
        guint32 character = character_at(&scan, scan.place);
        if (character == NO_CHARACTER)
            break;
        if (is_line_end(character)) {
            pass_line_end(&scan, row);
            row->length = scan.place;
            return;
        }
        scan.place += form->width;
    }
    row->length = length;
    row->is_open = !is_all;
}

gboolean table_row_is_blank(const TableRow *row)
{
    for (guint i = 0; i < row->cells->len; i++) {
        const TableCell *cell = &g_array_index(row->cells, TableCell, i);
        if (cell->end > cell->start)
            return FALSE;
    }
    return TRUE;
}

void table_cell_unescape(GString *value, const TableForm *form, gboolean is_quoted)
{
    gsize kept = 0;
    for (gsize i = 0; i < value->len; i++) {
        char next = i + 1 < value->len ? value->str[i + 1] : '\0';
        gboolean is_doubled = is_quoted && value->str[i] == '"' && next == '"';
        gboolean is_protected =
            value->str[i] == '\\' && ((next == '"' && (is_quoted || form->has_backslashes)) ||
                                      (form->has_backslashes && next == '\\'));
        if (is_doubled || is_protected)
            i++;
        value->str[kept++] = value->str[i];
    }
    g_string_truncate(value, kept);
}
