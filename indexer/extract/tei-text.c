/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A walk over the mixed content of TEI that sorts it into the fields of an article. */
#include "indexer/extract/tei-text.h"

#include <string.h>

#include "indexer/extract/wrapping.h"

/* Types */

static gboolean has_word(const char *const *words, const char *type)
{
    for (; type != NULL && *words != NULL; words++) {
        if (g_ascii_strcasecmp(*words, type) == 0)
            return TRUE;
    }
    return FALSE;
}

typedef enum { KIND_UNKNOWN, KIND_ARTICLE, KIND_FURNITURE } Kind;

static Kind kind_of_type(const char *type)
{
    static const char *const articles[] = {
        "article",  "advert", "advertisement", "announcement", "notice",    "letter", "obituary",
        "poem",     "report", "review",        "news",         "editorial", "leader", "story",
        "telegram", "item",   "bill",          "newsItem",     NULL};
    static const char *const furniture[] = {"masthead", "contents", "toc",   "titlePage",
                                            "index",    "imprint",  "verso", NULL};
    return has_word(articles, type)    ? KIND_ARTICLE
           : has_word(furniture, type) ? KIND_FURNITURE
                                       : KIND_UNKNOWN;
}

/* div, and the numbered ones of P4: div0 to div7. */
static gboolean is_division(const XmlNode *node)
{
    const char *name = xml_name(node);
    return g_str_has_prefix(name, "div") &&
           (name[3] == '\0' || (g_ascii_isdigit(name[3]) && name[4] == '\0'));
}

/* The subtype is nearer to what it is than the type. */
static Kind kind_of(const XmlNode *node)
{
    g_autofree char *subtype = xml_attribute(node, "subtype");
    Kind kind = kind_of_type(subtype);
    if (kind != KIND_UNKNOWN)
        return kind;
    g_autofree char *type = xml_attribute(node, "type");
    return kind_of_type(type);
}

static gboolean is_in_article(const XmlNode *node)
{
    while ((node = xml_parent(node)) != NULL) {
        if (is_division(node) && kind_of(node) == KIND_ARTICLE)
            return TRUE;
    }
    return FALSE;
}

gboolean tei_is_article(const XmlNode *node)
{
    if (!is_division(node))
        return FALSE;
    Kind kind = kind_of(node);
    gboolean has_text = xml_child(node, "head") != NULL || xml_child(node, "p") != NULL ||
                        xml_child(node, "ab") != NULL || xml_child(node, "lg") != NULL;
    return kind == KIND_ARTICLE || (kind == KIND_UNKNOWN && has_text && !is_in_article(node));
}

gboolean tei_holds_articles(const XmlNode *top)
{
    for (const XmlNode *node = xml_following(top, top); node != NULL;
         node = xml_following(top, node)) {
        if (tei_is_article(node))
            return TRUE;
    }
    return FALSE;
}

char *tei_page(const XmlNode *node)
{
    g_autofree char *edition = xml_is(node, "pb") ? xml_attribute(node, "ed") : NULL;
    if (!xml_is(node, "pb") || (edition != NULL && g_ascii_strcasecmp(edition, "print") != 0))
        return NULL;
    return xml_attribute(node, "n");
}

/* Walking */

typedef enum {
    ROLE_INLINE,    /* goes on in the line */
    ROLE_PARAGRAPH, /* a block of its own */
    ROLE_LINE,      /* of a poem, a list, a table: a line of its own */
    ROLE_CELL,      /* set apart by a blank */
    ROLE_NAME,      /* a part of a name, which another may touch */
    ROLE_HEAD,
    ROLE_BYLINE,
    ROLE_DATELINE,
    ROLE_NOTE,
    ROLE_BREAK, /* of a line, a column, a page */
    ROLE_OMITTED,
} Role;

typedef struct {
    const char *name;
    Role role;
} Element;

static Role role_of(const XmlNode *node)
{
    static const Element elements[] = {
        {"p", ROLE_PARAGRAPH},
        {"ab", ROLE_PARAGRAPH},
        {"lg", ROLE_PARAGRAPH},
        {"list", ROLE_PARAGRAPH},
        {"table", ROLE_PARAGRAPH},
        {"quote", ROLE_INLINE},
        {"opener", ROLE_PARAGRAPH},
        {"closer", ROLE_PARAGRAPH},
        {"trailer", ROLE_PARAGRAPH},
        {"salute", ROLE_LINE},
        {"signed", ROLE_LINE},
        {"figDesc", ROLE_PARAGRAPH},
        {"sp", ROLE_PARAGRAPH},
        {"speaker", ROLE_PARAGRAPH},
        {"argument", ROLE_PARAGRAPH},
        {"epigraph", ROLE_PARAGRAPH},
        {"postscript", ROLE_PARAGRAPH},
        {"div", ROLE_PARAGRAPH},
        {"l", ROLE_LINE},
        {"item", ROLE_LINE},
        {"row", ROLE_LINE},
        {"cell", ROLE_CELL},
        {"label", ROLE_CELL},
        {"head", ROLE_HEAD},
        {"byline", ROLE_BYLINE},
        {"dateline", ROLE_DATELINE},
        {"note", ROLE_NOTE},
        {"lb", ROLE_BREAK},
        {"cb", ROLE_BREAK},
        {"pb", ROLE_BREAK},
        {"forename", ROLE_NAME},
        {"surname", ROLE_NAME},
        {"addName", ROLE_NAME},
        {"fw", ROLE_OMITTED},
        {"teiHeader", ROLE_OMITTED},
        {"del", ROLE_OMITTED},
        {"facsimile", ROLE_OMITTED},
        {"surplus", ROLE_OMITTED},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(elements); i++) {
        if (xml_is(node, elements[i].name))
            return elements[i].role;
    }
    return is_division(node) ? ROLE_PARAGRAPH : ROLE_INLINE;
}

/* What is being written, and where it goes when it is whole. */
typedef struct {
    TeiText *text;
    const XmlNode *field; /* the head, byline or note that is being read; NULL: body */
    const XmlNode *head;  /* whose text became the headline */
    GString *block;       /* the paragraph so far, without the line in hand */
    GString *line;
    gboolean is_joined; /* the line goes on in the middle of a word */
} Walk;

/* Adds the line in hand to the paragraph. */
static void end_line(Walk *walk)
{
    g_strstrip(walk->line->str);
    walk->line->len = strlen(walk->line->str);
    if (walk->line->len == 0)
        return;
    const TextLine line = {.text = walk->line->str, .length = walk->line->len};
    gboolean is_new = walk->block->len == 0 || walk->block->str[walk->block->len - 1] == '\n';
    if (is_new || walk->is_joined)
        g_string_append_len(walk->block, line.text, (gssize)line.length);
    else
        text_join(walk->block, &line);
    walk->is_joined = FALSE;
    g_string_truncate(walk->line, 0);
}

static void append_separated(GString *out, const char *text, const char *separator)
{
    if (out->len > 0)
        g_string_append(out, separator);
    g_string_append(out, text);
}

/* The first head is the headline, the second the subtitle, one within the text a crosshead. */
static void put_head(Walk *walk)
{
    TeiText *text = walk->text;
    gboolean is_before_text = text->body->len == 0;
    if (text->headline->len == 0 && is_before_text)
        walk->head = walk->field;
    if (walk->head == walk->field)
        append_separated(text->headline, walk->block->str, " ");
    else if (text->subtitle->len == 0 && is_before_text)
        append_separated(text->subtitle, walk->block->str, " ");
    else
        append_separated(text->body, walk->block->str, "\n\n");
}

/* Puts the paragraph where it belongs. */
static void end_block(Walk *walk)
{
    end_line(walk);
    walk->is_joined = FALSE;
    g_strchomp(walk->block->str);
    walk->block->len = strlen(walk->block->str);
    if (walk->block->len == 0)
        return;
    TeiText *text = walk->text;
    Role role = walk->field == NULL ? ROLE_PARAGRAPH : role_of(walk->field);
    if (role == ROLE_HEAD)
        put_head(walk);
    else if (role == ROLE_BYLINE)
        append_separated(text->byline, walk->block->str, "; ");
    else if (role == ROLE_NOTE)
        append_separated(text->notes, walk->block->str, "\n\n");
    else
        append_separated(text->body, walk->block->str, "\n\n");
    g_string_truncate(walk->block, 0);
}

static gboolean is_unwritten(const Walk *walk)
{
    const TeiText *text = walk->text;
    return walk->block->len == 0 && text->headline->len == 0 && text->body->len == 0 &&
           strspn(walk->line->str, " ") == walk->line->len;
}

/* A break that says `break=no` is in the middle of a word, whose hyphen is dropped. */
static void read_break(Walk *walk, const XmlNode *node)
{
    if (xml_is(node, "pb") && walk->text->page == NULL && is_unwritten(walk))
        walk->text->page = tei_page(node);
    gboolean is_within = xml_attribute_is(node, "break", "no");
    gboolean is_joined = walk->is_joined && strspn(walk->line->str, " ") == walk->line->len;
    end_line(walk);
    walk->is_joined = is_within || is_joined;
    if (!is_within)
        return;
    static const char *const hyphens[] = {"-", "\u00ad", "\u2010", "\u00ac", "\u2e17"};
    for (gsize i = 0; i < G_N_ELEMENTS(hyphens); i++) {
        if (g_str_has_suffix(walk->block->str, hyphens[i])) {
            g_string_truncate(walk->block, walk->block->len - strlen(hyphens[i]));
            return;
        }
    }
}

/* Whether a child of a choice is the form that is read. */
static gboolean is_chosen(const XmlNode *node)
{
    static const char *const preferred[] = {"reg", "corr", "expan"};
    const XmlNode *choice = xml_parent(node);
    const XmlNode *chosen = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(preferred) && chosen == NULL; i++)
        chosen = xml_child(choice, preferred[i]);
    return node == (chosen != NULL ? chosen : xml_first_child(choice));
}

static gboolean is_field(Role role)
{
    return role == ROLE_HEAD || role == ROLE_BYLINE || role == ROLE_NOTE;
}

/* A note stands in a sentence that goes on behind it: it is read apart. */
static void read_note(Walk *walk, const XmlNode *node)
{
    g_autofree char *line = xml_line(node);
    if (line != NULL)
        append_separated(walk->text->notes, line, "\n\n");
}

static void note_dateline(TeiText *text, const XmlNode *node)
{
    if (text->dateline == NULL && xml_descendant(node, "date") != NULL)
        text->dateline = node;
    const XmlNode *place = xml_descendant(node, "placeName");
    if (place == NULL)
        place = xml_descendant(node, "name");
    g_autofree char *name = place == NULL || text->place->len > 0 ? NULL : xml_line(place);
    if (name != NULL)
        g_string_assign(text->place, name);
}

/* Sets a part of a name apart from the part before it. */
static void separate_name(GString *line)
{
    const char *last = line->len == 0 ? NULL : g_utf8_prev_char(line->str + line->len);
    if (last != NULL && g_unichar_isalpha(g_utf8_get_char(last)))
        g_string_append_c(line, ' ');
}

static gboolean start_element(Walk *walk, const XmlNode *node)
{
    if (xml_is(xml_parent(node), "choice") && !is_chosen(node))
        return FALSE;
    if (tei_is_article(node)) {
        end_block(walk);
        return FALSE;
    }
    Role role = role_of(node);
    if (role == ROLE_NOTE)
        read_note(walk, node);
    if (role == ROLE_NOTE || role == ROLE_OMITTED)
        return FALSE;
    if (role == ROLE_BREAK)
        read_break(walk, node);
    if (role == ROLE_DATELINE || xml_is(node, "docDate"))
        note_dateline(walk->text, node);
    gboolean is_nested = walk->field != NULL; /* a paragraph in a head, say */
    if (role == ROLE_PARAGRAPH || role == ROLE_DATELINE || (is_field(role) && !is_nested))
        end_block(walk);
    if (is_field(role) && !is_nested)
        walk->field = node;
    if (role == ROLE_CELL)
        g_string_append_c(walk->line, ' ');
    if (role == ROLE_NAME)
        separate_name(walk->line);
    return TRUE;
}

static void end_element(Walk *walk, const XmlNode *node)
{
    Role role = role_of(node);
    if (role == ROLE_PARAGRAPH || role == ROLE_DATELINE || walk->field == node)
        end_block(walk);
    if (walk->field == node)
        walk->field = NULL;
    if (role == ROLE_CELL)
        g_string_append_c(walk->line, ' ');
    if (role == ROLE_LINE) {
        end_line(walk);
        if (walk->block->len > 0 && walk->block->str[walk->block->len - 1] != '\n')
            g_string_append_c(walk->block, '\n');
    }
}

/* Lines of the file mean nothing: white space is one blank. */
static void append_words(GString *line, const char *words)
{
    for (; *words != '\0'; words++) {
        if (!g_ascii_isspace(*words))
            g_string_append_c(line, *words);
        else if (line->len == 0 || line->str[line->len - 1] != ' ')
            g_string_append_c(line, ' ');
    }
}

static gboolean visit(gpointer data, XmlEvent event, const XmlNode *node, const char *words)
{
    Walk *walk = data;
    switch (event) {
    case XML_START:
        return start_element(walk, node);
    case XML_END:
        end_element(walk, node);
        return TRUE;
    case XML_WORDS:
        append_words(walk->line, words);
        return TRUE;
    }
    return TRUE;
}

static Walk walk_new(TeiText *text)
{
    return (Walk){.text = text, .block = g_string_new(NULL), .line = g_string_new(NULL)};
}

static void walk_end(Walk *walk)
{
    end_block(walk);
    g_string_free(walk->block, TRUE);
    g_string_free(walk->line, TRUE);
}

TeiText *tei_text_new(const XmlNode *node)
{
    TeiText *text = g_new0(TeiText, 1);
    text->headline = g_string_new(NULL);
    text->subtitle = g_string_new(NULL);
    text->byline = g_string_new(NULL);
    text->place = g_string_new(NULL);
    text->body = g_string_new(NULL);
    text->notes = g_string_new(NULL);
    Walk walk = walk_new(text);
    xml_walk(node, visit, &walk);
    walk_end(&walk);
    return text;
}

void tei_text_free(TeiText *text)
{
    if (text == NULL)
        return;
    g_string_free(text->headline, TRUE);
    g_string_free(text->subtitle, TRUE);
    g_string_free(text->byline, TRUE);
    g_string_free(text->place, TRUE);
    g_string_free(text->body, TRUE);
    g_string_free(text->notes, TRUE);
    g_free(text->page);
    g_free(text);
}
