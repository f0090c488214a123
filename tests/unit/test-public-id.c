/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Public ids: their form, and what people may type for them. */
#include <string.h>

#include "morgue/public-id.h"

static void ids_are_the_first_60_bits_of_sha_256(void)
{
    /* SHA-256 of the empty string begins e3b0c44298fc1c14 (FIPS 180-4). */
    g_assert_cmphex(public_id_make("", 0), ==, 0xe3b0c44298fc1c1);
    char text[PUBLIC_ID_LENGTH + 1];
    public_id_format(0xe3b0c44298fc1c1, text);
    g_assert_cmpstr(text, ==, "werc8gmrzge1");
    guint64 id;
    g_assert_true(public_id_parse(text, &id));
    g_assert_cmphex(id, ==, 0xe3b0c44298fc1c1);
}

static void any_id_survives_text(void)
{
    for (guint64 bits = 1; bits < G_GUINT64_CONSTANT(1) << 60; bits = bits * 3 + 1) {
        char text[PUBLIC_ID_LENGTH + 1];
        guint64 id;
        public_id_format(bits, text);
        g_assert_true(public_id_parse(text, &id));
        g_assert_cmphex(id, ==, bits);
    }
}

static void typed_ids_are_normalised(void)
{
    static const struct {
        const char *typed, *normal;
    } cases[] = {
        {"7h3k9q2m4x1d", "7h3k9q2m4x1d"},
        {"7H3K9Q2M4X1D", "7h3k9q2m4x1d"},
        {"7h3k9q", "7h3k9q"},
        {"oOiIlL", "001111"},
        {"7h3k9", NULL},         /* too short to be one */
        {"7h3k9q2m4x1d0", NULL}, /* too long */
        {"7h3k9u", NULL},        /* there is no u in Crockford's base 32 */
        {"7h3-9q", NULL},
        {"", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        char text[PUBLIC_ID_LENGTH + 1] = "untouched";
        gboolean possible = public_id_normalise(cases[i].typed, text);
        g_assert_cmpint(possible, ==, cases[i].normal != NULL);
        g_assert_cmpstr(text, ==, possible ? cases[i].normal : "untouched");
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/public-id/the first 60 bits of SHA-256",
                    ids_are_the_first_60_bits_of_sha_256);
    g_test_add_func("/public-id/any id survives text", any_id_survives_text);
    g_test_add_func("/public-id/typed ids are normalised", typed_ids_are_normalised);
    return g_test_run();
}
