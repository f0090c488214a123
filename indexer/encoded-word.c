/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encoded words. */
#include "indexer/encoded-word.h"

#include <string.h>

#include "indexer/charset.h"

typedef struct {
    char *charset;
    char encoding; /* `b` or `q` */
    const char *text;
    gsize length;
    gsize whole; /* with `=?` and `?=` */
} Word;

/* Bytes of one charset that have not been decoded yet. */
typedef struct {
    GString *text;
    GString *bytes;
    char *charset; /* NULL: not declared */
} Run;

static const char *find_mark(const char *from, const char *end, const char *mark)
{
    return from >= end ? NULL : g_strstr_len(from, end - from, mark);
}

static gboolean word_read(const char *start, const char *end, Word *word)
{
    if (end - start < 2 || memcmp(start, "=?", 2) != 0)
        return FALSE;
    const char *charset_end = find_mark(start + 2, end, "?");
    if (charset_end == NULL || charset_end == start + 2 || end - charset_end < 4 ||
        charset_end[2] != '?')
        return FALSE;
    char encoding = g_ascii_tolower(charset_end[1]);
    const char *text = charset_end + 3;
    const char *close = find_mark(text, end, "?=");
    if (close == NULL || (encoding != 'b' && encoding != 'q'))
        return FALSE;
    /* RFC 2231 §5: a language may follow the charset. */
    gsize charset_length = strcspn(start + 2, "*?");
    *word = (Word){
        .charset = g_ascii_strdown(start + 2, (gssize)charset_length),
        .encoding = encoding,
        .text = text,
        .length = (gsize)(close - text),
        .whole = (gsize)(close + 2 - start),
    };
    return TRUE;
}

static void run_end(Run *run)
{
    if (run->bytes->len > 0) {
        g_autoptr(GString) text = charset_decode((const guint8 *)run->bytes->str, run->bytes->len,
                                                 run->charset, NULL, NULL);
        g_string_append_len(run->text, text->str, (gssize)text->len);
    }
    g_string_truncate(run->bytes, 0);
    g_clear_pointer(&run->charset, g_free);
}

static void append_quoted(GString *bytes, const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (text[i] == '=' && i + 2 < length && g_ascii_isxdigit(text[i + 1]) &&
            g_ascii_isxdigit(text[i + 2])) {
            int high = g_ascii_xdigit_value(text[i + 1]);
            g_string_append_c(bytes, (char)(high * 16 + g_ascii_xdigit_value(text[i + 2])));
            i += 2;
        } else {
            g_string_append_c(bytes, text[i] == '_' ? ' ' : text[i]);
        }
    }
}

static void append_base64(GString *bytes, const char *text, gsize length)
{
    g_autofree guchar *decoded = g_malloc(length / 4 * 3 + 4);
    int state = 0;
    guint save = 0;
    gsize count = g_base64_decode_step(text, length, decoded, &state, &save);
    g_string_append_len(bytes, (const char *)decoded, (gssize)count);
}

static void run_add_word(Run *run, Word *word)
{
    if (run->charset == NULL || strcmp(run->charset, word->charset) != 0) {
        run_end(run);
        run->charset = g_steal_pointer(&word->charset);
    }
    if (word->encoding == 'b')
        append_base64(run->bytes, word->text, word->length);
    else
        append_quoted(run->bytes, word->text, word->length);
    g_clear_pointer(&word->charset, g_free);
}

static gsize blanks(const char *text, const char *end)
{
    const char *start = text;
    while (text < end && g_ascii_isspace(*text))
        text++;
    return (gsize)(text - start);
}

char *encoded_words_decode(const char *value, gsize length)
{
    g_autoptr(GString) bytes = g_string_new(NULL);
    Run run = {.text = g_string_new(NULL), .bytes = bytes};
    const char *end = value + length;
    gsize space = blanks(value, end);
    const char *at = value + space;
    gboolean is_after_word = FALSE;
    while (at < end) {
        Word word;
        space = blanks(at, end);
        if (word_read(at + space, end, &word)) {
            if (space > 0 && !is_after_word) /* blanks between encoded words do not count */
                g_string_append_c(run.bytes, ' ');
            if (!is_after_word)
                run_end(&run);
            at += space + word.whole;
            run_add_word(&run, &word);
            is_after_word = TRUE;
            continue;
        }
        if (is_after_word)
            run_end(&run);
        is_after_word = FALSE;
        if (space > 0)
            g_string_append_c(run.bytes, ' ');
        at += space;
        if (at < end)
            g_string_append_c(run.bytes, *at++);
    }
    run_end(&run);
    return g_strstrip(g_string_free(run.text, FALSE));
}
