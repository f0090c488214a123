/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines to paragraphs. */
#include "indexer/extract/sgml-body.h"

#include <string.h>

#include "indexer/extract/wrapping.h"

void sgml_add_body(Article *article, const char *text)
{
    guint width;
    g_autoptr(GArray) lines = text_lines(text, strlen(text));
    TextLayout layout = text_layout(lines, 0, &width);
    GString *joined = text_join_lines(lines, 0, layout, width);
    article_add_paragraph(article, joined->str, joined->len);
    g_string_free(joined, TRUE);
}

void sgml_drop_signature(char *text)
{
    static const char *const names[] = {"reuter", "reuters", "-30-", "###"};
    g_strchomp(text);
    const char *last = strrchr(text, '\n');
    last = last == NULL ? text : last + 1;
    const char *word = last + strspn(last, " ");
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_ascii_strcasecmp(word, names[i]) == 0)
            text[last - text] = '\0';
}
