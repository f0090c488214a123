/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Members by their names, and what makes an article. */
#include "indexer/extract/json-fields.h"

#include <string.h>

#include "indexer/extract/byline.h"
#include "indexer/extract/field-name.h"
#include "indexer/extract/fragment.h"
#include "indexer/extract/json-profile.h"
#include "indexer/extract/json-value.h"
#include "indexer/extract/url-fields.h"

/* Objects around the members of an article, best first. */
static const char *const wrappers[] = {
    "_source", "fields", "article", "document", "attributes",      "node",
    "post",    "doc",    "content", "thread",   "response.content"};

json_t *json_fields_load(const char *text, gsize length, JsonLoad *load)
{
    const size_t flags = JSON_DECODE_ANY;
    json_error_t error;
    json_t *value = json_loadb(text, length, flags, &error);
    *load = (JsonLoad){.is_strict = value != NULL};
    if (value != NULL)
        return value;
    load->place = (gsize)MAX(error.position, 0);
    g_strlcpy(load->reason, error.text, sizeof load->reason);
    GString *repaired = json_repair(text, length, &load->repair);
    /* Whole numbers of any size. */
    value = json_loadb(repaired->str, repaired->len, flags | JSON_DECODE_INT_AS_REAL, NULL);
    g_string_free(repaired, TRUE);
    return json_is_null(value) ? NULL : value;
}

static gboolean is_text_role(FieldRole role)
{
    return role == ROLE_BODY || role == ROLE_SUMMARY;
}

static void add_text(FieldCollector *collector, const char *name, const char *text)
{
    gsize length = strlen(name);
    FieldRole role = field_role(name, length);
    g_autofree char *plain = fragment_plain(text, is_text_role(role));
    const char *value = role == ROLE_AUTHOR ? byline_names(plain) : plain;
    field_collector_add(collector, name, length, value, strlen(value));
}

static void add_value(FieldCollector *collector, const char *name, const json_t *value)
{
    g_autofree char *text = json_name(value);
    if (text != NULL)
        add_text(collector, name, text);
}

/*
 * `headline.main`, `byline.original`: names of members of an object that have a role together. If
 * the object's name has one, too, only that: `source.url` is not the article's address.
 */
static gboolean add_nested(FieldCollector *collector, const char *name, json_t *object)
{
    gboolean found = FALSE;
    FieldRole outer = field_role(name, strlen(name));
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        g_autofree char *path = g_strconcat(name, ".", key, NULL);
        FieldRole role = field_role(path, strlen(path));
        if (role == ROLE_NONE || (outer != ROLE_NONE && role != outer))
            continue;
        add_value(collector, path, value);
        found = TRUE;
    }
    return found;
}

static void add_member(FieldCollector *collector, const char *name, json_t *value)
{
    size_t i;
    json_t *item;
    if (json_is_object(value) && add_nested(collector, name, value))
        return;
    if (field_role(name, strlen(name)) == ROLE_NONE)
        return;
    if (!json_is_array(value)) {
        add_value(collector, name, value);
        return;
    }
    json_array_foreach(value, i, item) add_value(collector, name, item);
}

static void add_members(FieldCollector *collector, json_t *object)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value) add_member(collector, name, value);
}

static void apply(FieldCollector *collector, const DateContext *dates, Article *article)
{
    gboolean has_body = article->body->len > 0;
    gsize length = article->body->len;
    field_collector_apply(collector, article, PROVENANCE_RECORD, dates);
    if (has_body) /* a profile's is the better one */
        g_string_truncate(article->body, length);
    field_collector_clear(collector);
}

/* Placeholders (`...`) are no text. */
static gboolean has_letters(const char *text)
{
    while (*text != '\0' && !g_unichar_isalnum(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    return *text != '\0';
}

/*
 * A headline alone may be anything's: what has neither text nor summary must say besides where,
 * when or by whom it was published.
 */
static gboolean is_article(const Article *article)
{
    if (article->body->len > 0 && has_letters(article->body->str))
        return TRUE;
    return article_get(article, ARTICLE_HEADLINE) != NULL &&
           (article_get(article, ARTICLE_SUMMARY) != NULL ||
            article_get(article, ARTICLE_URL) != NULL ||
            article_get(article, ARTICLE_BYLINE) != NULL || date_is_set(&article->published.date));
}

/* What news APIs put in the place of the rest of a text: `… [+1234 chars]`, `... [1234 chars]`. */
static gsize find_cut(const GString *body)
{
    static const char mark[] = " chars]";
    if (!g_str_has_suffix(body->str, mark))
        return 0;
    gsize place = body->len - strlen(mark);
    gsize digits = 0;
    for (; place > 0 && g_ascii_isdigit(body->str[place - 1]); digits++)
        place--;
    if (place > 0 && body->str[place - 1] == '+')
        place--;
    return digits > 0 && place > 0 && body->str[place - 1] == '[' ? place - 1 : 0;
}

/* Takes that mark off, and adds the summary, of which the rest of the text may have spoken. */
static void close_cut_text(Article *article)
{
    gsize cut = find_cut(article->body);
    if (cut == 0)
        return;
    while (cut > 0 && article->body->str[cut - 1] == ' ')
        cut--;
    g_string_truncate(article->body, cut);
    article->flags |= ARTICLE_TRUNCATED;
    const char *summary = article_get(article, ARTICLE_SUMMARY);
    if (summary != NULL && strstr(article->body->str, summary) == NULL)
        article_add_paragraph(article, summary, strlen(summary));
}

/* Crawlers write the site where no author is known. */
static void drop_site_as_author(Article *article)
{
    const char *byline = article_get(article, ARTICLE_BYLINE);
    const char *source = article_get(article, ARTICLE_SOURCE);
    if (byline != NULL && source != NULL && strchr(byline, '.') != NULL &&
        g_ascii_strcasecmp(byline, source) == 0)
        article_replace(article, ARTICLE_BYLINE, NULL, PROVENANCE_NONE);
}

static void read_by_names(const json_t *object, const DateContext *dates, Article *article)
{
    g_autoptr(FieldCollector) collector = field_collector_new();
    add_members(collector, (json_t *)object);
    apply(collector, dates, article);
    for (gsize i = 0; i < G_N_ELEMENTS(wrappers); i++) {
        const json_t *inner = json_member(object, wrappers[i]);
        if (!json_is_object(inner))
            continue;
        add_members(collector, (json_t *)inner);
        apply(collector, dates, article);
    }
}

const char *json_fields_read(const json_t *object, const DateContext *dates, Article *article)
{
    if (!json_is_object(object))
        return JSON_NO_ARTICLE;
    const JsonProfile *profile = json_profile_find(object);
    const char *reason = profile == NULL ? NULL : profile->read(object, dates, article);
    if (reason != NULL)
        return reason;
    if (profile == NULL || !profile->is_whole)
        read_by_names(object, dates, article);
    drop_site_as_author(article);
    if (!is_article(article))
        return JSON_NO_ARTICLE;
    close_cut_text(article);
    /* A summary is all the text that some have (HuffPost's, news APIs'). */
    const char *summary = article_get(article, ARTICLE_SUMMARY);
    if (article->body->len == 0 && summary != NULL)
        article_add_paragraph(article, summary, strlen(summary));
    /* Before a modification date is taken for want of one. */
    url_fields_set_date(article, dates);
    article_finish(article);
    return NULL;
}
