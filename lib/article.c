/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The article record: fields set by strength of provenance, and cleaned. */
#include "morgue/article.h"

#include <string.h>

#include "morgue/language-tag.h"
#include "morgue/text.h"

/* How sure a modification date is as a publication date (formats.md §5.4: right on 71 to 82 %). */
#define MODIFIED_CONFIDENCE 0.7

static const char *const provenance_names[PROVENANCE_COUNT] = {
    [PROVENANCE_NONE] = "none",
    [PROVENANCE_OPTION] = "option",
    [PROVENANCE_RECORD] = "record",
    [PROVENANCE_HEADER] = "header",
    [PROVENANCE_FRONT_MATTER] = "front-matter",
    [PROVENANCE_JSON_LD] = "json-ld",
    [PROVENANCE_MICRODATA] = "microdata",
    [PROVENANCE_META] = "meta",
    [PROVENANCE_LINK] = "link",
    [PROVENANCE_URL] = "url",
    [PROVENANCE_TIME] = "time",
    [PROVENANCE_ELEMENT] = "element",
    [PROVENANCE_BYLINE] = "byline",
    [PROVENANCE_DATELINE] = "dateline",
    [PROVENANCE_TEXT] = "text",
    [PROVENANCE_PATH] = "path",
    [PROVENANCE_CONTAINER] = "container",
    [PROVENANCE_DETECTED] = "detected",
    [PROVENANCE_MODIFIED] = "modified",
    [PROVENANCE_EARLIER] = "earlier-version",
    [PROVENANCE_MTIME] = "mtime",
};

const char *provenance_name(Provenance provenance)
{
    g_assert(provenance < PROVENANCE_COUNT);
    return provenance_names[provenance];
}

Provenance provenance_from_name(const char *name)
{
    for (int i = 0; i < PROVENANCE_COUNT; i++) {
        if (strcmp(provenance_names[i], name) == 0)
            return (Provenance)i;
    }
    return PROVENANCE_NONE;
}

Article *article_new(void)
{
    Article *article = g_new0(Article, 1);
    article->keywords = g_ptr_array_new_with_free_func(g_free);
    article->body = g_string_new(NULL);
    return article;
}

void article_free(Article *article)
{
    if (article == NULL)
        return;
    article_clear(article);
    g_ptr_array_unref(article->keywords);
    g_string_free(article->body, TRUE);
    g_free(article);
}

void article_clear(Article *article)
{
    for (int i = 0; i < ARTICLE_TEXT_FIELDS; i++)
        g_free(article->text[i].text);
    memset(article->text, 0, sizeof article->text);
    g_ptr_array_set_size(article->keywords, 0);
    g_string_truncate(article->body, 0);
    article->captions = 0;
    memset(&article->published, 0, sizeof article->published);
    memset(&article->modified, 0, sizeof article->modified);
    memset(&article->captured, 0, sizeof article->captured);
    g_clear_pointer(&article->entry, g_free);
    article->flags = 0;
    article->revision = 0;
    article->offset = 0;
    article->length = 0;
}

/* Whether a value found in `from` gives way to one found in `other`. */
static gboolean is_stronger(Provenance other, Provenance from)
{
    g_assert(other > PROVENANCE_NONE && other < PROVENANCE_COUNT);
    return from == PROVENANCE_NONE || other < from;
}

/* The text as one clean line, no longer than the ceiling; NULL where nothing is left of it. */
static char *clean_line(const char *text, gsize length)
{
    g_autoptr(GString) line = g_string_new(NULL);
    text_clean_line(line, text, MIN(length, ARTICLE_TEXT_CEILING));
    return line->len == 0 ? NULL : g_string_free(g_steal_pointer(&line), FALSE);
}

gboolean article_set(Article *article, ArticleField field, const char *text, gsize length,
                     Provenance from)
{
    ArticleText *slot = &article->text[field];
    if (length == 0 || !is_stronger(from, slot->from))
        return FALSE;
    char *clean = clean_line(text, length);
    if (clean == NULL)
        return FALSE;
    g_free(slot->text);
    slot->text = clean;
    slot->from = from;
    return TRUE;
}

gboolean article_set_string(Article *article, ArticleField field, const char *text, Provenance from)
{
    return text != NULL && article_set(article, field, text, strlen(text), from);
}

gboolean article_set_language(Article *article, const char *text, Provenance from)
{
    g_autofree char *tag = text == NULL ? NULL : language_tag(text);
    return article_set_string(article, ARTICLE_LANGUAGE, tag, from);
}

/* Whether a parameter of a query tells only how the reader came to the page. */
static gboolean is_tracking(const char *parameter, gsize length)
{
    static const char *const names[] = {"fbclid", "gclid"};
    if (length >= 4 && g_ascii_strncasecmp(parameter, "utm_", 4) == 0)
        return TRUE;
    const char *equals = memchr(parameter, '=', length);
    gsize name_length = equals == NULL ? length : (gsize)(equals - parameter);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strlen(names[i]) == name_length &&
            g_ascii_strncasecmp(parameter, names[i], name_length) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Appends `?` and the parameters that belong to the address, if any. */
static void append_query(GString *url, const char *query)
{
    char separator = '?';
    while (query != NULL && *query != '\0') {
        gsize length = strcspn(query, "&");
        if (length > 0 && !is_tracking(query, length)) {
            g_string_append_c(url, separator);
            g_string_append_len(url, query, (gssize)length);
            separator = '&';
        }
        query += length;
        query += *query == '&';
    }
}

static gboolean is_default_port(const char *scheme, int port)
{
    return port < 0 || port == (strcmp(scheme, "http") == 0 ? 80 : 443);
}

char *article_normalise_url(const char *url)
{
    g_autofree char *scheme = NULL, *user = NULL, *host = NULL, *path = NULL, *query = NULL;
    int port = -1;
    if (!g_uri_split(url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, &scheme, &user, &host,
                     &port, &path, &query, NULL, NULL))
        return NULL;
    if (scheme == NULL || host == NULL || *host == '\0')
        return NULL;
    for (char *character = scheme; *character != '\0'; character++)
        *character = g_ascii_tolower(*character);
    if (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0)
        return NULL;
    g_autofree char *lower_host = g_ascii_strdown(host, -1);
    g_autoptr(GString) normal = g_string_new(scheme);
    g_string_append(normal, "://");
    if (user != NULL && *user != '\0')
        g_string_append_printf(normal, "%s@", user);
    g_string_append_printf(normal, strchr(host, ':') == NULL ? "%s" : "[%s]", lower_host);
    if (!is_default_port(scheme, port))
        g_string_append_printf(normal, ":%d", port);
    g_string_append(normal, *path == '\0' ? "/" : path);
    append_query(normal, query);
    return g_string_free(g_steal_pointer(&normal), FALSE);
}

void article_replace(Article *article, ArticleField field, const char *text, Provenance from)
{
    g_clear_pointer(&article->text[field].text, g_free);
    article->text[field].from = PROVENANCE_NONE;
    article_set_string(article, field, text, from);
}

/* `/en`, `/de/`: the front page in a language. */
static gboolean is_language_page(const char *path)
{
    return g_ascii_isalpha(path[0]) && g_ascii_isalpha(path[1]) &&
           (path[2] == '\0' || strcmp(path + 2, "/") == 0);
}

gboolean article_url_is_front_page(const char *url)
{
    const char *host = g_strrstr(url, "://");
    const char *path = host != NULL ? host + 3 + strcspn(host + 3, "/?#") : url;
    if (*path == '\0')
        return host != NULL;
    if (strcmp(path, "/") == 0 || (*path == '/' && is_language_page(path + 1)))
        return TRUE;
    return g_ascii_strncasecmp(path, "/index.", 7) == 0 && strpbrk(path + 1, "/?#") == NULL;
}

gboolean article_set_url(Article *article, const char *url, Provenance from)
{
    if (url == NULL || strlen(url) > ARTICLE_TEXT_CEILING)
        return FALSE;
    g_autofree char *normal = article_normalise_url(url);
    return article_set_string(article, ARTICLE_URL, normal, from);
}

static gboolean set_date(ArticleDate *slot, const Date *date, Provenance from, double confidence)
{
    if (!is_stronger(from, slot->from) || !date_valid(date))
        return FALSE;
    slot->date = *date;
    slot->from = from;
    slot->confidence = CLAMP(confidence, 0.0, 1.0);
    return TRUE;
}

gboolean article_set_published(Article *article, const Date *date, Provenance from,
                               double confidence)
{
    return set_date(&article->published, date, from, confidence);
}

gboolean article_set_modified(Article *article, const Date *date, Provenance from)
{
    return set_date(&article->modified, date, from, MODIFIED_CONFIDENCE);
}

static gboolean has_keyword(const Article *article, const char *keyword)
{
    g_autofree char *folded = g_utf8_casefold(keyword, -1);
    for (guint i = 0; i < article->keywords->len; i++) {
        g_autofree char *known = g_utf8_casefold(g_ptr_array_index(article->keywords, i), -1);
        if (strcmp(folded, known) == 0)
            return TRUE;
    }
    return FALSE;
}

void article_add_keyword(Article *article, const char *text, gsize length)
{
    if (article->keywords->len == ARTICLE_KEYWORDS_CEILING)
        return;
    g_autofree char *keyword = clean_line(text, length);
    if (keyword != NULL && !has_keyword(article, keyword))
        g_ptr_array_add(article->keywords, g_steal_pointer(&keyword));
}

void article_add_paragraph(Article *article, const char *text, gsize length)
{
    if (text_is_blank(text, length))
        return;
    if (article->body->len > 0)
        g_string_append(article->body, "\n\n");
    g_string_append_len(article->body, text, (gssize)length);
}

void article_add_caption(Article *article, const char *text, gsize length)
{
    if (text_is_blank(text, length))
        return;
    article_add_paragraph(article, text, length);
    article->captions++;
}

gsize article_main_length(const Article *article)
{
    gsize length = article->body->len;
    for (guint i = 0; i < article->captions; i++) {
        const char *mark = g_strrstr_len(article->body->str, (gssize)length, "\n\n");
        length = mark == NULL ? 0 : (gsize)(mark - article->body->str);
    }
    return length;
}

const char *article_identifying_url(const Article *article)
{
    const char *url = article->text[ARTICLE_URL].text;
    gboolean is_shared =
        url != NULL && !date_is_set(&article->captured) && article_url_is_front_page(url);
    return is_shared ? NULL : url;
}

gboolean article_withdraw(Article *article)
{
    if (article->text[ARTICLE_ID].text == NULL && article_identifying_url(article) == NULL)
        return FALSE;
    article->flags |= ARTICLE_WITHDRAWN;
    if (article->revision == 0)
        article->revision = G_MAXUINT32;
    return TRUE;
}

const char *article_get(const Article *article, ArticleField field)
{
    return article->text[field].text;
}

/* Cuts the body at its ceiling, after a paragraph if one ends in the last tenth of it. */
static void cut_body(Article *article)
{
    GString *body = article->body;
    if (body->len <= ARTICLE_BODY_CEILING)
        return;
    gsize cut = text_cut(body->str, body->len, ARTICLE_BODY_CEILING);
    gsize earliest = cut - cut / 10;
    const char *paragraph = g_strrstr_len(body->str + earliest, (gssize)(cut - earliest), "\n\n");
    g_string_truncate(body, paragraph == NULL ? cut : (gsize)(paragraph - body->str));
    article->captions = 0;
    article->flags |= ARTICLE_TRUNCATED;
}

void article_finish(Article *article)
{
    GString *clean = g_string_sized_new(article->body->len);
    text_clean_paragraphs(clean, article->body->str, article->body->len);
    g_string_free(article->body, TRUE);
    article->body = clean;
    cut_body(article);
    if (!date_is_set(&article->published.date) && date_is_set(&article->modified.date)) {
        article->published = article->modified;
        article->published.from = PROVENANCE_MODIFIED;
        article->published.confidence = MODIFIED_CONFIDENCE;
    }
}

gboolean article_has_text(const Article *article)
{
    return article->text[ARTICLE_HEADLINE].text != NULL || article->body->len > 0;
}
