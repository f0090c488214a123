/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports: which one, and of what. */
#include "searcher/report.h"

static gboolean report_timeline(Session *session, const Plan *plan, Output *output, guint64 *found,
                                GError **error)
{
    Timeline timeline;
    if (!timeline_init(&timeline, session->options->period, session, plan->query, error))
        return FALSE;
    *found = timeline.found;
    output->form->timeline(output, &timeline);
    timeline_clear(&timeline);
    return TRUE;
}

static gboolean report_facets(Session *session, const Plan *plan, Output *output, guint64 *found,
                              GError **error)
{
    const char *const *names = (const char *const *)session->options->facets->pdata;
    g_autoptr(GArray) facets = facets_new(names, session, plan->query, error);
    if (facets == NULL)
        return FALSE;
    for (guint i = 0; i < facets->len; i++) {
        const Facet *facet = &g_array_index(facets, Facet, i);
        *found = facet->found;
        output->form->facet(output, facet, session->options->limit);
    }
    return TRUE;
}

static gboolean report_terms(Session *session, const Plan *plan, Output *output, guint64 *found,
                             GError **error)
{
    MarkedTerms terms;
    if (!marked_terms_init(&terms, session, plan, session->options->limit, error))
        return FALSE;
    *found = terms.found;
    output->form->terms(output, &terms);
    marked_terms_clear(&terms);
    return TRUE;
}

static gboolean report_plan(Session *session, const Plan *plan, Output *output, guint64 *found,
                            GError **error)
{
    switch (session->options->report) {
    case REPORT_TIMELINE:
        return report_timeline(session, plan, output, found, error);
    case REPORT_FACETS:
        return report_facets(session, plan, output, found, error);
    case REPORT_TERMS:
        return report_terms(session, plan, output, found, error);
    case REPORT_NONE:
        break;
    }
    g_assert_not_reached();
}

gboolean report_query(Session *session, const QueryNode *tree, Output *output, guint64 *found,
                      GError **error)
{
    Plan plan = {.query = NULL};
    if (!session_plan(session, tree, &plan, error))
        return FALSE;
    gboolean reported = report_plan(session, &plan, output, found, error);
    plan_clear(&plan);
    return reported;
}
