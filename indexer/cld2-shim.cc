/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cld2 behind a C function. */
#include "indexer/cld2-shim.h"

#include <cstdio> // which the next one needs and does not include

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

// Of the many entry points, the one that takes flags; it says "unknown" where others say English.
static CLD2::Language detect(const char *text, int length, int flags, bool *reliable)
{
    const CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language languages[3];
    double scores[3];
    int percents[3], bytes = 0;
    return CLD2::ExtDetectLanguageSummary(text, length, true /* plain text */, &hints, flags,
                                          languages, percents, scores, nullptr, &bytes, reliable);
}

// Of a short text that says too little a best guess is asked for, which is never reliable.
const char *cld2_detect(const char *text, int length, int *reliable)
{
    bool is_reliable = false;
    CLD2::Language language = detect(text, length, 0, &is_reliable);
    if (language == CLD2::UNKNOWN_LANGUAGE) {
        language = detect(text, length, CLD2::kCLDFlagBestEffort, &is_reliable);
        is_reliable = false;
    }
    *reliable = is_reliable;
    return language == CLD2::UNKNOWN_LANGUAGE ? nullptr : CLD2::LanguageCode(language);
}
