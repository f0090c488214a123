/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The article record: strength, cleaning, URLs, languages, authors. */
#include "morgue/article.h"

#include <string.h>

#include "morgue/language-tag.h"
#include "morgue/text.h"

static void test_provenance_names_are_unique(void)
{
    for (int i = 0; i < PROVENANCE_COUNT; i++) {
        const char *name = provenance_name((Provenance)i);
        g_assert_cmpint(provenance_from_name(name), ==, i);
    }
    g_assert_cmpint(provenance_from_name("hearsay"), ==, PROVENANCE_NONE);
}

static void test_stronger_value_stays(void)
{
    g_autoptr(Article) article = article_new();
    g_assert_true(article_set_string(article, ARTICLE_HEADLINE, "from text", PROVENANCE_TEXT));
    g_assert_true(article_set_string(article, ARTICLE_HEADLINE, "header", PROVENANCE_HEADER));
    g_assert_false(article_set_string(article, ARTICLE_HEADLINE, "second", PROVENANCE_HEADER));
    g_assert_false(article_set_string(article, ARTICLE_HEADLINE, "path", PROVENANCE_PATH));
    g_assert_cmpstr(article_get(article, ARTICLE_HEADLINE), ==, "header");
    g_assert_cmpint(article->text[ARTICLE_HEADLINE].from, ==, PROVENANCE_HEADER);
}

static void test_blank_value_sets_nothing(void)
{
    g_autoptr(Article) article = article_new();
    g_assert_false(
        article_set_string(article, ARTICLE_BYLINE, " \t\u00a0\u200b\n", PROVENANCE_RECORD));
    g_assert_false(article_set_string(article, ARTICLE_BYLINE, NULL, PROVENANCE_RECORD));
    g_assert_null(article_get(article, ARTICLE_BYLINE));
    g_assert_cmpint(article->text[ARTICLE_BYLINE].from, ==, PROVENANCE_NONE);
}

static void test_dates_follow_strength(void)
{
    g_autoptr(Article) article = article_new();
    Date weak = date_from_ymd(2020, 1, 1), strong = date_from_ymd(2019, 11, 18), none = {0};
    g_assert_true(article_set_published(article, &weak, PROVENANCE_PATH, 0.5));
    g_assert_false(article_set_published(article, &none, PROVENANCE_RECORD, 1));
    g_assert_true(article_set_published(article, &strong, PROVENANCE_HEADER, 2));
    g_assert_false(article_set_published(article, &weak, PROVENANCE_TEXT, 0.5));
    g_assert_cmpint(article->published.date.year, ==, 2019);
    g_assert_cmpfloat(article->published.confidence, ==, 1.0);
}

static void test_modification_date_is_the_last_resort(void)
{
    g_autoptr(Article) article = article_new();
    Date modified = date_from_ymd(2021, 5, 16);
    g_assert_true(article_set_modified(article, &modified, PROVENANCE_META));
    article_finish(article);
    g_assert_cmpint(article->published.from, ==, PROVENANCE_MODIFIED);
    g_assert_cmpint(date_compare(&article->published.date, &modified), ==, 0);

    article_clear(article);
    Date published = date_from_ymd(2021, 5, 1);
    article_set_modified(article, &modified, PROVENANCE_META);
    article_set_published(article, &published, PROVENANCE_TEXT, 0.5);
    article_finish(article);
    g_assert_cmpint(article->published.from, ==, PROVENANCE_TEXT);
}

static void test_clean_lines(void)
{
    static const struct {
        const char *dirty, *clean;
    } cases[] = {
        {"", ""},
        {"  plain  ", "plain"},
        {"two\nlines\r\n three", "two lines three"},
        {"tab\tand\u00a0nbsp\u2003em\u3000wide", "tab and nbsp em wide"},
        {"soft\u00adhyphen zero\u200bwidth \ufeffbom", "softhyphen zerowidth bom"},
        {"C0 \x01\x1f and C1 \xc2\x85\xc2\x9f", "C0 and C1"},
        {"e\u0301 A\u030a", "\u00e9 \u00c5"},
        {"\u1112\u1161\u11ab", "\ud55c"},
        {"q\u0323\u0307 in canonical order", "q\u0323\u0307 in canonical order"},
        {"bad \xff byte", "bad \ufffd byte"},
        {"cut \xe2\x82", "cut \ufffd\ufffd"},
        {"Київ, 東京, กรุงเทพ", "Київ, 東京, กรุงเทพ"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) out = g_string_new("");
        text_clean_line(out, cases[i].dirty, strlen(cases[i].dirty));
        g_assert_cmpstr(out->str, ==, cases[i].clean);
        g_assert_cmpint(text_is_blank(cases[i].dirty, strlen(cases[i].dirty)), ==,
                        *cases[i].clean == '\0');
    }
}

static void test_clean_bodies(void)
{
    static const struct {
        const char *dirty, *clean;
    } cases[] = {
        {"\n\n one \n two\n\n\n\n three \n\n", "one\ntwo\n\nthree"},
        {"one\r\n\r\ntwo\rthree", "one\n\ntwo\nthree"},
        {"one\n \t\u00a0\ntwo", "one\n\ntwo"},
        {"one\u2029two\u2028three\u2028\u2028four", "one\n\ntwo\nthree\n\nfour"},
        {"page\fbreak\vand tab", "page break and tab"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Article) article = article_new();
        g_string_append(article->body, cases[i].dirty);
        article_finish(article);
        g_assert_cmpstr(article->body->str, ==, cases[i].clean);
        article_finish(article);
        g_assert_cmpstr(article->body->str, ==, cases[i].clean);
    }
}

static void test_paragraphs_are_joined(void)
{
    g_autoptr(Article) article = article_new();
    g_assert_false(article_has_text(article));
    article_add_paragraph(article, "one", 3);
    article_add_paragraph(article, " \n\t", 3);
    article_add_paragraph(article, "two", 3);
    article_finish(article);
    g_assert_cmpstr(article->body->str, ==, "one\n\ntwo");
    g_assert_true(article_has_text(article));
}

static void test_ceilings(void)
{
    g_autoptr(Article) article = article_new();
    g_autoptr(GString) huge = g_string_new(NULL);
    while (huge->len <= ARTICLE_BODY_CEILING + 1000)
        g_string_append(huge, "é fünf Wörter und mehr\n\n");
    article_set(article, ARTICLE_HEADLINE, huge->str, huge->len, PROVENANCE_TEXT);
    g_assert_cmpuint(strlen(article_get(article, ARTICLE_HEADLINE)), <=, ARTICLE_TEXT_CEILING);
    article_add_paragraph(article, huge->str, huge->len);
    article_finish(article);
    g_assert_cmpuint(article->body->len, <=, ARTICLE_BODY_CEILING);
    g_assert_true(g_utf8_validate_len(article->body->str, article->body->len, NULL));
    g_assert_true(g_str_has_suffix(article->body->str, "mehr"));
    g_assert_cmpuint(article->flags & ARTICLE_TRUNCATED, ==, ARTICLE_TRUNCATED);
    for (guint i = 0; i < 2 * ARTICLE_KEYWORDS_CEILING; i++) {
        g_autofree char *keyword = g_strdup_printf("keyword %u", i);
        article_add_keyword(article, keyword, strlen(keyword));
    }
    g_assert_cmpuint(article->keywords->len, ==, ARTICLE_KEYWORDS_CEILING);
}

static void test_keywords_are_kept_once(void)
{
    g_autoptr(Article) article = article_new();
    static const char *const keywords[] = {"Économie", " économie ", "", "Wahl", "WAHL"};
    for (gsize i = 0; i < G_N_ELEMENTS(keywords); i++)
        article_add_keyword(article, keywords[i], strlen(keywords[i]));
    g_assert_cmpuint(article->keywords->len, ==, 2);
    g_assert_cmpstr(g_ptr_array_index(article->keywords, 0), ==, "Économie");
    g_assert_cmpstr(g_ptr_array_index(article->keywords, 1), ==, "Wahl");
}

static void test_urls(void)
{
    static const struct {
        const char *given, *normal;
    } cases[] = {
        {"HTTP://WWW.Example.COM", "http://www.example.com/"},
        {"https://example.com:443/A/b.html#comments", "https://example.com/A/b.html"},
        {"http://example.com:8080/a?utm_source=x&id=7&fbclid=1", "http://example.com:8080/a?id=7"},
        {"https://example.com/a?gclid=2&UTM_Medium=y", "https://example.com/a"},
        {"https://example.com/a?utmost=2&&b", "https://example.com/a?utmost=2&b"},
        {" https://example.com/with space\n", "https://example.com/with%20space"},
        {"https://example.com/%C3%A9t%c3%a9?q=a%26b", "https://example.com/%C3%A9t%C3%A9?q=a%26b"},
        {"https://[2001:DB8::1]/", "https://[2001:db8::1]/"},
        {"//example.com/a", NULL},
        {"/2019/11/18/slug", NULL},
        {"ftp://example.com/", NULL},
        {"javascript:void(0)", NULL},
        {"http://", NULL},
        {"http:///path", NULL},
        {"", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Article) article = article_new();
        g_assert_cmpint(article_set_url(article, cases[i].given, PROVENANCE_LINK), ==,
                        cases[i].normal != NULL);
        g_assert_cmpstr(article_get(article, ARTICLE_URL), ==, cases[i].normal);
    }
}

static void test_front_pages(void)
{
    static const char *const fronts[] = {
        "/",
        "https://post.example",
        "https://post.example/",
        "https://post.example/en/",
        "https://post.example/index.php",
        "https://archive.example/2009/https://post.example/",
    };
    static const char *const others[] = {
        "",
        "/fire",
        "https://post.example/fire",
        "https://post.example/?p=1",
        "https://post.example/index.php?id=1",
        "https://post.example/index.php/fire",
        "https://post.example/ent",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(fronts); i++)
        g_assert_true(article_url_is_front_page(fronts[i]));
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(article_url_is_front_page(others[i]));
}

static void test_urls_that_tell_articles_apart(void)
{
    g_autoptr(Article) article = article_new();
    g_assert_null(article_identifying_url(article));
    article_set_url(article, "https://post.example/", PROVENANCE_LINK);
    g_assert_null(article_identifying_url(article));
    g_assert_cmpstr(article_get(article, ARTICLE_URL), ==, "https://post.example/");
    article->captured = (Date){.precision = DATE_PRECISION_DAY, .year = 2019, .month = 3, .day = 5};
    g_assert_cmpstr(article_identifying_url(article), ==, "https://post.example/");
    article_clear(article);
    article_set_url(article, "https://post.example/fire", PROVENANCE_LINK);
    g_assert_cmpstr(article_identifying_url(article), ==, "https://post.example/fire");
}

static void test_language_tags(void)
{
    static const struct {
        const char *given, *tag;
    } cases[] = {
        {"en", "en"},
        {"EN-us", "en-US"},
        {"de_AT.UTF-8", "de-AT"},
        {"zh-hant-tw", "zh-Hant-TW"},
        {"eng", "en"},
        {"ger", "de"},
        {"deu,eng", "de"},
        {"English", "en"},
        {" Deutsch ", "de"},
        {"українська", "uk"},
        {"Norwegian Bokmål", "nb"},
        {"pcm", "pcm"},
        {"yue", "yue"},
        {"es-419", "es-419"},
        {"[\"fr\"]", "fr"},
        {"English (United States)", "en"},
        {"und", NULL},
        {"multi", NULL},
        {"", NULL},
        {"42", NULL},
        {"\xff\xfe", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *tag = language_tag(cases[i].given);
        g_assert_cmpstr(tag, ==, cases[i].tag);
    }
}

static void test_authors(void)
{
    static const struct {
        const char *byline, *authors;
    } cases[] = {
        {"By Jane Doe", "Jane Doe"},
        {"BY JANE DOE AND JOHN E SMITH", "JANE DOE|JOHN E SMITH"},
        {"By Jane Doe, John Smith and Ann Lee", "Jane Doe|John Smith|Ann Lee"},
        {"Jane Doe; John Smith & Ann Lee", "Jane Doe|John Smith|Ann Lee"},
        {"Von Hans Müller und Eva Braun-Schmidt", "Hans Müller|Eva Braun-Schmidt"},
        {"Por Ana Pérez y Luis Gómez", "Ana Pérez|Luis Gómez"},
        {"Por João Silva e Maria Souza", "João Silva|Maria Souza"},
        {"Par Zoé Blanc et Luc Noir", "Zoé Blanc|Luc Noir"},
        {"Di Luigi Rossi", "Luigi Rossi"},
        {"Door Jan de Vries", "Jan de Vries"},
        {"Av Kari Nordmann", "Kari Nordmann"},
        {"Ursula von der Leyen", "Ursula von der Leyen"},
        {"De Gaulle", "De Gaulle"},
        {"By Jane Doe, Staff Writer", "Jane Doe"},
        {"By Jane Doe Staff Writer", "Jane Doe"},
        {"Staff Writer Jane Doe", "Jane Doe"},
        {"Jane Doe, Senior Political Correspondent", "Jane Doe"},
        {"Jane Doe in Berlin and John Smith in Paris", "Jane Doe|John Smith"},
        {"Jane Doe, Reuters", "Jane Doe"},
        {"By Jane Doe (AP)", "Jane Doe"},
        {"By Jane Doe | The Associated Press", "Jane Doe"},
        {"Jane Doe for The Example Times", "Jane Doe"},
        {"Jane Doe jane.doe@example.com", NULL},
        {"Jane Doe, jane.doe@example.com", "Jane Doe"},
        {"Reuters", "Reuters"},
        {"Martin King, Jr., Ann Lee", "Martin King Jr.|Ann Lee"},
        {"Doe, Jane", "Jane Doe"},
        {"Staff", NULL},
        {"By", NULL},
        {", ; and", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Article) article = article_new();
        article_set_string(article, ARTICLE_BYLINE, cases[i].byline, PROVENANCE_HEADER);
        g_autoptr(GPtrArray) authors = article_authors(article);
        g_ptr_array_add(authors, NULL);
        g_autofree char *joined = g_strjoinv("|", (char **)authors->pdata);
        g_assert_cmpstr(joined, ==, cases[i].authors == NULL ? "" : cases[i].authors);
    }
}

static void test_cleared_article_is_empty(void)
{
    g_autoptr(Article) article = article_new();
    Date date = date_from_ymd(2020, 2, 29);
    article_set_string(article, ARTICLE_PLACE, "Paris", PROVENANCE_DATELINE);
    article_set_published(article, &date, PROVENANCE_DATELINE, 1);
    article_add_keyword(article, "a", 1);
    article_add_paragraph(article, "b", 1);
    article->flags = ARTICLE_PAYWALLED;
    article_clear(article);
    g_assert_null(article_get(article, ARTICLE_PLACE));
    g_assert_false(date_is_set(&article->published.date));
    g_assert_cmpuint(article->keywords->len + article->body->len + article->flags, ==, 0);
    g_assert_true(article_set_string(article, ARTICLE_PLACE, "Rome", PROVENANCE_PATH));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/article/provenance-names-are-unique", test_provenance_names_are_unique);
    g_test_add_func("/article/stronger-value-stays", test_stronger_value_stays);
    g_test_add_func("/article/blank-value-sets-nothing", test_blank_value_sets_nothing);
    g_test_add_func("/article/dates-follow-strength", test_dates_follow_strength);
    g_test_add_func("/article/modification-date-is-the-last-resort",
                    test_modification_date_is_the_last_resort);
    g_test_add_func("/article/clean-lines", test_clean_lines);
    g_test_add_func("/article/clean-bodies", test_clean_bodies);
    g_test_add_func("/article/paragraphs-are-joined", test_paragraphs_are_joined);
    g_test_add_func("/article/ceilings", test_ceilings);
    g_test_add_func("/article/keywords-are-kept-once", test_keywords_are_kept_once);
    g_test_add_func("/article/urls", test_urls);
    g_test_add_func("/article/front-pages", test_front_pages);
    g_test_add_func("/article/urls-that-tell-articles-apart", test_urls_that_tell_articles_apart);
    g_test_add_func("/article/language-tags", test_language_tags);
    g_test_add_func("/article/authors", test_authors);
    g_test_add_func("/article/cleared-article-is-empty", test_cleared_article_is_empty);
    return g_test_run();
}
