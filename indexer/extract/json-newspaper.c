/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * newspaper3k reads a date from the address, else from a meta element, and forgets its zone.
 * Collections then write it as seconds since 1970 as if it were in the zone of the machine that
 * crawled, which nobody knows: a day becomes 16:00 of the day before. So the address and the meta
 * elements are asked again, and the seconds last.
 */
#include "indexer/extract/json-newspaper.h"

#include <string.h>

#include "indexer/extract/fragment.h"
#include "indexer/extract/json-value.h"
#include "indexer/extract/url-fields.h"

/* How sure a day is that was guessed from seconds in an unknown zone. */
#define GUESSED_DAY_CONFIDENCE 0.8
#define META_CONFIDENCE        0.95

gboolean json_newspaper_fits(const json_t *object)
{
    return json_is_object(json_object_get(object, "meta_data")) &&
           json_object_get(object, "publish_date") != NULL &&
           json_object_get(object, "top_img") != NULL && json_object_get(object, "text") != NULL;
}

/* The page's address: with a scheme, which was cut off where it is usual, and without the Wayback
 * Machine's before it. The caller owns it. */
static char *page_address(const json_t *object)
{
    const char *url = json_member_string(object, "url");
    if (url == NULL)
        return NULL;
    const char *archived = strstr(url, "web.archive.org/web/");
    if (archived != NULL) {
        archived += strlen("web.archive.org/web/");
        const char *original = strchr(archived, '/');
        if (g_ascii_isdigit(*archived) && original != NULL)
            url = original + 1;
    }
    gboolean is_whole = strstr(url, "://") != NULL;
    return g_strconcat(is_whole ? "" : "http://", url, NULL);
}

static void set_plain(Article *article, ArticleField field, const char *text, Provenance from)
{
    if (text == NULL)
        return;
    g_autofree char *plain = fragment_plain(text, FALSE);
    article_set_string(article, field, plain, from);
}

static void set_authors(const json_t *list, Article *article)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        if (json_string_length(item) > 0)
            g_string_append_printf(joined, "%s%s", joined->len > 0 ? "; " : "",
                                   json_string_value(item));
    }
    set_plain(article, ARTICLE_BYLINE, joined->str, PROVENANCE_RECORD);
}

static void add_keywords(const json_t *list, Article *article)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        if (json_is_string(item))
            article_add_keyword(article, json_string_value(item), json_string_length(item));
    }
}

/* The date of publication that the page's meta elements tell. */
static gboolean read_meta_date(const json_t *object, const DateContext *dates, Date *date)
{
    static const char *const names[] = {
        "article.published_time", "article.published", "og.published_time",
        "datePublished",          "pubdate",           "publish-date",
        "parsely-pub-date",       "sailthru.date"};
    const json_t *meta = json_object_get(object, "meta_data");
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *text = json_scalar(json_member(meta, names[i]));
        if (text != NULL && date_parse(text, strlen(text), dates, date, NULL))
            return TRUE;
    }
    return FALSE;
}

/*
 * `publish_date`. A full hour in UTC is a day without time, at midnight in the zone of the machine:
 * up to noon it lies west of Greenwich and the day is the same, later it is the next.
 */
static void set_written_date(const json_t *object, const DateContext *dates, Article *article)
{
    const json_t *member = json_object_get(object, "publish_date");
    g_autofree char *text = json_scalar(member);
    Date date;
    if (text == NULL || !date_parse(text, strlen(text), dates, &date, NULL))
        return;
    double confidence = META_CONFIDENCE;
    if (json_is_number(member) && date.minute == 0 && date.second == 0) {
        gboolean is_next = date.hour >= 12;
        date = date_truncate(&date, DATE_PRECISION_DAY);
        date = is_next ? date_shift_days(&date, 1) : date;
        confidence = GUESSED_DAY_CONFIDENCE;
    }
    article_set_published(article, &date, PROVENANCE_RECORD, confidence);
}

/* The address is right more often than meta elements (formats.md §5.4), which know the hour. */
static void set_date(const json_t *object, const DateContext *dates, Article *article)
{
    Date meta;
    gboolean has_meta = read_meta_date(object, dates, &meta);
    url_fields_set_date(article, dates);
    const Date *day = &article->published.date;
    if (has_meta && (!date_is_set(day) || date_first_day(day) == date_first_day(&meta)))
        article_set_published(article, &meta, PROVENANCE_RECORD, META_CONFIDENCE);
    else if (!date_is_set(day))
        set_written_date(object, dates, article);
}

const char *json_newspaper_read(const json_t *object, const DateContext *dates, Article *article)
{
    g_autofree char *url = page_address(object);
    article_set_url(article, url, PROVENANCE_RECORD);
    set_plain(article, ARTICLE_HEADLINE, json_member_string(object, "title"), PROVENANCE_RECORD);
    set_plain(article, ARTICLE_SUMMARY, json_member_string(object, "summary"), PROVENANCE_RECORD);
    const char *site = json_member_string(object, "meta_data.og.site_name");
    if (site != NULL && *site != '@') /* an account of some network */
        set_plain(article, ARTICLE_SOURCE, site, PROVENANCE_META);
    url_fields_set_source(article, article_get(article, ARTICLE_URL));
    article_set_language(article, json_member_string(object, "meta_lang"), PROVENANCE_RECORD);
    set_authors(json_object_get(object, "authors"), article);
    add_keywords(json_object_get(object, "keywords"), article);
    set_date(object, dates, article);
    const char *text = json_member_string(object, "text");
    if (text != NULL) {
        g_autofree char *plain = fragment_plain(text, TRUE);
        article_add_paragraph(article, plain, strlen(plain));
    }
    return NULL;
}
