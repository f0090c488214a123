/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ranges of dates: the terms of the years, months and days in them, and their values. */
#include "searcher/date-filter.h"

#include <string.h>

#include "morgue/error.h"
#include "morgue/field.h"

typedef struct Days {
    gint64 first, last; /* none where last < first */
} Days;

/* Gathers the terms of a range that exist in the database. */
typedef struct Collector {
    const XapianDatabase *database;
    GPtrArray *terms;   /* of char *: Y2022, M202203, D20220315 */
    GPtrArray *partial; /* of XapianQuery *: imprecise dates whose span the range cuts */
    guint64 articles;   /* that have one of the terms */
    GError **error;
    gboolean failed;
} Collector;

static void collector_init(Collector *collector, const XapianDatabase *database, GError **error)
{
    *collector = (Collector){
        .database = database,
        .terms = g_ptr_array_new_with_free_func(g_free),
        .partial = expression_parts(),
        .error = error,
    };
}

static void collector_clear(Collector *collector)
{
    g_ptr_array_unref(collector->terms);
    g_ptr_array_unref(collector->partial);
}

/* How many articles have a term; 0 after an error. */
static guint count_articles(Collector *collector, const char *term)
{
    XapianError cause;
    XapianDocumentCount count = 0;
    if (collector->failed)
        return 0;
    if (xapian_database_get_termfreq(collector->database, term, strlen(term), &count, &cause) !=
        XAPIAN_OK)
        collector->failed = !morgue_error_from_xapian(collector->error, &cause, "dates");
    return count;
}

/* The term of a date: `Y` and 4, `M` and 6 or `D` and 8 digits, by its precision. */
static char *date_term(const Date *date)
{
    static const char prefixes[] = {'\0', 'Y', 'M', 'D'};
    char key[DATE_KEY_SIZE];
    date_key(date, key);
    g_assert(date->precision < G_N_ELEMENTS(prefixes));
    return g_strdup_printf("%c%s", prefixes[date->precision], key);
}

static void add_whole(Collector *collector, const Date *date)
{
    char *term = date_term(date);
    guint count = count_articles(collector, term);
    collector->articles += count;
    if (count > 0)
        g_ptr_array_add(collector->terms, term);
    else
        g_free(term);
}

/* Articles that know no more than the year or month that the range cuts. */
static void add_cut(Collector *collector, const Date *date)
{
    g_autofree char *term = date_term(date);
    const char *imprecise =
        date->precision == DATE_PRECISION_YEAR ? TERM_DATE_YEAR_ONLY : TERM_DATE_MONTH_ONLY;
    if (count_articles(collector, term) == 0 || count_articles(collector, imprecise) == 0)
        return;
    g_ptr_array_add(collector->partial,
                    expression_pair(XAPIAN_QUERY_FILTER, expression_term(term, strlen(term)),
                                    expression_term(imprecise, strlen(imprecise))));
}

/*
 * Adds what covers the part of the range that lies in `span`, a year, month or day: its own term
 * if that is all of it, else those of the parts of it.
 */
static void collect(Collector *collector, const Date *span, Days range)
{
    Days days = {date_first_day(span), date_last_day(span)};
    if (days.last < range.first || days.first > range.last || collector->failed)
        return;
    if (days.first >= range.first && days.last <= range.last) {
        add_whole(collector, span);
        return;
    }
    add_cut(collector, span);
    if (span->precision == DATE_PRECISION_YEAR) {
        for (int month = 1; month <= 12; month++) {
            Date part = date_from_ymd(span->year, month, 0);
            collect(collector, &part, range);
        }
    } else {
        for (int day = 1; day <= date_days_in_month(span->year, span->month); day++) {
            Date part = date_from_ymd(span->year, span->month, day);
            collect(collector, &part, range);
        }
    }
}

static void collect_range(Collector *collector, Days range)
{
    if (range.last < range.first)
        return;
    Date first = date_from_days(range.first);
    Date last = date_from_days(range.last);
    for (int year = first.year; year <= last.year; year++) {
        Date span = date_from_ymd(year, 0, 0);
        collect(collector, &span, range);
    }
}

/* The days that the articles of the index lie in. FALSE where none is dated, or on an error. */
static gboolean read_bounds(const XapianDatabase *database, Days *bounds, GError **error)
{
    XapianString lower = XAPIAN_STRING_INIT;
    XapianString upper = XAPIAN_STRING_INIT;
    XapianError cause;
    Date first, last;
    gboolean known = FALSE;
    if (xapian_database_get_value_lower_bound(database, SLOT_DATE, &lower, &cause) != XAPIAN_OK ||
        xapian_database_get_value_upper_bound(database, SLOT_DATE, &upper, &cause) != XAPIAN_OK) {
        morgue_error_from_xapian(error, &cause, "dates");
    } else if (date_from_key(lower.bytes, lower.length, &first) &&
               date_from_key(upper.bytes, upper.length, &last)) {
        /* An imprecise date sorts before those in its span: the last one may end later. */
        Date year = date_truncate(&last, DATE_PRECISION_YEAR);
        *bounds = (Days){date_first_day(&first), date_last_day(&year)};
        known = TRUE;
    }
    xapian_string_clear(&lower);
    xapian_string_clear(&upper);
    return known;
}

/* The terms of a range, and where most articles are in it those of the rest. */
typedef struct Cover {
    const Collector *inside;
    const char *dated;     /* the term of all articles with a date */
    const Collector *rest; /* NULL: the terms inside will do */
    Days range;
} Cover;

/* The first key in a range: a month that begins with it sorts before its first day, a year too. */
static gsize first_key(gint64 day, char key[DATE_KEY_SIZE])
{
    Date first = date_from_days(day);
    if (first.day == 1)
        first =
            date_truncate(&first, first.month == 1 ? DATE_PRECISION_YEAR : DATE_PRECISION_MONTH);
    return date_key(&first, key);
}

/*
 * By terms, or by values: a key that goes on past the last day's is still in it. Values also find
 * an imprecise date that the end of the range cuts, which is to be found.
 */
static XapianQuery *range_of_terms(const Cover *cover)
{
    char lower[DATE_KEY_SIZE];
    char upper[DATE_KEY_SIZE + 1];
    Date last = date_from_days(cover->range.last);
    gsize lower_length = first_key(cover->range.first, lower);
    gsize length = date_key(&last, upper);
    upper[length++] = ':'; /* after every digit */
    XapianTermRange range = {
        .slot = SLOT_DATE,
        .lower = lower,
        .lower_length = lower_length,
        .upper = upper,
        .upper_length = length,
        .terms = (const char *const *)cover->inside->terms->pdata,
        .term_count = cover->inside->terms->len,
    };
    if (cover->rest != NULL) {
        range.all = cover->dated;
        range.rest = (const char *const *)cover->rest->terms->pdata;
        range.rest_count = cover->rest->terms->len;
    }
    XapianQuery *query = NULL;
    XapianStatus status = xapian_query_new_range_of_terms(&range, &query, NULL);
    g_assert(status == XAPIAN_OK);
    return query;
}

static XapianQuery *any_of(const GPtrArray *terms)
{
    GPtrArray *parts = expression_parts();
    for (guint i = 0; i < terms->len; i++) {
        const char *term = g_ptr_array_index(terms, i);
        g_ptr_array_add(parts, expression_term(term, strlen(term)));
    }
    return expression_combine(XAPIAN_QUERY_OR, parts);
}

/* The same for another host, by terms alone. */
static XapianQuery *set_of_terms(const Cover *cover)
{
    return cover->rest == NULL
               ? any_of(cover->inside->terms)
               : expression_pair(XAPIAN_QUERY_AND_NOT,
                                 expression_term(cover->dated, strlen(cover->dated)),
                                 any_of(cover->rest->terms));
}

static XapianQuery *cover_query(const Cover *cover, gboolean is_remote)
{
    const GPtrArray *terms = cover->inside->terms;
    if (terms->len == 0)
        return expression_nothing();
    if (terms->len == 1)
        return any_of(terms);
    return is_remote ? set_of_terms(cover) : range_of_terms(cover);
}

/* The imprecise dates go with whatever covers the whole ones. */
static XapianQuery *with_partial(XapianQuery *query, const Collector *inside)
{
    for (guint i = 0; i < inside->partial->len; i++) {
        XapianQuery *partial = g_ptr_array_index(inside->partial, i);
        GPtrArray *copy = expression_parts();
        g_ptr_array_add(copy, partial);
        inside->partial->pdata[i] = NULL;
        query = expression_pair(XAPIAN_QUERY_OR, query, expression_combine(XAPIAN_QUERY_OR, copy));
    }
    return query;
}

/*
 * The whole dates in a range; NULL on an error. Where most articles are in it, with those that are
 * not: it is reading the articles of terms that takes time.
 */
static XapianQuery *cover_range(Collector *inside, Days range, Days bounds, gboolean is_remote)
{
    g_autofree char *dated = g_strconcat(PREFIX_HAS, field_get(FIELD_DATE_PUBLISHED)->name, NULL);
    guint all = count_articles(inside, dated);
    XapianQuery *query = NULL;
    Collector rest;
    Cover cover = {.inside = inside, .dated = dated, .range = range};
    collector_init(&rest, inside->database, inside->error);
    if (!inside->failed && inside->articles > all / 2) {
        collect_range(&rest, (Days){bounds.first, range.first - 1});
        if (!rest.failed)
            collect_range(&rest, (Days){range.last + 1, bounds.last});
        cover.rest = &rest;
    }
    if (!inside->failed && !rest.failed)
        query = cover_query(&cover, is_remote);
    collector_clear(&rest);
    return query;
}

XapianQuery *date_filter_new(const Index *index, const DateRange *range, GError **error)
{
    const XapianDatabase *database = index_database(index);
    Days bounds;
    GError *cause = NULL;
    if (!read_bounds(database, &bounds, &cause)) {
        if (cause == NULL)
            return expression_nothing();
        g_propagate_error(error, cause);
        return NULL;
    }
    Days wanted = {MAX(range->first_day, bounds.first), MIN(range->last_day, bounds.last)};
    if (wanted.last < wanted.first)
        return expression_nothing();
    Collector inside;
    collector_init(&inside, database, error);
    collect_range(&inside, wanted);
    XapianQuery *query = cover_range(&inside, wanted, bounds, index_remote(index) != NULL);
    if (query != NULL)
        query = with_partial(query, &inside);
    collector_clear(&inside);
    return query;
}
