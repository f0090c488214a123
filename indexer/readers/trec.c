/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Collections of TREC, the LDC and CLEF: `<DOC>` after `<DOC>`, each paper with elements of its own
 * (formats.md §6.7). One table of names of elements serves all; ids say which paper it is.
 */
#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/dateline.h"
#include "indexer/extract/page.h"
#include "indexer/extract/sgml-body.h"
#include "indexer/readers/table.h"
#include "indexer/sgml-splitter.h"
#include "morgue/error.h"

#define TREC_CONFIDENCE 0.97

typedef struct {
    SgmlSplitter *splitter;
    const ReaderContext *context;
    DateContext dates;
} TrecReader;

typedef struct {
    const char *start, *end; /* of the document's text */
    char *id;
} Document;

static Evidence trec_sniff(const guint8 *bytes, gsize length)
{
    const char *text = (const char *)bytes;
    gboolean is_first = length > 5 && g_ascii_strncasecmp(text, "<DOC", 4) == 0 &&
                        (text[4] == '>' || text[4] == ' ');
    gboolean has_id = g_strstr_len(text, (gssize)length, "<DOCNO") != NULL ||
                      g_strstr_len(text, (gssize)length, "<docno") != NULL ||
                      g_strstr_len(text, (gssize)length, "<DOCID") != NULL ||
                      g_strstr_len(text, (gssize)length, "<DOC id=") != NULL;
    return is_first && has_id ? EVIDENCE_CERTAIN : is_first ? EVIDENCE_WEAK : EVIDENCE_NONE;
}

static gpointer trec_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    TrecReader *self = g_new0(TrecReader, 1);
    self->splitter = sgml_splitter_new(source, "DOC");
    self->context = context;
    date_context_init(&self->dates, &context->today);
    self->dates.reference = (Date){0};
    self->dates.century = DATE_CENTURY_1900;
    self->dates.language = "en-US";
    return self;
}

static void trec_close(gpointer state)
{
    TrecReader *self = state;
    sgml_splitter_free(self->splitter);
    g_free(self);
}

static char *line_of(const Document *document, const char *name)
{
    SgmlElement element;
    return sgml_find(document->start, document->end, name, &element)
               ? sgml_line(element.content, element.length)
               : NULL;
}

/* Fields, and the elements that hold them, the best first. */
static const struct {
    ArticleField field;
    const char *names;
} elements[] = {
    {ARTICLE_HEADLINE, "HEADLINE HEAD HL TI TITLE TTL H3 SLUG"},
    {ARTICLE_BYLINE, "BYLINE AUTHOR BY"},
    {ARTICLE_SOURCE, "PUB"},
    {ARTICLE_PAGE, "PAGE"},
    {ARTICLE_EDITION, "EDITION"},
    {ARTICLE_LANGUAGE, "LANGUAGE"},
};

/* FT's headlines begin with the day: `FT  14 MAY 91 / Banks …`; in WSJ's `@` is a new line. */
static const char *strip_paper(char *headline)
{
    g_strdelimit(headline, "@", ' ');
    const char *slash = g_str_has_prefix(headline, "FT ") ? strstr(headline, " / ") : NULL;
    return slash != NULL ? slash + 3 : headline;
}

static void set_fields(const Document *document, Article *article)
{
    for (gsize i = 0; i < G_N_ELEMENTS(elements); i++) {
        g_auto(GStrv) names = g_strsplit(elements[i].names, " ", -1);
        for (guint n = 0; names[n] != NULL; n++) {
            g_autofree char *line = line_of(document, names[n]);
            if (line == NULL)
                continue;
            if (elements[i].field == ARTICLE_LANGUAGE)
                article_set_language(article, line, PROVENANCE_RECORD);
            else
                article_set_string(article, elements[i].field, strip_paper(line),
                                   PROVENANCE_RECORD);
        }
    }
}

/* LA Times: `Calendar; Page 24; Column 1; Calendar Desk`. */
static void set_section(const Document *document, Article *article)
{
    g_autofree char *line = line_of(document, "SECTION");
    g_auto(GStrv) parts = line == NULL ? NULL : g_strsplit(line, ";", -1);
    for (guint i = 0; parts != NULL && parts[i] != NULL; i++) {
        const char *part = g_strstrip(parts[i]);
        if (g_str_has_prefix(part, "Page "))
            article_set_string(article, ARTICLE_PAGE, part + strlen("Page "), PROVENANCE_RECORD);
        else if (i == 0)
            article_set_string(article, ARTICLE_SECTION, part, PROVENANCE_RECORD);
    }
}

/* Papers by how their ids begin; the longer beginning stands first. */
static const struct {
    const char *prefix, *name;
} papers[] = {
    {"APW", "Associated Press"},     {"AP", "Associated Press"},
    {"AFP", "Agence France-Presse"}, {"CNA", "Central News Agency of Taiwan"},
    {"FT", "Financial Times"},       {"FBIS", "Foreign Broadcast Information Service"},
    {"GH", "Glasgow Herald"},        {"LA", "Los Angeles Times"},
    {"LEMONDE", "Le Monde"},         {"LTW", "Los Angeles Times/Washington Post"},
    {"NYT", "New York Times"},       {"SJMN", "San Jose Mercury News"},
    {"WPB", "Washington Post"},      {"WSJ", "Wall Street Journal"},
    {"XIE", "Xinhua News Agency"},   {"XIN", "Xinhua News Agency"},
};

static void set_paper(const Document *document, Article *article)
{
    for (gsize i = 0; document->id != NULL && i < G_N_ELEMENTS(papers); i++) {
        gsize length = strlen(papers[i].prefix);
        if (g_str_has_prefix(document->id, papers[i].prefix) &&
            !g_ascii_isalpha(document->id[length])) {
            article_set_string(article, ARTICLE_SOURCE, papers[i].name, PROVENANCE_CONTAINER);
            return;
        }
    }
}

/* Dates. */

static gboolean parse(const TrecReader *self, const char *text, Date *date)
{
    return text != NULL && date_parse(text, strlen(text), &self->dates, date, NULL);
}

/* The day in an id: eight digits, or two each of year, month and day after letters. */
static gboolean read_id_date(const TrecReader *self, const char *id, Date *date)
{
    g_autofree char *lower = id == NULL ? NULL : g_ascii_strdown(id, -1);
    if (lower == NULL)
        return FALSE;
    if (date_from_path(lower, &self->dates, date) && date->precision >= DATE_PRECISION_DAY)
        return TRUE;
    gsize letters = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (letters == 0 || strspn(id + letters, "0123456789") != 6)
        return FALSE;
    g_autofree char *digits = g_strndup(id + letters, 6);
    return parse(self, digits, date);
}

/* `AP-NR-02-12-88 2046EST`: the last words of a file's name on the wire. */
static gboolean read_file_date(const TrecReader *self, const Document *document, Date *date)
{
    g_autofree char *line = line_of(document, "FILEID");
    const char *at = line;
    while (at != NULL && *at != '\0' && !g_ascii_isdigit(*at))
        at++;
    return parse(self, at, date);
}

static void set_date(const TrecReader *self, const Document *document, Article *article)
{
    static const char *const names[] = {"DATE_TIME", "DATE", "DD", "DATE1", "PUBDATE", "DOCDATE"};
    Date date = {0};
    for (gsize i = 0; i < G_N_ELEMENTS(names) && !date_is_set(&date); i++) {
        g_autofree char *line = line_of(document, names[i]);
        if (parse(self, line, &date) && strstr(line, "Edition") != NULL) {
            const char *edition = strrchr(line, ',');
            article_set_string(article, ARTICLE_EDITION,
                               edition == NULL ? NULL : g_strchug((char *)edition + 1),
                               PROVENANCE_RECORD);
        }
    }
    if (date_is_set(&date) || read_file_date(self, document, &date) ||
        read_id_date(self, document->id, &date))
        article_set_published(article, &date, PROVENANCE_RECORD, TREC_CONFIDENCE);
}

static void read_dateline(const Document *document, Article *article)
{
    g_autofree char *line = line_of(document, "DATELINE");
    const DateContext dates = {.reference = article->published.date};
    Dateline dateline;
    if (line == NULL)
        return;
    g_autofree char *dashed = g_strconcat(line, " - ", NULL);
    if (dateline_read(dashed, strlen(dashed), &dates, &dateline))
        dateline_apply(&dateline, article);
    else
        article_set_string(article, ARTICLE_PLACE, line, PROVENANCE_RECORD);
}

/* Text. */

/* FBIS: what stands before `[Text]` or `[Excerpts]` says where it was heard. */
static const char *skip_heading(const char *text)
{
    static const char *const marks[] = {"[Text]", "[Excerpt]", "[Excerpts]",
                                        "[FBIS Translated Text]"};
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *mark = g_strstr_len(text, 600, marks[i]);
        if (mark != NULL)
            return mark + strlen(marks[i]);
    }
    return text;
}

static void add_elements(const Document *document, const char *name, Article *article)
{
    SgmlElement element;
    for (const char *at = document->start; sgml_find(at, document->end, name, &element);
         at = element.end) {
        g_autofree char *text = sgml_text(element.content, element.length);
        sgml_add_body(article, skip_heading(text));
    }
}

static void add_captions(const Document *document, const char *name, Article *article)
{
    SgmlElement element;
    for (const char *at = document->start; sgml_find(at, document->end, name, &element);
         at = element.end) {
        g_autofree char *line = sgml_line(element.content, element.length);
        if (line != NULL)
            article_add_caption(article, line, strlen(line));
    }
}

static void set_body(const Document *document, Article *article)
{
    static const char *const names[] = {"LP", "LEADPARA", "TEXT"};
    static const char *const others[] = {"BODY", "CONTENT"}; /* these may be around a TEXT */
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        add_elements(document, names[i], article);
    for (gsize i = 0; i < G_N_ELEMENTS(others) && article->body->len == 0; i++)
        add_elements(document, others[i], article);
    add_captions(document, "GRAPHIC", article);
    add_captions(document, "CAPTION", article);
}

static void add_keywords(const Document *document, Article *article)
{
    static const char *const names[] = {"SUBJECT", "IN", "CO", "DESCRIPT"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *line = line_of(document, names[i]);
        g_auto(GStrv) words = line == NULL ? NULL : g_strsplit_set(line, ";,", -1);
        for (guint w = 0; words != NULL && words[w] != NULL; w++)
            article_add_keyword(article, words[w], strlen(words[w]));
    }
}

/* A page of TREC's web collections: its address in DOCHDR, its HTML behind that. */
static gboolean read_web_page(const TrecReader *self, const Document *document, Article *article)
{
    SgmlElement header;
    if (!sgml_find(document->start, document->end, "DOCHDR", &header))
        return FALSE;
    g_autofree char *line =
        g_strndup(header.content + strspn(header.content, "\r\n "),
                  strcspn(header.content + strspn(header.content, "\r\n "), "\r\n "));
    const PageContext page = {.url = line, .charset = "utf-8", .today = self->context->today};
    const char *html = memchr(header.end, '>', (gsize)(document->end - header.end));
    if (html == NULL)
        return FALSE;
    page_extract((const guint8 *)html + 1, (gsize)(document->end - html - 1), &page, article);
    return TRUE;
}

static void read_document(const TrecReader *self, Document *document, Article *article)
{
    SgmlElement root;
    document->id = line_of(document, "DOCNO");
    if (document->id == NULL && sgml_find(document->start, document->end, "DOC", &root))
        document->id = sgml_attribute(&root, "id");
    if (document->id == NULL)
        document->id = line_of(document, "DOCID");
    g_autofree char *prefixed =
        document->id == NULL ? NULL : g_strconcat("trec:", document->id, NULL);
    article_set_string(article, ARTICLE_ID, prefixed, PROVENANCE_RECORD);
    if (!read_web_page(self, document, article)) {
        set_fields(document, article);
        set_section(document, article);
        set_date(self, document, article);
        read_dateline(document, article);
        set_paper(document, article);
        add_keywords(document, article);
        set_body(document, article);
        article_finish(article);
    }
    g_free(document->id);
}

static ReadStatus trec_next(gpointer state, Article *article, GError **error)
{
    TrecReader *self = state;
    SgmlItem item;
    GError *failure = NULL;
    if (!sgml_splitter_next(self->splitter, &item, &failure)) {
        if (failure == NULL)
            return READ_END;
        g_propagate_error(error, failure);
        return READ_FAILED;
    }
    article->offset = item.offset;
    article->length = item.length;
    GString *text = charset_decode((const guint8 *)item.bytes, item.length, self->context->charset,
                                   "windows-1252", NULL);
    Document document = {text->str, text->str + text->len, NULL};
    read_document(self, &document, article);
    g_string_free(text, TRUE);
    article->flags |= item.is_cut ? ARTICLE_TRUNCATED : 0;
    if (article_has_text(article))
        return READ_ARTICLE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED,
                        "document without headline and text");
    return READ_SKIPPED;
}

const Reader trec_reader = {
    .name = "trec",
    .summary = "collections of TREC, the LDC and CLEF in SGML",
    .extensions = "sgm sgml trec",
    .version = 1,
    .sniff = trec_sniff,
    .open = trec_open,
    .next = trec_next,
    .close = trec_close,
};
