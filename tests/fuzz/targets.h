/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * targets.h: what is fuzzed: every reader of the table, and the parsers that see input first.
 *
 * The same functions serve libFuzzer (fuzz.c, `make fuzz`) and the replay of all corpus files in
 * `make check` (replay.c). A target's corpus: tests/fuzz/corpus/NAME/; its dictionary:
 * tests/fuzz/NAME.dict. Readers begin with their golden cases (tests/readers/NAME/) besides.
 */
#ifndef TESTS_FUZZ_TARGETS_H
#define TESTS_FUZZ_TARGETS_H

#include "indexer/reader.h"

typedef struct FuzzTarget {
    const char *name;
    const Reader *reader; /* or, where this is NULL: */
    void (*run)(const guint8 *bytes, gsize length);
} FuzzTarget;

/* By the name of a reader or parser. FALSE where there is none. */
gboolean fuzz_target_find(const char *name, FuzzTarget *target);

/* The names of all targets, NULL-terminated; the caller owns the array (g_free). */
const char **fuzz_target_names(void);

/* Feeds the target. Never fails: what is wrong crashes, leaks, hangs or fails an assertion. */
void fuzz_target_run(const FuzzTarget *target, const guint8 *bytes, gsize length);

#endif
