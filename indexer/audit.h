/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * audit.h: what the index holds of each source, counted over values and terms.
 *
 * Dead versions do not count. No document is opened, so that half a million articles take a second.
 */
#ifndef INDEXER_AUDIT_H
#define INDEXER_AUDIT_H

#include <glib.h>

#include "indexer/coverage.h"
#include "morgue/index.h"

typedef struct AuditYear {
    guint year;
    guint64 articles;
} AuditYear;

typedef struct AuditSource {
    char *name; /* the source of its articles, or the host of their URLs; "" where they have none */
    guint64 articles;
    guint64 undated;
    guint64 without_day; /* dated to the year or the month only */
    GArray *years;       /* of AuditYear, rising */
    Coverage coverage;   /* of the days */
    guint64 *flags;      /* articles with each flag, by its place in Audit.flags */
} AuditSource;

typedef struct AuditFlag {
    char *name; /* as RECORD_FLAGS has it */
    guint64 articles;
} AuditFlag;

typedef struct Audit {
    guint64 articles;
    guint64 undated;
    GPtrArray *sources; /* of AuditSource *, by name; the one without a name last */
    GArray *flags;      /* of AuditFlag, by name; those that no article has are not there */
} Audit;

/* Counts an index that is open. Errors: those of the database; MORGUE_ERROR_DAMAGED. */
Audit *audit_new(const Index *index, GError **error);
void audit_free(Audit *audit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Audit, audit_free)

#endif
