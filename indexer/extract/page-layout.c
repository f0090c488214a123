/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Regions, lines and their order (PAGE content schema 2019-07-15; Transkribus' `custom`). */
#include "indexer/extract/page-layout.h"

#include <string.h>

/* Groups that are nested deeper are read in the order of the document. */
#define ORDER_DEPTH 8

/* Order */

typedef struct {
    const XmlNode *region;
    guint place[ORDER_DEPTH]; /* the index in each group, from the outermost */
    guint ordinal;            /* in the document */
} OrderedRegion;

static gint compare_regions(gconstpointer one, gconstpointer other)
{
    const OrderedRegion *a = one, *b = other;
    for (guint i = 0; i < ORDER_DEPTH; i++) {
        if (a->place[i] != b->place[i])
            return a->place[i] < b->place[i] ? -1 : 1;
    }
    return a->ordinal < b->ordinal ? -1 : a->ordinal > b->ordinal;
}

static guint index_of(const XmlNode *node)
{
    g_autofree char *index = xml_attribute(node, "index");
    return index == NULL ? 0 : (guint)g_ascii_strtoull(index, NULL, 10);
}

/* The indexes of a reference and of the groups around it. */
static void read_place(const XmlNode *order, const XmlNode *reference, guint *place)
{
    guint depth = 0;
    for (const XmlNode *node = reference; node != order; node = xml_parent(node))
        depth++;
    for (const XmlNode *node = reference; node != order; node = xml_parent(node)) {
        depth--;
        if (depth < ORDER_DEPTH)
            place[depth] = index_of(node);
    }
}

static GHashTable *regions_by_id(const XmlNode *page)
{
    GHashTable *regions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (const XmlNode *node = page; node != NULL; node = xml_following(page, node)) {
        char *id = xml_is(node, "TextRegion") ? xml_attribute(node, "id") : NULL;
        if (id != NULL)
            g_hash_table_insert(regions, id, (gpointer)node);
    }
    return regions;
}

static void add_named(const XmlNode *page, GArray *list, GHashTable *seen)
{
    const XmlNode *order = xml_child(page, "ReadingOrder");
    if (order == NULL)
        return;
    g_autoptr(GHashTable) regions = regions_by_id(page);
    for (const XmlNode *node = order; node != NULL; node = xml_following(order, node)) {
        g_autofree char *id = xml_attribute(node, "regionRef");
        const XmlNode *region = id == NULL ? NULL : g_hash_table_lookup(regions, id);
        if (region == NULL || !g_hash_table_add(seen, (gpointer)region))
            continue;
        OrderedRegion entry = {.region = region, .ordinal = list->len};
        read_place(order, node, entry.place);
        g_array_append_val(list, entry);
    }
    g_array_sort(list, compare_regions);
}

/* All text regions of a page as OrderedRegion, in reading order. */
static GArray *order_regions(const XmlNode *page)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(OrderedRegion));
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    add_named(page, list, seen);
    for (const XmlNode *node = page; node != NULL; node = xml_following(page, node)) {
        if (!xml_is(node, "TextRegion") || !g_hash_table_add(seen, (gpointer)node))
            continue;
        const OrderedRegion entry = {.region = node};
        g_array_append_val(list, entry);
    }
    return list;
}

/* Custom: `readingOrder {index:1;} structure {id:a1; type:article;}` */

/* The value of a property of `structure`; NULL where there is none. */
static char *structure_property(const XmlNode *node, const char *name)
{
    g_autofree char *custom = xml_attribute(node, "custom");
    const char *structure = custom == NULL ? NULL : strstr(custom, "structure");
    const char *open = structure == NULL ? NULL : strchr(structure, '{');
    const char *close = open == NULL ? NULL : strchr(open, '}');
    if (close == NULL)
        return NULL;
    g_autofree char *inner = g_strndup(open + 1, (gsize)(close - open) - 1);
    g_auto(GStrv) properties = g_strsplit(inner, ";", -1);
    for (char **property = properties; *property != NULL; property++) {
        char *colon = strchr(*property, ':');
        if (colon == NULL)
            continue;
        *colon = '\0';
        if (strcmp(g_strstrip(*property), name) == 0)
            return g_strdup(g_strstrip(colon + 1));
    }
    return NULL;
}

/* The name of the article that a region or a line is of; NULL where it says none. */
static char *article_of(const XmlNode *node)
{
    g_autofree char *type = structure_property(node, "type");
    return g_strcmp0(type, "article") == 0 ? structure_property(node, "id") : NULL;
}

/* Roles */

static gboolean is_one_of(const char *type, const char *const *types)
{
    return type != NULL && g_strv_contains(types, type);
}

static gboolean is_furniture(const char *type)
{
    static const char *const types[] = {
        "header", "footer", "page-number", "signature-mark", "catch-word", "running-title", NULL};
    return is_one_of(type, types);
}

static BlockRole role_of(const char *type)
{
    static const char *const headings[] = {"heading", "headline", "title", NULL};
    static const char *const bylines[] = {"credit", "byline", "author", NULL};
    static const char *const captions[] = {"caption", NULL};
    return is_one_of(type, headings)   ? BLOCK_HEADING
           : is_one_of(type, bylines)  ? BLOCK_BYLINE
           : is_one_of(type, captions) ? BLOCK_CAPTION
                                       : BLOCK_TEXT;
}

/* The type that `custom` says, if it says a role, or that of the attribute. */
static char *type_of(const XmlNode *region)
{
    char *custom = structure_property(region, "type");
    if (custom != NULL && (is_furniture(custom) || role_of(custom) != BLOCK_TEXT))
        return custom;
    g_free(custom);
    return xml_attribute(region, "type");
}

/* Text */

/* Of several readings of one line the one with the lowest index. */
static const XmlNode *best_reading(const XmlNode *node)
{
    const XmlNode *best = xml_child(node, "TextEquiv");
    for (const XmlNode *next = best; next != NULL; next = xml_next(next)) {
        if (index_of(next) < index_of(best))
            best = next;
    }
    return best;
}

/* The text of a line; that of its words where it has none itself. NULL where there is none. */
static char *line_text(const XmlNode *line)
{
    const XmlNode *reading = xml_child(best_reading(line), "Unicode");
    char *own = reading == NULL ? NULL : xml_line(reading);
    if (own != NULL)
        return own;
    GString *words = g_string_new(NULL);
    for (const XmlNode *word = xml_child(line, "Word"); word != NULL; word = xml_next(word)) {
        const XmlNode *unicode = xml_child(best_reading(word), "Unicode");
        g_autofree char *text = unicode == NULL ? NULL : xml_line(unicode);
        if (text != NULL)
            g_string_append_printf(words, "%s%s", words->len > 0 ? " " : "", text);
    }
    return g_string_free(words, words->len == 0);
}

static void add_confidence(PrintedPage *page, const XmlNode *node)
{
    g_autofree char *confidence = xml_attribute(best_reading(node), "conf");
    if (confidence != NULL)
        printed_page_add_confidence(page, CLAMP(g_ascii_strtod(confidence, NULL), 0, 1));
}

/* The region's own text, a line of print a line. */
static void read_whole_region(PrintedPage *page, const XmlNode *region)
{
    g_autofree char *text = xml_text(xml_child(best_reading(region), "Unicode"));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    add_confidence(page, region);
    for (char **line = lines; *line != NULL; line++)
        printed_page_add_line(page, g_strstrip(*line));
}

static void read_region(PrintedPage *page, const XmlNode *region)
{
    g_autofree char *type = type_of(region);
    if (is_furniture(type))
        return;
    g_autofree char *article = article_of(region);
    g_autofree char *current = NULL;
    gboolean has_block = FALSE;
    for (const XmlNode *line = xml_child(region, "TextLine"); line != NULL; line = xml_next(line)) {
        g_autofree char *text = line_text(line);
        if (text == NULL)
            continue;
        g_autofree char *own = article_of(line);
        const char *name = own != NULL ? own : article;
        if (!has_block || g_strcmp0(name, current) != 0)
            printed_page_add_block(page, role_of(type), name);
        has_block = TRUE;
        g_free(current);
        current = g_strdup(name);
        printed_page_add_line(page, text);
        add_confidence(page, line);
    }
    if (has_block || xml_child(best_reading(region), "Unicode") == NULL)
        return;
    printed_page_add_block(page, role_of(type), article);
    read_whole_region(page, region);
}

PrintedPage *page_layout_read(const XmlNode *top)
{
    PrintedPage *page = printed_page_new();
    g_autoptr(GArray) regions = order_regions(top);
    for (guint i = 0; i < regions->len; i++)
        read_region(page, g_array_index(regions, OrderedRegion, i).region);
    return page;
}
