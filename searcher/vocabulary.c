/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of a query as terms of the index. */
#include "searcher/vocabulary.h"

#include <math.h>
#include <string.h>

#include "morgue/analysis.h"
#include "morgue/error.h"
#include "morgue/query-error.h"
#include "morgue/stop-words.h"
#include "searcher/proximity.h"
#include "searcher/word-forms.h"
#include "searcher/word-list.h"

struct Vocabulary {
    const Index *index;
    WordForms *forms;
    SnippetTerms *marks;
    gboolean noting;
    double documents;
    GError *error; /* the first one of a pattern */
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

Vocabulary *vocabulary_new(const Index *index, GError **error)
{
    WordForms *forms = word_forms_new(index, error);
    if (forms == NULL)
        return NULL;
    Vocabulary *vocabulary = g_new0(Vocabulary, 1);
    vocabulary->index = index;
    vocabulary->forms = forms;
    vocabulary->marks = snippet_terms_new();
    vocabulary->noting = TRUE;
    vocabulary->documents = index_article_count(index);
    return vocabulary;
}

void vocabulary_free(Vocabulary *vocabulary)
{
    if (vocabulary == NULL)
        return;
    word_forms_free(vocabulary->forms);
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
        return word_forms_check(vocabulary->forms, error);
    g_propagate_error(error, g_steal_pointer(&vocabulary->error));
    return FALSE;
}

const SnippetTerms *vocabulary_snippet_terms(const Vocabulary *vocabulary)
{
    return vocabulary->marks;
}

Analyser *vocabulary_analyser(Vocabulary *vocabulary, const char *language)
{
    return word_forms_analyser(vocabulary->forms, language);
}

/* Terms. */

static const char *prefix_of(const Field *field)
{
    return field == NULL ? "" : field->prefix;
}

/*
 * The terms that a word stands for. Numbers have no stems; and acronyms are not stemmed, because
 * one stemmer (Arabic) makes the pronoun of u.s.
 */
static GPtrArray *terms_of(Vocabulary *vocabulary, const Token *token, const char *prefix)
{
    if ((token->flags & WORD_STEMMABLE) != 0 && (token->flags & WORD_ACRONYM) == 0)
        return word_forms_stems(vocabulary->forms, token->text, token->folded, prefix);
    GPtrArray *terms = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(terms, g_strconcat(prefix, token->text, NULL));
    if (token->folded != NULL)
        g_ptr_array_add(terms, g_strconcat(prefix, token->folded, NULL));
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
        guint found = word_forms_frequency(vocabulary->forms, term);
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

/* A phrase of one word also stands as the joined form of a hyphenated word. */
static void note_form(Vocabulary *vocabulary, guint concept, const char *word, gboolean folds)
{
    g_autoptr(GPtrArray) forms =
        folds ? word_forms_elided(vocabulary->forms, word, "") : g_ptr_array_new();
    snippet_terms_add(vocabulary->marks, concept, word, strlen(word));
    note_terms(vocabulary, concept, forms, "");
}

/* Forms in which a word of a phrase is found, too, but which are words of their own in a text. */
static void note_elided_forms(Vocabulary *vocabulary, const char *word)
{
    g_autoptr(GPtrArray) elided = word_forms_elided(vocabulary->forms, word, "");
    for (guint i = 0; i < elided->len; i++)
        snippet_terms_add_phrase_form(vocabulary->marks, word, g_ptr_array_index(elided, i));
}

static void note_phrase(Vocabulary *vocabulary, guint concept, const GArray *tokens, gboolean folds)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (guint i = 0; i < tokens->len; i++) {
        const Token *token = &g_array_index(tokens, Token, i);
        if (token->has_position)
            g_ptr_array_add(words, folds && token->folded != NULL ? token->folded : token->text);
    }
    if (words->len == 1) {
        note_form(vocabulary, concept, g_ptr_array_index(words, 0), folds);
        return;
    }
    snippet_terms_add_phrase(vocabulary->marks, concept, (const char *const *)words->pdata,
                             words->len);
    for (guint i = 0; folds && i < words->len; i++)
        note_elided_forms(vocabulary, g_ptr_array_index(words, i));
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
    g_autoptr(GPtrArray) elided =
        folds ? word_forms_elided(vocabulary->forms, token->text, prefix) : g_ptr_array_new();
    for (guint i = 0; i < elided->len; i++) {
        const char *term = g_ptr_array_index(elided, i);
        g_ptr_array_add(parts, expression_term(term, strlen(term)));
    }
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
            sum += rarity(vocabulary, word_forms_frequency(vocabulary->forms, token->text));
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

/* Words with wildcards, and similar words. */

/* In lower case, with the apostrophe that terms have. */
static char *fold_case(const char *text)
{
    g_autofree char *lower = g_utf8_strdown(text, -1);
    g_auto(GStrv) parts = g_strsplit(lower, "\u2019", -1);
    g_autofree char *plain = g_strjoinv("'", parts);
    return g_utf8_normalize(plain, -1, G_NORMALIZE_NFC);
}

/* Refuses what stands for more words than may be looked for. */
static void check_expansion(Vocabulary *vocabulary, const QueryNode *node, guint most, guint count)
{
    gboolean is_short =
        node->kind == QUERY_PATTERN && word_pattern_letters(node->text) < WORD_LIST_LETTERS;
    if (vocabulary->error != NULL || (count <= most && !is_short))
        return;
    g_autofree char *name = query_node_to_string(node);
    g_autofree char *hint =
        is_short ? g_strdup_printf("a word with wildcards has at least %d letters besides",
                                   WORD_LIST_LETTERS)
                 : g_strdup_printf("at most %u can be looked for at once; add letters", most);
    query_error_set(&vocabulary->error, node->query, strlen(node->query), node->start, hint,
                    "%s stands for %u %s", name, count, count == 1 ? "word" : "words");
}

/* The terms that it stands for, an array of char * of the caller's; NULL on an error. */
static GPtrArray *expand(Vocabulary *vocabulary, const QueryNode *node, guint most)
{
    g_autofree char *folded = fold_case(node->text);
    const WordList list = {index_database(vocabulary->index), prefix_of(node->field)};
    GPtrArray *words = NULL;
    guint count = 0;
    XapianError cause;
    XapianStatus status =
        node->kind == QUERY_PATTERN
            ? word_list_match(&list, folded, most, &words, &count, &cause)
            : word_list_similar(&list, folded, node->number, most, &words, &count, &cause);
    if (status != XAPIAN_OK) {
        if (vocabulary->error == NULL)
            morgue_error_from_xapian(&vocabulary->error, &cause,
                                     index_directory(vocabulary->index));
        return NULL;
    }
    check_expansion(vocabulary, node, most, count);
    return words;
}

XapianQuery *vocabulary_expansion(Vocabulary *vocabulary, const QueryNode *node)
{
    g_autoptr(GPtrArray) terms = expand(vocabulary, node, VOCABULARY_TERMS_MAX);
    if (terms == NULL || terms->len == 0)
        return expression_nothing();
    double count = 0;
    XapianQuery *query = any_of(vocabulary, terms, &count);
    if (notes(vocabulary, node->field)) {
        guint concept = snippet_terms_add_concept(vocabulary->marks, rarity(vocabulary, count));
        note_terms(vocabulary, concept, terms, prefix_of(node->field));
    }
    return query;
}

/* Places. */

Spot *vocabulary_expansion_spot(Vocabulary *vocabulary, const QueryNode *node)
{
    GPtrArray *terms = expand(vocabulary, node, PROXIMITY_TERMS_MAX);
    return spot_new_word(terms != NULL ? terms : g_ptr_array_new_with_free_func(g_free));
}

/* A word form as it is; with `folds` also without accents, and elided. */
static Spot *form_spot(Vocabulary *vocabulary, const Token *token, const char *prefix,
                       gboolean folds)
{
    GPtrArray *terms = folds ? word_forms_elided(vocabulary->forms, token->text, prefix)
                             : g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(terms, g_strconcat(prefix, token->text, NULL));
    if (folds && token->folded != NULL)
        g_ptr_array_add(terms, g_strconcat(prefix, token->folded, NULL));
    return spot_new_word(terms);
}

/* A word in all its forms that the index has. */
static Spot *forms_spot(Vocabulary *vocabulary, const Token *token, const char *prefix)
{
    Spot *spot = form_spot(vocabulary, token, prefix, TRUE);
    if ((token->flags & WORD_STEMMABLE) == 0 || (token->flags & WORD_ACRONYM) != 0)
        return spot;
    g_autoptr(GPtrArray) stems =
        word_forms_stems(vocabulary->forms, token->text, token->folded, prefix);
    g_autoptr(GPtrArray) words = word_forms_words(vocabulary->forms, stems, prefix);
    for (guint i = 0; i < words->len; i++)
        g_ptr_array_add(spot->terms, g_strdup(g_ptr_array_index(words, i)));
    return spot;
}

static Spot *sequence_spot(Vocabulary *vocabulary, const GArray *tokens, const char *prefix,
                           gboolean folds)
{
    Spot *spot = spot_new(SPOT_SEQUENCE, 0);
    for (guint i = 0; i < tokens->len; i++) {
        const Token *token = &g_array_index(tokens, Token, i);
        if (token->has_position)
            spot_add(spot, form_spot(vocabulary, token, prefix, folds));
    }
    return spot;
}

/* Terms of fields of folded words have no accents. */
static void fold_tokens(GArray *tokens)
{
    for (guint i = 0; i < tokens->len; i++) {
        Token *token = &g_array_index(tokens, Token, i);
        if (token->folded == NULL)
            continue;
        g_free(token->text);
        token->text = g_steal_pointer(&token->folded);
    }
}

Spot *vocabulary_phrase_spot(Vocabulary *vocabulary, const char *text, const Field *field,
                             gboolean folds)
{
    g_autoptr(GArray) tokens = split(text);
    if (is_folded(field))
        fold_tokens(tokens);
    if (tokens->len == 1)
        return form_spot(vocabulary, &g_array_index(tokens, Token, 0), prefix_of(field),
                         folds && !is_folded(field));
    return sequence_spot(vocabulary, tokens, prefix_of(field), folds && !is_folded(field));
}

Spot *vocabulary_word_spot(Vocabulary *vocabulary, const char *text, const Field *field)
{
    g_autoptr(GArray) tokens = split(text);
    const char *prefix = prefix_of(field);
    if (is_folded(field))
        return vocabulary_phrase_spot(vocabulary, text, field, FALSE);
    if (tokens->len == 1)
        return forms_spot(vocabulary, &g_array_index(tokens, Token, 0), prefix);
    Spot *run = sequence_spot(vocabulary, tokens, prefix, TRUE);
    g_autofree char *joined = join(tokens);
    g_autoptr(GArray) whole = joined == NULL || strlen(joined) > WORD_MAX ? NULL : split(joined);
    if (whole == NULL || whole->len != 1)
        return run;
    Spot *either = spot_new(SPOT_ANY, 0);
    spot_add(either, run);
    spot_add(either, forms_spot(vocabulary, &g_array_index(whole, Token, 0), prefix));
    return either;
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
        if (words[i] == NULL || word_forms_frequency(vocabulary->forms, words[i]->text) == 0) {
            g_ptr_array_unref(parts);
            return NULL;
        }
        g_ptr_array_add(parts, positional_form(vocabulary, words[i], "", TRUE));
    }
    return expression_phrase(parts);
}

const char *const *vocabulary_languages(const Vocabulary *vocabulary)
{
    return word_forms_usual_languages(vocabulary->forms);
}

gboolean vocabulary_is_stop_word(const char *const *languages, const char *text,
                                 gboolean capitals_count)
{
    g_autoptr(GArray) tokens = split(text);
    if (tokens->len != 1)
        return FALSE;
    const Token *token = &g_array_index(tokens, Token, 0);
    if (capitals_count && (token->flags & WORD_CAPITALS) != 0)
        return FALSE;
    return stop_words_contain_all(languages, token->text, strlen(token->text));
}
