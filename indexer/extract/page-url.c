/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses: resolving and comparing. */
#include "indexer/extract/page-url.h"

#include <string.h>

#include "morgue/article.h"

static gboolean is_web_url(const char *url)
{
    return g_ascii_strncasecmp(url, "http://", 7) == 0 ||
           g_ascii_strncasecmp(url, "https://", 8) == 0;
}

/* The base with a path, for want of which GLib joins nothing: `http://host?query` is
 * `http://host/`. */
static char *with_path(const char *base)
{
    const char *host = strstr(base, "://");
    gsize end = host == NULL ? 0 : (gsize)(host - base) + 3 + strcspn(host + 3, "/?#");
    return host == NULL || base[end] == '/' ? g_strdup(base)
                                            : g_strdup_printf("%.*s/", (int)end, base);
}

char *page_url_join(const char *base, const char *reference)
{
    if (base == NULL)
        return is_web_url(reference) ? g_strdup(reference) : NULL;
    g_autofree char *whole_base = with_path(base);
    char *resolved = g_uri_resolve_relative(whole_base, reference,
                                            G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL);
    if (resolved == NULL || !is_web_url(resolved))
        g_clear_pointer(&resolved, g_free);
    return resolved;
}

char *page_url_resolve(const HtmlDocument *document, const char *page_url, const char *reference)
{
    g_autofree char *trimmed = g_strstrip(g_strdup(reference));
    if (is_web_url(trimmed))
        return g_steal_pointer(&trimmed);
    if (*trimmed == '\0' || *trimmed == '#')
        return NULL;
    guint32 node = html_find(document, 0, document->count, HTML_BASE);
    const char *base =
        node < document->count ? html_attribute(document, node, HTML_ATTRIBUTE_HREF) : NULL;
    g_autofree char *start =
        base != NULL && *base != '\0' ? page_url_join(page_url, base) : g_strdup(page_url);
    if (start != NULL)
        return page_url_join(start, trimmed);
    /* `//host/path` lacks nothing but the scheme. */
    return g_str_has_prefix(trimmed, "//") ? g_strconcat("https:", trimmed, NULL) : NULL;
}

/* Host and what follows it, without `www.`; NULL for what is no address of the web. */
static const char *skip_scheme(const char *url)
{
    const char *host = strstr(url, "://");
    if (host == NULL)
        return NULL;
    host += 3;
    return g_ascii_strncasecmp(host, "www.", 4) == 0 ? host + 4 : host;
}

/* The last two labels of a host, or three where the second is short: `bbc.co.uk`. */
static char *site_of(const char *url)
{
    const char *host = skip_scheme(url);
    if (host == NULL)
        return NULL;
    g_autofree char *lower = g_ascii_strdown(host, (gssize)strcspn(host, "/?#:"));
    g_auto(GStrv) labels = g_strsplit(lower, ".", -1);
    guint count = g_strv_length(labels);
    if (count < 2)
        return g_steal_pointer(&lower);
    guint kept =
        count >= 3 && strlen(labels[count - 2]) <= 3 && strlen(labels[count - 1]) == 2 ? 3 : 2;
    return g_strjoinv(".", labels + count - kept);
}

gboolean page_url_is_same_site(const char *a, const char *b)
{
    g_autofree char *x = site_of(a);
    g_autofree char *y = site_of(b);
    return x != NULL && y != NULL && strcmp(x, y) == 0;
}

gboolean page_url_is_same(const char *a, const char *b)
{
    const char *x = skip_scheme(a);
    const char *y = skip_scheme(b);
    if (x == NULL || y == NULL)
        return FALSE;
    gsize x_length = strcspn(x, "?#");
    gsize y_length = strcspn(y, "?#");
    while (x_length > 0 && x[x_length - 1] == '/')
        x_length--;
    while (y_length > 0 && y[y_length - 1] == '/')
        y_length--;
    return x_length == y_length && g_ascii_strncasecmp(x, y, x_length) == 0;
}

const char *page_url_link(const HtmlDocument *document, const char *rel)
{
    for (guint32 node = html_find(document, 0, document->count, HTML_LINK); node < document->count;
         node = html_find(document, node + 1, document->count, HTML_LINK)) {
        const char *found = html_attribute(document, node, HTML_ATTRIBUTE_REL);
        const char *href = html_attribute(document, node, HTML_ATTRIBUTE_HREF);
        if (found != NULL && href != NULL && g_ascii_strcasecmp(found, rel) == 0)
            return href;
    }
    return NULL;
}

gboolean page_url_is_home_link(const HtmlDocument *document, guint32 node)
{
    guint32 end = html_node(document, node)->end;
    guint32 link = html_find(document, node, end, HTML_A);
    if (link >= end)
        return FALSE;
    const char *address = html_attribute(document, link, HTML_ATTRIBUTE_HREF);
    return address != NULL && article_url_is_front_page(address) &&
           html_text_length(document, link) + 1 >= html_text_length(document, node);
}
