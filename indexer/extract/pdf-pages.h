/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pdf-pages.h: articles out of what pdftotext writes, a page each.
 */
#ifndef INDEXER_EXTRACT_PDF_PAGES_H
#define INDEXER_EXTRACT_PDF_PAGES_H

#include "indexer/reader.h"

typedef struct PdfPages PdfPages;

/* Both are borrowed. Pages end with a form feed; `text` may be anything else as well. */
PdfPages *pdf_pages_new(Source *text, const ReaderContext *context);
void pdf_pages_free(PdfPages *pages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfPages, pdf_pages_free)

/*
 * The next page with text, as an article: FALSE where there is none. A date that the masthead of
 * an earlier page shows is that of the issue, and so of this page.
 */
gboolean pdf_pages_next(PdfPages *pages, Article *article);

#endif
