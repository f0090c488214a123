/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terms are few, so they are looked for from the first on. */
#include "tests/support/made-document.h"

#include <string.h>

static guint32 find_or_append(Document *document, const void *bytes, gsize length)
{
    for (guint32 place = 0; place < document->terms->len; place++) {
        const DocumentTerm *term = &g_array_index(document->terms, DocumentTerm, place);
        if (term->length == length &&
            memcmp(document->bytes->data + term->start, bytes, length) == 0)
            return place;
    }
    const DocumentTerm added = {
        .start = document->bytes->len,
        .length = (guint16)length,
        .number = NO_TERM_NUMBER,
        .stem = NO_STEM,
    };
    g_byte_array_append(document->bytes, bytes, (guint)length);
    g_array_append_val(document->terms, added);
    return document->terms->len - 1;
}

guint32 made_document_add(Document *document, const void *bytes, gsize length, guint wdf,
                          guint32 position)
{
    guint32 place = find_or_append(document, bytes, length);
    DocumentTerm *term = &g_array_index(document->terms, DocumentTerm, place);
    term->wdf += wdf;
    document->length += wdf;
    if (position == 0)
        return place;
    const Posting posting = {place, position};
    g_array_append_val(document->postings, posting);
    term->positions++;
    return place;
}

void made_document_add_synonym(Document *document, guint32 stem, guint32 word)
{
    const DocumentSynonym synonym = {stem, word};
    g_array_append_val(document->synonyms, synonym);
}

void made_document_add_value(Document *document, guint32 slot, const void *value, gsize length)
{
    const DocumentValue row = {slot, document->bytes->len, (guint32)length};
    g_byte_array_append(document->bytes, value, (guint)length);
    g_array_append_val(document->values, row);
}
