/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of a query as terms of the index. */
#include "searcher/vocabulary.h"

#include <math.h>
#include <string.h>

#include "morgue/analysis.h"
#include "morgue/error.h"
#include "morgue/language.h"
#include "morgue/stop-words.h"
#include "searcher/elision.h"

struct Vocabulary {
    const Index *index;
    const XapianDatabase *database;
    GPtrArray *analysers; /* of the index's languages, then that of texts in none of them */
    GPtrArray *languages; /* of const char *, side by side with the analysers */
    SnippetTerms *marks;
    gboolean noting;
    double documents;
    GError *error; /* the first one of the database */
};

/* A word of a query's text, out of its iterator. */
typedef struct Token {
    char *text;
    char *folded; /* without accents; NULL where that is the same */
    guint flags;  /* WordFlags */
    gboolean has_position;
} Token;

static void token_clear(Token *token)
{
    g_free(token->text);
    g_free(token->folded);
}

static GArray *split(const char *text)
{
    GArray *tokens = g_array_new(FALSE, FALSE, sizeof(Token));
    g_array_set_clear_func(tokens, (GDestroyNotify)token_clear);
    WordIterator words;
    Word word;
    word_iterator_init(&words, text, strlen(text));
    while (word_iterator_next(&words, &word)) {
        char folded[WORD_MAX];
        gsize length =
            (word.flags & WORD_NGRAM) != 0 ? 0 : word_fold(word.text, word.length, folded);
        Token token = {
            .text = g_strndup(word.text, word.length),
            .folded = length == 0 ? NULL : g_strndup(folded, length),
            .flags = word.flags,
            .has_position = word.has_position,
        };
        g_array_append_val(tokens, token);
    }
    return tokens;
}

static gboolean add_analyser(Vocabulary *vocabulary, const char *language, GError **error)
{
    Analyser *analyser = analyser_new(language, error);
    if (analyser == NULL)
        return FALSE;
    g_ptr_array_add(vocabulary->analysers, analyser);
    g_ptr_array_add(vocabulary->languages, (gpointer)language);
    return TRUE;
}

Vocabulary *vocabulary_new(const Index *index, GError **error)
{
    g_autoptr(Vocabulary) vocabulary = g_new0(Vocabulary, 1);
    vocabulary->index = index;
    vocabulary->database = index_database(index);
    vocabulary->analysers = g_ptr_array_new_with_free_func((GDestroyNotify)analyser_free);
    vocabulary->languages = g_ptr_array_new();
    vocabulary->marks = snippet_terms_new();
    vocabulary->noting = TRUE;
    vocabulary->documents = index_article_count(index);
    for (const char *const *language = index_languages(index); *language != NULL; language++) {
        if (!add_analyser(vocabulary, *language, error))
            return NULL;
    }
    if (!add_analyser(vocabulary, "", error))
        return NULL;
    return g_steal_pointer(&vocabulary);
}

void vocabulary_free(Vocabulary *vocabulary)
{
    if (vocabulary == NULL)
        return;
    g_ptr_array_unref(vocabulary->analysers);
    g_ptr_array_unref(vocabulary->languages);
    snippet_terms_free(vocabulary->marks);
    g_clear_error(&vocabulary->error);
    g_free(vocabulary);
}

gboolean vocabulary_set_noting(Vocabulary *vocabulary, gboolean noting)
{
    gboolean before = vocabulary->noting;
    vocabulary->noting = noting;
    return before;
}

gboolean vocabulary_check(Vocabulary *vocabulary, GError **error)
{
    if (vocabulary->error == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&vocabulary->error));
    return FALSE;
}

const SnippetTerms *vocabulary_snippet_terms(const Vocabulary *vocabulary)
{
    return vocabulary->marks;
}

Analyser *vocabulary_analyser(Vocabulary *vocabulary, const char *language)
{
    char primary[LANGUAGE_SUBTAG_MAX];
    language_primary_subtag(language, primary);
    for (guint i = 0; i < vocabulary->languages->len; i++) {
        if (strcmp(g_ptr_array_index(vocabulary->languages, i), primary) == 0)
            return g_ptr_array_index(vocabulary->analysers, i);
    }
    return g_ptr_array_index(vocabulary->analysers, vocabulary->analysers->len - 1);
}

/* Terms. */

/* In how many articles a term is; 0 also where the database failed. */
static XapianDocumentCount frequency(Vocabulary *vocabulary, const char *term)
{
    XapianDocumentCount count = 0;
    XapianError cause;
    if (vocabulary->error == NULL &&
        xapian_database_get_termfreq(vocabulary->database, term, strlen(term), &count, &cause) !=
            XAPIAN_OK)
        morgue_error_from_xapian(&vocabulary->error, &cause, index_directory(vocabulary->index));
    return count;
}

static const char *prefix_of(const Field *field)
{
    return field == NULL ? "" : field->prefix;
}

static gboolean contains(const GPtrArray *terms, const char *term)
{
    for (guint i = 0; i < terms->len; i++) {
        if (strcmp(g_ptr_array_index(terms, i), term) == 0)
            return TRUE;
    }
    return FALSE;
}

static void add_stem(GPtrArray *terms, const char *prefix, const char *stem, gsize length)
{
    g_autofree char *term = g_strdup_printf("Z%s%.*s", prefix, (int)length, stem);
    if (!contains(terms, term))
        g_ptr_array_add(terms, g_steal_pointer(&term));
}

static void add_stem_of(GPtrArray *terms, const char *prefix, Analyser *analyser, const char *form)
{
    gsize length;
    const char *stem = analyser_stem(analyser, form, strlen(form), &length);
    add_stem(terms, prefix, stem, length);
}

/* The stems of a form in every language of the index, and those of its elided forms. */
static void add_stems(Vocabulary *vocabulary, GPtrArray *terms, const char *prefix,
                      const char *form)
{
    for (guint i = 0; i < vocabulary->analysers->len; i++) {
        Analyser *analyser = g_ptr_array_index(vocabulary->analysers, i);
        const char *language = g_ptr_array_index(vocabulary->languages, i);
        const char *stripped = elision_strip(language, form);
        const char *bare = stripped != NULL ? stripped : form;
        add_stem_of(terms, prefix, analyser, form);
        add_stem_of(terms, prefix, analyser, bare);
        const char *const *elided = elision_prefixes(language, bare);
        for (; *elided != NULL; elided++) {
            g_autofree char *whole = g_strconcat(*elided, bare, NULL);
            add_stem_of(terms, prefix, analyser, whole);
        }
    }
}

/*
 * The terms that a word stands for. Numbers have no stems; and acronyms are not stemmed, because
 * one stemmer (Arabic) makes the pronoun of u.s.
 */
static GPtrArray *terms_of(Vocabulary *vocabulary, const Token *token, const char *prefix)
{
    GPtrArray *terms = g_ptr_array_new_with_free_func(g_free);
    if ((token->flags & WORD_STEMMABLE) == 0 || (token->flags & WORD_ACRONYM) != 0) {
        g_ptr_array_add(terms, g_strconcat(prefix, token->text, NULL));
        if (token->folded != NULL)
            g_ptr_array_add(terms, g_strconcat(prefix, token->folded, NULL));
        return terms;
    }
    add_stems(vocabulary, terms, prefix, token->text);
    if (token->folded != NULL)
        add_stems(vocabulary, terms, prefix, token->folded);
    return terms;
}

/* Weight in a snippet: an article that has a rarer word is found for that word. */
static double rarity(const Vocabulary *vocabulary, double count)
{
    return log((vocabulary->documents + 2) / (count + 1)) + 0.1;
}

/* The terms as one: only those that there are, so that a single one keeps its exact frequency. */
static XapianQuery *any_of(Vocabulary *vocabulary, const GPtrArray *terms, double *count)
{
    GPtrArray *parts = expression_parts();
    for (guint i = 0; i < terms->len; i++) {
        const char *term = g_ptr_array_index(terms, i);
        XapianDocumentCount found = frequency(vocabulary, term);
        *count += found;
        if (found > 0)
            g_ptr_array_add(parts, expression_term(term, strlen(term)));
    }
    if (parts->len == 0 && terms->len > 0) {
        const char *first = g_ptr_array_index(terms, 0);
        g_ptr_array_add(parts, expression_term(first, strlen(first)));
    }
    return expression_combine(XAPIAN_QUERY_SYNONYM, parts);
}

/* Only what is looked for in headline and body is marked there. */
static gboolean notes(const Vocabulary *vocabulary, const Field *field)
{
    return vocabulary->noting && (field == NULL || field->indexing == FIELD_WORDS);
}

static void note_terms(Vocabulary *vocabulary, guint concept, const GPtrArray *terms,
                       const char *prefix)
{
    gsize prefix_length = strlen(prefix);
    for (guint i = 0; i < terms->len; i++) {
        const char *term = g_ptr_array_index(terms, i);
        if (*term == 'Z') {
            g_autofree char *plain = g_strconcat("Z", term + 1 + prefix_length, NULL);
            snippet_terms_add(vocabulary->marks, concept, plain, strlen(plain));
        } else {
            term += prefix_length;
            snippet_terms_add(vocabulary->marks, concept, term, strlen(term));
        }
    }
}

static void note_phrase(Vocabulary *vocabulary, guint concept, const GArray *tokens, gboolean folds)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (guint i = 0; i < tokens->len; i++) {
        const Token *token = &g_array_index(tokens, Token, i);
        if (token->has_position)
            g_ptr_array_add(words, folds && token->folded != NULL ? token->folded : token->text);
    }
    snippet_terms_add_phrase(vocabulary->marks, concept, (const char *const *)words->pdata,
                             words->len);
}

/* Single words. */

static XapianQuery *single_word(Vocabulary *vocabulary, const Token *token, const Field *field)
{
    const char *prefix = prefix_of(field);
    g_autoptr(GPtrArray) terms = terms_of(vocabulary, token, prefix);
    double count = 0;
    XapianQuery *query = any_of(vocabulary, terms, &count);
    if (notes(vocabulary, field)) {
        guint concept = snippet_terms_add_concept(vocabulary->marks, rarity(vocabulary, count));
        note_terms(vocabulary, concept, terms, prefix);
    }
    return query;
}

/* Adds the elided forms of a word that there are. */
static void add_elided_forms(Vocabulary *vocabulary, GPtrArray *parts, const char *prefix,
                             const char *form)
{
    for (guint i = 0; i < vocabulary->languages->len; i++) {
        const char *language = g_ptr_array_index(vocabulary->languages, i);
        for (const char *const *elided = elision_prefixes(language, form); *elided != NULL;
             elided++) {
            g_autofree char *term = g_strconcat(prefix, *elided, form, NULL);
            if (frequency(vocabulary, term) > 0)
                g_ptr_array_add(parts, expression_term(term, strlen(term)));
        }
    }
}

/*
 * A word form where positions are: itself, or its form without accents, which accented words have
 * beside them. A word that has accents weighs by its own occurrences, so both are asked for.
 */
static XapianQuery *positional_form(Vocabulary *vocabulary, const Token *token, const char *prefix,
                                    gboolean folds)
{
    GPtrArray *parts = expression_parts();
    g_ptr_array_add(parts, expression_prefixed(prefix, token->text));
    if (folds && token->folded != NULL)
        g_ptr_array_add(parts, expression_prefixed(prefix, token->folded));
    if (folds)
        add_elided_forms(vocabulary, parts, prefix, token->text);
    return expression_combine(XAPIAN_QUERY_OR, parts);
}

/* Runs of words. */

/*
 * Chinese, Thai and the like: pairs of characters, which are rarer than characters and say that
 * these are neighbours. Two characters are their pair; more are their pairs one after another.
 */
static XapianQuery *pairs_of_characters(const GArray *tokens, const char *prefix)
{
    GPtrArray *pairs = expression_parts();
    for (guint i = 0; i < tokens->len; i++) {
        const Token *token = &g_array_index(tokens, Token, i);
        if ((token->flags & WORD_NGRAM) == 0) {
            g_ptr_array_unref(pairs);
            return NULL;
        }
        if (!token->has_position)
            g_ptr_array_add(pairs, expression_prefixed(prefix, token->text));
    }
    return expression_combine(XAPIAN_QUERY_AND, pairs);
}

static XapianQuery *side_by_side(Vocabulary *vocabulary, const GArray *tokens, const char *prefix,
                                 gboolean folds)
{
    GPtrArray *parts = expression_parts();
    for (guint i = 0; i < tokens->len; i++) {
        const Token *token = &g_array_index(tokens, Token, i);
        if (token->has_position)
            g_ptr_array_add(parts, positional_form(vocabulary, token, prefix, folds));
    }
    guint positions = parts->len;
    XapianQuery *pairs = positions > 1 ? pairs_of_characters(tokens, prefix) : NULL;
    if (pairs == NULL)
        return expression_phrase(parts);
    if (positions == 2) {
        g_ptr_array_unref(parts);
        return pairs;
    }
    return expression_pair(XAPIAN_QUERY_FILTER, pairs, expression_phrase(parts));
}

static double rarity_of_run(Vocabulary *vocabulary, const GArray *tokens)
{
    double sum = 0;
    for (guint i = 0; i < tokens->len; i++) {
        const Token *token = &g_array_index(tokens, Token, i);
        if (token->has_position)
            sum += rarity(vocabulary, frequency(vocabulary, token->text));
    }
    return sum;
}

static XapianQuery *run_of_words(Vocabulary *vocabulary, const GArray *tokens, const Field *field,
                                 gboolean folds)
{
    if (tokens->len == 0)
        return NULL;
    if (notes(vocabulary, field)) {
        guint concept =
            snippet_terms_add_concept(vocabulary->marks, rarity_of_run(vocabulary, tokens));
        note_phrase(vocabulary, concept, tokens, folds);
    }
    return side_by_side(vocabulary, tokens, prefix_of(field), folds);
}

/* The letters of a hyphenated word without its hyphens; NULL for other runs. */
static char *join(const GArray *tokens)
{
    GString *joined = g_string_new(NULL);
    for (guint i = 0; i < tokens->len; i++) {
        const Token *token = &g_array_index(tokens, Token, i);
        guint wanted = i == 0 ? WORD_STEMMABLE : WORD_HYPHENATED;
        if ((token->flags & wanted) == 0 || (token->flags & WORD_NGRAM) != 0) {
            g_string_free(joined, TRUE);
            return NULL;
        }
        g_string_append(joined, token->text);
    }
    return g_string_free(joined, FALSE);
}

static XapianQuery *folded_words(const GArray *tokens, const Field *field)
{
    GPtrArray *parts = expression_parts();
    for (guint i = 0; i < tokens->len; i++) {
        const Token *token = &g_array_index(tokens, Token, i);
        if (token->has_position)
            g_ptr_array_add(parts, expression_prefixed(field->prefix, token->folded != NULL
                                                                          ? token->folded
                                                                          : token->text));
    }
    return expression_phrase(parts);
}

static gboolean is_folded(const Field *field)
{
    return field != NULL && field->indexing == FIELD_FOLDED;
}

XapianQuery *vocabulary_word(Vocabulary *vocabulary, const char *text, const Field *field)
{
    g_autoptr(GArray) tokens = split(text);
    if (is_folded(field))
        return folded_words(tokens, field);
    if (tokens->len == 1)
        return single_word(vocabulary, &g_array_index(tokens, Token, 0), field);
    XapianQuery *run = run_of_words(vocabulary, tokens, field, TRUE);
    g_autofree char *joined = join(tokens);
    if (joined == NULL || strlen(joined) > WORD_MAX || run == NULL)
        return run;
    g_autoptr(GArray) whole = split(joined);
    if (whole->len != 1)
        return run;
    return expression_pair(XAPIAN_QUERY_OR, run,
                           single_word(vocabulary, &g_array_index(whole, Token, 0), field));
}

XapianQuery *vocabulary_phrase(Vocabulary *vocabulary, const char *text, const Field *field)
{
    g_autoptr(GArray) tokens = split(text);
    return is_folded(field) ? folded_words(tokens, field)
                            : run_of_words(vocabulary, tokens, field, TRUE);
}

XapianQuery *vocabulary_exact(Vocabulary *vocabulary, const char *text, const Field *field)
{
    g_autoptr(GArray) tokens = split(text);
    return is_folded(field) ? folded_words(tokens, field)
                            : run_of_words(vocabulary, tokens, field, FALSE);
}

static Token *only_word(const GArray *tokens)
{
    if (tokens->len != 1)
        return NULL;
    Token *token = &g_array_index(tokens, Token, 0);
    return (token->flags & WORD_NGRAM) == 0 ? token : NULL;
}

XapianQuery *vocabulary_pair(Vocabulary *vocabulary, const char *left, const char *right)
{
    g_autoptr(GArray) first = split(left);
    g_autoptr(GArray) second = split(right);
    const Token *const words[] = {only_word(first), only_word(second)};
    GPtrArray *parts = expression_parts();
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (words[i] == NULL || frequency(vocabulary, words[i]->text) == 0) {
            g_ptr_array_unref(parts);
            return NULL;
        }
        g_ptr_array_add(parts, positional_form(vocabulary, words[i], "", TRUE));
    }
    return expression_phrase(parts);
}

gboolean vocabulary_is_stop_word(Vocabulary *vocabulary, const char *text, gboolean capitals_count)
{
    g_autoptr(GArray) tokens = split(text);
    if (tokens->len != 1)
        return FALSE;
    const Token *token = &g_array_index(tokens, Token, 0);
    if (capitals_count && (token->flags & WORD_CAPITALS) != 0)
        return FALSE;
    return stop_words_contain_all(index_languages(vocabulary->index), token->text,
                                  strlen(token->text));
}
