/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XML as archives hold it: nothing is lost that a reader of the source would see, nothing loaded.
 */
#include "indexer/xml-document.h"

#include <stdio.h>
#include <string.h>

#include "morgue/error.h"

static XmlDocument *parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    XmlDocument *document = xml_document_parse((const guint8 *)text, strlen(text), NULL, &error);
    g_assert_no_error(error);
    return document;
}

static void text_survives_what_is_no_xml(void)
{
    static const struct {
        const char *xml, *text;
        gboolean repaired;
    } cases[] = {
        {"<a>plain</a>", "plain", FALSE},
        {"\n\n <?xml version='1.0'?><a>blank before</a>", "blank before", FALSE},
        {"<?xml version='1.1'?><a>one point one</a>", "one point one", FALSE},
        {"<a>AT&T and R & D, &</a>", "AT&T and R & D, &", TRUE},
        {"<a>&nbsp;caf&eacute; &mdash; &amp;lt;</a>", "café — &lt;", FALSE},
        {"<a>&unknown; stays</a>", "&unknown; stays", TRUE},
        {"<a>bell&#7;and&#x1F;more</a>", "bell and more", TRUE},
        {"<a>&alpha;&Omega; &rArr; &empty;&fnof; &thetasym;</a>", "αΩ ⇒ ∅ƒ ϑ", FALSE},
        {"<a>&#X41; &#X26; B</a>", "A & B", TRUE},
        {"<a>&#147;quoted&#148;</a>", "“quoted”", TRUE},
        {"<a>1 < 2 and 3<4</a>", "1 < 2 and 3<4", TRUE},
        {"<a>before<b>never closed</a>", "beforenever closed", TRUE},
        {"<a>cut off in the mid", "cut off in the mid", TRUE},
        {"<a><![CDATA[<b> & &nbsp;]]></a>", "<b> & &nbsp;", FALSE},
        {"<a><!-- & < --><c:d>undeclared prefix</c:d></a>", "undeclared prefix", FALSE},
        {"<!DOCTYPE a [<!ENTITY e 'declared'>]><a>&e;</a>", "declared", FALSE},
        {"<?xml version='1.0' encoding='iso-8859-1'?><a>caf\xe9</a>", "café", FALSE},
        {"<?xml version='1.0' encoding='utf-16'?><a>not so wide</a>", "not so wide", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(XmlDocument) document = parse(cases[i].xml);
        g_autofree char *line = xml_line(xml_document_root(document));
        g_assert_cmpstr(line, ==, cases[i].text);
        if (xml_document_is_repaired(document) != cases[i].repaired)
            g_error("%s: repaired %d", cases[i].xml, !cases[i].repaired);
    }
}

static void elements_are_found_by_local_name(void)
{
    g_autoptr(XmlDocument) document =
        parse("<x:r xmlns:x='urn:x' xml:lang='de'><a id=' 7 '>1</a><x:a>2</x:a><b><c>3</c></b>"
              "<m:a>4</m:a></x:r>");
    const XmlNode *root = xml_document_root(document);
    g_assert_cmpstr(xml_name(root), ==, "r");
    g_assert_cmpstr(xml_prefix(root), ==, "x");
    g_assert_true(xml_attribute_is(root, "lang", "DE"));
    const XmlNode *first = xml_child(root, "a");
    g_autofree char *id = xml_attribute(first, "id");
    g_assert_cmpstr(id, ==, "7");
    g_assert_null(xml_attribute(first, "absent"));
    const XmlNode *second = xml_next(first);
    const XmlNode *third = xml_next(second);
    g_autofree char *two = xml_line(second);
    g_autofree char *four = xml_line(third);
    g_assert_cmpstr(two, ==, "2");
    g_assert_cmpstr(four, ==, "4");
    g_assert_null(xml_next(third));
    g_autofree char *three = xml_text(xml_path(root, "b/c"));
    g_assert_cmpstr(three, ==, "3");
    g_assert_null(xml_path(root, "b/d"));
    g_assert_true(xml_descendant(root, "c") == xml_path(root, "b/c"));
    g_assert_true(xml_parent(xml_path(root, "b/c")) == xml_child(root, "b"));
    g_assert_null(xml_parent(root));
    guint count = 0;
    for (const XmlNode *node = root; node != NULL; node = xml_following(root, node))
        count++;
    g_assert_cmpuint(count, ==, 6);
    g_assert_true(xml_is(xml_after(root, xml_child(root, "b")), "a"));
}

static void markup_comes_back_as_html(void)
{
    g_autoptr(XmlDocument) document =
        parse("<content xmlns:h='http://www.w3.org/1999/xhtml'><h:p class='a&amp;b'>R&amp;D "
              "<h:br/>&lt;b&gt;</h:p>tail</content>");
    g_autofree char *markup = xml_inner_markup(xml_document_root(document));
    g_assert_cmpstr(markup, ==, "<p class=\"a&amp;b\">R&amp;D <br></br>&lt;b&gt;</p>tail");
}

static void nothing_is_loaded(void)
{
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "morgue-xml-secret", NULL);
    g_assert_true(g_file_set_contents(path, "secret", -1, NULL));
    g_autofree char *xml = g_strdup_printf("<!DOCTYPE a SYSTEM 'file://%s' [<!ENTITY e SYSTEM "
                                           "'file://%s'><!ENTITY %% p SYSTEM 'file://%s'> %%p;]>"
                                           "<a>x&e;y</a>",
                                           path, path, path);
    g_autoptr(XmlDocument) document = parse(xml);
    g_autofree char *text = xml_text(xml_document_root(document));
    g_assert_cmpstr(text, ==, "xy");
    remove(path);
}

static void entity_bombs_are_past_the_limit(void)
{
    GString *laughs = g_string_new("<!DOCTYPE a [<!ENTITY e0 'ha'>");
    for (int i = 1; i < 12; i++) {
        g_string_append_printf(laughs, "<!ENTITY e%d '", i);
        for (int j = 0; j < 10; j++)
            g_string_append_printf(laughs, "&e%d;", i - 1);
        g_string_append(laughs, "'>");
    }
    g_string_append(laughs, "]><a>&e11;</a>");
    GString *quadratic = g_string_new("<!DOCTYPE a [<!ENTITY e '");
    for (int i = 0; i < 10000; i++)
        g_string_append(quadratic, "0123456789");
    g_string_append(quadratic, "'>]><a>");
    for (int i = 0; i < 20000; i++)
        g_string_append(quadratic, "&e;");
    g_string_append(quadratic, "</a>");
    GString *bombs[] = {laughs, quadratic};
    for (gsize i = 0; i < G_N_ELEMENTS(bombs); i++) {
        g_autoptr(GError) error = NULL;
        g_test_timer_start();
        XmlDocument *document =
            xml_document_parse((const guint8 *)bombs[i]->str, bombs[i]->len, NULL, &error);
        g_assert_null(document);
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT);
        g_assert_cmpfloat(g_test_timer_elapsed(), <, 60);
        g_string_free(bombs[i], TRUE);
    }
}

static void depth_is_no_danger(void)
{
    GString *deep = g_string_new("<a>first");
    for (int i = 0; i < 100000; i++)
        g_string_append(deep, "<b>");
    g_autoptr(GError) error = NULL;
    g_autoptr(XmlDocument) document =
        xml_document_parse((const guint8 *)deep->str, deep->len, NULL, &error);
    g_string_free(deep, TRUE);
    if (document == NULL) {
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
        return;
    }
    g_autofree char *line = xml_line(xml_document_root(document));
    g_assert_cmpstr(line, ==, "first");
}

static void what_is_no_xml_is_an_error(void)
{
    static const char *const cases[] = {"", " ", "text", "<", "<?xml version='1.0'?>", "<!-- -->"};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        XmlDocument *document =
            xml_document_parse((const guint8 *)cases[i], strlen(cases[i]), NULL, &error);
        g_assert_null(document);
        g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_INPUT);
    }
}

static void the_root_shows_in_the_first_bytes(void)
{
    static const struct {
        const char *bytes, *root;
    } cases[] = {
        {"<nitf>", "nitf"},
        {"<?xml version='1.0'?>\n<!-- <rss> --><x:mets xmlns:x='u'>", "mets"},
        {"<!DOCTYPE nitf SYSTEM 'a.dtd'>\n<nitf a='b'>", "nitf"},
        {"<!DOCTYPE nitf [<!ENTITY a '>'>]>\n<nitf>", "nitf"},
        {"\xef\xbb\xbf <TEI.2 >", "TEI.2"},
        {"text <nitf>", NULL},
        {"<!-- never closed <nitf>", NULL},
        {"<nit", NULL}, /* it might go on */
        {"<", NULL},
        {"", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        char name[64];
        gboolean found = xml_sniff_root((const guint8 *)cases[i].bytes, strlen(cases[i].bytes),
                                        name, sizeof name);
        g_assert_cmpstr(found ? name : NULL, ==, cases[i].root);
    }
    static const char feed[] = "<rss version='2.0'>";
    g_assert_true(xml_root_is_one_of((const guint8 *)feed, strlen(feed), "feed rss"));
    g_assert_false(xml_root_is_one_of((const guint8 *)feed, strlen(feed), "feed rs"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml/text survives what is no xml", text_survives_what_is_no_xml);
    g_test_add_func("/xml/elements are found by local name", elements_are_found_by_local_name);
    g_test_add_func("/xml/markup comes back as html", markup_comes_back_as_html);
    g_test_add_func("/xml/nothing is loaded", nothing_is_loaded);
    g_test_add_func("/xml/entity bombs are past the limit", entity_bombs_are_past_the_limit);
    g_test_add_func("/xml/depth is no danger", depth_is_no_danger);
    g_test_add_func("/xml/what is no xml is an error", what_is_no_xml_is_an_error);
    g_test_add_func("/xml/the root shows in the first bytes", the_root_shows_in_the_first_bytes);
    return g_test_run();
}
