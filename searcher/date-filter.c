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

/*
 * By terms, or by values: a key that goes on past the last day's is still in it. Values also find
 * an imprecise date that the end of the range cuts, which is to be found.
 */
static XapianQuery *range_of_terms(const GPtrArray *terms, Days range)
{
    char lower[DATE_KEY_SIZE];
    char upper[DATE_KEY_SIZE + 1];
    Date first = date_from_days(range.first);
    Date last = date_from_days(range.last);
    date_key(&first, lower);
    gsize length = date_key(&last, upper);
    upper[length++] = ':'; /* after every digit */
    XapianQuery *query = NULL;
    XapianStatus status = xapian_query_new_range_of_terms(SLOT_DATE, lower, strlen(lower), upper,
                                                          length, (const char *const *)terms->pdata,
                                                          terms->len, &query, NULL);
    g_assert(status == XAPIAN_OK);
    return query;
}

/* One term is asked for as it is. */
static XapianQuery *whole_dates(const GPtrArray *terms, Days range)
{
    if (terms->len == 0)
        return NULL;
    if (terms->len > 1)
        return range_of_terms(terms, range);
    const char *term = g_ptr_array_index(terms, 0);
    return expression_term(term, strlen(term));
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

/* What is before and after a range. */
typedef struct Rest {
    Collector before, after;
    Days earlier, later;
} Rest;

static void collect_rest(Rest *rest, const Collector *inside, Days range, Days bounds)
{
    rest->earlier = (Days){bounds.first, range.first - 1};
    rest->later = (Days){range.last + 1, bounds.last};
    collector_init(&rest->before, inside->database, inside->error);
    collector_init(&rest->after, inside->database, inside->error);
    collect_range(&rest->before, rest->earlier);
    if (!rest->before.failed)
        collect_range(&rest->after, rest->later);
}

/* What is dated and not in the rest; NULL on an error. */
static XapianQuery *all_but(const char *dated, Rest *rest)
{
    XapianQuery *query = NULL;
    if (!rest->before.failed && !rest->after.failed)
        query = expression_pair(XAPIAN_QUERY_AND_NOT, expression_term(dated, strlen(dated)),
                                expression_pair(XAPIAN_QUERY_OR,
                                                whole_dates(rest->before.terms, rest->earlier),
                                                whole_dates(rest->after.terms, rest->later)));
    collector_clear(&rest->before);
    collector_clear(&rest->after);
    return query;
}

/*
 * The whole dates in a range; NULL on an error. Where most articles are in it, by those that are
 * not: it is reading the articles of terms that takes time.
 */
static XapianQuery *cover(Collector *inside, Days range, Days bounds)
{
    g_autofree char *dated = g_strconcat(PREFIX_HAS, field_get(FIELD_DATE_PUBLISHED)->name, NULL);
    guint all = count_articles(inside, dated);
    if (inside->failed)
        return NULL;
    if (inside->articles > all / 2) {
        Rest rest;
        collect_rest(&rest, inside, range, bounds);
        return all_but(dated, &rest);
    }
    XapianQuery *query = whole_dates(inside->terms, range);
    return query != NULL ? query : expression_nothing();
}

XapianQuery *date_filter_new(const XapianDatabase *database, const DateRange *range, GError **error)
{
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
    XapianQuery *query = cover(&inside, wanted, bounds);
    if (query != NULL)
        query = with_partial(query, &inside);
    collector_clear(&inside);
    return query;
}
