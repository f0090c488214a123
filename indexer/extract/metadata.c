/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decides between JSON-LD, microdata, meta elements and the page's visible elements. */
#include "indexer/extract/metadata.h"

#include <string.h>

#include "indexer/extract/headline.h"
#include "indexer/extract/page-byline.h"
#include "indexer/extract/page-url.h"

char *metadata_page_url(const HtmlDocument *document, const PageValues *meta,
                        const char *fetched_url, Provenance *from)
{
    const char *canonical = page_url_link(document, "canonical");
    const char *declared = meta->text[VALUE_URL];
    const char *witness = fetched_url != NULL ? fetched_url : declared;
    if (canonical != NULL) {
        char *url = page_url_resolve(document, witness, canonical);
        *from = PROVENANCE_LINK;
        if (url != NULL && (witness == NULL || strstr(witness, "://") == NULL ||
                            page_url_is_same_site(url, witness)))
            return url;
        g_free(url);
    }
    if (declared != NULL) {
        char *url = page_url_resolve(document, fetched_url, declared);
        *from = PROVENANCE_META;
        if (url != NULL)
            return url;
    }
    *from = PROVENANCE_RECORD;
    return g_strdup(fetched_url);
}

static void set_from_all(const MetadataInput *input, Article *article, ArticleField field,
                         ValueSlot slot)
{
    article_set_string(article, field, input->linked_data->text[slot], PROVENANCE_JSON_LD);
    article_set_string(article, field, input->microdata->text[slot], PROVENANCE_MICRODATA);
    article_set_string(article, field, input->meta->text[slot], PROVENANCE_META);
}

static void find_keywords(const MetadataInput *input, Article *article)
{
    const PageValues *all[] = {input->meta, input->linked_data, input->microdata};
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
        for (guint j = 0; j < all[i]->keywords->len; j++) {
            const char *keyword = g_ptr_array_index(all[i]->keywords, j);
            article_add_keyword(article, keyword, strlen(keyword));
        }
}

static void find_language(const MetadataInput *input, Article *article)
{
    const HtmlDocument *document = input->outline->document;
    guint32 html = html_find(document, 0, document->count, HTML_HTML);
    set_from_all(input, article, ARTICLE_LANGUAGE, VALUE_LANGUAGE);
    if (html == document->count)
        return;
    const char *language = html_attribute(document, html, HTML_ATTRIBUTE_LANG);
    if (language == NULL)
        language = html_attribute(document, html, HTML_ATTRIBUTE_XML_LANG);
    article_set_string(article, ARTICLE_LANGUAGE, language, PROVENANCE_ELEMENT);
}

void metadata_find(const MetadataInput *input, Article *article)
{
    Provenance url_from;
    g_autofree char *url =
        metadata_page_url(input->outline->document, input->meta, input->fetched_url, &url_from);
    if (url != NULL)
        article_set_url(article, url, url_from);
    if (input->linked_data->text[VALUE_URL] != NULL)
        article_set_url(article, input->linked_data->text[VALUE_URL], PROVENANCE_CONTAINER);
    set_from_all(input, article, ARTICLE_SOURCE, VALUE_SOURCE);
    const char *source = article_get(article, ARTICLE_SOURCE);
    const HeadlineInput headline = {
        input->outline, input->linked_data, input->microdata, input->meta, source, url};
    headline_find(&headline, article);
    const BylineInput byline = {input->outline, input->linked_data, input->microdata, input->meta,
                                source};
    page_byline_find(&byline, article);
    set_from_all(input, article, ARTICLE_SUBTITLE, VALUE_SUBTITLE);
    set_from_all(input, article, ARTICLE_SUMMARY, VALUE_SUMMARY);
    set_from_all(input, article, ARTICLE_SECTION, VALUE_SECTION);
    set_from_all(input, article, ARTICLE_PLACE, VALUE_PLACE);
    set_from_all(input, article, ARTICLE_EDITION, VALUE_EDITION);
    set_from_all(input, article, ARTICLE_PAGE, VALUE_PAGE);
    find_language(input, article);
    find_keywords(input, article);
}
