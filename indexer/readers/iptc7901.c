/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * IPTC 7901, the text format of most agencies' wires outside North America (IPTC Recommendation
 * 7901, 1979 to 1995):
 *
 *   SOH eca062 4 i 211 dpa 061     source and number, priority, category, words, routing
 *   Germany-politics/              the slug, its parts ended by slashes
 *   STX headline and byline =      ended by an equals sign
 *   text ETX
 *   131137 GMT Nov 13 EOT          day and time, zone, month, year
 */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/extract/byline.h"
#include "indexer/extract/wrapping.h"
#include "indexer/wire.h"
#include "morgue/error.h"

#define HEAD_LINES_MAX 8u
#define SOURCE_LETTERS 6u

typedef struct {
    Source *source;
    const ReaderContext *context;
    WireMessage message;
} Iptc7901Reader;

/* The first line of a header, taken apart; parts are borrowed from its words. */
typedef struct {
    char **words;
    const char *number, *category;
    char *agency;
} WireLine;

/* Whether a word is up to so many letters followed by digits. */
static gboolean is_numbered(const char *word)
{
    gsize letters = 0, digits = 0;
    while (g_ascii_isalpha(word[letters]))
        letters++;
    while (g_ascii_isdigit(word[letters + digits]))
        digits++;
    return letters > 0 && letters <= SOURCE_LETTERS && digits > 0 && word[letters + digits] == '\0';
}

static gboolean is_category(const char *word)
{
    gsize length = strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return length > 0 && length <= 4 && word[length] == '\0';
}

/* `dpa 061`, `/DPA-0107`: the last word of the line that is none of the number. */
static char *agency_of(char **words)
{
    char *agency = NULL;
    for (guint i = 0; words[i] != NULL; i++) {
        const char *start = words[i];
        while (*start != '\0' && !g_ascii_isalpha(*start))
            start++;
        gsize letters = 0;
        while (g_ascii_isalpha(start[letters]))
            letters++;
        if (letters < 2 || letters > 8)
            continue;
        g_free(agency);
        agency = g_strndup(start, letters);
    }
    return agency;
}

static void wire_line_clear(WireLine *line)
{
    g_strfreev(line->words);
    g_free(line->agency);
    *line = (WireLine){0};
}

static gboolean wire_line_read(WireLine *line, const char *text, gsize length)
{
    const char *feed = memchr(text, '\n', length);
    g_autofree char *copy = g_strndup(text, feed == NULL ? length : (gsize)(feed - text));
    g_auto(GStrv) parts = g_strsplit_set(g_strstrip(copy), " \t\r", -1);
    GPtrArray *words = g_ptr_array_new();
    for (guint i = 0; parts[i] != NULL; i++) {
        if (*parts[i] != '\0')
            g_ptr_array_add(words, g_strdup(parts[i]));
    }
    gboolean has_fields = words->len >= 3;
    g_ptr_array_add(words, NULL);
    *line = (WireLine){.words = (char **)g_ptr_array_free(words, FALSE)};
    if (!has_fields || !is_numbered(line->words[0]) || strlen(line->words[1]) != 1 ||
        !g_ascii_isdigit(*line->words[1]) || !is_category(line->words[2]))
        return FALSE;
    line->number = line->words[0];
    line->category = line->words[2];
    line->agency = agency_of(line->words + 3);
    return TRUE;
}

static Evidence iptc7901_sniff(const guint8 *bytes, gsize length)
{
    gsize header_length;
    const guint8 *header = wire_header(bytes, length, &header_length);
    if (header == NULL)
        return EVIDENCE_NONE;
    WireLine line;
    gboolean is_line = wire_line_read(&line, (const char *)header, header_length);
    wire_line_clear(&line);
    return is_line ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
}

static gpointer iptc7901_open(Source *source, const ReaderContext *context,
                              G_GNUC_UNUSED GError **error)
{
    Iptc7901Reader *reader = g_new0(Iptc7901Reader, 1);
    reader->source = source;
    reader->context = context;
    wire_message_init(&reader->message);
    return reader;
}

static void iptc7901_close(gpointer state)
{
    Iptc7901Reader *reader = state;
    wire_message_clear(&reader->message);
    g_free(reader);
}

/* `131137 GMT Nov 13` and `141012 feb 96` in the order that dates are read in. */
static gboolean read_time(const char *trailer, const DateContext *dates, Date *date)
{
    const char *group = wire_find(trailer, "###### ");
    if (group == NULL)
        return FALSE;
    g_autofree char *line = g_strdelimit(g_strdup(group), "\n\f", ' ');
    g_auto(GStrv) words = g_strsplit(g_strstrip(line), " ", 5);
    guint count = g_strv_length(words);
    gboolean has_zone = count > 3 && !g_ascii_isdigit(*words[2]);
    if (count < 3)
        return FALSE;
    const char *month = words[has_zone ? 2 : 1], *year = words[has_zone ? 3 : 2];
    g_autofree char *text = g_strdup_printf("%.2s %s %.4s %.2s:%.2s %s", group, month, year,
                                            group + 2, group + 4, has_zone ? words[1] : "");
    return date_parse(text, strlen(text), dates, date, NULL);
}

/* A line without the blanks before it. */
static TextLine line_at(const GArray *lines, guint index)
{
    TextLine line = g_array_index(lines, TextLine, index);
    line.text = text_line_start(&line, &line.length);
    return line;
}

/* The end of a first block that may be a headline: one line or two, without a full stop. */
static guint headline_block(const GArray *lines)
{
    guint first = 0;
    while (first < lines->len && line_at(lines, first).length == 0)
        first++;
    guint end = first;
    while (end < lines->len && line_at(lines, end).length > 0)
        end++;
    if (end == lines->len || end == first || end > first + 2)
        return 0;
    TextLine last = line_at(lines, end - 1);
    return strchr(".:,", last.text[last.length - 1]) == NULL ? end : 0;
}

/* The line behind the head, which ends with an equals sign; 0 where there is none. */
static guint head_end(const GArray *lines)
{
    guint seen = 0;
    for (guint i = 0; i < lines->len && seen < HEAD_LINES_MAX; i++) {
        TextLine line = line_at(lines, i);
        if (line.length > 0 && line.text[line.length - 1] == '=')
            return i + 1;
        seen += line.length > 0 ? 1 : 0;
    }
    return headline_block(lines);
}

/* `1ST LEAD`, `REFILE`, `(Achtung)`: what editors are told of a version. */
static gboolean is_version_mark(const TextLine *line)
{
    static const char *const marks[] = {"LEAD",   "REFILE",    "UPDATE",  "CORRECT", "ROUNDUP",
                                        "REPEAT", "ATTENTION", "ACHTUNG", "URGENT",  "EXTRA"};
    g_autofree char *text = g_ascii_strup(line->text, (gssize)line->length);
    if (*text == '(' && line->text[line->length - 1] == ')')
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (line->length <= 24 && strstr(text, marks[i]) != NULL &&
            memcmp(text, line->text, line->length) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean begins_byline(const TextLine *line)
{
    static const char *const openings[] = {"By ", "Von ", "Par ", "Por "};
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++) {
        gsize length = strlen(openings[i]);
        if (line->length > length && memcmp(line->text, openings[i], length) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Lines before the equals sign: headline, what is below it, byline. */
static void read_head(Article *article, const GArray *lines, guint end, const DateContext *dates)
{
    g_autoptr(GString) subtitle = g_string_new(NULL);
    gboolean has_headline = FALSE;
    for (guint i = 0; i < end; i++) {
        TextLine line = line_at(lines, i);
        while (line.length > 0 && strchr("= -", line.text[line.length - 1]) != NULL)
            line.length--;
        Byline byline;
        if (line.length == 0 || is_version_mark(&line))
            continue;
        if (byline_read(line.text, line.length, dates, &byline) == BYLINE_NAMES) {
            byline_apply(&byline, article);
        } else if (has_headline && begins_byline(&line)) { /* `By dpa correspondents` */
            article_set(article, ARTICLE_BYLINE, line.text, line.length, PROVENANCE_RECORD);
        } else if (!has_headline) {
            has_headline = TRUE;
            article_set(article, ARTICLE_HEADLINE, line.text, line.length, PROVENANCE_RECORD);
        } else {
            g_string_append_len(subtitle, " ", subtitle->len > 0 ? 1 : 0);
            g_string_append_len(subtitle, line.text, (gssize)line.length);
        }
    }
    article_set(article, ARTICLE_SUBTITLE, subtitle->str, subtitle->len, PROVENANCE_RECORD);
}

/* Whether what editors are told begins here: nothing from here on is for print. */
static gboolean begins_notes(const TextLine *line)
{
    static const char *const openings[] = {"not for publication", "not intended for publication",
                                           "nicht zur veröffentlichung", "nicht zur publikation"};
    g_autofree char *text = g_utf8_strdown(line->text, (gssize)line->length);
    if (*text == '#' && (strstr(text, "notebook") != NULL || strstr(text, "notizblock") != NULL))
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++) {
        if (strstr(text, openings[i]) != NULL)
            return TRUE;
    }
    return FALSE;
}

/* `dpa al rmo`: the signs of those who wrote and edited it, after the agency's name. */
static gboolean is_signature(const TextLine *line, const char *agency)
{
    gsize length = agency == NULL ? 0 : strlen(agency);
    if (length == 0 || line->length <= length || line->length > 40 ||
        g_ascii_strncasecmp(line->text, agency, length) != 0 || line->text[length] != ' ')
        return FALSE;
    for (gsize i = length; i < line->length; i++) {
        if (!g_ascii_islower(line->text[i]) && line->text[i] != ' ')
            return FALSE;
    }
    return TRUE;
}

static void cut_notes(GArray *lines, guint first, const char *agency)
{
    guint last = lines->len;
    for (guint i = first; i < last; i++) {
        TextLine line = line_at(lines, i);
        if (line.length > 0 && begins_notes(&line))
            last = i;
    }
    for (; last > first; last--) {
        TextLine line = line_at(lines, last - 1);
        if (line.length > 0 && !is_signature(&line, agency))
            break;
    }
    g_array_set_size(lines, last);
}

static void read_text(Article *article, const GString *text, const char *agency,
                      const DateContext *dates)
{
    g_autoptr(GArray) lines = text_lines(text->str, text->len);
    guint first = head_end(lines), width;
    read_head(article, lines, first, dates);
    cut_notes(lines, first, agency);
    TextLayout layout = text_layout(lines, first, &width);
    g_autoptr(GString) body = text_join_lines(lines, first, layout, width);
    article_add_paragraph(article, body->str, body->len);
}

/* The lines below the first of the header: words between slashes. */
static void read_slug(Article *article, const GString *header)
{
    const char *feed = strchr(header->str, '\n');
    g_auto(GStrv) parts = g_strsplit_set(feed == NULL ? "" : feed, "/\n", -1);
    for (guint i = 0; parts[i] != NULL; i++)
        article_add_keyword(article, parts[i], strlen(parts[i]));
    if (article_get(article, ARTICLE_HEADLINE) == NULL && article->keywords->len > 0) {
        g_autofree char *slug = g_strjoinv(" ", parts);
        article_set_string(article, ARTICLE_HEADLINE, slug, PROVENANCE_CONTAINER);
    }
}

static void fill_article(const Iptc7901Reader *reader, const WireLine *line, Article *article)
{
    const WireMessage *message = &reader->message;
    DateContext dates;
    Date date;
    wire_init_dates(&dates, reader->context);
    if (read_time(message->trailer->str, &dates, &date))
        wire_set_date(article, &dates, &date);
    article_set_string(article, ARTICLE_SECTION, line->category, PROVENANCE_RECORD);
    article_set_string(article, ARTICLE_SOURCE, line->agency, PROVENANCE_RECORD);
    read_text(article, message->text, line->agency, &dates);
    read_slug(article, message->header);
    if (message->is_cut)
        article->flags |= ARTICLE_TRUNCATED;
    if (message->is_repaired)
        article->flags |= ARTICLE_REPAIRED;
    wire_finish(article, "iptc7901", line->number, &dates, reader->context);
}

static ReadStatus iptc7901_next(gpointer state, Article *article, GError **error)
{
    Iptc7901Reader *reader = state;
    ReadStatus status = wire_next(reader->source, &reader->message, article, error);
    if (status != READ_ARTICLE)
        return status;
    WireLine line;
    if (wire_line_read(&line, reader->message.header->str, reader->message.header->len)) {
        fill_article(reader, &line, article);
        if (!article_has_text(article)) {
            g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, WIRE_NO_TEXT);
            status = READ_SKIPPED;
        }
    } else {
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                            "message without source, priority and category");
        status = READ_SKIPPED;
    }
    wire_line_clear(&line);
    return status;
}

const Reader iptc7901_reader = {
    .name = "iptc7901",
    .summary = "messages of an agency's wire, IPTC 7901",
    .extensions = "iptc 7901 txt",
    .version = 1,
    .sniff = iptc7901_sniff,
    .open = iptc7901_open,
    .next = iptc7901_next,
    .close = iptc7901_close,
};
