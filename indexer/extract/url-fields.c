/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The date and the host of an address. */
#include "indexer/extract/url-fields.h"

#include <string.h>

void url_fields_set_date(Article *article, const DateContext *dates)
{
    const char *url = article_get(article, ARTICLE_URL);
    Date date;
    if (url != NULL && date_from_url(url, dates, &date) && date.precision >= DATE_PRECISION_DAY)
        article_set_published(article, &date, PROVENANCE_URL, URL_DATE_CONFIDENCE);
}

void url_fields_set_source(Article *article, const char *url)
{
    const char *host = url != NULL ? strstr(url, "://") : NULL;
    if (host == NULL)
        return;
    host += 3;
    if (g_ascii_strncasecmp(host, "www.", 4) == 0)
        host += 4;
    article_set(article, ARTICLE_SOURCE, host, strcspn(host, "/:?#"), PROVENANCE_URL);
}
