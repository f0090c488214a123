/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is kept of an archive: it comes back whole, and has bounds. */
#include "indexer/source-kept.h"

#include <string.h>

#include "morgue/error.h"

static const char in_archive[] = "what stands in the archive";

static Source *open_archive(void)
{
    return source_open_memory(in_archive, strlen(in_archive), 0, "a.tar");
}

/* All that is kept there, and ` !MESSAGE` where it ends with a failure. */
static char *read_place(const KeptEntries *kept, guint64 place)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(Source) source = kept_entries_open(kept, place, "a.xml");
    gsize available = 1;
    while (available > 0 && error == NULL) {
        const guint8 *bytes = source_peek(source, 1, &available, &error);
        if (bytes == NULL)
            break;
        g_string_append_len(out, (const char *)bytes, (gssize)available);
        source_consume(source, available);
    }
    if (error != NULL)
        g_string_append_printf(out, " !%s", error->message);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void entries_come_back_as_they_were(void)
{
    g_autoptr(GError) damage = g_error_new_literal(MORGUE_ERROR, MORGUE_ERROR_INPUT, "damaged");
    g_autoptr(Source) archive = open_archive();
    const KeptEntry entries[] = {
        {.name = "a.xml", .offset = 512, .bytes = (const guint8 *)"first", .length = 5},
        {.name = "b.xml",
         .offset = 1024,
         .bytes = (const guint8 *)"second",
         .length = 6,
         .failure = damage},
        {.name = "c.xml", .offset = 2048, .start = 5, .length = 6},
        {.name = "d.xml",
         .offset = 4096,
         .bytes = (const guint8 *)"",
         .length = 0,
         .failure = damage},
    };
    static const char *const texts[] = {"first", "second !damaged", "stands", " !damaged"};
    KeptEntries *kept = kept_entries_new(archive);
    guint64 places[G_N_ELEMENTS(entries)], offset;
    for (gsize i = 0; i < G_N_ELEMENTS(entries); i++)
        g_assert_true(kept_entries_add(kept, &entries[i], &places[i], NULL));
    for (gsize again = 0; again < 2; again++) {
        for (gsize i = G_N_ELEMENTS(entries); i-- > 0;) {
            g_autofree char *name = kept_entries_name(kept, places[i], &offset);
            g_autofree char *text = read_place(kept, places[i]);
            g_assert_cmpstr(name, ==, entries[i].name);
            g_assert_cmpuint(offset, ==, entries[i].offset);
            g_assert_cmpstr(text, ==, texts[i]);
        }
    }
    kept_entries_free(kept);
}

/* It is told once; what was kept before stays. */
static void assert_full(KeptEntries *kept, const KeptEntry *entry)
{
    guint64 place;
    g_autoptr(GError) error = NULL;
    g_assert_false(kept_entries_add(kept, entry, &place, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT);
    g_clear_error(&error);
    const KeptEntry small = {.name = "small.xml", .bytes = (const guint8 *)"small", .length = 5};
    g_assert_false(kept_entries_add(kept, &small, &place, &error));
    g_assert_no_error(error);
    g_autofree char *text = read_place(kept, 0);
    g_assert_cmpstr(text, ==, "stands");
}

static void bytes_are_bounded(void)
{
    g_autoptr(Source) archive = open_archive();
    KeptEntries *kept = kept_entries_new(archive);
    guint64 place;
    const KeptEntry first = {.name = "a.xml", .start = 5, .length = 6};
    const KeptEntry other = {.name = "b.xml", .length = SOURCE_SPOOL_CEILING};
    const KeptEntry huge = {
        .name = "c.xml", .bytes = (const guint8 *)"", .length = SOURCE_SPOOL_CEILING};
    g_assert_true(kept_entries_add(kept, &first, &place, NULL));
    g_assert_true(kept_entries_add(kept, &other, &place, NULL)); /* it is not copied */
    assert_full(kept, &huge);
    kept_entries_free(kept);
}

static void entries_are_bounded(void)
{
    g_autoptr(Source) archive = open_archive();
    KeptEntries *kept = kept_entries_new(archive);
    guint64 place;
    const KeptEntry one = {.name = "a.xml", .start = 5, .length = 6};
    for (guint i = 0; i < KEPT_ENTRIES_MAX; i++)
        g_assert_true(kept_entries_add(kept, &one, &place, NULL));
    g_assert_cmpuint(place, ==, KEPT_ENTRIES_MAX - 1);
    assert_full(kept, &one);
    kept_entries_free(kept);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source-kept/entries come back as they were", entries_come_back_as_they_were);
    g_test_add_func("/source-kept/bytes are bounded", bytes_are_bounded);
    g_test_add_func("/source-kept/entries are bounded", entries_are_bounded);
    return g_test_run();
}
