/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a query, each counted by itself. */
#include "searcher/explain.h"

static void part_clear(ExplainedPart *part)
{
    g_free(part->text);
}

/* What explaining goes through the tree with. */
typedef struct Explanation {
    Session *session;
    const Plan *plan;
    GArray *parts;  /* of ExplainedPart */
    gboolean keeps; /* within a NOT or a pair, where stop words count */
} Explanation;

static gboolean explain_node(Explanation *explanation, const QueryNode *node, guint depth,
                             GError **error);

static gboolean explain_children(Explanation *explanation, const QueryNode *node, guint depth,
                                 GError **error)
{
    for (guint i = 0; node->children != NULL && i < node->children->len; i++) {
        if (!explain_node(explanation, g_ptr_array_index(node->children, i), depth, error))
            return FALSE;
    }
    return TRUE;
}

/* Whether stop words count in it as others do. */
static gboolean keeps_stop_words(const QueryNode *node)
{
    return node->kind == QUERY_NOT || node->kind == QUERY_NEAR || node->kind == QUERY_ADJACENT ||
           node->kind == QUERY_SENTENCE || node->kind == QUERY_PARAGRAPH ||
           node->kind == QUERY_AT_LEAST;
}

/* Appends a node and, one step deeper, what it consists of. */
static gboolean explain_node(Explanation *explanation, const QueryNode *node, guint depth,
                             GError **error)
{
    Session *session = explanation->session;
    ExplainedPart part = {.depth = depth};
    gboolean outside = explanation->keeps;
    gboolean keeps = outside || keeps_stop_words(node);
    XapianQuery *query =
        plan_part(explanation->plan, node, session->index, session->vocabulary, keeps, error);
    if (query == NULL || !session_count(session, query, &part.count, error))
        return FALSE;
    part.ignored = !keeps && plan_ignores(explanation->plan, node, session->vocabulary);
    part.text = query_node_to_string(node);
    g_array_append_val(explanation->parts, part);
    explanation->keeps = keeps;
    gboolean explained = explain_children(explanation, node, depth + 1, error);
    explanation->keeps = outside;
    return explained;
}

/* The parts of the whole, which is a line of its own. */
static gboolean explain_tree(Explanation *explanation, const QueryNode *tree, GError **error)
{
    explanation->keeps = keeps_stop_words(tree);
    return tree->children == NULL ? explain_node(explanation, tree, 0, error)
                                  : explain_children(explanation, tree, 0, error);
}

gboolean explain_query(Session *session, const QueryNode *tree, Output *output, guint64 *found,
                       GError **error)
{
    Plan plan = {.query = NULL};
    if (!session_plan(session, tree, &plan, error))
        return FALSE;
    Explanation explanation = {
        .session = session,
        .plan = &plan,
        .parts = g_array_new(FALSE, FALSE, sizeof(ExplainedPart)),
    };
    g_array_set_clear_func(explanation.parts, (GDestroyNotify)part_clear);
    gboolean explained = session_count(session, g_steal_pointer(&plan.query), found, error) &&
                         explain_tree(&explanation, tree, error);
    if (explained) {
        g_autofree char *text = query_node_to_string(tree);
        output_explain(output, text, explanation.parts, *found);
    }
    g_array_unref(explanation.parts);
    plan_clear(&plan);
    return explained;
}
