/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading standard input. */
#include "searcher/input.h"

#include <errno.h>
#include <string.h>

#include "morgue/error.h"
#include "searcher/like.h"

gboolean input_read_like(SearchOptions *options, FILE *stream, GError **error)
{
    if (g_strcmp0(options->like, "-") != 0)
        return TRUE;
    g_autofree char *text = g_malloc(LIKE_MAX_TEXT + 1);
    gsize length = fread(text, 1, LIKE_MAX_TEXT, stream);
    if (ferror(stream)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "standard input: %s",
                    g_strerror(errno));
        return FALSE;
    }
    const char *end = NULL;
    gboolean valid = g_utf8_validate(text, (gssize)length, &end);
    gboolean cut_in_character = length == LIKE_MAX_TEXT && text + length - end < 4;
    if (!valid && !cut_in_character) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE,
                    "standard input:%" G_GSIZE_FORMAT ": not plain text in UTF-8\n"
                    "hint: convert it with iconv; for an article of the index write --like=ID",
                    (gsize)(end - text));
        return FALSE;
    }
    options->like_text = g_utf8_normalize(text, end - text, G_NORMALIZE_NFC);
    return TRUE;
}
