/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Suggestions for queries that find nothing. */
#include "searcher/suggestion.h"

#include <string.h>

#include "morgue/word.h"
#include "searcher/order.h"
#include "searcher/word-list.h"

/*
 * Shorter words are near too many others. Each word has a few replacements, and a few ways to
 * combine them are tried: a suggestion must not take longer than the search.
 */
enum {
    LEAST_LETTERS = 3,
    LEAST_LETTERS_FOR_TWO = 6,
    MOST_REPLACEMENTS = 4,
    MOST_TRIES = 16,
    MOST_NEIGHBOURS = 1000,
};

typedef struct Replacement {
    char *word;
    XapianDocumentCount frequency;
} Replacement;

/* A word of the query that no article has. */
typedef struct Unknown {
    gsize start, end;     /* in the query, bytes */
    GArray *replacements; /* of Replacement, the most frequent first */
} Unknown;

typedef struct Suggestion {
    Session *session;
    char *query;     /* in NFC, as the places of its nodes count */
    GArray *unknown; /* of Unknown, in order */
    gboolean hopeless;
} Suggestion;

static void replacement_clear(Replacement *replacement)
{
    g_free(replacement->word);
}

static void unknown_clear(Unknown *unknown)
{
    g_array_unref(unknown->replacements);
}

static int compare_replacements(gconstpointer a, gconstpointer b)
{
    const Replacement *left = a, *right = b;
    if (left->frequency != right->frequency)
        return left->frequency > right->frequency ? -1 : 1;
    return strcmp(left->word, right->word);
}

/* Near words. */

static GArray *read_replacements(const XapianDatabase *database, const GPtrArray *words,
                                 gsize prefix_length)
{
    GArray *replacements = g_array_new(FALSE, FALSE, sizeof(Replacement));
    g_array_set_clear_func(replacements, (GDestroyNotify)replacement_clear);
    for (guint i = 0; i < words->len; i++) {
        const char *term = g_ptr_array_index(words, i);
        Replacement replacement = {.word = g_strdup(term + prefix_length)};
        xapian_database_get_termfreq(database, term, strlen(term), &replacement.frequency, NULL);
        g_array_append_val(replacements, replacement);
    }
    g_array_sort(replacements, compare_replacements);
    if (replacements->len > MOST_REPLACEMENTS)
        g_array_set_size(replacements, MOST_REPLACEMENTS);
    return replacements;
}

/* The nearest words of the index: those one change away, or else two. NULL where there are none. */
static GArray *find_replacements(const Session *session, const char *word, const char *prefix)
{
    const WordList list = {index_database(session->index), prefix};
    glong letters = g_utf8_strlen(word, -1);
    guint most = letters >= LEAST_LETTERS_FOR_TWO ? 2 : letters >= LEAST_LETTERS ? 1 : 0;
    for (guint changes = 1; changes <= most; changes++) {
        g_autoptr(GPtrArray) words = NULL;
        guint count;
        if (word_list_similar(&list, word, changes, MOST_NEIGHBOURS, &words, &count, NULL) !=
            XAPIAN_OK)
            return NULL;
        if (words->len > 0)
            return read_replacements(list.database, words, strlen(prefix));
    }
    return NULL;
}

/* Unknown words. */

static gboolean finds_any(const Session *session, const XapianQuery *query)
{
    g_autoptr(XapianMatchSet) matches = NULL;
    g_autoptr(XapianEnquire) enquire = session_enquire(session, query, NULL);
    return enquire != NULL && order_apply_none(enquire, NULL) &&
           xapian_enquire_get_mset(enquire, 0, 1, 0, NULL, NULL, &matches, NULL) == XAPIAN_OK &&
           xapian_match_set_size(matches) > 0;
}

static gboolean is_known(const Session *session, const QueryNode *node, const char *word)
{
    g_autoptr(XapianQuery) query = node->kind == QUERY_WORD
                                       ? vocabulary_word(session->vocabulary, word, node->field)
                                       : vocabulary_phrase(session->vocabulary, word, node->field);
    return query == NULL || finds_any(session, query);
}

static void note_word(Suggestion *suggestion, const QueryNode *node, const Word *found, gsize start)
{
    g_autofree char *word = g_strndup(found->text, found->length);
    if (is_known(suggestion->session, node, word))
        return;
    const char *prefix = node->field == NULL ? "" : node->field->prefix;
    Unknown unknown = {
        .start = start + found->start,
        .end = start + found->end,
        .replacements = find_replacements(suggestion->session, word, prefix),
    };
    if (unknown.replacements == NULL)
        suggestion->hopeless = TRUE;
    else
        g_array_append_val(suggestion->unknown, unknown);
}

/* The words of a leaf, as they stand in the query behind its field and its quotes. */
static void note_leaf(Suggestion *suggestion, const QueryNode *node)
{
    g_autofree char *slice = g_strndup(suggestion->query + node->start, node->end - node->start);
    const char *text = g_strrstr(slice, node->text);
    if (text == NULL)
        return;
    gsize start = node->start + (gsize)(text - slice);
    WordIterator words;
    Word word;
    word_iterator_init(&words, text, strlen(node->text));
    while (word_iterator_next(&words, &word)) {
        if ((word.flags & (WORD_NGRAM | WORD_CUT)) == 0)
            note_word(suggestion, node, &word, start);
    }
}

static void note_node(Suggestion *suggestion, const QueryNode *node)
{
    gboolean is_leaf =
        node->kind == QUERY_WORD || node->kind == QUERY_PHRASE || node->kind == QUERY_EXACT;
    if (node->kind == QUERY_NOT)
        return;
    if (is_leaf)
        note_leaf(suggestion, node);
    for (guint i = 0; node->children != NULL && i < node->children->len; i++)
        note_node(suggestion, g_ptr_array_index(node->children, i));
}

/* Trying. */

/* The query with the `try`-th choice of replacements; NULL where there are no more. */
static char *replace(const Suggestion *suggestion, guint try)
{
    GString *query = g_string_new(NULL);
    gsize at = 0;
    for (guint i = 0; i < suggestion->unknown->len; i++) {
        const Unknown *unknown = &g_array_index(suggestion->unknown, Unknown, i);
        guint choice = try % unknown->replacements->len;
        try /= unknown->replacements->len;
        g_string_append_len(query, suggestion->query + at, (gssize)(unknown->start - at));
        g_string_append(query, g_array_index(unknown->replacements, Replacement, choice).word);
        at = unknown->end;
    }
    g_string_append(query, suggestion->query + at);
    return g_string_free(query, try > 0);
}

static guint64 count_of(Session *session, const char *query)
{
    guint64 count = 0;
    Plan plan = {.query = NULL};
    g_autoptr(QueryNode) tree = session_parse_text(session, query, session->options->any, NULL);
    if (tree == NULL || !session_plan(session, tree, &plan, NULL))
        return 0;
    gboolean counted = session_count(session, g_steal_pointer(&plan.query), &count, NULL);
    plan_clear(&plan);
    return counted ? count : 0;
}

static char *try_all(Suggestion *suggestion, guint64 *count)
{
    if (suggestion->hopeless || suggestion->unknown->len == 0)
        return NULL;
    for (guint try = 0; try < MOST_TRIES; try++) {
        g_autofree char *query = replace(suggestion, try);
        if (query == NULL)
            return NULL;
        *count = count_of(suggestion->session, query);
        if (*count > 0)
            return g_steal_pointer(&query);
    }
    return NULL;
}

char *suggestion_find(Session *session, const QueryNode *tree, guint64 *count)
{
    if (session->options->query == NULL)
        return NULL;
    gboolean noting = vocabulary_set_noting(session->vocabulary, FALSE);
    Suggestion suggestion = {
        .session = session,
        .query = g_utf8_normalize(session->options->query, -1, G_NORMALIZE_NFC),
        .unknown = g_array_new(FALSE, FALSE, sizeof(Unknown)),
    };
    g_array_set_clear_func(suggestion.unknown, (GDestroyNotify)unknown_clear);
    note_node(&suggestion, tree);
    char *query = try_all(&suggestion, count);
    g_array_unref(suggestion.unknown);
    g_free(suggestion.query);
    vocabulary_set_noting(session->vocabulary, noting);
    return query;
}
