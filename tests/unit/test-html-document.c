/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages as arrays of nodes: what holds for every page, and markup that breaks parsers. */
#include <pthread.h>
#include <string.h>

#include "indexer/extract/fragment.h"
#include "indexer/html-document.h"
#include "indexer/source.h"

static HtmlDocument *parse(const char *text)
{
    return html_document_parse(text, strlen(text));
}

/* Every child lies within its parent, every end after its node, and text never goes back. */
static void assert_sound(const HtmlDocument *document)
{
    for (guint32 node = 1; node < document->count; node++) {
        const HtmlNode *self = html_node(document, node);
        const HtmlNode *parent = html_node(document, self->parent);
        g_assert_cmpuint(self->parent, <, node);
        g_assert_cmpuint(self->end, >, node);
        g_assert_cmpuint(self->end, <=, parent->end);
        g_assert_cmpuint(self->text, >=, html_node(document, node - 1)->text);
        g_assert_cmpuint(self->text, <=, document->text->len);
    }
    g_assert_cmpuint(html_node(document, 0)->end, ==, document->count);
    g_assert_cmpuint(html_node(document, document->count)->text, ==, document->text->len);
}

typedef struct {
    const char *name, *html, *text;
} Case;

static const Case text_cases[] = {
    {"empty", "", ""},
    {"plain", "just text", "just text"},
    {"white-space-is-one-blank", "<p> a \n\t b </p>\n\n<p>c", "a b c"},
    {"blocks-are-apart", "<div>a<div>b</div>c</div>d", "a b c d"},
    {"inline-is-not", "<p>a<b>b</b><i>c</i></p>", "abc"},
    {"line-breaks-are-apart", "a<br>b<br/>c", "a b c"},
    {"entities", "<p>&lt;&amp;&eacute;&#8364;&#x41;", "<&é€A"},
    {"references-to-controls-are-windows-1252", "<p>don&#146;t &#x93;go&#148;", "don’t “go”"},
    {"comments-are-not-text", "a<!-- b <p> --><!---->c", "ac"},
    {"comments-of-two-signs", "a<!-->b<!--->c<!--[if !IE]><!-->d<!--<![endif]-->e", "abcde"},
    {"comment-never-closed", "<p>a <!-- b <p>c", "a b c"},
    {"scripts-are-not-text", "a<script>'<p>b</p></scr' + 'ipt>'</script><style>c{}</style>d", "ad"},
    {"script-never-closed", "<p>a<script>b <p>c", "a"},
    {"script-in-capitals", "<P>a<SCRIPT>b</SCRIPT >c", "ac"},
    {"templates-are-not-text", "<p>a</p><template><p>b</p></template>c", "a c"},
    {"unclosed", "<table><tr><td>a<td>b<tr><td>c", "a b c"},
    {"misnested", "<b>a<i>b</b>c</i>d", "abcd"},
    {"html-twice", "<html lang=a><body>a<html lang=b class=c><body>b", "ab"},
    {"unknown-elements", "<x-y>a</x-y><o:p>b</o:p>", "ab"},
    {"broken-tags", "a < b <3 <> </> </ p>c<", "a < b <3 <> c<"},
    {"quote-never-closed", "<p>a</p><a href=\"x>b</a><p>c", "a"},
    {"preformatted", "<pre>a\n  b</pre>", "a b"},
};

/* Each repeated; `text` where what comes after them is still there. */
static const Case repeated_cases[] = {
    {"tags-never-closed", "<p a%d", ""}, {"comments", "<!--%d", ""},
    {"scripts", "<script>%d", NULL},     {"end-tags", "</x%d>", ""},
    {"paragraphs", "<p>%d", ""},         {"references", "&x%d", ""},
};

static void check_text(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HtmlDocument) document = parse(c->html);
    assert_sound(document);
    g_autofree char *text = html_subtree_text(document, 0);
    g_assert_cmpstr(text, ==, c->text);
}

static void check_attributes(void)
{
    g_autoptr(HtmlDocument) document =
        parse("<html><p CLASS='a &amp; b' id=c data-x=y hidden title=''>x</p>");
    guint32 node = html_find(document, 0, document->count, HTML_P);
    g_assert_cmpstr(html_attribute(document, node, HTML_ATTRIBUTE_CLASS), ==, "a & b");
    g_assert_cmpstr(html_attribute(document, node, HTML_ATTRIBUTE_ID), ==, "c");
    g_assert_cmpstr(html_attribute(document, node, HTML_ATTRIBUTE_TITLE), ==, "");
    g_assert_nonnull(html_attribute(document, node, HTML_ATTRIBUTE_HIDDEN));
    g_assert_null(html_attribute(document, node, HTML_ATTRIBUTE_HREF));
    g_assert_cmpuint(html_node(document, node)->attribute_count, ==, 4);
}

static void check_data_scripts(void)
{
    g_autoptr(HtmlDocument) document = parse(
        "<head><script type='application/ld+json'><!-- {\"a\":\"<b>&amp;\"} --></script></head>x");
    guint32 node = html_find(document, 0, document->count, HTML_SCRIPT);
    g_assert_cmpstr(html_attribute(document, node, HTML_ATTRIBUTE_DATA), ==,
                    "<!-- {\"a\":\"<b>&amp;\"} -->");
    g_assert_cmpstr(document->text->str, ==, "x");
}

static void check_walks(void)
{
    g_autoptr(HtmlDocument) document = parse("<div><ul><li>a<li>b</ul>c</div><p>d");
    guint32 list = html_find(document, 0, document->count, HTML_UL);
    guint32 item = html_find(document, list, html_node(document, list)->end, HTML_LI);
    g_assert_true(html_is_inside(document, item, HTML_DIV));
    g_assert_false(html_is_inside(document, item, HTML_P));
    g_assert_cmpuint(html_text_length(document, list), ==, 2);
    guint32 end = html_node(document, list)->end;
    g_assert_cmpuint(html_find(document, list, end, HTML_P), ==, end);
}

/* libxml2's own limit is 255; a wrong end tag looks through all that is open. */
static void check_depth(void)
{
    static const char *const tags[] = {"div", "b", "span", "x", "article"};
    for (gsize i = 0; i < G_N_ELEMENTS(tags); i++) {
        GString *html = g_string_new("<p>before");
        for (int depth = 0; depth < 20000; depth++)
            g_string_append_printf(html, "<%s>", tags[i]);
        g_string_append(html, "deep");
        g_autoptr(HtmlDocument) document = parse(html->str);
        assert_sound(document);
        g_autofree char *text = html_subtree_text(document, 0);
        g_assert_true(g_str_has_prefix(text, "before") && g_str_has_suffix(text, "deep"));
        g_string_free(html, TRUE);
    }
}

static void check_tangle(void)
{
    GString *html = g_string_new("first ");
    for (int i = 0; i < 100000; i++)
        g_string_append(html, "<b>");
    for (int i = 0; i < 100000; i++)
        g_string_append(html, "</i>");
    g_autoptr(HtmlDocument) document = parse(html->str);
    assert_sound(document);
    g_assert_true(document->truncated);
    g_assert_true(g_str_has_prefix(document->text->str, "first"));
    g_string_free(html, TRUE);
}

/* Markup that takes time in proportion to the square of its length unless it is seen coming. */
static void check_repetition(gconstpointer data)
{
    const Case *c = data;
    GString *html = g_string_new("<p>before</p>");
    g_auto(GStrv) parts = g_strsplit(c->html, "%d", 2);
    for (int i = 0; i < 200000; i++)
        g_string_append_printf(html, "%s%d%s", parts[0], i, parts[1]);
    g_string_append(html, "><p>after");
    g_autoptr(HtmlDocument) document = parse(html->str);
    assert_sound(document);
    g_assert_nonnull(strstr(document->text->str, "before"));
    g_assert_cmpint(strstr(document->text->str, "after") != NULL, ==, c->text != NULL);
    g_string_free(html, TRUE);
}

/* libxml2 compares each attribute with all before it: a tag of very many is left out. */
static void check_attributes_in_one_tag(void)
{
    static const char *const forms[] = {" a%d", "a%d='x'", " a%d=\">\""};
    for (gsize form = 0; form < G_N_ELEMENTS(forms); form++) {
        GString *html = g_string_new("<p>before</p><p ");
        for (int i = 0; i < 100000; i++) {
            g_autofree char *number = g_strdup_printf("%d", i);
            g_auto(GStrv) parts = g_strsplit(forms[form], "%d", 2);
            g_string_append(html, parts[0]);
            g_string_append(html, number);
            g_string_append(html, parts[1]);
        }
        g_string_append(html, ">after");
        g_autoptr(HtmlDocument) document = parse(html->str);
        g_autofree char *text = html_subtree_text(document, 0);
        g_assert_cmpstr(text, ==, "before after");
        g_string_free(html, TRUE);
    }
}

static void check_ceiling(void)
{
    gsize length = SOURCE_ITEM_CEILING + 10;
    g_autofree char *html = g_malloc(length + 1);
    memset(html, 'x', length);
    html[length] = '\0';
    g_autoptr(HtmlDocument) document = html_document_parse(html, length);
    g_assert_true(document->truncated);
    g_assert_cmpuint(document->text->len, ==, SOURCE_ITEM_CEILING);
}

static void *parse_often(void *data)
{
    for (int i = 0; i < 200; i++)
        check_text(data);
    return NULL;
}

static void check_threads(void)
{
    pthread_t threads[4];
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++) {
        const Case *c = &text_cases[i * 3 + 4];
        g_assert_cmpint(pthread_create(&threads[i], NULL, parse_often, (void *)c), ==, 0);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        g_assert_cmpint(pthread_join(threads[i], NULL), ==, 0);
}

/* Nothing that a page names is ever opened. */
static void check_no_entities(void)
{
    g_autoptr(HtmlDocument) document =
        parse("<!DOCTYPE html [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p>a&e;b</p>");
    g_assert_null(strstr(document->text->str, "root:"));
    g_assert_nonnull(strstr(document->text->str, "b"));
}

static void check_fragments(void)
{
    static const Case lines[] = {
        {"", "a b", "a b"},
        {"", "a &amp; b", "a & b"},
        {"", "&amp;amp;", "&amp;"},
        {"", "<p>a</p><p>b</p>", "a b"},
    };
    static const Case paragraphs[] = {
        {"", "a\nb", "a\nb"},
        {"", "a &lt;\n\nb", "a <\n\nb"},
        {"", "<p>a</p><p>b<br>c</p>", "a\n\nb c"},
        {"", "a<br><br>b", "a\n\nb"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *text = fragment_line(lines[i].html, strlen(lines[i].html));
        g_assert_cmpstr(text, ==, lines[i].text);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(paragraphs); i++) {
        g_autofree char *text = fragment_paragraphs(paragraphs[i].html, strlen(paragraphs[i].html));
        g_assert_cmpstr(text, ==, paragraphs[i].text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(text_cases); i++) {
        g_autofree char *path = g_strconcat("/html-document/text/", text_cases[i].name, NULL);
        g_test_add_data_func(path, &text_cases[i], check_text);
    }
    g_test_add_func("/html-document/attributes", check_attributes);
    g_test_add_func("/html-document/data-scripts-are-kept-as-they-are", check_data_scripts);
    g_test_add_func("/html-document/walks-are-ranges", check_walks);
    g_test_add_func("/html-document/depth-loses-nothing", check_depth);
    g_test_add_func("/html-document/tangle-ends", check_tangle);
    for (gsize i = 0; i < G_N_ELEMENTS(repeated_cases); i++) {
        g_autofree char *path = g_strconcat("/html-document/many/", repeated_cases[i].name, NULL);
        g_test_add_data_func(path, &repeated_cases[i], check_repetition);
    }
    g_test_add_func("/html-document/many-attributes", check_attributes_in_one_tag);
    g_test_add_func("/html-document/ceiling", check_ceiling);
    g_test_add_func("/html-document/threads", check_threads);
    g_test_add_func("/html-document/no-entities-are-loaded", check_no_entities);
    g_test_add_func("/html-document/fragments", check_fragments);
    return g_test_run();
}
