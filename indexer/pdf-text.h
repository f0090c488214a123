/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pdf-text.h: the text of a PDF, by pdftotext of poppler as a child process.
 *
 * A PDF is a program of sorts, and what reads it may hang, crash or take all memory. So it is a
 * process of its own: it gets an open file and gives one, has limits of time, memory and output,
 * and ends with us.
 */
#ifndef INDEXER_PDF_TEXT_H
#define INDEXER_PDF_TEXT_H

#include <glib.h>

typedef struct PdfLimits {
    const char *program; /* looked for in PATH, unless it has a slash */
    guint seconds;       /* of the clock, and of the processor */
    guint64 memory;      /* bytes of address space */
    guint64 output;      /* bytes of text */
} PdfLimits;

/* What the `pdf` reader uses. */
extern const PdfLimits pdf_limits;

typedef enum {
    PDF_TEXT_WHOLE,
    PDF_TEXT_ENCRYPTED, /* it asks for a password, or forbids to copy text */
    PDF_TEXT_DAMAGED,   /* pdftotext cannot read it, or not to its end */
    PDF_TEXT_TOO_SLOW,  /* the time was up */
    PDF_TEXT_TOO_LONG,  /* the text was */
    PDF_TEXT_MISSING,   /* there is no pdftotext */
    PDF_TEXT_FAILED,    /* the operating system refused: `error` is set */
} PdfTextResult;

/*
 * Writes the text of the PDF that `input` is (at its beginning, seekable) to `output`: UTF-8, each
 * page ended by a form feed. What was written before a failure is good. Both descriptors stay the
 * caller's. Any number of threads may call it at the same time; the child has been waited for on
 * return.
 */
PdfTextResult pdf_text_extract(int input, int output, const PdfLimits *limits, GError **error);

#endif
