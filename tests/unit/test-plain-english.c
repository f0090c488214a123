/* SPDX-License-Identifier: GPL-2.0-or-later */
/* English that needs no detection, and what is not to be taken for it. */
#include "indexer/plain-english.h"

#include <string.h>

/* 53 words. */
#define STRETCH                                                                                    \
    "The council of the town met behind closed doors for four hours on Monday, and it came out "   \
    "with a plan that nobody had asked for. All clocks in the town hall are to be put forward by " \
    "seven minutes, said the mayor, who would not say which of his advisers had thought of it. "

/* As many Dutch words, none of which is a mark. */
#define DUTCH                                                                                    \
    "De raad van de stad kwam maandag vier uur lang achter gesloten deuren bijeen en kwam naar " \
    "buiten met een plan waar niemand om had gevraagd. Alle klokken in het stadhuis gaan zeven " \
    "minuten vooruit, zei de burgemeester, die niet wilde zeggen wie van zijn mensen het had "   \
    "bedacht toen. "

/* Prices and names. */
#define TABLE                                                                                     \
    "Marlow Clock Works shr six cts vs two cts net one mln vs two mln revs nine mln vs ten mln "  \
    "avg shrs six mln vs five mln nine months shr nine cts vs four cts net three mln vs two mln " \
    "revs thirty mln vs ten mln note prior year net includes gain from sale of unit yesterday. "

static void test_texts(void)
{
    static const struct {
        const char *text;
        gboolean is_english;
    } cases[] = {
        {STRETCH STRETCH, TRUE},
        {STRETCH STRETCH DUTCH DUTCH, FALSE},
        {STRETCH DUTCH STRETCH, FALSE},
        {STRETCH, FALSE}, /* too short */
        {STRETCH TABLE STRETCH, FALSE},
        {STRETCH "Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ Ζ" STRETCH, FALSE},
        {"", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("case %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(plain_english(cases[i].text, strlen(cases[i].text)), ==,
                        cases[i].is_english);
    }
}

/* Bytes past the end are not looked at, and a word of any length is one word. */
static void test_ends(void)
{
    g_autoptr(GString) text = g_string_new(STRETCH STRETCH);
    g_autofree char *exact = g_memdup2(text->str, text->len);
    g_assert_true(plain_english(exact, text->len));
    g_assert_false(plain_english(exact, strlen(STRETCH)));
    for (guint i = 0; i < 1000; i++)
        g_string_append(text, "the");
    g_string_append(text, " of and by");
    g_assert_true(plain_english(text->str, text->len));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plain-english/texts", test_texts);
    g_test_add_func("/plain-english/ends", test_ends);
    return g_test_run();
}
