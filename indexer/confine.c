/* SPDX-License-Identifier: GPL-2.0-or-later */
/* seccomp(2) and landlock(7), by the system calls themselves: there is little to a library. */
#include "indexer/confine.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Calls */

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

/* Of the other numbering of x86-64 (x32) each call has this bit. */
#define OTHER_NUMBERING 0x40000000U

/* ptrace(2) is not among them: the leak sanitizer needs it, and Landlock narrows it. */
static const guint32 refused[] = {
    /* the network, also by way of a ring */
    SYS_socket,
    SYS_io_uring_setup,
    /* other processes and their memory */
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_userfaultfd,
    SYS_perf_event_open,
    SYS_bpf,
    /* the kernel, its keys and its modules */
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    /* other views of the file system */
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_setns,
    SYS_unshare,
    SYS_open_by_handle_at,
    SYS_swapon,
    SYS_swapoff,
    SYS_acct,
};

enum { REFUSED = G_N_ELEMENTS(refused), HEAD = 6, FILTER_LENGTH = HEAD + REFUSED + 2 };

static const struct sock_filter refuse =
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA));
static const struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);

/* Another architecture's calls have other numbers: all are refused. */
static void write_filter(struct sock_filter *filter)
{
    const struct sock_filter head[HEAD] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
        refuse,
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, OTHER_NUMBERING, 0, 1),
        refuse,
    };
    memcpy(filter, head, sizeof head);
    for (guint i = 0; i < REFUSED; i++) {
        const struct sock_filter test =
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refused[i], (guint8)(REFUSED - i), 0);
        filter[HEAD + i] = test;
    }
    filter[HEAD + REFUSED] = allow;
    filter[HEAD + REFUSED + 1] = refuse;
}

static gboolean confine_calls(void)
{
    struct sock_filter filter[FILTER_LENGTH];
    write_filter(filter);
    const struct sock_fprog program = {.len = FILTER_LENGTH, .filter = filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

#else

static gboolean confine_calls(void)
{
    return FALSE;
}

#endif

/* Files */

/* Without LANDLOCK_ACCESS_FS_REFER (version 2) no file could be moved to another directory. */
#define LANDLOCK_VERSION_MIN 2

/* Newer than the headers of Debian 12: truncate(2), from version 3 on. */
#define ACCESS_TRUNCATE       ((guint64)1 << 14)
#define TRUNCATE_FROM_VERSION 3

#define ACCESS_WRITE                                                                               \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |                               \
     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | \
     LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |   \
     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER)

/* `rules`: the descriptor of a ruleset. FALSE: `path` cannot be opened, and stays barred. */
static gboolean allow_path(int rules, const char *path, guint64 access)
{
    struct landlock_path_beneath_attr rule = {.allowed_access = access};
    rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
    if (rule.parent_fd < 0)
        return FALSE;
    long added = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(rule.parent_fd);
    return added == 0;
}

/* The program that runs a script: `#!/bin/sh`. NULL for other files. */
static char *interpreter_of(const char *program)
{
    char line[256] = "";
    int descriptor = open(program, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return NULL;
    ssize_t length = read(descriptor, line, sizeof line - 1);
    close(descriptor);
    if (length < 2 || memcmp(line, "#!", 2) != 0)
        return NULL;
    const char *path = line + 2 + strspn(line + 2, " \t");
    return g_strndup(path, strcspn(path, " \t\r\n"));
}

/* A program, what runs it where it is a script, and the dynamic loader, which is run, too. */
static void allow_program(int rules, const char *name)
{
    g_autofree char *program = g_find_program_in_path(name);
    if (program == NULL)
        return;
    allow_path(rules, program, LANDLOCK_ACCESS_FS_EXECUTE);
    g_autofree char *interpreter = interpreter_of(program);
    if (interpreter != NULL)
        allow_path(rules, interpreter, LANDLOCK_ACCESS_FS_EXECUTE);
    Dl_info loader;
    gpointer base = (gpointer)getauxval(AT_BASE);
    if (base != NULL && dladdr(base, &loader) != 0 && loader.dli_fname != NULL)
        allow_path(rules, loader.dli_fname, LANDLOCK_ACCESS_FS_EXECUTE);
}

static gboolean confine_files(const char *index, const char *program)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < LANDLOCK_VERSION_MIN)
        return FALSE;
    guint64 truncate = version >= TRUNCATE_FROM_VERSION ? ACCESS_TRUNCATE : 0;
    const struct landlock_ruleset_attr handled = {
        .handled_access_fs = ACCESS_WRITE | truncate | LANDLOCK_ACCESS_FS_EXECUTE,
    };
    int rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    if (rules < 0)
        return FALSE;
    gboolean confined = allow_path(rules, index, ACCESS_WRITE | truncate);
    allow_path(rules, g_get_tmp_dir(), ACCESS_WRITE | truncate);
    allow_path(rules, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE | truncate);
    allow_program(rules, program);
    confined = confined && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return confined;
}

Confinement confine(const char *index, const char *program)
{
#ifdef CONFINE_NOTHING /* a build that counts the lines it runs writes beside its objects */
    return 0;
#endif
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return 0;
    Confinement granted = 0;
    if (confine_files(index, program))
        granted |= CONFINED_FILES;
    if (confine_calls())
        granted |= CONFINED_CALLS;
    return granted;
}
