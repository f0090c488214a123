/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * audit-view.h: the two forms of an audit; audit-print.c chooses.
 */
#ifndef INDEXER_AUDIT_VIEW_H
#define INDEXER_AUDIT_VIEW_H

#include "indexer/audit.h"
#include "indexer/ledger-counts.h"

typedef struct AuditView {
    const char *directory;
    const char *uuid;
    const Audit *audit;
    const LedgerCounts *files;
} AuditView;

void audit_view_text(const AuditView *view);
void audit_view_json(const AuditView *view);

#endif
