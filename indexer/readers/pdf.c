/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PDF (formats.md §8): each page is one article, its text as pdftotext gives it. When it was
 * printed the path says, or the masthead; the dates in the file are those of its making.
 */
#include "indexer/readers/table.h"

#include <string.h>
#include <unistd.h>

#include "indexer/extract/pdf-pages.h"
#include "indexer/pdf-text.h"
#include "morgue/error.h"
#include "morgue/temporary-file.h"

#define MAGIC "%PDF-"

typedef struct {
    Source *source;
    const ReaderContext *context;
    Source *text; /* what pdftotext wrote; NULL before it ran */
    PdfPages *pages;
    PdfTextResult result;
    guint articles;
    guint64 length;
    gboolean is_told; /* how it ended */
} PdfReader;

static Evidence pdf_sniff(const guint8 *bytes, gsize length)
{
    return length >= strlen(MAGIC) && memcmp(bytes, MAGIC, strlen(MAGIC)) == 0 ? EVIDENCE_CERTAIN
                                                                               : EVIDENCE_NONE;
}

static gpointer pdf_open(Source *source, const ReaderContext *context, G_GNUC_UNUSED GError **error)
{
    PdfReader *reader = g_new0(PdfReader, 1);
    reader->source = source;
    reader->context = context;
    return reader;
}

static void pdf_close(gpointer state)
{
    PdfReader *reader = state;
    pdf_pages_free(reader->pages);
    source_close(reader->text);
    g_free(reader);
}

/* Has the whole source turned into text. FALSE where the operating system refuses. */
static gboolean extract(PdfReader *reader, GError **error)
{
    int input = source_spool_descriptor(reader->source, error);
    if (input < 0)
        return FALSE;
    reader->length = source_offset(reader->source);
    int output = reader->length > 0 ? temporary_file_open(error) : -1;
    if (output < 0) {
        close(input);
        return FALSE;
    }
    reader->result = pdf_text_extract(input, output, &pdf_limits, error);
    close(input);
    if (reader->result == PDF_TEXT_FAILED || lseek(output, 0, SEEK_SET) < 0) {
        close(output);
        return FALSE;
    }
    reader->text = source_adopt_descriptor(output, source_name(reader->source));
    reader->pages = pdf_pages_new(reader->text, reader->context);
    return TRUE;
}

static ReadStatus skip(GError **error, MorgueError code, const char *reason)
{
    g_set_error_literal(error, MORGUE_ERROR, (gint)code, reason);
    return READ_SKIPPED;
}

/* What is to be said of the file after its pages. */
static ReadStatus tell(PdfReader *reader, GError **error)
{
    if (reader->is_told)
        return READ_END;
    reader->is_told = TRUE;
    switch (reader->result) {
    case PDF_TEXT_WHOLE:
        return reader->articles > 0 ? READ_END
                                    : skip(error, MORGUE_ERROR_PASSED, "PDF has no text layer");
    case PDF_TEXT_ENCRYPTED:
        return skip(error, MORGUE_ERROR_PASSED, "PDF is encrypted");
    case PDF_TEXT_MISSING:
        return skip(error, MORGUE_ERROR_PASSED,
                    "PDF needs pdftotext, of the package poppler-utils");
    case PDF_TEXT_DAMAGED:
        return skip(error, MORGUE_ERROR_INPUT, "pdftotext cannot read this PDF, or not all of it");
    case PDF_TEXT_TOO_SLOW:
        return skip(error, MORGUE_ERROR_LIMIT, "pdftotext takes too long for this PDF");
    case PDF_TEXT_TOO_LONG:
        return skip(error, MORGUE_ERROR_LIMIT, "PDF has more text than is read");
    case PDF_TEXT_FAILED:
        break; /* told before */
    }
    return READ_END;
}

static ReadStatus pdf_next(gpointer state, Article *article, GError **error)
{
    PdfReader *reader = state;
    if (reader->text == NULL) {
        gsize available;
        const guint8 *bytes = source_peek(reader->source, 1, &available, error);
        if (bytes == NULL)
            return READ_FAILED;
        if (available == 0)
            return READ_END;
        if (!extract(reader, error))
            return READ_FAILED;
    }
    if (pdf_pages_next(reader->pages, article)) {
        reader->articles++;
        article->offset = 0;
        article->length = reader->length;
        return READ_ARTICLE;
    }
    article_clear(article);
    article->length = reader->length;
    return tell(reader, error);
}

const Reader pdf_reader = {
    .name = "pdf",
    .summary = "PDF with text, page by page (needs pdftotext)",
    .extensions = "pdf",
    .version = 1,
    .sniff = pdf_sniff,
    .open = pdf_open,
    .next = pdf_next,
    .close = pdf_close,
};
