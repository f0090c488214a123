/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Levenshtein's distance to a name of ours. */
#include "morgue/misspelling.h"

#include <string.h>

/* Row by row of the table of distances. */
static guint name_distance(const char *a, gsize a_length, const char *b, gsize b_length)
{
    guint row[MISSPELLING_NAME_MAX + 1];
    for (guint i = 0; i <= b_length; i++)
        row[i] = i;
    for (gsize i = 0; i < a_length; i++) {
        guint diagonal = row[0];
        row[0] = (guint)i + 1;
        for (gsize k = 0; k < b_length; k++) {
            guint change = g_ascii_tolower(a[i]) == g_ascii_tolower(b[k]) ? 0 : 1;
            guint replaced = diagonal + change;
            diagonal = row[k + 1];
            row[k + 1] = MIN(replaced, MIN(row[k], diagonal) + 1);
        }
    }
    return row[b_length];
}

gboolean misspelling_is_nearer(const char *name, gsize length, const char *own, guint *least)
{
    gsize own_length = strlen(own);
    g_assert(own_length <= MISSPELLING_NAME_MAX);
    if (length > MISSPELLING_NAME_MAX)
        return FALSE;
    guint distance = name_distance(name, length, own, own_length);
    /* A name of which most would be wrong is another word. */
    if (distance >= *least || distance * 2 >= own_length)
        return FALSE;
    *least = distance;
    return TRUE;
}
