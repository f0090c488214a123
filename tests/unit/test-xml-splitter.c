/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Items are found wherever their bytes lie, and only where they are items. */
#include "indexer/xml-splitter.h"

#include <string.h>

#include "morgue/error.h"

/* The items of a text, `offset:bytes` (`~` where cut), one to a line. */
static char *split(const char *text, gsize length, gsize step, const char *names)
{
    GString *out = g_string_new(NULL);
    g_autoptr(Source) source = source_open_memory(text, length, step, "file.xml");
    g_autoptr(XmlSplitter) splitter = xml_splitter_new(source, names);
    g_autoptr(GError) error = NULL;
    XmlItem item;
    while (xml_splitter_next(splitter, &item, &error)) {
        g_string_append_printf(out, "%" G_GUINT64_FORMAT ":%.*s%s\n", item.offset, (int)item.length,
                               (const char *)item.bytes, item.is_cut ? "~" : "");
    }
    g_assert_no_error(error);
    return g_string_free(out, FALSE);
}

static void items_are_found_and_nothing_else_is(void)
{
    static const struct {
        const char *text, *items;
    } cases[] = {
        {"<rss><item>a</item><item b='>'>c</item></rss>",
         "5:<item>a</item>\n19:<item b='>'>c</item>\n"},
        {"<r><x:item/><item\n/></r>", "3:<x:item/>\n12:<item\n/>\n"},
        {"<r><!-- <item>no</item> --><item>1</item></r>", "27:<item>1</item>\n"},
        {"<r><![CDATA[<item>no</item>]]><item><![CDATA[</item>]]></item></r>",
         "30:<item><![CDATA[</item>]]></item>\n"},
        {"<r><?php <item> ?><item>1</item></r>", "18:<item>1</item>\n"},
        {"<!DOCTYPE r [<!ENTITY e '<item>'>]><r><item>1</item></r>", "38:<item>1</item>\n"},
        {"<r><item><item>in</item>out</item></r>", "3:<item><item>in</item>out</item>\n"},
        {"<r>a < b <item>c < d</item></r>", "9:<item>c < d</item>\n"},
        {"<r><itemised/><items><item/></items></r>", "21:<item/>\n"},
        {"<r><item>never closed", "3:<item>never closed~\n"},
        {"<r><item>1</item><item", "3:<item>1</item>\n"},
        {"<r><!-- never closed <item>1</item></r>", "21:<item>1</item>\n"},
        {"<r><entry>1</entry><item>2</item></r>", "3:<entry>1</entry>\n19:<item>2</item>\n"},
        {"no markup at all", ""},
        {"", ""},
        {"<", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize step = 0; step < 4; step++) {
            g_autofree char *items =
                split(cases[i].text, strlen(cases[i].text), step, "item entry");
            g_assert_cmpstr(items, ==, cases[i].items);
        }
    }
}

static void the_head_is_what_is_around_the_items(void)
{
    static const char text[] = "<?xml version='1.0'?><rss xmlns:dc='urn:dc'><title>T</title>"
                               "<item><dc:date>1</dc:date></item><link>L</link></rss>";
    g_autoptr(Source) source = source_open_memory(text, strlen(text), 1, "file.xml");
    g_autoptr(XmlSplitter) splitter = xml_splitter_new(source, "item");
    XmlItem item;
    g_assert_true(xml_splitter_next(splitter, &item, NULL));
    g_assert_true(g_str_has_suffix(xml_splitter_head(splitter)->str, "<title>T</title>"));
    g_autoptr(XmlDocument) document = xml_splitter_document(splitter, &item, NULL);
    const XmlNode *root = xml_document_root(document);
    g_assert_true(xml_is(root, "item"));
    g_assert_cmpstr(xml_prefix(xml_child(root, "date")), ==, "dc");
    g_assert_false(xml_splitter_next(splitter, &item, NULL));
    g_autoptr(XmlDocument) head = xml_splitter_head_document(splitter, NULL);
    g_autofree char *title = xml_line(xml_child(xml_document_root(head), "title"));
    g_autofree char *link = xml_line(xml_child(xml_document_root(head), "link"));
    g_assert_cmpstr(title, ==, "T");
    g_assert_cmpstr(link, ==, "L");
}

/* Entities and charset of the file hold in its items. */
static void an_item_knows_what_its_file_declares(void)
{
    static const char text[] = "<?xml version='1.0' encoding='iso-8859-1'?>"
                               "<!DOCTYPE r [<!ENTITY paper 'The Paper'>]>"
                               "<r><item>caf\xe9, &paper; &eacute;</item></r>";
    g_autoptr(Source) source = source_open_memory(text, strlen(text), 0, "file.xml");
    g_autoptr(XmlSplitter) splitter = xml_splitter_new(source, "item");
    XmlItem item;
    g_assert_true(xml_splitter_next(splitter, &item, NULL));
    g_autoptr(XmlDocument) document = xml_splitter_document(splitter, &item, NULL);
    g_autofree char *line = xml_line(xml_document_root(document));
    g_assert_cmpstr(line, ==, "café, The Paper é");
}

static void wide_charsets_are_split_as_well(void)
{
    static const char text[] = "<?xml version='1.0' encoding='UTF-16'?><r><item>ü</item></r>";
    gsize length;
    g_autofree char *wide =
        g_convert(text, (gssize)strlen(text), "UTF-16LE", "UTF-8", NULL, &length, NULL);
    g_autoptr(GString) bytes = g_string_new_len("\xff\xfe", 2);
    g_string_append_len(bytes, wide, (gssize)length);
    g_autofree char *items = split(bytes->str, bytes->len, 1, "item");
    g_assert_cmpstr(items, ==, "42:<item>ü</item>\n");
}

/* An item past the ceiling is given cut, and the one behind it is found. */
static void an_item_past_the_ceiling_is_cut(void)
{
    g_autoptr(GString) text = g_string_new("<r><item>");
    while (text->len < SOURCE_ITEM_CEILING + 1000000)
        g_string_append(text, "<item>0123456789</item> and more of it, ");
    g_string_append(text, "</item><item>next</item></r>");
    g_autoptr(Source) source = source_open_memory(text->str, text->len, 0, "file.xml");
    g_autoptr(XmlSplitter) splitter = xml_splitter_new(source, "item");
    XmlItem item;
    g_assert_true(xml_splitter_next(splitter, &item, NULL));
    g_assert_true(item.is_cut);
    g_assert_cmpuint(item.length, ==, SOURCE_ITEM_CEILING);
    g_assert_true(xml_splitter_next(splitter, &item, NULL));
    g_assert_false(item.is_cut);
    g_assert_cmpuint(item.length, ==, strlen("<item>next</item>"));
    g_assert_false(xml_splitter_next(splitter, &item, NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml-splitter/items are found and nothing else is",
                    items_are_found_and_nothing_else_is);
    g_test_add_func("/xml-splitter/the head is what is around the items",
                    the_head_is_what_is_around_the_items);
    g_test_add_func("/xml-splitter/an item knows what its file declares",
                    an_item_knows_what_its_file_declares);
    g_test_add_func("/xml-splitter/wide charsets are split as well",
                    wide_charsets_are_split_as_well);
    g_test_add_func("/xml-splitter/an item past the ceiling is cut",
                    an_item_past_the_ceiling_is_cut);
    return g_test_run();
}
