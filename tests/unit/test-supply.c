/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of two files supplies an article does not depend on the order in which they come. */
#include "indexer/supply.h"

static LedgerEntry *entry_of(guint root, const char *path, guint32 quality, guint32 revision,
                             guint32 ordinal)
{
    LedgerEntry *entry = ledger_entry_new(root, path);
    const LedgerArticle article = {
        .id = 7, .serial = 1, .quality = quality, .revision = revision, .ordinal = ordinal};
    g_array_append_val(entry->articles, article);
    return entry;
}

static LedgerEntry *entry_with(guint root, const char *path, guint32 quality, guint32 ordinal)
{
    return entry_of(root, path, quality, 0, ordinal);
}

static void the_better_supplier_wins_from_both_sides(void)
{
    static const struct {
        guint root;
        const char *path;
        guint32 quality, revision, ordinal;
    } better[] = {
        {9, "z", SUPPLY_USABLE | 1, 1, 9},     /* some text before all */
        {9, "z", 50, 8, 9},                    /* then the later revision */
        {9, "z", 50 | SUPPLY_WITHDRAWN, 7, 9}, /* then the word that it is taken back */
        {9, "z", 101, 7, 9},                   /* then more words */
        {1, "z", 100, 7, 9},                   /* then the root */
        {2, "a", 100, 7, 9},                   /* then the path */
        {2, "b", 100, 7, 1},                   /* then the ordinal */
    };
    g_autoptr(LedgerEntry) rival = entry_of(2, "b", 100, 7, 2);
    const SupplyRow rival_row = {rival, 0};
    for (gsize i = 0; i < G_N_ELEMENTS(better); i++) {
        g_autoptr(LedgerEntry) entry = entry_of(better[i].root, better[i].path, better[i].quality,
                                                better[i].revision, better[i].ordinal);
        const SupplyRow row = {entry, 0};
        g_assert_true(supply_is_better(entry, supply_row(&row), &rival_row));
        g_assert_false(supply_is_better(rival, supply_row(&rival_row), &row));
    }
}

/* What came by standard input cannot be read again: of one revision the later delivery stands. */
static void a_later_delivery_wins_unless_it_is_an_older_version(void)
{
    static const struct {
        guint32 quality, revision; /* of the later one; those of the earlier one are 100 and 7 */
        gboolean wins;
    } rows[] = {{100, 7, TRUE}, {1, 7, TRUE}, {200, 6, FALSE}, {1, 8, TRUE}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(LedgerEntry) earlier = entry_of(0, "-9", 100, 7, 1);
        g_autoptr(LedgerEntry) later = entry_of(0, "-10", rows[i].quality, rows[i].revision, 1);
        const SupplyRow row = {earlier, 0}, later_row = {later, 0};
        g_assert_cmpint(supply_is_better(later, supply_row(&later_row), &row), ==, rows[i].wins);
        g_assert_cmpint(supply_is_better(earlier, supply_row(&row), &later_row), !=, rows[i].wins);
    }
}

/* The word that takes a version back may be delivered before the version. */
static void a_withdrawal_outlasts_later_deliveries(void)
{
    g_autoptr(LedgerEntry) earlier = entry_of(0, "-9", SUPPLY_USABLE | SUPPLY_WITHDRAWN, 7, 1);
    g_autoptr(LedgerEntry) later = entry_of(0, "-10", SUPPLY_USABLE | SUPPLY_WORDS_MAX, 7, 1);
    const SupplyRow row = {earlier, 0}, later_row = {later, 0};
    g_assert_true(supply_is_better(earlier, supply_row(&row), &later_row));
    g_assert_false(supply_is_better(later, supply_row(&later_row), &row));
}

static void rows_without_a_version_supply_nothing(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    LedgerEntry *copy = entry_with(1, "copy", 5, 1);
    g_array_index(copy->articles, LedgerArticle, 0).serial = 0;
    ledger_put(ledger, copy);
    LedgerEntry *stored = entry_with(1, "stored", 5, 1);
    g_array_index(stored->articles, LedgerArticle, 0).id = 8;
    ledger_put(ledger, stored);
    g_autoptr(Supply) supply = supply_new(ledger);
    SupplyRow row;
    g_assert_false(supply_find(supply, 7, &row));
    g_assert_true(supply_find(supply, 8, &row));
    g_assert_true(row.entry == stored);
    supply_set(supply, 8, copy, 0);
    g_assert_true(supply_find(supply, 8, &row));
    g_assert_true(row.entry == copy);
    supply_remove(supply, 8);
    g_assert_false(supply_find(supply, 8, &row));
}

/* Against a hash of GLib's, with ids that collide in their lower bits, too. */
static void rows_are_found_whatever_was_added_and_removed(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    g_autoptr(Supply) supply = supply_new(ledger);
    g_autoptr(LedgerEntry) entry = entry_with(1, "file", 5, 1);
    g_autoptr(GHashTable) expected = g_hash_table_new(NULL, NULL);
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    for (guint i = 1; i < 60000; i++) {
        guint number = (guint)g_rand_int_range(random, 0, 8000);
        guint64 id = number % 3 == 0 ? (guint64)number << 40 | 0x10005 : number;
        SupplyRow row = {NULL, 0};
        gpointer index = g_hash_table_lookup(expected, GUINT_TO_POINTER(number));
        g_assert_cmpint(supply_find(supply, id, &row), ==, index != NULL);
        g_assert_cmpuint(row.index, ==, GPOINTER_TO_UINT(index));
        if (i % 5 < 2) {
            supply_remove(supply, id);
            g_hash_table_remove(expected, GUINT_TO_POINTER(number));
        } else {
            supply_set(supply, id, entry, i);
            g_hash_table_insert(expected, GUINT_TO_POINTER(number), GUINT_TO_POINTER(i));
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/supply/the better supplier wins from both sides",
                    the_better_supplier_wins_from_both_sides);
    g_test_add_func("/supply/rows without a version supply nothing",
                    rows_without_a_version_supply_nothing);
    g_test_add_func("/supply/a later delivery wins unless it is an older version",
                    a_later_delivery_wins_unless_it_is_an_older_version);
    g_test_add_func("/supply/a withdrawal outlasts later deliveries",
                    a_withdrawal_outlasts_later_deliveries);
    g_test_add_func("/supply/rows are found, whatever was added and removed",
                    rows_are_found_whatever_was_added_and_removed);
    return g_test_run();
}
