/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sort-key.h: what articles are sorted by, packed into numbers.
 *
 * Xapian keeps the sort key of each article that it has found. The values as they are in the index
 * come to 26 characters, a date and an id, for which each key takes a block of memory of its own.
 * A key here is two numbers of 60 bits, 15 bytes, which a C++ string holds without one.
 */
#ifndef SEARCHER_SORT_KEY_H
#define SEARCHER_SORT_KEY_H

#include <glib.h>

#include "xapian-c.h"

/*
 * A date value (SLOT_DATE) as a number that sorts as the value does: by what is known of the date,
 * the less exact one first. 0 for what is no date.
 */
guint64 sort_key_date(const XapianString *value);

/* The public id of an article (SLOT_ID) as a number; `value` is for reading it. */
XapianStatus sort_key_read_id(const XapianDocument *document, XapianString *value, guint64 *id,
                              XapianError *error);

/*
 * What xapian_key_maker_new_function() takes: by date, undated articles last in both orders; or by
 * order of addition. Equal ones come by id. `data` is not a pointer but a gboolean: whether the
 * newest, or what was added last, comes first.
 */
XapianStatus sort_key_by_date(const XapianDocument *document, XapianString *key, void *data,
                              XapianError *error);
XapianStatus sort_key_by_addition(const XapianDocument *document, XapianString *key, void *data,
                                  XapianError *error);

#endif
