/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks of a page, sorted into articles by their names. */
#include "indexer/extract/printed-page.h"

#include <string.h>

#include "indexer/extract/plain-article.h"
#include "indexer/extract/wrapping.h"

#define POOR_CONFIDENCE 0.5 /* formats.md §8 */

typedef struct {
    BlockRole role;
    char *article; /* or NULL */
    GString *text;
} PrintedBlock;

struct PrintedPage {
    GPtrArray *blocks;   /* of PrintedBlock, owned */
    GPtrArray *names;    /* of the articles, in the order of their first blocks; owned by blocks */
    GHashTable *members; /* name → GPtrArray of its blocks */
    GPtrArray *rest;     /* blocks of no article */
    guint next;          /* index in `names`; past the last: the rest, then the end */
    double confidence;   /* sum */
    guint measured;
};

static void block_free(gpointer data)
{
    PrintedBlock *block = data;
    g_free(block->article);
    g_string_free(block->text, TRUE);
    g_free(block);
}

static void members_free(gpointer data)
{
    g_ptr_array_unref(data);
}

PrintedPage *printed_page_new(void)
{
    PrintedPage *page = g_new0(PrintedPage, 1);
    page->blocks = g_ptr_array_new_with_free_func(block_free);
    page->names = g_ptr_array_new();
    page->members = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, members_free);
    page->rest = g_ptr_array_new();
    return page;
}

void printed_page_free(PrintedPage *page)
{
    if (page == NULL)
        return;
    g_hash_table_destroy(page->members);
    g_ptr_array_unref(page->names);
    g_ptr_array_unref(page->rest);
    g_ptr_array_unref(page->blocks);
    g_free(page);
}

void printed_page_add_block(PrintedPage *page, BlockRole role, const char *article)
{
    PrintedBlock *block = g_new(PrintedBlock, 1);
    *block = (PrintedBlock){role, g_strdup(article), g_string_new(NULL)};
    g_ptr_array_add(page->blocks, block);
    if (article == NULL) {
        g_ptr_array_add(page->rest, block);
        return;
    }
    GPtrArray *members = g_hash_table_lookup(page->members, article);
    if (members == NULL) {
        members = g_ptr_array_new();
        g_hash_table_insert(page->members, block->article, members);
        g_ptr_array_add(page->names, block->article);
    }
    g_ptr_array_add(members, block);
}

void printed_page_add_line(PrintedPage *page, const char *text)
{
    PrintedBlock *block = g_ptr_array_index(page->blocks, page->blocks->len - 1);
    const TextLine line = {.text = text, .length = strlen(text)};
    text_join(block->text, &line);
}

void printed_page_add_confidence(PrintedPage *page, double confidence)
{
    page->confidence += confidence;
    page->measured++;
}

/* A paragraph that a column divides goes on where a word of it is divided. */
static void append_block(GString *text, const GString *block)
{
    if (block->len == 0)
        return;
    g_autoptr(GString) joined = g_string_new(NULL);
    const TextLine line = {.text = block->str, .length = block->len};
    const char *last = strrchr(text->str, '\n');
    g_string_append(joined, last == NULL ? text->str : last + 1);
    gsize length = joined->len;
    text_join(joined, &line);
    if (length > 0 && joined->len < length + block->len) { /* the hyphen is gone */
        g_string_truncate(text, text->len - length);
        g_string_append(text, joined->str);
        return;
    }
    if (text->len > 0)
        g_string_append(text, "\n\n");
    g_string_append_len(text, block->str, (gssize)block->len);
}

static void append_words(GString *out, const GString *words, const char *separator)
{
    if (words->len == 0)
        return;
    if (out->len > 0)
        g_string_append(out, separator);
    g_string_append_len(out, words->str, (gssize)words->len);
}

static void read_blocks(const GPtrArray *blocks, Article *article, const DateContext *dates)
{
    g_autoptr(GString) headline = g_string_new(NULL);
    g_autoptr(GString) byline = g_string_new(NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) captions = g_string_new(NULL);
    for (guint i = 0; i < blocks->len; i++) {
        const PrintedBlock *block = g_ptr_array_index(blocks, i);
        if (block->role == BLOCK_HEADING && text->len == 0)
            append_words(headline, block->text, " ");
        else if (block->role == BLOCK_BYLINE && byline->len == 0)
            append_words(byline, block->text, " ");
        else if (block->role == BLOCK_CAPTION)
            append_words(captions, block->text, "\n\n");
        else
            append_block(text, block->text);
    }
    article_set(article, ARTICLE_HEADLINE, headline->str, headline->len, PROVENANCE_ELEMENT);
    article_set(article, ARTICLE_BYLINE, byline->str, byline->len, PROVENANCE_ELEMENT);
    plain_article_read(article, text->str, text->len, dates, 0);
    article_add_paragraph(article, captions->str, captions->len);
}

gboolean printed_page_next(PrintedPage *page, Article *article, const DateContext *dates)
{
    while (page->next <= page->names->len) {
        gboolean is_rest = page->next == page->names->len;
        const GPtrArray *blocks =
            is_rest
                ? page->rest
                : g_hash_table_lookup(page->members, g_ptr_array_index(page->names, page->next));
        page->next++;
        read_blocks(blocks, article, dates);
        if (!article_has_text(article))
            continue;
        article->flags |= is_rest ? ARTICLE_PRINTED_PAGE : 0;
        if (page->measured > 0 && page->confidence < POOR_CONFIDENCE * page->measured)
            article->flags |= ARTICLE_POOR_SCAN;
        return TRUE;
    }
    return FALSE;
}
