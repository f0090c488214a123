/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The classes of hOCR in document order, which is the order of reading. */
#include "indexer/extract/hocr-page.h"

#include <string.h>

typedef enum {
    CLASS_OTHER,
    CLASS_BLOCK, /* begins a paragraph */
    CLASS_HEADING,
    CLASS_BYLINE,
    CLASS_CAPTION,
    CLASS_LINE,
    CLASS_WORD,
    CLASS_FURNITURE, /* left out */
} HocrClass;

typedef struct {
    const char *name;
    HocrClass class;
} ClassName;

static HocrClass class_of_name(const char *name)
{
    static const ClassName names[] = {
        {"ocr_par", CLASS_BLOCK},        {"ocr_carea", CLASS_BLOCK},
        {"ocrx_block", CLASS_BLOCK},     {"ocr_column", CLASS_BLOCK},
        {"ocr_blockquote", CLASS_BLOCK}, {"ocr_abstract", CLASS_BLOCK},
        {"ocr_title", CLASS_HEADING},    {"ocr_chapter", CLASS_HEADING},
        {"ocr_section", CLASS_HEADING},  {"ocr_subsection", CLASS_HEADING},
        {"ocr_author", CLASS_BYLINE},    {"ocr_caption", CLASS_CAPTION},
        {"ocr_line", CLASS_LINE},        {"ocrx_line", CLASS_LINE},
        {"ocr_textfloat", CLASS_LINE},   {"ocrx_word", CLASS_WORD},
        {"ocr_header", CLASS_FURNITURE}, {"ocr_footer", CLASS_FURNITURE},
        {"ocr_pageno", CLASS_FURNITURE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i].name, name) == 0)
            return names[i].class;
    }
    return CLASS_OTHER;
}

static HocrClass class_of(const HtmlDocument *document, guint32 node)
{
    const char *names = html_attribute(document, node, HTML_ATTRIBUTE_CLASS);
    HocrClass found = CLASS_OTHER;
    g_auto(GStrv) list = g_strsplit_set(names == NULL ? "" : names, " \t\r\n", -1);
    for (char **name = list; *name != NULL && found == CLASS_OTHER; name++)
        found = class_of_name(*name);
    return found == CLASS_OTHER && html_tag(document, node) == HTML_P ? CLASS_BLOCK : found;
}

gboolean hocr_is(const HtmlDocument *document, guint32 node, const char *name)
{
    const char *names = html_attribute(document, node, HTML_ATTRIBUTE_CLASS);
    g_auto(GStrv) list = g_strsplit_set(names == NULL ? "" : names, " \t\r\n", -1);
    return g_strv_contains((const char *const *)list, name);
}

char *hocr_property(const HtmlDocument *document, guint32 node, const char *name)
{
    const char *title = html_attribute(document, node, HTML_ATTRIBUTE_TITLE);
    g_auto(GStrv) properties = g_strsplit(title == NULL ? "" : title, ";", -1);
    gsize length = strlen(name);
    for (char **property = properties; *property != NULL; property++) {
        char *text = g_strstrip(*property);
        if (strncmp(text, name, length) == 0 && g_ascii_isspace(text[length]))
            return g_strdup(g_strstrip(text + length));
    }
    return NULL;
}

typedef struct {
    PrintedPage *page;
    const HtmlDocument *document;
    BlockRole role;   /* of the block that is begun */
    gboolean is_open; /* the block has a line */
    GString *line;
} Reading;

static void end_line(Reading *reading)
{
    g_strstrip(reading->line->str);
    reading->line->len = strlen(reading->line->str);
    if (reading->line->len == 0)
        return;
    if (!reading->is_open)
        printed_page_add_block(reading->page, reading->role, NULL);
    reading->is_open = TRUE;
    printed_page_add_line(reading->page, reading->line->str);
    g_string_truncate(reading->line, 0);
}

static void begin_block(Reading *reading, BlockRole role)
{
    end_line(reading);
    reading->is_open = FALSE;
    reading->role = role;
}

static void add_confidence(Reading *reading, guint32 node)
{
    g_autofree char *confidence = hocr_property(reading->document, node, "x_wconf");
    if (confidence != NULL)
        printed_page_add_confidence(reading->page,
                                    CLAMP(g_ascii_strtod(confidence, NULL), 0, 100) / 100);
}

/* Begins what an element begins; FALSE where it is left out. */
static gboolean read_element(Reading *reading, guint32 node)
{
    HocrClass class = class_of(reading->document, node);
    switch (class) {
    case CLASS_FURNITURE:
        return FALSE;
    case CLASS_BLOCK:
        begin_block(reading, BLOCK_TEXT);
        break;
    case CLASS_HEADING:
        begin_block(reading, BLOCK_HEADING);
        break;
    case CLASS_BYLINE:
        begin_block(reading, BLOCK_BYLINE);
        break;
    case CLASS_CAPTION:
        begin_block(reading, BLOCK_CAPTION);
        break;
    case CLASS_LINE:
        end_line(reading);
        break;
    case CLASS_WORD:
        g_string_append_c(reading->line, ' ');
        add_confidence(reading, node);
        break;
    case CLASS_OTHER:
        if (html_is_heading(html_tag(reading->document, node)))
            begin_block(reading, BLOCK_HEADING);
        else if (html_tag(reading->document, node) == HTML_BR)
            end_line(reading);
        break;
    }
    return TRUE;
}

PrintedPage *hocr_page_read(const HtmlDocument *document, guint32 node)
{
    Reading reading = {
        .page = printed_page_new(), .document = document, .line = g_string_new(NULL)};
    guint32 end = html_node(document, node)->end;
    guint32 heading_end = 0; /* a heading's block ends with it */
    for (guint32 i = node + 1; i < end;) {
        if (heading_end > 0 && i >= heading_end) {
            begin_block(&reading, BLOCK_TEXT);
            heading_end = 0;
        }
        if (html_tag(document, i) == HTML_TEXT) {
            html_append_text(document, i, i + 1, reading.line);
        } else if (!read_element(&reading, i)) {
            i = html_node(document, i)->end;
            continue;
        } else if (reading.role != BLOCK_TEXT && !reading.is_open && heading_end == 0) {
            heading_end = html_node(document, i)->end;
        }
        i++;
    }
    end_line(&reading);
    g_string_free(reading.line, TRUE);
    return reading.page;
}
