/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables in text, an article a row: CSV and TSV, also with `;` and `|` (RFC 4180, formats.md §6.6).
 *
 * A quote that does not end costs the row it stands in and no other: where a row in quotes holds
 * lines that are rows of their own, reading goes on at the first of them.
 */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/dateline.h"
#include "indexer/extract/field-text.h"
#include "indexer/extract/url-fields.h"
#include "indexer/table-row.h"
#include "indexer/table-shape.h"
#include "morgue/error.h"

#define FIRST_PEEK    ((gsize)64 * 1024)
#define SHAPE_CEILING ((gsize)1024 * 1024) /* bytes that the shape is read from */
#define ROW_CEILING   ((gsize)16 * 1024 * 1024)
#define QUOTED_CEILING                                                         \
    ARTICLE_BODY_CEILING /* a value in quotes that goes on for more has no end \
                          */

/* How many bytes are tried, in search of the next row behind a stray quote. */
#define SEARCH_CEILING ((gsize)1024 * 1024)

#define PASSED_NO_TEXT "row without headline or text"

typedef struct {
    Source *source;
    const ReaderContext *context;
    TableShape shape;
    FieldRole *roles; /* of the columns */
    guint columns;
    TableRow row, candidate;
    FieldCollector *fields;
    const char *charset; /* NULL as long as all was ASCII */
    guint64 seen;        /* the end of what was */
    guint64 rows;        /* read so far, as people count them */
    guint64 plain_until; /* up to here quotes are characters like others */
    gboolean is_inside_long_row;
    gboolean starts_with_number; /* the last good row */
    Article *article;
} CsvReader;

/* Rows are articles, are passed over, or are wrong. */
typedef enum { ROW_GOOD, ROW_CUT, ROW_STRAY_QUOTE, ROW_TOO_LONG, ROW_NONE, ROW_FAILED } RowState;

/* The beginning of a table in UTF-8, in which the names of its columns are known. */
static GString *decode_sample(const guint8 *bytes, gsize length, const char *charset)
{
    const char *end;
    gboolean is_utf8 = g_utf8_validate_len((const char *)bytes, length, &end) ||
                       length - (gsize)(end - (const char *)bytes) < 4; /* cut in a character */
    if (is_utf8 && (charset == NULL || !charset_is_wide(charset)))
        return g_string_new_len((const char *)bytes, (gssize)length);
    return charset_decode(bytes, length, charset, NULL, NULL);
}

static Evidence csv_sniff(const guint8 *bytes, gsize length)
{
    g_autoptr(GString) text = decode_sample(bytes, length, NULL);
    /* Where the first bytes end within a row there is no telling; the file may end there, too. */
    return table_shape_sniff(text->str, text->len, length < READER_SNIFF_LENGTH / 2);
}

/* The bytes at the current place, `want` of them if there are; what is before damage is good. */
static const guint8 *peek(CsvReader *reader, gsize want, gsize *available, gboolean *is_all,
                          GError **error)
{
    const guint8 *bytes = source_peek(reader->source, want, available, NULL);
    *is_all = bytes == NULL || *available < want;
    if (bytes == NULL)
        bytes = source_peek(reader->source, 1, available, error);
    *available = MIN(*available, want); /* so that what is found does not depend on the source */
    return bytes;
}

static void set_width(CsvReader *reader)
{
    gboolean is_wide = reader->charset != NULL && charset_is_wide(reader->charset);
    if (is_wide) {
        reader->shape.form.width = g_str_has_prefix(reader->charset, "utf-32") ? 4 : 2;
        reader->shape.form.is_big_endian = g_str_has_suffix(reader->charset, "be");
    }
}

static gsize mark_length(const guint8 *bytes, gsize length, const char *wide)
{
    static const guint8 utf8_mark[] = {0xef, 0xbb, 0xbf};
    if (length >= 3 && memcmp(bytes, utf8_mark, 3) == 0)
        return 3;
    if (wide == NULL)
        return 0;
    gsize width = g_str_has_prefix(wide, "utf-32") ? 4 : 2;
    guint marks = 0;
    for (gsize i = 0; i < width && i < length; i++)
        marks += bytes[i] == 0xfe || bytes[i] == 0xff;
    return length >= width && marks == 2 ? width : 0;
}

/* Looks at bytes that have not been looked at; as long as all are ASCII there is no charset. */
static void detect_charset(CsvReader *reader, const guint8 *bytes, gsize available)
{
    guint64 offset = source_offset(reader->source);
    gsize seen = reader->seen > offset ? (gsize)(reader->seen - offset) : 0;
    if (reader->charset != NULL || seen >= available)
        return;
    reader->charset = charset_detect(bytes + seen, available - seen);
    if (reader->charset != NULL && charset_is_wide(reader->charset))
        reader->charset = NULL; /* not in the midst of bytes */
    reader->seen = offset + available;
}

/* Learns the shape of the table from its beginning, and passes over what is before its rows. */
static gboolean read_shape(CsvReader *reader, GError **error)
{
    gsize available;
    gboolean is_all;
    const guint8 *bytes = peek(reader, SHAPE_CEILING, &available, &is_all, error);
    if (bytes == NULL)
        return FALSE;
    reader->charset = charset_detect_wide(bytes, available);
    gsize mark = mark_length(bytes, available, reader->charset);
    detect_charset(reader, bytes, available);
    g_autoptr(GString) text = decode_sample(bytes + mark, available - mark, reader->charset);
    table_shape_read(&reader->shape, text->str, text->len, is_all);
    set_width(reader);
    reader->columns = reader->shape.names->len;
    reader->roles = g_new0(FieldRole, reader->columns + 1);
    for (guint i = 0; i < reader->columns; i++) {
        const char *name = g_ptr_array_index(reader->shape.names, i);
        reader->roles[i] = field_role(name, strlen(name));
    }
    gsize preface = mark + reader->shape.preface * reader->shape.form.width;
    source_consume(reader->source, MIN(preface, available));
    return TRUE;
}

static void csv_close(gpointer state)
{
    CsvReader *reader = state;
    table_shape_clear(&reader->shape);
    table_row_clear(&reader->row);
    table_row_clear(&reader->candidate);
    field_collector_free(reader->fields);
    g_free(reader->roles);
    g_free(reader);
}

static gpointer csv_open(Source *source, const ReaderContext *context, GError **error)
{
    CsvReader *reader = g_new0(CsvReader, 1);
    reader->source = source;
    reader->context = context;
    reader->fields = field_collector_new();
    table_row_init(&reader->row);
    table_row_init(&reader->candidate);
    if (read_shape(reader, error))
        return reader;
    csv_close(reader);
    return NULL;
}

static gboolean begins_with_number(const guint8 *bytes, const TableRow *row)
{
    const TableCell *cell = &g_array_index(row->cells, TableCell, 0);
    return cell->end > cell->start && g_ascii_isdigit(bytes[cell->start]);
}

/*
 * Whether a line is a row as the others are: wholly there, with as many cells, and none but the
 * first after a blank, as commas of prose are.
 */
static gboolean is_row_like_others(const CsvReader *reader, const guint8 *bytes,
                                   const TableRow *row)
{
    if (row->is_open || row->is_in_quotes || row->is_doubtful || row->cells->len < 2 ||
        row->cells->len != reader->columns ||
        begins_with_number(bytes, row) != reader->starts_with_number)
        return FALSE;
    for (guint i = 1; i < row->cells->len; i++) {
        const TableCell *cell = &g_array_index(row->cells, TableCell, i);
        if (!cell->is_quoted && cell->end > cell->start && bytes[cell->start] == ' ')
            return FALSE;
    }
    return TRUE;
}

/*
 * Within the bytes of a row that has a stray quote: where the first line begins that is a row of
 * its own; 0 where there is none.
 */
static gsize find_next_row(CsvReader *reader, const guint8 *bytes, gsize available, gboolean is_all)
{
    const TableRow *row = &reader->row;
    gsize most = 4 * row->length + 1024, searched = 0;
    guint width = reader->shape.form.width;
    for (gsize place = 0; place + width < row->length && searched < SEARCH_CEILING;) {
        const guint8 *feed = memchr(bytes + place, '\n', row->length - place);
        if (feed == NULL)
            return 0;
        place = (gsize)(feed - bytes) + 1;
        place += (width - place % width) % width;
        gsize rest = available - MIN(place, available);
        gsize length = MIN(rest, most);
        table_row_scan(&reader->candidate, &reader->shape.form, bytes + place, length,
                       is_all && length == rest);
        searched += reader->candidate.length + 1;
        if (length > 0 && is_row_like_others(reader, bytes + place, &reader->candidate))
            return place;
    }
    return 0;
}

/* A row with quotes that are not as they should be: reads it, or cuts off what is of others. */
static RowState mend_row(CsvReader *reader, const guint8 *bytes, gsize available, gboolean is_all)
{
    TableRow *row = &reader->row;
    gsize next = find_next_row(reader, bytes, available, is_all);
    if (next > 0) {
        row->length = next;
        return ROW_STRAY_QUOTE;
    }
    if (!row->is_in_quotes)
        return ROW_GOOD;
    if (is_all)
        return ROW_CUT; /* the file ends within it */
    TableForm plain = reader->shape.form;
    plain.is_unquoted = TRUE;
    table_row_scan(row, &plain, bytes, available, is_all);
    reader->plain_until = source_offset(reader->source) + available;
    return ROW_STRAY_QUOTE;
}

/* Finds the row at the current place; its bytes stay where they are. */
static RowState find_row(CsvReader *reader, const guint8 **bytes, GError **error)
{
    TableForm form = reader->shape.form;
    form.is_unquoted = source_offset(reader->source) < reader->plain_until;
    TableRow *row = &reader->row;
    gsize available;
    gboolean is_all;
    for (gsize want = FIRST_PEEK;; want *= 2) {
        *bytes = peek(reader, want, &available, &is_all, error);
        if (*bytes == NULL)
            return ROW_FAILED;
        if (available == 0)
            return ROW_NONE;
        detect_charset(reader, *bytes, available);
        table_row_scan(row, &form, *bytes, available, is_all);
        if (!row->is_open || (row->is_in_quotes && available >= QUOTED_CEILING))
            break;
        if (available >= ROW_CEILING)
            return ROW_TOO_LONG;
    }
    if (row->is_in_quotes || (row->is_doubtful && row->has_lines))
        return mend_row(reader, *bytes, available, is_all);
    return ROW_GOOD;
}

/* Passes over what is left of a row that was too long. */
static gboolean skip_line(CsvReader *reader, GError **error)
{
    while (reader->is_inside_long_row) {
        gsize available;
        gboolean is_all;
        const guint8 *bytes = peek(reader, FIRST_PEEK, &available, &is_all, error);
        if (bytes == NULL)
            return FALSE;
        const guint8 *feed = memchr(bytes, '\n', available);
        reader->is_inside_long_row = feed == NULL && available > 0;
        source_consume(reader->source, feed == NULL ? available : (gsize)(feed - bytes) + 1);
    }
    return TRUE;
}

static gboolean is_plain_ascii(const guint8 *bytes, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if ((bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\t') || bytes[i] >= 0x7f)
            return FALSE;
    }
    return TRUE;
}

/* Wide text is decoded with a mark before it, so that a short value is not taken for another. */
static GString *decode_wide(const guint8 *bytes, gsize length, const TableForm *form)
{
    static const guint8 marks[2][4] = {{0xff, 0xfe, 0, 0}, {0, 0, 0xfe, 0xff}};
    const guint8 *mark = marks[form->is_big_endian];
    g_autoptr(GByteArray) marked = g_byte_array_sized_new((guint)length + 4);
    g_byte_array_append(marked, form->is_big_endian ? mark + 4 - form->width : mark, form->width);
    g_byte_array_append(marked, bytes, (guint)length);
    return charset_decode(marked->data, marked->len, NULL, NULL, NULL);
}

/* The value of a cell in UTF-8, as it was before it was quoted. */
static GString *cell_value(CsvReader *reader, const guint8 *bytes, const TableCell *cell)
{
    const TableForm *form = &reader->shape.form;
    const guint8 *start = bytes + cell->start;
    gsize length = cell->end - cell->start;
    GString *value;
    if (form->width > 1) {
        value = decode_wide(start, length, form);
    } else if (is_plain_ascii(start, length)) {
        value = g_string_new_len((const char *)start, (gssize)length);
    } else {
        CharsetResult charset = {0};
        value = charset_decode(start, length, reader->charset, NULL, &charset);
        if (charset.replaced > 0)
            reader->article->flags |= ARTICLE_REPAIRED;
    }
    table_cell_unescape(value, form, cell->is_quoted);
    return value;
}

static gboolean is_digits(const GString *value)
{
    return value->len > 0 && strspn(value->str, "0123456789. ") == value->len;
}

static void add_value(CsvReader *reader, guint column, const GString *value)
{
    const char *name = g_ptr_array_index(reader->shape.names, column);
    FieldRole role = reader->roles[column];
    if (role == ROLE_ID && is_digits(value))
        return; /* the number of a row: other tables count from 1, too */
    g_autofree char *text = NULL;
    if (role == ROLE_BODY)
        text = field_text_paragraphs(value->str, value->len);
    else if (role != ROLE_PUBLISHED && role != ROLE_MODIFIED && role != ROLE_URL)
        text = field_text_line(value->str, value->len);
    const char *plain = text == NULL ? value->str : text;
    field_collector_add(reader->fields, name, strlen(name), plain, strlen(plain));
}

/*
 * Whether a row with more cells than there are columns goes on with the text of the last column:
 * nobody put that in quotes, or doubled the quotes in it.
 */
static gboolean takes_rest(const CsvReader *reader, guint column)
{
    const TableRow *row = &reader->row;
    if (column + 1 != reader->columns || row->cells->len <= reader->columns ||
        row->cells->len == TABLE_COLUMNS_CEILING ||
        (reader->roles[column] != ROLE_BODY && reader->roles[column] != ROLE_HEADLINE))
        return FALSE;
    for (guint i = column; i < row->cells->len && !row->is_doubtful; i++) {
        if (g_array_index(row->cells, TableCell, i).is_quoted)
            return FALSE;
    }
    return TRUE;
}

/* Where the last cell ends that is not empty, without the quote at its end. */
static gsize end_of_rest(const CsvReader *reader, const guint8 *bytes)
{
    const TableCell *cells = (const TableCell *)(gpointer)reader->row.cells->data;
    guint last = reader->row.cells->len - 1;
    while (last > 0 && cells[last].end == cells[last].start)
        last--;
    gsize end = cells[last].end;
    gboolean has_quote = reader->row.is_doubtful && !cells[last].is_quoted &&
                         reader->shape.form.width == 1 && bytes[end - 1] == '"';
    return has_quote ? end - 1 : end;
}

/* Whether all the values are the names of their columns: the header once more. */
static gboolean collect_values(CsvReader *reader, const guint8 *bytes)
{
    const TableRow *row = &reader->row;
    guint names = 0, values = 0;
    field_collector_clear(reader->fields);
    for (guint i = 0; i < MIN(row->cells->len, reader->columns); i++) {
        TableCell cell = g_array_index(row->cells, TableCell, i);
        if (reader->roles[i] == ROLE_NONE)
            continue;
        if (takes_rest(reader, i))
            cell.end = MAX(cell.end, end_of_rest(reader, bytes));
        g_autoptr(GString) value = cell_value(reader, bytes, &cell);
        add_value(reader, i, value);
        g_strstrip(value->str);
        values++;
        names += strcmp(value->str, g_ptr_array_index(reader->shape.names, i)) == 0;
    }
    return reader->shape.has_header && values > 1 && names == values;
}

static void init_dates(const CsvReader *reader, DateContext *dates)
{
    const ReaderContext *context = reader->context;
    date_context_init(dates,
                      date_is_set(&context->captured) ? &context->captured : &context->today);
    dates->reference = (Date){0};
    dates->epoch_allowed = TRUE;
    dates->always_midnight = reader->shape.always_midnight;
    dates->language = reader->shape.is_month_first ? "en-US" : context->language;
}

/* What the text says of itself, and the address: where no column does. */
static void read_text(Article *article, DateContext *dates)
{
    url_fields_set_date(article, dates);
    if (article->published.date.precision >= DATE_PRECISION_DAY)
        dates->reference = article->published.date;
    const char *end = strstr(article->body->str, "\n\n");
    gsize length = end == NULL ? article->body->len : (gsize)(end - article->body->str);
    Dateline dateline;
    if (dateline_read(article->body->str, length, dates, &dateline))
        dateline_apply(&dateline, article);
}

static void fill_article(CsvReader *reader, Article *article)
{
    DateContext dates;
    init_dates(reader, &dates);
    if (reader->context->language != NULL)
        article_set_language(article, reader->context->language, PROVENANCE_OPTION);
    field_collector_apply(reader->fields, article, PROVENANCE_RECORD, &dates);
    article_finish(article);
    read_text(article, &dates);
}

/* The row that was found; READ_END where it says nothing, and the next is to be read. */
static ReadStatus read_row(CsvReader *reader, const guint8 *bytes, RowState state, Article *article,
                           GError **error)
{
    gboolean is_header = reader->shape.has_header && reader->rows == 0;
    gboolean is_blank = table_row_is_blank(&reader->row);
    reader->rows += !is_blank;
    if (state == ROW_STRAY_QUOTE || state == ROW_TOO_LONG) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                    state == ROW_TOO_LONG ? "row %" G_GUINT64_FORMAT " is longer than 16 MB"
                                          : "row %" G_GUINT64_FORMAT " has a quote without an end",
                    reader->rows);
        return READ_SKIPPED;
    }
    reader->article = article;
    gboolean is_repeated = is_blank || is_header || collect_values(reader, bytes);
    if (is_repeated)
        return READ_END;
    reader->starts_with_number = begins_with_number(bytes, &reader->row);
    fill_article(reader, article);
    if (state == ROW_CUT)
        article->flags |= ARTICLE_TRUNCATED;
    if (article_has_text(article))
        return READ_ARTICLE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, PASSED_NO_TEXT);
    return READ_SKIPPED;
}

static ReadStatus csv_next(gpointer state, Article *article, GError **error)
{
    CsvReader *reader = state;
    for (;;) {
        const guint8 *bytes;
        article->offset = source_offset(reader->source);
        if (!skip_line(reader, error))
            return READ_FAILED;
        article->offset = source_offset(reader->source);
        RowState found = find_row(reader, &bytes, error);
        if (found == ROW_FAILED)
            return READ_FAILED;
        if (found == ROW_NONE)
            return READ_END;
        article->length = reader->row.length;
        reader->is_inside_long_row = found == ROW_TOO_LONG;
        ReadStatus status = read_row(reader, bytes, found, article, error);
        source_consume(reader->source, reader->row.length);
        if (status != READ_END)
            return status;
        article_clear(article);
    }
}

const Reader csv_reader = {
    .name = "csv",
    .summary = "tables in text, an article a row: CSV, TSV, also with ; and |",
    .extensions = "csv tsv tab psv",
    .version = 1,
    .sniff = csv_sniff,
    .open = csv_open,
    .next = csv_next,
    .close = csv_close,
};
