/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The record that all markup is read into. */
#include "indexer/extract/page-values.h"

#include <string.h>

void page_values_init(PageValues *values)
{
    *values = (PageValues){.keywords = g_ptr_array_new_with_free_func(g_free)};
}

void page_values_clear(PageValues *values)
{
    for (int slot = 0; slot < VALUE_COUNT; slot++)
        g_clear_pointer(&values->text[slot], g_free);
    g_clear_pointer(&values->keywords, g_ptr_array_unref);
}

void page_values_set(PageValues *values, ValueSlot slot, const char *text)
{
    if (text == NULL || values->text[slot] != NULL)
        return;
    char *copy = g_strstrip(g_strdup(text));
    if (*copy != '\0')
        values->text[slot] = copy;
    else
        g_free(copy);
}

void page_values_add_keywords(PageValues *values, const char *list)
{
    if (list == NULL)
        return;
    g_auto(GStrv) parts = g_strsplit_set(list, ",;", -1);
    for (char **part = parts; *part != NULL; part++)
        if (*g_strstrip(*part) != '\0')
            g_ptr_array_add(values->keywords, g_strdup(*part));
}
