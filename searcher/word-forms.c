/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stems in every language, elided forms, accents that were left out. */
#include "searcher/word-forms.h"

#include <string.h>

#include "morgue/error.h"
#include "morgue/field.h"
#include "morgue/language.h"
#include "searcher/elision.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianTermIterator, xapian_term_iterator_free)

/* See is_foreign(). */
#define FOREIGN_FACTOR 4

/* A language is usual in an archive if one article in so many is in it: see word-forms.h. */
#define USUAL_SHARE 1000

struct WordForms {
    const Index *index;
    const XapianDatabase *database;
    GPtrArray *analysers; /* of the index's languages, then that of texts in none of them */
    GPtrArray *languages; /* of const char *, side by side with the analysers */
    GArray *counts;       /* of guint: how many articles are in each */
    GPtrArray *usual;     /* of const char *: the usual ones of the languages, and NULL */
    gboolean has_unknown; /* articles in no language that could be told */
    GError *error;        /* the first one of the database */
};

static gboolean add_analyser(WordForms *forms, const char *language, GError **error)
{
    Analyser *analyser = analyser_new(language, error);
    if (analyser == NULL)
        return FALSE;
    g_ptr_array_add(forms->analysers, analyser);
    g_ptr_array_add(forms->languages, (gpointer)language);
    g_autofree char *term = g_strconcat(field_get(FIELD_LANGUAGE)->prefix, language, NULL);
    guint count = *language == '\0' ? G_MAXUINT : word_forms_frequency(forms, term);
    g_array_append_val(forms->counts, count);
    return TRUE;
}

static void find_usual(WordForms *forms)
{
    for (guint i = 0; i + 1 < forms->languages->len; i++) {
        guint64 count = g_array_index(forms->counts, guint, i);
        if (count * USUAL_SHARE >= index_article_count(forms->index))
            g_ptr_array_add(forms->usual, g_ptr_array_index(forms->languages, i));
    }
    g_ptr_array_add(forms->usual, NULL);
}

WordForms *word_forms_new(const Index *index, GError **error)
{
    g_autoptr(WordForms) forms = g_new0(WordForms, 1);
    forms->index = index;
    forms->database = index_database(index);
    forms->analysers = g_ptr_array_new_with_free_func((GDestroyNotify)analyser_free);
    forms->languages = g_ptr_array_new();
    forms->counts = g_array_new(FALSE, FALSE, sizeof(guint));
    forms->usual = g_ptr_array_new();
    for (const char *const *language = index_languages(index); *language != NULL; language++) {
        if (!add_analyser(forms, *language, error))
            return NULL;
    }
    if (!add_analyser(forms, "", error))
        return NULL;
    find_usual(forms);
    g_autofree char *told = g_strconcat(PREFIX_HAS, field_get(FIELD_LANGUAGE)->name, NULL);
    forms->has_unknown = word_forms_frequency(forms, told) < index_article_count(index);
    return g_steal_pointer(&forms);
}

void word_forms_free(WordForms *forms)
{
    if (forms == NULL)
        return;
    g_ptr_array_unref(forms->analysers);
    g_ptr_array_unref(forms->languages);
    g_array_unref(forms->counts);
    g_ptr_array_unref(forms->usual);
    g_clear_error(&forms->error);
    g_free(forms);
}

const char *const *word_forms_usual_languages(const WordForms *forms)
{
    return (const char *const *)forms->usual->pdata;
}

Analyser *word_forms_analyser(WordForms *forms, const char *language)
{
    char primary[LANGUAGE_SUBTAG_MAX];
    language_primary_subtag(language, primary);
    for (guint i = 0; i < forms->languages->len; i++) {
        if (strcmp(g_ptr_array_index(forms->languages, i), primary) == 0)
            return g_ptr_array_index(forms->analysers, i);
    }
    return g_ptr_array_index(forms->analysers, forms->analysers->len - 1);
}

gboolean word_forms_check(WordForms *forms, GError **error)
{
    if (forms->error == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&forms->error));
    return FALSE;
}

static void fail(WordForms *forms, const XapianError *cause)
{
    if (forms->error == NULL)
        morgue_error_from_xapian(&forms->error, cause, index_directory(forms->index));
}

guint word_forms_frequency(WordForms *forms, const char *term)
{
    XapianDocumentCount count = 0;
    XapianError cause;
    if (forms->error == NULL && xapian_database_get_termfreq(forms->database, term, strlen(term),
                                                             &count, &cause) != XAPIAN_OK)
        fail(forms, &cause);
    return count;
}

/* Stems. */

static gboolean contains(const GPtrArray *terms, const char *term)
{
    for (guint i = 0; i < terms->len; i++) {
        if (strcmp(g_ptr_array_index(terms, i), term) == 0)
            return TRUE;
    }
    return FALSE;
}

/*
 * A stem that is in many more articles than its language has is another word of other languages:
 * a few articles in German must not make every "mark" of English ones an answer to "marken".
 */
static gboolean is_foreign(WordForms *forms, guint language, const char *term)
{
    guint64 own = g_array_index(forms->counts, guint, language);
    return word_forms_frequency(forms, term) > own * FOREIGN_FACTOR;
}

static void add_stem(WordForms *forms, GPtrArray *terms, const char *prefix, guint language,
                     const char *form)
{
    gsize length;
    Analyser *analyser = g_ptr_array_index(forms->analysers, language);
    const char *stem = analyser_stem(analyser, form, strlen(form), &length);
    g_autofree char *term = g_strdup_printf("Z%s%.*s", prefix, (int)length, stem);
    if (!contains(terms, term) && !is_foreign(forms, language, term))
        g_ptr_array_add(terms, g_steal_pointer(&term));
}

/* Where no stem is left that the index has, the word stands for itself. */
static void add_form(WordForms *forms, GPtrArray *terms, const char *prefix, const char *form)
{
    for (guint i = 0; i < terms->len; i++) {
        if (word_forms_frequency(forms, g_ptr_array_index(terms, i)) > 0)
            return;
    }
    g_ptr_array_add(terms, g_strconcat(prefix, form, NULL));
}

/* The stems of a form in every language of the index, and those of its elided forms. */
static void add_stems(WordForms *forms, GPtrArray *terms, const char *prefix, const char *form)
{
    for (guint i = 0; i < forms->analysers->len; i++) {
        const char *language = g_ptr_array_index(forms->languages, i);
        const char *stripped = elision_strip(language, form);
        const char *bare = stripped != NULL ? stripped : form;
        add_stem(forms, terms, prefix, i, form);
        add_stem(forms, terms, prefix, i, bare);
        const char *const *elided = elision_prefixes(language, bare);
        for (; *elided != NULL; elided++) {
            g_autofree char *whole = g_strconcat(*elided, bare, NULL);
            add_stem(forms, terms, prefix, i, whole);
        }
    }
}

/* Adds the words that a stem (without prefix) stands for in the index. */
static void add_words(WordForms *forms, GHashTable *words, const char *stem)
{
    g_autoptr(XapianTermIterator) synonyms = NULL;
    XapianError cause;
    XapianStatus status =
        xapian_database_synonyms(forms->database, stem, strlen(stem), &synonyms, &cause);
    while (status == XAPIAN_OK &&
           (status = xapian_term_iterator_next(synonyms, &cause)) == XAPIAN_OK) {
        gsize length;
        const char *word = xapian_term_iterator_get_term(synonyms, &length);
        g_hash_table_add(words, g_strndup(word, length));
    }
    if (status != XAPIAN_OK && status != XAPIAN_END)
        fail(forms, &cause);
}

static gboolean has_stem(WordForms *forms, const char *word, gsize length, const char *stem)
{
    for (guint i = 0; i < forms->analysers->len; i++) {
        gsize stem_length;
        const char *own =
            analyser_stem(g_ptr_array_index(forms->analysers, i), word, length, &stem_length);
        if (strlen(stem) == stem_length && memcmp(own, stem, stem_length) == 0)
            return TRUE;
    }
    return FALSE;
}

/*
 * The same of an index on another host, which does not serve synonyms: its words that begin with
 * the same letter (dying, die) are stemmed.
 */
static void add_words_of_host(WordForms *forms, GHashTable *words, const char *stem,
                              const char *prefix)
{
    g_autoptr(XapianTermIterator) terms = NULL;
    XapianError cause;
    gsize prefix_length = strlen(prefix);
    gsize letter = (gsize)(g_utf8_next_char(stem) - stem);
    g_autofree char *start = g_strdup_printf("%s%.*s", prefix, (int)letter, stem);
    XapianStatus status =
        xapian_database_allterms(forms->database, start, strlen(start), &terms, &cause);
    while (status == XAPIAN_OK &&
           (status = xapian_term_iterator_next(terms, &cause)) == XAPIAN_OK) {
        gsize length;
        const char *word = xapian_term_iterator_get_term(terms, &length) + prefix_length;
        length -= prefix_length;
        if (has_stem(forms, word, length, stem))
            g_hash_table_add(words, g_strndup(word, length));
    }
    if (status != XAPIAN_OK && status != XAPIAN_END)
        fail(forms, &cause);
}

static gboolean has_no_accents(gpointer word, G_GNUC_UNUSED gpointer value,
                               G_GNUC_UNUSED gpointer data)
{
    char folded[WORD_MAX];
    gsize length = strlen(word);
    return length > WORD_MAX || word_fold(word, length, folded) == 0;
}

/* All words of some stems, which are terms with Z and a prefix. */
static GHashTable *words_of_stems(WordForms *forms, const GPtrArray *stems, const char *prefix)
{
    GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gsize prefix_length = strlen(prefix);
    for (guint i = 0; i < stems->len; i++) {
        const char *term = g_ptr_array_index(stems, i);
        if (*term != 'Z') /* a form as it stands */
            continue;
        g_autofree char *stem = g_strconcat("Z", term + 1 + prefix_length, NULL);
        add_words(forms, words, stem);
    }
    return words;
}

/*
 * Accented words have their unaccented forms beside them with a wdf of 0: enough to be found, but
 * not to be ranked by. So a word that was typed without accents asks for the accented ones, too.
 */
static void add_stems_of_accented(WordForms *forms, GPtrArray *terms, const char *prefix)
{
    g_autoptr(GHashTable) words = words_of_stems(forms, terms, prefix);
    g_hash_table_foreach_remove(words, has_no_accents, NULL);
    GHashTableIter iterator;
    gpointer word;
    g_hash_table_iter_init(&iterator, words);
    while (g_hash_table_iter_next(&iterator, &word, NULL)) {
        for (guint i = 0; i < forms->analysers->len; i++)
            add_stem(forms, terms, prefix, i, word);
    }
}

/*
 * An article whose language could not be told has its words for stems. So a query asks for all the
 * words that have its stem in other articles.
 */
static void add_stems_of_unknown(WordForms *forms, GPtrArray *terms, const char *prefix)
{
    if (!forms->has_unknown)
        return;
    g_autoptr(GHashTable) words = words_of_stems(forms, terms, prefix);
    GHashTableIter iterator;
    gpointer word;
    g_hash_table_iter_init(&iterator, words);
    while (g_hash_table_iter_next(&iterator, &word, NULL)) {
        g_autofree char *term = g_strconcat("Z", prefix, word, NULL);
        if (!contains(terms, term) && word_forms_frequency(forms, term) > 0)
            g_ptr_array_add(terms, g_steal_pointer(&term));
    }
}

GPtrArray *word_forms_stems(WordForms *forms, const char *word, const char *folded,
                            const char *prefix)
{
    GPtrArray *terms = g_ptr_array_new_with_free_func(g_free);
    add_stems(forms, terms, prefix, word);
    if (folded != NULL)
        add_stems(forms, terms, prefix, folded);
    else
        add_stems_of_accented(forms, terms, prefix);
    add_stems_of_unknown(forms, terms, prefix);
    add_form(forms, terms, prefix, word);
    return terms;
}

GPtrArray *word_forms_words(WordForms *forms, const GPtrArray *stems, const char *prefix)
{
    GPtrArray *terms = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) words = words_of_stems(forms, stems, prefix);
    gboolean is_remote = index_remote(forms->index) != NULL;
    for (guint i = 0; is_remote && i < stems->len; i++) {
        const char *term = g_ptr_array_index(stems, i);
        add_words_of_host(forms, words, term + 1 + strlen(prefix), prefix);
    }
    GHashTableIter iterator;
    gpointer word;
    g_hash_table_iter_init(&iterator, words);
    while (g_hash_table_iter_next(&iterator, &word, NULL))
        g_ptr_array_add(terms, g_strconcat(prefix, word, NULL));
    return terms;
}

GPtrArray *word_forms_elided(WordForms *forms, const char *word, const char *prefix)
{
    GPtrArray *terms = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < forms->languages->len; i++) {
        const char *language = g_ptr_array_index(forms->languages, i);
        for (const char *const *elided = elision_prefixes(language, word); *elided != NULL;
             elided++) {
            g_autofree char *term = g_strconcat(prefix, *elided, word, NULL);
            if (!contains(terms, term) && word_forms_frequency(forms, term) > 0)
                g_ptr_array_add(terms, g_steal_pointer(&term));
        }
    }
    return terms;
}
