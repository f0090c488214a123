/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ninjs, Washington Post, webhose, New York Times and others: a row each. */
#include "indexer/extract/json-profile.h"

#include <string.h>

#include "indexer/extract/field-name.h"
#include "indexer/extract/fragment.h"
#include "indexer/extract/json-newspaper.h"
#include "indexer/extract/json-value.h"

static void set_text(Article *article, ArticleField field, const json_t *object, const char *path)
{
    const char *text = json_member_string(object, path);
    if (text == NULL)
        return;
    g_autofree char *plain = fragment_plain(text, FALSE);
    article_set_string(article, field, plain, PROVENANCE_RECORD);
}

static void set_id(Article *article, const char *kind, const char *id)
{
    g_autofree char *prefixed = g_strconcat(kind, id, NULL);
    article_set_string(article, ARTICLE_ID, prefixed, PROVENANCE_RECORD);
}

static gboolean read_date(const json_t *object, const char *name, const DateContext *dates,
                          Date *date)
{
    g_autofree char *text = json_scalar(json_member(object, name));
    return text != NULL && date_parse(text, strlen(text), dates, date, NULL);
}

/* The first of several names (NULL-terminated) that holds a date. */
static void set_published(Article *article, const json_t *object, const char *const *names,
                          const DateContext *dates)
{
    Date date;
    for (; *names != NULL; names++) {
        if (read_date(object, *names, dates, &date)) {
            article_set_published(article, &date, PROVENANCE_RECORD, 0.97);
            return;
        }
    }
}

static void add_body(Article *article, const char *text)
{
    if (text == NULL)
        return;
    g_autofree char *plain = fragment_plain(text, TRUE);
    article_add_paragraph(article, plain, strlen(plain));
}

static void add_names(Article *article, const json_t *list)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        g_autofree char *name = json_name(item);
        if (name != NULL)
            article_add_keyword(article, name, strlen(name));
    }
}

static char *join_names(const json_t *list, const char *separator)
{
    GString *joined = g_string_new(NULL);
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        g_autofree char *name = json_name(item);
        if (name != NULL)
            g_string_append_printf(joined, "%s%s", joined->len > 0 ? separator : "", name);
    }
    return g_string_free(joined, joined->len == 0);
}

/* ninjs 1 to 3 (IPTC): 2 in lower case, 3 in camel case; both are asked for. */

static gboolean is_ninjs(const json_t *object)
{
    static const char *const names[] = {
        "pubstatus", "pubStatus", "versioncreated",     "versionCreated", "body_xhtml",
        "bodies",    "headlines", "representationtype", "$standard",      "standard"};
    if (json_member_string(object, "uri") == NULL)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (json_object_get(object, names[i]) != NULL)
            return TRUE;
    return json_member_string(object, "body_text") != NULL;
}

/* The member under one name or the other. */
static const json_t *either(const json_t *object, const char *name, const char *other)
{
    const json_t *found = json_object_get(object, name);
    return found != NULL ? found : json_object_get(object, other);
}

/* Of several renditions of a text one: plain text before markup, the main one before others. */
static const char *best_rendition(const json_t *list)
{
    const char *best = NULL;
    int best_rank = 0;
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        const char *text = json_member_string(item, "value");
        const char *role = json_member_string(item, "role");
        const char *type = json_string_value(either(item, "contenttype", "contentType"));
        int rank = 1 + (role == NULL || strcmp(role, "main") == 0 ? 2 : 0) +
                   (type != NULL && strcmp(type, "text/plain") == 0 ? 1 : 0);
        if (text != NULL && rank > best_rank) {
            best = text;
            best_rank = rank;
        }
    }
    return best;
}

/* The first member whose name begins with `body_`: ninjs 1 leaves the rest of the name open. */
static const char *other_body(const json_t *object)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value)
    {
        if (g_str_has_prefix(name, "body_") && json_string_length(value) > 0)
            return json_string_value(value);
    }
    return NULL;
}

static void read_ninjs_body(const json_t *object, gboolean is_text, Article *article)
{
    const char *body = json_member_string(object, "body_text");
    if (body == NULL)
        body = json_member_string(object, "body_xhtml");
    if (body == NULL)
        body = other_body(object);
    if (body == NULL)
        body = best_rendition(json_object_get(object, "bodies"));
    const char *caption = json_member_string(object, "description_text");
    if (caption == NULL)
        caption = best_rendition(json_object_get(object, "descriptions"));
    add_body(article, body);
    if (body == NULL && !is_text)
        add_body(article, caption);
    else if (caption != NULL)
        article_set_string(article, ARTICLE_SUMMARY, caption, PROVENANCE_RECORD);
}

static void read_ninjs_people(const json_t *object, Article *article)
{
    set_text(article, ARTICLE_BYLINE, object, "byline");
    set_text(article, ARTICLE_BYLINE, object, "by");
    const json_t *sources = either(object, "infosource", "infoSources");
    g_autofree char *source = join_names(sources, ", ");
    article_set_string(article, ARTICLE_SOURCE, source, PROVENANCE_RECORD);
    set_text(article, ARTICLE_SOURCE, object, "copyrightholder");
    set_text(article, ARTICLE_SOURCE, object, "copyrightHolder");
    set_text(article, ARTICLE_PLACE, object, "located");
    const json_t *places = either(object, "place", "places");
    g_autofree char *place = json_name(json_array_get(places, 0));
    article_set_string(article, ARTICLE_PLACE, place, PROVENANCE_RECORD);
}

static gboolean is_withdrawn(const json_t *object)
{
    const char *status = json_string_value(either(object, "pubstatus", "pubStatus"));
    return status != NULL && (g_ascii_strcasecmp(status, "canceled") == 0 ||
                              g_ascii_strcasecmp(status, "cancelled") == 0 ||
                              g_ascii_strcasecmp(status, "withheld") == 0);
}

static const char *read_ninjs(const json_t *object, const DateContext *dates, Article *article)
{
    static const char *const published[] = {"contentcreated",
                                            "contentCreated",
                                            "firstcreated",
                                            "firstCreated",
                                            "versioncreated",
                                            "versionCreated",
                                            NULL};
    static const char *const modified[] = {"contentmodified", "contentModified", "versioncreated",
                                           "versionCreated", NULL};
    set_id(article, "ninjs:", json_member_string(object, "uri"));
    g_autofree char *version = json_scalar(json_object_get(object, "version"));
    article->revision =
        version == NULL ? 0 : (guint32)MIN(g_ascii_strtoull(version, NULL, 10), G_MAXUINT32);
    if (is_withdrawn(object)) {
        article_withdraw(article);
        return JSON_WITHDRAWN;
    }
    set_text(article, ARTICLE_HEADLINE, object, "headline");
    const char *headline = best_rendition(json_object_get(object, "headlines"));
    article_set_string(article, ARTICLE_HEADLINE, headline, PROVENANCE_RECORD);
    set_text(article, ARTICLE_HEADLINE, object, "title");
    const char *language = json_member_string(object, "language");
    article_set_language(article, language, PROVENANCE_RECORD);
    set_published(article, object, published, dates);
    Date date;
    for (gsize i = 0; modified[i] != NULL; i++)
        if (read_date(object, modified[i], dates, &date)) {
            article_set_modified(article, &date, PROVENANCE_RECORD);
            break;
        }
    read_ninjs_people(object, article);
    add_names(article, either(object, "subject", "subjects"));
    g_autofree char *section = json_name(json_array_get(either(object, "genre", "genres"), 0));
    article_set_string(article, ARTICLE_SECTION, section, PROVENANCE_RECORD);
    const char *type = json_member_string(object, "type");
    read_ninjs_body(object, type == NULL || strcmp(type, "text") == 0, article);
    return NULL;
}

/* TREC's Washington Post collection, v2 to v4: a list of pieces of content. */

static gboolean is_washington_post(const json_t *object)
{
    return json_is_array(json_object_get(object, "contents")) &&
           json_object_get(object, "article_url") != NULL;
}

static void read_piece(const json_t *piece, const DateContext *dates, Article *article)
{
    const char *type = json_member_string(piece, "type");
    const char *content = json_member_string(piece, "content");
    Date date;
    if (type == NULL)
        return;
    if (strcmp(type, "kicker") == 0)
        article_set_string(article, ARTICLE_SECTION, content, PROVENANCE_RECORD);
    else if (strcmp(type, "byline") == 0)
        article_set_string(article, ARTICLE_BYLINE, content, PROVENANCE_RECORD);
    else if (strcmp(type, "title") == 0)
        article_set_string(article, ARTICLE_HEADLINE, content, PROVENANCE_RECORD);
    else if (strcmp(type, "date") == 0 && read_date(piece, "content", dates, &date))
        article_set_published(article, &date, PROVENANCE_RECORD, 0.9);
    else if (strcmp(type, "sanitized_html") == 0)
        add_body(article, content);
    else if (strcmp(type, "tweet") == 0)
        add_body(article, json_member_string(piece, "content.text"));
}

static void read_captions(const json_t *pieces, Article *article)
{
    size_t i;
    json_t *piece;
    json_array_foreach(pieces, i, piece)
    {
        const char *caption = json_member_string(piece, "fullcaption");
        if (caption == NULL)
            caption = json_member_string(piece, "blurb");
        if (caption == NULL)
            continue;
        g_autofree char *plain = fragment_plain(caption, FALSE);
        article_add_caption(article, plain, strlen(plain));
    }
}

/* Addresses are relative; times are milliseconds, as a number or a string of digits, UTC. */
static const char *read_washington_post(const json_t *object, const DateContext *dates,
                                        Article *article)
{
    static const char *const published[] = {"published_date", NULL};
    const char *id = json_member_string(object, "id");
    const char *url = json_member_string(object, "article_url");
    if (id != NULL)
        set_id(article, "trec:", id);
    g_autofree char *whole = url != NULL && *url == '/'
                                 ? g_strconcat("https://www.washingtonpost.com", url, NULL)
                                 : NULL;
    article_set_url(article, whole != NULL ? whole : url, PROVENANCE_RECORD);
    set_text(article, ARTICLE_HEADLINE, object, "title");
    set_text(article, ARTICLE_BYLINE, object, "author");
    set_text(article, ARTICLE_SOURCE, object, "source");
    set_published(article, object, published, dates);
    const json_t *pieces = json_object_get(object, "contents");
    size_t i;
    json_t *piece;
    json_array_foreach(pieces, i, piece) read_piece(piece, dates, article);
    read_captions(pieces, article);
    return NULL;
}

/* webhose.io: the discussion that an item is part of is beside it; later items are comments. */

static gboolean is_webhose(const json_t *object)
{
    return json_object_get(object, "ord_in_thread") != NULL &&
           json_is_object(json_object_get(object, "thread"));
}

static const char *read_webhose(const json_t *object, G_GNUC_UNUSED const DateContext *dates,
                                Article *article)
{
    if (json_integer_value(json_object_get(object, "ord_in_thread")) > 0 ||
        json_real_value(json_object_get(object, "ord_in_thread")) > 0)
        return JSON_COMMENT;
    set_text(article, ARTICLE_HEADLINE, object, "title");
    set_text(article, ARTICLE_HEADLINE, object, "thread.title");
    set_text(article, ARTICLE_SOURCE, object, "thread.site");
    return NULL;
}

/* JSON Feed 1.x (jsonfeed.org): items are told by their form. */

static gboolean is_feed_item(const json_t *object)
{
    return json_object_get(object, "content_html") != NULL ||
           json_object_get(object, "content_text") != NULL;
}

static const char *read_feed_item(const json_t *object, G_GNUC_UNUSED const DateContext *dates,
                                  Article *article)
{
    const char *text = json_member_string(object, "content_text");
    g_autofree char *authors = join_names(json_object_get(object, "authors"), "; ");
    article_set_string(article, ARTICLE_BYLINE, authors, PROVENANCE_RECORD);
    add_body(article, text != NULL ? text : json_member_string(object, "content_html"));
    return NULL;
}

/* New York Times, Archive and Article Search API: no full text, but its beginning and an abstract.
 */

static gboolean has_full_text(const json_t *object)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value)
    {
        gboolean has_content = json_string_length(value) > 0 || json_array_size(value) > 0;
        if (has_content && field_role(name, strlen(name)) == ROLE_BODY)
            return TRUE;
    }
    return FALSE;
}

static gboolean is_new_york_times(const json_t *object)
{
    return json_member_string(object, "lead_paragraph") != NULL &&
           json_object_get(object, "web_url") != NULL && !has_full_text(object);
}

static const char *read_new_york_times(const json_t *object, G_GNUC_UNUSED const DateContext *dates,
                                       Article *article)
{
    const char *lead = json_member_string(object, "lead_paragraph");
    const char *abstract = json_member_string(object, "abstract");
    if (abstract == NULL)
        abstract = json_member_string(object, "snippet");
    add_body(article, lead);
    if (abstract != NULL && strstr(lead, abstract) == NULL)
        add_body(article, abstract);
    return NULL;
}

/* NewsAPI: what a publisher took back stays in the list, as a row of this word. */
static gboolean is_removed(const json_t *object)
{
    const char *title = json_member_string(object, "title");
    const char *content = json_member_string(object, "content");
    return title != NULL && content != NULL && strcmp(title, "[Removed]") == 0 &&
           strcmp(content, "[Removed]") == 0;
}

static const char *refuse_removed(G_GNUC_UNUSED const json_t *object,
                                  G_GNUC_UNUSED const DateContext *dates,
                                  G_GNUC_UNUSED Article *article)
{
    return JSON_REMOVED;
}

/* The list of pages of a web archive collection (WACZ §5.2): `ts` is when a page was fetched. */

static gboolean is_page_list(const json_t *object)
{
    const char *format = json_member_string(object, "format");
    return format != NULL && g_str_has_prefix(format, "json-pages-");
}

static const char *refuse(G_GNUC_UNUSED const json_t *object,
                          G_GNUC_UNUSED const DateContext *dates, G_GNUC_UNUSED Article *article)
{
    return JSON_NO_ARTICLE;
}

/* GeoJSON (RFC 7946 §3) and JSON Schema: their members have names that articles have, too. */
static gboolean is_other(const json_t *object)
{
    return json_object_get(object, "$schema") != NULL ||
           json_object_get(object, "coordinates") != NULL ||
           json_object_get(object, "geometry") != NULL;
}

static const JsonProfile profiles[] = {
    {"ninjs", is_ninjs, read_ninjs, TRUE},
    {"Washington Post", is_washington_post, read_washington_post, TRUE},
    {"webhose", is_webhose, read_webhose, FALSE},
    {"JSON Feed", is_feed_item, read_feed_item, FALSE},
    {"newspaper3k", json_newspaper_fits, json_newspaper_read, TRUE},
    {"New York Times", is_new_york_times, read_new_york_times, FALSE},
    {"NewsAPI, removed", is_removed, refuse_removed, TRUE},
    {"list of pages", is_page_list, refuse, TRUE},
    {"other", is_other, refuse, TRUE},
};

const JsonProfile *json_profile_find(const json_t *object)
{
    for (gsize i = 0; i < G_N_ELEMENTS(profiles); i++)
        if (profiles[i].fits(object))
            return &profiles[i];
    return NULL;
}
