/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Picks out of the article's container what is text. */
#include "indexer/extract/main-text.h"

#include <string.h>

#include "indexer/extract/block.h"
#include "indexer/extract/boilerplate.h"
#include "indexer/extract/container.h"
#include "indexer/extract/hint.h"
#include "indexer/extract/title-text.h"

/* With less text than that, another way is tried. */
#define ENOUGH_TEXT 250

/* A shorter line before the text is a subtitle. */
#define LEAD_LENGTH 80

/* A longer line is a sentence of the article, whatever it speaks of. */
#define INVITATION_LENGTH 200

/* A paragraph of that length that comes again is a copy; a shorter line may well come again. */
#define COPY_LENGTH 200

/* A longer cell of a table is a line of its own. */
#define CELL_LENGTH 200

/* No letter becomes more than so many times as long, in bytes, when case is folded. */
#define FOLDING_GROWTH 3

static gboolean same_text(const char *a, const char *b)
{
    gsize length = strlen(a), other = strlen(b);
    if (length > FOLDING_GROWTH * other || other > FOLDING_GROWTH * length)
        return FALSE;
    g_autofree char *x = g_utf8_casefold(a, -1);
    g_autofree char *y = g_utf8_casefold(b, -1);
    return strcmp(x, y) == 0;
}

/* A heading, or a short line that is all in bold type. */
static gboolean is_title(const HtmlDocument *document, const Block *block)
{
    return html_is_heading(html_tag(document, block->container)) ||
           block->strong == block->length ||
           (block->length <= 40 && html_tag(document, block->container) != HTML_P);
}

/* The end of what a title stands over: of the element whose first text it is. */
static guint32 reach_of_title(const HtmlDocument *document, const Block *block, guint32 top)
{
    guint32 node = block->container;
    while (node > top && html_node(document, html_node(document, node)->parent)->text ==
                             html_node(document, node)->text)
        node = html_node(document, node)->parent;
    return html_node(document, MAX(html_node(document, node)->parent, top))->end;
}

typedef struct {
    const Outline *outline;
    const guint8 *skipped;
    MainText *text;
    GHashTable *seen; /* lines that are there already; borrowed */
    const char *headline;
    GString *line;
    guint32 top;
    guint32 home;    /* the element around the first whole paragraph */
    guint32 cut_end; /* blocks before it belong to a list of other things */
    guint32 row;     /* the table row of the last line; 0 for none */
    gboolean begun;  /* a whole paragraph has been seen */
} Collector;

/* What was before the headline is not the article's. */
static void forget(Collector *collector)
{
    g_hash_table_remove_all(collector->seen);
    g_ptr_array_set_size(collector->text->paragraphs, 0);
    g_ptr_array_set_size(collector->text->captions, 0);
}

/* Whether a line is the headline, or a heading that holds it beside a kicker or a date. */
static gboolean shows_headline(const Collector *collector, const Block *block)
{
    const char *line = collector->line->str;
    if (collector->headline == NULL)
        return FALSE;
    return same_text(collector->headline, line) ||
           (!collector->begun &&
            html_is_heading(html_tag(collector->outline->document, block->container)) &&
            title_is_shown(collector->headline, line));
}

/* Lines around an article that are about it: date, byline, headline. */
static gboolean is_about(const Collector *collector, const Block *block)
{
    const GString *line = collector->line;
    if (collector->text->paragraphs->len < 5 && shows_headline(collector, block))
        return TRUE;
    if (text_is_date_line(line->str, line->len))
        return TRUE;
    return !collector->begun && text_is_byline(line->str, line->len);
}

/* Whether a block is a paragraph like those before it: a list of other things ends there. */
static gboolean is_at_home(const Collector *collector, const Block *block)
{
    const HtmlDocument *document = collector->outline->document;
    return collector->home != 0 && block->length >= 100 && block->stops > 0 &&
           block_link_density(block) < 0.3 &&
           html_node(document, block->container)->parent == collector->home;
}

/* The row of a table that a cell's block is in; 0 for none. */
static guint32 row_of(const HtmlDocument *document, const Block *block)
{
    HtmlTag tag = html_tag(document, block->container);
    return tag == HTML_TD || tag == HTML_TH ? html_node(document, block->container)->parent : 0;
}

/* Adds a cell to the line of its row. FALSE where it begins a line. */
static gboolean continue_row(Collector *collector, guint32 row)
{
    GPtrArray *paragraphs = collector->text->paragraphs;
    gboolean continues = row != 0 && row == collector->row && paragraphs->len > 0 &&
                         collector->line->len <= CELL_LENGTH;
    collector->row = row;
    if (!continues)
        return FALSE;
    char **last = (char **)&g_ptr_array_index(paragraphs, paragraphs->len - 1);
    g_hash_table_remove(collector->seen, *last);
    char *joined = g_strjoin(" ", *last, collector->line->str, NULL);
    g_free(*last);
    *last = joined;
    g_hash_table_add(collector->seen, joined);
    return TRUE;
}

static void collect_block(Collector *collector, const Block *block)
{
    const HtmlDocument *document = collector->outline->document;
    const guint *hints = collector->outline->hints;
    GString *line = collector->line;
    MainText *text = collector->text;
    if (block->first < collector->cut_end && is_at_home(collector, block))
        collector->cut_end = 0;
    if (block->first < collector->cut_end || !block_is_text(document, hints, block))
        return;
    g_string_truncate(line, 0);
    block_append_text(document, collector->skipped, block, line);
    g_strstrip(line->str);
    line->len = strlen(line->str);
    if (line->len == 0 || text_is_code(line->str, line->len))
        return;
    if (is_title(document, block) && text_is_list_title(line->str, line->len)) {
        collector->cut_end = reach_of_title(document, block, collector->top);
        return;
    }
    if (text_is_notice(line->str, line->len) || text_is_credit(line->str, line->len))
        return;
    if (block->links > 0 && line->len <= INVITATION_LENGTH &&
        text_is_invitation(line->str, line->len))
        return;
    if (is_about(collector, block)) {
        if (html_is_heading(html_tag(document, block->container)) && !collector->begun)
            forget(collector);
        return;
    }
    if (continue_row(collector, row_of(document, block)))
        return;
    gboolean caption =
        block_is_caption(document, hints, block) || text_is_caption(line->str, line->len);
    if (line->len > COPY_LENGTH && g_hash_table_contains(collector->seen, line->str))
        return;
    char *kept = g_strndup(line->str, line->len);
    g_ptr_array_add(caption ? text->captions : text->paragraphs, kept);
    g_hash_table_add(collector->seen, kept);
    if (caption)
        return;
    text->first = MIN(text->first, block->first);
    if (collector->begun || line->len <= 100)
        return;
    collector->begun = TRUE;
    collector->home = html_node(document, block->container)->parent;
}

static void collect(Collector *collector, guint32 top)
{
    const HtmlDocument *document = collector->outline->document;
    g_autoptr(GArray) blocks =
        block_list(document, collector->skipped, top, html_node(document, top)->end);
    collector->top = top;
    collector->cut_end = 0;
    for (guint i = 0; i < blocks->len; i++)
        collect_block(collector, &g_array_index(blocks, Block, i));
}

static void text_init(MainText *text, const HtmlDocument *document)
{
    *text = (MainText){.paragraphs = g_ptr_array_new_with_free_func(g_free),
                       .captions = g_ptr_array_new_with_free_func(g_free),
                       .first = document->count};
}

/* Whether a block between headline and text is the beginning of the text, set apart. */
static gboolean is_lead(const Outline *outline, const Block *block)
{
    HtmlTag tag = html_tag(outline->document, block->container);
    return block->length >= LEAD_LENGTH && block->stops > 0 && block_link_density(block) < 0.2 &&
           tag != HTML_LI && tag != HTML_FIGCAPTION &&
           !block_is_caption(outline->document, outline->hints, block);
}

/* The text between the headline and the container. */
static void collect_lead(Collector *collector, guint32 container)
{
    const Outline *outline = collector->outline;
    const HtmlDocument *document = outline->document;
    guint32 heading = container;
    for (guint32 node = 1; node < container; node++) {
        if (collector->skipped[node] != 0)
            node = html_node(document, node)->end - 1;
        else if (html_tag(document, node) == HTML_H1)
            heading = node;
    }
    if (heading == container || html_node(document, heading)->end > container)
        return;
    g_autoptr(GArray) blocks =
        block_list(document, collector->skipped, html_node(document, heading)->end, container);
    for (guint i = 0; i < blocks->len; i++) {
        const Block *block = &g_array_index(blocks, Block, i);
        if (is_lead(outline, block))
            collect_block(collector, block);
    }
    collector->begun = FALSE;
    collector->home = 0;
}

/* Looks among the nodes that `skipped` leaves. */
static void search(const Outline *outline, const char *headline, guint8 *skipped, MainText *text)
{
    text_init(text, outline->document);
    g_autoptr(GArray) ranges = container_find(outline, skipped, &text->container);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    Collector collector = {.outline = outline,
                           .skipped = skipped,
                           .text = text,
                           .seen = seen,
                           .headline = headline,
                           .line = g_string_new(NULL)};
    if (ranges->len > 0)
        collect_lead(&collector, g_array_index(ranges, guint32, 0));
    for (guint i = 0; i < ranges->len; i++)
        collect(&collector, g_array_index(ranges, guint32, i));
    g_string_free(collector.line, TRUE);
}

/* Every block there is. */
static void take_all(const HtmlDocument *document, const guint8 *skipped, MainText *text)
{
    text_init(text, document);
    g_autoptr(GArray) blocks = block_list(document, skipped, 0, document->count);
    for (guint i = 0; i < blocks->len; i++) {
        const Block *block = &g_array_index(blocks, Block, i);
        GString *line = g_string_new(NULL);
        block_append_text(document, skipped, block, line);
        text->first = MIN(text->first, block->first);
        g_ptr_array_add(text->paragraphs, g_strstrip(g_string_free(line, FALSE)));
    }
}

static gsize total_length(const GPtrArray *lines)
{
    gsize length = 0;
    for (guint i = 0; i < lines->len; i++)
        length += strlen(g_ptr_array_index(lines, i));
    return length;
}

gsize main_text_length(const MainText *text)
{
    return total_length(text->paragraphs);
}

gsize main_text_captions_length(const MainText *text)
{
    return total_length(text->captions);
}

void main_text_find(const Outline *outline, const char *headline, MainText *text)
{
    const HtmlDocument *document = outline->document;
    g_autofree guint8 *skipped = g_memdup2(outline->skipped, document->count + 1);
    search(outline, headline, skipped, text);
    gsize found = main_text_length(text);
    if (found >= ENOUGH_TEXT)
        return;
    MainText other;
    outline_skip_controls(document, skipped);
    search(outline, headline, skipped, &other);
    if (main_text_length(&other) == 0) {
        main_text_clear(&other);
        outline_skip_controls(document, skipped);
        take_all(document, skipped, &other);
    }
    if (main_text_length(&other) <= 2 * found) {
        main_text_clear(&other);
        return;
    }
    main_text_clear(text);
    *text = other;
    text->is_outside = TRUE;
}

void main_text_clear(MainText *text)
{
    g_clear_pointer(&text->paragraphs, g_ptr_array_unref);
    g_clear_pointer(&text->captions, g_ptr_array_unref);
}
