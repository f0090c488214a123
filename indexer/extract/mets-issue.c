/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The three ways of METS to say which words are an article (METS schema 1.12; formats.md §8): areas
 * within its logical division, links from it to physical ones, or nothing at all.
 */
#include "indexer/extract/mets-issue.h"

#include <string.h>

/* Links may lead to the same nodes again and again: an issue with more is a bomb. */
#define VISITS_CEILING 5000000u

typedef struct {
    const XmlNode *root;
    GHashTable *files;        /* FILEID → name; both owned */
    GHashTable *divisions;    /* ID → XmlNode of the div */
    GHashTable *descriptions; /* ID → XmlNode of the dmdSec */
    GHashTable *pages;        /* FILEID → XmlNode of the page's div */
    GHashTable *units;        /* XmlNode of the div → MetsArticle */
    guint visits;             /* of nodes that links led to */
    MetsIssue *issue;
} Reading;

static void area_free(gpointer data)
{
    MetsArea *area = data;
    g_free(area->file);
    g_free(area->begin);
    g_free(area->end);
    g_free(area);
}

static void article_free_areas(gpointer data)
{
    MetsArticle *article = data;
    g_ptr_array_unref(article->areas);
    g_free(article->page);
    g_free(article);
}

void mets_issue_free(MetsIssue *issue)
{
    if (issue == NULL)
        return;
    g_ptr_array_unref(issue->articles);
    g_free(issue);
}

/* Types, which some archives write in lower case */

static gboolean type_is_one_of(const XmlNode *div, const char *const *types)
{
    g_autofree char *type = xml_attribute(div, "TYPE");
    if (type == NULL)
        return FALSE;
    g_autofree char *upper = g_ascii_strup(type, -1);
    return g_strv_contains(types, upper);
}

static gboolean is_article_type(const XmlNode *div)
{
    static const char *const types[] = {
        "ARTICLE",      "ADVERT",       "ADVERTISEMENT", "ADVERTISING", "OBITUARY",
        "DEATH_NOTICE", "BIRTH_NOTICE", "NOTICE",        "LETTER",      "POEM",
        "REVIEW",       "INTERVIEW",    "EDITORIAL",     "SERIAL",      "WEATHER",
        "CHAPTER",      "NEWS",         "FAMILY_NOTICE", NULL};
    return type_is_one_of(div, types);
}

static gboolean is_section(const XmlNode *div)
{
    static const char *const types[] = {"SECTION", NULL};
    return type_is_one_of(div, types);
}

static gboolean holds_unit(const XmlNode *section)
{
    for (const XmlNode *node = xml_following(section, section); node != NULL;
         node = xml_following(section, node)) {
        if (xml_is(node, "div") && (is_article_type(node) || is_section(node)))
            return TRUE;
    }
    return FALSE;
}

static BlockRole role_of(const XmlNode *unit, const XmlNode *node, gboolean *is_subtitle)
{
    static const char *const headings[] = {"HEADING", "HEADLINE", "TITLE", NULL};
    static const char *const inner[] = {"INSIDEHEADING", "BODY", "BODY_CONTENT", NULL};
    static const char *const authors[] = {"AUTHOR", "BYLINE", NULL};
    static const char *const captions[] = {"CAPTION", NULL};
    static const char *const subtitles[] = {"SUBTITLE", "SUBHEADLINE", NULL};
    BlockRole role = BLOCK_TEXT;
    *is_subtitle = FALSE;
    for (; node != unit && node != NULL; node = xml_parent(node)) {
        if (type_is_one_of(node, captions))
            return BLOCK_CAPTION;
        if (type_is_one_of(node, authors))
            return BLOCK_BYLINE;
        if (type_is_one_of(node, inner))
            return BLOCK_TEXT;
        *is_subtitle = *is_subtitle || type_is_one_of(node, subtitles);
        if (type_is_one_of(node, headings))
            role = BLOCK_HEADING;
    }
    return *is_subtitle ? BLOCK_TEXT : role;
}

/* Tables */

/* `file://./a.xml` and `./a.xml` are a.xml. */
static char *name_of_file(const XmlNode *file)
{
    const XmlNode *place = xml_child(file, "FLocat");
    g_autofree char *href = place == NULL ? NULL : xml_attribute(place, "href");
    if (href == NULL)
        return NULL;
    const char *name = g_str_has_prefix(href, "file://") ? href + strlen("file://") : href;
    while (g_str_has_prefix(name, "./"))
        name += strlen("./");
    return g_uri_unescape_string(name, "/");
}

static gboolean is_text_file(const char *name)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);
    return g_str_has_suffix(lower, ".xml") || g_str_has_suffix(lower, ".xml.gz") ||
           g_str_has_suffix(lower, ".alto");
}

static void note_node(Reading *reading, const XmlNode *node)
{
    g_autofree char *id = xml_attribute(node, "ID");
    char *name = id != NULL && xml_is(node, "file") ? name_of_file(node) : NULL;
    if (name != NULL && is_text_file(name))
        g_hash_table_replace(reading->files, g_steal_pointer(&id), g_steal_pointer(&name));
    g_free(name);
    if (id != NULL && xml_is(node, "div"))
        g_hash_table_replace(reading->divisions, g_steal_pointer(&id), (gpointer)node);
    else if (id != NULL && xml_is(node, "dmdSec"))
        g_hash_table_replace(reading->descriptions, g_steal_pointer(&id), (gpointer)node);
}

static void note_page(Reading *reading, const XmlNode *node)
{
    static const char *const types[] = {"PAGE", NULL};
    g_autofree char *file = xml_attribute(node, "FILEID");
    if (file == NULL || !g_hash_table_contains(reading->files, file))
        return;
    const XmlNode *div = xml_parent(node);
    while (div != NULL && !(xml_is(div, "div") && type_is_one_of(div, types)))
        div = xml_parent(div);
    if (div != NULL && !g_hash_table_contains(reading->pages, file))
        g_hash_table_insert(reading->pages, g_steal_pointer(&file), (gpointer)div);
}

static void note_tables(Reading *reading)
{
    const XmlNode *root = reading->root;
    for (const XmlNode *node = root; node != NULL; node = xml_following(root, node))
        note_node(reading, node);
    for (const XmlNode *node = root; node != NULL; node = xml_following(root, node))
        note_page(reading, node);
}

/* The first description that the division names. */
static const XmlNode *description_of(const Reading *reading, const XmlNode *div)
{
    g_autofree char *ids = xml_attribute(div, "DMDID");
    g_auto(GStrv) names = ids == NULL ? NULL : g_strsplit_set(ids, " \t\r\n", -1);
    for (char **name = names; name != NULL && *name != NULL; name++) {
        const XmlNode *description = g_hash_table_lookup(reading->descriptions, *name);
        if (description != NULL && xml_descendant(description, "xmlData") != NULL)
            return description;
    }
    return NULL;
}

/* Articles */

static MetsArticle *add_article(Reading *reading, const XmlNode *div)
{
    MetsArticle *article = g_new0(MetsArticle, 1);
    article->div = div;
    article->description = description_of(reading, div);
    article->areas = g_ptr_array_new_with_free_func(area_free);
    g_ptr_array_add(reading->issue->articles, article);
    g_hash_table_insert(reading->units, (gpointer)div, article);
    return article;
}

/* ORDERLABEL is what is printed on the page, ORDER its place (METS schema 1.12, div). */
static char *page_number(const Reading *reading, const char *file)
{
    const XmlNode *div = g_hash_table_lookup(reading->pages, file);
    if (div == NULL)
        return NULL;
    char *label = xml_attribute(div, "ORDERLABEL");
    return label != NULL ? label : xml_attribute(div, "ORDER");
}

/* The place that an area or a file pointer names, where it is one of text. */
static void add_area(const Reading *reading, MetsArticle *article, const XmlNode *node,
                     const XmlNode *unit)
{
    g_autofree char *file = xml_attribute(node, "FILEID");
    const char *name = file == NULL ? NULL : g_hash_table_lookup(reading->files, file);
    if (name == NULL)
        return;
    MetsArea *area = g_new0(MetsArea, 1);
    area->file = g_strdup(name);
    area->begin = xml_attribute(node, "BEGIN");
    area->end = xml_attribute(node, "END");
    area->role = role_of(unit, node, &area->is_subtitle);
    g_ptr_array_add(article->areas, area);
    if (article->page == NULL)
        article->page = page_number(reading, file);
}

static gboolean is_pointer(const XmlNode *node)
{
    return xml_is(node, "area") || (xml_is(node, "fptr") && xml_first_child(node) == NULL);
}

static MetsArticle *article_around(const Reading *reading, const XmlNode *node)
{
    MetsArticle *article = NULL;
    for (; node != NULL && article == NULL; node = xml_parent(node))
        article = g_hash_table_lookup(reading->units, node);
    return article;
}

static void read_logical(Reading *reading, const XmlNode *map)
{
    for (const XmlNode *node = map; node != NULL; node = xml_following(map, node)) {
        if (xml_is(node, "div") &&
            (is_article_type(node) || (is_section(node) && !holds_unit(node))))
            add_article(reading, node);
        MetsArticle *article = is_pointer(node) ? article_around(reading, node) : NULL;
        if (article != NULL)
            add_area(reading, article, node, article->div);
    }
}

/* Links: groups of locators, or an arc from one division to another. */

static const XmlNode *linked(const Reading *reading, const XmlNode *node, const char *attribute)
{
    g_autofree char *href = xml_attribute(node, attribute);
    return href == NULL ? NULL
                        : g_hash_table_lookup(reading->divisions, href + (*href == '#' ? 1 : 0));
}

static void add_linked(Reading *reading, MetsArticle *article, const XmlNode *div)
{
    if (article == NULL || div == NULL || g_hash_table_contains(reading->units, div))
        return;
    for (const XmlNode *node = div; node != NULL && reading->visits < VISITS_CEILING;
         node = xml_following(div, node)) {
        reading->visits++;
        if (is_pointer(node))
            add_area(reading, article, node, div);
    }
}

static void read_links(Reading *reading, const XmlNode *links)
{
    MetsArticle *article = NULL;
    for (const XmlNode *node = links; node != NULL; node = xml_following(links, node)) {
        if (xml_is(node, "smLinkGrp"))
            article = NULL;
        if (xml_is(node, "smLink"))
            add_linked(reading, article_around(reading, linked(reading, node, "from")),
                       linked(reading, node, "to"));
        if (!xml_is(node, "smLocatorLink"))
            continue;
        const XmlNode *div = linked(reading, node, "href");
        MetsArticle *named = div == NULL ? NULL : g_hash_table_lookup(reading->units, div);
        if (named != NULL)
            article = named;
        else
            add_linked(reading, article, div);
    }
}

/* Without articles each page is one. */
static void read_pages(Reading *reading, const XmlNode *map)
{
    static const char *const types[] = {"PAGE", NULL};
    for (const XmlNode *node = map; node != NULL; node = xml_following(map, node)) {
        if (!xml_is(node, "fptr") || g_hash_table_size(reading->files) == 0)
            continue;
        const XmlNode *div = xml_parent(node);
        while (div != map && !type_is_one_of(div, types))
            div = xml_parent(div);
        g_autofree char *file = xml_attribute(node, "FILEID");
        if (div == map || file == NULL || !g_hash_table_contains(reading->files, file) ||
            g_hash_table_contains(reading->units, div))
            continue;
        MetsArticle *article = add_article(reading, div);
        article->is_page = TRUE;
        add_area(reading, article, node, div);
    }
}

static gboolean has_areas(const MetsIssue *issue)
{
    for (guint i = 0; i < issue->articles->len; i++) {
        const MetsArticle *article = g_ptr_array_index(issue->articles, i);
        if (article->areas->len > 0)
            return TRUE;
    }
    return FALSE;
}

/* That of a division around the articles which tells a date, else the first of one. */
static const XmlNode *issue_description(const Reading *reading)
{
    const XmlNode *first = NULL;
    const XmlNode *root = reading->root;
    for (const XmlNode *node = root; node != NULL; node = xml_following(root, node)) {
        if (!xml_is(node, "div") || g_hash_table_contains(reading->units, node))
            continue;
        const XmlNode *description = description_of(reading, node);
        if (description == NULL)
            continue;
        if (xml_descendant(description, "dateIssued") != NULL ||
            xml_descendant(description, "date") != NULL)
            return description;
        first = first != NULL ? first : description;
    }
    return first;
}

static gboolean map_is(const XmlNode *map, const char *type)
{
    return xml_is(map, "structMap") && xml_attribute_is(map, "TYPE", type);
}

MetsIssue *mets_issue_read(const XmlNode *root)
{
    MetsIssue *issue = g_new0(MetsIssue, 1);
    issue->articles = g_ptr_array_new_with_free_func(article_free_areas);
    Reading reading = {
        .root = root,
        .files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
        .divisions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .descriptions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .pages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .units = g_hash_table_new(NULL, NULL),
        .issue = issue,
    };
    note_tables(&reading);
    for (const XmlNode *map = xml_first_child(root); map != NULL; map = xml_next_sibling(map)) {
        if (map_is(map, "logical"))
            read_logical(&reading, map);
    }
    const XmlNode *links = xml_child(root, "structLink");
    if (links != NULL)
        read_links(&reading, links);
    if (!has_areas(issue)) {
        g_ptr_array_set_size(issue->articles, 0);
        g_hash_table_remove_all(reading.units);
    }
    for (const XmlNode *map = xml_first_child(root); map != NULL && !has_areas(issue);
         map = xml_next_sibling(map)) {
        if (xml_is(map, "structMap"))
            read_pages(&reading, map);
    }
    issue->description = issue_description(&reading);
    g_hash_table_destroy(reading.files);
    g_hash_table_destroy(reading.divisions);
    g_hash_table_destroy(reading.descriptions);
    g_hash_table_destroy(reading.pages);
    g_hash_table_destroy(reading.units);
    return issue;
}
