/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Meta elements, by one table: to know another name is to add a row. */
#include <string.h>

#include "indexer/extract/byline-names.h"
#include "indexer/extract/page-values.h"

/* Stands for the keywords, which have no slot. */
#define KEYWORDS VALUE_COUNT

/* More authors than fit are left out. */
#define BYLINE_CEILING 500

/* Of two names for one slot the lower rank counts; of one rank, a property, and the first on the
 * page, but for authors, which are all taken. */
typedef struct {
    const char *name; /* in lower case; of name or property */
    ValueSlot slot;
    guint rank;
} MetaRow;

static const MetaRow meta_table[] = {
    {"article:author", VALUE_BYLINE, 6},
    {"article:author_name", VALUE_BYLINE, 2},
    {"article:location", VALUE_PLACE, 2},
    {"article:modified", VALUE_MODIFIED, 2},
    {"article:modified_time", VALUE_MODIFIED, 1},
    {"article:published", VALUE_PUBLISHED, 2},
    {"article:published_time", VALUE_PUBLISHED, 1},
    {"article:section", VALUE_SECTION, 1},
    {"article:tag", KEYWORDS, 1},
    {"author", VALUE_BYLINE, 1},
    {"byl", VALUE_BYLINE, 2},
    {"byline", VALUE_BYLINE, 2},
    {"category", VALUE_SECTION, 6},
    {"citation_author", VALUE_BYLINE, 5},
    {"citation_date", VALUE_PUBLISHED, 8},
    {"citation_journal_title", VALUE_SOURCE, 3},
    {"citation_publication_date", VALUE_PUBLISHED, 8},
    {"citation_title", VALUE_TITLE, 4},
    {"content-language", VALUE_LANGUAGE, 3},
    {"cxenseparse:author", VALUE_BYLINE, 5},
    {"cxenseparse:publishtime", VALUE_PUBLISHED, 7},
    {"cxenseparse:recs:publishtime", VALUE_PUBLISHED, 7},
    {"cxenseparse:title", VALUE_TITLE, 4},
    {"date", VALUE_PUBLISHED, 5},
    {"date.modified", VALUE_MODIFIED, 5},
    {"datemodified", VALUE_MODIFIED, 3},
    {"datepublished", VALUE_PUBLISHED, 3},
    {"dc.creator", VALUE_BYLINE, 4},
    {"dc.date", VALUE_PUBLISHED, 6},
    {"dc.date.created", VALUE_PUBLISHED, 5},
    {"dc.date.issued", VALUE_PUBLISHED, 4},
    {"dc.date.modified", VALUE_MODIFIED, 4},
    {"dc.description", VALUE_SUMMARY, 4},
    {"dc.language", VALUE_LANGUAGE, 2},
    {"dc.publisher", VALUE_SOURCE, 3},
    {"dc.subject", KEYWORDS, 3},
    {"dc.title", VALUE_TITLE, 1},
    {"dcterms.created", VALUE_PUBLISHED, 5},
    {"dcterms.creator", VALUE_BYLINE, 4},
    {"dcterms.date", VALUE_PUBLISHED, 6},
    {"dcterms.description", VALUE_SUMMARY, 4},
    {"dcterms.issued", VALUE_PUBLISHED, 4},
    {"dcterms.language", VALUE_LANGUAGE, 2},
    {"dcterms.modified", VALUE_MODIFIED, 4},
    {"dcterms.publisher", VALUE_SOURCE, 3},
    {"dcterms.subject", KEYWORDS, 3},
    {"dcterms.title", VALUE_TITLE, 1},
    {"description", VALUE_SUMMARY, 3},
    {"displaydate", VALUE_PUBLISHED, 6},
    {"geo.placename", VALUE_PLACE, 4},
    {"headline", VALUE_TITLE, 2},
    {"keywords", KEYWORDS, 1},
    {"language", VALUE_LANGUAGE, 3},
    {"last-modified", VALUE_MODIFIED, 6},
    {"news_keywords", KEYWORDS, 1},
    {"og:article:author", VALUE_BYLINE, 3},
    {"og:article:modified_time", VALUE_MODIFIED, 2},
    {"og:article:published_time", VALUE_PUBLISHED, 2},
    {"og:article:section", VALUE_SECTION, 2},
    {"og:article:tag", KEYWORDS, 1},
    {"og:author", VALUE_BYLINE, 3},
    {"og:description", VALUE_SUMMARY, 2},
    {"og:locale", VALUE_LANGUAGE, 1},
    {"og:modified_time", VALUE_MODIFIED, 2},
    {"og:pubdate", VALUE_PUBLISHED, 3},
    {"og:published_time", VALUE_PUBLISHED, 2},
    {"og:section", VALUE_SECTION, 2},
    {"og:site_name", VALUE_SOURCE, 1},
    {"og:sitename", VALUE_SOURCE, 2},
    {"og:title", VALUE_HEADLINE, 2},
    {"og:updated_time", VALUE_MODIFIED, 3},
    {"og:url", VALUE_URL, 1},
    {"parsely-author", VALUE_BYLINE, 1},
    {"parsely-pub-date", VALUE_PUBLISHED, 3},
    {"parsely-section", VALUE_SECTION, 3},
    {"parsely-tags", KEYWORDS, 2},
    {"parsely-title", VALUE_TITLE, 2},
    {"pdate", VALUE_PUBLISHED, 4},
    {"prism.section", VALUE_SECTION, 4},
    {"ptime", VALUE_PUBLISHED, 4},
    {"pub_date", VALUE_PUBLISHED, 4},
    {"pubdate", VALUE_PUBLISHED, 4},
    {"publication_date", VALUE_PUBLISHED, 4},
    {"publish-date", VALUE_PUBLISHED, 4},
    {"publish_date", VALUE_PUBLISHED, 4},
    {"publishdate", VALUE_PUBLISHED, 4},
    {"published", VALUE_PUBLISHED, 5},
    {"published_at", VALUE_PUBLISHED, 4},
    {"published_time", VALUE_PUBLISHED, 4},
    {"publisher", VALUE_SOURCE, 3},
    {"sailthru.author", VALUE_BYLINE, 2},
    {"sailthru.date", VALUE_PUBLISHED, 4},
    {"sailthru.description", VALUE_SUMMARY, 4},
    {"sailthru.tags", KEYWORDS, 2},
    {"sailthru.title", VALUE_TITLE, 3},
    {"section", VALUE_SECTION, 4},
    {"source", VALUE_SOURCE, 6},
    {"tags", KEYWORDS, 3},
    {"title", VALUE_HEADLINE, 4},
    {"twitter:description", VALUE_SUMMARY, 5},
    {"twitter:title", VALUE_HEADLINE, 5},
    {"utime", VALUE_MODIFIED, 6},
    {"vr:author", VALUE_BYLINE, 5},
    {"vr:category", VALUE_SECTION, 5},
    {"vr:published-time", VALUE_PUBLISHED, 5},
};

static int compare_name(const void *key, const void *row)
{
    return strcmp(key, ((const MetaRow *)row)->name);
}

/* `dc:title` and `weibo: x` are written with either sign; the table has Dublin Core with a stop. */
static const MetaRow *find_row(const char *name, gsize length)
{
    char folded[48];
    if (length >= sizeof folded)
        return NULL;
    for (gsize i = 0; i < length; i++)
        folded[i] = g_ascii_tolower(name[i]);
    folded[length] = '\0';
    if (g_str_has_prefix(folded, "dc") || g_str_has_prefix(folded, "prism"))
        g_strdelimit(folded, ":_", '.');
    return bsearch(folded, meta_table, G_N_ELEMENTS(meta_table), sizeof meta_table[0],
                   compare_name);
}

/* article:author is often the address of a profile. */
static gboolean is_address(const char *content)
{
    return strstr(content, "://") != NULL || g_str_has_prefix(content, "www.");
}

/* One more author: scholarly pages have an element for each. */
static void add_author(PageValues *values, const char *content)
{
    char *known = values->text[VALUE_BYLINE];
    g_autofree char *name = g_strstrip(g_strdup(content));
    if (*name == '\0' || strlen(known) > BYLINE_CEILING || byline_names_hold(known, name) ||
        byline_names_hold(name, known))
        return;
    values->text[VALUE_BYLINE] = g_strconcat(known, ", ", name, NULL);
    g_free(known);
}

/* `rank`: the row's, twice, and one more for a name than for a property. */
static void read_content(PageValues *values, guint ranks[VALUE_COUNT], const MetaRow *row,
                         guint rank, const char *content)
{
    if (row->slot == KEYWORDS) {
        page_values_add_keywords(values, content);
        return;
    }
    if (row->slot == VALUE_BYLINE && is_address(content))
        return;
    if (values->text[row->slot] != NULL) {
        if (row->slot == VALUE_BYLINE && ranks[row->slot] == rank)
            add_author(values, content);
        if (ranks[row->slot] <= rank)
            return;
        g_clear_pointer(&values->text[row->slot], g_free);
    }
    page_values_set(values, row->slot, content);
    ranks[row->slot] = rank;
}

/* The words that stand over the author's name on a card: `twitter:label1`, from Yoast's plugin. */
static gboolean is_label_of_author(const char *content)
{
    static const char *const labels[] = {
        "Written by",       "Verfasst von", "Geschrieben von", "Écrit par",
        "Escrito por",      "Scritto da",   "Geschreven door", "Napisane przez",
        "Написано автором", "Skriven av",   "Skrevet av",      "Yazan",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
        if (strcmp(content, labels[i]) == 0)
            return TRUE;
    return FALSE;
}

/* A card has a label, and in the next element what is labelled. */
static void read_card(PageValues *values, guint ranks[VALUE_COUNT], const char *name,
                      const char *content, gboolean *is_author)
{
    static const MetaRow row = {"twitter:data1", VALUE_BYLINE, 7};
    if (g_str_has_prefix(name, "twitter:label"))
        *is_author = is_label_of_author(content);
    else if (*is_author && strcmp(name, row.name) == 0)
        read_content(values, ranks, &row, 2 * row.rank, content);
}

static void read_type(PageValues *values, const char *name, const char *content)
{
    if (g_ascii_strcasecmp(name, "article:content_tier") == 0)
        values->paywalled = g_ascii_strcasecmp(content, "locked") == 0;
    if (g_ascii_strcasecmp(name, "og:type") != 0)
        return;
    values->is_article = g_ascii_strncasecmp(content, "article", 7) == 0;
    values->is_list = g_ascii_strcasecmp(content, "website") == 0;
}

void page_values_read_meta(PageValues *values, const HtmlDocument *document)
{
    guint ranks[VALUE_COUNT] = {0};
    gboolean is_author = FALSE;
    for (guint32 node = html_find(document, 0, document->count, HTML_META); node < document->count;
         node = html_find(document, node + 1, document->count, HTML_META)) {
        const char *content = html_attribute(document, node, HTML_ATTRIBUTE_CONTENT);
        if (content == NULL) /* some archiving tools rewrite it so */
            content = html_attribute(document, node, HTML_ATTRIBUTE_VALUE);
        const char *names[] = {html_attribute(document, node, HTML_ATTRIBUTE_PROPERTY),
                               html_attribute(document, node, HTML_ATTRIBUTE_NAME)};
        for (guint i = 0; content != NULL && i < G_N_ELEMENTS(names); i++) {
            /* A property may hold several names: `dc:title og:title`. */
            for (const char *name = names[i]; name != NULL && *name != '\0';) {
                gsize length = strcspn(name, " ");
                const MetaRow *row = find_row(name, length);
                if (row != NULL)
                    read_content(values, ranks, row, 2 * row->rank + i, content);
                read_type(values, name, content);
                read_card(values, ranks, name, content, &is_author);
                name += length + strspn(name + length, " ");
            }
        }
    }
    page_values_set(values, VALUE_HEADLINE, values->text[VALUE_TITLE]);
}
