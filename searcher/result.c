/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Results: a document's data, read. */
#include "searcher/result.h"

Result *result_new(char *data, gsize length, GError **error)
{
    Result *result = g_new0(Result, 1);
    result->data = data;
    if (record_init(&result->record, data, length, error))
        return result;
    g_free(data);
    g_free(result);
    return NULL;
}

void result_free(Result *result)
{
    if (result == NULL)
        return;
    g_clear_pointer(&result->snippets, g_array_unref);
    snippet_clear(&result->headline);
    snippet_clear(&result->body);
    record_clear(&result->record);
    g_free(result->index);
    g_free(result->path);
    g_free(result->data);
    g_free(result);
}

const char *result_get(const Result *result, RecordKey key)
{
    const char *value = result->record.value[key];
    return value == NULL ? "" : value;
}

const char *result_passage(const Result *result)
{
    if (result->snippets == NULL || result->snippets->len == 0)
        return "";
    return g_array_index(result->snippets, Snippet, 0).text;
}
