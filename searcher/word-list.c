/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walking the terms of an index: wildcards and distances. */
#include "searcher/word-list.h"

#include <string.h>

#include "morgue/word.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianTermIterator, xapian_term_iterator_free)

/* A word has no more code points than bytes. */
#define LETTERS_MAX (WORD_MAX + 1)

/* Patterns. */

guint word_pattern_letters(const char *pattern)
{
    guint letters = 0;
    for (const char *p = pattern; *p != '\0'; p = g_utf8_next_char(p))
        letters += *p != '*' && *p != '?' ? 1 : 0;
    return letters;
}

/* Goes back to the last `*` where the letters after it do not fit: each letter is tried once for
 * each place, whatever the number of wildcards. */
gboolean word_pattern_fits(const char *pattern, const char *word, gsize length)
{
    const char *end = word + length;
    const char *star = NULL, *retry = NULL;
    while (word < end) {
        if (*pattern == '*') {
            star = ++pattern;
            retry = word;
        } else if (*pattern == '?') {
            pattern++;
            word = g_utf8_next_char(word);
        } else if (*pattern == *word) {
            pattern++;
            word++;
        } else if (star != NULL) {
            retry = g_utf8_next_char(retry);
            word = retry;
            pattern = star;
        } else {
            return FALSE;
        }
    }
    pattern += strspn(pattern, "*");
    return *pattern == '\0';
}

/* Distances. */

static guint read_letters(const char *word, gsize length, gunichar letters[LETTERS_MAX])
{
    guint count = 0;
    for (const char *p = word; p < word + length && count < LETTERS_MAX; p = g_utf8_next_char(p))
        letters[count++] = g_utf8_get_char(p);
    return count;
}

/* One row of the matrix; returns its least number. */
static guint fill_row(const gunichar *a, const gunichar *b, guint b_count, guint at,
                      guint rows[3][LETTERS_MAX + 1])
{
    const guint *before = rows[(at + 2) % 3], *last = rows[at % 3];
    guint *row = rows[(at + 1) % 3];
    guint least = row[0] = at + 1;
    for (guint j = 0; j < b_count; j++) {
        guint cost = a[at] == b[j] ? 0 : 1;
        guint best = MIN(MIN(last[j + 1], row[j]) + 1, last[j] + cost);
        if (at > 0 && j > 0 && a[at] == b[j - 1] && a[at - 1] == b[j])
            best = MIN(best, before[j - 1] + 1);
        row[j + 1] = best;
        least = MIN(least, best);
    }
    return least;
}

guint word_distance(const char *a, gsize a_length, const char *b, gsize b_length, guint limit)
{
    gunichar a_letters[LETTERS_MAX], b_letters[LETTERS_MAX];
    guint rows[3][LETTERS_MAX + 1];
    guint a_count = read_letters(a, a_length, a_letters);
    guint b_count = read_letters(b, b_length, b_letters);
    if (MAX(a_count, b_count) - MIN(a_count, b_count) > limit)
        return limit + 1;
    for (guint j = 0; j <= b_count; j++)
        rows[0][j] = j;
    for (guint i = 0; i < a_count; i++) {
        if (fill_row(a_letters, b_letters, b_count, i, rows) > limit)
            return limit + 1;
    }
    return MIN(rows[a_count % 3][b_count], limit + 1);
}

/* Walking. */

typedef struct Wanted {
    const char *text;
    guint changes;
    gboolean is_pattern;
} Wanted;

static gboolean fits(const Wanted *wanted, const char *word, gsize length)
{
    if (wanted->is_pattern)
        return word_pattern_fits(wanted->text, word, length);
    return word_distance(wanted->text, strlen(wanted->text), word, length, wanted->changes) <=
           wanted->changes;
}

/* Words are in lower case: what begins with a capital after the field's prefix is of another one.
 */
static gboolean is_word(const char *word, gsize length)
{
    return length > 0 && !g_ascii_isupper(*word);
}

/* The terms from `start` on, which the words wanted begin with. */
static XapianStatus walk(const WordList *list, const char *start, const Wanted *wanted, guint most,
                         GPtrArray **words, guint *count, XapianError *error)
{
    g_autoptr(XapianTermIterator) terms = NULL;
    gsize prefix_length = strlen(list->prefix);
    XapianStatus status =
        xapian_database_allterms(list->database, start, strlen(start), &terms, error);
    *words = g_ptr_array_new_with_free_func(g_free);
    *count = 0;
    while (status == XAPIAN_OK && (status = xapian_term_iterator_next(terms, error)) == XAPIAN_OK) {
        gsize length;
        const char *term = xapian_term_iterator_get_term(terms, &length);
        const char *word = term + prefix_length;
        gsize word_length = length - prefix_length;
        if (!is_word(word, word_length) || word_length > WORD_MAX ||
            !fits(wanted, word, word_length))
            continue;
        if ((*count)++ < most)
            g_ptr_array_add(*words, g_strndup(term, length));
    }
    if (status == XAPIAN_END)
        return XAPIAN_OK;
    g_clear_pointer(words, g_ptr_array_unref);
    return status;
}

XapianStatus word_list_match(const WordList *list, const char *pattern, guint most,
                             GPtrArray **words, guint *count, XapianError *error)
{
    const Wanted wanted = {.text = pattern, .is_pattern = TRUE};
    g_autofree char *start =
        g_strdup_printf("%s%.*s", list->prefix, (int)strcspn(pattern, "*?"), pattern);
    return walk(list, start, &wanted, most, words, count, error);
}

XapianStatus word_list_similar(const WordList *list, const char *word, guint changes, guint most,
                               GPtrArray **words, guint *count, XapianError *error)
{
    const Wanted wanted = {.text = word, .changes = changes};
    int first = (int)(g_utf8_next_char(word) - word);
    g_autofree char *start = g_strdup_printf("%s%.*s", list->prefix, first, word);
    return walk(list, start, &wanted, most, words, count, error);
}
