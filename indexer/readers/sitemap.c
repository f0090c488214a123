/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sitemaps with news (sitemaps.org 0.9, Google's news extension): headline, date and address of
 * each article. It is a stub: a page with the same address has more words and is stored instead.
 */
#include <string.h>

#include "indexer/extract/fragment.h"
#include "indexer/readers/table.h"
#include "indexer/xml-splitter.h"
#include "morgue/date-parse.h"
#include "morgue/error.h"

#define SITEMAP_CONFIDENCE 0.95

typedef struct {
    XmlSplitter *splitter;
    DateContext dates;
} SitemapReader;

static Evidence sitemap_sniff(const guint8 *bytes, gsize length)
{
    return xml_root_is_one_of(bytes, length, "urlset sitemapindex") ? EVIDENCE_CERTAIN
                                                                    : EVIDENCE_NONE;
}

static gpointer sitemap_open(Source *source, const ReaderContext *context,
                             G_GNUC_UNUSED GError **error)
{
    SitemapReader *self = g_new0(SitemapReader, 1);
    self->splitter = xml_splitter_new(source, "url sitemap");
    xml_splitter_set_charset(self->splitter, context->charset);
    date_context_init(&self->dates, &context->today);
    self->dates.reference = (Date){0};
    return self;
}

static void sitemap_close(gpointer state)
{
    SitemapReader *self = state;
    xml_splitter_free(self->splitter);
    g_free(self);
}

static void set_line(Article *article, ArticleField field, const XmlNode *node)
{
    g_autofree char *line = xml_line(node);
    g_autofree char *plain = line == NULL ? NULL : fragment_plain(line, FALSE);
    article_set_string(article, field, plain, PROVENANCE_RECORD);
}

static gboolean read_date(const SitemapReader *self, const XmlNode *node, Date *date)
{
    g_autofree char *text = xml_line(node);
    return text != NULL && date_parse(text, strlen(text), &self->dates, date, NULL);
}

static void read_news(const SitemapReader *self, const XmlNode *url, const XmlNode *news,
                      Article *article)
{
    g_autofree char *address = xml_line(xml_child(url, "loc"));
    g_autofree char *language = xml_line(xml_path(news, "publication/language"));
    g_autofree char *keywords = xml_line(xml_child(news, "keywords"));
    g_auto(GStrv) words = g_strsplit(keywords != NULL ? keywords : "", ",", -1);
    Date date;
    article_set_url(article, address, PROVENANCE_RECORD);
    set_line(article, ARTICLE_HEADLINE, xml_child(news, "title"));
    set_line(article, ARTICLE_SOURCE, xml_path(news, "publication/name"));
    article_set_language(article, language, PROVENANCE_RECORD);
    for (guint i = 0; words[i] != NULL; i++)
        article_add_keyword(article, words[i], strlen(words[i]));
    if (read_date(self, xml_child(news, "publication_date"), &date))
        article_set_published(article, &date, PROVENANCE_RECORD, SITEMAP_CONFIDENCE);
    if (read_date(self, xml_child(url, "lastmod"), &date))
        article_set_modified(article, &date, PROVENANCE_RECORD);
    article_finish(article);
}

static ReadStatus sitemap_next(gpointer state, Article *article, GError **error)
{
    SitemapReader *self = state;
    XmlItem item;
    GError *failure = NULL;
    if (!xml_splitter_next(self->splitter, &item, &failure)) {
        if (failure == NULL)
            return READ_END;
        g_propagate_error(error, failure);
        return READ_FAILED;
    }
    article->offset = item.offset;
    article->length = item.length;
    g_autoptr(XmlDocument) document = xml_splitter_document(self->splitter, &item, error);
    if (document == NULL)
        return READ_SKIPPED;
    const XmlNode *url = xml_document_root(document);
    const XmlNode *news = xml_child(url, "news");
    if (news != NULL)
        read_news(self, url, news, article);
    article->flags |= item.is_cut ? ARTICLE_TRUNCATED : 0;
    if (article_has_text(article))
        return READ_ARTICLE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED,
                        "address in a sitemap, without a headline");
    return READ_SKIPPED;
}

const Reader sitemap_reader = {
    .name = "sitemap",
    .summary = "sitemaps with news: headlines, dates and addresses",
    .extensions = "xml",
    .version = 1,
    .sniff = sitemap_sniff,
    .open = sitemap_open,
    .next = sitemap_next,
    .close = sitemap_close,
};
