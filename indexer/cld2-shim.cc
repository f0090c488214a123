/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cld2 behind a C function. */
#include "indexer/cld2-shim.h"

#include <cstdio> // which the next one needs and does not include

#include <cld2/public/compact_lang_det.h>

// Of the many entry points, one of the few that say "unknown" where others say English.
const char *cld2_detect(const char *text, int length, int *reliable)
{
    bool is_reliable = false;
    int percents[3], bytes = 0;
    CLD2::Language languages[3];
    const CLD2::Language language = CLD2::ExtDetectLanguageSummary(
        text, length, true /* plain text */, languages, percents, &bytes, &is_reliable);
    *reliable = is_reliable;
    return language == CLD2::UNKNOWN_LANGUAGE ? nullptr : CLD2::LanguageCode(language);
}
