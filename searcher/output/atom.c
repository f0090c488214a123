/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A feed of the results (--atom; RFC 4287), to be read by a feed reader that asks each day.
 *
 * Atom wants an instant where a newspaper has a day: what is not known of it is written as the
 * first there can be, in UTC where no offset is known.
 */
#include "searcher/output/output.h"

#include <string.h>

#include "morgue/date.h"
#include "morgue/terminal.h"

/* The name space of UUIDs that are made of a URL (RFC 4122, appendix C). */
static const guchar url_namespace[] = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
                                       0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};

/* What an undated article is given: Atom does not allow none. */
static const char earliest[] = "0001-01-01T00:00:00";

/* XML 1.0 §2.2 has no control characters, surrogates or U+FFFE, not even escaped. */
static gboolean is_xml_character(gunichar character)
{
    return character >= 0x20 && character != 0x7f && (character & 0xfffe) != 0xfffe;
}

static void append_text(GString *xml, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar character = g_utf8_get_char(p);
        if (character == '&')
            g_string_append(xml, "&amp;");
        else if (character == '<')
            g_string_append(xml, "&lt;");
        else if (character == '>')
            g_string_append(xml, "&gt;");
        else if (character == '"')
            g_string_append(xml, "&quot;");
        else if (terminal_is_bidirectional_control(character) ||
                 (character >= 0x80 && character < 0xa0))
            g_string_append_printf(xml, "&#x%x;", character); /* a terminal obeys them */
        else
            g_string_append_unichar(xml, is_xml_character(character) ? character : ' ');
    }
}

static void append_element(GString *xml, const char *indent, const char *name, const char *text)
{
    g_string_append_printf(xml, "%s<%s>", indent, name);
    append_text(xml, text);
    g_string_append_printf(xml, "</%s>\n", name);
}

/* A name-based UUID (RFC 4122 §4.3, version 5) of an address of our own making. */
static void append_id(GString *xml, const char *indent, const char *address)
{
    guint8 hash[20];
    gsize size = sizeof hash;
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA1);
    g_checksum_update(checksum, url_namespace, sizeof url_namespace);
    g_checksum_update(checksum, (const guchar *)address, (gssize)strlen(address));
    g_checksum_get_digest(checksum, hash, &size);
    hash[6] = (guint8)((hash[6] & 0x0f) | 0x50);
    hash[8] = (guint8)((hash[8] & 0x3f) | 0x80);
    g_string_append_printf(xml, "%s<id>urn:uuid:", indent);
    for (guint i = 0; i < 16; i++) {
        gboolean parted = i == 4 || i == 6 || i == 8 || i == 10;
        g_string_append_printf(xml, "%s%02x", parted ? "-" : "", hash[i]);
    }
    g_string_append(xml, "</id>\n");
}

/* RFC 3339 of a date as far as it is known. */
static void append_instant(GString *xml, const char *indent, const char *name, const char *date)
{
    const char *time = strchr(date, 'T');
    gsize known = time == NULL ? strlen(date) : (gsize)(time - date) + strcspn(time, "Z+-");
    known = MIN(known, strlen(earliest));
    const char *offset = time == NULL || date[known] == '\0' ? "Z" : date + known;
    g_string_append_printf(xml, "%s<%s>%.*s%s%s</%s>\n", indent, name, (int)known, date,
                           earliest + known, offset, name);
}

/* An address with all but the characters of URIs escaped (RFC 3986 §2). */
static void append_link(GString *xml, const char *relation, const char *address)
{
    g_autofree char *escaped = g_uri_escape_string(
        address,
        G_URI_RESERVED_CHARS_GENERIC_DELIMITERS G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS "%",
        FALSE);
    g_string_append_printf(xml, "    <link rel=\"%s\" href=\"", relation);
    append_text(xml, escaped);
    g_string_append(xml, "\"/>\n");
}

/* The file as a file: URI; below an unknown root, or with --relative, as a relative reference. */
static char *file_address(const char *path)
{
    if (g_path_is_absolute(path))
        return g_filename_to_uri(path, NULL, NULL);
    g_autofree char *escaped = g_uri_escape_string(path, "/", FALSE);
    return g_strconcat("./", escaped, NULL);
}

/*
 * RFC 4287 §4.1.2: without content there must be an alternate link. An address of another scheme
 * (javascript:) is nothing for a reader of feeds to follow.
 */
static void append_links(GString *xml, const Result *result)
{
    const char *url = result_get(result, RECORD_URL);
    g_autofree char *file = file_address(result->path);
    gboolean on_the_web = g_str_has_prefix(url, "http://") || g_str_has_prefix(url, "https://");
    if (on_the_web)
        append_link(xml, "alternate", url);
    if (file != NULL)
        append_link(xml, on_the_web ? "related" : "alternate", file);
}

static char *query_title(const SearchOptions *options)
{
    const struct {
        const char *before, *value;
    } parts[] = {{"", options->query},
                 {"since ", options->since},
                 {"until ", options->until},
                 {"source ", options->source}};
    GString *title = g_string_new("morgue:");
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (parts[i].value != NULL)
            g_string_append_printf(title, " %s%s", parts[i].before, parts[i].value);
    }
    return g_string_free(title, FALSE);
}

static void print_head(Output *output, gboolean partial G_GNUC_UNUSED)
{
    g_autoptr(GString) xml = g_string_new("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                                          "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    g_autofree char *title = query_title(output->options);
    g_autofree char *places = g_strjoinv(" ", (char **)output->options->places->pdata);
    g_autofree char *address = g_strdup_printf("morgue-search:%s?%s", places, title);
    const Date now = date_now("UTC");
    char text[DATE_TEXT_SIZE];
    append_id(xml, "  ", address);
    append_element(xml, "  ", "title", title);
    append_instant(xml, "  ", "updated", date_format_timestamp(&now, text));
    g_string_append(xml, "  <author><name>morgue-search</name></author>\n"
                         "  <generator>morgue-search</generator>\n");
    fwrite(xml->str, 1, xml->len, output->stream);
}

static void append_dates(GString *xml, const Result *result)
{
    const char *date = result_get(result, RECORD_DATE);
    const char *modified = result_get(result, RECORD_MODIFIED);
    if (*date != '\0')
        append_instant(xml, "    ", "published", date);
    append_instant(xml, "    ", "updated", g_ascii_isdigit(*modified) ? modified : date);
}

/* An element that is wanted inside another one, on one line. */
static void append_inner(GString *xml, const char *outer, const char *inner, const char *text)
{
    if (*text == '\0')
        return;
    g_string_append_printf(xml, "    <%s><%s>", outer, inner);
    append_text(xml, text);
    g_string_append_printf(xml, "</%s></%s>\n", inner, outer);
}

static void append_category(GString *xml, const char *term)
{
    g_string_append(xml, "    <category term=\"");
    append_text(xml, term);
    g_string_append(xml, "\"/>\n");
}

static void print_entry(Output *output, const Result *result)
{
    g_autoptr(GString) xml = g_string_new("  <entry>\n");
    g_autofree char *address = g_strconcat("morgue:", result_get(result, RECORD_ID), NULL);
    const char *headline = result_get(result, RECORD_HEADLINE);
    const char *section = result_get(result, RECORD_SECTION);
    append_id(xml, "    ", address);
    append_element(xml, "    ", "title", *headline != '\0' ? headline : "(no headline)");
    append_dates(xml, result);
    append_inner(xml, "author", "name", result_get(result, RECORD_BYLINE));
    append_links(xml, result);
    if (*section != '\0')
        append_category(xml, section);
    append_element(xml, "    ", "summary", result_passage(result));
    append_inner(xml, "source", "title", result_get(result, RECORD_SOURCE));
    g_string_append(xml, "  </entry>\n");
    fwrite(xml->str, 1, xml->len, output->stream);
}

static void print_foot(Output *output, guint64 count G_GNUC_UNUSED)
{
    fputs("</feed>\n", output->stream);
}

const OutputForm output_atom = {
    .id = FORM_ATOM,
    .needs_articles = TRUE,
    .needs_snippets = TRUE,
    .begin = print_head,
    .article = print_entry,
    .end = print_foot,
};
