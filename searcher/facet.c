/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facets. */
#include "searcher/facet.h"

#include <string.h>

#include "morgue/field.h"
#include "searcher/tally.h"

/* A column of the index, and how much of each value is counted. */
typedef struct FacetColumn {
    const char *name;
    guint slot;
    DatePrecision precision; /* of dates; else DATE_PRECISION_NONE */
} FacetColumn;

static const FacetColumn date_columns[] = {
    {"year", SLOT_DATE, DATE_PRECISION_YEAR},
    {"month", SLOT_DATE, DATE_PRECISION_MONTH},
    {"day", SLOT_DATE, DATE_PRECISION_DAY},
};

/* Fields whose whole values are in a column, but for dates and ids. */
static gboolean is_facet(const Field *field)
{
    return field->slot != FIELD_NO_SLOT && field->slot != SLOT_DATE && field->slot != SLOT_ID;
}

static gboolean find_column(const char *name, FacetColumn *column)
{
    for (gsize i = 0; i < G_N_ELEMENTS(date_columns); i++) {
        *column = date_columns[i];
        if (g_ascii_strcasecmp(name, column->name) == 0)
            return TRUE;
    }
    const Field *field = field_find(name, strlen(name));
    if (field == NULL || !is_facet(field))
        return FALSE;
    *column = (FacetColumn){field->name, field->slot, DATE_PRECISION_NONE};
    return TRUE;
}

const char *facet_find(const char *name)
{
    FacetColumn column;
    return find_column(name, &column) ? column.name : NULL;
}

char *facet_names(void)
{
    GString *names = g_string_new(NULL);
    for (const Field *field = field_table(); field < field_table() + FIELD_COUNT; field++) {
        if (is_facet(field))
            g_string_append_printf(names, "%s ", field->name);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(date_columns); i++)
        g_string_append_printf(names, "%s%s", i > 0 ? " " : "", date_columns[i].name);
    return g_string_free(names, FALSE);
}

/* Counting. */

typedef struct Count {
    const FacetColumn *column;
    GHashTable *values; /* of counts, by their text */
    guint with;         /* articles with a value */
} Count;

/* Takes `text` over. */
static void add_text(Count *count, char *text, guint articles)
{
    gpointer before = g_hash_table_lookup(count->values, text);
    g_hash_table_replace(count->values, text,
                         GUINT_TO_POINTER(GPOINTER_TO_UINT(before) + articles));
}

static void add_date(Count *count, const char *key, gsize length, guint articles)
{
    Date date;
    char text[DATE_TEXT_SIZE];
    if (!date_from_key(key, length, &date) || date.precision < count->column->precision)
        return;
    date = date_truncate(&date, count->column->precision);
    count->with += articles;
    add_text(count, g_strdup(date_format_iso(&date, text)), articles);
}

/* An article that names a keyword twice has it once. */
static void add_values(Count *count, const char *values, gsize length, guint articles)
{
    g_autofree char *joined = g_strndup(values, length);
    g_auto(GStrv) parts = g_strsplit(joined, FIELD_VALUE_SEPARATOR, -1);
    count->with += articles;
    for (char **part = parts; *part != NULL; part++) {
        gboolean repeated = FALSE;
        for (char **other = parts; other < part && !repeated; other++)
            repeated = strcmp(*other, *part) == 0;
        if (!repeated)
            add_text(count, g_strdup(*part), articles);
    }
}

static void add_value(const char *value, gsize length, guint articles, gpointer user)
{
    Count *count = user;
    if (count->column->precision != DATE_PRECISION_NONE)
        add_date(count, value, length, articles);
    else
        add_values(count, value, length, articles);
}

/* Facets. */

static int compare_values(gconstpointer a, gconstpointer b)
{
    const FacetValue *left = a, *right = b;
    if (left->found != right->found)
        return left->found > right->found ? -1 : 1;
    return strcmp(left->text, right->text);
}

static void value_clear(FacetValue *value)
{
    g_free(value->text);
}

static void facet_clear(Facet *facet)
{
    g_array_unref(facet->values);
}

static GArray *sorted_values(GHashTable *counts)
{
    GArray *values = g_array_new(FALSE, FALSE, sizeof(FacetValue));
    g_array_set_clear_func(values, (GDestroyNotify)value_clear);
    GHashTableIter iterator;
    gpointer text, found;
    g_hash_table_iter_init(&iterator, counts);
    while (g_hash_table_iter_next(&iterator, &text, &found)) {
        FacetValue value = {text, GPOINTER_TO_UINT(found)};
        g_hash_table_iter_steal(&iterator);
        g_array_append_val(values, value);
    }
    g_array_sort(values, compare_values);
    return values;
}

static gboolean add_facet(GArray *facets, const FacetColumn *column, const Tally *tally,
                          GError **error)
{
    g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Count count = {column, values, 0};
    if (!tally_visit(tally, facets->len, add_value, &count, error))
        return FALSE;
    Facet facet = {
        .name = column->name,
        .values = sorted_values(values),
        .found = tally_found(tally),
        .without = tally_found(tally) - count.with,
    };
    g_array_append_val(facets, facet);
    return TRUE;
}

GArray *facets_new(const char *const *names, const Session *session, const XapianQuery *query,
                   GError **error)
{
    guint length = g_strv_length((char **)names);
    g_autofree FacetColumn *columns = g_new0(FacetColumn, length);
    g_autofree guint *slots = g_new0(guint, length);
    for (guint i = 0; i < length; i++) {
        gboolean known = find_column(names[i], &columns[i]);
        g_assert(known);
        slots[i] = columns[i].slot;
    }
    g_autoptr(Tally) tally = tally_new(session, query, slots, length, error);
    if (tally == NULL)
        return NULL;
    g_autoptr(GArray) facets = g_array_new(FALSE, FALSE, sizeof(Facet));
    g_array_set_clear_func(facets, (GDestroyNotify)facet_clear);
    for (guint i = 0; i < length; i++) {
        if (!add_facet(facets, &columns[i], tally, error))
            return NULL;
    }
    return g_steal_pointer(&facets);
}
