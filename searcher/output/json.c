/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An object of JSON on a line for each article (--json). Fields are only ever added to; a field
 * that an article does not have is left out. Written straight away, without a library: a tree of
 * values for each line would be built only to be thrown away.
 */
#include "searcher/output/json.h"

#include <string.h>

#include "morgue/field.h"
#include "morgue/terminal.h"
#include "searcher/output/kwic.h"

/* What a terminal would obey: C1 controls, and marks that turn the direction of a line. */
static gboolean is_obeyed(gunichar character)
{
    return (character >= 0x7f && character < 0xa0) || terminal_is_bidirectional_control(character);
}

/* RFC 8259 §7; what is not valid UTF-8 is replaced. */
void json_append_string(GString *line, const char *text)
{
    g_autofree char *valid = g_utf8_validate(text, -1, NULL) ? NULL : g_utf8_make_valid(text, -1);
    g_string_append_c(line, '"');
    for (const char *p = valid == NULL ? text : valid; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar character = g_utf8_get_char(p);
        if (character == '"' || character == '\\')
            g_string_append_printf(line, "\\%c", *p);
        else if (character == '\n')
            g_string_append(line, "\\n");
        else if (character < 0x20 || is_obeyed(character))
            g_string_append_printf(line, "\\u%04x", character);
        else
            g_string_append_unichar(line, character);
    }
    g_string_append_c(line, '"');
}

static void append_member(GString *line, const char *name, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    g_string_append_printf(line, ",\"%s\":", name);
    json_append_string(line, text);
}

static void append_text(GString *line, const char *name, const Result *result, RecordKey key)
{
    append_member(line, name, result->record.value[key]);
}

/* A value that is a number already; others are left out rather than break the line. */
static void append_number(GString *line, const char *name, const Result *result, RecordKey key)
{
    const char *value = result_get(result, key);
    if (*value != '\0' && strspn(value, "0123456789.") == strlen(value))
        g_string_append_printf(line, ",\"%s\":%s", name, value);
}

/* A path is bytes; JSON is not. */
static void append_path(GString *line, const char *path)
{
    if (g_utf8_validate(path, -1, NULL)) {
        append_member(line, "file", path);
        return;
    }
    g_autofree char *encoded = g_base64_encode((const guchar *)path, strlen(path));
    append_member(line, "file_b64", encoded);
}

static void append_keywords(GString *line, const char *keywords)
{
    if (keywords == NULL)
        return;
    g_auto(GStrv) values = g_strsplit(keywords, FIELD_VALUE_SEPARATOR, -1);
    g_string_append(line, ",\"keywords\":[");
    for (char **value = values; *value != NULL; value++) {
        if (value > values)
            g_string_append_c(line, ',');
        json_append_string(line, *value);
    }
    g_string_append_c(line, ']');
}

/* Marks as pairs of code points: the first, and the one after the last. */
static void append_marks(GString *line, const Snippet *snippet)
{
    const char *counted = snippet->text;
    glong points = 0;
    g_string_append(line, ",\"hl\":[");
    for (guint i = 0; i < snippet->marks->len; i++) {
        const SnippetRange *mark = &g_array_index(snippet->marks, SnippetRange, i);
        points += g_utf8_pointer_to_offset(counted, snippet->text + mark->start);
        glong length =
            g_utf8_pointer_to_offset(snippet->text + mark->start, snippet->text + mark->end);
        g_string_append_printf(line, "%s[%ld,%ld]", i > 0 ? "," : "", points, points + length);
        points += length;
        counted = snippet->text + mark->end;
    }
    g_string_append_c(line, ']');
}

/* An article without a text has one that is empty. */
static void append_snippets(GString *line, const GArray *snippets)
{
    if (snippets == NULL)
        return;
    g_string_append(line, ",\"snippets\":[");
    for (guint i = 0; i < snippets->len; i++) {
        const Snippet *snippet = &g_array_index(snippets, Snippet, i);
        if (*snippet->text == '\0')
            continue;
        g_string_append(line, i > 0 ? ",{\"text\":" : "{\"text\":");
        json_append_string(line, snippet->text);
        append_marks(line, snippet);
        g_string_append_c(line, '}');
    }
    g_string_append_c(line, ']');
}

/* The members that an article has of itself, in any form of JSON. */
static void append_article(GString *line, const Result *result)
{
    append_text(line, "id", result, RECORD_ID);
    char score[G_ASCII_DTOSTR_BUF_SIZE];
    if (result->rank > 0)
        g_string_append_printf(line, ",\"score\":%s",
                               g_ascii_formatd(score, sizeof score, "%.4f", result->score));
    append_text(line, "date", result, RECORD_DATE);
    append_text(line, "date_precision", result, RECORD_DATE_PRECISION);
    append_text(line, "date_from", result, RECORD_DATE_FROM);
    append_text(line, "source", result, RECORD_SOURCE);
    append_text(line, "headline", result, RECORD_HEADLINE);
    append_text(line, "byline", result, RECORD_BYLINE);
    append_text(line, "section", result, RECORD_SECTION);
    append_member(line, "index", result->index);
    append_path(line, result->path);
    append_number(line, "offset", result, RECORD_OFFSET);
    append_text(line, "url", result, RECORD_URL);
    append_text(line, "lang", result, RECORD_LANGUAGE);
    append_text(line, "place", result, RECORD_PLACE);
    append_keywords(line, result->record.value[RECORD_KEYWORDS]);
    append_text(line, "page", result, RECORD_PAGE);
    append_text(line, "edition", result, RECORD_EDITION);
    append_number(line, "date_confidence", result, RECORD_DATE_CONFIDENCE);
    append_number(line, "words", result, RECORD_WORDS);
}

static void print_line(Output *output, GString *line)
{
    g_string_append(line, "}\n");
    fwrite(line->str, 1, line->len, output->stream);
}

/* What each line about a hit begins with. */
static void begin_line(GString *line, const Output *output, const Result *result)
{
    g_string_append(line, "{\"v\":1");
    append_member(line, "query", output->query_id);
    g_string_append_printf(line, ",\"rank\":%u", result->rank);
    append_article(line, result);
    if (result->partial)
        g_string_append(line, ",\"partial\":true");
}

static void print_article(Output *output, const Result *result)
{
    g_autoptr(GString) line = g_string_new(NULL);
    begin_line(line, output, result);
    append_snippets(line, result->snippets);
    print_line(output, line);
}

/* A line for each occurrence (--kwic). */
static void print_occurrences(Output *output, const Result *result, const char *where,
                              const Snippet *text)
{
    for (guint i = 0; text->text != NULL && i < text->marks->len; i++) {
        g_autoptr(GString) line = g_string_new(NULL);
        KwicLine around;
        kwic_line_init(&around, text, &g_array_index(text->marks, SnippetRange, i),
                       output->options->kwic);
        begin_line(line, output, result);
        g_string_append_printf(line, ",\"kwic\":{\"in\":\"%s\",\"left\":", where);
        json_append_string(line, around.left);
        append_member(line, "word", around.word);
        g_string_append(line, ",\"right\":");
        json_append_string(line, around.right);
        g_string_append_c(line, '}');
        print_line(output, line);
        kwic_line_clear(&around);
    }
}

static void print_concordance(Output *output, const Result *result)
{
    print_occurrences(output, result, "headline", &result->headline);
    print_occurrences(output, result, "text", &result->body);
}

static void print_whole(Output *output, const Result *result)
{
    g_autoptr(GString) line = g_string_new("{\"v\":1");
    append_article(line, result);
    append_text(line, "id_source", result, RECORD_ID_SOURCE);
    append_text(line, "modified", result, RECORD_MODIFIED);
    append_text(line, "subtitle", result, RECORD_SUBTITLE);
    append_text(line, "summary", result, RECORD_SUMMARY);
    append_text(line, "flags", result, RECORD_FLAGS);
    g_autofree char *text = g_strndup(result->record.text, result->record.text_length);
    append_member(line, "text", text);
    print_line(output, line);
}

const OutputForm output_json = {
    .id = FORM_JSON,
    .needs_articles = TRUE,
    .needs_snippets = TRUE,
    .article = print_article,
    .whole = print_whole,
    .timeline = json_print_timeline,
    .facet = json_print_facet,
    .terms = json_print_terms,
};

const OutputForm output_kwic_json = {
    .id = FORM_KWIC_JSON,
    .needs_articles = TRUE,
    .needs_occurrences = TRUE,
    .article = print_concordance,
};
