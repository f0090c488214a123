/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shape of a table, from its first rows. */
#include "indexer/table-shape.h"

#include <string.h>

#include "indexer/extract/header-block.h"

#define SAMPLE_ROWS 20u /* formats.md §6.6 */
#define NAME_LENGTH 40u /* bytes of a column's name at most */
#define ROWS_MIN    3u  /* that show what columns are without names */

/* A column is a text if it has so many words on average; one so long is no headline. */
#define TEXT_WORDS      3.0
#define HEADLINE_LENGTH 300.0

static const char delimiters[] = ",\t;|"; /* of equals the first wins */

/* The first rows, as many as there are wholly. */
typedef struct {
    const char *text;
    TableForm form;
    TableRow rows[SAMPLE_ROWS];
    gsize starts[SAMPLE_ROWS];
    guint count;
    guint columns; /* that most rows have */
    guint even;    /* how many rows those are */
    guint open;    /* columns, so far, of a row that is cut */
} Sample;

static const TableCell *cell_at(const Sample *sample, guint row, guint column)
{
    const TableRow *cells = &sample->rows[row];
    return column < cells->cells->len ? &g_array_index(cells->cells, TableCell, column) : NULL;
}

/* The text of a cell without blanks around it; empty where there is none. */
static const char *cell_text(const Sample *sample, guint row, guint column, gsize *length)
{
    const TableCell *cell = cell_at(sample, row, column);
    *length = cell == NULL ? 0 : cell->end - cell->start;
    const char *text = sample->text + (cell == NULL ? 0 : sample->starts[row] + cell->start);
    while (*length > 0 && g_ascii_isspace(*text)) {
        text++;
        --*length;
    }
    while (*length > 0 && g_ascii_isspace(text[*length - 1]))
        --*length;
    return text;
}

static void count_columns(Sample *sample)
{
    for (guint i = 0; i < sample->count; i++) {
        guint columns = sample->rows[i].cells->len, even = 0;
        for (guint k = 0; k < sample->count; k++)
            even += sample->rows[k].cells->len == columns;
        if (even > sample->even) {
            sample->even = even;
            sample->columns = columns;
        }
    }
}

static void sample_clear(Sample *sample)
{
    for (guint i = 0; i < SAMPLE_ROWS; i++)
        table_row_clear(&sample->rows[i]);
}

static void sample_take(Sample *sample, const char *text, gsize length, gboolean is_all,
                        const TableForm *form)
{
    *sample = (Sample){.text = text, .form = *form};
    gsize place = 0;
    while (sample->count < SAMPLE_ROWS && place < length) {
        TableRow *row = &sample->rows[sample->count];
        if (row->cells == NULL)
            table_row_init(row);
        table_row_scan(row, form, (const guint8 *)text + place, length - place, is_all);
        if (row->is_open) {
            sample->open = row->cells->len;
            break;
        }
        sample->starts[sample->count] = place;
        place += row->length;
        sample->count += !table_row_is_blank(row);
    }
    count_columns(sample);
}

/* Of a table that is divided by this, how evenly; 0 where it divides nothing. */
static double evenness(const Sample *sample)
{
    if (sample->count == 0 || sample->columns < 2)
        return sample->count == 0 && sample->open > 1 ? 0.1 : 0;
    return (double)sample->even / sample->count;
}

static char best_delimiter(const char *text, gsize length, gboolean is_all, const TableForm *form)
{
    char best = ',';
    double best_score = 0;
    for (const char *delimiter = delimiters; *delimiter != '\0'; delimiter++) {
        if (*delimiter != best && memchr(text, *delimiter, length) == NULL)
            continue;
        TableForm tried = *form;
        tried.delimiter = *delimiter;
        Sample sample;
        sample_take(&sample, text, length, is_all, &tried);
        guint known = 0;
        for (guint i = 0; sample.count > 0 && i < sample.rows[0].cells->len; i++) {
            gsize name_length;
            const char *name = cell_text(&sample, 0, i, &name_length);
            known += field_role(name, name_length) != ROLE_NONE;
        }
        double score = evenness(&sample) + MIN(known, 8u);
        sample_clear(&sample);
        if (score > best_score) {
            best = *delimiter;
            best_score = score;
        }
    }
    return best;
}

/*
 * Whether quotes within values are written with a backslash: some are, by what follows them, and
 * none is doubled.
 */
static gboolean find_backslashes(const char *text, gsize length)
{
    gboolean found = FALSE;
    for (gsize i = 1; i + 1 < length; i++) {
        if (text[i] != '"')
            continue;
        gboolean is_word = g_ascii_isalnum(text[i + 1]) || (guint8)text[i + 1] >= 0x80;
        gboolean after_word = g_ascii_isalnum(text[i - 1]) || (guint8)text[i - 1] >= 0x80;
        if (text[i - 1] == '\\')
            found |= is_word;
        else if (after_word && text[i + 1] == '"')
            return FALSE;
    }
    return found;
}

static guint count_words(const char *text, gsize length)
{
    guint words = 0;
    gboolean in_word = FALSE;
    for (gsize i = 0; i < length; i++) {
        gboolean is_blank = g_ascii_isspace(text[i]);
        words += !is_blank && !in_word;
        in_word = !is_blank;
    }
    /* Scripts without blanks: a word is two characters or three, of three bytes each. */
    gsize high = 0;
    for (gsize i = 0; i < length; i++)
        high += (guint8)text[i] >= 0xe0;
    return MAX(words, (guint)(high / 3));
}

static gboolean is_number(const char *text, gsize length)
{
    gsize digits = 0;
    for (gsize i = 0; i < length; i++) {
        digits += g_ascii_isdigit(text[i]);
        if (!g_ascii_isdigit(text[i]) && strchr(".,:-+/%", text[i]) == NULL)
            return FALSE;
    }
    return digits > 0;
}

/* What is in a column. */
typedef struct {
    guint filled, urls, dates;
    double length, words; /* on average */
} ColumnLook;

static ColumnLook look_at_column(const Sample *sample, guint column, guint first)
{
    ColumnLook look = {0};
    for (guint row = first; row < sample->count; row++) {
        gsize length;
        const char *text = cell_text(sample, row, column, &length);
        if (length == 0)
            continue;
        Date date;
        look.filled++;
        look.length += (double)length;
        look.words += count_words(text, length);
        look.urls += length > 8 && g_ascii_strncasecmp(text, "http", 4) == 0 &&
                     g_strstr_len(text, 9, "://") != NULL;
        look.dates += length >= 8 && length <= 40 && date_parse(text, length, NULL, &date, NULL) &&
                      date.precision >= DATE_PRECISION_DAY;
    }
    if (look.filled > 0) {
        look.length /= look.filled;
        look.words /= look.filled;
    }
    return look;
}

static gboolean is_nearly_all(guint part, guint whole)
{
    return whole > 0 && part * 10 >= whole * 9;
}

static gboolean is_text(const ColumnLook *look)
{
    return look->words >= TEXT_WORDS && !is_nearly_all(look->urls, look->filled) &&
           !is_nearly_all(look->dates, look->filled);
}

static gboolean has_role(const TableShape *shape, FieldRole role)
{
    for (guint i = 0; i < shape->names->len; i++) {
        const char *name = g_ptr_array_index(shape->names, i);
        if (field_role(name, strlen(name)) == role)
            return TRUE;
    }
    return FALSE;
}

static void set_name(TableShape *shape, guint column, const char *name)
{
    g_free(g_ptr_array_index(shape->names, column));
    g_ptr_array_index(shape->names, column) = g_strdup(name);
}

/* The longest text in a column that says nothing yet; -1 where there is none. */
static int longest_text(const TableShape *shape, const ColumnLook *looks)
{
    int longest = -1;
    for (guint i = 0; i < shape->names->len; i++) {
        const char *name = g_ptr_array_index(shape->names, i);
        if (field_role(name, strlen(name)) == ROLE_NONE && is_text(&looks[i]) &&
            (longest < 0 || looks[i].length > looks[longest].length))
            longest = (int)i;
    }
    return longest;
}

/* Rules 1 and 2 of the header, for what no name says. Returns whether there is a text. */
static gboolean understand_columns(TableShape *shape, const Sample *sample)
{
    g_autofree ColumnLook *looks = g_new0(ColumnLook, shape->names->len + 1);
    gboolean has_names = has_role(shape, ROLE_HEADLINE) || has_role(shape, ROLE_BODY) ||
                         has_role(shape, ROLE_SUMMARY);
    for (guint i = 0; i < shape->names->len; i++) {
        looks[i] = look_at_column(sample, i, shape->has_header ? 1 : 0);
        if (has_names || shape->has_header)
            continue;
        if (is_nearly_all(looks[i].urls, looks[i].filled) && !has_role(shape, ROLE_URL))
            set_name(shape, i, "url");
        if (is_nearly_all(looks[i].dates, looks[i].filled) && !has_role(shape, ROLE_PUBLISHED))
            set_name(shape, i, "published");
    }
    if (has_names)
        return TRUE;
    int body = longest_text(shape, looks);
    if (body < 0)
        return FALSE;
    set_name(shape, (guint)body, "body");
    int headline = longest_text(shape, looks);
    if (headline >= 0 && looks[headline].length <= HEADLINE_LENGTH)
        set_name(shape, (guint)headline, "headline");
    else if (headline < 0 && looks[body].length <= HEADLINE_LENGTH)
        set_name(shape, (guint)body, "headline");
    return TRUE;
}

/* How many names of the first row are known; 0 where a cell of it is no name. */
static guint known_names(const Sample *sample)
{
    guint known = 0;
    for (guint i = 0; sample->count > 0 && i < sample->rows[0].cells->len; i++) {
        gsize length;
        const char *name = cell_text(sample, 0, i, &length);
        if (length > NAME_LENGTH)
            return 0;
        known += field_role(name, length) != ROLE_NONE;
    }
    return known;
}

static gboolean has_values(const Sample *sample)
{
    for (guint i = 0; sample->count > 0 && i < sample->rows[0].cells->len; i++) {
        gsize length;
        const char *text = cell_text(sample, 0, i, &length);
        if (is_number(text, length) || (length == 0 && i > 0) || count_words(text, length) > 3)
            return TRUE;
    }
    return FALSE;
}

/* Whether most commas stand before a blank, as they do in prose. */
static gboolean is_prose(const Sample *sample)
{
    guint cells = 0, after_blank = 0, quoted = 0;
    for (guint row = 0; row < sample->count; row++) {
        for (guint i = 1; i < sample->rows[row].cells->len; i++) {
            const TableCell *cell = cell_at(sample, row, i);
            cells++;
            quoted += cell->is_quoted ? 1 : 0;
            after_blank += !cell->is_quoted && cell->end > cell->start &&
                           sample->text[sample->starts[row] + cell->start] == ' ';
        }
    }
    return quoted * 3 < cells && after_blank * 3 > cells;
}

/* Whether one of the words that programs' logs have on each line is a value of most rows. */
static gboolean is_log(const Sample *sample)
{
    static const char *const levels[] = {"debug",   "info",  "notice", "warn",
                                         "warning", "error", "fatal",  "trace"};
    guint rows = 0;
    for (guint row = 0; row < sample->count; row++) {
        gboolean found = FALSE;
        for (guint i = 0; i < sample->rows[row].cells->len; i++) {
            gsize length;
            const char *text = cell_text(sample, row, i, &length);
            for (gsize k = 0; k < G_N_ELEMENTS(levels); k++)
                found |= strlen(levels[k]) == length &&
                         g_ascii_strncasecmp(text, levels[k], length) == 0;
        }
        rows += found ? 1 : 0;
    }
    return rows * 2 > sample->count;
}

/* `com,example)/ 20140103030321 …`: a line of an index of web captures (CDX, CDXJ). */
static gboolean is_capture_index(const char *text, gsize length)
{
    const char *feed = memchr(text, '\n', length);
    gsize line = feed == NULL ? length : (gsize)(feed - text);
    const char *blank = memchr(text, ' ', line);
    if (line >= 4 && memcmp(text, "CDX ", 4) == 0)
        return TRUE;
    if (blank == NULL || line - (gsize)(blank - text) < 15)
        return FALSE;
    for (guint i = 1; i <= 14; i++) {
        if (!g_ascii_isdigit(blank[i]))
            return FALSE;
    }
    return TRUE;
}

/*
 * Whether it is a program: many lines end with a delimiter (a semicolon) or begin with one (a tab),
 * or have quotes that no table has.
 */
static gboolean is_program(const Sample *sample)
{
    guint ended = 0, indented = 0, doubtful = 0;
    for (guint row = 0; row < sample->count; row++) {
        gsize first, last;
        cell_text(sample, row, 0, &first);
        cell_text(sample, row, sample->rows[row].cells->len - 1, &last);
        indented += first == 0 ? 1 : 0;
        ended += last == 0 ? 1 : 0;
        doubtful += sample->rows[row].is_doubtful ? 1 : 0;
    }
    return MAX(MAX(ended, indented), doubtful) * 3 > sample->count;
}

/* Whether columns without known names are a table: even, and no prose, log or program. */
static gboolean is_table(const Sample *sample)
{
    guint quoted = 0;
    for (guint row = 0; row < sample->count; row++)
        quoted += sample->rows[row].cells->len > 1 && cell_at(sample, row, 1)->is_quoted;
    gboolean is_sure =
        sample->form.delimiter == '\t' || sample->columns > 2 || quoted * 2 > sample->count;
    return sample->count >= ROWS_MIN && sample->columns >= 2 &&
           is_nearly_all(sample->even, sample->count) && is_sure && !is_prose(sample) &&
           !is_log(sample) && !is_program(sample);
}

/* What the dates of the table have in common. */
static void look_at_dates(TableShape *shape, const Sample *sample)
{
    guint dates = 0, timed = 0, midnights = 0;
    for (guint column = 0; column < shape->names->len; column++) {
        const char *name = g_ptr_array_index(shape->names, column);
        if (field_role(name, strlen(name)) != ROLE_PUBLISHED)
            continue;
        for (guint row = shape->has_header ? 1 : 0; row < sample->count; row++) {
            gsize length;
            const char *text = cell_text(sample, row, column, &length);
            Date date;
            if (!date_parse(text, length, NULL, &date, NULL))
                continue;
            dates++;
            timed += date.precision >= DATE_PRECISION_HOUR;
            midnights += date.precision >= DATE_PRECISION_HOUR && date.hour == 0 &&
                         date.minute == 0 && date.second == 0;
            g_autofree char *first = g_strndup(text, MIN(length, (gsize)3));
            shape->is_month_first |= date.day > 12 && length > 5 &&
                                     g_ascii_strtoull(first, NULL, 10) == date.month &&
                                     (first[1] == '/' || first[2] == '/');
        }
    }
    shape->always_midnight = dates > 0 && timed > 0 && midnights == timed;
}

static void take_names(TableShape *shape, const Sample *sample)
{
    guint columns = shape->has_header ? sample->rows[0].cells->len : sample->columns;
    for (guint i = 0; i < columns; i++) {
        gsize length = 0;
        const char *name = shape->has_header ? cell_text(sample, 0, i, &length) : "";
        GString *plain = g_string_new_len(name, (gssize)length);
        table_cell_unescape(plain, &shape->form, TRUE);
        g_ptr_array_add(shape->names, g_string_free(plain, FALSE));
    }
}

/* Whether the rows below a header are like it: most have no more columns than it names. */
static gboolean fits_header(const Sample *sample)
{
    guint columns = sample->rows[0].cells->len, fitting = 0;
    if (columns < 2)
        return FALSE;
    for (guint i = 1; i < sample->count; i++)
        fitting += sample->rows[i].cells->len == columns;
    return sample->count == 1 ? sample->open <= columns : fitting * 2 >= sample->count - 1;
}

/* Whether a column that is named for dates holds dates: prose has none in one place of each line.
 */
static gboolean has_dates(const Sample *sample)
{
    for (guint i = 0; sample->count > 1 && i < sample->rows[0].cells->len; i++) {
        gsize length;
        const char *name = cell_text(sample, 0, i, &length);
        if (field_role(name, length) != ROLE_PUBLISHED)
            continue;
        ColumnLook look = look_at_column(sample, i, 1);
        if (is_nearly_all(look.dates, look.filled))
            return TRUE;
    }
    return FALSE;
}

static Evidence read_columns(TableShape *shape, const Sample *sample)
{
    guint known = known_names(sample);
    gboolean is_even = is_table(sample);
    gboolean is_sure = known >= 3 && known * 2 >= sample->rows[0].cells->len;
    gboolean is_named =
        known >= 2 && (is_sure || fits_header(sample)) && (!is_prose(sample) || has_dates(sample));
    shape->has_header = is_named || (known == 1 && is_even && !has_values(sample));
    take_names(shape, sample);
    gboolean has_text = understand_columns(shape, sample);
    look_at_dates(shape, sample);
    if (is_named)
        return EVIDENCE_STRONG;
    return is_even && has_text ? EVIDENCE_WEAK : EVIDENCE_NONE;
}

/* `sep=;`, a line that tells spreadsheets the delimiter. */
static gsize read_preface(const char *text, gsize length, char *delimiter)
{
    const char *feed = memchr(text, '\n', length);
    if (feed == NULL || length < 6 || g_ascii_strncasecmp(text, "sep=", 4) != 0 ||
        strchr(delimiters, text[4]) == NULL || text[4] == '\0' ||
        (text[5] != '\n' && text[5] != '\r'))
        return 0;
    *delimiter = text[4];
    return (gsize)(feed - text) + 1;
}

/* How the table is written, and its first rows. The text moves past what is before them. */
static void find_form(TableShape *shape, Sample *sample, const char **text, gsize *length,
                      gboolean is_all)
{
    *shape = (TableShape){.form = {.delimiter = ',', .width = 1},
                          .names = g_ptr_array_new_with_free_func(g_free)};
    shape->preface = read_preface(*text, *length, &shape->form.delimiter);
    *text += shape->preface;
    *length -= shape->preface;
    shape->form.has_backslashes = find_backslashes(*text, *length);
    if (shape->preface == 0)
        shape->form.delimiter = best_delimiter(*text, *length, is_all, &shape->form);
    sample_take(sample, *text, *length, is_all, &shape->form);
}

/* Whether it is a format of its own that commas may be in. */
static gboolean is_other(const char *text, gsize length)
{
    return length == 0 || strchr("{[<", *text) != NULL || is_capture_index(text, length) ||
           (g_utf8_validate_len(text, length, NULL) && header_block_read(text, length, NULL) > 0);
}

Evidence table_shape_sniff(const char *text, gsize length, gboolean is_all)
{
    if (is_other(text, length))
        return EVIDENCE_NONE;
    TableShape shape;
    Sample sample;
    find_form(&shape, &sample, &text, &length, is_all);
    gboolean is_possible = known_names(&sample) >= 2 || is_table(&sample);
    is_possible = is_possible && (shape.preface == 0 || !is_other(text, length));
    Evidence evidence = is_possible ? read_columns(&shape, &sample) : EVIDENCE_NONE;
    sample_clear(&sample);
    table_shape_clear(&shape);
    return evidence;
}

void table_shape_read(TableShape *shape, const char *text, gsize length, gboolean is_all)
{
    Sample sample;
    find_form(shape, &sample, &text, &length, is_all);
    read_columns(shape, &sample);
    sample_clear(&sample);
}

void table_shape_clear(TableShape *shape)
{
    if (shape->names != NULL)
        g_ptr_array_unref(shape->names);
    *shape = (TableShape){0};
}
