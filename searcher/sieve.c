/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeping the best while all pass by. */
#include "searcher/sieve.h"

#include <math.h>
#include <stdlib.h>

#include "searcher/order.h"
#include "searcher/sort-key.h"

/* Articles kept over twice those that are wanted, so that few are sorted often. */
enum { SPARE = 1000 };

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianMatchSpy, xapian_match_spy_free)

void sieve_init(Sieve *sieve, guint wanted, SieveScore score, const void *data)
{
    *sieve = (Sieve){
        .score = score,
        .data = data,
        .wanted = wanted,
        .articles = g_array_new(FALSE, FALSE, sizeof(SieveArticle)),
        .least = -INFINITY,
    };
}

void sieve_clear(Sieve *sieve)
{
    g_clear_pointer(&sieve->articles, g_array_unref);
    xapian_string_clear(&sieve->value);
}

static int compare(const void *left, const void *right)
{
    const SieveArticle *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return (a->docid > b->docid) - (a->docid < b->docid);
}

void sieve_sort(Sieve *sieve)
{
    if (sieve->articles->len > 0)
        qsort(sieve->articles->data, sieve->articles->len, sizeof(SieveArticle), compare);
    if (sieve->articles->len < sieve->wanted || sieve->wanted == 0)
        return;
    g_array_set_size(sieve->articles, sieve->wanted);
    sieve->least = g_array_index(sieve->articles, SieveArticle, sieve->wanted - 1).score;
}

gboolean sieve_add(Sieve *sieve, const XapianDocument *document, XapianDocid docid, double weight)
{
    SieveArticle article = {.score = weight, .weight = weight, .docid = docid};
    XapianStatus status = XAPIAN_OK;
    if (sieve->score != NULL)
        status = sieve->score(&article, document, &sieve->value, sieve->data, &sieve->cause);
    if (status == XAPIAN_OK && article.score < sieve->least)
        return TRUE;
    if (status == XAPIAN_OK)
        status = sort_key_read_id(document, &sieve->value, &article.id, &sieve->cause);
    if (status != XAPIAN_OK)
        return FALSE;
    g_array_append_val(sieve->articles, article);
    if (sieve->articles->len / 2 >= sieve->wanted &&
        sieve->articles->len - 2 * sieve->wanted >= SPARE)
        sieve_sort(sieve);
    return TRUE;
}

void sieve_restart(Sieve *sieve)
{
    g_array_set_size(sieve->articles, 0);
    sieve->least = -INFINITY;
}

GArray *sieve_page(const Sieve *sieve, guint first)
{
    guint size = sieve->articles->len;
    GArray *page = g_array_sized_new(FALSE, FALSE, sizeof(BestArticle), size - MIN(first, size));
    for (guint i = first; i < size; i++) {
        const SieveArticle *kept = &g_array_index(sieve->articles, SieveArticle, i);
        const BestArticle article = {kept->docid, kept->score};
        g_array_append_val(page, article);
    }
    return page;
}

static bool look(const XapianDocument *document, double weight, void *data)
{
    Sieve *sieve = data;
    return sieve_add(sieve, document, passing_docid(&sieve->passing, document), weight);
}

gboolean sieve_can_match(const Session *session)
{
    return index_remote(session->index) == NULL;
}

gboolean sieve_match(Sieve *sieve, const Session *session, const XapianQuery *query, guint64 *found,
                     GError **error)
{
    g_autoptr(XapianQuery) passing = passing_query(&sieve->passing, session, query, error);
    g_autoptr(XapianEnquire) enquire =
        passing != NULL ? session_enquire(session, passing, error) : NULL;
    g_autoptr(XapianMatchSpy) spy = NULL;
    g_autoptr(XapianMatchSet) matches = NULL;
    XapianDocumentCount all = 0;
    XapianError cause;
    if (enquire == NULL)
        return FALSE;
    if (!order_apply_weights(enquire, &cause) ||
        xapian_match_spy_new_function(look, sieve, &spy, &cause) != XAPIAN_OK ||
        xapian_enquire_add_matchspy(enquire, spy, &cause) != XAPIAN_OK ||
        xapian_database_get_doccount(index_database(session->index), &all, &cause) != XAPIAN_OK)
        return session_fail(session, error, &cause);
    /* All pass by only if the match is to hold one at least. */
    XapianStatus status = xapian_enquire_get_mset(enquire, 0, 1, all, NULL, NULL, &matches, &cause);
    if (status != XAPIAN_OK)
        return session_fail(session, error,
                            status == XAPIAN_CALLBACK_ERROR ? &sieve->cause : &cause);
    *found = xapian_match_set_get_matches_estimated(matches);
    return TRUE;
}
