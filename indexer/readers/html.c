/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Web pages: one page is one article; each further member of a gzip file is another page. */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/extract/page.h"
#include "morgue/error.h"

typedef struct {
    Source *source;
    const ReaderContext *context;
} HtmlReader;

/* What is looked at: the bytes that are left of the beginning of a file. */
typedef struct {
    const char *at, *end;
} Look;

static gboolean look_at(const Look *look, const char *mark)
{
    gsize length = strlen(mark);
    return (gsize)(look->end - look->at) >= length &&
           g_ascii_strncasecmp(look->at, mark, length) == 0;
}

/* Passes over `mark` and all up to the end of `close`. */
static gboolean pass(Look *look, const char *mark, const char *close)
{
    if (!look_at(look, mark))
        return FALSE;
    const char *found = g_strstr_len(look->at, look->end - look->at, close);
    look->at = found != NULL ? found + strlen(close) : look->end;
    return TRUE;
}

/* Passes over what may stand before the first element. */
static void pass_prolog(Look *look)
{
    gboolean moved = TRUE;
    while (moved) {
        while (look->at < look->end && g_ascii_isspace(*look->at))
            look->at++;
        moved = pass(look, "\xef\xbb\xbf", "\xef\xbb\xbf") || pass(look, "<!--", "-->") ||
                pass(look, "<?xml", ">");
    }
}

/* Whether an element with this name begins at `at`. */
static gboolean is_element(const Look *look, const char *at, const char *name)
{
    gsize length = strlen(name);
    if ((gsize)(look->end - at) <= length + 1 || g_ascii_strncasecmp(at + 1, name, length) != 0)
        return FALSE;
    char after = at[length + 1];
    return g_ascii_isspace(after) || after == '>' || after == '/';
}

/* How many kinds of the usual elements there are (formats.md §2). */
static guint count_kinds(const Look *look)
{
    static const char *const names[] = {"p",    "div",   "meta", "a",     "body", "head",
                                        "span", "title", "img",  "table", "h1",   "br"};
    guint seen = 0;
    for (const char *at = look->at; at < look->end; at++) {
        at = memchr(at, '<', (gsize)(look->end - at));
        if (at == NULL)
            break;
        for (guint i = 0; i < G_N_ELEMENTS(names); i++)
            seen |= is_element(look, at, names[i]) ? 1U << i : 0;
    }
    guint count = 0;
    for (; seen != 0; seen &= seen - 1)
        count++;
    return count;
}

static Evidence html_sniff(const guint8 *bytes, gsize length)
{
    Look look = {(const char *)bytes, (const char *)bytes + length};
    pass_prolog(&look);
    if (look_at(&look, "<!doctype html"))
        return EVIDENCE_CERTAIN;
    if (look.at < look.end && is_element(&look, look.at, "html"))
        return EVIDENCE_CERTAIN;
    guint kinds = count_kinds(&look);
    if (kinds < 2)
        return EVIDENCE_NONE;
    static const char *const first[] = {"p",       "div",     "meta",   "a",     "body",   "head",
                                        "span",    "title",   "img",    "table", "h1",     "h2",
                                        "article", "section", "script", "link",  "center", "font"};
    for (guint i = 0; i < G_N_ELEMENTS(first); i++)
        if (look.at < look.end && *look.at == '<' && is_element(&look, look.at, first[i]))
            return EVIDENCE_STRONG;
    return look.at < look.end && *look.at == '<' ? EVIDENCE_NONE : EVIDENCE_WEAK;
}

static gpointer html_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    HtmlReader *reader = g_new0(HtmlReader, 1);
    reader->source = source;
    reader->context = context;
    return reader;
}

static gboolean is_blank(const guint8 *bytes, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (bytes[i] > ' ')
            return FALSE;
    return TRUE;
}

/* Passes over what is left of a page that is longer than the ceiling. */
static void consume_rest(Source *source, gboolean truncated)
{
    gsize available = 0;
    while (truncated && !source_at_member(source) &&
           source_peek(source, 1, &available, NULL) != NULL && available > 0)
        source_consume(source, source_member_rest(source, available));
}

static ReadStatus html_next(gpointer state, Article *article, GError **error)
{
    HtmlReader *reader = state;
    const ReaderContext *context = reader->context;
    gsize available;
    gboolean truncated = FALSE;
    const guint8 *bytes = source_peek_all(reader->source, &available, &truncated, error);
    article->offset = source_offset(reader->source);
    if (bytes == NULL)
        return READ_FAILED;
    gsize length = source_member_rest(reader->source, available);
    truncated = truncated && length == available;
    if (length == 0)
        return READ_END;
    article->length = length;
    gboolean blank = is_blank(bytes, length);
    const PageContext page = {.url = context->url,
                              .charset = context->charset,
                              .path = context->path,
                              .captured = context->captured,
                              .today = context->today};
    if (context->language != NULL)
        article_set_language(article, context->language, PROVENANCE_OPTION);
    gboolean found = !blank && page_extract(bytes, length, &page, article);
    article->flags |= truncated ? ARTICLE_TRUNCATED : 0;
    source_consume(reader->source, length);
    consume_rest(reader->source, truncated);
    if (found)
        return READ_ARTICLE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED,
                        blank ? "page is empty" : "page has no text");
    return READ_SKIPPED;
}

static void html_close(gpointer state)
{
    g_free(state);
}

const Reader html_reader = {
    .name = "html",
    .summary = "web pages, in any charset",
    .extensions = "html htm xhtml xht shtml",
    .version = 2,
    .sniff = html_sniff,
    .open = html_open,
    .next = html_next,
    .close = html_close,
};
