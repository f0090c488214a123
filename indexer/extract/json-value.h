/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json-value.h: values of JSON as text: strings, numbers, objects with a name.
 */
#ifndef INDEXER_EXTRACT_JSON_VALUE_H
#define INDEXER_EXTRACT_JSON_VALUE_H

#include <glib.h>
#include <jansson.h>

/* The member of a member: `headline.main`; NULL where there is none. */
const json_t *json_member(const json_t *object, const char *path);

/* The string that is a member, or NULL; borrowed. Words for nothing (`null`, `None`) count. */
const char *json_member_string(const json_t *object, const char *path);

/* A scalar as text: numbers without a point where they are whole. NULL for all else. The caller
 * owns it. */
char *json_scalar(const json_t *value);

/*
 * What an object is called by, as text: its value, name, main or title; beside a value a name says
 * what kind it is of (the New York Times' keywords). NULL where it has none.
 */
char *json_name(const json_t *value);

#endif
