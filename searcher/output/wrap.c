/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Breaking lines between words. */
#include "searcher/output/wrap.h"

#include "morgue/terminal.h"

static void start_line(Wrap *wrap)
{
    g_string_append_printf(wrap->out, "%*s", (int)wrap->indent, "");
    wrap->column = 0;
}

void wrap_init(Wrap *wrap, GString *out, guint indent, guint columns)
{
    *wrap = (Wrap){
        .out = out,
        .word = g_string_new(NULL),
        .limit = columns > indent ? columns - indent : 0,
        .indent = indent,
    };
    start_line(wrap);
}

/* Moves the word to the line, or to the next one where it does not fit. */
static void flush_word(Wrap *wrap)
{
    guint blank = wrap->blank && wrap->column > 0 ? 1 : 0;
    if (wrap->limit > 0 && wrap->column > 0 &&
        wrap->column + blank + wrap->word_columns > wrap->limit) {
        g_string_append_c(wrap->out, '\n');
        start_line(wrap);
        blank = 0;
    }
    if (blank > 0)
        g_string_append_c(wrap->out, ' ');
    g_string_append_len(wrap->out, wrap->word->str, (gssize)wrap->word->len);
    wrap->column += blank + wrap->word_columns;
    g_string_truncate(wrap->word, 0);
    wrap->word_columns = 0;
    wrap->blank = FALSE;
}

void wrap_add(Wrap *wrap, const char *text, gsize length)
{
    for (const char *p = text; p < text + length;) {
        const char *next = g_utf8_next_char(p);
        gboolean wide = g_unichar_iswide(g_utf8_get_char(p));
        if (*p == ' ' || wide)
            flush_word(wrap);
        if (*p == ' ') {
            wrap->blank = TRUE;
        } else {
            g_string_append_len(wrap->word, p, next - p);
            wrap->word_columns += terminal_columns(p, (gsize)(next - p));
        }
        p = next;
    }
}

void wrap_add_invisible(Wrap *wrap, const char *sequence)
{
    g_string_append(wrap->word, sequence);
}

void wrap_end(Wrap *wrap)
{
    flush_word(wrap);
    g_string_append_c(wrap->out, '\n');
    g_string_free(wrap->word, TRUE);
}
