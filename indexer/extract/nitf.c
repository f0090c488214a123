/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NITF 3.6: head, body.head, body.content; the New York Times corpus says more in its metas. */
#include "indexer/extract/nitf.h"

#include <string.h>

#include "indexer/extract/xml-fields.h"

#define NITF_CONFIDENCE 0.97

/* The content of a meta of the head by its name; NULL for none. The caller owns it. */
static char *meta(const XmlNode *nitf, const char *name)
{
    const XmlNode *node = xml_child_with(xml_path(nitf, "head"), "meta", "name", name);
    return node == NULL ? NULL : xml_attribute(node, "content");
}

static void set_meta(Article *article, ArticleField field, const XmlNode *nitf, const char *name)
{
    g_autofree char *content = meta(nitf, name);
    article_set_string(article, field, content, PROVENANCE_RECORD);
}

static void set_id(const XmlNode *nitf, Article *article)
{
    const XmlNode *node = xml_path(nitf, "head/docdata/doc-id");
    if (node == NULL)
        return;
    g_autofree char *source = xml_attribute(node, "regsrc");
    g_autofree char *id = xml_attribute(node, "id-string");
    g_autofree char *whole =
        id != NULL && source != NULL ? g_strconcat(source, ":", id, NULL) : g_strdup(id);
    xml_set_id(article, "nitf:", whole);
}

static void set_headline(const XmlNode *nitf, Article *article)
{
    const XmlNode *hedline = xml_path(nitf, "body/body.head/hedline");
    xml_set_line(article, ARTICLE_HEADLINE, xml_path(hedline, "hl1"), PROVENANCE_RECORD);
    xml_set_line(article, ARTICLE_SUBTITLE, xml_path(hedline, "hl2"), PROVENANCE_RECORD);
    xml_set_line(article, ARTICLE_HEADLINE, xml_path(nitf, "head/title"), PROVENANCE_RECORD);
    xml_set_line(article, ARTICLE_SUMMARY, xml_path(nitf, "body/body.head/abstract"),
                 PROVENANCE_RECORD);
}

/* The persons of a byline, or all of it but titles. */
static char *byline_text(const XmlNode *byline)
{
    g_autoptr(GString) persons = g_string_new(NULL);
    for (const XmlNode *node = xml_child(byline, "person"); node != NULL; node = xml_next(node)) {
        g_autofree char *line = xml_line(node);
        if (line != NULL)
            g_string_append_printf(persons, "%s%s", persons->len > 0 ? "; " : "", line);
    }
    if (persons->len > 0)
        return g_strdup(persons->str);
    char *line = xml_line(byline);
    g_autofree char *title =
        xml_path(byline, "byttl") == NULL ? NULL : xml_line(xml_path(byline, "byttl"));
    if (line != NULL && title != NULL && g_str_has_suffix(line, title))
        line[strlen(line) - strlen(title)] = '\0';
    return line;
}

/* As it was printed, where there are several (NYT: print_byline, normalized_byline). */
static void set_byline(const XmlNode *nitf, Article *article)
{
    const XmlNode *head = xml_path(nitf, "body/body.head");
    const XmlNode *byline = xml_child_with(head, "byline", "class", "print_byline");
    if (byline == NULL)
        byline = xml_path(head, "byline");
    g_autofree char *text = byline == NULL ? NULL : byline_text(byline);
    article_set_string(article, ARTICLE_BYLINE, text, PROVENANCE_RECORD);
}

/* Year, month and day in three metas of the New York Times. */
static gboolean read_meta_date(const XmlNode *nitf, const DateContext *dates, Date *date)
{
    g_autofree char *year = meta(nitf, "publication_year");
    g_autofree char *month = meta(nitf, "publication_month");
    g_autofree char *day = meta(nitf, "publication_day_of_month");
    if (year == NULL || month == NULL || day == NULL)
        return FALSE;
    g_autofree char *text =
        g_strdup_printf("%s-%02u-%02u", year, xml_number(month), xml_number(day));
    return date_parse(text, strlen(text), dates, date, NULL);
}

/* Never change.date: that is the DTD's. */
static void set_dates(const XmlNode *nitf, const DateContext *dates, Article *article)
{
    const XmlNode *docdata = xml_path(nitf, "head/docdata");
    const XmlNode *issue = xml_path(docdata, "date.issue");
    const XmlNode *story = xml_path(nitf, "body/body.head/dateline/story.date");
    Date date;
    if (xml_read_date_attribute(xml_path(nitf, "head/pubdata"), "date.publication", dates, &date) ||
        xml_read_date_attribute(xml_path(docdata, "date.release"), "norm", dates, &date) ||
        xml_read_date_attribute(issue, "norm", dates, &date) ||
        xml_read_date_attribute(story, "norm", dates, &date) ||
        xml_read_date(story, dates, &date) || read_meta_date(nitf, dates, &date))
        article_set_published(article, &date, PROVENANCE_RECORD, NITF_CONFIDENCE);
    if (xml_read_date_attribute(issue, "norm", dates, &date) &&
        date_compare(&date, &article->published.date) > 0)
        article_set_modified(article, &date, PROVENANCE_RECORD);
}

static void set_section(const XmlNode *nitf, Article *article)
{
    static const char *const names[] = {"dsk", "online_sections", "print_section"};
    const XmlNode *object = xml_path(nitf, "head/tobject");
    xml_set_attribute(article, ARTICLE_SECTION, object, "tobject.type", PROVENANCE_RECORD);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        set_meta(article, ARTICLE_SECTION, nitf, names[i]);
}

static void add_keywords(const XmlNode *nitf, Article *article)
{
    const XmlNode *head = xml_path(nitf, "head");
    for (const XmlNode *node = head; node != NULL; node = xml_following(head, node)) {
        if (xml_is(node, "keyword"))
            xml_add_keyword_attribute(article, node, "key");
        if (xml_is(node, "tobject.subject")) {
            xml_add_keyword_attribute(article, node, "tobject.subject.type");
            xml_add_keyword_attribute(article, node, "tobject.subject.matter");
            xml_add_keyword_attribute(article, node, "tobject.subject.detail");
        }
        if (xml_parent(node) != NULL && xml_is(xml_parent(node), "identified-content"))
            xml_add_keyword(article, node);
    }
}

static void set_source(const XmlNode *nitf, Article *article)
{
    xml_set_line(article, ARTICLE_SOURCE, xml_path(nitf, "body/body.head/distributor"),
                 PROVENANCE_RECORD);
    xml_set_attribute(article, ARTICLE_SOURCE, xml_path(nitf, "head/docdata/doc.copyright"),
                      "holder", PROVENANCE_RECORD);
    xml_set_attribute(article, ARTICLE_SOURCE, xml_path(nitf, "head/docdata/doc-id"), "regsrc",
                      PROVENANCE_RECORD);
}

/* The dateline's words but for those of its date. */
static gboolean add_words(gpointer data, XmlEvent event, const XmlNode *node, const char *text)
{
    if (event == XML_WORDS)
        g_string_append(data, text);
    return event != XML_START || !xml_is(node, "story.date");
}

static void set_place(const XmlNode *nitf, const DateContext *dates, Article *article)
{
    const XmlNode *dateline = xml_path(nitf, "body/body.head/dateline");
    const XmlNode *event = xml_path(nitf, "head/docdata/evloc");
    xml_set_line(article, ARTICLE_PLACE, xml_path(dateline, "location"), PROVENANCE_RECORD);
    if (dateline != NULL) {
        g_autoptr(GString) words = g_string_new(NULL);
        xml_walk(dateline, add_words, words);
        xml_set_dateline(article, g_strstrip(words->str), dates);
    }
    xml_set_attribute(article, ARTICLE_PLACE, event, "city", PROVENANCE_RECORD);
}

static void set_print(const XmlNode *nitf, Article *article)
{
    const XmlNode *data = xml_path(nitf, "head/pubdata");
    xml_set_attribute(article, ARTICLE_EDITION, data, "edition.name", PROVENANCE_RECORD);
    xml_set_attribute(article, ARTICLE_EDITION, data, "issue", PROVENANCE_RECORD);
    xml_set_attribute(article, ARTICLE_PAGE, data, "position.sequence", PROVENANCE_RECORD);
    set_meta(article, ARTICLE_PAGE, nitf, "print_page_number");
}

static void set_language(const XmlNode *nitf, Article *article)
{
    static const char *const names[] = {"lang", "baselang"};
    const XmlNode *content = xml_path(nitf, "body/body.content");
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *language = xml_attribute(nitf, names[i]);
        article_set_language(article, language, PROVENANCE_RECORD);
    }
    g_autofree char *inner = content == NULL ? NULL : xml_attribute(content, "lang");
    article_set_language(article, inner, PROVENANCE_RECORD);
}

gboolean nitf_is_withdrawn(const XmlNode *nitf)
{
    const XmlNode *docdata = xml_path(nitf, "head/docdata");
    g_autofree char *status = docdata == NULL ? NULL : xml_attribute(docdata, "management-status");
    return xml_is_withdrawn(status);
}

/* A day ends last twelve hours west of Greenwich. */
#define LATEST_END (12 * 3600 - 1)

/* UTC, where the offset is known; the first or the last second of a span. */
static guint32 seconds_of(const Date *date, gboolean is_end)
{
    gint64 seconds = date_first_day(date) * 86400;
    if (date->precision < DATE_PRECISION_HOUR)
        seconds = is_end ? (date_last_day(date) + 1) * 86400 + LATEST_END : seconds;
    else
        seconds += date->hour * 3600 + date->minute * 60 + date->second;
    return (guint32)CLAMP(seconds - date->offset_minutes * 60, 1, G_MAXUINT32);
}

guint32 nitf_revision(const XmlNode *nitf, const DateContext *dates)
{
    gboolean is_withdrawn = nitf_is_withdrawn(nitf);
    const XmlNode *docdata = xml_path(nitf, "head/docdata");
    const XmlNode *key = xml_path(docdata, "du-key");
    Date date;
    if (xml_read_date_attribute(xml_path(docdata, "date.issue"), "norm", dates, &date))
        return seconds_of(&date, is_withdrawn);
    g_autofree char *version = key == NULL || is_withdrawn ? NULL : xml_attribute(key, "version");
    return xml_number(version);
}

/* Bodies. */

static gboolean is_block(const XmlNode *node)
{
    static const char *const names[] = {"p",  "hl1", "hl2", "li", "td",     "th", "pre", "dt",
                                        "dd", "h1",  "h2",  "h3", "credit", "h4", NULL};
    return g_strv_contains(names, xml_name(node));
}

static gboolean has_block(const XmlNode *node)
{
    for (const XmlNode *inner = xml_following(node, node); inner != NULL;
         inner = xml_following(node, inner))
        if (is_block(inner))
            return TRUE;
    return FALSE;
}

/* Lines of a preformatted text, or of a body without any paragraphs, stay lines. */
static void add_as_it_stands(const XmlNode *node, Article *article)
{
    g_autofree char *text = xml_text(node);
    article_add_paragraph(article, text, strlen(text));
}

static void add_block(const XmlNode *node, Article *article)
{
    if (xml_is(node, "pre"))
        add_as_it_stands(node, article);
    else
        xml_add_paragraph(article, node);
}

static void add_captions(const XmlNode *content, Article *article)
{
    for (const XmlNode *node = content; node != NULL; node = xml_following(content, node)) {
        g_autofree char *line = xml_is(node, "media-caption") ? xml_line(node) : NULL;
        if (line != NULL)
            article_add_caption(article, line, strlen(line));
    }
}

/* The New York Times repeats the lead paragraph in a block of its own. */
static const XmlNode *find_full_text(const XmlNode *content)
{
    const XmlNode *block = xml_child_with(content, "block", "class", "full_text");
    return block != NULL ? block : content;
}

void nitf_add_body(const XmlNode *content, Article *article)
{
    if (content == NULL)
        return;
    const XmlNode *top = find_full_text(content);
    if (!has_block(top)) {
        add_as_it_stands(top, article);
        return;
    }
    const XmlNode *node = xml_following(top, top);
    while (node != NULL) {
        gboolean is_leaf = is_block(node) && !has_block(node);
        if (is_leaf)
            add_block(node, article);
        gboolean is_passed = is_leaf || xml_is(node, "media") || xml_is(node, "caption");
        node = is_passed ? xml_after(top, node) : xml_following(top, node);
    }
    add_captions(content, article);
}

void nitf_read_identity(const XmlNode *nitf, Article *article)
{
    const XmlNode *pubdata = xml_path(nitf, "head/pubdata");
    g_autofree char *url = pubdata == NULL ? NULL : xml_attribute(pubdata, "ex-ref");
    set_id(nitf, article);
    article_set_url(article, url, PROVENANCE_RECORD);
}

void nitf_read(const XmlNode *nitf, const DateContext *dates, Article *article)
{
    nitf_read_identity(nitf, article);
    set_headline(nitf, article);
    set_byline(nitf, article);
    set_dates(nitf, dates, article);
    set_section(nitf, article);
    add_keywords(nitf, article);
    set_source(nitf, article);
    set_place(nitf, dates, article);
    set_print(nitf, article);
    set_language(nitf, article);
    nitf_add_body(xml_path(nitf, "body/body.content"), article);
}
