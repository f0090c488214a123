/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Articles in the form of the golden files. */
#include "tests/support/article-dump.h"

#include <string.h>

#include "morgue/text.h"

static const char *const field_names[ARTICLE_TEXT_FIELDS] = {
    [ARTICLE_ID] = "id",
    [ARTICLE_URL] = "url",
    [ARTICLE_HEADLINE] = "headline",
    [ARTICLE_SUBTITLE] = "subtitle",
    [ARTICLE_SUMMARY] = "summary",
    [ARTICLE_BYLINE] = "byline",
    [ARTICLE_SECTION] = "section",
    [ARTICLE_SOURCE] = "source",
    [ARTICLE_PLACE] = "place",
    [ARTICLE_LANGUAGE] = "language",
    [ARTICLE_EDITION] = "edition",
    [ARTICLE_PAGE] = "page",
};

static void dump_list(GString *out, const char *name, const GPtrArray *values)
{
    for (guint i = 0; i < values->len; i++)
        g_string_append_printf(out, "%s%s", i == 0 ? name : " | ",
                               (const char *)g_ptr_array_index(values, i));
    if (values->len > 0)
        g_string_append_c(out, '\n');
}

static void dump_date(GString *out, const char *name, const ArticleDate *date)
{
    char text[DATE_TEXT_SIZE];
    if (!date_is_set(&date->date))
        return;
    g_string_append_printf(out, "%s [%s %.2f]: %s", name, provenance_name(date->from),
                           date->confidence, date_format_timestamp(&date->date, text));
    if (date->date.calendar != DATE_CALENDAR_GREGORIAN)
        g_string_append_printf(out, " (%s)", date_calendar_name((DateCalendar)date->date.calendar));
    g_string_append_c(out, '\n');
}

static void dump_flags(GString *out, guint flags)
{
    static const struct {
        ArticleFlags flag;
        const char *name;
    } names[] = {{ARTICLE_INDEX_PAGE, " index-page"},     {ARTICLE_PAYWALLED, " paywalled"},
                 {ARTICLE_TRUNCATED, " truncated"},       {ARTICLE_REPAIRED, " repaired"},
                 {ARTICLE_PRINTED_PAGE, " printed-page"}, {ARTICLE_POOR_SCAN, " poor-scan"},
                 {ARTICLE_GALLERY, " gallery"},           {ARTICLE_LIVE_BLOG, " live-blog"}};
    if (flags == 0)
        return;
    g_string_append(out, "flags:");
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (flags & names[i].flag)
            g_string_append(out, names[i].name);
    }
    g_string_append_c(out, '\n');
}

void article_dump(GString *out, const Article *article, guint ordinal)
{
    g_string_append_printf(out, "article %u: bytes %" G_GUINT64_FORMAT " + %" G_GUINT64_FORMAT "\n",
                           ordinal, article->offset, article->length);
    if (article->entry != NULL)
        g_string_append_printf(out, "entry: %s\n", article->entry);
    for (int i = 0; i < ARTICLE_TEXT_FIELDS; i++) {
        const ArticleText *field = &article->text[i];
        if (field->text != NULL)
            g_string_append_printf(out, "%s [%s]: %s\n", field_names[i],
                                   provenance_name(field->from), field->text);
    }
    g_autoptr(GPtrArray) authors = article_authors(article);
    dump_list(out, "authors: ", authors);
    dump_list(out, "keywords: ", article->keywords);
    dump_date(out, "published", &article->published);
    dump_date(out, "modified", &article->modified);
    if (article->revision != 0)
        g_string_append_printf(out, "revision: %u\n", article->revision);
    dump_flags(out, article->flags);
    g_auto(GStrv) lines = g_strsplit(article->body->str, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        g_string_append_printf(out, "%s%s\n", *lines[i] == '\0' ? "" : "    ", lines[i]);
    g_string_append_c(out, '\n');
}

void article_dump_withdrawn(GString *out, const Article *article)
{
    const char *id = article_get(article, ARTICLE_ID);
    g_string_append_printf(out, "    takes back %s, ",
                           id != NULL ? id : article_get(article, ARTICLE_URL));
    if (article->revision == G_MAXUINT32)
        g_string_append(out, "all revisions\n");
    else
        g_string_append_printf(out, "revisions up to %u\n", article->revision);
}

static void check_clean(const char *text, gboolean is_line)
{
    g_autoptr(GString) clean = g_string_new(NULL);
    if (is_line)
        text_clean_line(clean, text, strlen(text));
    else
        text_clean_paragraphs(clean, text, strlen(text));
    g_assert_cmpstr(text, ==, clean->str);
}

void article_check(const Article *article)
{
    for (int i = 0; i < ARTICLE_TEXT_FIELDS; i++) {
        const ArticleText *field = &article->text[i];
        g_assert_cmpint(field->text == NULL, ==, field->from == PROVENANCE_NONE);
        if (field->text == NULL)
            continue;
        g_assert_cmpint(*field->text, !=, '\0');
        check_clean(field->text, TRUE);
    }
    for (guint i = 0; i < article->keywords->len; i++)
        check_clean(g_ptr_array_index(article->keywords, i), TRUE);
    g_assert_cmpuint(strlen(article->body->str), ==, article->body->len);
    check_clean(article->body->str, FALSE);
    g_assert_true(!date_is_set(&article->published.date) || date_valid(&article->published.date));
    g_assert_cmpint(date_is_set(&article->published.date), ==,
                    article->published.from != PROVENANCE_NONE);
}
