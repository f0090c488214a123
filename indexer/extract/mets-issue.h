/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mets-issue.h: what a METS document says of a newspaper's issue: its articles, and where on which
 * pages their words stand.
 */
#ifndef INDEXER_EXTRACT_METS_ISSUE_H
#define INDEXER_EXTRACT_METS_ISSUE_H

#include "indexer/extract/printed-page.h"
#include "indexer/xml-document.h"

/* A place on a page. */
typedef struct MetsArea {
    char *file;  /* its name relative to the METS file */
    char *begin; /* id of the first element there, or NULL for the whole page */
    char *end;   /* id of the last one, or NULL */
    BlockRole role;
    gboolean is_subtitle;
} MetsArea;

typedef struct MetsArticle {
    const XmlNode *div;         /* borrowed */
    const XmlNode *description; /* its MODS or Dublin Core, or NULL; borrowed */
    GPtrArray *areas;           /* of MetsArea *, owned */
    char *page;                 /* the number of the page where it begins, or NULL */
    gboolean is_page;           /* it is a page as a whole */
} MetsArticle;

typedef struct MetsIssue {
    GPtrArray *articles;        /* of MetsArticle *, in the order of the issue; owned */
    const XmlNode *description; /* of the issue, or NULL; borrowed from the document */
} MetsIssue;

/* The document must outlive the issue. The caller owns it. */
MetsIssue *mets_issue_read(const XmlNode *root);
void mets_issue_free(MetsIssue *issue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MetsIssue, mets_issue_free)

#endif
