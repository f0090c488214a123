/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * News collections of TREC, CLEF and the LDC: `<DOC>` with DOCNO, or `<DOC id= type=>`, in the
 * tag sets of many papers (formats.md §6.7). What a tag means is the same in all of them; the
 * prefix of the id tells the paper and how it writes dates.
 */
#include <string.h>

#include "indexer/extract/page.h"
#include "indexer/readers/table.h"
#include "indexer/sgml-article.h"
#include "indexer/sgml-splitter.h"
#include "morgue/date-parse.h"
#include "morgue/error.h"

#define SNIFF_TAGS    ((gsize)1024) /* where DOCNO or TEXT must begin */
#define ID_CONFIDENCE 0.9
#define DATE_DIGITS   6
#define LONG_DIGITS   8

/* How the digits of an id write a date. */
typedef enum { ID_NO_DATE, ID_YEAR_FIRST, ID_MONTH_FIRST } IdDate;

typedef struct {
    const char *prefix; /* of the id, before a digit, `_`, `-` or `.` */
    const char *source;
    const char *language; /* NULL: the id says it, or nothing does */
    IdDate id_date;       /* of six digits; eight are always YYYYMMDD */
    gboolean is_american; /* its dates in numbers are M/D/Y */
} Dialect;

/* clang-format off */
static const Dialect dialects[] = {
    {"FT",       "Financial Times",                       "en", ID_NO_DATE, FALSE},
    {"LA",       "Los Angeles Times",                     "en", ID_MONTH_FIRST, TRUE},
    {"FBIS",     "Foreign Broadcast Information Service", "en", ID_NO_DATE, FALSE},
    {"AP",       "Associated Press",                      "en", ID_YEAR_FIRST, TRUE},
    {"WSJ",      "The Wall Street Journal",               "en", ID_YEAR_FIRST, TRUE},
    {"SJMN",     "San Jose Mercury News",                 "en", ID_NO_DATE, TRUE},
    {"NYT",      "The New York Times",                    NULL, ID_NO_DATE, TRUE},
    {"APW",      "Associated Press",                      NULL, ID_NO_DATE, TRUE},
    {"XIE",      "Xinhua",                                "en", ID_NO_DATE, FALSE},
    {"XIN",      "Xinhua",                                NULL, ID_NO_DATE, FALSE},
    {"AFP",      "Agence France-Presse",                  NULL, ID_NO_DATE, FALSE},
    {"CNA",      "Central News Agency",                   NULL, ID_NO_DATE, FALSE},
    {"LTW",      "Los Angeles Times-Washington Post",     NULL, ID_NO_DATE, FALSE},
    {"WPB",      "Washington Post-Bloomberg",             NULL, ID_NO_DATE, FALSE},
    {"LEMONDE",  "Le Monde",                              "fr", ID_NO_DATE, FALSE},
    {"GH",       "The Herald (Glasgow)",                  "en", ID_YEAR_FIRST, FALSE},
    {"EFE",      "EFE",                                   "es", ID_NO_DATE, FALSE},
    {"LASTAMPA", "La Stampa",                             "it", ID_NO_DATE, FALSE},
};
/* clang-format on */

typedef struct {
    Source *source;
    const ReaderContext *context;
    DateContext dates;
} TrecReader;

static gboolean has_tag(const guint8 *bytes, gsize length, const char *name)
{
    const guint8 *end = bytes + length;
    while ((bytes = memchr(bytes, '<', (gsize)(end - bytes))) != NULL) {
        if (sgml_tag_begins(bytes, (gsize)(end - bytes), name) > 0)
            return TRUE;
        bytes++;
    }
    return FALSE;
}

/* `<doc>` alone may be anything; DOCNO, or an id and TEXT's siblings, are of news collections. */
static Evidence trec_sniff(const guint8 *bytes, gsize length)
{
    if (sgml_tag_begins(bytes, length, "DOC") == 0)
        return EVIDENCE_NONE;
    gsize near = MIN(length, SNIFF_TAGS);
    if (has_tag(bytes, near, "DOCNO") || has_tag(bytes, near, "DOCID"))
        return EVIDENCE_CERTAIN;
    gboolean has_text = has_tag(bytes, length, "TEXT") || has_tag(bytes, length, "HEADLINE");
    return has_text ? EVIDENCE_STRONG : EVIDENCE_WEAK;
}

static gpointer trec_open(Source *source, const ReaderContext *context,
                          G_GNUC_UNUSED GError **error)
{
    TrecReader *reader = g_new0(TrecReader, 1);
    reader->source = source;
    reader->context = context;
    date_context_init(&reader->dates, &context->today);
    reader->dates.century = DATE_CENTURY_1900;
    return reader;
}

/* The document's id by DOCNO, the attribute or DOCID; NULL where it has none. */
static char *document_id(const SgmlDocument *document)
{
    SgmlElement element;
    char *id = NULL;
    if (sgml_find(document, "DOCNO", 0, &element))
        id = sgml_line(document, &element);
    if (id == NULL || *id == '\0') {
        g_free(id);
        id = sgml_attribute(document, 0, "id");
    }
    if (id == NULL && sgml_find(document, "DOCID", 0, &element))
        id = sgml_line(document, &element);
    return id;
}

static const Dialect *find_dialect(const char *id)
{
    gsize letters = 0;
    while (g_ascii_isalpha(id[letters]))
        letters++;
    for (gsize i = 0; i < G_N_ELEMENTS(dialects); i++) {
        if (strlen(dialects[i].prefix) == letters &&
            g_ascii_strncasecmp(dialects[i].prefix, id, letters) == 0)
            return &dialects[i];
    }
    return NULL;
}

/* The day, unset where a month or a day is 0: that would be a date less precise, or none. */
static Date whole_day(int year, int month, int day)
{
    if (month == 0 || day == 0)
        return (Date){0};
    return date_from_ymd(year, month, day);
}

/* A date of six digits, in a year of the 20th century, or of eight. */
static Date date_of_digits(const char *digits, gsize count, IdDate order)
{
    int pair[LONG_DIGITS / 2] = {0};
    for (gsize i = 0; i < MIN(count, LONG_DIGITS) / 2; i++)
        pair[i] = g_ascii_digit_value(digits[2 * i]) * 10 + g_ascii_digit_value(digits[2 * i + 1]);
    if (count == LONG_DIGITS)
        return whole_day(pair[0] * 100 + pair[1], pair[2], pair[3]);
    if (count != DATE_DIGITS)
        return (Date){0};
    if (order == ID_MONTH_FIRST)
        return whole_day(1900 + pair[2], pair[0], pair[1]);
    return whole_day(1900 + pair[0], pair[1], pair[2]);
}

/* The date in an id: a run of eight digits, or of six where the dialect has them. */
static Date date_of_id(const char *id, const Dialect *dialect)
{
    while (*id != '\0') {
        id += strcspn(id, "0123456789");
        gsize count = strspn(id, "0123456789");
        Date date = {0};
        if (count == LONG_DIGITS ||
            (count == DATE_DIGITS && dialect != NULL && dialect->id_date != ID_NO_DATE))
            date = date_of_digits(id, count, dialect == NULL ? ID_NO_DATE : dialect->id_date);
        if (date_is_set(&date) && date.year >= 1900)
            return date;
        id += count;
    }
    return (Date){0};
}

/* Reads a date as these tags write it: `= 891102`, `910514`, `AP-NR-02-12-88 2046EST` or in words.
 */
static gboolean read_date(const DateContext *dates, const char *text, Date *date)
{
    if (g_str_has_prefix(text, "AP-"))
        text += strcspn(text, "0123456789");
    text += strspn(text, "= ");
    gsize count = strspn(text, "0123456789");
    if (count == DATE_DIGITS && strspn(text + count, " ") == strlen(text + count)) {
        *date = date_of_digits(text, count, ID_YEAR_FIRST);
        return date_is_set(date);
    }
    return date_parse(text, strlen(text), dates, date, NULL);
}

static void set_dates(const TrecReader *reader, const SgmlDocument *document, const char *id,
                      const Dialect *dialect, Article *article)
{
    static const char *const names[] = {"DATE_TIME", "DATETIME", "FILEID", "DATE",
                                        "DATE1",     "PUBDATE",  "DD"};
    DateContext dates = reader->dates;
    dates.language = dialect != NULL && dialect->is_american ? "en-US" : NULL;
    Date date;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        SgmlElement element;
        if (!sgml_find(document, names[i], 0, &element))
            continue;
        g_autofree char *line = sgml_line(document, &element);
        if (!read_date(&dates, line, &date))
            continue;
        article_set_published(article, &date, PROVENANCE_RECORD, 1.0);
        const char *comma = strrchr(line, ',');
        if (comma != NULL && strstr(comma, "Edition") != NULL) /* LA Times */
            article_set_string(article, ARTICLE_EDITION, comma + 1, PROVENANCE_RECORD);
    }
    if (id == NULL)
        return;
    date = date_of_id(id, dialect);
    if (date_is_set(&date) && date_compare(&date, &reader->dates.upper) <= 0)
        article_set_published(article, &date, PROVENANCE_RECORD, ID_CONFIDENCE);
}

/* The headline; the FT begins it with its own name and date: `FT  14 MAY 91 / …`. */
static void set_headline(const SgmlDocument *document, Article *article)
{
    static const char *const names[] = {"HEADLINE", "HL", "HEAD", "TITLE", "TI", "HEADER", NULL};
    for (const char *const *name = names; *name != NULL; name++) {
        SgmlElement element;
        if (!sgml_find(document, *name, 0, &element))
            continue;
        g_autofree char *line = sgml_line(document, &element);
        const char *slash = g_str_has_prefix(line, "FT ") ? strstr(line, " / ") : NULL;
        const char *headline = slash == NULL ? line : slash + strlen(" / ");
        if (article_set_string(article, ARTICLE_HEADLINE, headline, PROVENANCE_RECORD))
            return;
    }
}

/* `Calendar; Page 24; Calendar Desk` (LA Times): section and page. */
static void set_section(const SgmlDocument *document, Article *article)
{
    static const char *const names[] = {"SECTION", "CATEGORY", NULL};
    if (!sgml_set_field(article, ARTICLE_SECTION, document, names))
        return;
    g_auto(GStrv) parts = g_strsplit(article_get(article, ARTICLE_SECTION), ";", -1);
    article_replace(article, ARTICLE_SECTION, g_strstrip(parts[0]), PROVENANCE_RECORD);
    for (char **part = parts + 1; *part != NULL; part++) {
        if (g_str_has_prefix(g_strstrip(*part), "Page "))
            article_set_string(article, ARTICLE_PAGE, *part + strlen("Page "), PROVENANCE_RECORD);
    }
}

/* `London Page 9` (FT): edition and page. */
static void set_page(const SgmlDocument *document, Article *article)
{
    static const char *const editions[] = {"EDITION", NULL};
    sgml_set_field(article, ARTICLE_EDITION, document, editions);
    SgmlElement element;
    if (!sgml_find(document, "PAGE", 0, &element))
        return;
    g_autofree char *line = sgml_line(document, &element);
    const char *word = strstr(line, "Page ");
    if (word != NULL)
        article_set(article, ARTICLE_EDITION, line, (gsize)(word - line), PROVENANCE_RECORD);
    article_set_string(article, ARTICLE_PAGE, word == NULL ? line : word + strlen("Page "),
                       PROVENANCE_RECORD);
}

static void add_keywords(const SgmlDocument *document, Article *article)
{
    static const char *const names[] = {"SUBJECT", "KEYWORD", "KEYWORDS", "DESCRIPT", "IN", "CO"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        SgmlElement element;
        if (!sgml_find(document, names[i], 0, &element))
            continue;
        g_autofree char *line = sgml_line(document, &element);
        g_auto(GStrv) words = g_strsplit_set(line, ";,", -1);
        for (char **word = words; *word != NULL; word++)
            article_add_keyword(article, *word, strlen(*word));
    }
}

/* FBIS: the text of a broadcast begins behind `[Text]` or `[Excerpt]`; before it is its head. */
static const char *skip_head(const char *text)
{
    static const char *const marks[] = {"[Text]", "[Excerpt]", "[Excerpts]"};
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *mark = strstr(text, marks[i]);
        if (mark != NULL)
            return mark + strlen(marks[i]);
    }
    return text;
}

/* FBIS: `<F P=105>` is the language that was translated; what is indexed is English. */
static void set_paper(const SgmlDocument *document, Article *article)
{
    SgmlElement element;
    for (guint from = 0; sgml_find(document, "F", from, &element); from = element.tag + 1) {
        g_autofree char *number = sgml_attribute(document, element.tag, "P");
        g_autofree char *line = sgml_line(document, &element);
        if (g_strcmp0(number, "104") == 0)
            article_replace(article, ARTICLE_SOURCE, line, PROVENANCE_RECORD);
    }
}

/* Adds the content of every element called `name`; returns whether there was text. */
static gboolean add_texts(const SgmlDocument *document, const char *name, gboolean is_broadcast,
                          Article *article)
{
    gsize before = article->body->len;
    SgmlElement element;
    for (guint from = 0; sgml_find(document, name, from, &element); from = element.tag + 1) {
        g_autoptr(GString) lines = sgml_lines(document, &element);
        const char *text = is_broadcast ? skip_head(lines->str) : lines->str;
        sgml_add_body(article, text, strlen(text));
    }
    return article->body->len > before;
}

static void set_body(const SgmlDocument *document, const Dialect *dialect, Article *article)
{
    gboolean is_broadcast = dialect != NULL && strcmp(dialect->prefix, "FBIS") == 0;
    add_texts(document, "LP", FALSE, article);
    add_texts(document, "LEADPARA", FALSE, article);
    if (!add_texts(document, "TEXT", is_broadcast, article))
        add_texts(document, "BODY", FALSE, article);
    add_texts(document, "GRAPHIC", FALSE, article);
    add_texts(document, "CAPTION", FALSE, article);
}

/* The language in an id of Gigaword: `AFP_FRE_20090531.0001`. */
static void set_language(const char *id, const Dialect *dialect, Article *article)
{
    if (dialect == NULL)
        return;
    article_set_language(article, dialect->language, PROVENANCE_CONTAINER);
    const char *code = id + strlen(dialect->prefix);
    if (dialect->language == NULL && code[0] == '_' && strcspn(code + 1, "_") == 3) {
        char letters[] = {code[1], code[2], code[3], '\0'};
        article_set_language(article, letters, PROVENANCE_CONTAINER);
    } else if (dialect->language == NULL) { /* AQUAINT */
        article_set_language(article, "en", PROVENANCE_CONTAINER);
    }
}

/* The dateline gives the place, and begins the text as it was printed. */
static void set_dateline(const TrecReader *reader, const SgmlDocument *document, Article *article)
{
    SgmlElement element;
    if (!sgml_find(document, "DATELINE", 0, &element))
        return;
    g_autofree char *line = sgml_line(document, &element);
    DateContext dates = reader->dates;
    dates.reference = article->published.date;
    sgml_set_dateline(article, line, &dates);
    if (*line != '\0' && article->body->len > 0)
        g_string_prepend(g_string_prepend(article->body, " "), line);
}

static void read_document(const TrecReader *reader, const SgmlDocument *document, Article *article)
{
    static const char *const bylines[] = {"BYLINE", "AUTHOR", NULL};
    static const char *const papers[] = {"PUB", NULL};
    g_autofree char *id = document_id(document);
    const Dialect *dialect = id == NULL ? NULL : find_dialect(id);
    if (id != NULL && *id != '\0') {
        g_autofree char *name = g_strconcat("trec:", id, NULL);
        article_set_string(article, ARTICLE_ID, name, PROVENANCE_RECORD);
        set_language(id, dialect, article);
    }
    set_dates(reader, document, id, dialect, article);
    set_headline(document, article);
    sgml_set_field(article, ARTICLE_BYLINE, document, bylines);
    sgml_set_field(article, ARTICLE_SOURCE, document, papers);
    if (dialect != NULL)
        article_set_string(article, ARTICLE_SOURCE, dialect->source, PROVENANCE_RECORD);
    set_paper(document, article);
    set_section(document, article);
    set_page(document, article);
    add_keywords(document, article);
    set_body(document, dialect, article);
    set_dateline(reader, document, article);
}

/* A web page of TREC: DOCHDR is its address and the server's answer, the page is behind it. */
static ReadStatus read_page(const TrecReader *reader, const SgmlDocument *document,
                            const SgmlElement *header, Article *article, GError **error)
{
    const char *text = document->text->str + header->start;
    g_autofree char *lines = g_strndup(text, header->end - header->start);
    g_strstrip(lines);
    lines[strcspn(lines, " \r\n")] = '\0';
    g_autofree char *id = document_id(document);
    g_autofree char *name = id == NULL ? NULL : g_strconcat("trec:", id, NULL);
    article_set_string(article, ARTICLE_ID, name, PROVENANCE_RECORD);
    article_set_url(article, lines, PROVENANCE_RECORD);
    const char *page = strchr(document->text->str + header->end, '>');
    gsize start = page == NULL ? document->text->len : (gsize)(page - document->text->str) + 1;
    PageContext context = {.url = lines, .charset = "utf-8", .today = reader->context->today};
    if (page_extract((const guint8 *)document->text->str + start, document->text->len - start,
                     &context, article))
        return READ_ARTICLE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, "web page without text");
    return READ_SKIPPED;
}

static ReadStatus trec_next(gpointer state, Article *article, GError **error)
{
    TrecReader *reader = state;
    SgmlDocument document;
    ReadStatus status = sgml_read_document(reader->source, "DOC", article, &document, error);
    if (status != READ_ARTICLE)
        return status;
    SgmlElement header;
    if (sgml_find(&document, "DOCHDR", 0, &header)) {
        status = read_page(reader, &document, &header, article, error);
    } else {
        read_document(reader, &document, article);
        status = sgml_finish(article, error);
    }
    sgml_document_clear(&document);
    return status;
}

const Reader trec_reader = {
    .name = "trec",
    .summary = "news collections of TREC, CLEF and the LDC (SGML)",
    .extensions = "sgm sgml trec",
    .version = 1,
    .sniff = trec_sniff,
    .open = trec_open,
    .next = trec_next,
    .close = g_free,
};
