/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trees as Xapian queries: what filters, what weighs, and what neither does. */
#include "searcher/plan.h"

#include <string.h>

#include "morgue/error.h"
#include "searcher/date-filter.h"
#include "searcher/proximity.h"
#include "searcher/value-query.h"

/* What neighbouring words side by side weigh (ranking.md, 5). */
#define PAIR_WEIGHT 0.1

typedef struct Planner {
    const Index *index;
    Vocabulary *vocabulary;
    gboolean keeps_stop_words; /* there is nothing else in the query, or they are under a NOT */
    gboolean capitals_count;
    const QueryNode *tree; /* all of it */
    GPtrArray *bonuses;    /* of XapianQuery *; NULL where nothing is weighed */
    XapianQuery *filter;   /* what all of a ranked query must have and does not weigh */
    GError *error;         /* the first one */
} Planner;

static XapianQuery *plan_node(Planner *planner, const QueryNode *node);

/* What a tree holds. */

typedef struct Contents {
    guint words;   /* leaves that are words */
    guint weights; /* leaves that can rank articles */
    gboolean has_small_letters;
} Contents;

static gboolean has_small_letter(const char *text)
{
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        if (g_unichar_islower(g_utf8_get_char(p)))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_text(const QueryNode *node)
{
    return node->kind == QUERY_WORD || node->kind == QUERY_PHRASE || node->kind == QUERY_EXACT ||
           node->kind == QUERY_PATTERN || node->kind == QUERY_SIMILAR;
}

/* Words of fields of folded words have no weight. */
static gboolean can_weigh(const QueryNode *node)
{
    return is_text(node) && (node->field == NULL || node->field->indexing == FIELD_WORDS);
}

static void survey(const QueryNode *node, Contents *contents)
{
    if (node->kind == QUERY_NOT)
        return;
    if (is_text(node)) {
        contents->words++;
        contents->weights += can_weigh(node) ? 1 : 0;
        contents->has_small_letters |= has_small_letter(node->text);
    }
    for (guint i = 0; node->children != NULL && i < node->children->len; i++)
        survey(g_ptr_array_index(node->children, i), contents);
}

/* In a field stop words are asked for like any others: a headline is short. */
static gboolean is_stop_word_node(const QueryNode *node, const char *const *languages,
                                  gboolean capitals_count)
{
    return node->kind == QUERY_WORD && node->field == NULL &&
           vocabulary_is_stop_word(languages, node->text, capitals_count);
}

static gboolean is_stop_word(const Planner *planner, const QueryNode *node)
{
    return is_stop_word_node(node, vocabulary_languages(planner->vocabulary),
                             planner->capitals_count);
}

static guint count_stop_words(const QueryNode *node, const char *const *languages,
                              gboolean capitals_count)
{
    guint count = is_stop_word_node(node, languages, capitals_count) ? 1 : 0;
    if (node->kind == QUERY_NOT)
        return 0;
    for (guint i = 0; node->children != NULL && i < node->children->len; i++)
        count += count_stop_words(g_ptr_array_index(node->children, i), languages, capitals_count);
    return count;
}

/*
 * Whether there are only stop words, of all languages or of one. Several that one language has
 * ("to be or not to be") weigh nothing in its texts, though others make words of them; a single
 * one ("die") may be just such a word.
 */
static gboolean is_of_stop_words(const Planner *planner, const QueryNode *tree, guint words)
{
    const char *const *languages = vocabulary_languages(planner->vocabulary);
    if (count_stop_words(tree, languages, planner->capitals_count) == words)
        return TRUE;
    for (; words > 1 && *languages != NULL; languages++) {
        const char *const one[] = {*languages, NULL};
        if (count_stop_words(tree, one, planner->capitals_count) == words)
            return TRUE;
    }
    return FALSE;
}

/* Leaves. */

static XapianQuery *weightless(XapianQuery *query)
{
    return query == NULL ? NULL : expression_scale(query, 0);
}

static XapianQuery *plan_date(Planner *planner, const DateRange *range)
{
    GError *cause = NULL;
    XapianQuery *query = date_filter_new(planner->index, range, &cause);
    if (query == NULL && planner->error == NULL)
        planner->error = cause;
    else
        g_clear_error(&cause);
    return weightless(query);
}

/* Lists. */

/* A pair adds weight where all of its list is found. */
static void add_bonus(Planner *planner, XapianQuery *pair, const XapianQuery *condition)
{
    XapianQuery *bonus = expression_scale(pair, PAIR_WEIGHT);
    if (condition != NULL)
        bonus = expression_pair(XAPIAN_QUERY_FILTER, bonus, expression_copy(condition));
    g_ptr_array_add(planner->bonuses, bonus);
}

/*
 * Notes what neighbouring words of a list come to side by side. Pairs with a stop word in them cost
 * time and gain nothing. What all of a query demands is no condition of its own.
 */
static void plan_pairs(Planner *planner, const QueryNode *list, const XapianQuery *condition)
{
    const QueryNode *before = NULL;
    if (planner->bonuses == NULL)
        return;
    for (guint i = 0; i < list->children->len; i++) {
        const QueryNode *node = g_ptr_array_index(list->children, i);
        gboolean word =
            node->kind == QUERY_WORD && node->field == NULL && !is_stop_word(planner, node);
        XapianQuery *pair = NULL;
        if (word && before != NULL)
            pair = vocabulary_pair(planner->vocabulary, before->text, node->text);
        if (pair != NULL)
            add_bonus(planner, pair, list == planner->tree ? NULL : condition);
        before = word ? node : NULL;
    }
}

/* What is under a NOT is asked for as it stands, and marked nowhere. */
static XapianQuery *plan_negated(Planner *planner, const QueryNode *node)
{
    gboolean kept = planner->keeps_stop_words;
    planner->keeps_stop_words = TRUE;
    gboolean noted = vocabulary_set_noting(planner->vocabulary, FALSE);
    GPtrArray *bonuses = planner->bonuses;
    planner->bonuses = NULL;
    XapianQuery *query = plan_node(planner, g_ptr_array_index(node->children, 0));
    planner->bonuses = bonuses;
    vocabulary_set_noting(planner->vocabulary, noted);
    planner->keeps_stop_words = kept;
    return query;
}

/* Whether a part of a query restricts all of it: see Plan. */
static gboolean is_filter(const Planner *planner, const QueryNode *node, const QueryNode *child)
{
    gboolean weightless_part = child->kind == QUERY_DATE || child->kind == QUERY_VALUE;
    return weightless_part && node == planner->tree && planner->bonuses != NULL;
}

static XapianQuery *plan_and(Planner *planner, const QueryNode *node)
{
    GPtrArray *wanted = expression_parts();
    GPtrArray *excluded = expression_parts();
    for (guint i = 0; i < node->children->len; i++) {
        const QueryNode *child = g_ptr_array_index(node->children, i);
        if (child->kind == QUERY_NOT)
            g_ptr_array_add(excluded, plan_negated(planner, child));
        else if (is_filter(planner, node, child))
            planner->filter =
                expression_pair(XAPIAN_QUERY_AND, planner->filter, plan_node(planner, child));
        else
            g_ptr_array_add(wanted, plan_node(planner, child));
    }
    XapianQuery *query = expression_combine(XAPIAN_QUERY_AND, wanted);
    XapianQuery *unwanted = expression_combine(XAPIAN_QUERY_OR, excluded);
    if (query == NULL && unwanted != NULL)
        query = weightless(expression_all());
    query = expression_pair(XAPIAN_QUERY_AND_NOT, query, unwanted);
    plan_pairs(planner, node, query);
    return query;
}

/* With --any, what is written with a `+` must be there; the others add weight. */
static XapianQuery *plan_or(Planner *planner, const QueryNode *node)
{
    GPtrArray *required = expression_parts();
    GPtrArray *others = expression_parts();
    for (guint i = 0; i < node->children->len; i++) {
        const QueryNode *child = g_ptr_array_index(node->children, i);
        g_ptr_array_add(child->required ? required : others, plan_node(planner, child));
    }
    XapianQuery *any = expression_combine(XAPIAN_QUERY_OR, others);
    XapianQuery *all = expression_combine(XAPIAN_QUERY_AND, required);
    plan_pairs(planner, node, all); /* what has a pair has one of the words */
    if (all == NULL)
        return any;
    GPtrArray *others_add = expression_parts();
    if (any != NULL)
        g_ptr_array_add(others_add, any);
    return expression_bonus(all, others_add);
}

/* Proximity. */

static Spot *plan_spot(Planner *planner, const QueryNode *node);

static SpotKind kind_of_spot(QueryKind kind)
{
    return kind == QUERY_NEAR        ? SPOT_NEAR
           : kind == QUERY_ADJACENT  ? SPOT_ADJACENT
           : kind == QUERY_SENTENCE  ? SPOT_SENTENCE
           : kind == QUERY_PARAGRAPH ? SPOT_PARAGRAPH
                                     : SPOT_ANY;
}

static Spot *plan_spots(Planner *planner, const QueryNode *node)
{
    Spot *spot = spot_new(kind_of_spot(node->kind), node->number);
    for (guint i = 0; i < node->children->len; i++)
        spot_add(spot, plan_spot(planner, g_ptr_array_index(node->children, i)));
    return spot;
}

/* Where a node stands. Its parts are words and groups of them: the parser saw to that. */
static Spot *plan_spot(Planner *planner, const QueryNode *node)
{
    Vocabulary *vocabulary = planner->vocabulary;
    switch (node->kind) {
    case QUERY_WORD:
        return vocabulary_word_spot(vocabulary, node->text, node->field);
    case QUERY_PHRASE:
        return vocabulary_phrase_spot(vocabulary, node->text, node->field, TRUE);
    case QUERY_EXACT:
        return vocabulary_phrase_spot(vocabulary, node->text, node->field, FALSE);
    case QUERY_PATTERN:
    case QUERY_SIMILAR:
        return vocabulary_expansion_spot(vocabulary, node);
    case QUERY_OR:
    case QUERY_AND: /* within ATLEAST: any of them counts */
    case QUERY_NEAR:
    case QUERY_ADJACENT:
    case QUERY_SENTENCE:
    case QUERY_PARAGRAPH:
        return plan_spots(planner, node);
    case QUERY_NOT:
    case QUERY_AT_LEAST:
    case QUERY_DATE:
    case QUERY_VALUE:
    case QUERY_ALL:
        break;
    }
    g_assert_not_reached();
}

/* All words of a node must be there: a stop word, too. */
static XapianQuery *plan_operand(Planner *planner, const QueryNode *node)
{
    gboolean kept = planner->keeps_stop_words;
    planner->keeps_stop_words = TRUE;
    XapianQuery *query = plan_node(planner, node);
    planner->keeps_stop_words = kept;
    return query;
}

/* Places are looked at here; a host would have to send those of every candidate. */
static void refuse_remote(Planner *planner, const char *remote)
{
    if (planner->error == NULL)
        g_set_error(&planner->error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                    "%s: SENT, PARA, ATLEAST and phrases inside NEAR and ADJ cannot be asked of an "
                    "archive on another host\nhint: search the index where it is, or use NEAR/n "
                    "with words",
                    remote);
}

/* The articles among `candidates` (taken over) in which the spot (taken over) is often enough. */
static XapianQuery *find_spots(Planner *planner, XapianQuery *candidates, Spot *spot, guint times)
{
    XapianError cause;
    const char *remote = index_remote(planner->index);
    if (remote != NULL) {
        refuse_remote(planner, remote);
        xapian_query_free(candidates);
        spot_free(spot);
        return NULL;
    }
    XapianQuery *found =
        proximity_find(index_database(planner->index), candidates, spot, times, &cause);
    if (found == NULL && planner->error == NULL)
        morgue_error_from_xapian(&planner->error, &cause, index_directory(planner->index));
    spot_free(spot);
    return found;
}

/* An AND as an operand: each of its parts must be near the other one. NULL where there is none. */
static XapianQuery *distribute(Planner *planner, const QueryNode *pair)
{
    for (guint side = 0; side < 2; side++) {
        const QueryNode *group = g_ptr_array_index(pair->children, side);
        if (group->kind != QUERY_AND)
            continue;
        GPtrArray *parts = expression_parts();
        for (guint i = 0; i < group->children->len; i++) {
            QueryNode *children[2] = {g_ptr_array_index(pair->children, 0),
                                      g_ptr_array_index(pair->children, 1)};
            children[side] = g_ptr_array_index(group->children, i);
            GPtrArray list = {.pdata = (gpointer *)children, .len = 2};
            QueryNode one = *pair;
            one.children = &list;
            g_ptr_array_add(parts, plan_node(planner, &one));
        }
        return expression_combine(XAPIAN_QUERY_AND, parts);
    }
    return NULL;
}

/* Ranked by the words in any form; found where these stand as they are asked to. */
static XapianQuery *plan_pair(Planner *planner, const QueryNode *node)
{
    XapianQuery *distributed = distribute(planner, node);
    if (distributed != NULL)
        return distributed;
    XapianQuery *words = expression_pair(
        XAPIAN_QUERY_AND, plan_operand(planner, g_ptr_array_index(node->children, 0)),
        plan_operand(planner, g_ptr_array_index(node->children, 1)));
    if (words == NULL)
        return NULL;
    Spot *spot = plan_spot(planner, node);
    XapianQuery *where = proximity_query(spot);
    if (where != NULL)
        spot_free(spot);
    else
        where = find_spots(planner, expression_copy(words), spot, 1);
    return expression_pair(XAPIAN_QUERY_FILTER, words, where);
}

static XapianQuery *plan_at_least(Planner *planner, const QueryNode *node)
{
    const QueryNode *child = g_ptr_array_index(node->children, 0);
    XapianQuery *words = plan_operand(planner, child);
    if (words == NULL)
        return NULL;
    XapianQuery *where =
        find_spots(planner, expression_copy(words), plan_spot(planner, child), node->number);
    return expression_pair(XAPIAN_QUERY_FILTER, words, where);
}

static XapianQuery *plan_node(Planner *planner, const QueryNode *node)
{
    switch (node->kind) {
    case QUERY_WORD:
        if (!planner->keeps_stop_words && is_stop_word(planner, node))
            return NULL;
        return vocabulary_word(planner->vocabulary, node->text, node->field);
    case QUERY_PHRASE:
        return vocabulary_phrase(planner->vocabulary, node->text, node->field);
    case QUERY_EXACT:
        return vocabulary_exact(planner->vocabulary, node->text, node->field);
    case QUERY_PATTERN:
    case QUERY_SIMILAR:
        return vocabulary_expansion(planner->vocabulary, node);
    case QUERY_NEAR:
    case QUERY_ADJACENT:
    case QUERY_SENTENCE:
    case QUERY_PARAGRAPH:
        return plan_pair(planner, node);
    case QUERY_AT_LEAST:
        return plan_at_least(planner, node);
    case QUERY_AND:
        return plan_and(planner, node);
    case QUERY_OR:
        return plan_or(planner, node);
    case QUERY_NOT:
        break;
    case QUERY_DATE:
        return plan_date(planner, &node->range);
    case QUERY_VALUE:
        return weightless(value_query_new(node, planner->index));
    case QUERY_ALL:
        return weightless(expression_all());
    }
    g_assert_not_reached();
}

/* Whole queries. */

/* Appends the words of a list, and of lists in it, that must all be there. */
static void append_words(GString *phrase, const QueryNode *list)
{
    for (guint i = 0; i < list->children->len; i++) {
        const QueryNode *node = g_ptr_array_index(list->children, i);
        if (node->kind == QUERY_WORD)
            g_string_append_printf(phrase, "%s%s", phrase->len > 0 ? " " : "", node->text);
        else if (node->kind == QUERY_AND)
            append_words(phrase, node);
    }
}

/* The words of a query of stop words as they would stand in a text; NULL where it is another one.
 */
static char *stop_word_phrase(const QueryNode *tree)
{
    if (tree->kind != QUERY_AND)
        return NULL;
    GString *phrase = g_string_new(NULL);
    append_words(phrase, tree);
    return g_string_free(phrase, phrase->len == 0);
}

/* Found or not is all there is to weigh: with a weight of 1 for each term, the phrase comes first.
 */
static void prefer_phrase(Planner *planner, Plan *plan, const QueryNode *tree)
{
    g_autofree char *phrase = stop_word_phrase(tree);
    if (phrase == NULL)
        return;
    XapianQuery *side_by_side = vocabulary_phrase(planner->vocabulary, phrase, NULL);
    GPtrArray *bonuses = expression_parts();
    g_ptr_array_add(bonuses, side_by_side);
    plan->words = expression_bonus(weightless(plan->words), bonuses);
}

static gboolean finish(Planner *planner, GError **error)
{
    if (planner->error != NULL) {
        g_propagate_error(error, g_steal_pointer(&planner->error));
        return FALSE;
    }
    return vocabulary_check(planner->vocabulary, error);
}

gboolean plan_init(Plan *plan, const QueryNode *tree, const Index *index, Vocabulary *vocabulary,
                   GError **error)
{
    Contents contents = {.words = 0};
    survey(tree, &contents);
    Planner planner = {.index = index, .vocabulary = vocabulary, .tree = tree};
    planner.capitals_count = contents.has_small_letters || contents.words == 1;
    planner.keeps_stop_words = is_of_stop_words(&planner, tree, contents.words);
    plan->drops_stop_words = !planner.keeps_stop_words;
    plan->capitals_count = planner.capitals_count;
    plan->kind = contents.weights == 0      ? PLAN_UNRANKED
                 : planner.keeps_stop_words ? PLAN_STOP_WORDS
                                            : PLAN_RANKED;
    plan->bonuses = expression_parts();
    planner.bonuses = plan->kind == PLAN_RANKED ? plan->bonuses : NULL;
    plan->words = plan_node(&planner, tree);
    plan->filter = planner.filter;
    if (plan->kind == PLAN_STOP_WORDS && plan->words != NULL)
        prefer_phrase(&planner, plan, tree);
    plan_restrict(plan, NULL, NULL);
    if (!finish(&planner, error)) {
        plan_clear(plan);
        return FALSE;
    }
    if (plan->query != NULL)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY, "there is no word in the query");
    return FALSE;
}

void plan_clear(Plan *plan)
{
    g_clear_pointer(&plan->query, xapian_query_free);
    g_clear_pointer(&plan->words, xapian_query_free);
    g_clear_pointer(&plan->filter, xapian_query_free);
    g_clear_pointer(&plan->bonuses, g_ptr_array_unref);
}

static XapianQuery *share(const XapianQuery *query)
{
    return query == NULL ? NULL : expression_copy(query);
}

void plan_restrict(Plan *plan, XapianQuery *filter, XapianQuery *excluded)
{
    plan->filter = expression_pair(XAPIAN_QUERY_AND, plan->filter, filter);
    plan->words = expression_pair(XAPIAN_QUERY_AND_NOT, plan->words, excluded);
    g_clear_pointer(&plan->query, xapian_query_free);
    plan->query = share(plan->words);
    if (plan->query != NULL)
        plan->query = expression_pair(XAPIAN_QUERY_FILTER, plan->query, share(plan->filter));
}

gboolean plan_ignores(const Plan *plan, const QueryNode *node, const Vocabulary *vocabulary)
{
    return plan->drops_stop_words &&
           is_stop_word_node(node, vocabulary_languages(vocabulary), plan->capitals_count);
}

static XapianQuery *plan_alone(Planner *planner, const QueryNode *node)
{
    return node->kind == QUERY_NOT
               ? expression_pair(XAPIAN_QUERY_AND_NOT, weightless(expression_all()),
                                 plan_negated(planner, node))
               : plan_node(planner, node);
}

XapianQuery *plan_part(const Plan *plan, const QueryNode *node, const Index *index,
                       Vocabulary *vocabulary, gboolean keeps_stop_words, GError **error)
{
    Planner planner = {
        .index = index,
        .vocabulary = vocabulary,
        .keeps_stop_words = keeps_stop_words || !plan->drops_stop_words,
        .capitals_count = plan->capitals_count,
    };
    XapianQuery *query = plan_alone(&planner, node);
    if (query == NULL && planner.error == NULL && !planner.keeps_stop_words) {
        planner.keeps_stop_words = TRUE;
        query = plan_alone(&planner, node);
    }
    if (finish(&planner, error))
        return query != NULL ? query : expression_nothing();
    xapian_query_free(query);
    return NULL;
}
