/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json-newspaper.h: articles as the scraper newspaper3k keeps them, and collections made with it
 * (FakeNewsNet).
 */
#ifndef INDEXER_EXTRACT_JSON_NEWSPAPER_H
#define INDEXER_EXTRACT_JSON_NEWSPAPER_H

#include <jansson.h>

#include "morgue/article.h"
#include "morgue/date-parse.h"

gboolean json_newspaper_fits(const json_t *object);

/* As JsonProfile's (json-profile.h); sets all there is. Never a reason not to be an article. */
const char *json_newspaper_read(const json_t *object, const DateContext *dates, Article *article);

#endif
