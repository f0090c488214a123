/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A few arrays: there are as many collectors as workers, and epochs are long. */
#include "indexer/bulk/number-map.h"

#include <string.h>

typedef struct {
    gpointer epoch;  /* a reference, so that no other can be taken for it */
    GArray *numbers; /* of guint32 */
} EpochMap;

struct NumberMap {
    GArray *epochs; /* of EpochMap, the newest last */
    gsize size;     /* bytes */
};

static void clear_epoch(gpointer data)
{
    EpochMap *epoch = data;
    g_atomic_rc_box_release(epoch->epoch);
    g_array_unref(epoch->numbers);
}

NumberMap *number_map_new(void)
{
    NumberMap *map = g_new0(NumberMap, 1);
    map->epochs = g_array_new(FALSE, FALSE, sizeof(EpochMap));
    g_array_set_clear_func(map->epochs, clear_epoch);
    return map;
}

void number_map_free(NumberMap *map)
{
    if (map == NULL)
        return;
    g_array_unref(map->epochs);
    g_free(map);
}

void number_map_clear(NumberMap *map)
{
    g_array_set_size(map->epochs, 0);
    map->size = 0;
}

static GArray *numbers_of(NumberMap *map, gpointer epoch)
{
    for (guint i = map->epochs->len; i > 0; i--) {
        const EpochMap *known = &g_array_index(map->epochs, EpochMap, i - 1);
        if (known->epoch == epoch)
            return known->numbers;
    }
    const EpochMap added = {g_atomic_rc_box_acquire(epoch),
                            g_array_new(FALSE, FALSE, sizeof(guint32))};
    g_array_append_val(map->epochs, added);
    return added.numbers;
}

guint32 *number_map_of(NumberMap *map, const Document *document)
{
    if (document->epoch == NULL)
        return NULL; /* none of its terms has a number */
    GArray *numbers = numbers_of(map, document->epoch);
    guint before = numbers->len;
    if (document->epoch_terms > before) {
        gsize added = (document->epoch_terms - before) * sizeof(guint32);
        g_array_set_size(numbers, document->epoch_terms);
        memset(&g_array_index(numbers, guint32, before), 0xff, added);
        map->size += added;
    }
    return (guint32 *)(void *)numbers->data;
}

gsize number_map_size(const NumberMap *map)
{
    return map->size;
}
