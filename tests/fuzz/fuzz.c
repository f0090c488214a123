/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libFuzzer's entry points. MORGUE_FUZZ names the target; tools/fuzz sets it. */
#include <stdint.h>

#include "tests/fuzz/targets.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static FuzzTarget target;

int LLVMFuzzerInitialize(G_GNUC_UNUSED int *argc, G_GNUC_UNUSED char ***argv)
{
    const char *name = g_getenv("MORGUE_FUZZ");
    if (name == NULL || !fuzz_target_find(name, &target))
        g_error("MORGUE_FUZZ names no target: %s", name == NULL ? "unset" : name);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_target_run(&target, bytes, length);
    return 0;
}
