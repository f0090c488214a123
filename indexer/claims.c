/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts and their owners, in a hash. */
#include "indexer/claims.h"

#include <string.h>

struct Claims {
    GHashTable *owners; /* name of a part → path of its owner */
};

char *claims_name(guint root, const char *path)
{
    return g_strdup_printf("%u/%s", root, path);
}

Claims *claims_new(const Ledger *ledger)
{
    Claims *claims = g_new(Claims, 1);
    claims->owners = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    claims_renew(claims, ledger);
    return claims;
}

void claims_free(Claims *claims)
{
    if (claims == NULL)
        return;
    g_hash_table_unref(claims->owners);
    g_free(claims);
}

void claims_add(Claims *claims, const LedgerEntry *entry)
{
    for (guint i = 0; entry->parts != NULL && i < entry->parts->len; i++) {
        char *name = claims_name(entry->root, g_ptr_array_index(entry->parts, i));
        const char *owner = g_hash_table_lookup(claims->owners, name);
        if (owner == NULL || strcmp(entry->path, owner) < 0)
            g_hash_table_replace(claims->owners, name, g_strdup(entry->path));
        else
            g_free(name);
    }
}

void claims_renew(Claims *claims, const Ledger *ledger)
{
    g_hash_table_remove_all(claims->owners);
    g_autoptr(GPtrArray) entries = ledger_entries_unsorted(ledger);
    for (guint i = 0; i < entries->len; i++)
        claims_add(claims, g_ptr_array_index(entries, i));
}

const char *claims_owner(const Claims *claims, guint root, const char *path)
{
    if (g_hash_table_size(claims->owners) == 0)
        return NULL;
    g_autofree char *name = claims_name(root, path);
    return g_hash_table_lookup(claims->owners, name);
}
