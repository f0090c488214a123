/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Downloads from LexisNexis as text (formats.md §2), classic and Nexis Uni:
 *
 *      2 of 10 DOCUMENTS                          Rope thanked
 *        Harbour Courier                          Harbour Courier
 *    January 12, 2010 Tuesday                     January 12, 2010 Tuesday
 *          Late Edition                           Copyright 2010 …
 *   Rope thanked                                  Section: NEWS; Pg. 1
 *   BYLINE: Jonas Pell                            Length: 14 words
 *   SECTION: NEWS; Pg. 1                          Byline: Jonas Pell
 *   LENGTH: 14 words                              Body
 *   the text                                      the text
 *   LOAD-DATE: January 13, 2010                   Load-Date: January 13, 2010
 *   LANGUAGE: ENGLISH                             End of Document
 */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/dateline.h"
#include "indexer/extract/nexis-key.h"
#include "indexer/extract/wrapping.h"
#include "morgue/error.h"
#include "morgue/text.h"

#define FIRST_PEEK       ((gsize)64 * 1024)
#define DOCUMENT_CEILING ((gsize)8 * 1024 * 1024)

#define DATE_CONFIDENCE 0.97
#define CENTRED_MIN     4   /* columns that centred lines are indented at least */
#define FRONT_MAX       12u /* lines of source, date and headline */

#define PASSED_COVER "cover page or list of results"

typedef struct {
    Source *source;
    Source *decoded;        /* the whole text, where the source is UTF-16 or UTF-32; or NULL */
    guint64 decoded_length; /* of that, in the source */
    const ReaderContext *context;
    const char *charset; /* NULL as long as all was ASCII */
    guint64 seen;        /* the end of what was */
} NexisReader;

/* The lines of a document, and how far it has been read. */
typedef struct {
    GArray *lines; /* of TextLine */
    guint next;
    Article *article;
    DateContext dates;
} Document;

typedef gboolean (*LineTest)(const char *line, gsize length);

static gboolean is_length(const char *line, gsize length)
{
    gsize value;
    return nexis_key(line, length, &value) == NEXIS_LENGTH;
}

static gboolean is_body_mark_or_end(const char *line, gsize length)
{
    return nexis_is_body_mark(line, length) || nexis_is_end(line, length);
}

static gboolean has_line(const char *text, gsize length, LineTest is_wanted)
{
    for (const char *place = text, *end = text + length; place < end;) {
        const char *feed = memchr(place, '\n', (gsize)(end - place));
        gsize line = (gsize)((feed == NULL ? end : feed) - place);
        if (is_wanted(place, line))
            return TRUE;
        place += line + 1;
    }
    return FALSE;
}

/* How the lines of the first bytes look. */
static Evidence lexisnexis_sniff(const guint8 *bytes, gsize length)
{
    const char *text = (const char *)bytes;
    gboolean is_nexis =
        has_line(text, length, nexis_is_beginning) ||
        (has_line(text, length, is_length) && has_line(text, length, is_body_mark_or_end));
    return is_nexis ? EVIDENCE_STRONG : EVIDENCE_NONE;
}

static void lexisnexis_close(gpointer state)
{
    NexisReader *reader = state;
    source_close(reader->decoded);
    g_free(reader);
}

static gpointer lexisnexis_open(Source *source, const ReaderContext *context, GError **error)
{
    NexisReader *reader = g_new0(NexisReader, 1);
    reader->source = source;
    reader->context = context;
    gsize available;
    const guint8 *bytes = source_peek(source, READER_SNIFF_LENGTH, &available, NULL);
    if (bytes == NULL)
        bytes = source_peek(source, 1, &available, error);
    if (bytes == NULL) {
        lexisnexis_close(reader);
        return NULL;
    }
    reader->charset = charset_detect_wide(bytes, available);
    return reader;
}

/* A text that was decoded, and how much of it has been given. */
typedef struct {
    GString *text;
    gsize given;
} Decoded;

static void decoded_free(gpointer state)
{
    Decoded *decoded = state;
    g_string_free(decoded->text, TRUE);
    g_free(decoded);
}

static gssize read_decoded(gpointer state, guint8 *buffer, gsize capacity,
                           G_GNUC_UNUSED GError **error)
{
    Decoded *decoded = state;
    gsize length = MIN(capacity, decoded->text->len - decoded->given);
    memcpy(buffer, decoded->text->str + decoded->given, length);
    decoded->given += length;
    return (gssize)length;
}

/* Wide characters cannot be divided at line feeds: the text is decoded as a whole. */
static gboolean decode_wide(NexisReader *reader, GError **error)
{
    if (reader->decoded != NULL || reader->charset == NULL || !charset_is_wide(reader->charset))
        return TRUE;
    gsize available;
    const guint8 *bytes = source_peek_all(reader->source, &available, NULL, error);
    if (bytes == NULL)
        return FALSE;
    Decoded *decoded = g_new0(Decoded, 1);
    decoded->text = charset_decode(bytes, available, reader->charset, NULL, NULL);
    source_consume(reader->source, available);
    reader->decoded_length = available;
    reader->charset = "utf-8";
    reader->decoded =
        source_open_function(read_decoded, decoded, decoded_free, source_name(reader->source));
    return TRUE;
}

/* Where the document at the beginning of the bytes ends; 0 where that is not among them. */
static gsize document_end(const char *text, gsize length)
{
    gboolean has_begun = FALSE;
    for (gsize place = 0; place < length;) {
        const char *feed = memchr(text + place, '\n', length - place);
        if (feed == NULL)
            return 0;
        gsize line = (gsize)(feed - text) - place;
        if (has_begun && nexis_is_beginning(text + place, line))
            return place;
        if (nexis_is_end(text + place, line))
            return place + line + 1;
        has_begun |= line > 0 && !g_ascii_isspace(text[place + line - 1]);
        has_begun |= nexis_is_beginning(text + place, line);
        place += line + 1;
    }
    return 0;
}

static void detect_charset(NexisReader *reader, Source *source, const guint8 *bytes,
                           gsize available)
{
    guint64 offset = source_offset(source);
    gsize seen = reader->seen > offset ? (gsize)(reader->seen - offset) : 0;
    if (reader->charset != NULL || seen >= available)
        return;
    reader->charset = charset_detect(bytes + seen, available - seen);
    reader->seen = offset + available;
}

/* The next document in UTF-8; NULL at the end, or with `error` set. */
static GString *next_document(NexisReader *reader, Article *article, GError **error)
{
    if (!decode_wide(reader, error))
        return NULL;
    Source *source = reader->decoded != NULL ? reader->decoded : reader->source;
    for (gsize want = FIRST_PEEK;; want *= 2) {
        gsize available;
        const guint8 *bytes = source_peek(source, want, &available, NULL);
        gboolean is_all = bytes == NULL || available < want;
        if (bytes == NULL) /* what there is before the damage is good */
            bytes = source_peek(source, 1, &available, error);
        if (bytes == NULL || available == 0)
            return NULL;
        available = MIN(available, want);
        gsize length = document_end((const char *)bytes, available);
        if (length == 0 && !is_all && available < DOCUMENT_CEILING)
            continue;
        if (length == 0 && !is_all)
            article->flags |= ARTICLE_TRUNCATED;
        detect_charset(reader, source, bytes, available);
        article->offset = source_offset(source);
        article->length = length == 0 ? available : length;
        CharsetResult charset = {0};
        GString *text = charset_decode(bytes, article->length, reader->charset, NULL, &charset);
        if (charset.replaced > 0)
            article->flags |= ARTICLE_REPAIRED;
        source_consume(source, article->length);
        if (reader->decoded != NULL) { /* the place in it is none in the source */
            article->offset = 0;
            article->length = reader->decoded_length;
        }
        return text;
    }
}

static TextLine line_at(const Document *document, guint index)
{
    TextLine line = g_array_index(document->lines, TextLine, index);
    line.text = text_line_start(&line, &line.length);
    return line;
}

static gboolean is_blank(const Document *document, guint index)
{
    return g_array_index(document->lines, TextLine, index).length == 0;
}

static NexisKey key_at(const Document *document, guint index, gsize *value)
{
    TextLine line = line_at(document, index);
    return line.length == 0 ? NEXIS_NONE : nexis_key(line.text, line.length, value);
}

static void skip_blanks(Document *document)
{
    while (document->next < document->lines->len && is_blank(document, document->next))
        document->next++;
}

static gboolean is_copyright(const TextLine *line)
{
    return g_str_has_prefix(line->text, "Copyright") || g_str_has_prefix(line->text, "©") ||
           g_str_has_prefix(line->text, "All Rights Reserved") ||
           g_str_has_prefix(line->text, "Alle Rechte") ||
           g_str_has_prefix(line->text, "Tous droits");
}

static gboolean read_date(const Document *document, guint index, Date *date)
{
    TextLine line = line_at(document, index);
    gboolean has_digit = FALSE;
    for (gsize i = 0; i < line.length; i++)
        has_digit |= g_ascii_isdigit(line.text[i]);
    return has_digit && line.length < 80 && !is_copyright(&line) &&
           date_parse(line.text, line.length, &document->dates, date, NULL) &&
           date->precision >= DATE_PRECISION_MONTH;
}

static void set_line(Article *article, ArticleField field, const GString *text)
{
    article_set(article, field, text->str, text->len, PROVENANCE_RECORD);
}

/* Joins the lines up to an empty one or the line `end`, and moves behind them. */
static GString *take_block(Document *document, guint end)
{
    GString *block = g_string_new(NULL);
    for (; document->next < end && !is_blank(document, document->next); document->next++) {
        TextLine line = line_at(document, document->next);
        g_string_append(block, block->len > 0 ? " " : "");
        g_string_append_len(block, line.text, (gssize)line.length);
    }
    return block;
}

/* `NEWS; Pg. 3`: the section, and the page. */
static void read_section(Article *article, const char *value)
{
    static const char *const openings[] = {"pg.", "pg ", "page", "s.", "seite",
                                           "p.",  "pág", "blz",  "pag"};
    g_auto(GStrv) parts = g_strsplit(value, ";", -1);
    g_autoptr(GString) section = g_string_new(NULL);
    for (guint i = 0; parts[i] != NULL; i++) {
        g_autofree char *folded = g_utf8_strdown(g_strstrip(parts[i]), -1);
        gboolean is_page = FALSE;
        for (gsize k = 0; k < G_N_ELEMENTS(openings) && !is_page; k++) {
            gsize length = strlen(openings[k]);
            is_page = g_str_has_prefix(folded, openings[k]) &&
                      strpbrk(folded + length, "0123456789") != NULL;
        }
        if (is_page) {
            const char *number = strpbrk(parts[i], " .");
            number = number == NULL ? parts[i] : number + strspn(number, " .");
            article_set_string(article, ARTICLE_PAGE, number, PROVENANCE_RECORD);
        } else if (*parts[i] != '\0') {
            g_string_append(section, section->len > 0 ? "; " : "");
            g_string_append(section, parts[i]);
        }
    }
    set_line(article, ARTICLE_SECTION, section);
}

/* `HARBOURS (90%); FERRIES (78%)`: what it is about, without how much. */
static void read_subjects(Article *article, const char *value)
{
    g_auto(GStrv) parts = g_strsplit(value, ";", -1);
    for (guint i = 0; parts[i] != NULL; i++) {
        const char *share = strrchr(parts[i], '(');
        gsize length = share != NULL && strstr(share, "%)") != NULL ? (gsize)(share - parts[i])
                                                                    : strlen(parts[i]);
        article_add_keyword(article, parts[i], length);
    }
}

static void apply_key(Article *article, NexisKey key, const GString *value)
{
    switch (key) {
    case NEXIS_HEADLINE:
        set_line(article, ARTICLE_HEADLINE, value);
        break;
    case NEXIS_BYLINE:
        set_line(article, ARTICLE_BYLINE, value);
        break;
    case NEXIS_SECTION:
        read_section(article, value->str);
        break;
    case NEXIS_DATELINE:
        article_set(article, ARTICLE_PLACE, value->str, strcspn(value->str, ";"),
                    PROVENANCE_RECORD);
        break;
    case NEXIS_HIGHLIGHT:
        set_line(article, ARTICLE_SUMMARY, value);
        break;
    case NEXIS_LANGUAGE: {
        g_autofree char *first = g_strndup(value->str, strcspn(value->str, ";,"));
        article_set_language(article, first, PROVENANCE_RECORD);
        break;
    }
    case NEXIS_SUBJECT:
        read_subjects(article, value->str);
        break;
    case NEXIS_NONE:
    case NEXIS_LENGTH:
    case NEXIS_BODY:
    case NEXIS_GRAPHIC:
    case NEXIS_OTHER:
        break;
    }
}

/* The key at the current line with the lines that go on with its value. */
static void take_key(Document *document, NexisKey key, gsize value_start)
{
    TextLine first = line_at(document, document->next++);
    g_autoptr(GString) value =
        g_string_new_len(first.text + value_start, (gssize)(first.length - value_start));
    for (; document->next < document->lines->len && !is_blank(document, document->next);
         document->next++) {
        gsize ignored;
        TextLine line = line_at(document, document->next);
        if (nexis_key(line.text, line.length, &ignored) != NEXIS_NONE ||
            nexis_is_body_mark(line.text, line.length))
            break;
        g_string_append_c(value, ' ');
        g_string_append_len(value, line.text, (gssize)line.length);
    }
    g_autoptr(GString) clean = g_string_new(NULL); /* Nexis Uni puts an NBSP behind the colon */
    text_clean_line(clean, value->str, value->len);
    apply_key(document->article, key, clean);
}

/* The keys of the head; moves to the text. */
static void read_keys(Document *document)
{
    for (;;) {
        skip_blanks(document);
        if (document->next == document->lines->len)
            return;
        gsize value = 0;
        TextLine line = line_at(document, document->next);
        NexisKey key = key_at(document, document->next, &value);
        if (key == NEXIS_BODY || nexis_is_body_mark(line.text, line.length)) {
            document->next += value == 0 || value == line.length ? 1 : 0;
            return;
        }
        if (key == NEXIS_NONE || nexis_key_is_of_tail(key))
            return;
        take_key(document, key, value);
    }
}

/* Whether a line below the date is no headline: it is centred, or says what it is. */
static gboolean is_edition(const Document *document, guint index)
{
    static const char *const words[] = {"edition", "ausgabe", "édition", "edición", "editie"};
    TextLine line = line_at(document, index);
    g_autofree char *folded = g_utf8_strdown(line.text, (gssize)line.length);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strstr(folded, words[i]) != NULL)
            return TRUE;
    }
    return g_array_index(document->lines, TextLine, index).indent >= CENTRED_MIN;
}

/* Below the date: the edition, on lines without an empty one between. */
static void read_edition(Document *document, gboolean is_uni)
{
    g_autoptr(GString) edition = g_string_new(NULL);
    for (; document->next < document->lines->len && !is_blank(document, document->next);
         document->next++) {
        TextLine line = line_at(document, document->next);
        gsize value;
        if (is_copyright(&line) || nexis_key(line.text, line.length, &value) != NEXIS_NONE ||
            (!is_uni && !is_edition(document, document->next)))
            break;
        g_string_append(edition, edition->len > 0 ? " " : "");
        g_string_append_len(edition, line.text, (gssize)line.length);
    }
    set_line(document->article, ARTICLE_EDITION, edition);
}

static void skip_copyright(Document *document)
{
    for (skip_blanks(document); document->next < document->lines->len; skip_blanks(document)) {
        TextLine line = line_at(document, document->next);
        if (!is_copyright(&line))
            return;
        document->next++;
    }
}

static void set_date(Document *document, const Date *date)
{
    article_set_published(document->article, date, PROVENANCE_RECORD, DATE_CONFIDENCE);
    if (date->precision >= DATE_PRECISION_DAY)
        document->dates.reference = date_truncate(date, DATE_PRECISION_DAY);
}

/* The line of the date within the front, from `first` on; the number of lines where there is none.
 */
static guint find_date(const Document *document, guint first, Date *date)
{
    guint seen = 0;
    for (guint i = first; i < document->lines->len && seen < FRONT_MAX; i++) {
        gsize value;
        if (is_blank(document, i))
            continue;
        if (nexis_key(line_at(document, i).text, line_at(document, i).length, &value) != NEXIS_NONE)
            break;
        if (seen > 0 && read_date(document, i, date))
            return i;
        seen++;
    }
    return document->lines->len;
}

/* Whether the block here is below the headline: a key of the head follows, not more text. */
static gboolean is_subtitle(const Document *document)
{
    gsize value;
    guint place = document->next;
    if (place == document->lines->len || key_at(document, place, &value) != NEXIS_NONE)
        return FALSE;
    while (place < document->lines->len && !is_blank(document, place))
        place++;
    while (place < document->lines->len && is_blank(document, place))
        place++;
    NexisKey key = NEXIS_NONE;
    if (place < document->lines->len)
        key = key_at(document, place, &value);
    return key != NEXIS_NONE && !nexis_key_is_of_tail(key);
}

/* Source, date, edition, headline, above the keys of the classic form. */
static void read_classic_front(Document *document)
{
    Date date = {0};
    skip_copyright(document);
    guint date_line = find_date(document, document->next, &date);
    g_autoptr(GString) source = take_block(document, date_line);
    set_line(document->article, ARTICLE_SOURCE, source);
    if (date_line < document->lines->len) {
        set_date(document, &date);
        document->next = date_line + 1;
        read_edition(document, FALSE);
    }
    skip_copyright(document);
    gsize value;
    if (document->next == document->lines->len ||
        key_at(document, document->next, &value) != NEXIS_NONE)
        return;
    g_autoptr(GString) headline = take_block(document, document->lines->len);
    set_line(document->article, ARTICLE_HEADLINE, headline);
    skip_blanks(document);
    if (is_subtitle(document)) {
        g_autoptr(GString) subtitle = take_block(document, document->lines->len);
        set_line(document->article, ARTICLE_SUBTITLE, subtitle);
    }
}

/* Headline, source, date, above the keys of Nexis Uni; before them may be the cover of it all. */
static void read_uni_front(Document *document)
{
    guint keys = 0;
    gsize value;
    while (keys < document->lines->len && key_at(document, keys, &value) == NEXIS_NONE) {
        TextLine line = line_at(document, keys);
        if (is_copyright(&line))
            break;
        keys++;
    }
    Date date = {0};
    guint date_line = keys;
    while (date_line > 0 && !read_date(document, date_line - 1, &date))
        date_line--;
    guint above = date_line > 0 ? date_line - 1 : keys; /* the date, or what is below all of it */
    guint lines[FRONT_MAX], count = 0;
    for (guint blanks = 0; above > 0 && count < FRONT_MAX; above--) {
        blanks = is_blank(document, above - 1) ? blanks + 1 : 0;
        if (blanks > 1 && count > 1)
            break;
        if (blanks == 0)
            lines[count++] = above - 1;
    }
    g_autoptr(GString) headline = g_string_new(NULL);
    for (guint i = count; i > 1; i--) {
        TextLine line = line_at(document, lines[i - 1]);
        g_string_append(headline, headline->len > 0 ? " " : "");
        g_string_append_len(headline, line.text, (gssize)line.length);
    }
    set_line(document->article, ARTICLE_HEADLINE, headline);
    if (count > 0) {
        TextLine line = line_at(document, lines[0]);
        article_set(document->article, ARTICLE_SOURCE, line.text, line.length, PROVENANCE_RECORD);
    }
    document->next = date_line > 0 ? date_line : keys;
    if (date_line > 0)
        set_date(document, &date);
    skip_blanks(document);
    if (document->next < keys)
        read_edition(document, TRUE);
    document->next = keys;
    skip_copyright(document);
}

static gboolean has_lower_case(const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (g_ascii_islower(text[i]))
            return TRUE;
    }
    return FALSE;
}

/* The tail of Nexis Uni: `Load-Date: …`, `Language: ENGLISH`, or a line that divides. */
static gboolean begins_uni_tail(const TextLine *line, NexisKey key, gsize value)
{
    if (key == NEXIS_LANGUAGE || key == NEXIS_SUBJECT)
        return !has_lower_case(line->text + value, line->length - value);
    return key == NEXIS_GRAPHIC || nexis_is_tail_mark(line->text, line->length) ||
           g_str_has_prefix(line->text, "Load-Date:") ||
           g_str_has_prefix(line->text, "Publication-Type:");
}

/* Whether a line is written as those of the tail are: no prose begins so. */
static gboolean begins_tail(const Document *document, guint index, gboolean is_uni)
{
    gsize value = 0;
    TextLine line = line_at(document, index);
    if (line.length == 0 || nexis_is_end(line.text, line.length))
        return line.length > 0;
    NexisKey key = nexis_key(line.text, line.length, &value);
    if (is_uni)
        return begins_uni_tail(&line, key, value);
    return nexis_key_is_of_tail(key) && !has_lower_case(line.text, value);
}

/* The text, and below it what the tail says. */
static void read_text(Document *document, gboolean is_uni)
{
    guint first = document->next, last = first, width;
    while (last < document->lines->len && !begins_tail(document, last, is_uni))
        last++;
    for (document->next = last; document->next < document->lines->len;) {
        gsize value = 0;
        NexisKey key = key_at(document, document->next, &value);
        if (nexis_key_is_of_tail(key))
            take_key(document, key, value);
        else
            document->next++;
    }
    while (last > first && is_blank(document, last - 1))
        last--;
    g_array_set_size(document->lines, last);
    for (; last > first; last--) { /* no tail above the copyright lines */
        TextLine line = line_at(document, last - 1);
        if (line.length > 0 && !is_copyright(&line))
            break;
    }
    g_array_set_size(document->lines, last);
    TextLayout layout = text_layout(document->lines, first, &width);
    g_autoptr(GString) body = text_join_lines(document->lines, first, layout, width);
    article_add_paragraph(document->article, body->str, body->len);
}

/* The line behind `2 of 10 DOCUMENTS`; 0 where there is none. */
static guint classic_start(const Document *document)
{
    for (guint i = 0; i < document->lines->len; i++) {
        TextLine line = line_at(document, i);
        if (line.length > 0 && nexis_is_beginning(line.text, line.length))
            return i + 1;
    }
    return 0;
}

/* Whether it is a document of Nexis Uni: it has a length and a body. */
static gboolean is_uni_document(const Document *document)
{
    gboolean has_length = FALSE;
    for (guint i = 0; i < document->lines->len; i++) {
        gsize value;
        TextLine line = line_at(document, i);
        has_length |= key_at(document, i, &value) == NEXIS_LENGTH;
        if (has_length && line.length > 0 && nexis_is_body_mark(line.text, line.length))
            return TRUE;
    }
    return FALSE;
}

/* Whether the last line says that the document ends. */
static gboolean has_end(const Document *document)
{
    guint last = document->lines->len;
    while (last > 0 && is_blank(document, last - 1))
        last--;
    TextLine line = last > 0 ? line_at(document, last - 1) : (TextLine){.text = ""};
    return nexis_is_end(line.text, line.length);
}

/* Fills the article; FALSE where the text holds none. */
static gboolean read_document(const NexisReader *reader, Article *article, const GString *text)
{
    g_autoptr(GArray) lines = text_lines(text->str, text->len);
    Document document = {.lines = lines, .article = article};
    date_context_init(&document.dates, &reader->context->today);
    document.dates.reference = (Date){0};
    document.dates.language = reader->context->language;
    document.next = classic_start(&document);
    gboolean is_uni = document.next == 0;
    if (is_uni && !is_uni_document(&document))
        return FALSE;
    if (reader->context->language != NULL)
        article_set_language(article, reader->context->language, PROVENANCE_OPTION);
    if (is_uni)
        read_uni_front(&document);
    else
        read_classic_front(&document);
    if (is_uni && !has_end(&document))
        article->flags |= ARTICLE_TRUNCATED;
    read_keys(&document);
    read_text(&document, is_uni);
    article_finish(article);
    const char *end = strstr(article->body->str, "\n\n");
    gsize length = end == NULL ? article->body->len : (gsize)(end - article->body->str);
    Dateline dateline;
    if (dateline_read(article->body->str, length, &document.dates, &dateline))
        dateline_apply(&dateline, article);
    return TRUE;
}

static ReadStatus lexisnexis_next(gpointer state, Article *article, GError **error)
{
    NexisReader *reader = state;
    for (;;) {
        GError *failure = NULL;
        GString *text = next_document(reader, article, &failure);
        if (failure != NULL) {
            g_propagate_error(error, failure);
            return READ_FAILED;
        }
        if (text == NULL)
            return READ_END;
        gboolean is_document = read_document(reader, article, text);
        gboolean is_empty = strspn(text->str, " \t\n\f") == text->len;
        g_string_free(text, TRUE);
        if (is_document && article_has_text(article))
            return READ_ARTICLE;
        if (!is_empty) {
            g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED,
                                is_document ? "document without text" : PASSED_COVER);
            return READ_SKIPPED;
        }
        article_clear(article);
    }
}

const Reader lexisnexis_reader = {
    .name = "lexisnexis",
    .summary = "downloads from LexisNexis and Nexis Uni as text",
    .extensions = "txt",
    .version = 1,
    .sniff = lexisnexis_sniff,
    .open = lexisnexis_open,
    .next = lexisnexis_next,
    .close = lexisnexis_close,
};
