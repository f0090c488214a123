/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scalars, names and markup. */
#include "indexer/extract/json-value.h"

#include <math.h>
#include <string.h>

const json_t *json_member(const json_t *object, const char *path)
{
    const char *stop;
    while ((stop = strchr(path, '.')) != NULL) {
        g_autofree char *name = g_strndup(path, (gsize)(stop - path));
        object = json_object_get(object, name);
        path = stop + 1;
    }
    return json_object_get(object, path);
}

const char *json_member_string(const json_t *object, const char *path)
{
    const char *text = json_string_value(json_member(object, path));
    return text != NULL && *text != '\0' ? text : NULL;
}

char *json_scalar(const json_t *value)
{
    if (json_is_string(value))
        return g_strdup(json_string_value(value));
    if (json_is_integer(value))
        return g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
    if (!json_is_real(value))
        return NULL;
    double number = json_real_value(value);
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    if (fabs(number) < 1e15 && floor(number) == number)
        return g_strdup_printf("%.0f", number);
    return g_strdup(g_ascii_dtostr(text, sizeof text, number));
}

char *json_name(const json_t *value)
{
    static const char *const names[] = {"value", "name",  "main",     "title",   "label",
                                        "$t",    "#text", "rendered", "webTitle"};
    if (!json_is_object(value))
        return json_scalar(value);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        char *scalar = json_scalar(json_object_get(value, names[i]));
        if (scalar != NULL)
            return scalar;
    }
    return NULL;
}
