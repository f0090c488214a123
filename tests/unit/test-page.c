/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages with what is known about them besides their bytes; the parts that have rules of their own.
 */
#include <string.h>
#include <zlib.h>

#include "indexer/extract/boilerplate.h"
#include "indexer/extract/byline-line.h"
#include "indexer/extract/byline-names.h"
#include "indexer/extract/hint.h"
#include "indexer/extract/page-url.h"
#include "indexer/extract/page.h"
#include "indexer/extract/shown-title.h"
#include "indexer/extract/title-text.h"
#include "indexer/readers/table.h"

static const char page_text[] =
    "<html><head><title>Bath</title><meta name=date content='2019-03-05'>"
    "<link rel=canonical href='/bath'></head><body><h1>Bath</h1>"
    "<p>The council voted on Tuesday to close the old bath in Mill Street, after a long "
    "debate.</p>";

static Article *extract(const char *html, const PageContext *context)
{
    Article *article = article_new();
    page_extract((const guint8 *)html, strlen(html), context, article);
    return article;
}

static void check_fetched_url(void)
{
    const PageContext context = {.url = "https://post.example/news/1"};
    g_autoptr(Article) article = extract(page_text, &context);
    g_assert_cmpstr(article_get(article, ARTICLE_URL), ==, "https://post.example/bath");
    g_assert_cmpstr(article_get(article, ARTICLE_SOURCE), ==, "post.example");
    const PageContext nothing = {0};
    g_autoptr(Article) unknown = extract(page_text, &nothing);
    g_assert_null(article_get(unknown, ARTICLE_URL));
}

static void check_capture_bounds_dates(void)
{
    const PageContext early = {.captured = date_from_ymd(2018, 1, 1)};
    g_autoptr(Article) article = extract(page_text, &early);
    g_assert_false(date_is_set(&article->published.date));
    const PageContext late = {.captured = date_from_ymd(2019, 3, 4)};
    g_autoptr(Article) other = extract(page_text, &late);
    g_assert_cmpint(other->published.date.day, ==, 5);
}

static void check_transport_charset(void)
{
    const PageContext context = {.charset = "windows-1251"};
    g_autoptr(Article) article =
        extract("<html><title>\xcf\xee\xf7\xf2\xe0</title><p>\xcf\xee\xf7\xf2\xe0", &context);
    g_assert_cmpstr(article_get(article, ARTICLE_HEADLINE), ==, "Почта");
}

typedef struct {
    const char *in, *source, *url, *out;
} HeadlineCase;

static void check_headlines(void)
{
    static const HeadlineCase cases[] = {
        {"Bath closed | Harbour Post", "Harbour Post", NULL, "Bath closed"},
        {"Harbour Post: Bath closed", "Harbour Post", NULL, "Harbour Post: Bath closed"},
        {"Harbour Post - Bath closed", "Harbour Post", NULL, "Bath closed"},
        {"Bath closed - Local - harbourpost.example", "Harbour Post", NULL, "Bath closed - Local"},
        {"Bath closed – Harbour Post", NULL, "https://www.harbourpost.example/1", "Bath closed"},
        {"Bath closed | The end of an age", "Harbour Post", NULL,
         "Bath closed | The end of an age"},
        {"Harbour Post", "Harbour Post", NULL, "Harbour Post"},
        {"A well-known bath", "Harbour Post", NULL, "A well-known bath"},
        {" | ", "Harbour Post", NULL, "|"},
        {"", NULL, NULL, ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found = title_strip_source(cases[i].in, cases[i].source, cases[i].url);
        g_assert_cmpstr(found, ==, cases[i].out);
    }
}

static void check_titles_that_a_page_shows(void)
{
    static const struct {
        const char *title, *lines, *shown;
    } cases[] = {
        {"Council closes bath: Post", "<p>Post<p>Council closes bath", "Council closes bath"},
        {"Harbour diary online: council closes the bath",
         "<p>Harbour diary online<p>Council closes the bath", "Council closes the bath"},
        {"waterworks/bath: Plans for a new bath", "<p>Plans for a new bath", NULL},
        {"Bath closed: Harbour diary", "<p>Bath closed", NULL},
        {"Council closes bath after four hours of debate in the old town hall of Mill Street: Post",
         "<p>Council closes bath", NULL},
        {"Council closes bath: Post", "<nav>Council closes bath</nav>", NULL},
        {"", "<p>Post", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HtmlDocument) document =
            html_document_parse(cases[i].lines, strlen(cases[i].lines));
        Outline outline;
        outline_init(&outline, document);
        g_autofree char *shown = shown_title_find(&outline, cases[i].title);
        g_assert_cmpstr(shown, ==, cases[i].shown);
        outline_clear(&outline);
    }
}

/* What nests without end takes no time that grows with the square of it. */
static void check_headings_nested_20000_deep(void)
{
    g_autoptr(GString) page = g_string_new("<title>Council closes the bath</title>");
    for (guint i = 0; i < 20000; i++)
        g_string_append(page, "<h1>");
    g_string_append(page, "Council closes the bath");
    const PageContext nothing = {0};
    gint64 start = g_get_monotonic_time();
    g_autoptr(Article) article = extract(page->str, &nothing);
    g_assert_cmpstr(article_get(article, ARTICLE_HEADLINE), ==, "Council closes the bath");
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
}

/* As hostile pages could have it. */
static void check_many_prefixes(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 100000; i++)
        g_string_append(text, "by ");
    g_string_append(text, "Ida Berg");
    g_assert_cmpstr(byline_names_start(text->str), ==, "Ida Berg");
    g_assert_cmpstr(byline_names_start("By"), ==, "By");
    g_assert_cmpstr(byline_names_start("Written by: von Berg"), ==, "Berg");
}

static void check_bylines(void)
{
    static const char *const cases[][2] = {
        {"By Ida Berg", "Ida Berg"},
        {"Von Ida Berg und Jon Aas", "Ida Berg und Jon Aas"},
        {"Ida Berg | 5 March 2019", "Ida Berg"},
        {"Ida Berg 5 March 2019, 07:00", "Ida Berg"},
        {"Ida Berg @ida", "Ida Berg"},
        {"Written by: Ida Berg on Sport", "Ida Berg"},
        {"By", "By"},
        {"View all posts by Ida Berg", "Ida Berg"},
        {"Veröffentlicht von: Ida Berg am 5. März", "Ida Berg"},
        {"| Von\u00a0Ida Berg", "Ida Berg"},
        {"Byron Aas", "Byron Aas"},
        {"Ida Berg vor 5 Stunden", "Ida Berg"},
        {"Ida Berg Hace 13 horas", "Ida Berg"},
        {"Ida Berg, PhD on 5 March 2019", "Ida Berg, PhD"},
        {"Autorin: Ida Berg, Datum: 05.03.2019", "Ida Berg"},
        {"Post author By Ida Berg", "Ida Berg"},
        {"5 March 2019", ""},
        {"", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found = byline_names_clean(cases[i][0]);
        g_assert_cmpstr(found, ==, cases[i][1]);
    }
}

static void check_names_and_sites(void)
{
    static const char *const cases[][3] = {
        {"Ida Berg, The Post", "The Post", "Ida Berg"},
        {"Ida Berg | the post", "The Post", "Ida Berg"},
        {"Ida Berg, The Postman", "The Post", "Ida Berg, The Postman"},
        {"The Post", "The Post", "The Post"},
        {"Ida Berg, The Post", NULL, "Ida Berg, The Post"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *names = byline_names_without_source(cases[i][0], cases[i][1]);
        g_assert_cmpstr(names, ==, cases[i][2]);
    }
    gboolean refuses = FALSE;
    const NameFilter first = {.source = "The Post", .refuses = &refuses}, last = {.accounts = TRUE};
    g_assert_true(name_filter_passes(&first, "Ida Berg of The Post"));
    g_assert_false(name_filter_passes(&first, "Posted by"));
    g_assert_false(refuses); /* no filter lets that pass */
    g_assert_false(name_filter_passes(&first, "the post"));
    g_assert_true(refuses);
    g_assert_false(name_filter_passes(&first, "ida.berg"));
    g_assert_true(name_filter_passes(&last, "the post"));
    g_assert_true(name_filter_passes(&last, "ida.berg"));
    g_assert_true(byline_names_hold("Berg, Ida, Dahl, Mia", "Dahl, Mia"));
    g_assert_true(byline_names_hold("Ida Berg", ""));
    g_assert_false(byline_names_hold("Wang, Lin", "Wang, Li"));
    g_assert_false(byline_names_hold("Ida Bergman, Ida Berglund", "Ida Berg"));
    g_assert_true(byline_names_are_like_source("The Post online", "The Post"));
    g_assert_false(byline_names_are_like_source("Ida Berg", "The Post"));
}

static void check_family_names_first(void)
{
    static const char page[] = "The bath is closed, say Ida Maria Berg and Jon Aas. Berlin dpa";
    static const char *const cases[][2] = {
        {"Berg, Ida Maria", "Ida Maria Berg"},
        {"Berg, Ida Maria, Aas, Jon", "Ida Maria Berg, Jon Aas"},
        {"Berg, Ida Maria, Dahl, Mia", "Berg, Ida Maria, Dahl, Mia"},
        {"Ida Maria Berg", "Ida Maria Berg"},
        {"Ida Maria Berg, Jon Aas", "Ida Maria Berg, Jon Aas"},
        {", Ida", ", Ida"},
        {"", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *names = byline_names_as_shown(cases[i][0], page);
        g_assert_cmpstr(names, ==, cases[i][1]);
    }
}

static void check_lines_with_names(void)
{
    static const struct {
        const char *page;
        BylineLines lines;
        const char *names;
    } cases[] = {
        {"<p>Islands | By Ida Berg | Monday", BYLINE_LINES_ALL, "Ida Berg"},
        {"<p>By Ida Berg<br>Harbour editor", BYLINE_LINES_ALL, "Ida Berg"},
        {"<p>By Ida Berg,<br>Jon Aas", BYLINE_LINES_ALL, "Ida Berg, Jon Aas"},
        {"<p>By<p>Ida Berg", BYLINE_LINES_ALL, "Ida Berg"},
        {"<p>By<p>Share", BYLINE_LINES_ALL, NULL},
        {"<p>Written by: Ida Berg", BYLINE_LINES_ALL, "Ida Berg"},
        {"<p>06.11.2023 13:30 von Ida", BYLINE_LINES_ALL, "Ida"},
        {"<p>6 November 2023 by the harbour", BYLINE_LINES_ALL, NULL},
        {"<p>By the old harbour", BYLINE_LINES_ALL, NULL},
        {"<p>By Ida Berg", BYLINE_LINES_LABELLED, NULL},
        {"<p>6 November 2023 by Ida Berg", BYLINE_LINES_LABELLED, NULL},
        {"<p>Author: Ida Berg", BYLINE_LINES_LABELLED, "Ida Berg"},
        {"<p>Autorin<p>Ida Berg", BYLINE_LINES_LABELLED, "Ida Berg"},
        {"<p>Author: The Post<p>Author: Ida Berg", BYLINE_LINES_LABELLED, "Ida Berg"},
    };
    const NameFilter filter = {.source = "The Post"};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HtmlDocument) document =
            html_document_parse(cases[i].page, strlen(cases[i].page));
        g_autofree guint8 *skipped = g_new0(guint8, document->count + 1);
        g_autofree char *names =
            byline_line_find(document, skipped, 1, document->count, cases[i].lines, &filter);
        g_test_message("%s", cases[i].page);
        g_assert_cmpstr(names, ==, cases[i].names);
    }
}

static void check_names_that_are_none(void)
{
    g_assert_true(byline_names_are_none("Admin"));
    g_assert_true(byline_names_are_none("Posted on"));
    g_assert_true(byline_names_are_none("Published by"));
    g_assert_true(byline_names_are_none("Photographs by Mia Dahl"));
    g_assert_false(byline_names_are_none("Photini Dahl"));
    g_assert_true(byline_names_are_none("ida@post.example"));
    g_assert_false(byline_names_are_none("Ida Berg"));
    g_assert_true(byline_names_are_account("ida.berg"));
    g_assert_false(byline_names_are_account("ida berg"));
    g_assert_false(byline_names_are_account("Ida"));
    g_assert_false(byline_names_are_account("伊達"));
}

/* Beginnings in all scripts, in any case. U+212A is a sign for the kelvin, and folds to k. */
static void check_beginnings(void)
{
    static const struct {
        gboolean (*is_one)(const char *text, gsize length);
        const char *text;
        gboolean expected;
    } cases[] = {
        {text_is_notice, "Advertisement", TRUE},
        {text_is_notice, "– © Harbour Post", FALSE},
        {text_is_notice, "© Harbour Post", TRUE},
        {text_is_notice, "À LIRE AUSSI : le port", TRUE},
        {text_is_notice, "Читайте также", TRUE},
        {text_is_notice, "\u212aommentare geschlossen", TRUE},
        {text_is_notice, "The advertisement", FALSE},
        {text_is_notice, "", FALSE},
        {text_is_notice, " - ", FALSE},
        {text_is_credit, "ФОТО: порт", TRUE},
        {text_is_credit, "Photo: the harbour", TRUE},
        {text_is_list_title, "Über den Autor", TRUE},
        {text_is_list_title, "相关新闻", TRUE},
        {text_is_list_title, "The harbour", FALSE},
        {text_is_caption, "The harbour. (PHOTO: Ida Berg)", TRUE},
        {text_is_caption, "Fig. 3", TRUE},
        {text_is_caption, "The harbour", FALSE},
        {text_is_date_line, "Tuesday, 18 November 2019", TRUE},
        {text_is_date_line, "Opened in November 2019", FALSE},
        {text_is_date_line, "The harbour was opened on 18 November 2019", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].text);
        g_assert_cmpint(cases[i].is_one(cases[i].text, strlen(cases[i].text)), ==,
                        cases[i].expected);
    }
}

static void check_titles(void)
{
    g_assert_true(title_has_part("Fire in the mill | Post", "Fire in the Mill"));
    g_assert_true(title_has_part("Post » Fire in the mill", "Fire in the mill"));
    g_assert_false(title_has_part("Fire in the mill | Post", "Post"));
    g_assert_false(title_has_part("Fire in the mill | Post", "Fire"));
    g_assert_false(title_has_part("Fire", ""));
    g_assert_true(title_ends_heading("Fire in the old mill", "Night: Fire in the old mill"));
    g_assert_false(title_ends_heading("Fire in the old mill", "Fire in the old mill at night"));
    g_assert_false(title_ends_heading("Fire", "Night: Fire"));
    g_assert_true(title_begins_with("Fire in the mill: Post", "Fire in the Mill"));
    g_assert_false(title_begins_with("Post: fire in the mill", "Fire in the mill"));
    g_assert_true(title_contains("Night: Fire in the mill", "fire in the mill!"));
    g_assert_false(title_contains("Fire in the mill", ""));
    g_assert_true(title_is_same("Caf\u00e9", "Cafe\u0301"));
    g_assert_true(title_resembles("Fire destroys the mill", "A fire destroys the old mill"));
    g_assert_false(title_resembles("Fire in the mill", "Fire in the town hall, dozens of hurt"));
    g_assert_false(title_resembles("", ""));
    g_assert_true(title_is_source("Harbour Post online", "Harbour Post", NULL));
    g_assert_false(
        title_is_source("The Harbour Post is sold to its three editors", "Harbour Post", NULL));
    g_autofree char *plain = title_plain_blanks("\u00a0Fire\u2003\n in\u00a0the mill ");
    g_assert_cmpstr(plain, ==, "Fire in the mill");
    g_assert_true(title_shares_word("Mill, fire", "The old mill"));
    g_assert_false(title_shares_word("News", "The old mill"));
}

static void check_hints(void)
{
    g_assert_cmpuint(hint_of_names("article-body") & HINT_BODY, !=, 0);
    g_assert_cmpuint(hint_of_names("articleBody") & HINT_BODY, !=, 0);
    g_assert_cmpuint(hint_of_names("articlebody") & HINT_BODY, !=, 0);
    g_assert_cmpuint(hint_of_names("relatedPosts") & HINT_RELATED, !=, 0);
    g_assert_cmpuint(hint_of_names("ad ad-slot-3"), ==, HINT_BAD);
    g_assert_cmpuint(hint_of_names("screen-reader-text sr-only") & HINT_UNSEEN, !=, 0);
    g_assert_cmpuint(hint_of_names("post-writer") & HINT_BYLINE, !=, 0);
    g_assert_cmpuint(hint_of_names("adhesive download-shadow 12 --"), ==, 0);
    g_assert_cmpuint(hint_of_names(""), ==, 0);
    g_autofree char *endless = g_strnfill(10000, 'a');
    g_assert_cmpuint(hint_of_names(endless), ==, 0);
}

static void check_addresses(void)
{
    g_assert_true(page_url_is_same("https://www.a.example/b/?x#y", "http://a.example/b"));
    g_assert_false(page_url_is_same("https://a.example/b", "https://a.example/c"));
    g_assert_false(page_url_is_same("b", "b"));
    g_assert_true(page_url_is_same_site("https://m.a.example/b", "https://www.a.example/"));
    g_assert_true(page_url_is_same_site("https://news.bbc.co.uk/b", "https://www.bbc.co.uk/"));
    g_assert_false(page_url_is_same_site("https://a.co.uk/b", "https://b.co.uk/"));
}

static void check_sniffing(void)
{
    static const struct {
        const char *text;
        Evidence evidence;
    } cases[] = {
        {"<!DOCTYPE html><p>x", EVIDENCE_CERTAIN},
        {"\xef\xbb\xbf \n<!-- x --><HTML lang=en>", EVIDENCE_CERTAIN},
        {"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>", EVIDENCE_CERTAIN},
        {"<p>a <a href=x>b</a>", EVIDENCE_STRONG},
        {"Some text with <p> and <a href=x>", EVIDENCE_WEAK},
        {"<?xml version='1.0'?><nitf><p>a</p><a/></nitf>", EVIDENCE_NONE},
        {"<DOC>\n<P>a<A >", EVIDENCE_NONE},
        {"plain text, 3 < 4", EVIDENCE_NONE},
        {"<htmlish>", EVIDENCE_NONE},
        {"", EVIDENCE_NONE},
        {"<", EVIDENCE_NONE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(html_reader.sniff((const guint8 *)cases[i].text, strlen(cases[i].text)), ==,
                        cases[i].evidence);
}

static void add_member(GByteArray *file, const char *text)
{
    z_stream stream = {0};
    g_autofree char *copy = g_strdup(text);
    guint8 buffer[4096];
    int level = Z_BEST_COMPRESSION;
    g_assert_cmpint(deflateInit2(&stream, level, Z_DEFLATED, MAX_WBITS + 16, 8, Z_FILTERED), ==,
                    Z_OK);
    stream.next_in = (Bytef *)copy;
    stream.avail_in = (uInt)strlen(copy);
    stream.next_out = buffer;
    stream.avail_out = sizeof buffer;
    g_assert_cmpint(deflate(&stream, Z_FINISH), ==, Z_STREAM_END);
    g_byte_array_append(file, buffer, (guint)stream.total_out);
    deflateEnd(&stream);
}

/* Each member of a gzip file is a page, whatever is in it. */
static void check_members(void)
{
    static const char *const pages[] = {"<html><h1>Fire</h1><p>The mill burned.",
                                        "<html><h1>Rain</h1><p>It rained.", " \n",
                                        "<html><h1>Snow</h1><p>It snowed."};
    g_autoptr(GByteArray) file = g_byte_array_new();
    for (gsize i = 0; i < G_N_ELEMENTS(pages); i++)
        add_member(file, pages[i]);
    g_autoptr(Source) source =
        source_decompress(source_open_memory(file->data, file->len, 7, "pages.html.gz"), NULL);
    const ReaderContext context = {.path = "pages.html.gz", .today = date_from_ymd(2030, 1, 1)};
    gpointer state = html_reader.open(source, &context, NULL);
    g_autoptr(Article) article = article_new();
    guint64 offset = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autoptr(GError) error = NULL;
        article_clear(article);
        ReadStatus status = html_reader.next(state, article, &error);
        g_assert_cmpuint(article->offset, ==, offset);
        g_assert_cmpuint(article->length, ==, strlen(pages[i]));
        g_assert_cmpint(status, ==, i == 2 ? READ_SKIPPED : READ_ARTICLE);
        g_assert_cmpint(error != NULL, ==, i == 2);
        if (i != 2)
            g_assert_nonnull(strstr(pages[i], article_get(article, ARTICLE_HEADLINE)));
        offset += strlen(pages[i]);
    }
    g_assert_cmpint(html_reader.next(state, article, NULL), ==, READ_END);
    html_reader.close(state);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/page/url-resolves-against-where-it-was-fetched", check_fetched_url);
    g_test_add_func("/page/no-date-after-the-capture", check_capture_bounds_dates);
    g_test_add_func("/page/charset-of-the-transport", check_transport_charset);
    g_test_add_func("/page/headlines-without-the-site", check_headlines);
    g_test_add_func("/page/headings-nested-20000-deep", check_headings_nested_20000_deep);
    g_test_add_func("/page/bylines-without-the-rest", check_bylines);
    g_test_add_func("/page/bylines-with-many-prefixes", check_many_prefixes);
    g_test_add_func("/page/names-and-sites", check_names_and_sites);
    g_test_add_func("/page/family-names-first", check_family_names_first);
    g_test_add_func("/page/lines-with-names", check_lines_with_names);
    g_test_add_func("/page/names-that-are-none", check_names_that_are_none);
    g_test_add_func("/page/beginnings", check_beginnings);
    g_test_add_func("/page/titles-and-their-parts", check_titles);
    g_test_add_func("/page/titles-that-a-page-shows", check_titles_that_a_page_shows);
    g_test_add_func("/page/hints-by-words", check_hints);
    g_test_add_func("/page/addresses", check_addresses);
    g_test_add_func("/page/sniffing", check_sniffing);
    g_test_add_func("/page/members", check_members);
    return g_test_run();
}
