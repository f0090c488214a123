/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Feeds: RSS 0.9x, 1.0 and 2.0 with their modules, Atom 0.3 and 1.0 (RFC 4287), Microsoft's CDF,
 * ill-formed ones as they come (formats.md §6.5). Only one item is in memory. Names of elements are
 * read in any case.
 */
#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/fragment.h"
#include "indexer/extract/page-url.h"
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

static gboolean has_any(const guint8 *bytes, gsize length, const char *const *marks)
{
    for (; *marks != NULL; marks++)
        if (g_strstr_len((const char *)bytes, (gssize)length, *marks) != NULL)
            return TRUE;
    return FALSE;
}

static Evidence feed_sniff(const guint8 *bytes, gsize length)
{
    static const char *const atom[] = {"purl.org/atom", "w3.org/2005/Atom", "<entry", "<title",
                                       NULL};
    static const char *const channel[] = {"channel", NULL};
    static const char *const items[] = {"<item", "<ITEM", "<Item", NULL};
    static const char *const rss[] = {"<rss ", "<rss>", NULL};
    if (xml_root_is_one_of(bytes, length, "rss RSS"))
        return EVIDENCE_CERTAIN;
    if (xml_root_is_one_of(bytes, length, "feed"))
        return has_any(bytes, length, atom) ? EVIDENCE_CERTAIN : EVIDENCE_WEAK;
    if (xml_root_is_one_of(bytes, length, "RDF"))
        return has_any(bytes, length, channel) ? EVIDENCE_CERTAIN : EVIDENCE_NONE;
    if (xml_root_is_one_of(bytes, length, "CHANNEL Channel channel"))
        return has_any(bytes, length, items) ? EVIDENCE_STRONG : EVIDENCE_WEAK;
    /* Something stands before the root that is no XML. */
    gboolean is_feed = has_any(bytes, length, rss) && has_any(bytes, length, channel);
    return is_feed ? EVIDENCE_STRONG : EVIDENCE_NONE;
}

static gpointer feed_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    FeedReader *self = g_new0(FeedReader, 1);
    self->splitter = xml_splitter_new(source, "item entry ITEM Item");
    xml_splitter_set_charset(self->splitter, context->charset);
    self->channel.base = g_strdup(context->url);
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
    static const char *const prefixes[] = {"media", "itunes", "image",     "geo",
                                           "slash", "wfw",    "googleplay"};
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (xml_has_prefix(node, prefixes[i]))
            return TRUE;
    return FALSE;
}

static gboolean is_named(const XmlNode *node, const char *name)
{
    return g_ascii_strcasecmp(xml_name(node), name) == 0;
}

/* The first child with the name: the format's own element before one of a module that has taken the
 * same name. */
static const XmlNode *find_one(const XmlNode *item, const char *name)
{
    const XmlNode *of_module = NULL;
    for (const XmlNode *node = xml_first_child(item); node != NULL; node = xml_next_sibling(node)) {
        if (!is_named(node, name) || is_of_other_module(node))
            continue;
        if (xml_has_prefix(node, xml_prefix(item)))
            return node;
        if (of_module == NULL)
            of_module = node;
    }
    return of_module;
}

/* The first child with one of the names (blank-separated), by their order. */
static const XmlNode *find(const XmlNode *item, const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, " ", -1);
    const XmlNode *node = NULL;
    for (guint i = 0; list[i] != NULL && node == NULL; i++)
        node = find_one(item, list[i]);
    return node;
}

/* The same in other modules: what a picture or a broadcast says about itself, for want of more. */
static const XmlNode *find_in_other_module(const XmlNode *item, const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, " ", -1);
    for (guint i = 0; list[i] != NULL; i++) {
        const XmlNode *node = xml_first_child(item);
        for (; node != NULL; node = xml_next_sibling(node))
            if (is_named(node, list[i]) && is_of_other_module(node))
                return node;
    }
    return NULL;
}

/* CDF writes names of attributes in capitals. */
static char *address_attribute(const XmlNode *node)
{
    char *address = xml_attribute(node, "href");
    return address != NULL ? address : xml_attribute(node, "HREF");
}

static gboolean is_markup(const XmlNode *node)
{
    return xml_first_child(node) != NULL || xml_attribute_is(node, "type", "xhtml") ||
           xml_attribute_is(node, "type", "application/xhtml+xml");
}

static gboolean has_prefix_of(const char *text, const char *const *prefixes)
{
    for (; *prefixes != NULL; prefixes++)
        if (g_ascii_strncasecmp(text, *prefixes, strlen(*prefixes)) == 0)
            return TRUE;
    return FALSE;
}

/* Base64: Atom 0.3 with mode, Atom 1.0 with a media type that is neither text nor XML (RFC 4287
 * §4.1.3.3). */
static gboolean is_base64(const XmlNode *node)
{
    static const char *const texts[] = {"text", "html", "xhtml", NULL};
    g_autofree char *type = xml_attribute(node, "type");
    g_autofree char *mode = xml_attribute(node, "mode");
    if (mode != NULL)
        return g_ascii_strcasecmp(mode, "base64") == 0;
    return type != NULL && strchr(type, '/') != NULL && !has_prefix_of(type, texts) &&
           !g_str_has_suffix(type, "xml");
}

/* The text in base64; NULL where it is no text: a picture, a document. */
static char *decode_base64(const char *text)
{
    gsize length;
    g_autofree guchar *bytes = g_base64_decode(text, &length);
    if (bytes == NULL || length == 0 || !g_utf8_validate((const char *)bytes, (gssize)length, NULL))
        return NULL;
    GString *decoded = charset_decode(bytes, length, "utf-8", NULL, NULL);
    return g_string_free(decoded, FALSE);
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
    if (is_base64(node)) {
        g_autofree char *decoded = decode_base64(text);
        return decoded == NULL ? NULL : fragment_plain(decoded, is_text);
    }
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

/* Authors and addresses. */

/* RSS 2.0 §author is `ada@courier.example (Ada Marlow)`; others write `Ada Marlow (ada@…)` or
 * `Ada Marlow <ada@…>`: the name, where there is one. */
static char *name_of_address(const char *text)
{
    const char *open = strpbrk(text, "(<");
    gsize inner = open == NULL ? 0 : strcspn(open + 1, ")>");
    if (open == NULL || strchr(text, '@') == NULL || open[1 + inner] == '\0')
        return g_strdup(text);
    if (memchr(open + 1, '@', inner) == NULL)
        return g_strndup(open + 1, inner);
    gboolean has_name = strspn(text, " ") < (gsize)(open - text);
    return has_name ? g_strndup(text, (gsize)(open - text)) : g_strndup(open + 1, inner);
}

/* All that an element's children of one name say, the first name (blank-separated) that is there.
 * NULL for none. */
static char *author_names(const XmlNode *element, const char *names)
{
    const XmlNode *first = element == NULL ? NULL : find(element, names);
    GString *authors = g_string_new(NULL);
    for (const XmlNode *node = first; node != NULL; node = xml_next(node)) {
        if (is_of_other_module(node))
            continue;
        const XmlNode *person = find(node, "name email");
        g_autofree char *text = xml_line(person != NULL ? person : node);
        g_autofree char *name = text == NULL ? NULL : name_of_address(text);
        if (name != NULL)
            g_string_append_printf(authors, "%s%s", authors->len > 0 ? "; " : "", g_strstrip(name));
    }
    return g_string_free(authors, authors->len == 0);
}

static gboolean is_address(const char *text)
{
    return g_str_has_prefix(text, "http://") || g_str_has_prefix(text, "https://");
}

/* Where the feed says that it is, else what it is about: what relative addresses are against, for
 * want of a better base. NULL where it says neither. */
static char *own_address(const XmlNode *channel)
{
    char *address = NULL;
    for (const XmlNode *link = xml_first_child(channel); link != NULL;
         link = xml_next_sibling(link)) {
        if (!is_named(link, "link"))
            continue;
        g_autofree char *found = address_attribute(link);
        found = found != NULL ? g_steal_pointer(&found) : xml_line(link);
        gboolean is_self = xml_attribute_is(link, "rel", "self");
        if (found == NULL || !is_address(found) || (address != NULL && !is_self))
            continue;
        g_free(address);
        address = g_steal_pointer(&found);
    }
    return address;
}

/* The channel. */

/* The base of an element: its xml:base, against what is around it. */
static char *base_within(const char *around, const XmlNode *node)
{
    g_autofree char *base = inherited(node, "base");
    char *whole = base == NULL ? NULL : page_url_join(around, base);
    return whole != NULL ? whole : g_strdup(around);
}

static void read_channel(FeedReader *self)
{
    self->has_channel = TRUE;
    g_autoptr(XmlDocument) document = xml_splitter_head_document(self->splitter, NULL);
    if (document == NULL)
        return;
    const XmlNode *root = xml_document_root(document);
    const XmlNode *channel = find_one(root, "channel");
    const XmlNode *top = channel != NULL ? channel : root;
    self->channel.source = plain_text(find(top, "title"), FALSE);
    self->channel.author = author_names(top, "author");
    if (self->channel.base == NULL)
        self->channel.base = own_address(top);
    g_autofree char *around = g_steal_pointer(&self->channel.base);
    self->channel.base = base_within(around, top);
    self->channel.language = xml_line(find(top, "language"));
    if (self->channel.language == NULL)
        self->channel.language = inherited(top, "lang");
}

/* Items. */

/* Atom: the link without rel, or with rel `alternate`; RSS: the text of link. NULL for none. */
static char *link_address(const XmlNode *item)
{
    const XmlNode *original = find(item, "origLink"); /* FeedBurner's, whose link leads elsewhere */
    if (original != NULL)
        return xml_line(original);
    for (const XmlNode *link = xml_first_child(item); link != NULL; link = xml_next_sibling(link)) {
        g_autofree char *relation = xml_attribute(link, "rel");
        if (!is_named(link, "link") ||
            (relation != NULL && g_ascii_strcasecmp(relation, "alternate") != 0))
            continue;
        char *address = address_attribute(link);
        address = address != NULL ? address : xml_line(link);
        if (address != NULL)
            return address;
    }
    const XmlNode *anchor = find(item, "a"); /* CDF */
    return address_attribute(anchor != NULL ? anchor : item);
}

static void set_address(const FeedReader *self, const XmlNode *item, Article *article)
{
    const XmlNode *guid = find(item, "guid id");
    g_autofree char *id = xml_line(guid);
    g_autofree char *address = link_address(item);
    g_autofree char *about = xml_attribute(item, "about");
    g_autofree char *base = base_within(self->channel.base, item);
    if (address == NULL && id != NULL && is_address(id) &&
        !xml_attribute_is(guid, "isPermaLink", "false"))
        address = g_strdup(id);
    if (address == NULL)
        address = g_steal_pointer(&about);
    if (address != NULL) {
        g_autofree char *whole = page_url_join(base, address);
        article_set_url(article, whole, PROVENANCE_RECORD);
    }
    if (id == NULL || article_identifying_url(article) != NULL ||
        (strlen(id) < GLOBAL_GUID_LENGTH && strchr(id, ':') == NULL))
        return;
    g_autofree char *prefixed = g_strconcat("guid:", id, NULL);
    article_set_string(article, ARTICLE_ID, prefixed, PROVENANCE_RECORD);
}

static void set_authors(const FeedReader *self, const XmlNode *item, Article *article)
{
    g_autofree char *authors = author_names(item, "creator author");
    if (authors == NULL) /* RFC 4287 §4.2.1: those of the feed that the entry is from come next */
        authors = author_names(find(item, "source"), "author");
    article_set_string(article, ARTICLE_BYLINE, authors, PROVENANCE_RECORD);
    article_set_string(article, ARTICLE_BYLINE, self->channel.author, PROVENANCE_CONTAINER);
}

static gboolean read_date(const FeedReader *self, const XmlNode *item, const char *names,
                          Date *date)
{
    g_auto(GStrv) list = g_strsplit(names, " ", -1);
    for (guint i = 0; list[i] != NULL; i++) {
        const XmlNode *node = find(item, list[i]);
        g_autofree char *text = node != NULL ? xml_line(node) : xml_attribute(item, list[i]);
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
    if (read_date(self, item, "updated modified LASTMOD", &date))
        article_set_modified(article, &date, PROVENANCE_RECORD);
}

static void add_keyword_list(Article *article, const XmlNode *node)
{
    g_autofree char *text = xml_line(node);
    g_auto(GStrv) words = text == NULL ? NULL : g_strsplit(text, ",", -1);
    for (guint i = 0; words != NULL && words[i] != NULL; i++)
        article_add_keyword(article, words[i], strlen(words[i]));
}

/* Atom says it in attributes, RSS in text, podcasts in categories within each other. */
static void add_category(Article *article, const XmlNode *category)
{
    static const char *const attributes[] = {"label", "term", "text"};
    for (const XmlNode *node = category; node != NULL; node = xml_following(category, node)) {
        g_autofree char *word = NULL;
        for (gsize i = 0; i < G_N_ELEMENTS(attributes) && word == NULL; i++)
            word = xml_attribute(node, attributes[i]);
        if (word == NULL && xml_first_child(node) == NULL)
            word = plain_text(node, FALSE);
        if (word != NULL)
            article_add_keyword(article, word, strlen(word));
    }
}

static void add_keywords(const XmlNode *item, Article *article)
{
    for (const XmlNode *node = xml_first_child(item); node != NULL; node = xml_next_sibling(node)) {
        if (is_named(node, "keywords")) {
            add_keyword_list(article, node);
            continue;
        }
        if (is_named(node, "category") || is_named(node, "subject"))
            add_category(article, node);
    }
}

#define CONTENT "encoded content body fullitem description"
#define SUMMARY "summary description abstract"

static gboolean is_blank(const char *text)
{
    return text == NULL || *text == '\0';
}

/* The longer text is the body, another beside it the summary. */
static void set_body(const XmlNode *item, Article *article)
{
    const XmlNode *content_node = find(item, CONTENT);
    const XmlNode *summary_node = find(item, SUMMARY);
    if (content_node == NULL && summary_node == NULL)
        summary_node = find_in_other_module(item, SUMMARY);
    g_autofree char *content = plain_text(content_node, TRUE);
    g_autofree char *summary = content_node == summary_node ? NULL : plain_text(summary_node, TRUE);
    gboolean is_content =
        !is_blank(content) && (summary == NULL || strlen(content) >= strlen(summary));
    const char *body = is_content ? content : summary;
    const char *other = is_content ? summary : content;
    if (body != NULL && *body != '\0')
        article_add_paragraph(article, body, strlen(body));
    if (body != NULL && !is_blank(other) && strcmp(body, other) != 0)
        article_set_string(article, ARTICLE_SUMMARY, other, PROVENANCE_RECORD);
}

/* The language of the text, else of the headline, else of the item. */
static char *find_language(const XmlNode *item)
{
    g_autofree char *declared = xml_line(find(item, "language"));
    if (declared != NULL)
        return g_steal_pointer(&declared);
    const XmlNode *text = find(item, CONTENT " " SUMMARY);
    const XmlNode *title = find(item, "title");
    char *language = text == NULL ? NULL : xml_attribute(text, "lang");
    if (language == NULL && title != NULL)
        language = xml_attribute(title, "lang");
    return language != NULL ? language : inherited(item, "lang");
}

static void read_item(const FeedReader *self, const XmlNode *item, Article *article)
{
    set_text(article, ARTICLE_HEADLINE, find(item, "title"), PROVENANCE_RECORD);
    set_address(self, item, article);
    set_authors(self, item, article);
    set_dates(self, item, article);
    add_keywords(item, article);
    set_body(item, article);
    set_text(article, ARTICLE_HEADLINE, find_in_other_module(item, "title"), PROVENANCE_RECORD);
    const XmlNode *source = find(item, "source");
    const XmlNode *source_title = source == NULL ? NULL : find_one(source, "title");
    set_text(article, ARTICLE_SOURCE, source_title != NULL ? source_title : source,
             PROVENANCE_RECORD);
    article_set_string(article, ARTICLE_SOURCE, self->channel.source, PROVENANCE_CONTAINER);
    g_autofree char *language = find_language(item);
    article_set_language(article, language, PROVENANCE_RECORD);
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
    .summary = "feeds: RSS 0.9 to 2.0, Atom 0.3 and 1.0, CDF",
    .extensions = "rss atom rdf xml",
    .version = 1,
    .sniff = feed_sniff,
    .open = feed_open,
    .next = feed_next,
    .close = feed_close,
};
