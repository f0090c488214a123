/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words before a date. */
#include "indexer/extract/date-meaning.h"

#include <string.h>

/* How many bytes before a date are looked at. */
#define WORDS_BEFORE 40

/* In lower case; parts of words count, so that endings do not. */
static const struct {
    const char *word;
    DateMeaning meaning;
} date_words[] = {
    {"©", DATE_OF_OTHER},
    {"copyright", DATE_OF_OTHER},
    {"dabei seit", DATE_OF_OTHER},
    {"joined", DATE_OF_OTHER},
    {"member since", DATE_OF_OTHER},
    {"mitglied seit", DATE_OF_OTHER},
    {"registered", DATE_OF_OTHER},
    {"veranstaltung", DATE_OF_OTHER},
    {"actualiz", DATE_OF_UPDATE},
    {"aggiornat", DATE_OF_UPDATE},
    {"aktualisiert", DATE_OF_UPDATE},
    {"atualizad", DATE_OF_UPDATE},
    {"geändert", DATE_OF_UPDATE},
    {"mis à jour", DATE_OF_UPDATE},
    {"mise à jour", DATE_OF_UPDATE},
    {"modified", DATE_OF_UPDATE},
    {"stand:", DATE_OF_UPDATE},
    {"update:", DATE_OF_UPDATE},
    {"updated", DATE_OF_UPDATE},
    {"zaktualiz", DATE_OF_UPDATE},
    {"änderung", DATE_OF_UPDATE},
    {"обновлен", DATE_OF_UPDATE},
};

static DateMeaning meaning_of(const char *before, gsize length)
{
    g_autofree char *folded = g_utf8_strdown(before, (gssize)length);
    for (gsize i = 0; i < G_N_ELEMENTS(date_words); i++)
        if (strstr(folded, date_words[i].word) != NULL)
            return date_words[i].meaning;
    return DATE_OF_PUBLICATION;
}

gboolean date_find_meaning(const char *text, gsize length, gsize farthest, DateMeaning meaning,
                           const DateContext *context, Date *date, gsize *start)
{
    gsize from = 0, at, end;
    Date found;
    while (from <= farthest && date_find_near_start(text + from, length - from, farthest - from,
                                                    context, &found, &at, &end)) {
        gsize before = MIN(at, WORDS_BEFORE);
        while (before < at && (text[from + at - before] & 0xc0) == 0x80)
            before++;
        if (meaning_of(text + from + at - before, before) == meaning) {
            *date = found;
            if (start != NULL)
                *start = from + at;
            return TRUE;
        }
        from += end;
    }
    return FALSE;
}
