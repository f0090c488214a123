/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of a unit are found beside it, and nowhere outside the archive. */
#include "indexer/sibling.h"

#include <string.h>

#include "morgue/error.h"
#include "tests/support/scratch.h"

static void names_are_relative_to_the_folder_and_stay_in_the_archive(void)
{
    static const struct {
        const char *relative, *name, *place;
    } cases[] = {
        {"issue/mets.xml", "alto/1.xml", "issue/alto/1.xml"},
        {"issue/mets.xml", "./alto/../1.xml", "issue/1.xml"},
        {"a/toc/T1.xml", "../ocr/X1.xml", "a/ocr/X1.xml"},
        {"mets.xml", "1.xml", "1.xml"},
        {"mets.xml", "a//1.xml", "a/1.xml"},
        {"mets.xml", "../1.xml", NULL},
        {"issue/mets.xml", "../../etc/passwd", NULL},
        {"issue/mets.xml", "/etc/passwd", NULL},
        {"issue/mets.xml", "mets.xml", NULL}, /* itself */
        {"mets.xml", ".", NULL},
        {"mets.xml", "", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *place = sibling_resolve(cases[i].relative, cases[i].name);
        g_assert_cmpstr(place, ==, cases[i].place);
    }
}

static void what_was_asked_for_is_remembered_once(void)
{
    char *root = scratch_new();
    g_free(scratch_write(root, "issue/1.xml", "<alto/>"));
    SiblingFolder folder;
    char *failure = NULL;
    sibling_folder_init(&folder, root, "issue/mets.xml", &failure);
    g_autoptr(GError) error = NULL;
    for (int i = 0; i < 2; i++) {
        g_autoptr(Source) source = sibling_open(&folder, "1.xml", &error);
        g_assert_no_error(error);
        gsize available;
        const guint8 *bytes = source_peek(source, 7, &available, &error);
        g_assert_cmpuint(available, ==, strlen("<alto/>"));
        g_assert_true(memcmp(bytes, "<alto/>", available) == 0);
    }
    g_assert_null(sibling_open(&folder, "missing.xml", &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
    g_clear_error(&error);
    g_assert_null(sibling_open(&folder, "1.xml/2.xml", &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
    g_clear_error(&error);
    g_assert_null(sibling_open(&folder, "../issue", &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
    g_clear_error(&error);
    g_assert_null(sibling_open(&folder, "../../outside.xml", &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
    g_assert_null(failure);
    g_assert_cmpuint(folder.names->len, ==, 4);
    g_assert_cmpstr(folder.names->pdata[0], ==, "issue/1.xml");
    g_assert_cmpstr(folder.names->pdata[1], ==, "issue/missing.xml");
    sibling_folder_clear(&folder);
    scratch_remove(root);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sibling/names are relative to the folder and stay in the archive",
                    names_are_relative_to_the_folder_and_stay_in_the_archive);
    g_test_add_func("/sibling/what was asked for is remembered once",
                    what_was_asked_for_is_remembered_once);
    return g_test_run();
}
