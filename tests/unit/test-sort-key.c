/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sort keys: short, and in the order of the values that they stand for. */
#include <string.h>

#include "morgue/field.h"
#include "searcher/sort-key.h"

/* Date values in their order, each less exact one before those that it could mean. */
static const char *const dates[] = {
    "0001",         "1605",           "160502",         "16050203",     "17000229",   "1850",
    "19691231",     "19691231235960", "1970",           "197001",       "19700101",   "1970010100",
    "197001010000", "19700101000000", "19700101000001", "197001010001", "1970010101", "19700102",
    "197002",       "2022",           "20221231235959", "999912312359",
};

static XapianString borrow(const char *bytes)
{
    return (XapianString){(char *)bytes, strlen(bytes), 0};
}

static void dates_keep_their_order(void)
{
    guint64 before = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
        const XapianString value = borrow(dates[i]);
        g_test_message("%s", dates[i]);
        g_assert_true(i == 0 || strcmp(dates[i - 1], dates[i]) < 0);
        g_assert_cmpuint(sort_key_date(&value), >, before);
        before = sort_key_date(&value);
    }
    g_assert_cmpuint(before, <, G_GUINT64_CONSTANT(1) << 40);
}

static void what_is_no_date_is_0(void)
{
    static const char *const others[] = {"", "202", "20221", "2022-01", "20221301", "morning"};
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        const XapianString value = borrow(others[i]);
        g_assert_cmpuint(sort_key_date(&value), ==, 0);
    }
}

typedef struct Values {
    const char *date, *id, *added; /* NULL: none */
} Values;

static void add_value(XapianDocument *document, XapianValueSlot slot, const char *value)
{
    if (value != NULL)
        g_assert_cmpint(xapian_document_add_value(document, slot, value, strlen(value), NULL), ==,
                        XAPIAN_OK);
}

/* The key of an article with these values. */
static GBytes *key_of(const Values *values, XapianKeyFunction make, gboolean reversed)
{
    XapianDocument *document = NULL;
    XapianString key = XAPIAN_STRING_INIT;
    g_assert_cmpint(xapian_document_new(&document, NULL), ==, XAPIAN_OK);
    add_value(document, SLOT_DATE, values->date);
    add_value(document, SLOT_ID, values->id);
    add_value(document, SLOT_ADDED, values->added);
    g_assert_cmpint(make(document, &key, GINT_TO_POINTER(reversed), NULL), ==, XAPIAN_OK);
    g_assert_cmpuint(key.length, ==, 15);
    GBytes *bytes = g_bytes_new(key.bytes, key.length);
    xapian_string_clear(&key);
    xapian_document_free(document);
    return bytes;
}

static void assert_sorted(const Values *values, gsize size, XapianKeyFunction make,
                          gboolean reversed)
{
    for (gsize i = 1; i < size; i++) {
        g_autoptr(GBytes) left = key_of(&values[i - 1], make, reversed);
        g_autoptr(GBytes) right = key_of(&values[i], make, reversed);
        g_test_message("%" G_GSIZE_FORMAT, i);
        g_assert_cmpint(g_bytes_compare(left, right), <, 0);
    }
}

static void by_date_the_undated_are_last_and_equal_ones_come_by_id(void)
{
    static const Values oldest[] = {
        {"0001", "000000000000", NULL},
        {"18500101", "zzzzzzzzzzzz", NULL},
        {"1969", "000000000000", NULL},
        {"1969", "000000000001", NULL},
        {"1969", "00000000000z", NULL},
        {"1969", "000000000010", NULL},
        {"1969", "0zzzzzzzzzzz", NULL},
        {"1969", "g00000000000", NULL},
        {"19700101", "000000000000", NULL},
        {"20221231235959", "0", NULL},
        {NULL, NULL, NULL},
        {NULL, "000000000001", NULL},
        {NULL, "zzzzzzzzzzzz", NULL},
    };
    static const Values newest[] = {
        {"20221231235959", "zzzzzzzzzzzz", NULL},
        {"19700101", "000000000000", NULL},
        {"197001", "000000000000", NULL},
        {"1970", "000000000000", NULL},
        {"1969", "000000000000", NULL},
        {"1969", "0zzzzzzzzzzz", NULL},
        {"1969", "g00000000000", NULL},
        {"18500101", "000000000000", NULL},
        {"0001", "zzzzzzzzzzzz", NULL},
        {NULL, "000000000001", NULL},
        {NULL, "zzzzzzzzzzzz", NULL},
    };
    assert_sorted(oldest, G_N_ELEMENTS(oldest), sort_key_by_date, FALSE);
    assert_sorted(newest, G_N_ELEMENTS(newest), sort_key_by_date, TRUE);
}

static void by_addition_equal_ones_come_by_id(void)
{
    static const Values first[] = {
        {NULL, "000000000000", NULL},
        {NULL, "000000000000", "0000000100000001"},
        {NULL, "zzzzzzzzzzzz", "0000000100000001"},
        {NULL, "000000000000", "0000000100000002"},
        {NULL, "000000000000", "00000001ffffffff"},
        {NULL, "000000000000", "0000000200000000"},
        {NULL, "000000000000", "0fffffffffffffff"},
    };
    static const Values last[] = {
        {NULL, "000000000000", "0fffffffffffffff"}, {NULL, "000000000000", "0000000200000000"},
        {NULL, "zzzzzzzzzzzz", "0000000200000000"}, {NULL, "000000000000", "00000001ffffffff"},
        {NULL, "000000000000", "0000000100000002"}, {NULL, "000000000000", NULL},
    };
    assert_sorted(first, G_N_ELEMENTS(first), sort_key_by_addition, FALSE);
    assert_sorted(last, G_N_ELEMENTS(last), sort_key_by_addition, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sort-key/dates", dates_keep_their_order);
    g_test_add_func("/sort-key/no-date", what_is_no_date_is_0);
    g_test_add_func("/sort-key/by-date", by_date_the_undated_are_last_and_equal_ones_come_by_id);
    g_test_add_func("/sort-key/by-addition", by_addition_equal_ones_come_by_id);
    return g_test_run();
}
