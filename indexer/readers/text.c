/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Plain text and Markdown (formats.md §6.1): a file of one article or several, with a header
 * block, with front matter, or with nothing but a headline, a byline and a dateline.
 */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/article-split.h"
#include "indexer/extract/byline.h"
#include "indexer/extract/dateline.h"
#include "indexer/extract/front-matter.h"
#include "indexer/extract/header-block.h"
#include "indexer/extract/markdown.h"
#include "indexer/extract/wrapping.h"
#include "morgue/text.h"

/*
 * A text that is longer goes on as another article of the same headline, so that none of it is
 * lost: a byte is at most three bytes of UTF-8, and bodies have a ceiling.
 */
#define PIECE_CEILING (ARTICLE_BODY_CEILING / 3)

#define FIRST_PEEK ((gsize)64 * 1024)

#define HEADLINE_MAX_CHARACTERS 200 /* formats.md §6.1 */
#define HEADLINE_MAX_LINES      3
#define CENTRED_MIN             6 /* columns that a headline is indented, and no paragraph is */
#define LONG_LINE               40

/* Bylines and dates are looked for in so many lines, datelines in so many paragraphs. */
#define HEAD_LINES          8
#define DATELINE_PARAGRAPHS 3

#define PATH_CONFIDENCE 0.8

typedef struct {
    Source *source;
    const ReaderContext *context;
    const char *charset; /* NULL as long as all was ASCII */
    guint64 seen;        /* the end of what was */
    GString *wide;       /* the whole text, where it was UTF-16 or UTF-32 */
    gsize wide_done;
    guint64 wide_offset, wide_length; /* of it in the source */
    FieldCollector *fields;
    gboolean is_markdown;
    Date path_date;

    gboolean is_continued; /* the last piece was cut at the ceiling */
    char *headline;        /* of the article that goes on */
    ArticleDate published;
} TextReader;

/* A part of the input that holds one article. */
typedef struct {
    const guint8 *bytes;
    gsize length;
    gsize consumed; /* with what divides it from the next */
    gboolean is_cut;
} Piece;

static Evidence text_sniff(const guint8 *bytes, gsize length)
{
    const char *text = (const char *)bytes;
    if (front_matter_read(text, length, NULL) > 0 || header_block_read(text, length, NULL) > 0)
        return EVIDENCE_WEAK;
    return EVIDENCE_FALLBACK;
}

static gboolean has_ending(const char *name, const char *const *endings)
{
    const char *dot = strrchr(name, '.');
    for (; dot != NULL && *endings != NULL; endings++) {
        if (g_ascii_strcasecmp(dot + 1, *endings) == 0)
            return TRUE;
    }
    return FALSE;
}

static void init_dates(const TextReader *reader, DateContext *dates)
{
    date_context_init(dates, &reader->context->today);
    dates->reference = (Date){0};
    if (reader->path_date.precision >= DATE_PRECISION_DAY)
        dates->reference = reader->path_date;
    dates->language = reader->context->language;
}

static gpointer text_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    static const char *const markdown_endings[] = {"md", "markdown", "mdown", "mkd", NULL};
    TextReader *reader = g_new0(TextReader, 1);
    reader->source = source;
    reader->context = context;
    reader->fields = field_collector_new();
    reader->is_markdown = has_ending(source_name(source), markdown_endings);
    DateContext dates;
    date_context_init(&dates, &context->today);
    date_from_path(context->path, &dates, &reader->path_date);
    return reader;
}

static void text_close(gpointer state)
{
    TextReader *reader = state;
    field_collector_free(reader->fields);
    if (reader->wide != NULL)
        g_string_free(reader->wide, TRUE);
    g_free(reader->headline);
    g_free(reader);
}

/* Where a piece that is too long is cut: after a paragraph, a line, a blank, or anywhere. */
static gsize cut_piece(const guint8 *bytes, gsize length)
{
    const char *text = (const char *)bytes;
    gsize earliest = length - length / 4;
    const char *place = g_strrstr_len(text + earliest, (gssize)(length - earliest), "\n\n");
    if (place == NULL)
        place = g_strrstr_len(text + earliest, (gssize)(length - earliest), "\n");
    if (place == NULL)
        place = g_strrstr_len(text + earliest, (gssize)(length - earliest), " ");
    return place == NULL ? length : (gsize)(place - text) + 1;
}

static Piece piece_of(const guint8 *bytes, gsize length, gboolean is_all, gboolean *found)
{
    Piece piece = {.bytes = bytes};
    *found = article_split(bytes, length, is_all, &piece.length, &piece.consumed);
    if ((*found && piece.length > PIECE_CEILING) || (!*found && length >= PIECE_CEILING)) {
        piece.length = piece.consumed = cut_piece(bytes, PIECE_CEILING);
        piece.is_cut = TRUE;
        *found = TRUE;
    }
    return piece;
}

/* Looks at bytes that have not been looked at; as long as all are ASCII there is no charset. */
static void detect_charset(TextReader *reader, const guint8 *bytes, gsize available)
{
    guint64 offset = source_offset(reader->source);
    gsize seen = reader->seen > offset ? (gsize)(reader->seen - offset) : 0;
    if (reader->charset != NULL || seen >= available)
        return;
    reader->charset = charset_detect(bytes + seen, available - seen);
    reader->seen = offset + available;
}

/* The next piece of the source; an empty one at the end. Its bytes are the source's. */
static gboolean peek_piece(TextReader *reader, Piece *piece, GError **error)
{
    gboolean found = FALSE;
    for (gsize want = FIRST_PEEK; !found; want *= 2) {
        gsize available;
        gboolean failed = FALSE;
        const guint8 *bytes = source_peek(reader->source, want, &available, NULL);
        if (bytes == NULL) { /* what there is before the damage is good */
            bytes = source_peek(reader->source, 1, &available, error);
            failed = TRUE;
        }
        if (bytes == NULL)
            return FALSE;
        gsize rest = source_member_rest(reader->source, available);
        gboolean is_all = failed || available < want || rest < available;
        *piece = piece_of(bytes, rest, is_all, &found);
        piece->is_cut |= failed && piece->consumed == available;
        detect_charset(reader, bytes, available);
    }
    return TRUE;
}

/* Decodes a source of wide characters as a whole: its bytes cannot be divided at line feeds. */
static gboolean read_wide(TextReader *reader, GError **error)
{
    gsize available;
    gboolean is_cut;
    const guint8 *bytes = source_peek_all(reader->source, &available, &is_cut, error);
    if (bytes == NULL)
        return FALSE;
    if (reader->wide != NULL)
        g_string_free(reader->wide, TRUE);
    reader->wide = charset_decode(bytes, available, reader->charset, NULL, NULL);
    reader->wide_done = 0;
    reader->wide_offset = source_offset(reader->source);
    reader->wide_length = available;
    source_consume(reader->source, available);
    return TRUE;
}

static gboolean next_wide_piece(TextReader *reader, Piece *piece, GError **error)
{
    if ((reader->wide == NULL || reader->wide_done == reader->wide->len) &&
        !read_wide(reader, error))
        return FALSE;
    gboolean found;
    *piece = piece_of((const guint8 *)reader->wide->str + reader->wide_done,
                      reader->wide->len - reader->wide_done, TRUE, &found);
    return TRUE;
}

/* A line that is only there for the eye, or was a button of the page that the text is from. */
static gboolean is_ornament(const TextLine *line)
{
    static const char *const buttons[] = {"print",    "share",  "drucken",       "imprimer",
                                          "imprimir", "stampa", "advertisement", "พิมพ์",
                                          "打印",     "печать"};
    for (gsize i = 0; i < G_N_ELEMENTS(buttons); i++) {
        if (strlen(buttons[i]) == line->length &&
            g_ascii_strncasecmp(buttons[i], line->text, line->length) == 0)
            return TRUE;
    }
    guint signs = 0, digits = 0;
    for (gsize i = 0; i < line->length; i++) {
        signs += g_ascii_ispunct(line->text[i]) ? 1 : 0;
        digits += g_ascii_isdigit(line->text[i]) ? 1 : 0;
    }
    return signs + digits == line->length && (digits == 0 || signs == 2); /* `---`, `26/02/2566` */
}

static const TextLine *line_at(const GArray *lines, guint index)
{
    return &g_array_index(lines, TextLine, index);
}

static void skip_ornaments(const GArray *lines, guint *next)
{
    while (*next < lines->len && is_ornament(line_at(lines, *next)))
        ++*next;
}

/* Whether there are upper-case letters and no others: newspapers once ended headlines with a stop.
 */
static gboolean is_capital(const char *text, gsize length)
{
    gboolean has_upper = FALSE;
    for (const char *place = text; place < text + length; place = g_utf8_next_char(place)) {
        gunichar character = g_utf8_get_char(place);
        if (g_unichar_islower(character))
            return FALSE;
        has_upper |= g_unichar_isupper(character);
    }
    return has_upper;
}

/* Whether a line ends as no headline does. */
static gboolean ends_like_prose(const char *text, gsize length)
{
    static const char *const endings[] = {"。", "．", "،", "、", "：", "，"};
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        gsize ending = strlen(endings[i]);
        if (length >= ending && memcmp(text + length - ending, endings[i], ending) == 0)
            return TRUE;
    }
    char last = text[length - 1];
    if (last == '.' && is_capital(text, length)) /* `FROM OUR OWN CORRESPONDENT.` */
        return FALSE;
    gboolean is_initial = length > 3 && g_ascii_isupper(text[length - 2]) &&
                          !g_ascii_isalpha(text[length - 3]); /* `… in the U.S.` */
    return strchr(",;:", last) != NULL || (last == '.' && !is_initial);
}

/* Whether a line is the beginning of a report, by a dateline that cannot be a headline. */
static gboolean is_reported(const TextLine *line, const DateContext *dates, gboolean is_alone)
{
    Dateline dateline;
    if (!dateline_read(line->text, line->length, dates, &dateline))
        return FALSE;
    return !is_alone || dateline.agency_length > 0 || date_is_set(&dateline.date);
}

/*
 * Whether a line below a headline is no part of it: a byline, a dateline, or the first line of a
 * paragraph, which is long and indented (centred lines of a headline are shorter).
 */
static gboolean begins_text(const TextLine *before, const TextLine *line, guint width,
                            const DateContext *dates)
{
    Byline byline;
    return (width > 0 && line->indent >= before->indent + 2 && line->columns * 4 >= width * 3) ||
           byline_read(line->text, line->length, dates, &byline) != BYLINE_NONE ||
           is_reported(line, dates, TRUE);
}

/*
 * How many lines from `first` on are the headline; 0 where they are not one. A headline is a block
 * of its own, or a first line that is set apart from the text by its layout or its byline.
 */
static guint headline_lines(const GArray *lines, guint first, TextLayout layout, guint width,
                            const DateContext *dates)
{
    guint count = 0;
    glong characters = 0;
    while (first + count < lines->len && line_at(lines, first + count)->length > 0) {
        const TextLine *line = line_at(lines, first + count);
        if (count > 0 && begins_text(line_at(lines, first + count - 1), line, width, dates))
            break;
        count++;
        if (count <= HEADLINE_MAX_LINES)
            characters += g_utf8_strlen(line->text, (gssize)line->length) + 1;
    }
    const TextLine *last = line_at(lines, first + MIN(count, HEADLINE_MAX_LINES) - 1);
    gboolean is_block = count <= HEADLINE_MAX_LINES && characters <= HEADLINE_MAX_CHARACTERS + 1 &&
                        !ends_like_prose(last->text, last->length) && layout != LAYOUT_PARAGRAPHS;
    if (is_block && (count == 1 || layout == LAYOUT_WRAPPED))
        return count;
    const TextLine *line = line_at(lines, first);
    if (g_utf8_strlen(line->text, (gssize)line->length) > HEADLINE_MAX_CHARACTERS ||
        ends_like_prose(line->text, line->length))
        return 0;
    if (layout != LAYOUT_WRAPPED)
        return 1;
    const TextLine *below = line_at(lines, first + 1);
    gboolean is_centred = line->indent >= below->indent + CENTRED_MIN;
    return is_centred || line->columns * 4 < width * 3 ? 1 : 0;
}

static gboolean has_letter(const TextLine *line)
{
    const char *end = line->text + line->length;
    for (const char *place = line->text; place < end; place = g_utf8_next_char(place)) {
        if (g_unichar_isalpha(g_utf8_get_char(place)))
            return TRUE;
    }
    return FALSE;
}

/* A long line was broken by the margin where the next begins further left. */
static void set_headline(Article *article, const GArray *lines, guint first, guint count)
{
    g_autoptr(GString) headline = g_string_new(NULL);
    for (guint i = first; i < first + count; i++) {
        const TextLine *before = i > first ? line_at(lines, i - 1) : NULL;
        if (before != NULL &&
            (before->columns < LONG_LINE || line_at(lines, i)->indent >= before->indent))
            g_string_append_c(headline, ' ');
        text_join(headline, line_at(lines, i));
    }
    article_set(article, ARTICLE_HEADLINE, headline->str, headline->len, PROVENANCE_TEXT);
}

static char *clean_line(const TextLine *line)
{
    GString *clean = g_string_new(NULL);
    text_clean_line(clean, line->text, line->length);
    return g_string_free(clean, FALSE);
}

/*
 * The line, cleaned, where it repeats the headline or the end of it (what is before that is the
 * name of a site); NULL where it does not.
 */
static char *repeated_part(const char *headline, const TextLine *line)
{
    g_autofree char *again = clean_line(line);
    gsize length = strlen(again), whole = strlen(headline);
    if (length == 0 || !g_str_has_suffix(headline, again))
        return NULL;
    if (length < whole &&
        (length * 3 < whole || strchr("-|: ", headline[whole - length - 1]) == NULL))
        return NULL;
    return g_steal_pointer(&again);
}

/* Whether a line repeats the headline; what is more than that is taken off the headline. */
static gboolean repeats_headline(Article *article, const TextLine *line)
{
    const char *headline = article_get(article, ARTICLE_HEADLINE);
    g_autofree char *part = headline == NULL ? NULL : repeated_part(headline, line);
    if (part != NULL && strcmp(part, headline) != 0)
        article_set_string(article, ARTICLE_HEADLINE, part, PROVENANCE_ELEMENT);
    return part != NULL;
}

/*
 * A first line that is too long for a headline, or ends like prose, may be the name of a site and
 * the headline, if one of the next lines is the headline alone. Returns whether it was; sets the
 * headline.
 */
static gboolean find_repeated(Article *article, const GArray *lines, guint first)
{
    const TextLine *line = line_at(lines, first);
    if (g_utf8_strlen(line->text, (gssize)line->length) > 2 * HEADLINE_MAX_CHARACTERS)
        return FALSE;
    g_autofree char *headline = clean_line(line);
    for (guint i = first + 1; i < lines->len && i <= first + HEAD_LINES; i++) {
        if (line_at(lines, i)->length == 0)
            continue;
        g_autofree char *part = repeated_part(headline, line_at(lines, i));
        if (part != NULL)
            return article_set_string(article, ARTICLE_HEADLINE, part, PROVENANCE_TEXT);
    }
    return FALSE;
}

/* Headline, byline and dates before the text; `next` moves to the text. */
static void read_head(Article *article, const GArray *lines, guint *next, TextLayout layout,
                      guint width, const DateContext *dates)
{
    for (guint seen = 0; seen < HEAD_LINES; seen++) {
        skip_ornaments(lines, next);
        if (*next == lines->len)
            return;
        const TextLine *line = line_at(lines, *next);
        Byline byline;
        gboolean is_byline = byline_read(line->text, line->length, dates, &byline) != BYLINE_NONE;
        if (is_byline)
            byline_apply(&byline, article);
        if (is_byline || repeats_headline(article, line)) {
            ++*next;
            continue;
        }
        gboolean is_alone = *next + 1 == lines->len || line_at(lines, *next + 1)->length == 0;
        guint count = 0;
        if (article_get(article, ARTICLE_HEADLINE) == NULL && has_letter(line) &&
            !is_reported(line, dates, is_alone))
            count = headline_lines(lines, *next, layout, width, dates);
        if (count > 0)
            set_headline(article, lines, *next, count);
        else if (article_get(article, ARTICLE_HEADLINE) == NULL && layout != LAYOUT_WRAPPED &&
                 find_repeated(article, lines, *next))
            count = 1;
        else
            return;
        *next += count;
    }
}

/* The dateline of one of the first paragraphs; past the first it must show more than a place. */
static void read_dateline(Article *article, const GString *body, const DateContext *dates)
{
    const char *paragraph = body->str, *end = body->str + body->len;
    for (guint i = 0; i < DATELINE_PARAGRAPHS && paragraph < end; i++) {
        const char *next = strstr(paragraph, "\n\n");
        gsize length = (gsize)((next == NULL ? end : next) - paragraph);
        Dateline dateline;
        if (dateline_read(paragraph, length, dates, &dateline) &&
            (i == 0 || dateline.agency_length > 0 || date_is_set(&dateline.date))) {
            dateline_apply(&dateline, article);
            return;
        }
        if (next == NULL)
            return;
        paragraph = next + 2;
    }
}

/* The text after header or front matter, with all that it says of itself. */
static void read_body(TextReader *reader, Article *article, const char *text, gsize length,
                      DateContext *dates, gboolean is_markdown)
{
    g_autoptr(GString) plain = NULL;
    if (is_markdown) {
        g_autofree char *heading = NULL;
        plain = markdown_to_text(text, length, &heading);
        const char *headline = article_get(article, ARTICLE_HEADLINE);
        if (heading != NULL && headline != NULL && strcmp(heading, headline) != 0)
            g_string_prepend(g_string_prepend(plain, "\n\n"), heading);
        article_set_string(article, ARTICLE_HEADLINE, heading, PROVENANCE_ELEMENT);
        text = plain->str;
        length = plain->len;
    }
    g_autoptr(GArray) lines = text_lines(text, length);
    guint width, first = 0;
    TextLayout layout = text_layout(lines, 0, &width);
    if (reader->is_continued)
        article_set_string(article, ARTICLE_HEADLINE, reader->headline, PROVENANCE_TEXT);
    else
        read_head(article, lines, &first, layout, width, dates);
    layout = is_markdown ? LAYOUT_WRAPPED : text_layout(lines, first, &width);
    g_autoptr(GString) body = text_join_lines(lines, first, layout, width);
    if (!reader->is_continued)
        read_dateline(article, body, dates);
    article_add_paragraph(article, body->str, body->len);
}

/* A date that is known already tells the year of those that have none. */
static void refer_to(DateContext *dates, const Article *article)
{
    if (article->published.date.precision >= DATE_PRECISION_DAY)
        dates->reference = article->published.date;
    if (article_get(article, ARTICLE_LANGUAGE) != NULL)
        dates->language = article_get(article, ARTICLE_LANGUAGE);
}

static void read_article(TextReader *reader, Article *article, const GString *text)
{
    DateContext dates;
    init_dates(reader, &dates);
    if (reader->context->language != NULL)
        article_set_language(article, reader->context->language, PROVENANCE_OPTION);
    field_collector_clear(reader->fields);
    gsize front = 0, body = 0;
    if (!reader->is_continued) {
        front = front_matter_read(text->str, text->len, reader->fields);
        body = front > 0 ? front : header_block_read(text->str, text->len, reader->fields);
    }
    field_collector_apply(reader->fields, article,
                          front > 0 ? PROVENANCE_FRONT_MATTER : PROVENANCE_HEADER, &dates);
    refer_to(&dates, article);
    read_body(reader, article, text->str + body, text->len - body, &dates,
              reader->is_markdown || front > 0);
    if (reader->is_continued && date_is_set(&reader->published.date))
        article_set_published(article, &reader->published.date, reader->published.from,
                              reader->published.confidence);
    if (reader->path_date.precision >=
        DATE_PRECISION_DAY) /* less is a guess: --date-fallback=path */
        article_set_published(article, &reader->path_date, PROVENANCE_PATH, PATH_CONFIDENCE);
    article_finish(article);
}

/* Remembers what the next piece needs if it goes on with this article. */
static void remember(TextReader *reader, const Article *article, gboolean is_cut)
{
    reader->is_continued = is_cut;
    g_clear_pointer(&reader->headline, g_free);
    if (!is_cut)
        return;
    reader->headline = g_strdup(article_get(article, ARTICLE_HEADLINE));
    reader->published = article->published;
}

/* The next piece, wherever it is from; where it lies in the source is written into the article. */
static GString *next_text(TextReader *reader, Article *article, gboolean *is_cut, GError **error)
{
    Piece piece;
    gboolean is_wide = reader->wide != NULL;
    if (!is_wide && !peek_piece(reader, &piece, error))
        return NULL;
    is_wide = is_wide || (reader->charset != NULL && charset_is_wide(reader->charset));
    if (is_wide && !next_wide_piece(reader, &piece, error))
        return NULL;
    *is_cut = piece.is_cut;
    CharsetResult charset = {0};
    GString *text = charset_decode(piece.bytes, piece.length, is_wide ? "utf-8" : reader->charset,
                                   NULL, &charset);
    if (charset.replaced > 0)
        article->flags |= ARTICLE_REPAIRED;
    if (piece.is_cut || reader->is_continued)
        article->flags |= ARTICLE_TRUNCATED;
    article->offset = is_wide ? reader->wide_offset : source_offset(reader->source);
    article->length = is_wide ? reader->wide_length : piece.length;
    if (is_wide)
        reader->wide_done += piece.consumed;
    else
        source_consume(reader->source, piece.consumed);
    if (piece.consumed == 0) { /* the end */
        g_string_free(text, TRUE);
        text = NULL;
    }
    return text;
}

static ReadStatus text_next(gpointer state, Article *article, GError **error)
{
    TextReader *reader = state;
    for (;;) {
        GError *failure = NULL;
        gboolean is_cut = FALSE;
        GString *text = next_text(reader, article, &is_cut, &failure);
        if (failure != NULL) {
            article->offset = source_offset(reader->source);
            g_propagate_error(error, failure);
            return READ_FAILED;
        }
        if (text == NULL)
            return READ_END;
        read_article(reader, article, text);
        g_string_free(text, TRUE);
        remember(reader, article, is_cut);
        if (article_has_text(article))
            return READ_ARTICLE;
        article_clear(article);
    }
}

const Reader text_reader = {
    .name = "text",
    .summary = "plain text and Markdown, with header block, front matter or none",
    .extensions = "txt text md markdown mdown mkd asc",
    .version = 1,
    .sniff = text_sniff,
    .open = text_open,
    .next = text_next,
    .close = text_close,
};
