/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * field-name.h: the names that archives give to the fields of an article.
 *
 * One table (formats.md §6.6, and the usual names in other languages) serves header blocks, front
 * matter, JSON, and the columns of tables. Case, blanks and `_ - .` in names do not count. Where an
 * article has several names for one field (`date` and `published`), the one that stands first in
 * the table wins.
 */
#ifndef INDEXER_EXTRACT_FIELD_NAME_H
#define INDEXER_EXTRACT_FIELD_NAME_H

#include <glib.h>

#include "morgue/article.h"
#include "morgue/date-parse.h"

typedef enum {
    ROLE_NONE, /* a name that is not in the table */
    ROLE_ID,
    ROLE_URL,
    ROLE_HEADLINE,
    ROLE_SUBTITLE,
    ROLE_SUMMARY,
    ROLE_BODY,
    ROLE_AUTHOR,
    ROLE_PUBLISHED,
    ROLE_YEAR,
    ROLE_MONTH,
    ROLE_DAY,
    ROLE_MODIFIED,
    ROLE_LANGUAGE,
    ROLE_SECTION,
    ROLE_KEYWORDS,
    ROLE_SOURCE,
    ROLE_PLACE,
    ROLE_EDITION,
    ROLE_PAGE,
} FieldRole;

FieldRole field_role(const char *name, gsize length);

/* The values of one article, gathered before they are set, so that the better name wins. */
typedef struct FieldCollector FieldCollector;

FieldCollector *field_collector_new(void);
void field_collector_free(FieldCollector *collector);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FieldCollector, field_collector_free)
void field_collector_clear(FieldCollector *collector);

/*
 * Adds a value; what is unknown, empty or a word for nothing (`null`, `None`, `NaN`, `N/A`) is
 * passed over. Several values under one name are a list: authors, keywords, paragraphs. Returns
 * the role of the name, whether or not there was a value.
 */
FieldRole field_collector_add(FieldCollector *collector, const char *name, gsize name_length,
                              const char *value, gsize value_length);

/* The best value for a role, NULL where there is none. Borrowed. */
const char *field_collector_get(const FieldCollector *collector, FieldRole role);

/*
 * Sets the fields of the article. Dates are read with `dates` (may be NULL); ids get the prefix
 * `id:`, and short ones set nothing: they may be another article's in another file. The body is
 * appended as it is.
 */
void field_collector_apply(const FieldCollector *collector, Article *article, Provenance from,
                           const DateContext *dates);

#endif
