/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record.h: what the index keeps of an article besides its terms, as the data of its document.
 *
 * The form is `key=value` lines, an empty line, then the full text, so that snippets and --show
 * outlive the original file and any Xapian tool can print it. In a value a line feed is written
 * `\n` and a backslash `\\`; absent fields have no line. The text begins with the body: the
 * headline is a value.
 */
#ifndef MORGUE_RECORD_H
#define MORGUE_RECORD_H

#include <glib.h>

#include "morgue/article.h"

typedef enum {
    RECORD_ID,        /* public id, 12 characters */
    RECORD_ID_SOURCE, /* what the id was made of: explicit id, URL, or path#ordinal */
    RECORD_ROOT,      /* number of the root of the file */
    RECORD_FILE,      /* path relative to the root; any bytes */
    RECORD_OFFSET,    /* of the record in the file, decimal */
    RECORD_LENGTH,
    RECORD_DATE,            /* YYYY[-MM[-DD[Thh[:mm[:ss]]]]] */
    RECORD_DATE_PRECISION,  /* year month day hour minute second */
    RECORD_DATE_FROM,       /* provenance */
    RECORD_DATE_CONFIDENCE, /* 0.00 to 1.00 */
    RECORD_MODIFIED,
    RECORD_HEADLINE,
    RECORD_HEADLINE_FROM,
    RECORD_SUBTITLE,
    RECORD_SUMMARY,
    RECORD_BYLINE,
    RECORD_SECTION,
    RECORD_SOURCE,
    RECORD_PLACE,
    RECORD_KEYWORDS, /* joined by U+001F */
    RECORD_LANGUAGE,
    RECORD_URL,
    RECORD_EDITION,
    RECORD_PAGE,
    RECORD_FLAGS, /* blank-separated: index-page paywalled truncated repaired printed-page poor-scan
                     gallery live-blog */
    RECORD_WORDS, /* words of headline and body, decimal */
    RECORD_KEYS
} RecordKey;

typedef struct Record {
    /* Unescaped, NUL-terminated, owned by the record; NULL where absent. */
    const char *value[RECORD_KEYS];
    const char *text; /* borrowed from the data; not NUL-terminated */
    gsize text_length;
    GStringChunk *strings;
} Record;

/* The key as it stands in the data: `id`, `date_from` … */
const char *record_key_name(RecordKey key);

/*
 * Reads the data of a document, which must outlive the record. Keys that this version does not
 * know are passed over. Error: MORGUE_ERROR_DAMAGED where there is no empty line or no id.
 */
gboolean record_init(Record *record, const char *data, gsize length, GError **error);
void record_clear(Record *record);

/* Appends `key=value` to data that is being written; NULL or empty appends nothing. */
void record_append(GString *data, RecordKey key, const char *value);
/* Ends the values and appends the text. */
void record_append_text(GString *data, const char *text, gsize length);

#endif
