/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Plain text and Markdown (formats.md §6.1): a file of one article or several, with a header
 * block, with front matter, or with nothing but a headline, a byline and a dateline.
 */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/article-split.h"
#include "indexer/extract/front-matter.h"
#include "indexer/extract/header-block.h"
#include "indexer/extract/markdown.h"
#include "indexer/extract/plain-article.h"
#include "indexer/html-document.h"
#include "indexer/xml-document.h"

/*
 * A text that is longer goes on as another article of the same headline, so that none of it is
 * lost: a byte is at most three bytes of UTF-8, and bodies have a ceiling.
 */
#define PIECE_CEILING (ARTICLE_BODY_CEILING / 3)

#define FIRST_PEEK ((gsize)64 * 1024)

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

/* A declaration and a root element: a document of a format that is not known is no text. */
static gboolean is_xml(const guint8 *bytes, gsize length)
{
    static const char declaration[] = "<?xml ";
    char root[64];
    return length > strlen(declaration) && memcmp(bytes, declaration, strlen(declaration)) == 0 &&
           xml_sniff_root(bytes, length, root, sizeof root);
}

/* The end of the name of a tag at the beginning; NULL where there is none, or it may be SGML's. */
static const char *end_of_xml_name(const char *text, gsize length)
{
    gboolean has_lower = FALSE;
    gsize i = 1;
    if (length < 2 || text[0] != '<' || !g_ascii_isalpha(text[1]))
        return NULL;
    for (; i < length && (g_ascii_isalnum(text[i]) || strchr("_-.:", text[i]) != NULL) &&
           text[i] != '\0';
         i++)
        has_lower |= g_ascii_islower(text[i]);
    gboolean ends = i < length && (text[i] == '>' || text[i] == '/' || g_ascii_isspace(text[i]));
    return has_lower && ends && g_ascii_isalnum(text[i - 1]) ? text + i : NULL;
}

/*
 * XML without a declaration: an element, none of HTML's, that names a namespace or holds another
 * element at once. Names in capitals are left to SGML, and words of a text in angle brackets to
 * the text.
 */
static gboolean is_xml_fragment(const guint8 *bytes, gsize length)
{
    const char *text = (const char *)bytes, *end = text + length;
    const char *after = end_of_xml_name(text, length);
    if (after == NULL || html_is_element(text + 1, (gsize)(after - text) - 1))
        return FALSE;
    const char *close = memchr(after, '>', (gsize)(end - after));
    if (close == NULL)
        return FALSE;
    if (xml_root_has_attribute(bytes, length, "xmlns") ||
        g_strstr_len(after, close - after, " xmlns:") != NULL)
        return TRUE;
    const char *inner = close + 1;
    while (inner < end && g_ascii_isspace(*inner))
        inner++;
    return end_of_xml_name(inner, (gsize)(end - inner)) != NULL &&
           (g_strstr_len(inner, end - inner, "</") != NULL ||
            g_strstr_len(inner, end - inner, "/>") != NULL);
}

static Evidence text_sniff(const guint8 *bytes, gsize length)
{
    if (is_xml(bytes, length) || is_xml_fragment(bytes, length))
        return EVIDENCE_NONE;
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

/* The text after header or front matter, with all that it says of itself. */
static void read_body(TextReader *reader, Article *article, const char *text, gsize length,
                      const DateContext *dates, gboolean is_markdown)
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
    if (reader->is_continued)
        article_set_string(article, ARTICLE_HEADLINE, reader->headline, PROVENANCE_TEXT);
    guint options = (reader->is_continued ? PLAIN_CONTINUED : 0) | (is_markdown ? PLAIN_BLOCKS : 0);
    plain_article_read(article, text, length, dates, options);
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
