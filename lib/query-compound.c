/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hyphenated words among alternatives. */
#include "lib/query-compound.h"

#include <string.h>

#include "morgue/word.h"

/* A part of a word is a word, also where it is written like an operator (read-OR-write). */
static char *part_text(const char *text, gsize length)
{
    static const char *const operators[] = {"AND",  "OR",   "NOT",     "NEAR", "ADJ",
                                            "SENT", "PARA", "ATLEAST", NULL};
    char *part = g_strndup(text, length);
    if (!g_strv_contains(operators, part))
        return part;
    char *lower = g_ascii_strdown(part, -1);
    g_free(part);
    return lower;
}

static QueryNode *part_new(const QueryNode *whole, char *text)
{
    QueryNode *part = g_memdup2(whole, sizeof *whole);
    part->text = text;
    part->beside = FALSE;
    return part;
}

/*
 * Adds the words of `whole` to `parts`, as typed, and together to `joined`. FALSE where it is one
 * word, or something else than hyphens is between them (u.s), or it is in a script without blanks.
 */
static gboolean split(const QueryNode *whole, GPtrArray *parts, GString *joined)
{
    WordIterator words;
    Word word;
    word_iterator_init(&words, whole->text, strlen(whole->text));
    while (word_iterator_next(&words, &word)) {
        gboolean continues = (word.flags & WORD_HYPHENATED) != 0;
        if ((word.flags & WORD_NGRAM) != 0 || (parts->len > 0 && !continues))
            return FALSE;
        g_ptr_array_add(parts, part_text(whole->text + word.start, word.end - word.start));
        g_string_append_len(joined, word.text, (gssize)word.length);
    }
    if (joined->len > WORD_MAX || !g_unichar_isalpha(g_utf8_get_char(joined->str)))
        g_string_truncate(joined, 0);
    return parts->len > 1;
}

static gboolean is_word_beside(const QueryNode *node)
{
    return node->kind == QUERY_WORD && node->beside && node->field == NULL && !node->required;
}

/* Puts the words of the child at `place` there; returns the place after them. */
static guint split_child(GPtrArray *children, guint place, GPtrArray *joined_forms)
{
    QueryNode *child = g_ptr_array_index(children, place);
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) joined = g_string_new(NULL);
    if (!is_word_beside(child) || !split(child, parts, joined))
        return place + 1;
    if (joined->len > 0)
        g_ptr_array_add(joined_forms, part_new(child, g_strdup(joined->str)));
    g_ptr_array_steal_index(children, place);
    while (parts->len > 0)
        g_ptr_array_insert(children, (gint)place++,
                           part_new(child, g_ptr_array_steal_index(parts, 0)));
    query_node_free(child);
    return place;
}

void query_split_compounds(QueryNode *alternatives)
{
    g_autoptr(GPtrArray) joined_forms = g_ptr_array_new();
    guint place = 0;
    while (place < alternatives->children->len)
        place = split_child(alternatives->children, place, joined_forms);
    /* At the end: words that stand side by side in the query stay so. */
    for (guint i = 0; i < joined_forms->len; i++)
        g_ptr_array_add(alternatives->children, g_ptr_array_index(joined_forms, i));
}
