/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON-LD: the blocks of a page, the article among their nodes, and what it says. */
#include <jansson.h>
#include <string.h>

#include "indexer/extract/article-type.h"
#include "indexer/extract/byline-names.h"
#include "indexer/extract/fragment.h"
#include "indexer/extract/json-repair.h"
#include "indexer/extract/page-url.h"
#include "indexer/extract/page-values.h"

/* More authors than fit are left out. */
#define BYLINE_CEILING 500

typedef struct {
    GPtrArray *roots;   /* of json_t, owned */
    GPtrArray *objects; /* of json_t: all objects of all roots, in document order */
    GHashTable *by_id;  /* @id → the object with that id that says most */
} Graph;

typedef struct {
    const char *key;
    ValueSlot slot;
} KeyRow;

/* The keys of an article that are one text; of several for one slot the first counts. */
static const KeyRow key_table[] = {
    {"headline", VALUE_HEADLINE},
    {"name", VALUE_HEADLINE},
    {"alternativeHeadline", VALUE_SUBTITLE},
    {"description", VALUE_SUMMARY},
    {"abstract", VALUE_SUMMARY},
    {"articleSection", VALUE_SECTION},
    {"inLanguage", VALUE_LANGUAGE},
    {"dateline", VALUE_PLACE},
    {"contentLocation", VALUE_PLACE},
    {"locationCreated", VALUE_PLACE},
    {"printEdition", VALUE_EDITION},
    {"printPage", VALUE_PAGE},
    {"pageStart", VALUE_PAGE},
    {"datePublished", VALUE_PUBLISHED},
    {"dateCreated", VALUE_PUBLISHED},
    {"dateModified", VALUE_MODIFIED},
    {"articleBody", VALUE_BODY},
};

static json_t *load_block(const char *text)
{
    const size_t flags = JSON_DECODE_INT_AS_REAL | JSON_DECODE_ANY;
    gsize length = strlen(text);
    json_t *root = json_loadb(text, length, flags, NULL);
    if (root != NULL)
        return root;
    g_autofree char *decoded = NULL;
    if (strchr(text, '"') == NULL && strstr(text, "&quot;") != NULL) {
        decoded = fragment_line(text, length);
        text = decoded;
        length = strlen(text);
    }
    GString *repaired = json_repair(text, length, NULL);
    root = json_loadb(repaired->str, repaired->len, flags, NULL);
    g_string_free(repaired, TRUE);
    return root;
}

static void add_object(Graph *graph, json_t *object)
{
    g_ptr_array_add(graph->objects, object);
    const char *id = json_string_value(json_object_get(object, "@id"));
    if (id == NULL)
        return;
    json_t *known = g_hash_table_lookup(graph->by_id, id);
    if (known == NULL || json_object_size(known) < json_object_size(object))
        g_hash_table_insert(graph->by_id, (gpointer)id, object);
}

/* Lists all objects of a block, each before what it holds, in their order. */
static void add_root(Graph *graph, json_t *root)
{
    g_autoptr(GPtrArray) stack = g_ptr_array_new();
    g_ptr_array_add(graph->roots, root);
    g_ptr_array_add(stack, root);
    while (stack->len > 0) {
        json_t *value = g_ptr_array_steal_index(stack, stack->len - 1);
        guint first = stack->len;
        if (json_is_object(value)) {
            const char *key;
            json_t *member;
            add_object(graph, value);
            json_object_foreach(value, key,
                                member) if (json_is_object(member) || json_is_array(member))
                g_ptr_array_add(stack, member);
        } else if (json_is_array(value)) {
            for (size_t i = 0; i < json_array_size(value); i++)
                g_ptr_array_add(stack, json_array_get(value, i));
        }
        for (guint low = first, high = stack->len; low + 1 < high; low++) {
            gpointer swapped = stack->pdata[low];
            stack->pdata[low] = stack->pdata[--high];
            stack->pdata[high] = swapped;
        }
    }
}

static void graph_read(Graph *graph, const HtmlDocument *document)
{
    graph->roots = g_ptr_array_new_with_free_func((GDestroyNotify)json_decref);
    graph->objects = g_ptr_array_new();
    graph->by_id = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint32 node = 1; node < document->count; node++) {
        if (html_tag(document, node) != HTML_SCRIPT)
            continue;
        const char *text = html_attribute(document, node, HTML_ATTRIBUTE_DATA);
        json_t *root = text != NULL ? load_block(text) : NULL;
        if (root != NULL)
            add_root(graph, root);
    }
}

static void graph_clear(Graph *graph)
{
    g_hash_table_unref(graph->by_id);
    g_ptr_array_unref(graph->objects);
    g_ptr_array_unref(graph->roots);
}

static gboolean has_type(const json_t *object, gboolean (*is_type)(const char *))
{
    const json_t *type = json_object_get(object, "@type");
    if (json_is_string(type))
        return is_type(json_string_value(type));
    for (size_t i = 0; i < json_array_size(type); i++)
        if (json_is_string(json_array_get(type, i)) &&
            is_type(json_string_value(json_array_get(type, i))))
            return TRUE;
    return FALSE;
}

/* The address that an object gives itself. */
static const char *object_url(const json_t *object)
{
    static const char *const keys[] = {"url", "mainEntityOfPage", "@id"};
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        const json_t *value = json_object_get(object, keys[i]);
        if (json_is_object(value))
            value = json_object_get(value, "@id");
        const char *url = json_string_value(value);
        if (url != NULL && (g_str_has_prefix(url, "http") || *url == '/'))
            return url;
    }
    return NULL;
}

static gboolean same_folded(const char *a, const char *b)
{
    g_autofree char *x = g_utf8_casefold(a, -1);
    g_autofree char *y = g_utf8_casefold(b, -1);
    return strcmp(g_strstrip(x), g_strstrip(y)) == 0;
}

/* How well an article of the graph fits the page. */
static int fitness(const json_t *object, const char *url, const char *headline)
{
    const char *own_url = object_url(object);
    const char *own_headline = json_string_value(json_object_get(object, "headline"));
    int points = 1;
    if (own_url != NULL && url != NULL && page_url_is_same(own_url, url))
        points += 8;
    if (own_headline != NULL && headline != NULL && same_folded(own_headline, headline))
        points += 4;
    points += json_object_get(object, "articleBody") != NULL ? 1 : 0;
    points += json_object_get(object, "datePublished") != NULL ? 1 : 0;
    points += own_headline != NULL ? 1 : 0;
    return points;
}

/* The object of some types that fits the page best; NULL for none. */
static const json_t *choose(const Graph *graph, gboolean (*is_type)(const char *type),
                            const char *url, const char *headline)
{
    const json_t *best = NULL;
    int best_points = 0;
    for (guint i = 0; i < graph->objects->len; i++) {
        const json_t *object = g_ptr_array_index(graph->objects, i);
        if (!has_type(object, is_type))
            continue;
        int points = fitness(object, url, headline);
        if (points > best_points) {
            best = object;
            best_points = points;
        }
    }
    return best;
}

static const json_t *resolve(const Graph *graph, const json_t *value)
{
    const char *id = json_string_value(json_object_get(value, "@id"));
    if (id == NULL || json_object_get(value, "name") != NULL)
        return value;
    const json_t *found = g_hash_table_lookup(graph->by_id, id);
    return found != NULL ? found : value;
}

/* The text of a value: itself, the first of an array, or the name of an object. NULL for none. */
static const char *value_text(const Graph *graph, const json_t *value)
{
    static const char *const keys[] = {"name", "@value", "headline"};
    for (guint depth = 0; depth < 4 && value != NULL; depth++) {
        if (json_is_string(value))
            return json_string_value(value);
        if (json_is_array(value)) {
            value = json_array_get(value, 0);
        } else if (json_is_object(value)) {
            const json_t *object = resolve(graph, value);
            value = NULL;
            for (gsize i = 0; i < G_N_ELEMENTS(keys) && value == NULL; i++)
                value = json_object_get(object, keys[i]);
        } else {
            return NULL;
        }
    }
    return NULL;
}

static void set_text(PageValues *values, ValueSlot slot, const char *text)
{
    if (text == NULL || values->text[slot] != NULL)
        return;
    g_autofree char *plain = slot == VALUE_BODY ? fragment_paragraphs(text, strlen(text))
                                                : fragment_line(text, strlen(text));
    page_values_set(values, slot, plain);
}

static void add_author(const Graph *graph, const json_t *author, GString *byline)
{
    const char *name = value_text(graph, author);
    if (byline->len > BYLINE_CEILING || name == NULL || strstr(name, "://") != NULL ||
        strlen(name) > 120)
        return;
    g_autofree char *plain = fragment_line(name, strlen(name));
    if (*plain == '\0' || byline_names_hold(byline->str, plain))
        return;
    g_string_append_printf(byline, "%s%s", byline->len > 0 ? ", " : "", plain);
}

static void add_authors(const Graph *graph, const json_t *authors, GString *byline)
{
    if (authors != NULL && !json_is_array(authors))
        add_author(graph, authors, byline);
    for (size_t i = 0; i < json_array_size(authors); i++)
        add_author(graph, json_array_get(authors, i), byline);
}

/* The authors; or the creators where there are none, or where they are the author and more. */
static void read_authors(PageValues *values, const Graph *graph, const json_t *article)
{
    g_autoptr(GString) authors = g_string_new(NULL);
    g_autoptr(GString) creators = g_string_new(NULL);
    add_authors(graph, json_object_get(article, "author"), authors);
    add_authors(graph, json_object_get(article, "creator"), creators);
    gboolean has_more = byline_names_hold(creators->str, authors->str);
    page_values_set(values, VALUE_BYLINE, has_more ? creators->str : authors->str);
}

static void add_keyword_list(PageValues *values, const char *list)
{
    g_autofree char *plain = fragment_line(list, strlen(list));
    page_values_add_keywords(values, plain);
}

static void read_keywords(PageValues *values, const json_t *article)
{
    const json_t *keywords = json_object_get(article, "keywords");
    if (json_is_string(keywords))
        add_keyword_list(values, json_string_value(keywords));
    for (size_t i = 0; i < json_array_size(keywords); i++) {
        const char *keyword = json_string_value(json_array_get(keywords, i));
        if (keyword != NULL)
            add_keyword_list(values, keyword);
    }
}

static gboolean is_false(const json_t *value)
{
    const char *text = json_string_value(value);
    return json_is_false(value) || (text != NULL && g_ascii_strcasecmp(text, "false") == 0);
}

static void read_article(PageValues *values, const Graph *graph, const json_t *article)
{
    values->is_article = has_type(article, article_type_is_article);
    for (gsize i = 0; i < G_N_ELEMENTS(key_table); i++) {
        const json_t *value = json_object_get(article, key_table[i].key);
        set_text(values, key_table[i].slot, value_text(graph, value));
    }
    set_text(values, VALUE_SOURCE, value_text(graph, json_object_get(article, "publisher")));
    page_values_set(values, VALUE_URL, object_url(article));
    read_authors(values, graph, article);
    read_keywords(values, article);
    values->paywalled = is_false(json_object_get(article, "isAccessibleForFree"));
}

/* What the page's own node says where the article's node is silent, or where there is none. */
static void read_page(PageValues *values, const Graph *graph)
{
    static const KeyRow rows[] = {{"datePublished", VALUE_PUBLISHED},
                                  {"dateModified", VALUE_MODIFIED},
                                  {"inLanguage", VALUE_LANGUAGE}};
    for (guint i = 0; i < graph->objects->len; i++) {
        const json_t *object = g_ptr_array_index(graph->objects, i);
        values->is_list = values->is_list || has_type(object, article_type_is_list);
        values->is_gallery = values->is_gallery || has_type(object, article_type_is_gallery);
        values->is_live_blog = values->is_live_blog || has_type(object, article_type_is_live_blog);
        if (!has_type(object, article_type_is_page))
            continue;
        for (gsize j = 0; j < G_N_ELEMENTS(rows); j++)
            set_text(values, rows[j].slot, value_text(graph, json_object_get(object, rows[j].key)));
    }
}

/* The second step of the path to the page, where there are at least three: its section. */
static void read_breadcrumbs(PageValues *values, const Graph *graph)
{
    for (guint i = 0; i < graph->objects->len; i++) {
        const json_t *object = g_ptr_array_index(graph->objects, i);
        const char *type = json_string_value(json_object_get(object, "@type"));
        const json_t *steps = json_object_get(object, "itemListElement");
        if (type == NULL || strcmp(type, "BreadcrumbList") != 0 || json_array_size(steps) < 3)
            continue;
        const json_t *step = json_array_get(steps, 1);
        const char *name = value_text(graph, step);
        set_text(values, VALUE_SECTION,
                 name != NULL ? name : value_text(graph, json_object_get(step, "item")));
        return;
    }
}

void page_values_read_linked_data(PageValues *values, const HtmlDocument *document, const char *url,
                                  const char *headline)
{
    Graph graph;
    graph_read(&graph, document);
    const json_t *article = choose(&graph, article_type_is_article, url, headline);
    if (article == NULL)
        article = choose(&graph, article_type_is_gallery, url, headline);
    if (article != NULL)
        read_article(values, &graph, article);
    read_page(values, &graph);
    read_breadcrumbs(values, &graph);
    graph_clear(&graph);
}
