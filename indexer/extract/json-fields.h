/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json-fields.h: the article in a JSON object.
 *
 * What is known of a producer's form is a profile, and asked first; the rest is known by the names
 * of its members (field-name.h). formats.md §6.6.
 */
#ifndef INDEXER_EXTRACT_JSON_FIELDS_H
#define INDEXER_EXTRACT_JSON_FIELDS_H

#include <jansson.h>

#include "indexer/extract/json-repair.h"
#include "morgue/article.h"
#include "morgue/date-parse.h"

/* How a text was read. */
typedef struct JsonLoad {
    gboolean is_strict; /* it is JSON, and what follows is 0 and empty */
    JsonRepair repair;
    gsize place;                         /* where, in bytes, it stops being JSON */
    char reason[JSON_ERROR_TEXT_LENGTH]; /* what stands there instead; not always UTF-8 */
} JsonLoad;

/*
 * The document of a text in UTF-8, repaired where it is not strictly JSON; NULL where nothing can
 * be made of it. The caller drops the reference.
 */
json_t *json_fields_load(const char *text, gsize length, JsonLoad *load);

/*
 * Fills an article that is cleared, from an object, and finishes it. NULL if that is an article,
 * else the fixed reason why not.
 */
const char *json_fields_read(const json_t *object, const DateContext *dates, Article *article);

#endif
