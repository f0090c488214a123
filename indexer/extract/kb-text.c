/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Title and paragraphs. */
#include "indexer/extract/kb-text.h"

#include <string.h>

void kb_text_read(const XmlNode *root, Article *article)
{
    for (const XmlNode *node = root; node != NULL; node = xml_following(root, node)) {
        g_autofree char *line = xml_is(node, "title") || xml_is(node, "p") ? xml_line(node) : NULL;
        if (line == NULL)
            continue;
        if (xml_is(node, "p"))
            article_add_paragraph(article, line, strlen(line));
        else
            article_set_string(article, ARTICLE_HEADLINE, line, PROVENANCE_ELEMENT);
    }
}
