/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Large memory: zero at first, and what is in it stays when it grows, whatever its size. */
#include "morgue/large-memory.h"

static const gsize sizes[] = {0, 1, 4096, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024};

static void assert_filled(const guint8 *memory, gsize size, guint8 byte)
{
    for (gsize i = 0; i < size; i++)
        g_assert_cmpuint(memory[i], ==, byte);
}

static void it_is_zero(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        guint8 *memory = large_memory_new(sizes[i]);
        g_assert_nonnull(memory);
        assert_filled(memory, sizes[i], 0);
        large_memory_free(memory, sizes[i]);
        large_memory_free(NULL, sizes[i]);
    }
}

static void it_keeps_what_is_in_it(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        for (gsize j = i; j < G_N_ELEMENTS(sizes); j++) {
            guint8 *memory = large_memory_new(sizes[i]);
            for (gsize byte = 0; byte < sizes[i]; byte++)
                memory[byte] = 7;
            memory = large_memory_grow(memory, sizes[i], sizes[j]);
            assert_filled(memory, sizes[i], 7);
            assert_filled(memory + sizes[i], sizes[j] - sizes[i], 0);
            large_memory_free(memory, sizes[j]);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/large-memory/it is zero", it_is_zero);
    g_test_add_func("/large-memory/it keeps what is in it", it_keeps_what_is_in_it);
    return g_test_run();
}
