/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json-repair.h: JSON as people write it by hand or by template, made right.
 */
#ifndef INDEXER_EXTRACT_JSON_REPAIR_H
#define INDEXER_EXTRACT_JSON_REPAIR_H

#include <glib.h>

typedef struct JsonRepair {
    gsize used;          /* bytes of the text up to where its first value ends, and blanks */
    gboolean is_closed;  /* that value has all its closing brackets */
    gboolean is_guessed; /* something was dropped, or put in, that its writer may have meant
                            otherwise: not so for comments and commas too many */
} JsonRepair;

/*
 * Valid JSON with what `text` (UTF-8) seems to mean: without comments, CDATA marks and semicolons;
 * with control characters, bad escapes, lone surrogates and unescaped quotes within strings made
 * good; with commas and closing quotes put where they lack, and commas taken where nothing follows;
 * with brackets closed, and closed ones too many dropped; with bare words as null, and without
 * stray ones. `null` where nothing is left. For input that a strict parser has refused: text that
 * is right comes back with the same meaning. The caller owns the string; `result` may be NULL.
 */
GString *json_repair(const char *text, gsize length, JsonRepair *result);

#endif
