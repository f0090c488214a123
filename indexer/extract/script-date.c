/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for `name: value` and `name = value` in any notation, and for timestamps in quotes. */
#include "indexer/extract/script-date.h"

#include <string.h>

#define NAME_SIZE   32
#define VALUE_SIZE  64
#define SIGNS_AFTER 8 /* quotes, blanks, colon or equals sign between name and value */
/* The length of `YYYY-MM-DD hh:mm`, and what quotes may hold at most: seconds and a zone, too. */
#define TIMESTAMP_LEAST 16
#define TIMESTAMP_MOST  40

/* Names of dates of publication, then of creation, in lower case without `_`, `-` and `.`. */
static const char *const names[] = {
    "datepublished",    "publishdate",    "publisheddate",    "publishedat",
    "publicationdate",  "pubdate",        "publishtime",      "publishedtime",
    "firstpublishdate", "firstpublished", "firstpublishedat", "articlepublicationdate",
    "displaydate",      "postdate",       "datecreated",      "createddate",
    "createdat",
};

/* The rank of the name that ends before `end`; a lower one is better. */
static gsize rank_of(const char *start, const char *end)
{
    char name[NAME_SIZE];
    gsize length = 0;
    for (; start < end && length + 1 < sizeof name; start++)
        if (g_ascii_isalpha(*start))
            name[length++] = g_ascii_tolower(*start);
    name[length] = '\0';
    gsize rank = 0;
    while (rank < G_N_ELEMENTS(names) && (start < end || strcmp(name, names[rank]) != 0))
        rank++;
    return rank;
}

static gboolean is_of_name(char sign)
{
    return g_ascii_isalnum(sign) || sign == '_' || sign == '-' || sign == '.';
}

/* The value after a name and its sign of assignment: what is in quotes, or a number. */
static gboolean read_value(const char *at, const char *end, const DateContext *context, Date *date)
{
    const char *stop = MIN(at + SIGNS_AFTER, end);
    gboolean is_assigned = FALSE;
    for (; at < stop && strchr("\\\"' :=", *at) != NULL; at++)
        is_assigned = is_assigned || *at == ':' || *at == '=';
    if (!is_assigned || at == end)
        return FALSE;
    gsize length = 0;
    while (length < VALUE_SIZE && at + length < end && strchr("\\\"';,<>}&", at[length]) == NULL)
        length++;
    return length >= strlen("1.1.2000") && date_parse(at, length, context, date, NULL) &&
           date->precision >= DATE_PRECISION_DAY;
}

gboolean script_date_find(const char *page, gsize length, const DateContext *context, Date *date)
{
    const char *end = page + length;
    gsize best = G_N_ELEMENTS(names);
    const char *at = page;
    while (at < end) {
        const char *start = at;
        while (at < end && is_of_name(*at))
            at++;
        gsize rank = at - start < 7 ? G_N_ELEMENTS(names) : rank_of(start, at);
        Date found;
        if (rank < best && read_value(at, end, context, &found)) {
            best = rank;
            *date = found;
        }
        at += at == start ? 1 : 0;
    }
    return best < G_N_ELEMENTS(names);
}

/* A day and a time of day in quotes: `"2019-03-05T10:30:00Z"`. `at` is behind the first quote. */
static gboolean read_timestamp(const char *at, const char *end, const DateContext *context,
                               Date *date)
{
    gsize most = MIN((gsize)(end - at), TIMESTAMP_MOST);
    const char *quote = memchr(at, at[-1], most);
    if (quote == NULL || quote - at < TIMESTAMP_LEAST || !g_ascii_isdigit(at[0]) ||
        !g_ascii_isdigit(at[3]) || strchr("-/", at[4]) == NULL || at[4] == '\0')
        return FALSE;
    return date_parse(at, (gsize)(quote - at), context, date, NULL) &&
           date->precision > DATE_PRECISION_DAY;
}

/* Whether all timestamps of [at, end) are of one day; `date` has the day so far, or none. */
static gboolean read_timestamps(const char *at, const char *end, const DateContext *context,
                                Date *date)
{
    for (; at < end; at++) {
        Date found;
        if ((*at != '"' && *at != '\'') || at + 1 == end ||
            !read_timestamp(at + 1, end, context, &found))
            continue;
        if (date_is_set(date) && date_days(date) != date_days(&found))
            return FALSE;
        *date = found;
    }
    return TRUE;
}

/* Where a tag of that beginning, in lower case, is next; `end` for nowhere. */
static const char *find_tag(const char *at, const char *end, const char *tag)
{
    gsize length = strlen(tag);
    while ((at = memchr(at, '<', (gsize)(end - at))) != NULL && (gsize)(end - at) >= length) {
        if (g_ascii_strncasecmp(at, tag, length) == 0)
            return at;
        at++;
    }
    return end;
}

gboolean script_date_find_only(const char *page, gsize length, const DateContext *context,
                               Date *date)
{
    const char *end = page + length;
    Date only = {0};
    for (const char *at = page; at < end;) {
        const char *script = find_tag(at, end, "<script");
        at = find_tag(script, end, "</script");
        if (!read_timestamps(script, at, context, &only))
            return FALSE;
    }
    if (date_is_set(&only))
        *date = only;
    return date_is_set(&only);
}
