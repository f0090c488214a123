/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * failing-calls.c: preloaded into a program, it lets system calls fail, kills the program before
 * one of them, or stops it there.
 *
 *   FAULT_BELOW   calls count on files below this directory only; without it none does
 *   FAULT_CALL    which calls: a name of `names`, or `any`
 *   FAULT_NUMBER  which of them, from 1
 *   FAULT_ERROR   its errno as a number, or `kill`, `stop` or `fault` (a segmentation fault); half
 *                 of a write that is killed is done
 *   FAULT_ONWARD  if not empty, all calls after it fail as well
 *   FAULT_SHORT   the most bytes that a read of any file gives
 *   FAULT_TALLY   a file to which a line `NAME COUNT` is added for each kind when the program ends
 *   FAULT_CLOCK   seconds by which the clock is wrong
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "tests/faults/tally.h"

typedef enum {
    CALL_OPEN,
    CALL_READ,
    CALL_WRITE,
    CALL_SYNC,
    CALL_CLOSE,
    CALL_RENAME,
    CALL_UNLINK,
    CALL_MKDIR,
    CALL_TRUNCATE,
    CALLS
} Call;

static const char *const names[CALLS] = {"open",   "read",   "write", "sync",    "close",
                                         "rename", "unlink", "mkdir", "truncate"};

static atomic_long counts[CALLS];
static atomic_long count_of_any;

/* `real` is the call as it is without this file. */
#define REAL(call)          \
    __typeof__(&call) real; \
    *(void **)&real = dlsym(RTLD_NEXT, #call)

static bool is_below(const char *path)
{
    const char *directory = getenv("FAULT_BELOW");
    size_t length = directory == NULL ? 0 : strlen(directory);
    return length > 0 && strncmp(path, directory, length) == 0 &&
           (path[length] == '/' || path[length] == '\0');
}

static bool is_chosen(Call call, long number, long number_of_any)
{
    const char *name = getenv("FAULT_CALL");
    const char *text = getenv("FAULT_NUMBER");
    if (name == NULL || text == NULL)
        return false;
    bool is_any = strcmp(name, "any") == 0;
    if (!is_any && strcmp(name, names[call]) != 0)
        return false;
    long wanted = strtol(text, NULL, 10), at = is_any ? number_of_any : number;
    const char *onward = getenv("FAULT_ONWARD");
    return at == wanted || (at > wanted && onward != NULL && *onward != '\0');
}

/* Whether this call is one that must not be made. */
static bool is_due(Call call, const char *path)
{
    if (!is_below(path))
        return false;
    long number = atomic_fetch_add(&counts[call], 1) + 1;
    long number_of_any = atomic_fetch_add(&count_of_any, 1) + 1;
    return getenv("FAULT_ERROR") != NULL && is_chosen(call, number, number_of_any);
}

static bool is_due_at(Call call, int descriptor)
{
    char link[64], path[PATH_MAX];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length < 0)
        return false;
    path[length] = '\0';
    return is_due(call, path);
}

/* What is to happen happens. Whether the call fails; errno then says why. */
static bool strike(void)
{
    const char *effect = getenv("FAULT_ERROR");
    bool is_stop = strcmp(effect, "stop") == 0;
    if (is_stop || strcmp(effect, "kill") == 0)
        raise(is_stop ? SIGSTOP : SIGKILL);
    if (strcmp(effect, "fault") == 0)
        raise(SIGSEGV);
    errno = (int)strtol(effect, NULL, 10);
    return !is_stop;
}

static bool fails(Call call, const char *path)
{
    return is_due(call, path) && strike();
}

static bool fails_at(Call call, int descriptor)
{
    return is_due_at(call, descriptor) && strike();
}

static bool kills(void)
{
    return strcmp(getenv("FAULT_ERROR"), "kill") == 0;
}

void write_counts(FILE *file)
{
    for (int call = 0; call < CALLS; call++)
        fprintf(file, "%s %ld\n", names[call], atomic_load(&counts[call]));
    fprintf(file, "any %ld\n", atomic_load(&count_of_any));
}

/* The calls of the program, of libxapian and of GLib. */

#define TAKE_MODE(flags, mode)                      \
    mode_t mode = 0;                                \
    if (((flags)&O_CREAT) != 0) {                   \
        va_list arguments;                          \
        va_start(arguments, flags);                 \
        mode = (mode_t)va_arg(arguments, unsigned); \
        va_end(arguments);                          \
    }

int open(const char *path, int flags, ...)
{
    TAKE_MODE(flags, mode)
    REAL(open);
    return fails(CALL_OPEN, path) ? -1 : real(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    TAKE_MODE(flags, mode)
    REAL(open64);
    return fails(CALL_OPEN, path) ? -1 : real(path, flags, mode);
}

FILE *fopen(const char *path, const char *mode)
{
    REAL(fopen);
    return fails(CALL_OPEN, path) ? NULL : real(path, mode);
}

static size_t shortened(size_t length)
{
    const char *most = getenv("FAULT_SHORT");
    size_t limit = most == NULL ? 0 : (size_t)strtoul(most, NULL, 10);
    return limit > 0 && limit < length ? limit : length;
}

ssize_t read(int descriptor, void *bytes, size_t length)
{
    REAL(read);
    return fails_at(CALL_READ, descriptor) ? -1 : real(descriptor, bytes, shortened(length));
}

ssize_t pread(int descriptor, void *bytes, size_t length, off_t offset)
{
    REAL(pread);
    return fails_at(CALL_READ, descriptor) ? -1
                                           : real(descriptor, bytes, shortened(length), offset);
}

ssize_t write(int descriptor, const void *bytes, size_t length)
{
    REAL(write);
    bool is_last = is_due_at(CALL_WRITE, descriptor);
    if (is_last && kills())
        (void)!real(descriptor, bytes, length / 2);
    return is_last && strike() ? -1 : real(descriptor, bytes, length);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset)
{
    REAL(pwrite);
    bool is_last = is_due_at(CALL_WRITE, descriptor);
    if (is_last && kills())
        (void)!real(descriptor, bytes, length / 2, offset);
    return is_last && strike() ? -1 : real(descriptor, bytes, length, offset);
}

/* What stdio writes inside the C library cannot be seen but here. */
int fflush(FILE *file)
{
    REAL(fflush);
    return file != NULL && fails_at(CALL_WRITE, fileno(file)) ? EOF : real(file);
}

int fsync(int descriptor)
{
    REAL(fsync);
    return fails_at(CALL_SYNC, descriptor) ? -1 : real(descriptor);
}

int fdatasync(int descriptor)
{
    REAL(fdatasync);
    return fails_at(CALL_SYNC, descriptor) ? -1 : real(descriptor);
}

/* As the kernel does it: the descriptor is closed, whatever the error. */
int close(int descriptor)
{
    REAL(close);
    bool failed = fails_at(CALL_CLOSE, descriptor);
    int reason = errno;
    int result = real(descriptor);
    if (!failed)
        return result;
    errno = reason;
    return -1;
}

int ftruncate(int descriptor, off_t length)
{
    REAL(ftruncate);
    return fails_at(CALL_TRUNCATE, descriptor) ? -1 : real(descriptor, length);
}

int rename(const char *from, const char *to)
{
    REAL(rename);
    return fails(CALL_RENAME, to) ? -1 : real(from, to);
}

int unlink(const char *path)
{
    REAL(unlink);
    return fails(CALL_UNLINK, path) ? -1 : real(path);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);
    return fails(CALL_MKDIR, path) ? -1 : real(path, mode);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    REAL(clock_gettime);
    const char *error = getenv("FAULT_CLOCK");
    int result = real(clock, now);
    if (result == 0 && clock == CLOCK_REALTIME && error != NULL)
        now->tv_sec += strtol(error, NULL, 10);
    return result;
}

time_t time(time_t *now)
{
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    if (now != NULL)
        *now = precise.tv_sec;
    return precise.tv_sec;
}
