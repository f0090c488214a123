/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cursors of standing queries: they stay, they know what they are of, one process at a time. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "morgue/error.h"
#include "searcher/cursor.h"
#include "tests/support/scratch.h"

static void forget(const char *name)
{
    g_autofree char *path = g_build_filename(g_get_user_state_dir(), "morgue", "new", name, NULL);
    g_unlink(path);
}

static void a_new_cursor_stands_before_everything(void)
{
    forget("fresh");
    g_autoptr(GError) error = NULL;
    g_autoptr(Cursor) cursor = cursor_open("fresh", FALSE, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(cursor_place(cursor), ==, "");
    g_assert_true(cursor_check(cursor, "any index", "any query", &error));
}

static void a_place_stays(void)
{
    forget("moved");
    g_autoptr(GError) error = NULL;
    Cursor *cursor = cursor_open("moved", FALSE, &error);
    g_assert_true(cursor_move(cursor, "uuid", "a \"b\nc\"\t= [d] # é", "00000001000000ff", &error));
    g_assert_cmpstr(cursor_place(cursor), ==, "00000001000000ff");
    cursor_close(cursor);
    cursor = cursor_open("moved", FALSE, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(cursor_place(cursor), ==, "00000001000000ff");
    g_assert_true(cursor_check(cursor, "uuid", "a \"b\nc\"\t= [d] # é", &error));
    cursor_close(cursor);
}

static void another_query_or_index_is_refused(void)
{
    forget("mine");
    g_autoptr(GError) error = NULL;
    g_autoptr(Cursor) cursor = cursor_open("mine", FALSE, &error);
    g_assert_true(cursor_move(cursor, "uuid", "storm", "0000000100000001", &error));
    g_assert_false(cursor_check(cursor, "uuid", "flood", &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY);
    g_assert_nonnull(strstr(error->message, "storm"));
    g_clear_error(&error);
    g_assert_false(cursor_check(cursor, "other", "storm", &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY);
    g_assert_nonnull(strstr(error->message, "another index"));
}

static void anew_it_is_of_any_query(void)
{
    forget("again");
    g_autoptr(GError) error = NULL;
    Cursor *cursor = cursor_open("again", FALSE, &error);
    g_assert_true(cursor_move(cursor, "uuid", "storm", "0000000100000001", &error));
    cursor_close(cursor);
    cursor = cursor_open("again", TRUE, &error);
    g_assert_true(cursor_check(cursor, "other", "flood", NULL));
    g_assert_cmpstr(cursor_place(cursor), ==, "");
    cursor_close(cursor);
}

static void names_are_file_names(void)
{
    static const char *const names[] = {"",      ".",  "..", "../x", ".hidden", "a b",     "a\nb",
                                        "a/b/c", "a/", "/b", "a/..", "a.lock",  "a/b.lock"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(cursor_open(names[i], FALSE, &error));
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE);
    }
}

static void a_file_of_queries_has_a_cursor_for_each(void)
{
    static const char *const names[] = {"desk/storms", "desk/floods"};
    g_autoptr(GError) error = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(Cursor) cursor = cursor_open(names[i], FALSE, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(cursor_place(cursor), ==, "");
        g_assert_true(cursor_move(cursor, "uuid", names[i], "0000000100000001", &error));
    }
    g_assert_null(cursor_open("desk", FALSE, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE);
    g_assert_nonnull(strstr(error->message, "'desk' is the name of a file of queries"));
    g_clear_error(&error);
    g_autoptr(Cursor) one = cursor_open("one", FALSE, &error);
    g_assert_true(cursor_move(one, "uuid", "storm", "0000000100000001", &error));
    g_assert_null(cursor_open("one/storms", FALSE, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE);
    g_assert_nonnull(strstr(error->message, "'one' is the name of one query"));
}

static void a_damaged_file_is_an_error(void)
{
    g_autofree char *path =
        g_build_filename(g_get_user_state_dir(), "morgue", "new", "broken", NULL);
    g_autoptr(GError) error = NULL;
    cursor_close(cursor_open("broken", FALSE, &error));
    g_assert_no_error(error);
    g_assert_true(g_file_set_contents(path, "[cursor]\nindex=u\n", -1, NULL));
    g_assert_null(cursor_open("broken", FALSE, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
    g_assert_nonnull(strstr(error->message, path));
}

/* Forked before the lock is taken, as a child would hold it, too. */
static pid_t start_second(int go)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    char byte;
    if (read(go, &byte, 1) != 1)
        _exit(2);
    Cursor *second = cursor_open("held", FALSE, NULL);
    _exit(second != NULL && strcmp(cursor_place(second), "0000000200000001") == 0 ? 0 : 1);
}

/* The second can open it only once the first has moved it and let go. */
static void a_second_process_waits(void)
{
    forget("held");
    g_autoptr(GError) error = NULL;
    int go[2], status;
    g_assert_cmpint(pipe(go), ==, 0);
    pid_t child = start_second(go[0]);
    Cursor *cursor = cursor_open("held", FALSE, &error);
    g_assert_no_error(error);
    g_assert_cmpint(write(go[1], "g", 1), ==, 1);
    g_usleep(50000);
    g_assert_cmpint(waitpid(child, &status, WNOHANG), ==, 0);
    g_assert_true(cursor_move(cursor, "uuid", "q", "0000000200000001", &error));
    cursor_close(cursor);
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_cmpint(status, ==, 0);
    close(go[0]);
    close(go[1]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    char *state = scratch_new();
    g_setenv("XDG_STATE_HOME", state, TRUE);
    g_test_add_func("/cursor/a new cursor stands before everything",
                    a_new_cursor_stands_before_everything);
    g_test_add_func("/cursor/a place stays", a_place_stays);
    g_test_add_func("/cursor/another query or index is refused", another_query_or_index_is_refused);
    g_test_add_func("/cursor/anew it is of any query", anew_it_is_of_any_query);
    g_test_add_func("/cursor/names are file names", names_are_file_names);
    g_test_add_func("/cursor/a file of queries has a cursor for each",
                    a_file_of_queries_has_a_cursor_for_each);
    g_test_add_func("/cursor/a damaged file is an error", a_damaged_file_is_an_error);
    g_test_add_func("/cursor/a second process waits", a_second_process_waits);
    int status = g_test_run();
    scratch_remove(state);
    return status;
}
