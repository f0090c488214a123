/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NewsML 1.x (IPTC): items of nested components, with text as NITF, XHTML or plain. */
#include <string.h>

#include "indexer/extract/nitf.h"
#include "indexer/extract/xml-fields.h"
#include "indexer/readers/table.h"
#include "indexer/xml-item-reader.h"

#define NEWSML_CONFIDENCE 0.96

/* The value of the formal name of the first descendant with this name. */
static char *formal_name(const XmlNode *item, const char *name)
{
    const XmlNode *node = xml_descendant(item, name);
    return node == NULL ? NULL : xml_attribute(node, "FormalName");
}

static char *line_of(const XmlNode *item, const char *name)
{
    const XmlNode *node = xml_descendant(item, name);
    return node == NULL ? NULL : xml_line(node);
}

static guint count_colons(const char *text)
{
    guint count = 0;
    for (; *text != '\0'; text++)
        count += *text == ':';
    return count;
}

/*
 * The parts before the revision of `urn:newsml:PROVIDER:DAY:ID:1N`, the same as the elements say;
 * another public identifier as it stands. The caller owns it.
 */
static char *read_public_identifier(const XmlNode *item, guint32 *revision)
{
    static const char scheme[] = "urn:newsml:";
    char *public = line_of(item, "PublicIdentifier");
    if (public == NULL || g_ascii_strncasecmp(public, scheme, strlen(scheme)) != 0)
        return public;
    g_autofree char *whole = public;
    char *parts = whole + strlen(scheme);
    char *last = strrchr(parts, ':');
    gsize digits = last == NULL ? 0 : strspn(last + 1, "0123456789");
    const char *update = digits == 0 ? NULL : last + 1 + digits;
    gboolean is_revision =
        update != NULL && strlen(update) <= 1 && strspn(update, "NUA") == strlen(update);
    if (!is_revision || count_colons(parts) < 3)
        return g_strdup(parts);
    *revision = xml_number(last + 1);
    *last = '\0';
    return g_strdup(parts);
}

static void set_id(const XmlNode *item, Article *article)
{
    g_autofree char *public = read_public_identifier(item, &article->revision);
    g_autofree char *provider = line_of(item, "ProviderId");
    g_autofree char *day = line_of(item, "DateId");
    g_autofree char *id = line_of(item, "NewsItemId");
    g_autofree char *revision = line_of(item, "RevisionId");
    g_autofree char *joined = provider != NULL && day != NULL && id != NULL
                                  ? g_strjoin(":", provider, day, id, NULL)
                                  : NULL;
    xml_set_id(article, "newsml:", joined != NULL ? joined : public);
    if (revision != NULL)
        article->revision = xml_number(revision);
}

static void set_dates(const XmlNode *item, const DateContext *dates, Article *article)
{
    Date date;
    if (xml_read_date(xml_descendant(item, "FirstCreated"), dates, &date) ||
        xml_read_date(xml_descendant(item, "DateLineDate"), dates, &date) ||
        xml_read_date(xml_descendant(item, "DateId"), dates, &date))
        article_set_published(article, &date, PROVENANCE_RECORD, NEWSML_CONFIDENCE);
    if (xml_read_date(xml_descendant(item, "ThisRevisionCreated"), dates, &date))
        article_set_modified(article, &date, PROVENANCE_RECORD);
}

static void set_lines(const XmlNode *item, Article *article)
{
    static const struct {
        const char *name;
        ArticleField field;
    } rows[] = {{"HeadLine", ARTICLE_HEADLINE},
                {"SubHeadLine", ARTICLE_SUBTITLE},
                {"ByLine", ARTICLE_BYLINE}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        xml_set_line(article, rows[i].field, xml_descendant(item, rows[i].name), PROVENANCE_RECORD);
}

/* The description of the topic that an element names by `Topic` or its formal name; NULL for none.
 */
static const XmlNode *topic_description(const XmlNode *item, const XmlNode *node)
{
    g_autofree char *reference = node == NULL ? NULL : xml_attribute(node, "Topic");
    g_autofree char *code = node == NULL ? NULL : xml_attribute(node, "FormalName");
    const char *duid = reference != NULL && *reference == '#' ? reference + 1 : reference;
    for (const XmlNode *topic = item; topic != NULL; topic = xml_following(item, topic)) {
        if (!xml_is(topic, "Topic") || xml_child(topic, "Description") == NULL)
            continue;
        const XmlNode *formal = xml_child(topic, "FormalName");
        g_autofree char *name = formal == NULL ? NULL : xml_line(formal);
        if ((duid != NULL && xml_attribute_is(topic, "Duid", duid)) ||
            (code != NULL && g_strcmp0(name, code) == 0))
            return xml_child(topic, "Description");
    }
    return NULL;
}

static void set_parties(const XmlNode *item, Article *article)
{
    const XmlNode *administrative = xml_descendant(item, "AdministrativeMetadata");
    const XmlNode *provider = xml_path(administrative, "Provider/Party");
    const XmlNode *source = xml_path(administrative, "Source/Party");
    const XmlNode *creator = xml_path(administrative, "Creator/Party");
    xml_set_line(article, ARTICLE_SOURCE, topic_description(item, provider), PROVENANCE_RECORD);
    xml_set_attribute(article, ARTICLE_SOURCE, provider, "FormalName", PROVENANCE_RECORD);
    xml_set_attribute(article, ARTICLE_SOURCE, source, "FormalName", PROVENANCE_RECORD);
    xml_set_attribute(article, ARTICLE_BYLINE, creator, "FormalName", PROVENANCE_RECORD);
}

static void set_place(const XmlNode *item, const DateContext *dates, Article *article)
{
    xml_set_dateline_of(article, xml_descendant(item, "DateLine"), dates);
    const XmlNode *location = xml_descendant(item, "Location");
    for (const XmlNode *node = location == NULL ? NULL : xml_child(location, "Property");
         node != NULL; node = xml_next(node))
        if (xml_attribute_is(node, "FormalName", "City"))
            xml_set_attribute(article, ARTICLE_PLACE, node, "Value", PROVENANCE_RECORD);
}

static void add_keywords(const XmlNode *item, Article *article)
{
    for (const XmlNode *node = item; node != NULL; node = xml_following(item, node)) {
        if (xml_is(node, "KeywordLine") || xml_is(node, "SlugLine"))
            xml_add_keyword(article, node);
        if (xml_is(node, "Property") && xml_attribute_is(node, "FormalName", "Keyword"))
            xml_add_keyword_attribute(article, node, "Value");
        if (xml_is(node, "Subject") || xml_is(node, "SubjectMatter") ||
            xml_is(node, "SubjectDetail"))
            xml_add_keyword_attribute(article, node, "FormalName");
    }
}

/* Roles of components whose text is not the article's. */
static gboolean is_passed(const XmlNode *component)
{
    static const char *const roles[] = {"stylesheet", "contact", "logo", "thumbnail", "icon"};
    const XmlNode *role = xml_child(component, "Role");
    g_autofree char *name = role == NULL ? NULL : xml_attribute(role, "FormalName");
    g_autofree char *folded = name == NULL ? NULL : g_ascii_strdown(name, -1);
    for (gsize i = 0; folded != NULL && i < G_N_ELEMENTS(roles); i++)
        if (strstr(folded, roles[i]) != NULL)
            return TRUE;
    return FALSE;
}

static gboolean is_caption(const XmlNode *component)
{
    const XmlNode *role = xml_child(component, "Role");
    return role != NULL && xml_attribute_is(role, "FormalName", "Caption");
}

static void add_content(const XmlNode *content, const DateContext *dates, Article *article)
{
    const XmlNode *first = xml_first_child(content);
    const XmlNode *nitf = xml_descendant(content, "nitf");
    const XmlNode *html = xml_descendant(content, "html");
    if (nitf != NULL) {
        nitf_read(nitf, dates, article);
    } else if (html != NULL && xml_path(html, "body") != NULL) {
        xml_add_html(article, xml_path(html, "body"));
    } else if (first != NULL) {
        nitf_add_body(content, article);
    } else {
        g_autofree char *text = xml_text(content);
        article_add_paragraph(article, text, strlen(text));
    }
}

typedef enum { TEXT_NONE, TEXT_PLAIN, TEXT_MARKED_UP } TextRank;

/* The best form of text in an equivalent: paragraphs are known only in XHTML and NITF. */
static TextRank rank_text(const XmlNode *equivalent)
{
    TextRank best = TEXT_NONE;
    for (const XmlNode *node = equivalent; node != NULL && best < TEXT_MARKED_UP;) {
        gboolean is_other = xml_is(node, "NewsComponent") && (is_passed(node) || is_caption(node));
        if (!is_other && xml_is(node, "DataContent")) {
            g_autofree char *line = xml_line(node);
            TextRank rank = xml_first_child(node) != NULL ? TEXT_MARKED_UP : TEXT_PLAIN;
            best = line == NULL ? best : MAX(best, rank);
        }
        node = is_other ? xml_after(equivalent, node) : xml_following(equivalent, node);
    }
    return best;
}

static gboolean is_equivalent(const XmlNode *node)
{
    return xml_is(node, "NewsComponent") || xml_is(node, "ContentItem");
}

/* Marks the equivalents whose text another one of the list has in a form as good or better. */
static void add_weaker(const XmlNode *list, GHashTable *weaker)
{
    const XmlNode *best = NULL;
    TextRank best_rank = TEXT_NONE;
    for (const XmlNode *node = xml_first_child(list); node != NULL; node = xml_next_sibling(node)) {
        TextRank rank = is_equivalent(node) ? rank_text(node) : TEXT_NONE;
        if (rank == TEXT_NONE)
            continue;
        gboolean is_better = rank > best_rank;
        const XmlNode *worse = is_better ? best : node;
        if (worse != NULL)
            g_hash_table_add(weaker, (gpointer)worse);
        best = is_better ? node : best;
        best_rank = MAX(best_rank, rank);
    }
}

/* All text of the item's components, in order; captions of pictures last. */
static void set_body(const XmlNode *item, const DateContext *dates, Article *article)
{
    g_autoptr(GPtrArray) captions = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) weaker = g_hash_table_new(NULL, NULL);
    for (const XmlNode *node = item; node != NULL;) {
        gboolean is_component = xml_is(node, "NewsComponent");
        if (g_hash_table_contains(weaker, node) || (is_component && is_passed(node))) {
            node = xml_after(item, node);
            continue;
        }
        if (is_component && xml_attribute_is(node, "EquivalentsList", "yes"))
            add_weaker(node, weaker);
        if (xml_is(node, "DataContent")) {
            const XmlNode *component = xml_parent(xml_parent(node));
            if (component != NULL && is_caption(component))
                g_ptr_array_add(captions, xml_line(node));
            else
                add_content(node, dates, article);
            node = xml_after(item, node);
            continue;
        }
        node = xml_following(item, node);
    }
    for (guint i = 0; i < captions->len; i++) {
        const char *caption = g_ptr_array_index(captions, i);
        if (caption != NULL)
            article_add_caption(article, caption, strlen(caption));
    }
}

static const char *read_item(const XmlNode *item, const DateContext *dates, Article *article)
{
    g_autofree char *status = formal_name(item, "Status");
    set_id(item, article);
    if (xml_is_withdrawn(status)) {
        article_withdraw(article);
        return XML_WITHDRAWN;
    }
    set_lines(item, article);
    set_dates(item, dates, article);
    set_parties(item, article);
    set_place(item, dates, article);
    add_keywords(item, article);
    g_autofree char *language = formal_name(item, "Language");
    article_set_language(article, language, PROVENANCE_RECORD);
    g_autofree char *product = formal_name(item, "NewsProduct");
    g_autofree char *genre = formal_name(item, "Genre");
    article_set_string(article, ARTICLE_SECTION, product, PROVENANCE_RECORD);
    article_set_string(article, ARTICLE_SECTION, genre, PROVENANCE_RECORD);
    set_body(item, dates, article);
    article_finish(article);
    return article_has_text(article) ? NULL : "news item without headline and text";
}

static const XmlItemFormat format = {"NewsItem", "no news item in it", read_item};

static Evidence newsml_sniff(const guint8 *bytes, gsize length)
{
    return xml_root_is_one_of(bytes, length, "NewsML NewsItem") ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
}

static gpointer newsml_open(Source *source, const ReaderContext *context,
                            G_GNUC_UNUSED GError **error)
{
    return xml_item_reader_new(&format, source, context);
}

const Reader newsml_reader = {
    .name = "newsml",
    .summary = "NewsML 1.x",
    .extensions = "xml",
    .version = 2,
    .sniff = newsml_sniff,
    .open = newsml_open,
    .next = xml_item_reader_next,
    .close = xml_item_reader_close,
};
