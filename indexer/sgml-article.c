/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/sgml-article.h"

#include <string.h>

#include "indexer/extract/dateline.h"
#include "indexer/extract/wrapping.h"
#include "indexer/sgml-splitter.h"
#include "morgue/error.h"

ReadStatus sgml_read_document(Source *source, const char *name, Article *article,
                              SgmlDocument *document, GError **error)
{
    const guint8 *bytes;
    gsize length;
    ReadStatus status = sgml_next_document(source, name, &bytes, &length, &article->offset, error);
    if (status != READ_ARTICLE)
        return status;
    article->length = length;
    sgml_document_init(document, bytes, length);
    if (document->repaired)
        article->flags |= ARTICLE_REPAIRED;
    source_consume(source, length);
    return READ_ARTICLE;
}

gboolean sgml_set_field(Article *article, ArticleField field, const SgmlDocument *document,
                        const char *const *names)
{
    for (; *names != NULL; names++) {
        SgmlElement element;
        if (!sgml_find(document, *names, 0, &element))
            continue;
        g_autofree char *line = sgml_line(document, &element);
        if (article_set_string(article, field, line, PROVENANCE_RECORD))
            return TRUE;
    }
    return FALSE;
}

/* A place from a dateline whose date is in lower case or misspelt: what is before the numbers. */
static void set_plain_place(Article *article, const char *line)
{
    g_auto(GStrv) parts = g_strsplit(line, ",", -1);
    g_autoptr(GString) place = g_string_new(NULL);
    for (char **part = parts; *part != NULL && strpbrk(*part, "0123456789") == NULL; part++)
        g_string_append_printf(place, "%s%s", place->len > 0 ? ", " : "", g_strstrip(*part));
    gsize length = strcspn(place->str, "(");
    while (length > 0 && strchr(" -_", place->str[length - 1]) != NULL)
        length--;
    article_set(article, ARTICLE_PLACE, place->str, length, PROVENANCE_RECORD);
}

void sgml_set_dateline(Article *article, const char *line, const DateContext *dates)
{
    g_autofree char *dashed = g_strconcat(line, " - ", NULL);
    Dateline dateline;
    if (dateline_read(line, strlen(line), dates, &dateline) ||
        dateline_read(dashed, strlen(dashed), dates, &dateline))
        dateline_apply(&dateline, article);
    else
        set_plain_place(article, line);
}

void sgml_add_body(Article *article, const char *text, gsize length)
{
    g_autoptr(GArray) lines = text_lines(text, length);
    guint width;
    TextLayout layout = text_layout(lines, 0, &width);
    g_autoptr(GString) body = text_join_lines(lines, 0, layout, width);
    article_add_paragraph(article, body->str, body->len);
}

ReadStatus sgml_finish(Article *article, GError **error)
{
    article_finish(article);
    if (article_has_text(article))
        return READ_ARTICLE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, "document without text");
    return READ_SKIPPED;
}
