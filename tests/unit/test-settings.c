/* SPDX-License-Identifier: GPL-2.0-or-later */
/* morgue.ini: what is saved comes back, roots of any bytes too; people may edit it. */
#include "indexer/settings.h"

#include <string.h>

#include "morgue/error.h"
#include "tests/support/scratch.h"

static Settings *load(const char *directory)
{
    g_autoptr(GError) error = NULL;
    Settings *settings = settings_load(directory, 0, &error);
    g_assert_no_error(error);
    return settings;
}

static void save_and_free(Settings *settings)
{
    g_autoptr(GError) error = NULL;
    settings_save(settings, &error);
    g_assert_no_error(error);
    settings_free(settings);
}

static void what_is_saved_comes_back(void)
{
    char *directory = scratch_new();
    Settings *settings = load(directory);
    g_autofree char *uuid = g_strdup(settings_uuid(settings));
    g_assert_true(g_uuid_string_is_valid(uuid));
    g_assert_cmpstr(settings_timezone(settings), ==, "");
    settings_set_timezone(settings, "Europe/Berlin");
    static const char *const languages[] = {"en", "de", "", "en", "ar"};
    for (gsize i = 0; i < G_N_ELEMENTS(languages); i++)
        settings_add_language(settings, languages[i]);
    save_and_free(settings);
    settings = load(directory);
    g_assert_cmpstr(settings_uuid(settings), ==, uuid);
    g_assert_cmpstr(settings_timezone(settings), ==, "Europe/Berlin");
    g_autofree char *names = settings_languages(settings);
    g_assert_cmpstr(names, ==, "ar de en");
    settings_free(settings);
    scratch_remove(directory);
}

static void roots_of_any_bytes_come_back(void)
{
    static const char *const paths[] = {
        "/archive",
        "/with blank/and = sign",
        "/new\nline\tand\\backslash",
        "/caf\xe9/latin-1",
        "/é/utf-8",
        "/[root 1]",
        "/100%ff",
        "/\xff\n#",
        "/",
    };
    char *directory = scratch_new();
    Settings *settings = load(directory);
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++)
        g_assert_cmpuint(settings_add_root(settings, paths[i]), ==, i + 1);
    save_and_free(settings);
    settings = load(directory);
    g_assert_cmpuint(settings_root_count(settings), ==, G_N_ELEMENTS(paths));
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++)
        g_assert_cmpstr(settings_root_path(settings, i + 1), ==, paths[i]);
    settings_free(settings);
    scratch_remove(directory);
}

static void each_root_has_a_prefix_of_its_own(void)
{
    static const struct {
        const char *path, *prefix;
    } roots[] = {
        {"/disk1/news", ""},        {"/disk2/news", "news:"}, {"/disk3/news", "news-2:"},
        {"/disk4/news", "news-3:"}, {"/disk1/wire", "wire:"}, {"/disk1/\xff", "\xef\xbf\xbd:"},
    };
    char *directory = scratch_new();
    Settings *settings = load(directory);
    for (guint i = 0; i < G_N_ELEMENTS(roots); i++)
        settings_add_root(settings, roots[i].path);
    save_and_free(settings);
    settings = load(directory);
    for (guint i = 0; i < G_N_ELEMENTS(roots); i++)
        g_assert_cmpstr(settings_root_prefix(settings, i + 1), ==, roots[i].prefix);
    settings_free(settings);
    scratch_remove(directory);
}

static void a_root_that_people_have_moved_has_its_new_path(void)
{
    char *directory = scratch_new();
    g_free(scratch_write(directory, "morgue.ini",
                         "# the archive is on the new disk\n[index]\nuuid=u\n\n"
                         "[root 1]\npath=/new/disk\n\n[root 2]\npath=/wire\nprefix=wire:\n"));
    Settings *settings = load(directory);
    g_assert_cmpstr(settings_uuid(settings), ==, "u");
    g_assert_cmpuint(settings_root_count(settings), ==, 2);
    g_assert_cmpstr(settings_root_path(settings, 1), ==, "/new/disk");
    g_assert_cmpstr(settings_root_prefix(settings, 1), ==, "");
    g_assert_cmpstr(settings_root_prefix(settings, 2), ==, "wire:");
    settings_free(settings);
    scratch_remove(directory);
}

static void nothing_is_written_where_nothing_has_changed(void)
{
    char *directory = scratch_new();
    g_autofree char *file = scratch_write(directory, "morgue.ini", "[index]\nuuid=u\n#kept\n");
    Settings *settings = load(directory);
    settings_set_timezone(settings, "");
    settings_add_language(settings, "");
    save_and_free(settings);
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "[index]\nuuid=u\n#kept\n");
    scratch_remove(directory);
}

static char *uuid_for(const char *directory, guint64 commit)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = settings_load(directory, commit, &error);
    g_assert_no_error(error);
    return g_strdup(settings_uuid(settings));
}

static void what_waits_is_for_one_commit_only(void)
{
    static const struct {
        guint64 commit;
        const char *before, *settled;
    } cases[] = {{0, "old", "old"}, {41, "old", "old"}, {42, "new", "new"}, {43, "old", "new"}};
    char *directory = scratch_new();
    g_free(scratch_write(directory, "morgue.ini", "[index]\nuuid=old\n"));
    g_free(scratch_write(directory, SETTINGS_WAITING "42", "[index]\nuuid=new\n"));
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *uuid = uuid_for(directory, cases[i].commit);
        g_assert_cmpstr(uuid, ==, cases[i].before);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_true(settings_settle(directory, cases[i].commit, NULL));
        g_autofree char *uuid = uuid_for(directory, 0);
        g_assert_cmpstr(uuid, ==, cases[i].settled);
    }
    scratch_remove(directory);
}

static void damage_is_named(void)
{
    static const char *const damaged[] = {"no group\n", "[index\nuuid=1\n", "[index]\nuuid\n"};
    char *directory = scratch_new();
    for (gsize i = 0; i < G_N_ELEMENTS(damaged); i++) {
        g_autofree char *file = scratch_write(directory, "morgue.ini", damaged[i]);
        g_autoptr(GError) error = NULL;
        g_assert_null(settings_load(directory, 0, &error));
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED);
        g_assert_nonnull(strstr(error->message, file));
    }
    scratch_remove(directory);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/settings/what is saved comes back", what_is_saved_comes_back);
    g_test_add_func("/settings/roots of any bytes come back", roots_of_any_bytes_come_back);
    g_test_add_func("/settings/each root has a prefix of its own",
                    each_root_has_a_prefix_of_its_own);
    g_test_add_func("/settings/a root that people have moved has its new path",
                    a_root_that_people_have_moved_has_its_new_path);
    g_test_add_func("/settings/nothing is written where nothing has changed",
                    nothing_is_written_where_nothing_has_changed);
    g_test_add_func("/settings/damage is named", damage_is_named);
    g_test_add_func("/settings/what waits is for one commit only",
                    what_waits_is_for_one_commit_only);
    return g_test_run();
}
