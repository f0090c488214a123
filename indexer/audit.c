/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One pass over the documents, and one over those of each flag. */
#include "indexer/audit.h"

#include <string.h>

#include "morgue/date.h"
#include "morgue/error.h"
#include "morgue/field.h"

/* A date as a number that sorts: YYYYMMDD, with zeros for what is not known. */
#define YEAR_UNIT  10000
#define MONTH_UNIT 100

typedef struct {
    AuditSource *source;
    GArray *dates; /* of guint32 */
} Tally;

typedef struct {
    const Index *index;
    Audit *audit;
    GHashTable *tallies; /* name → Tally */
    Tally **of_document; /* by docid; NULL: dead, or not there */
    XapianDocid last;
} Count;

/* The values of one slot, beside a walk over all documents. */
typedef struct {
    XapianValueIterator *values;
    XapianDocid docid; /* of the value that is next */
    gboolean is_at_end;
} Stream;

static void source_free(gpointer data)
{
    AuditSource *source = data;
    g_array_unref(source->years);
    coverage_clear(&source->coverage);
    g_free(source->flags);
    g_free(source->name);
    g_free(source);
}

static void tally_free(gpointer data)
{
    Tally *tally = data;
    g_array_unref(tally->dates);
    g_free(tally);
}

static void flag_clear(gpointer data)
{
    AuditFlag *flag = data;
    g_free(flag->name);
}

void audit_free(Audit *audit)
{
    if (audit == NULL)
        return;
    g_ptr_array_unref(audit->sources);
    g_array_unref(audit->flags);
    g_free(audit);
}

/* Streams of values */

static XapianStatus stream_advance(Stream *stream, XapianError *cause)
{
    XapianStatus status = xapian_value_iterator_next(stream->values, cause);
    stream->is_at_end = status == XAPIAN_END;
    if (status == XAPIAN_OK)
        status = xapian_value_iterator_get_docid(stream->values, &stream->docid, cause);
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

static XapianStatus stream_open(Stream *stream, const XapianDatabase *database,
                                XapianValueSlot slot, XapianError *cause)
{
    XapianStatus status = xapian_database_valuestream(database, slot, &stream->values, cause);
    return status == XAPIAN_OK ? stream_advance(stream, cause) : status;
}

/* The value of a document, which must not lie before the last one; of length 0 where it has none.
 */
static XapianStatus stream_get(Stream *stream, XapianDocid docid, const char **value, gsize *length,
                               XapianError *cause)
{
    XapianStatus status = XAPIAN_OK;
    while (status == XAPIAN_OK && !stream->is_at_end && stream->docid < docid)
        status = stream_advance(stream, cause);
    *value = "";
    *length = 0;
    if (status == XAPIAN_OK && !stream->is_at_end && stream->docid == docid)
        *value = xapian_value_iterator_get_value(stream->values, length);
    return status;
}

/* Documents */

static Tally *tally_of(Count *count, const char *value, gsize length)
{
    g_autofree char *name = g_strndup(value, length);
    Tally *tally = g_hash_table_lookup(count->tallies, name);
    if (tally != NULL)
        return tally;
    tally = g_new0(Tally, 1);
    tally->dates = g_array_new(FALSE, FALSE, sizeof(guint32));
    tally->source = g_new0(AuditSource, 1);
    tally->source->name = g_steal_pointer(&name);
    tally->source->years = g_array_new(FALSE, FALSE, sizeof(AuditYear));
    g_ptr_array_add(count->audit->sources, tally->source);
    g_hash_table_insert(count->tallies, tally->source->name, tally);
    return tally;
}

static void count_date(Count *count, Tally *tally, const char *key, gsize length)
{
    Date date;
    tally->source->articles++;
    count->audit->articles++;
    if (!date_from_key(key, length, &date)) {
        tally->source->undated++;
        count->audit->undated++;
        return;
    }
    guint32 number = (guint32)(date.year * YEAR_UNIT + date.month * MONTH_UNIT + date.day);
    g_array_append_val(tally->dates, number);
}

static XapianStatus count_document(Count *count, XapianDocid docid, Stream *dates, Stream *sources,
                                   XapianError *cause)
{
    const char *source, *date;
    gsize source_length, date_length;
    if (docid > count->last || index_is_dead(count->index, docid))
        return XAPIAN_OK;
    XapianStatus status = stream_get(sources, docid, &source, &source_length, cause);
    if (status != XAPIAN_OK)
        return status;
    Tally *tally = tally_of(count, source, source_length);
    count->of_document[docid] = tally;
    status = stream_get(dates, docid, &date, &date_length, cause);
    if (status == XAPIAN_OK)
        count_date(count, tally, date, date_length);
    return status;
}

static gboolean count_documents(Count *count, GError **error)
{
    const XapianDatabase *database = index_database(count->index);
    XapianError cause;
    XapianPostingIterator *all = NULL;
    Stream dates = {0}, sources = {0};
    XapianStatus status = xapian_database_get_lastdocid(database, &count->last, &cause);
    if (status == XAPIAN_OK)
        status = stream_open(&dates, database, SLOT_DATE, &cause);
    if (status == XAPIAN_OK)
        status = stream_open(&sources, database, field_get(FIELD_SOURCE)->slot, &cause);
    if (status == XAPIAN_OK)
        status = xapian_database_postlist(database, "", 0, &all, &cause);
    count->of_document = g_new0(Tally *, (gsize)count->last + 1);
    while (status == XAPIAN_OK && (status = xapian_posting_iterator_next(all, &cause)) == XAPIAN_OK)
        status =
            count_document(count, xapian_posting_iterator_get_docid(all), &dates, &sources, &cause);
    xapian_posting_iterator_free(all);
    xapian_value_iterator_free(dates.values);
    xapian_value_iterator_free(sources.values);
    return status == XAPIAN_END ||
           morgue_error_from_xapian(error, &cause, index_directory(count->index));
}

/* Dates of one source */

static int by_number(gconstpointer a, gconstpointer b)
{
    const guint32 *first = a, *second = b;
    return (*first > *second) - (*first < *second);
}

static void add_year(GArray *years, guint year)
{
    if (years->len == 0 || g_array_index(years, AuditYear, years->len - 1).year != year) {
        const AuditYear fresh = {year, 0};
        g_array_append_val(years, fresh);
    }
    g_array_index(years, AuditYear, years->len - 1).articles++;
}

static void add_day(GArray *days, gint64 day)
{
    if (days->len == 0 || g_array_index(days, CoverageDay, days->len - 1).day != day) {
        const CoverageDay fresh = {day, 0};
        g_array_append_val(days, fresh);
    }
    g_array_index(days, CoverageDay, days->len - 1).articles++;
}

static void finish_tally(Tally *tally, guint flags)
{
    AuditSource *source = tally->source;
    g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(CoverageDay));
    source->flags = g_new0(guint64, flags);
    g_array_sort(tally->dates, by_number);
    for (guint i = 0; i < tally->dates->len; i++) {
        guint32 number = g_array_index(tally->dates, guint32, i);
        int year = (int)(number / YEAR_UNIT), month = (int)(number / MONTH_UNIT % 100);
        int day = (int)(number % MONTH_UNIT);
        add_year(source->years, (guint)year);
        if (day == 0)
            source->without_day++;
        else
            add_day(days, date_days_from_civil(year, month, day));
    }
    coverage_init(&source->coverage, days);
}

/* Flags */

static XapianStatus find_flags(Count *count, XapianError *cause)
{
    XapianTermIterator *terms = NULL;
    gsize prefix = strlen(PREFIX_FLAG);
    XapianStatus status =
        xapian_database_allterms(index_database(count->index), PREFIX_FLAG, prefix, &terms, cause);
    while (status == XAPIAN_OK && (status = xapian_term_iterator_next(terms, cause)) == XAPIAN_OK) {
        size_t length;
        const char *term = xapian_term_iterator_get_term(terms, &length);
        const AuditFlag flag = {g_strndup(term + prefix, length - prefix), 0};
        g_array_append_val(count->audit->flags, flag);
    }
    xapian_term_iterator_free(terms);
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

static XapianStatus count_flag(Count *count, guint place, XapianError *cause)
{
    AuditFlag *flag = &g_array_index(count->audit->flags, AuditFlag, place);
    g_autofree char *term = g_strconcat(PREFIX_FLAG, flag->name, NULL);
    XapianPostingIterator *postings = NULL;
    XapianStatus status = xapian_database_postlist(index_database(count->index), term, strlen(term),
                                                   &postings, cause);
    while (status == XAPIAN_OK &&
           (status = xapian_posting_iterator_next(postings, cause)) == XAPIAN_OK) {
        XapianDocid docid = xapian_posting_iterator_get_docid(postings);
        Tally *tally = docid <= count->last ? count->of_document[docid] : NULL;
        if (tally == NULL)
            continue;
        tally->source->flags[place]++;
        flag->articles++;
    }
    xapian_posting_iterator_free(postings);
    return status == XAPIAN_END ? XAPIAN_OK : status;
}

static int by_source(gconstpointer a, gconstpointer b)
{
    const AuditSource *first = *(const AuditSource *const *)a;
    const AuditSource *second = *(const AuditSource *const *)b;
    gboolean is_unnamed = *first->name == '\0', is_other_unnamed = *second->name == '\0';
    if (is_unnamed != is_other_unnamed)
        return is_unnamed ? 1 : -1;
    return strcmp(first->name, second->name);
}

/* Flags are counted after the documents, which say what each belongs to, and whether it lives. */
static gboolean count_all(Count *count, GError **error)
{
    if (!count_documents(count, error))
        return FALSE;
    XapianError cause;
    XapianStatus status = find_flags(count, &cause);
    GHashTableIter iterator;
    gpointer tally;
    g_hash_table_iter_init(&iterator, count->tallies);
    while (g_hash_table_iter_next(&iterator, NULL, &tally))
        finish_tally(tally, count->audit->flags->len);
    for (guint i = 0; i < count->audit->flags->len && status == XAPIAN_OK; i++)
        status = count_flag(count, i, &cause);
    g_ptr_array_sort(count->audit->sources, by_source);
    return status == XAPIAN_OK ||
           morgue_error_from_xapian(error, &cause, index_directory(count->index));
}

/* Drops the flags that only dead versions have. */
static void drop_idle_flags(Audit *audit)
{
    for (guint i = audit->flags->len; i-- > 0;) {
        if (g_array_index(audit->flags, AuditFlag, i).articles > 0)
            continue;
        for (guint at = 0; at < audit->sources->len; at++) {
            AuditSource *source = g_ptr_array_index(audit->sources, at);
            memmove(source->flags + i, source->flags + i + 1,
                    (audit->flags->len - i - 1) * sizeof *source->flags);
        }
        g_array_remove_index(audit->flags, i);
    }
}

Audit *audit_new(const Index *index, GError **error)
{
    g_autoptr(Audit) audit = g_new0(Audit, 1);
    audit->sources = g_ptr_array_new_with_free_func(source_free);
    audit->flags = g_array_new(FALSE, FALSE, sizeof(AuditFlag));
    g_array_set_clear_func(audit->flags, flag_clear);
    Count count = {
        .index = index,
        .audit = audit,
        .tallies = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, tally_free),
    };
    gboolean counted = count_all(&count, error);
    drop_idle_flags(audit);
    g_hash_table_unref(count.tallies);
    g_free(count.of_document);
    return counted ? g_steal_pointer(&audit) : NULL;
}
