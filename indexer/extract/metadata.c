/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decides between JSON-LD, microdata, meta elements and the page's visible elements. */
#include "indexer/extract/metadata.h"

#include <string.h>

#include "indexer/extract/headline.h"
#include "indexer/extract/hint.h"
#include "indexer/extract/page-byline.h"
#include "indexer/extract/page-url.h"
#include "indexer/extract/url-fields.h"

/* A subtitle stands so near to the headline, and has so much text in bytes. */
#define SUBTITLE_NODES 60
#define SUBTITLE_LEAST 20
#define SUBTITLE_MOST  400

/*
 * Whether `url` may be the page's own. Templates name the front page on every page; what was
 * fetched from somewhere else is not the front page.
 */
static gboolean is_own_address(const char *url, const char *fetched_url)
{
    return fetched_url == NULL || article_url_is_front_page(fetched_url) ||
           !article_url_is_front_page(url);
}

char *metadata_page_url(const HtmlDocument *document, const PageValues *meta,
                        const char *fetched_url, Provenance *from)
{
    const char *canonical = page_url_link(document, "canonical");
    const char *declared = meta->text[VALUE_URL];
    const char *witness = fetched_url != NULL ? fetched_url : declared;
    if (canonical != NULL) {
        char *url = page_url_resolve(document, witness, canonical);
        *from = PROVENANCE_LINK;
        if (url != NULL && is_own_address(url, fetched_url) &&
            (witness == NULL || strstr(witness, "://") == NULL ||
             page_url_is_same_site(url, witness)))
            return url;
        g_free(url);
    }
    if (declared != NULL) {
        char *url = page_url_resolve(document, fetched_url, declared);
        *from = PROVENANCE_META;
        if (url != NULL && is_own_address(url, fetched_url))
            return url;
        g_free(url);
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

/* What the page says of its text as a whole comes first (formats.md §6.2). */
static void find_language(const MetadataInput *input, Article *article)
{
    const HtmlDocument *document = input->outline->document;
    guint32 html = html_find(document, 0, document->count, HTML_HTML);
    const char *language = NULL;
    if (html < document->count)
        language = html_attribute(document, html, HTML_ATTRIBUTE_LANG);
    if (html < document->count && (language == NULL || *language == '\0'))
        language = html_attribute(document, html, HTML_ATTRIBUTE_XML_LANG);
    if (language != NULL && article_set_language(article, language, PROVENANCE_ELEMENT))
        return;
    const char *declared = input->linked_data->text[VALUE_LANGUAGE];
    if (declared != NULL && article_set_language(article, declared, PROVENANCE_JSON_LD))
        return;
    declared = input->meta->text[VALUE_LANGUAGE];
    if (declared != NULL)
        article_set_language(article, declared, PROVENANCE_META);
}

/* The first category that WordPress writes at or after the headline: `<a rel="category tag">`. */
static void find_category(const HtmlDocument *document, Article *article)
{
    guint32 from = html_find(document, 0, document->count, HTML_H1);
    if (from >= document->count)
        from = 0;
    for (guint32 node = html_find(document, from, document->count, HTML_A); node < document->count;
         node = html_find(document, node + 1, document->count, HTML_A)) {
        const char *rel = html_attribute(document, node, HTML_ATTRIBUTE_REL);
        if (rel == NULL || strstr(rel, "category") == NULL)
            continue;
        g_autofree char *name = html_subtree_text(document, node);
        article_set_string(article, ARTICLE_SECTION, name, PROVENANCE_LINK);
        return;
    }
}

/* The first word of the address, if it can be the name of a section: `/sport/2019/03/05/…`. */
static void find_section_in_url(const char *url, Article *article)
{
    static const char *const other[] = {"article",  "articles", "news",  "story", "stories",
                                        "blog",     "post",     "posts", "index", "archive",
                                        "archives", "content",  "amp",   "en",    "de",
                                        "fr",       "es",       "wiki",  "media", "mobile"};
    /* The last address of several: copies of web archives have that of the page behind theirs. */
    const char *host = url != NULL ? g_strrstr(url, "://") : NULL;
    const char *path = host != NULL ? strchr(host + 3, '/') : NULL;
    if (path == NULL)
        return;
    gsize length = strcspn(path + 1, "/?#");
    if (path[1 + length] != '/' || path[2 + length] == '\0' || length < 3 || length > 20)
        return;
    g_autofree char *word = g_strndup(path + 1, length);
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_islower(word[i]) && word[i] != '-')
            return;
    for (gsize i = 0; i < G_N_ELEMENTS(other); i++)
        if (strcmp(word, other[i]) == 0)
            return;
    article_set_string(article, ARTICLE_SECTION, g_strdelimit(word, "-", ' '), PROVENANCE_URL);
}

/* The first element named for a subtitle that is as long as one, after the headline. */
static void find_subtitle(const Outline *outline, Article *article)
{
    const HtmlDocument *document = outline->document;
    guint32 node = html_find(document, 0, document->count, HTML_H1);
    for (guint seen = 0; node < document->count && seen < SUBTITLE_NODES; node++, seen++) {
        guint32 length = html_text_length(document, node);
        if ((outline->hints[node] & HINT_STANDFIRST) == 0 || length < SUBTITLE_LEAST ||
            length > SUBTITLE_MOST || (outline->hints[node] & (HINT_BAD | HINT_COMMENT)) != 0)
            continue;
        g_autofree char *text = html_subtree_text(document, node);
        article_set_string(article, ARTICLE_SUBTITLE, text, PROVENANCE_ELEMENT);
        return;
    }
}

void metadata_find(const MetadataInput *input, Article *article)
{
    Provenance url_from;
    g_autofree char *url =
        metadata_page_url(input->outline->document, input->meta, input->fetched_url, &url_from);
    const char *recorded = input->linked_data->text[VALUE_URL];
    if (url != NULL)
        article_set_url(article, url, url_from);
    else if (recorded != NULL && is_own_address(recorded, input->fetched_url))
        article_set_url(article, recorded, PROVENANCE_JSON_LD);
    set_from_all(input, article, ARTICLE_SOURCE, VALUE_SOURCE);
    const char *source = article_get(article, ARTICLE_SOURCE);
    const HeadlineInput headline = {
        input->outline, input->linked_data, input->microdata, input->meta, source, url};
    headline_find(&headline, article);
    const BylineInput byline = {input->outline, input->linked_data, input->microdata, input->meta,
                                source};
    page_byline_find(&byline, article);
    url_fields_set_source(article, article_get(article, ARTICLE_URL));
    set_from_all(input, article, ARTICLE_SUBTITLE, VALUE_SUBTITLE);
    find_subtitle(input->outline, article);
    set_from_all(input, article, ARTICLE_SUMMARY, VALUE_SUMMARY);
    set_from_all(input, article, ARTICLE_SECTION, VALUE_SECTION);
    find_category(input->outline->document, article);
    find_section_in_url(article_get(article, ARTICLE_URL), article);
    set_from_all(input, article, ARTICLE_PLACE, VALUE_PLACE);
    set_from_all(input, article, ARTICLE_EDITION, VALUE_EDITION);
    set_from_all(input, article, ARTICLE_PAGE, VALUE_PAGE);
    find_language(input, article);
    find_keywords(input, article);
}
