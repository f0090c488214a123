/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A heap of the runs by the keys that they are at; those of the same key form a group. */
#include "indexer/bulk/run-merge.h"

#include <string.h>

typedef struct {
    RunReader *reader;
    guint number; /* of the run */
} HeapEntry;

struct RunMerge {
    GArray *heap;   /* of HeapEntry: readers at lists that come later */
    GArray *group;  /* of HeapEntry: readers at the list at hand, by number */
    guint in_group; /* the one whose postings come next */
};

void run_merge_close(RunMerge *merge)
{
    if (merge == NULL)
        return;
    g_array_unref(merge->heap);
    g_array_unref(merge->group);
    g_free(merge);
}

static int compare_keys(const HeapEntry *first, const HeapEntry *second)
{
    const RunList *one = &first->reader->list;
    const RunList *other = &second->reader->list;
    int order = memcmp(one->key, other->key, MIN(one->key_length, other->key_length));
    if (order != 0)
        return order;
    return (one->key_length > other->key_length) - (one->key_length < other->key_length);
}

static gboolean comes_before(const HeapEntry *first, const HeapEntry *second)
{
    int order = compare_keys(first, second);
    return order < 0 || (order == 0 && first->number < second->number);
}

static HeapEntry *heap_at(const RunMerge *merge, guint index)
{
    return &g_array_index(merge->heap, HeapEntry, index);
}

static void heap_swap(RunMerge *merge, guint one, guint other)
{
    HeapEntry entry = *heap_at(merge, one);
    *heap_at(merge, one) = *heap_at(merge, other);
    *heap_at(merge, other) = entry;
}

static void heap_push(RunMerge *merge, HeapEntry entry)
{
    g_array_append_val(merge->heap, entry);
    guint index = merge->heap->len - 1;
    while (index > 0 && comes_before(heap_at(merge, index), heap_at(merge, (index - 1) / 2))) {
        heap_swap(merge, index, (index - 1) / 2);
        index = (index - 1) / 2;
    }
}

static HeapEntry heap_pop(RunMerge *merge)
{
    HeapEntry top = *heap_at(merge, 0);
    g_array_remove_index_fast(merge->heap, 0);
    for (guint index = 0, child; (child = 2 * index + 1) < merge->heap->len; index = child) {
        if (child + 1 < merge->heap->len &&
            comes_before(heap_at(merge, child + 1), heap_at(merge, child)))
            child++;
        if (!comes_before(heap_at(merge, child), heap_at(merge, index)))
            break;
        heap_swap(merge, index, child);
    }
    return top;
}

/* Turns to the reader's next list. */
static gboolean advance(RunMerge *merge, HeapEntry entry, GError **error)
{
    gboolean at_end;
    if (!run_reader_next_list(entry.reader, &at_end, error))
        return FALSE;
    if (!at_end)
        heap_push(merge, entry);
    return TRUE;
}

RunMerge *run_merge_open(const GPtrArray *readers, GError **error)
{
    g_autoptr(RunMerge) merge = g_new0(RunMerge, 1);
    merge->heap = g_array_new(FALSE, FALSE, sizeof(HeapEntry));
    merge->group = g_array_new(FALSE, FALSE, sizeof(HeapEntry));
    for (guint i = 0; i < readers->len; i++) {
        HeapEntry entry = {g_ptr_array_index(readers, i), i};
        if (!advance(merge, entry, error))
            return NULL;
    }
    return g_steal_pointer(&merge);
}

gboolean run_merge_next_list(RunMerge *merge, RunList *list, gboolean *at_end, GError **error)
{
    for (guint i = 0; i < merge->group->len; i++) {
        if (!advance(merge, g_array_index(merge->group, HeapEntry, i), error))
            return FALSE;
    }
    g_array_set_size(merge->group, 0);
    merge->in_group = 0;
    *at_end = merge->heap->len == 0;
    if (*at_end)
        return TRUE;
    HeapEntry first = heap_pop(merge);
    *list = first.reader->list;
    g_array_append_val(merge->group, first);
    while (merge->heap->len > 0 && compare_keys(heap_at(merge, 0), &first) == 0) {
        HeapEntry next = heap_pop(merge);
        list->documents += next.reader->list.documents;
        list->occurrences += next.reader->list.occurrences;
        g_array_append_val(merge->group, next);
    }
    return TRUE;
}

gboolean run_merge_next_posting(RunMerge *merge, RunPosting *posting, GError **error)
{
    RunReader *reader = g_array_index(merge->group, HeapEntry, merge->in_group).reader;
    while (reader->postings_left == 0)
        reader = g_array_index(merge->group, HeapEntry, ++merge->in_group).reader;
    return run_reader_next_posting(reader, posting, error);
}
