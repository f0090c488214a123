/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cld2 behind a C function. */
#include "indexer/cld2-shim.h"

#include <cstdio> // which the next one needs and does not include

#include <cld2/public/compact_lang_det.h>

const char *cld2_detect(const char *text, int length, int *reliable)
{
    bool is_reliable = false;
    const CLD2::Language language =
        CLD2::DetectLanguage(text, length, true /* plain text */, &is_reliable);
    *reliable = is_reliable;
    return language == CLD2::UNKNOWN_LANGUAGE ? nullptr : CLD2::LanguageCode(language);
}
