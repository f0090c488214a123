/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of the user's own (--format). */
#include "searcher/output/template.h"

#include <string.h>

#include "morgue/error.h"
#include "morgue/terminal.h"
#include "searcher/output/column.h"

static const struct {
    char letter, character;
} escapes[] = {{'n', '\n'}, {'t', '\t'}, {'r', '\r'}, {'\\', '\\'}};

/* The character that an escape stands for; 0 for none. */
static char find_escape(char letter)
{
    for (gsize i = 0; i < G_N_ELEMENTS(escapes); i++) {
        if (escapes[i].letter == letter)
            return escapes[i].character;
    }
    return '\0';
}

static char *letters_hint(void)
{
    GString *hint = g_string_new("%");
    for (gsize i = 0; i < column_count; i++)
        g_string_append_printf(hint, "%c %s, %%", columns[i].letter,
                               columns[i].name != NULL ? columns[i].name : "day");
    g_string_append(hint, "% itself; escapes are \\n \\t \\r \\\\");
    return g_string_free(hint, FALSE);
}

static gboolean refuse(const char *template, const char *place, const char *what, GError **error)
{
    g_autofree char *before = g_strndup(template, (gsize)(place - template));
    g_autofree char *shown_before = terminal_safe(before);
    g_autofree char *shown = terminal_safe(template);
    g_autofree char *hint = letters_hint();
    guint indent = terminal_columns(shown_before, strlen(shown_before));
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_USAGE, "--format: %s\n  %s\n  %*s^\nhint: %s",
                what, shown, (int)indent, "", hint);
    return FALSE;
}

gboolean template_check(const char *template, GError **error)
{
    if (*template == '\0')
        return refuse(template, template, "it is empty", error);
    for (const char *p = template; *p != '\0'; p++) {
        if (*p != '%' && *p != '\\')
            continue;
        gboolean known = *p == '\\' ? find_escape(p[1]) != '\0'
                                    : p[1] == '%' || (p[1] != '\0' && column_find(p[1]) != NULL);
        if (!known)
            return refuse(template, p, *p == '\\' ? "unknown escape" : "unknown letter", error);
        p++;
    }
    return TRUE;
}

gboolean template_needs_snippets(const char *template)
{
    for (const char *p = template; *p != '\0'; p++) {
        if (*p != '%' && *p != '\\')
            continue;
        if (*p == '%' && p[1] != '%' && column_find(p[1])->kind == COLUMN_PASSAGE)
            return TRUE;
        p++;
    }
    return FALSE;
}

static void append_column(GString *line, char letter, const Output *output, const Result *result)
{
    const Column *column = column_find(letter);
    if (column->kind != COLUMN_FILE) {
        column_append(line, column, output, result);
        return;
    }
    g_autofree char *path = output_path(output, result->path);
    g_string_append(line, path);
}

static void print_line(Output *output, const Result *result)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (const char *p = output->options->format; *p != '\0'; p++) {
        if (*p == '\\')
            g_string_append_c(line, find_escape(*++p));
        else if (*p != '%')
            g_string_append_c(line, *p);
        else if (*++p == '%')
            g_string_append_c(line, '%');
        else
            append_column(line, *p, output, result);
    }
    g_string_append_c(line, output->separator);
    fwrite(line->str, 1, line->len, output->stream);
}

const OutputForm output_template = {
    .id = FORM_TEMPLATE,
    .needs_articles = TRUE,
    .article = print_line,
};

const OutputForm output_template_with_passage = {
    .id = FORM_TEMPLATE_WITH_PASSAGE,
    .needs_articles = TRUE,
    .needs_snippets = TRUE,
    .article = print_line,
};
