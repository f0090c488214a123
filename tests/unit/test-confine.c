/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a confined process may and may not do: each in a child, as there is no way back. */
#include "indexer/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/scratch.h"

typedef struct {
    char *scratch; /* not below the directory of temporary files */
    char *index;
    char *program; /* that may be run */
} Place;

/* What is tried: 0, or its errno. */
typedef int (*Attempt)(const Place *place);

static int done(gboolean succeeded)
{
    return succeeded ? 0 : errno;
}

static int open_socket(const Place *place)
{
    (void)place;
    return done(socket(AF_INET, SOCK_STREAM, 0) >= 0);
}

static int open_local_socket(const Place *place)
{
    (void)place;
    return done(socket(AF_UNIX, SOCK_DGRAM, 0) >= 0);
}

static int leave_namespaces(const Place *place)
{
    (void)place;
    return done(unshare(0) == 0);
}

static int write_to(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    return done(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) >= 0);
}

static int write_below_index(const Place *place)
{
    return write_to(place->index, "fresh");
}

static int write_temporary(const Place *place)
{
    (void)place;
    return write_to(g_get_tmp_dir(), "fresh");
}

static int write_beside(const Place *place)
{
    return write_to(place->scratch, "fresh");
}

static int overwrite(const Place *place)
{
    return write_to(place->scratch, "program");
}

static int remove_beside(const Place *place)
{
    return done(unlink(place->program) == 0);
}

static int cut_beside(const Place *place)
{
    return done(truncate(place->program, 0) == 0);
}

static int link_beside(const Place *place)
{
    g_autofree char *path = g_build_filename(place->scratch, "link", NULL);
    return done(symlink("/etc/passwd", path) == 0);
}

static int move_within_index(const Place *place)
{
    g_autofree char *from = g_build_filename(place->index, "from", NULL);
    g_autofree char *to = g_build_filename(place->index, "shards", "to", NULL);
    return done(rename(from, to) == 0);
}

static int read_beside(const Place *place)
{
    return done(open(place->program, O_RDONLY | O_CLOEXEC) >= 0);
}

static int write_nothing(const Place *place)
{
    (void)place;
    return done(open("/dev/null", O_WRONLY | O_CLOEXEC) >= 0);
}

/* Of a program that was run, the status it ended with. */
static int run(const char *program)
{
    pid_t child = fork();
    if (child == 0) {
        execl(program, program, (char *)NULL);
        _exit(errno);
    }
    int status;
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

static int run_the_program(const Place *place)
{
    return run(place->program);
}

static int run_another(const Place *place)
{
    (void)place;
    return run("/bin/true");
}

/* Whether this kernel grants a confinement; the process of the test stays free. */
static gboolean is_granted(const Place *place, Confinement wanted)
{
    pid_t child = fork();
    if (child == 0)
        _exit((confine(place->index, place->program) & wanted) != wanted);
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int try(const Place *place, Attempt attempt)
{
    pid_t child = fork();
    if (child == 0) {
        confine(place->index, place->program);
        _exit(attempt(place));
    }
    int status;
    waitpid(child, &status, 0);
    g_assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void place_init(Place *place)
{
    place->scratch = g_build_filename(g_get_tmp_dir(), "..", "place", NULL);
    place->index = g_build_filename(place->scratch, "index", NULL);
    g_free(scratch_write(place->index, "from", "text"));
    g_free(scratch_write(place->index, "shards/1", "text"));
    place->program = scratch_write(place->scratch, "program", "#!/bin/sh\nexit 0\n");
    g_assert_cmpint(chmod(place->program, 0700), ==, 0);
}

static void place_clear(Place *place)
{
    g_free(place->index);
    g_free(place->program);
    scratch_remove(place->scratch);
}

typedef struct {
    const char *name;
    Attempt attempt;
    int wanted;
} Case;

static void check(Confinement wanted, const Case *cases, gsize count)
{
    Place place;
    place_init(&place);
    if (is_granted(&place, wanted)) {
        for (gsize i = 0; i < count; i++) {
            g_test_message("%s", cases[i].name);
            g_assert_cmpint(try(&place, cases[i].attempt), ==, cases[i].wanted);
        }
    } else {
        g_test_skip("this kernel does not grant it");
    }
    place_clear(&place);
}

static void calls_that_no_reader_needs_are_refused(void)
{
    static const Case cases[] = {
        {"a socket", open_socket, EPERM},
        {"a local socket", open_local_socket, EPERM},
        {"another namespace", leave_namespaces, EPERM},
        {"reading", read_beside, 0},
    };
    check(CONFINED_CALLS, cases, G_N_ELEMENTS(cases));
}

static void files_are_written_below_the_index_only(void)
{
    static const Case cases[] = {
        {"writing below the index", write_below_index, 0},
        {"moving below the index", move_within_index, 0},
        {"a temporary file", write_temporary, 0},
        {"nothing", write_nothing, 0},
        {"writing beside", write_beside, EACCES},
        {"overwriting", overwrite, EACCES},
        {"removing", remove_beside, EACCES},
        {"cutting", cut_beside, EACCES},
        {"a link", link_beside, EACCES},
        {"reading", read_beside, 0},
    };
    check(CONFINED_FILES, cases, G_N_ELEMENTS(cases));
}

static void one_program_is_run(void)
{
    static const Case cases[] = {
        {"the program", run_the_program, 0},
        {"another", run_another, EACCES},
    };
    check(CONFINED_FILES, cases, G_N_ELEMENTS(cases));
}

/* Temporary files are in a directory of this test, and not in all of /tmp, where its other files
 * are.
 */
int main(int argc, char **argv)
{
    char scratch[] = "/tmp/morgue-test-XXXXXX";
    g_assert_nonnull(mkdtemp(scratch));
    g_autofree char *temporary = g_build_filename(scratch, "temporary", NULL);
    g_free(scratch_write(temporary, "empty", ""));
    g_setenv("TMPDIR", temporary, TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/confine/calls that no reader needs are refused",
                    calls_that_no_reader_needs_are_refused);
    g_test_add_func("/confine/files are written below the index only",
                    files_are_written_below_the_index_only);
    g_test_add_func("/confine/one program is run", one_program_is_run);
    int status = g_test_run();
    scratch_remove(g_strdup(scratch));
    return status;
}
