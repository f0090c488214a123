/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Feeds: RSS 0.9x, 1.0 and 2.0 with their modules, Atom 0.3 and 1.0 (RFC 4287), ill-formed ones as
 * they come (formats.md §6.5). Only one item is in memory.
 */
#include <string.h>

#include "indexer/extract/fragment.h"
#include "indexer/readers/table.h"
#include "indexer/xml-splitter.h"
#include "morgue/date-parse.h"
#include "morgue/error.h"

#define FEED_CONFIDENCE 0.95

/* A shorter guid is no address and no UUID: it may be another item's in another feed. */
#define GLOBAL_GUID_LENGTH 16

/* What items have from the feed around them. */
typedef struct {
    char *source, *language, *author, *base;
} Channel;

typedef struct {
    XmlSplitter *splitter;
    Channel channel;
    gboolean has_channel;
    gboolean has_items; /* or it has been said that there are none */
    DateContext dates;
} FeedReader;

static Evidence feed_sniff(const guint8 *bytes, gsize length)
{
    if (xml_root_is_one_of(bytes, length, "rss"))
        return EVIDENCE_CERTAIN;
    const char *text = (const char *)bytes;
    gboolean is_feed = g_strstr_len(text, (gssize)length, "purl.org/atom") != NULL ||
                       g_strstr_len(text, (gssize)length, "w3.org/2005/Atom") != NULL ||
                       g_strstr_len(text, (gssize)length, "<entry") != NULL ||
                       g_strstr_len(text, (gssize)length, "<title") != NULL;
    if (xml_root_is_one_of(bytes, length, "feed"))
        return is_feed ? EVIDENCE_CERTAIN : EVIDENCE_WEAK;
    gboolean has_channel = g_strstr_len(text, (gssize)length, "channel") != NULL;
    if (xml_root_is_one_of(bytes, length, "RDF"))
        return has_channel ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
    /* Something stands before the root that is no XML. */
    gboolean is_rss = g_strstr_len(text, (gssize)length, "<rss ") != NULL && has_channel;
    return is_rss ? EVIDENCE_STRONG : EVIDENCE_NONE;
}

static gpointer feed_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    FeedReader *self = g_new0(FeedReader, 1);
    self->splitter = xml_splitter_new(source, "item entry");
    const Date *bound = date_is_set(&context->captured) ? &context->captured : &context->today;
    date_context_init(&self->dates, bound);
    self->dates.reference = (Date){0};
    return self;
}

static void feed_close(gpointer state)
{
    FeedReader *self = state;
    xml_splitter_free(self->splitter);
    g_free(self->channel.source);
    g_free(self->channel.language);
    g_free(self->channel.author);
    g_free(self->channel.base);
    g_free(self);
}

/* Elements. */

/* Modules whose elements are about something else than the item: its pictures, its podcast. */
static gboolean is_of_other_module(const XmlNode *node)
{
    static const char *const prefixes[] = {"media", "itunes", "image", "geo", "slash", "wfw", NULL};
    return g_strv_contains(prefixes, xml_prefix(node));
}

/* The first child with one of the names (blank-separated), by their order. */
static const XmlNode *find(const XmlNode *item, const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, " ", -1);
    for (guint i = 0; list[i] != NULL; i++) {
        const XmlNode *node = xml_child(item, list[i]);
        while (node != NULL && is_of_other_module(node))
            node = xml_next(node);
        if (node != NULL)
            return node;
    }
    return NULL;
}

static gboolean is_markup(const XmlNode *node)
{
    return xml_first_child(node) != NULL || xml_attribute_is(node, "type", "xhtml") ||
           xml_attribute_is(node, "type", "application/xhtml+xml");
}

/* The text of an element, whatever way markup is written in it. NULL for none. */
static char *plain_text(const XmlNode *node, gboolean is_text)
{
    if (node == NULL)
        return NULL;
    if (is_markup(node)) {
        g_autofree char *markup = xml_inner_markup(node);
        return is_text ? fragment_paragraphs(markup, strlen(markup))
                       : fragment_line(markup, strlen(markup));
    }
    g_autofree char *text = xml_text(node);
    if (xml_attribute_is(node, "type", "text") || xml_attribute_is(node, "type", "text/plain"))
        return g_steal_pointer(&text);
    return fragment_plain(text, is_text);
}

static void set_text(Article *article, ArticleField field, const XmlNode *node, Provenance from)
{
    g_autofree char *text = plain_text(node, FALSE);
    article_set_string(article, field, text, from);
}

/* The nearest xml:lang or xml:base from the node up. */
static char *inherited(const XmlNode *node, const char *name)
{
    char *value = NULL;
    for (; node != NULL && value == NULL; node = xml_parent(node))
        value = xml_attribute(node, name);
    return value;
}

/* The channel. */

static void read_channel(FeedReader *self)
{
    self->has_channel = TRUE;
    g_autoptr(XmlDocument) document = xml_splitter_head_document(self->splitter, NULL);
    if (document == NULL)
        return;
    const XmlNode *root = xml_document_root(document);
    const XmlNode *channel = xml_descendant(root, "channel");
    const XmlNode *top = channel != NULL ? channel : root;
    self->channel.source = plain_text(find(top, "title"), FALSE);
    self->channel.author = xml_line(xml_path(top, "author/name"));
    self->channel.base = inherited(top, "base");
    self->channel.language = xml_line(find(top, "language"));
    if (self->channel.language == NULL)
        self->channel.language = inherited(top, "lang");
}

/* Items. */

static char *resolve(const char *base, const char *address)
{
    char *whole = base == NULL
                      ? NULL
                      : g_uri_resolve_relative(base, address, G_URI_FLAGS_PARSE_RELAXED, NULL);
    return whole != NULL ? whole : g_strdup(address);
}

/* Atom: the link without rel, or with rel `alternate`; RSS: the text of link. NULL for none. */
static char *link_address(const XmlNode *item)
{
    char *other = NULL;
    for (const XmlNode *link = xml_child(item, "link"); link != NULL; link = xml_next(link)) {
        g_autofree char *relation = xml_attribute(link, "rel");
        char *address = xml_attribute(link, "href");
        if (address == NULL && relation == NULL)
            address = xml_line(link);
        if (address != NULL && (relation == NULL || strcmp(relation, "alternate") == 0)) {
            g_free(other);
            return address;
        }
        g_free(address);
    }
    return other;
}

static gboolean is_address(const char *text)
{
    return g_str_has_prefix(text, "http://") || g_str_has_prefix(text, "https://");
}

static void set_address(const FeedReader *self, const XmlNode *item, Article *article)
{
    const XmlNode *guid = find(item, "guid id");
    g_autofree char *id = xml_line(guid);
    g_autofree char *address = link_address(item);
    g_autofree char *about = xml_attribute(item, "about");
    g_autofree char *base = inherited(item, "base");
    if (address == NULL && id != NULL && is_address(id) &&
        !xml_attribute_is(guid, "isPermaLink", "false"))
        address = g_strdup(id);
    if (address == NULL)
        address = g_steal_pointer(&about);
    if (address != NULL) {
        g_autofree char *near = base == NULL ? NULL : resolve(self->channel.base, base);
        g_autofree char *whole = resolve(near != NULL ? near : self->channel.base, address);
        article_set_url(article, whole, PROVENANCE_RECORD);
    }
    if (id == NULL || article_get(article, ARTICLE_URL) != NULL ||
        (strlen(id) < GLOBAL_GUID_LENGTH && strchr(id, ':') == NULL))
        return;
    g_autofree char *prefixed = g_strconcat("guid:", id, NULL);
    article_set_string(article, ARTICLE_ID, prefixed, PROVENANCE_RECORD);
}

/* RSS 2.0 §author is `ada@courier.example (Ada Marlow)`: the name, where there is one. */
static char *name_of_address(const char *text)
{
    const char *open = strchr(text, '(');
    const char *close = open == NULL ? NULL : strchr(open, ')');
    if (strchr(text, '@') == NULL || close == NULL)
        return g_strdup(text);
    return g_strndup(open + 1, (gsize)(close - open) - 1);
}

static void set_authors(const FeedReader *self, const XmlNode *item, Article *article)
{
    g_autoptr(GString) authors = g_string_new(NULL);
    const XmlNode *first = find(item, "creator author");
    for (const XmlNode *node = first; node != NULL; node = xml_next(node)) {
        g_autofree char *inner = xml_line(xml_child(node, "name"));
        g_autofree char *text = inner != NULL ? g_steal_pointer(&inner) : xml_line(node);
        g_autofree char *name = text == NULL ? NULL : name_of_address(text);
        if (name != NULL)
            g_string_append_printf(authors, "%s%s", authors->len > 0 ? "; " : "", name);
    }
    article_set(article, ARTICLE_BYLINE, authors->str, authors->len, PROVENANCE_RECORD);
    article_set_string(article, ARTICLE_BYLINE, self->channel.author, PROVENANCE_CONTAINER);
}

static gboolean read_date(const FeedReader *self, const XmlNode *item, const char *names,
                          Date *date)
{
    g_auto(GStrv) list = g_strsplit(names, " ", -1);
    for (guint i = 0; list[i] != NULL; i++) {
        g_autofree char *text = xml_line(xml_child(item, list[i]));
        if (text != NULL && date_parse(text, strlen(text), &self->dates, date, NULL))
            return TRUE;
    }
    return FALSE;
}

static void set_dates(const FeedReader *self, const XmlNode *item, Article *article)
{
    Date date;
    if (read_date(self, item, "pubDate published issued date created", &date))
        article_set_published(article, &date, PROVENANCE_RECORD, FEED_CONFIDENCE);
    if (read_date(self, item, "updated modified", &date))
        article_set_modified(article, &date, PROVENANCE_RECORD);
}

static void add_keyword_list(Article *article, const XmlNode *node)
{
    g_autofree char *text = xml_line(node);
    g_auto(GStrv) words = text == NULL ? NULL : g_strsplit(text, ",", -1);
    for (guint i = 0; words != NULL && words[i] != NULL; i++)
        article_add_keyword(article, words[i], strlen(words[i]));
}

static void add_keywords(const XmlNode *item, Article *article)
{
    for (const XmlNode *node = xml_first_child(item); node != NULL; node = xml_next_sibling(node)) {
        if (xml_is(node, "keywords")) {
            add_keyword_list(article, node);
            continue;
        }
        if (!xml_is(node, "category") && !xml_is(node, "subject"))
            continue;
        g_autofree char *label = xml_attribute(node, "label");
        g_autofree char *term = xml_attribute(node, "term");
        g_autofree char *text = plain_text(node, FALSE);
        const char *word = label != NULL ? label : term != NULL ? term : text;
        if (word != NULL)
            article_add_keyword(article, word, strlen(word));
    }
}

/* The longer text is the body; a description beside it is the summary. */
static void set_body(const XmlNode *item, Article *article)
{
    g_autofree char *content = plain_text(find(item, "encoded content body fullitem"), TRUE);
    g_autofree char *summary = plain_text(find(item, "description summary abstract"), TRUE);
    const char *body = content != NULL && *content != '\0' ? content : summary;
    if (body != NULL)
        article_add_paragraph(article, body, strlen(body));
    if (summary != NULL && body != summary)
        article_set_string(article, ARTICLE_SUMMARY, summary, PROVENANCE_RECORD);
}

static void read_item(const FeedReader *self, const XmlNode *item, Article *article)
{
    set_text(article, ARTICLE_HEADLINE, find(item, "title"), PROVENANCE_RECORD);
    set_address(self, item, article);
    set_authors(self, item, article);
    set_dates(self, item, article);
    add_keywords(item, article);
    set_body(item, article);
    const XmlNode *source = xml_child(item, "source");
    const XmlNode *source_title = source == NULL ? NULL : xml_child(source, "title");
    set_text(article, ARTICLE_SOURCE, source_title != NULL ? source_title : source,
             PROVENANCE_RECORD);
    article_set_string(article, ARTICLE_SOURCE, self->channel.source, PROVENANCE_CONTAINER);
    g_autofree char *declared = xml_line(xml_child(item, "language"));
    g_autofree char *language = inherited(item, "lang");
    article_set_language(article, declared != NULL ? declared : language, PROVENANCE_RECORD);
    article_set_language(article, self->channel.language, PROVENANCE_CONTAINER);
    article_finish(article);
}

static ReadStatus say_empty(FeedReader *self, GError **error)
{
    self->has_items = TRUE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, "feed without items");
    return READ_SKIPPED;
}

static ReadStatus feed_next(gpointer state, Article *article, GError **error)
{
    FeedReader *self = state;
    XmlItem item;
    GError *failure = NULL;
    if (!xml_splitter_next(self->splitter, &item, &failure)) {
        if (failure != NULL) {
            g_propagate_error(error, failure);
            return READ_FAILED;
        }
        return self->has_items ? READ_END : say_empty(self, error);
    }
    article->offset = item.offset;
    article->length = item.length;
    self->has_items = TRUE;
    if (!self->has_channel)
        read_channel(self);
    g_autoptr(XmlDocument) document = xml_splitter_document(self->splitter, &item, error);
    if (document == NULL)
        return READ_SKIPPED;
    read_item(self, xml_document_root(document), article);
    article->flags |= item.is_cut ? ARTICLE_TRUNCATED : 0;
    if (article_has_text(article))
        return READ_ARTICLE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, "item without headline and text");
    return READ_SKIPPED;
}

const Reader feed_reader = {
    .name = "feed",
    .summary = "feeds: RSS 0.9 to 2.0, Atom 0.3 and 1.0",
    .extensions = "rss atom rdf xml",
    .version = 1,
    .sniff = feed_sniff,
    .open = feed_open,
    .next = feed_next,
    .close = feed_close,
};
