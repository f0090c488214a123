/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages between form feeds; the date in the first lines of a page is its masthead's. */
#include "indexer/extract/pdf-pages.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/plain-article.h"
#include "morgue/date-parse.h"

/* A page that is longer is cut. */
#define PAGE_CEILING ((gsize)4 * 1024 * 1024)

#define MASTHEAD_LINES      12
#define MASTHEAD_LENGTH     120 /* bytes; a line of prose that names a day is longer */
#define MASTHEAD_CONFIDENCE 0.7
#define PATH_CONFIDENCE     0.8

struct PdfPages {
    Source *text;
    const ReaderContext *context;
    Date path_date;
    Date issue_date; /* of a masthead */
    guint page;      /* pages begun */
};

PdfPages *pdf_pages_new(Source *text, const ReaderContext *context)
{
    PdfPages *pages = g_new0(PdfPages, 1);
    pages->text = text;
    pages->context = context;
    DateContext dates;
    date_context_init(&dates, &context->today);
    date_from_path(context->path, &dates, &pages->path_date);
    return pages;
}

void pdf_pages_free(PdfPages *pages)
{
    g_free(pages);
}

/* The text up to the next form feed, which is consumed; NULL at the end. */
static GString *next_page(PdfPages *pages, gboolean *is_cut)
{
    gsize available, length = 0;
    const guint8 *bytes, *feed = NULL;
    for (gsize want = 1; feed == NULL; want = available + 1) {
        want = MIN(want, PAGE_CEILING);
        bytes = source_peek(pages->text, want, &available, NULL);
        if (bytes == NULL || available == 0)
            return NULL;
        length = MIN(available, PAGE_CEILING);
        feed = memchr(bytes, '\f', length);
        if (available < want || length == PAGE_CEILING)
            break;
    }
    if (feed != NULL)
        length = (gsize)(feed - bytes);
    *is_cut = feed == NULL && length == PAGE_CEILING;
    GString *text = charset_decode(bytes, length, "utf-8", NULL, NULL);
    source_consume(pages->text, length + (feed != NULL ? 1 : 0));
    return text;
}

/* The date of a masthead: in one of the first lines, which are short. */
static gboolean find_masthead(const GString *text, const DateContext *dates, Date *date)
{
    const char *line = text->str;
    for (guint i = 0; i < MASTHEAD_LINES && *line != '\0'; i++) {
        gsize length = strcspn(line, "\n");
        gsize start, end;
        if (length <= MASTHEAD_LENGTH && date_find(line, length, dates, date, &start, &end))
            return TRUE;
        line += length + (line[length] == '\n' ? 1 : 0);
    }
    return FALSE;
}

static void read_page(PdfPages *pages, const GString *text, Article *article)
{
    const ReaderContext *context = pages->context;
    DateContext dates;
    date_context_init(&dates, &context->today);
    dates.reference = (Date){0};
    dates.language = context->language;
    if (pages->path_date.precision >= DATE_PRECISION_DAY)
        dates.reference = pages->path_date;
    if (context->language != NULL)
        article_set_language(article, context->language, PROVENANCE_OPTION);
    Date date = {0};
    if (!date_is_set(&pages->issue_date) && find_masthead(text, &dates, &date))
        pages->issue_date = date;
    if (pages->path_date.precision >= DATE_PRECISION_DAY)
        article_set_published(article, &pages->path_date, PROVENANCE_PATH, PATH_CONFIDENCE);
    else if (date_is_set(&date))
        article_set_published(article, &date, PROVENANCE_TEXT, MASTHEAD_CONFIDENCE);
    else
        article_set_published(article, &pages->issue_date, PROVENANCE_CONTAINER,
                              MASTHEAD_CONFIDENCE);
    gboolean has_date = date_is_set(&article->published.date);
    ArticleDate published = article->published;
    plain_article_read(article, text->str, text->len, &dates, 0);
    if (has_date) /* a dateline of one of its articles is not the date of the page */
        article->published = published;
}

gboolean pdf_pages_next(PdfPages *pages, Article *article)
{
    gboolean is_cut = FALSE;
    GString *text;
    while ((text = next_page(pages, &is_cut)) != NULL) {
        pages->page++;
        read_page(pages, text, article);
        g_string_free(text, TRUE);
        if (!article_has_text(article)) {
            article_clear(article);
            continue;
        }
        g_autofree char *number = g_strdup_printf("%u", pages->page);
        article_set_string(article, ARTICLE_PAGE, number, PROVENANCE_RECORD);
        article->flags |= ARTICLE_PRINTED_PAGE | (is_cut ? ARTICLE_TRUNCATED : 0);
        article_finish(article);
        return TRUE;
    }
    return FALSE;
}
