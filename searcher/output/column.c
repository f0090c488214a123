/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of columns and letters, and their values. */
#include "searcher/output/column.h"

#include <string.h>

#include "morgue/field.h"
#include "morgue/terminal.h"

const Column columns[] = {
    {'q', "query", COLUMN_QUERY, RECORD_KEYS},
    {'r', "rank", COLUMN_RANK, RECORD_KEYS},
    {'i', "id", COLUMN_RECORD, RECORD_ID},
    {'t', "score", COLUMN_SCORE, RECORD_KEYS},
    {'d', NULL, COLUMN_DAY, RECORD_KEYS},
    {'D', "date", COLUMN_RECORD, RECORD_DATE},
    {'s', "source", COLUMN_RECORD, RECORD_SOURCE},
    {'h', "headline", COLUMN_RECORD, RECORD_HEADLINE},
    {'b', "byline", COLUMN_RECORD, RECORD_BYLINE},
    {'c', "section", COLUMN_RECORD, RECORD_SECTION},
    {'p', "place", COLUMN_RECORD, RECORD_PLACE},
    {'k', "keywords", COLUMN_KEYWORDS, RECORD_KEYS},
    {'l', "lang", COLUMN_RECORD, RECORD_LANGUAGE},
    {'P', "page", COLUMN_RECORD, RECORD_PAGE},
    {'e', "edition", COLUMN_RECORD, RECORD_EDITION},
    {'w', "words", COLUMN_RECORD, RECORD_WORDS},
    {'u', "url", COLUMN_RECORD, RECORD_URL},
    {'f', "file", COLUMN_FILE, RECORD_KEYS},
    {'o', "offset", COLUMN_RECORD, RECORD_OFFSET},
    {'x', "snippet", COLUMN_PASSAGE, RECORD_KEYS},
};

const gsize column_count = G_N_ELEMENTS(columns);

const Column *column_find(char letter)
{
    for (gsize i = 0; i < column_count; i++) {
        if (columns[i].letter == letter)
            return &columns[i];
    }
    return NULL;
}

void column_append_text(GString *line, const char *text)
{
    g_autofree char *valid = g_utf8_validate(text, -1, NULL) ? NULL : g_utf8_make_valid(text, -1);
    for (const char *p = valid == NULL ? text : valid; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar character = g_utf8_get_char(p);
        if (!terminal_is_bidirectional_control(character))
            g_string_append_unichar(line, g_unichar_iscntrl(character) ? ' ' : character);
    }
}

static void append_score(GString *line, double score)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append(line, g_ascii_formatd(text, sizeof text, "%.4f", score));
}

static void append_keywords(GString *line, const char *keywords)
{
    g_auto(GStrv) values = g_strsplit(keywords, FIELD_VALUE_SEPARATOR, -1);
    g_autofree char *joined = g_strjoinv("; ", values);
    column_append_text(line, joined);
}

void column_append(GString *line, const Column *column, const Output *output, const Result *result)
{
    switch (column->kind) {
    case COLUMN_RECORD:
        column_append_text(line, result_get(result, column->key));
        break;
    case COLUMN_QUERY:
        column_append_text(line, output->query_id == NULL ? "" : output->query_id);
        break;
    case COLUMN_RANK:
        g_string_append_printf(line, "%u", result->rank);
        break;
    case COLUMN_SCORE:
        append_score(line, result->score);
        break;
    case COLUMN_DAY: {
        const char *date = result_get(result, RECORD_DATE);
        g_string_append_len(line, date, (gssize)strcspn(date, "T"));
        break;
    }
    case COLUMN_KEYWORDS:
        append_keywords(line, result_get(result, RECORD_KEYWORDS));
        break;
    case COLUMN_FILE:
        column_append_text(line, result->path);
        break;
    case COLUMN_PASSAGE:
        column_append_text(line, result_passage(result));
        break;
    }
}
