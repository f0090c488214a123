/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records: what is written is what is read, and damage is noticed. */
#include <string.h>

#include "morgue/error.h"
#include "morgue/record.h"

static void assert_text(const Record *record, const char *text)
{
    g_autofree char *stored = g_strndup(record->text, record->text_length);
    g_assert_cmpstr(stored, ==, text);
}

static void values_and_text_come_back(void)
{
    g_autoptr(GString) data = g_string_new(NULL);
    record_append(data, RECORD_ID, "7h3k9q2m4x1d");
    record_append(data, RECORD_FILE, "odd\nname\\with=all.txt");
    record_append(data, RECORD_HEADLINE, "");
    record_append(data, RECORD_BYLINE, NULL);
    record_append_text(data, "first\n\nid=none\n", 15);
    Record record;
    g_assert_true(record_init(&record, data->str, data->len, NULL));
    g_assert_cmpstr(record.value[RECORD_ID], ==, "7h3k9q2m4x1d");
    g_assert_cmpstr(record.value[RECORD_FILE], ==, "odd\nname\\with=all.txt");
    g_assert_null(record.value[RECORD_HEADLINE]);
    g_assert_null(record.value[RECORD_BYLINE]);
    assert_text(&record, "first\n\nid=none\n");
    record_clear(&record);
}

static void unknown_keys_are_passed_over(void)
{
    const char data[] = "id=7h3k9q2m4x1d\nnovelty=1\nno equals sign\nurl=https://a.example/\n\nT";
    Record record;
    g_assert_true(record_init(&record, data, sizeof data - 1, NULL));
    g_assert_cmpstr(record.value[RECORD_URL], ==, "https://a.example/");
    assert_text(&record, "T");
    record_clear(&record);
}

static void every_key_has_a_name_of_its_own(void)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (int key = 0; key < RECORD_KEYS; key++)
        g_assert_true(g_hash_table_add(names, (gpointer)record_key_name((RecordKey)key)));
}

static void damage_is_noticed(void)
{
    static const char *const damaged[] = {
        "", "id=7h3k9q2m4x1d", "id=7h3k9q2m4x1d\n", "url=x\n\ntext", "\n\n", "plain text",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(damaged); i++) {
        Record record;
        g_autoptr(GError) error = NULL;
        g_assert_false(record_init(&record, damaged[i], strlen(damaged[i]), &error));
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/record/values and text come back", values_and_text_come_back);
    g_test_add_func("/record/unknown keys are passed over", unknown_keys_are_passed_over);
    g_test_add_func("/record/every key has a name of its own", every_key_has_a_name_of_its_own);
    g_test_add_func("/record/damage is noticed", damage_is_noticed);
    return g_test_run();
}
