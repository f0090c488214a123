/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a query, from the stub of the index to the last line of output. */
#include "searcher/run.h"

#include <string.h>

#include "morgue/error.h"
#include "searcher/best.h"
#include "searcher/explain.h"
#include "searcher/feedback.h"
#include "searcher/find.h"
#include "searcher/order.h"
#include "searcher/passing.h"
#include "searcher/recency.h"
#include "searcher/report.h"
#include "searcher/session.h"
#include "searcher/suggestion.h"

/* Columns of a snippet. */
#define SNIPPET_WIDTH 220

/* So many results are complete before the first is printed, and held at a time after that. */
#define BATCH 1000

/* A search while it runs. */
typedef struct Search {
    Session session;
    Output *output;
    RunOutcome *outcome;
    gboolean counts;
    gboolean begun;   /* something has gone out: it is too late to start again */
    GPtrArray *batch; /* of Result * */
    guint limit;      /* of --sort=none */
    Passing passing;  /* the same */
    GError *error;    /* of a callback */
} Search;

/* Where nobody is watching, nothing is printed where nothing is found: no header, no feed. */
static gboolean is_standing(const SearchOptions *options)
{
    return options->new_name != NULL || options->deliver != NULL;
}

/* Reading and printing. */

static void add_snippets(Search *search, Result *result)
{
    const SnippetTerms *marks = vocabulary_snippet_terms(search->session.vocabulary);
    Analyser *analyser =
        vocabulary_analyser(search->session.vocabulary, result_get(result, RECORD_LANGUAGE));
    guint count = search->session.options->snippets;
    if (count > 0)
        result->snippets = snippets_new(analyser, marks, result->record.text,
                                        result->record.text_length, SNIPPET_WIDTH, count);
    const char *headline = result_get(result, RECORD_HEADLINE);
    if (search->output->color)
        snippet_make_whole(&result->headline, analyser, marks, headline, strlen(headline));
}

/* All that is marked in an article, for a concordance. */
static void add_occurrences(Search *search, Result *result)
{
    const SnippetTerms *marks = vocabulary_snippet_terms(search->session.vocabulary);
    Analyser *analyser =
        vocabulary_analyser(search->session.vocabulary, result_get(result, RECORD_LANGUAGE));
    const char *headline = result_get(result, RECORD_HEADLINE);
    snippet_make_whole(&result->headline, analyser, marks, headline, strlen(headline));
    snippet_make_whole(&result->body, analyser, marks, result->record.text,
                       result->record.text_length);
}

static gboolean read_result(Search *search, XapianDocid docid, const char *data, gsize length,
                            double score, GError **error)
{
    g_autoptr(Result) result = session_result(&search->session, docid, data, length, error);
    if (result == NULL)
        return FALSE;
    result->rank =
        search->session.options->offset + search->output->printed + search->batch->len + 1;
    result->score = score;
    result->partial = search->outcome->partial;
    if (search->output->form->needs_snippets)
        add_snippets(search, result);
    if (search->output->form->needs_occurrences)
        add_occurrences(search, result);
    g_ptr_array_add(search->batch, g_steal_pointer(&result));
    return TRUE;
}

static void begin(Search *search)
{
    const OutputForm *form = search->output->form;
    if (!search->begun && form->begin != NULL)
        form->begin(search->output, search->outcome->partial);
    search->begun = TRUE;
}

static void print_batch(Search *search)
{
    begin(search);
    for (guint i = 0; i < search->batch->len; i++) {
        search->output->form->article(search->output, g_ptr_array_index(search->batch, i));
        search->output->printed++;
    }
    g_ptr_array_set_size(search->batch, 0);
}

/* Reads one of the articles that were found, and adds it to the batch; `data` is for reading it. */
typedef gboolean (*ReadFound)(Search *search, const void *articles, guint at, XapianString *data,
                              GError **error);

static gboolean read_match(Search *search, const void *articles, guint at, XapianString *data,
                           GError **error)
{
    const XapianMatchSet *matches = articles;
    XapianError cause;
    if (xapian_match_set_get_data(matches, at, data, &cause) != XAPIAN_OK)
        return session_fail(&search->session, error, &cause);
    return read_result(search, xapian_match_set_get_docid(matches, at), data->bytes, data->length,
                       xapian_match_set_get_weight(matches, at), error);
}

static gboolean read_article(Search *search, const void *articles, guint at, XapianString *data,
                             GError **error)
{
    const BestArticle *article = &g_array_index((const GArray *)articles, BestArticle, at);
    XapianDocument *document = NULL;
    XapianError cause;
    XapianStatus status = xapian_database_get_document(index_database(search->session.index),
                                                       article->docid, 0, &document, &cause);
    if (status == XAPIAN_OK)
        status = xapian_document_get_data(document, data, &cause);
    xapian_document_free(document);
    if (status != XAPIAN_OK)
        return session_fail(&search->session, error, &cause);
    return read_result(search, article->docid, data->bytes, data->length, article->weight, error);
}

static gboolean print_found(Search *search, ReadFound read_one, const void *articles, guint count,
                            GError **error)
{
    XapianString data = XAPIAN_STRING_INIT;
    gboolean read = TRUE;
    for (guint at = 0; at < count && read; at++) {
        read = read_one(search, articles, at, &data, error);
        if (read && search->batch->len == BATCH)
            print_batch(search);
    }
    xapian_string_clear(&data);
    if (read)
        print_batch(search);
    return read;
}

static gboolean print_matches(Search *search, const XapianMatchSet *matches, GError **error)
{
    return print_found(search, read_match, matches, xapian_match_set_size(matches), error);
}

static gboolean print_articles(Search *search, const GArray *articles, GError **error)
{
    return print_found(search, read_article, articles, articles->len, error);
}

/* Matching. */

static gboolean document_count(const Search *search, XapianDocumentCount *count, GError **error)
{
    XapianError cause;
    return xapian_database_get_doccount(index_database(search->session.index), count, &cause) ==
               XAPIAN_OK ||
           session_fail(&search->session, error, &cause);
}

static XapianMatchSet *get_matches(Search *search, XapianEnquire *enquire,
                                   XapianDocumentCount first, XapianDocumentCount wanted,
                                   XapianDocumentCount check, GError **error)
{
    XapianMatchSet *matches = NULL;
    XapianError cause;
    if (xapian_enquire_get_mset(enquire, first, wanted, check, NULL, NULL, &matches, &cause) !=
        XAPIAN_OK) {
        session_fail(&search->session, error, &cause);
        return NULL;
    }
    search->outcome->found = check > 0 ? xapian_match_set_get_matches_estimated(matches)
                                       : xapian_match_set_get_matches_lower_bound(matches);
    return matches;
}

/* No articles: whether there are any, or how many. */
static gboolean match_number(Search *search, const Plan *plan, GError **error)
{
    if (search->counts)
        return session_number(&search->session, plan->query, &search->outcome->found, error);
    g_autoptr(XapianEnquire) enquire = session_enquire(&search->session, plan->query, error);
    XapianError cause;
    if (enquire == NULL)
        return FALSE;
    if (!order_apply_none(enquire, &cause))
        return session_fail(&search->session, error, &cause);
    g_autoptr(XapianMatchSet) matches = get_matches(search, enquire, 0, 1, 0, error);
    return matches != NULL;
}

/* With --new and a limit there may be more behind the last article: it is the cursor's next place.
 */
static gboolean note_last(Search *search, const XapianMatchSet *matches, const BestWanted *wanted,
                          GError **error)
{
    XapianDocumentCount size = xapian_match_set_size(matches);
    if (search->session.options->new_name == NULL || size == 0 || size < wanted->count)
        return TRUE;
    XapianString place = XAPIAN_STRING_INIT;
    XapianError cause;
    if (xapian_match_set_get_value(matches, size - 1, SLOT_ADDED, &place, &cause) != XAPIAN_OK)
        return session_fail(&search->session, error, &cause);
    search->outcome->place = g_strndup(place.bytes, place.length);
    xapian_string_clear(&place);
    return TRUE;
}

/* A page of articles in an order that is the query's own. */
static gboolean match_sorted(Search *search, const Plan *plan, const BestWanted *wanted,
                             GError **error)
{
    g_autoptr(XapianEnquire) enquire = session_enquire(&search->session, plan->query, error);
    XapianError cause;
    if (enquire == NULL)
        return FALSE;
    gboolean is_remote = index_remote(search->session.index) != NULL;
    if (!order_apply(enquire, plan->kind, search->session.options->sort, is_remote, &cause))
        return session_fail(&search->session, error, &cause);
    g_autoptr(XapianMatchSet) matches =
        get_matches(search, enquire, wanted->first, wanted->count, wanted->check, error);
    if (matches == NULL || search->outcome->found == 0)
        return matches != NULL;
    return print_matches(search, matches, error) && note_last(search, matches, wanted, error);
}

/* A page of articles in order of their weights and bonuses. */
static gboolean match_best(Search *search, const Plan *plan, const BestWanted *wanted,
                           GError **error)
{
    g_autoptr(GArray) articles =
        best_match(&search->session, plan, wanted, &search->outcome->found, error);
    if (articles == NULL || search->outcome->found == 0)
        return articles != NULL;
    return print_articles(search, articles, error);
}

/* Feedback changes the order by relevance, and no other. */
static gboolean has_feedback(const SearchOptions *options, const Plan *plan)
{
    return options->feedback >= 0 && options->sort == SORT_RELEVANCE && plan->kind == PLAN_RANKED;
}

/* The page within more articles, all of which are ranked again. */
static gboolean match_again(Search *search, const Plan *plan, const BestWanted *page,
                            GError **error)
{
    guint64 end = (guint64)page->first + page->count;
    const BestWanted wanted = {
        .count = (XapianDocumentCount)MAX(end, FEEDBACK_DEPTH),
        .check = page->check,
    };
    g_autoptr(GArray) articles =
        best_match(&search->session, plan, &wanted, &search->outcome->found, error);
    if (articles == NULL ||
        !feedback_rank(&search->session, plan, articles, search->session.options->feedback, error))
        return FALSE;
    g_array_set_size(articles, (guint)MIN(end, articles->len));
    g_array_remove_range(articles, 0, MIN(page->first, articles->len));
    return search->outcome->found == 0 || print_articles(search, articles, error);
}

/* A page in the order of relevance and age. */
static gboolean match_recent(Search *search, const Plan *plan, const BestWanted *wanted,
                             GError **error)
{
    g_autoptr(GArray) articles =
        recency_match(&search->session, plan, wanted, &search->outcome->found, error);
    if (articles == NULL || search->outcome->found == 0)
        return articles != NULL;
    return print_articles(search, articles, error);
}

static gboolean match_page(Search *search, const Plan *plan, GError **error)
{
    const SearchOptions *options = search->session.options;
    XapianDocumentCount all = 0;
    if (!document_count(search, &all, error))
        return FALSE;
    XapianDocumentCount left = options->offset < all ? all - options->offset : 0;
    const BestWanted wanted = {
        .first = MIN(options->offset, all),
        .count = options->limit == 0 ? left : MIN(options->limit, left),
        .check = search->counts ? all : 0,
    };
    search->outcome->counted = search->counts;
    if (!search->output->form->needs_articles)
        return match_number(search, plan, error);
    if (has_feedback(options, plan))
        return match_again(search, plan, &wanted, error);
    if (options->recency > 0 && plan->kind == PLAN_RANKED)
        return match_recent(search, plan, &wanted, error);
    /* Bonuses are asked for among given documents, which a host does not serve. */
    gboolean bonuses =
        best_applies(plan, options->sort) && index_remote(search->session.index) == NULL;
    return bonuses ? match_best(search, plan, &wanted, error)
                   : match_sorted(search, plan, &wanted, error);
}

/* --sort=none: each article goes out as it is met, and the match ends at the limit. */
static XapianDecision stream_article(const XapianDocument *document, void *user)
{
    Search *search = user;
    XapianString data = XAPIAN_STRING_INIT;
    XapianError cause;
    gboolean read = xapian_document_get_data(document, &data, &cause) == XAPIAN_OK
                        ? read_result(search, passing_docid(&search->passing, document), data.bytes,
                                      data.length, 0, &search->error)
                        : session_fail(&search->session, &search->error, &cause);
    xapian_string_clear(&data);
    if (!read)
        return XAPIAN_DECISION_FAIL;
    search->outcome->found++;
    if (search->batch->len == BATCH)
        print_batch(search);
    gboolean enough = search->limit > 0 && search->outcome->found == search->limit;
    return enough ? XAPIAN_DECISION_FAIL : XAPIAN_DECISION_REJECT;
}

static gboolean match_stream(Search *search, const Plan *plan, GError **error)
{
    XapianDocumentCount all = 0;
    if (!document_count(search, &all, error))
        return FALSE;
    g_autoptr(XapianQuery) query =
        passing_query(&search->passing, &search->session, plan->query, error);
    g_autoptr(XapianEnquire) enquire =
        query != NULL ? session_enquire(&search->session, query, error) : NULL;
    if (enquire == NULL)
        return FALSE;
    g_autoptr(XapianMatchSet) matches = NULL;
    const XapianMatchDecider decider = {stream_article, search};
    XapianError cause;
    search->limit = search->session.options->limit;
    search->outcome->found = 0;
    XapianStatus status = XAPIAN_OK;
    if (!order_apply_none(enquire, &cause))
        return session_fail(&search->session, error, &cause);
    status = xapian_enquire_get_mset(enquire, 0, 1, all, NULL, &decider, &matches, &cause);
    if (search->error != NULL) {
        g_propagate_error(error, g_steal_pointer(&search->error));
        return FALSE;
    }
    if (status != XAPIAN_OK && status != XAPIAN_CALLBACK_ERROR)
        return session_fail(&search->session, error, &cause);
    if (search->batch->len > 0)
        print_batch(search);
    return TRUE;
}

static gboolean match_tree(Search *search, const QueryNode *tree, GError **error)
{
    Plan plan = {.query = NULL};
    if (!session_plan(&search->session, tree, &plan, error))
        return FALSE;
    /* A host does not serve what streaming needs. */
    gboolean streams = search->session.options->sort == SORT_NONE &&
                       search->output->form->needs_articles &&
                       index_remote(search->session.index) == NULL;
    gboolean matched =
        streams ? match_stream(search, &plan, error) : match_page(search, &plan, error);
    plan_clear(&plan);
    return matched;
}

/*
 * No article has all the words: the same query with any of them. Only words side by side are
 * loosened by that; what else the query demands, it still does.
 */
static gboolean match_partial(Search *search, const QueryNode *tree, GError **error)
{
    const SearchOptions *options = search->session.options;
    gboolean by_itself = search->output->form->partial_by_itself && !is_standing(options);
    if (options->any || !(options->partial || by_itself))
        return TRUE;
    g_autoptr(QueryNode) loose = session_parse(&search->session, TRUE, error);
    if (loose == NULL)
        return FALSE;
    g_autofree char *strict_text = query_node_to_string(tree);
    g_autofree char *loose_text = query_node_to_string(loose);
    if (strcmp(strict_text, loose_text) == 0)
        return TRUE;
    search->outcome->partial = TRUE;
    search->begun = FALSE;
    gboolean matched = match_tree(search, loose, error);
    search->outcome->partial = search->outcome->found > 0;
    search->outcome->found = 0;
    return matched;
}

static gboolean answer_tree(Search *search, const QueryNode *tree, GError **error)
{
    if (search->output->form->id == FORM_EXPLAIN)
        return explain_query(&search->session, tree, search->output, &search->outcome->found,
                             error);
    if (search->session.options->report != REPORT_NONE)
        return report_query(&search->session, tree, search->output, &search->outcome->found, error);
    if (!match_tree(search, tree, error))
        return FALSE;
    guint64 found = search->outcome->found;
    if (found == 0 && !match_partial(search, tree, error))
        return FALSE;
    if (found == 0 && is_standing(search->session.options))
        return TRUE;
    begin(search);
    if (search->output->form->end != NULL)
        search->output->form->end(search->output, found);
    return TRUE;
}

/* Who says that nothing is as good as something does not want to hear of it. */
static void suggest(Search *search, const QueryNode *tree)
{
    const SearchOptions *options = search->session.options;
    RunOutcome *outcome = search->outcome;
    if (outcome->found == 0 && options->form != FORM_QUIET && !options->zero_ok &&
        !is_standing(options))
        outcome->suggestion = suggestion_find(&search->session, tree, &outcome->suggestion_count);
}

static gboolean answer(Search *search, GError **error)
{
    g_autoptr(QueryNode) tree =
        session_parse(&search->session, search->session.options->any, error);
    if (tree == NULL || !answer_tree(search, tree, error))
        return FALSE;
    suggest(search, tree);
    return TRUE;
}

/* --show. */

static gboolean show(Search *search, GError **error)
{
    XapianDatabase *database = index_database(search->session.index);
    XapianDocument *document = NULL;
    XapianString data = XAPIAN_STRING_INIT;
    XapianDocid docid = 0;
    XapianError cause;
    if (!find_article(&search->session, search->session.options->show, &docid, error))
        return FALSE;
    XapianStatus status = xapian_database_get_document(database, docid, 0, &document, &cause);
    if (status == XAPIAN_OK)
        status = xapian_document_get_data(document, &data, &cause);
    xapian_document_free(document);
    gboolean read = status == XAPIAN_OK
                        ? read_result(search, docid, data.bytes, data.length, 0, error)
                        : session_fail(&search->session, error, &cause);
    xapian_string_clear(&data);
    if (!read)
        return FALSE;
    Result *result = g_ptr_array_index(search->batch, 0);
    result->rank = 0;
    search->output->form->whole(search->output, result);
    search->outcome->found = 1;
    return TRUE;
}

/* All that the index holds has been looked at, unless a limit was reached. */
static gboolean note_place(Search *search, GError **error)
{
    RunOutcome *outcome = search->outcome;
    if (search->session.options->new_name == NULL)
        return TRUE;
    outcome->uuid = g_strdup(index_uuid(search->session.index));
    if (outcome->place != NULL)
        return TRUE;
    XapianString last = XAPIAN_STRING_INIT;
    XapianError cause;
    if (xapian_database_get_value_upper_bound(index_database(search->session.index), SLOT_ADDED,
                                              &last, &cause) != XAPIAN_OK)
        return session_fail(&search->session, error, &cause);
    outcome->place = g_strndup(last.length > 0 ? last.bytes : "", last.length);
    xapian_string_clear(&last);
    return TRUE;
}

/* Attempts. */

static gboolean attempt(const SearchOptions *options, Output *output, gboolean count,
                        RunOutcome *outcome, gboolean *begun, GError **error)
{
    *outcome = (RunOutcome){.found = 0};
    Search search = {
        .output = output,
        .outcome = outcome,
        .counts = count || output->form->needs_count,
    };
    if (!session_open(&search.session, options, error))
        return FALSE;
    search.batch = g_ptr_array_new_with_free_func((GDestroyNotify)result_free);
    gboolean done = options->action == SEARCH_SHOW
                        ? show(&search, error)
                        : answer(&search, error) && note_place(&search, error);
    *begun = search.begun;
    if (!done && g_error_matches(*error, MORGUE_ERROR, MORGUE_ERROR_MOVED) &&
        !index_has_moved_on(search.session.index))
        (*error)->code = MORGUE_ERROR_DAMAGED; /* it would be the same the next time */
    if (done)
        outcome->unreachable = g_steal_pointer(&search.session.unreachable);
    g_ptr_array_unref(search.batch);
    session_close(&search.session);
    return done;
}

void run_outcome_clear(RunOutcome *outcome)
{
    g_clear_pointer(&outcome->unreachable, g_ptr_array_unref);
    g_clear_pointer(&outcome->suggestion, g_free);
    g_clear_pointer(&outcome->uuid, g_free);
    g_clear_pointer(&outcome->place, g_free);
}

gboolean run(const SearchOptions *options, Output *output, gboolean count, RunOutcome *outcome,
             GError **error)
{
    for (int attempts = 1;; attempts++) {
        GError *cause = NULL;
        gboolean begun = FALSE;
        if (attempt(options, output, count, outcome, &begun, &cause))
            return TRUE;
        run_outcome_clear(outcome);
        gboolean moved = g_error_matches(cause, MORGUE_ERROR, MORGUE_ERROR_MOVED);
        if (!moved || begun || attempts == RUN_ATTEMPTS) {
            g_propagate_error(error, cause);
            return FALSE;
        }
        g_error_free(cause);
    }
}
