/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decodes and parses a page, and lets each part of extract/ fill in what it knows. */
#include "indexer/extract/page.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/dateline.h"
#include "indexer/extract/main-text.h"
#include "indexer/extract/metadata.h"
#include "indexer/extract/outline.h"
#include "indexer/extract/page-date.h"
#include "indexer/extract/page-kind.h"
#include "indexer/extract/page-values.h"
#include "morgue/date-parse.h"

#define PATH_CONFIDENCE 0.8

/* A shorter articleBody is a summary. */
#define DECLARED_BODY_LENGTH 250

typedef struct {
    Outline outline;
    PageValues linked_data, microdata, meta;
    MainText main_text;
    const GString *source; /* in clean UTF-8; borrowed */
    char *url;
} Page;

static void page_init(Page *page, const HtmlDocument *document, const PageContext *context)
{
    Provenance from;
    outline_init(&page->outline, document);
    page_values_init(&page->linked_data);
    page_values_init(&page->microdata);
    page_values_init(&page->meta);
    page_values_read_meta(&page->meta, document);
    page->url = metadata_page_url(document, &page->meta, context->url, &from);
    page_values_read_linked_data(&page->linked_data, document, page->url,
                                 page->meta.text[VALUE_HEADLINE]);
    page_values_read_microdata(&page->microdata, document);
}

static void page_clear(Page *page)
{
    main_text_clear(&page->main_text);
    page_values_clear(&page->linked_data);
    page_values_clear(&page->microdata);
    page_values_clear(&page->meta);
    outline_clear(&page->outline);
    g_free(page->url);
}

static void add_paragraphs(Article *article, const GPtrArray *paragraphs)
{
    for (guint i = 0; i < paragraphs->len; i++) {
        const char *text = g_ptr_array_index(paragraphs, i);
        article_add_paragraph(article, text, strlen(text));
    }
}

/* Captions come last; in a gallery they are the text. */
static void add_captions(Article *article, const MainText *text)
{
    if (main_text_captions_length(text) > main_text_length(text)) {
        add_paragraphs(article, text->captions);
        return;
    }
    for (guint i = 0; i < text->captions->len; i++) {
        const char *caption = g_ptr_array_index(text->captions, i);
        article_add_caption(article, caption, strlen(caption));
    }
}

/* The text that was found; that of the markup where what was found is much shorter. */
static void add_body(const Page *page, Article *article)
{
    const char *declared = page->linked_data.text[VALUE_BODY];
    gsize length = declared != NULL ? strlen(declared) : 0;
    if (length > DECLARED_BODY_LENGTH && main_text_length(&page->main_text) * 2 < length)
        article_add_paragraph(article, declared, length);
    else
        add_paragraphs(article, page->main_text.paragraphs);
    add_captions(article, &page->main_text);
}

/* Place, agency and date of the first paragraph's dateline. */
static void read_dateline(const Page *page, const Date *upper, Article *article)
{
    if (page->main_text.paragraphs->len == 0)
        return;
    const char *text = g_ptr_array_index(page->main_text.paragraphs, 0);
    const DateContext dates = {.upper = *upper,
                               .language = article_get(article, ARTICLE_LANGUAGE),
                               .reference = article->published.date.precision >= DATE_PRECISION_DAY
                                                ? article->published.date
                                                : (Date){0}};
    Dateline dateline;
    if (dateline_read(text, strlen(text), &dates, &dateline))
        dateline_apply(&dateline, article);
}

static Date upper_bound(const PageContext *context)
{
    if (date_is_set(&context->captured))
        return date_shift_days(&context->captured, 1);
    Date today = date_is_set(&context->today) ? context->today : date_today(NULL);
    return date_shift_days(&today, 1);
}

static void set_path_date(const PageContext *context, const Date *upper, Article *article)
{
    const DateContext dates = {.upper = *upper};
    Date date;
    if (context->path != NULL && date_from_path(context->path, &dates, &date) &&
        date.precision >= DATE_PRECISION_DAY) /* less is a guess: --date-fallback=path */
        article_set_published(article, &date, PROVENANCE_PATH, PATH_CONFIDENCE);
}

static void fill_article(Page *page, const PageContext *context, Article *article)
{
    const MetadataInput metadata = {.outline = &page->outline,
                                    .linked_data = &page->linked_data,
                                    .microdata = &page->microdata,
                                    .meta = &page->meta,
                                    .fetched_url = context->url};
    metadata_find(&metadata, article);
    main_text_find(&page->outline, article_get(article, ARTICLE_HEADLINE), &page->main_text);
    const PageDateInput date = {.outline = &page->outline,
                                .main_text = &page->main_text,
                                .linked_data = &page->linked_data,
                                .microdata = &page->microdata,
                                .meta = &page->meta,
                                .source = page->source->str,
                                .source_length = page->source->len,
                                .url = page->url,
                                .language = article_get(article, ARTICLE_LANGUAGE),
                                .upper = upper_bound(context)};
    page_date_find(&date, article);
    read_dateline(page, &date.upper, article);
    set_path_date(context, &date.upper, article);
    add_body(page, article);
    const PageKindInput kind = {.outline = &page->outline,
                                .main_text = &page->main_text,
                                .linked_data = &page->linked_data,
                                .microdata = &page->microdata,
                                .meta = &page->meta,
                                .url = page->url};
    article->flags |= page_is_gallery(&kind) ? ARTICLE_GALLERY : 0;
    article->flags |= page_is_live_blog(&kind) ? ARTICLE_LIVE_BLOG : 0;
    article->flags |= page_is_index(&kind) ? ARTICLE_INDEX_PAGE : 0;
    article->flags |= page_is_paywalled(&kind) ? ARTICLE_PAYWALLED : 0;
}

gboolean page_extract(const guint8 *bytes, gsize length, const PageContext *context,
                      Article *article)
{
    CharsetResult charset;
    g_autofree char *declared = charset_declared(bytes, length);
    GString *text = charset_decode(bytes, length, context->charset, declared, &charset);
    g_autoptr(HtmlDocument) document = html_document_parse(text->str, text->len);

    Page page = {.source = text};
    page_init(&page, document, context);
    fill_article(&page, context, article);
    article->flags |= document->truncated ? ARTICLE_TRUNCATED : 0;
    article->flags |= charset.replaced > 0 ? ARTICLE_REPAIRED : 0;
    page_clear(&page);
    g_string_free(text, TRUE);
    article_finish(article);
    return article_has_text(article);
}
