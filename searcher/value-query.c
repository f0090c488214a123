/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole values as terms. */
#include "searcher/value-query.h"

#include <string.h>

#include "morgue/article.h"
#include "morgue/public-id.h"

static XapianQuery *whole_term(const char *prefix, const char *value)
{
    g_autoptr(GString) term = g_string_new(NULL);
    field_whole_term(term, prefix, value, strlen(value));
    return expression_term(term->str, term->len);
}

/* All values that begin with `stem`. */
static XapianQuery *beginning_with(const char *prefix, const char *stem)
{
    g_autoptr(GString) term = g_string_new(NULL);
    field_whole_term(term, prefix, stem, strlen(stem));
    XapianQuery *query = NULL;
    XapianStatus status =
        xapian_query_new_wildcard(term->str, term->len, VALUE_MAX_EXPANSION,
                                  XAPIAN_WILDCARD_LIMIT_ERROR, XAPIAN_QUERY_SYNONYM, &query, NULL);
    g_assert(status == XAPIAN_OK);
    return query;
}

/* A value, or with a `*` at its end all that begin as it does. */
static XapianQuery *value_or_beginning(const char *prefix, const char *value)
{
    gsize length = strlen(value);
    if (length == 0 || value[length - 1] != '*')
        return whole_term(prefix, value);
    g_autofree char *stem = g_strndup(value, length - 1);
    return beginning_with(prefix, stem);
}

/* An address in the form that articles keep theirs in; what is none, as typed. */
static XapianQuery *url_query(const char *value)
{
    g_autofree char *normal = g_str_has_suffix(value, "*") ? NULL : article_normalise_url(value);
    return value_or_beginning(field_get(FIELD_URL)->prefix, normal != NULL ? normal : value);
}

/* What follows the root of an index that a path is below; all of another path. */
static const char *below_root(const char *path, const Index *index)
{
    const char *root = NULL;
    for (guint number = 1; *path == '/' && (root = index_root(index, number)) != NULL; number++) {
        gsize length = strlen(root);
        if (strncmp(path, root, length) == 0 && path[length] == '/')
            return path + length + 1;
    }
    return path;
}

/* A path below a root, or the whole one, as results print it. */
static XapianQuery *file_query(const char *value, const Index *index)
{
    const char *path = value;
    const Index *part;
    for (guint i = 0; path == value && (part = index_get_part(index, i)) != NULL; i++)
        path = below_root(value, part);
    return value_or_beginning(field_get(FIELD_FILE)->prefix, path);
}

XapianQuery *value_query_new_id(const char *id)
{
    char normal[PUBLIC_ID_LENGTH + 1];
    XapianQuery *source = whole_term(PREFIX_SOURCE_ID, id);
    if (!public_id_normalise(id, normal))
        return source;
    XapianQuery *named = strlen(normal) == PUBLIC_ID_LENGTH
                             ? whole_term(PREFIX_PUBLIC_ID, normal)
                             : beginning_with(PREFIX_PUBLIC_ID, normal);
    return expression_pair(XAPIAN_QUERY_OR, named, source);
}

/* Every article has a file and an id. */
static XapianQuery *presence_query(const char *name)
{
    const Field *field = field_find(name, strlen(name));
    g_assert(field != NULL);
    if (field->id == FIELD_FILE || field->id == FIELD_ID)
        return expression_all();
    return expression_prefixed(PREFIX_HAS, field->name);
}

XapianQuery *value_query_new(const QueryNode *node, const Index *index)
{
    g_assert(node->kind == QUERY_VALUE);
    switch (node->field->id) {
    case FIELD_LANGUAGE: {
        g_autofree char *tag = g_ascii_strdown(node->text, -1);
        return whole_term(node->field->prefix, tag);
    }
    case FIELD_URL:
        return url_query(node->text);
    case FIELD_FILE:
        return file_query(node->text, index);
    case FIELD_ID:
        return value_query_new_id(node->text);
    case FIELD_HAS:
        return presence_query(node->text);
    case FIELD_HEADLINE:
    case FIELD_BYLINE:
    case FIELD_SECTION:
    case FIELD_SOURCE:
    case FIELD_PLACE:
    case FIELD_KEYWORD:
    case FIELD_DATE_PUBLISHED:
    case FIELD_COUNT:
        break;
    }
    g_assert_not_reached();
}
