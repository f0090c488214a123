/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nexis-key.h: the keys and marks of LexisNexis downloads, in the languages of its interface.
 *
 * The classic form writes `LENGTH: 355 words` and divides documents by `2 of 10 DOCUMENTS`; Nexis
 * Uni writes `Length: 355 words` and ends them with `End of Document`.
 */
#ifndef INDEXER_EXTRACT_NEXIS_KEY_H
#define INDEXER_EXTRACT_NEXIS_KEY_H

#include <glib.h>

typedef enum {
    NEXIS_NONE, /* no key of theirs */
    /* Of the head. */
    NEXIS_HEADLINE,
    NEXIS_BYLINE,
    NEXIS_SECTION,
    NEXIS_LENGTH,
    NEXIS_DATELINE,
    NEXIS_HIGHLIGHT,
    NEXIS_BODY,
    /* Of the tail. */
    NEXIS_GRAPHIC,
    NEXIS_LANGUAGE,
    NEXIS_SUBJECT,
    NEXIS_OTHER, /* load date, type of publication, codes */
} NexisKey;

/* The key of a line (valid UTF-8, without blanks before it), and where its value begins. */
NexisKey nexis_key(const char *line, gsize length, gsize *value_start);

gboolean nexis_key_is_of_tail(NexisKey key);

/* Whether a line says which document of how many follows: `2 of 10 DOCUMENTS`, `Dokument 2 von 10`.
 * Any ASCII superset. */
gboolean nexis_is_beginning(const char *line, gsize length);

/* Whether a line is `End of Document`. */
gboolean nexis_is_end(const char *line, gsize length);

/* Whether a line is nothing but `Body`, or `Classification`: what begins below it. */
gboolean nexis_is_body_mark(const char *line, gsize length);
gboolean nexis_is_tail_mark(const char *line, gsize length);

#endif
