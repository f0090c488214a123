/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json-profile.h: forms of articles in JSON that the names of members do not explain.
 */
#ifndef INDEXER_EXTRACT_JSON_PROFILE_H
#define INDEXER_EXTRACT_JSON_PROFILE_H

#include <jansson.h>

#include "morgue/article.h"
#include "morgue/date-parse.h"

typedef struct JsonProfile {
    const char *name;
    gboolean (*fits)(const json_t *object);
    /* Sets what the names of members would get wrong; returns why it is no article, or NULL. */
    const char *(*read)(const json_t *object, const DateContext *dates, Article *article);
    gboolean is_whole; /* nothing is left to be known by names */
} JsonProfile;

/* The profile that an object fits; NULL where there is none. */
const JsonProfile *json_profile_find(const json_t *object);

/* Reasons for giving no article. */
#define JSON_NO_ARTICLE "JSON that holds no article"
#define JSON_COMMENT    "comment of a reader"
#define JSON_WITHDRAWN  "withdrawn by its agency"
#define JSON_REMOVED    "removed by its publisher"

#endif
