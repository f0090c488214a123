/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page-url.h: the addresses of a page.
 */
#ifndef INDEXER_EXTRACT_PAGE_URL_H
#define INDEXER_EXTRACT_PAGE_URL_H

#include "indexer/html-document.h"

/*
 * The absolute address of a reference against a base (RFC 3986 §5); NULL where it cannot be made an
 * address of the web. `base` may be NULL. The caller owns the string.
 */
char *page_url_join(const char *base, const char *reference);

/*
 * The absolute address of a reference on the page: against its <base>, which is itself against
 * `page_url` (NULL where it is not known). NULL where it cannot be made absolute. The caller owns
 * the string.
 */
char *page_url_resolve(const HtmlDocument *document, const char *page_url, const char *reference);

/* Whether two absolute addresses are of one site: hosts equal but for `www.`, `m.`, `amp.` or
 * another name before the registered one. */
gboolean page_url_is_same_site(const char *a, const char *b);

/* Whether they are of one page: equal without scheme, `www.`, fragment, query and final slash. */
gboolean page_url_is_same(const char *a, const char *b);

/* The href of the first link element with this rel; NULL where there is none. Borrowed. */
const char *page_url_link(const HtmlDocument *document, const char *rel);

/* Whether the whole text of an element is a link to the front page: then it names the site. */
gboolean page_url_is_home_link(const HtmlDocument *document, guint32 node);

#endif
