/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of fields keeps its promises. */
#include <string.h>

#include "morgue/field.h"

static void rows_stand_in_the_order_of_their_ids(void)
{
    for (int id = 0; id < FIELD_COUNT; id++)
        g_assert_cmpint(field_get((FieldId)id)->id, ==, id);
}

static void names_prefixes_and_slots_are_used_once(void)
{
    g_autoptr(GHashTable) used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int id = 0; id < FIELD_COUNT; id++) {
        const Field *field = field_get((FieldId)id);
        g_assert_true(g_hash_table_add(used, g_strdup(field->name)));
        g_assert_true(g_hash_table_add(used, g_strconcat("prefix ", field->prefix, NULL)));
        if (field->slot != FIELD_NO_SLOT)
            g_assert_true(g_hash_table_add(used, g_strdup_printf("slot %u", field->slot)));
        g_auto(GStrv) aliases = g_strsplit(field->aliases, " ", -1);
        for (char **alias = aliases; *alias != NULL; alias++)
            g_assert_true(g_hash_table_add(used, g_strdup(*alias)));
    }
    g_assert_true(g_hash_table_add(used, g_strdup_printf("slot %d", SLOT_ADDED)));
    g_assert_true(g_hash_table_add(used, g_strdup_printf("slot %d", SLOT_STORY)));
}

static void names_and_aliases_find_their_field(void)
{
    static const struct {
        const char *name;
        int id;
    } cases[] = {
        {"headline", FIELD_HEADLINE},
        {"title", FIELD_HEADLINE},
        {"hl", FIELD_HEADLINE},
        {"author", FIELD_BYLINE},
        {"Lang", FIELD_LANGUAGE},
        {"date", FIELD_DATE_PUBLISHED},
        {"head", -1},
        {"headlines", -1},
        {"", -1},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Field *field = field_find(cases[i].name, strlen(cases[i].name));
        g_assert_cmpint(field == NULL ? -1 : (int)field->id, ==, cases[i].id);
    }
}

static void whole_values_become_terms(void)
{
    static const struct {
        const char *prefix, *value, *term;
    } cases[] = {
        {"L", "de-at", "Lde-at"},
        {"U", "https://a.example/", "Uhttps://a.example/"},
        {"Q", "Archive/1.txt#1", "QArchive/1.txt#1"}, /* one letter: no colon */
        {"XF", "archive/1.txt", "XFarchive/1.txt"},
        {"XF", "Archive/1.txt", "XF:Archive/1.txt"},
        {"XF", ":a", "XF::a"},
        {"XF", "", "XF"},
    };
    g_autoptr(GString) term = g_string_new("before");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        field_whole_term(term, cases[i].prefix, cases[i].value, strlen(cases[i].value));
        g_assert_cmpstr(term->str, ==, cases[i].term);
    }
}

static void long_values_differ_by_their_digest(void)
{
    g_autofree char *longest = g_strnfill(200, 'x');
    g_autofree char *longer = g_strconcat(longest, "a", NULL);
    g_autofree char *other = g_strconcat(longest, "b", NULL);
    g_autoptr(GString) a = g_string_new(NULL), b = g_string_new(NULL);
    field_whole_term(a, "Q", longest, 200);
    g_assert_cmpuint(a->len, ==, 201);
    field_whole_term(a, "Q", longer, 201);
    field_whole_term(b, "Q", other, 201);
    g_assert_cmpuint(a->len, ==, 1 + 200 + 16);
    g_assert_cmpstr(a->str, !=, b->str);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/field/rows stand in the order of their ids",
                    rows_stand_in_the_order_of_their_ids);
    g_test_add_func("/field/names, prefixes and slots are used once",
                    names_prefixes_and_slots_are_used_once);
    g_test_add_func("/field/names and aliases find their field",
                    names_and_aliases_find_their_field);
    g_test_add_func("/field/whole values become terms", whole_values_become_terms);
    g_test_add_func("/field/long values differ by their digest",
                    long_values_differ_by_their_digest);
    return g_test_run();
}
