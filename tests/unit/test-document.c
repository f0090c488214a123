/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents: each term, position, value and line of data that docs/schema.md promises. */
#include <locale.h>
#include <string.h>

#include "indexer/document.h"
#include "morgue/field.h"
#include "morgue/public-id.h"
#include "morgue/record.h"

static const DocumentOrigin origin = {.root = 1, .prefix = "", .file = "2025/a.txt", .ordinal = 2};

static void set(Article *article, ArticleField field, const char *text)
{
    g_assert_true(article_set_string(article, field, text, PROVENANCE_HEADER));
}

static Document *build(const Article *article, const DocumentOrigin *from)
{
    DocumentBuilder *builder = document_builder_new();
    g_autoptr(GError) error = NULL;
    Document *document = document_build(builder, article, from, &error);
    g_assert_no_error(error);
    document_builder_free(builder);
    return document;
}

static const DocumentTerm *term_at(const Document *document, guint place)
{
    return &g_array_index(document->terms, DocumentTerm, place);
}

/* The place of a term, which is there once at most, or the number of terms. */
static guint place_of(const Document *document, const char *text)
{
    guint found = document->terms->len;
    for (guint i = 0; i < document->terms->len; i++) {
        const DocumentTerm *term = term_at(document, i);
        if (term->length != strlen(text) ||
            memcmp(document->bytes->data + term->start, text, term->length) != 0)
            continue;
        g_assert_cmpuint(found, ==, document->terms->len);
        found = i;
    }
    return found;
}

/* "wdf: position position …" of a term; NULL where the document has none such. */
static char *describe(const Document *document, const char *text)
{
    guint place = place_of(document, text), positions = 0;
    if (place == document->terms->len)
        return NULL;
    GString *description = g_string_new(NULL);
    g_string_printf(description, "%u:", term_at(document, place)->wdf);
    for (guint i = 0; i < document->postings->len; i++) {
        const Posting *posting = &g_array_index(document->postings, Posting, i);
        if (posting->term != place)
            continue;
        g_string_append_printf(description, " %u", posting->position);
        positions++;
    }
    g_assert_cmpuint(positions, ==, term_at(document, place)->positions);
    return g_string_free(description, FALSE);
}

typedef struct {
    const char *term, *found;
} Expected;

static void assert_terms(const Document *document, const Expected *expected, gsize count)
{
    for (gsize i = 0; i < count; i++) {
        g_autofree char *found = describe(document, expected[i].term);
        g_test_message("%s", expected[i].term);
        g_assert_cmpstr(found, ==, expected[i].found);
    }
}

static char *value_of(const Document *document, guint slot)
{
    for (guint i = 0; i < document->values->len; i++) {
        const DocumentValue *value = &g_array_index(document->values, DocumentValue, i);
        if (value->slot == slot)
            return g_strndup((const char *)document->bytes->data + value->start, value->length);
    }
    return NULL;
}

static Article *make_article(void)
{
    Article *article = article_new();
    set(article, ARTICLE_HEADLINE, "Ministers Visit the Café");
    set(article, ARTICLE_BYLINE, "By Jane Doe and Ötzi Ruiz");
    set(article, ARTICLE_SECTION, "World");
    set(article, ARTICLE_PLACE, "San José");
    set(article, ARTICLE_LANGUAGE, "en-GB");
    article_set_url(article, "https://www.Example.org/a?utm_source=x", PROVENANCE_META);
    article_add_keyword(article, "Trade", 5);
    article_add_keyword(article, "e-mail", 6);
    const Date date = date_from_ymd(2025, 8, 18);
    article_set_published(article, &date, PROVENANCE_JSON_LD, 0.98);
    article_add_paragraph(article, "The minister sent an e-mail.", 28);
    article_add_paragraph(article, "WHO said it?", 12);
    article_finish(article);
    return article;
}

static void words_stems_and_forms_have_their_places(void)
{
    g_autoptr(Article) article = make_article();
    g_autoptr(Document) document = build(article, &origin);
    static const Expected expected[] = {
        {"ministers", "2: 1"},                      /* headline words count twice */
        {"the", "0: 3 104"},                        /* the body begins 100 after the headline */
        {"café", "2: 4"},        {"cafe", "0: 4"},  /* beside it, and weightless */
        {"minister", "1: 105"},  {"Zminist", "3:"}, /* 2 of the headline, 1 of the body */
        {"e", "1: 108"},         {"mail", "1: 109"},      {"email", "0: 108"},
        {"Zemail", "0:"},        {"who", "1: 110"}, /* in capitals within mixed text */
        {"it", "0: 112"},        {"Sministers", "1: 1"},  {"ZSminist", "1:"},
        {"XXP", "0: 1 104 110"}, {"XXS", "0: 1 104 110"}, {"Ministers", NULL},
    };
    assert_terms(document, expected, G_N_ELEMENTS(expected));
    g_assert_cmpuint(document->words, ==, 13);
}

/* "stem>word stem>word …" */
static char *describe_synonyms(const Document *document)
{
    GString *pairs = g_string_new(NULL);
    const char *bytes = (const char *)document->bytes->data;
    for (guint i = 0; i < document->synonyms->len; i++) {
        const DocumentSynonym *synonym = &g_array_index(document->synonyms, DocumentSynonym, i);
        const DocumentTerm *stem = term_at(document, synonym->stem);
        const DocumentTerm *word = term_at(document, synonym->word);
        g_string_append_printf(pairs, "%s%.*s>%.*s", i > 0 ? " " : "", stem->length,
                               bytes + stem->start, word->length, bytes + word->start);
    }
    return g_string_free(pairs, FALSE);
}

static void stems_lead_to_words(void)
{
    static const struct {
        const char *text, *pairs;
    } cases[] = {
        {"Ministers met ministers. The minister left.",
         "Zminist>ministers Zmet>met Zthe>the Zminist>minister Zleft>left"},
        {"the caf\u00e9s", "Zthe>the Zcaf\u00e9>caf\u00e9s Zcafe>cafes Zcafe>caf\u00e9s"},
        {"an e-mail of 2025", "Zan>an Ze>e Zmail>mail Zemail>email Zof>of"},
        {"co-op\u00e9ra", "Zco>co Zop\u00e9ra>op\u00e9ra Zopera>opera Zopera>op\u00e9ra "
                          "Zcoop\u00e9ra>coop\u00e9ra Zcoopera>coopera Zcoopera>coop\u00e9ra"},
        {"\u4e2d\u6587", "Z\u4e2d>\u4e2d Z\u6587>\u6587"}, /* pairs have no positions */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Article) article = article_new();
        set(article, ARTICLE_LANGUAGE, "en");
        set(article, ARTICLE_PLACE, "Caf\u00e9");
        article_add_paragraph(article, cases[i].text, strlen(cases[i].text));
        article_finish(article);
        g_autoptr(Document) document = build(article, &origin);
        g_autofree char *pairs = describe_synonyms(document);
        g_assert_cmpstr(pairs, ==, cases[i].pairs);
    }
}

static void assert_same_array(const GArray *one, const GArray *other, gsize size)
{
    g_assert_cmpuint(one->len, ==, other->len);
    g_assert_true(one->len == 0 || memcmp(one->data, other->data, one->len * size) == 0);
}

/* But for their numbers, which are of another epoch. */
static void assert_same_terms(const Document *one, const Document *other)
{
    g_assert_cmpuint(one->terms->len, ==, other->terms->len);
    for (guint i = 0; i < one->terms->len; i++) {
        const DocumentTerm *term = term_at(one, i), *expected = term_at(other, i);
        g_assert_cmpuint(term->start, ==, expected->start);
        g_assert_cmpuint(term->length, ==, expected->length);
        g_assert_cmpuint(term->wdf, ==, expected->wdf);
        g_assert_cmpuint(term->positions, ==, expected->positions);
        g_assert_cmpuint(term->stem, ==, expected->stem);
    }
}

static void assert_same_document(const Document *one, const Document *other)
{
    g_assert_cmpuint(one->bytes->len, ==, other->bytes->len);
    g_assert_cmpint(memcmp(one->bytes->data, other->bytes->data, one->bytes->len), ==, 0);
    assert_same_terms(one, other);
    assert_same_array(one->postings, other->postings, sizeof(Posting));
    assert_same_array(one->synonyms, other->synonyms, sizeof(DocumentSynonym));
    g_assert_cmpuint(one->length, ==, other->length);
    g_assert_cmpuint(one->words, ==, other->words);
}

/* As many words that nothing else has as make a builder forget those that it knew. */
static Article *article_of_many_words(guint first)
{
    Article *article = article_new();
    g_autoptr(GString) text = g_string_new("The minister sent an e-mail.");
    for (guint number = first; number < first + 40000; number++)
        g_string_append_printf(text, " w%u", number);
    set(article, ARTICLE_LANGUAGE, "en");
    article_add_paragraph(article, text->str, text->len);
    article_finish(article);
    return article;
}

static void documents_do_not_depend_on_those_before(void)
{
    DocumentBuilder *builder = document_builder_new();
    for (guint i = 0; i < 8; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Article) article = i % 2 == 0 ? make_article() : article_of_many_words(i * 30000);
        g_autoptr(Document) expected = build(article, &origin);
        g_autoptr(Document) document = document_build(builder, article, &origin, &error);
        g_assert_no_error(error);
        assert_same_document(document, expected);
    }
    document_builder_free(builder);
}

static void fields_have_folded_words_and_whole_values(void)
{
    g_autoptr(Article) article = make_article();
    g_autoptr(Document) document = build(article, &origin);
    static const Expected expected[] = {
        {"Ajane", "0: 1"},      {"Adoe", "0: 2"},
        {"Aotzi", "0: 102"},    {"Aruiz", "0: 103"},
        {"XSworld", "0: 1"},    {"XPsan", "0: 1"},
        {"XPjose", "0: 2"},     {"Ktrade", "0: 1"},
        {"Ke", "0: 101"},       {"Lengb", NULL},
        {"Len-gb", "0:"},       {"Len", "0:"},
        {"Hexample", "0: 1"},   {"Horg", "0: 2"},
        {"Y2025", "0:"},        {"M202508", "0:"},
        {"D20250818", "0:"},    {"XDy", NULL},
        {"XDm", NULL},          {"Uhttps://www.example.org/a", "0:"},
        {"XF2025/a.txt", "0:"}, {"Qhttps://www.example.org/a", "0:"},
        {"XHASbyline", "0:"},   {"XHASdate", "0:"},
        {"XHASsource", "0:"},   {"XHASurl", "0:"},
        {"XHASheadline", "0:"},
    };
    assert_terms(document, expected, G_N_ELEMENTS(expected));
    static const struct {
        guint slot;
        const char *value;
    } values[] = {
        {SLOT_DATE, "20250818"},
        {3, "Jane Doe\x1fÖtzi Ruiz"},
        {4, "World"},
        {5, "example.org"},
        {6, "San José"},
        {7, "Trade\x1f"
            "e-mail"},
        {8, "en-gb"},
        {SLOT_STORY, NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *value = value_of(document, values[i].slot);
        g_assert_cmpstr(value, ==, values[i].value);
    }
}

static void flags_are_terms_and_data(void)
{
    g_autoptr(Article) article = make_article();
    article->flags = ARTICLE_REPAIRED | ARTICLE_POOR_SCAN;
    g_autoptr(Document) document = build(article, &origin);
    static const Expected expected[] = {
        {"XGrepaired", "0:"},
        {"XGpoor-scan", "0:"},
        {"XGpaywalled", NULL},
    };
    assert_terms(document, expected, G_N_ELEMENTS(expected));
    g_assert_nonnull(strstr(document->data->str, "\nflags=repaired poor-scan\n"));
}

static void imprecise_dates_say_so(void)
{
    static const struct {
        int year, month;
        const char *year_term, *month_term, *year_only, *month_only, *value;
    } cases[] = {
        {1824, 0, "0:", NULL, "0:", NULL, "1824"},
        {1824, 2, "0:", "0:", NULL, "0:", "182402"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Article) article = article_new();
        article_add_paragraph(article, "text", 4);
        const Date date = date_from_ymd(cases[i].year, cases[i].month, 0);
        article_set_published(article, &date, PROVENANCE_HEADER, 1);
        article_finish(article);
        g_autoptr(Document) document = build(article, &origin);
        const Expected expected[] = {
            {"Y1824", cases[i].year_term},
            {"M182402", cases[i].month_term},
            {"XDy", cases[i].year_only},
            {"XDm", cases[i].month_only},
        };
        assert_terms(document, expected, G_N_ELEMENTS(expected));
        g_autofree char *value = value_of(document, SLOT_DATE);
        g_assert_cmpstr(value, ==, cases[i].value);
    }
}

static void stop_words_count_where_there_are_no_others(void)
{
    g_autoptr(Article) article = article_new();
    set(article, ARTICLE_LANGUAGE, "en");
    article_add_paragraph(article, "to be or not to be", 18);
    article_finish(article);
    g_autoptr(Document) document = build(article, &origin);
    static const Expected expected[] = {
        {"to", "2: 1 5"}, {"be", "2: 2 6"}, {"not", "1: 4"}, {"XXS", "0: 1"}};
    assert_terms(document, expected, G_N_ELEMENTS(expected));
}

static guint length_of(const char *headline, const char *text)
{
    g_autoptr(Article) article = article_new();
    set(article, ARTICLE_LANGUAGE, "en");
    set(article, ARTICLE_HEADLINE, headline);
    article_add_paragraph(article, text, strlen(text));
    article_finish(article);
    g_autoptr(Document) document = build(article, &origin);
    return (guint)document->length;
}

static void numbers_make_an_article_as_long_as_words(void)
{
    guint words = length_of("Copper prices", "copper sells beside cotton");
    g_assert_cmpuint(words, ==, 20); /* 6 for a word of the headline, 2 for another */
    g_assert_cmpuint(length_of("1987 prices", "45 sells 3,000.50 cotton"), ==, words);
    g_assert_cmpuint(length_of("19 87", "45 46 47 48"), ==, words);
    g_assert_cmpuint(length_of("Copper prices", "45 of the e-mail"), ==, 12 + 3 * 2);
}

static void words_without_stems_are_counted_by_a_term(void)
{
    g_autoptr(Article) article = make_article();
    g_autoptr(Document) document = build(article, &origin);
    g_autoptr(Article) prices = article_new();
    g_autoptr(GString) numbers = g_string_new(NULL);
    static const Expected none[] = {{"XXN", NULL}};
    static const Expected many[] = {{"7", "70000:"}, {"XXN", "70000:"}};
    assert_terms(document, none, G_N_ELEMENTS(none));
    for (guint i = 0; i < 70000; i++)
        g_string_append(numbers, "7 ");
    article_add_paragraph(prices, numbers->str, numbers->len);
    article_finish(prices);
    g_autoptr(Document) table = build(prices, &origin);
    g_autofree char *found = describe(table, many[0].term);
    g_assert_true(g_str_has_prefix(found, many[0].found));
    assert_terms(table, many + 1, 1);
}

static void ids_are_explicit_or_the_address_or_the_place(void)
{
    static const struct {
        const char *id, *url, *source;
        DocumentOrigin from;
    } cases[] = {
        {"nitf:1", "https://a.example/", "nitf:1", {1, "", "f", 1}},
        {NULL, "https://a.example/b#top", "https://a.example/b", {1, "", "f", 1}},
        {NULL, "https://a.example/#top", "f#1", {1, "", "f", 1}}, /* the front page */
        {NULL, NULL, "x/f#3", {1, "", "x/f", 3}},
        {NULL, NULL, "press:x/f#1", {2, "press:", "x/f", 1}},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Article) article = article_new();
        article_set_string(article, ARTICLE_ID, cases[i].id, PROVENANCE_RECORD);
        if (cases[i].url != NULL)
            article_set_url(article, cases[i].url, PROVENANCE_META);
        article_add_paragraph(article, "text", 4);
        article_finish(article);
        g_autoptr(Document) document = build(article, &cases[i].from);
        g_assert_cmphex(document->id, ==, public_id_make(cases[i].source, strlen(cases[i].source)));
        g_autofree char *line = g_strdup_printf("\nid_source=%s\n", cases[i].source);
        g_assert_nonnull(strstr(document->data->str, line));
    }
}

static void standard_input_has_ids_of_its_text(void)
{
    const DocumentOrigin first = {0, "", "-1", 1}, second = {0, "", "-2", 7};
    g_autoptr(Article) article = article_new();
    article_add_paragraph(article, "text", 4);
    article_finish(article);
    g_autoptr(Document) a = build(article, &first);
    g_autoptr(Document) b = build(article, &second);
    article_add_paragraph(article, "more", 4);
    g_autoptr(Document) c = build(article, &first);
    g_assert_cmphex(a->id, ==, b->id);
    g_assert_cmphex(a->id, !=, c->id);
}

static void versions_are_named_last(void)
{
    g_autoptr(Article) article = make_article();
    g_autoptr(Document) document = build(article, &origin);
    g_autoptr(Document) again = build(article, &origin);
    g_assert_cmphex(document->content, ==, again->content);
    document_set_version(document, 0x300000002, 0x100000009);
    static const Expected expected[] = {{"XV0000000300000002", "0:"}};
    assert_terms(document, expected, G_N_ELEMENTS(expected));
    g_autofree char *added = value_of(document, SLOT_ADDED);
    g_assert_cmpstr(added, ==, "0000000100000009");
}

static void the_data_are_a_record(void)
{
    g_autoptr(Article) article = make_article();
    g_autoptr(Document) document = build(article, &origin);
    Record record;
    g_assert_true(record_init(&record, document->data->str, document->data->len, NULL));
    g_assert_cmpstr(record.value[RECORD_FILE], ==, "2025/a.txt");
    g_assert_cmpstr(record.value[RECORD_DATE], ==, "2025-08-18");
    g_assert_cmpstr(record.value[RECORD_DATE_PRECISION], ==, "day");
    g_assert_cmpstr(record.value[RECORD_DATE_FROM], ==, "json-ld");
    g_assert_cmpstr(record.value[RECORD_DATE_CONFIDENCE], ==, "0.98");
    g_assert_cmpstr(record.value[RECORD_KEYWORDS], ==,
                    "Trade\x1f"
                    "e-mail");
    g_assert_cmpstr(record.value[RECORD_WORDS], ==, "13");
    g_assert_null(record.value[RECORD_MODIFIED]);
    g_autofree char *text = g_strndup(record.text, record.text_length);
    g_assert_cmpstr(text, ==, "The minister sent an e-mail.\n\nWHO said it?");
    record_clear(&record);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/document/words, stems and forms have their places",
                    words_stems_and_forms_have_their_places);
    g_test_add_func("/document/stems lead to words", stems_lead_to_words);
    g_test_add_func("/document/documents do not depend on those before",
                    documents_do_not_depend_on_those_before);
    g_test_add_func("/document/fields have folded words and whole values",
                    fields_have_folded_words_and_whole_values);
    g_test_add_func("/document/flags are terms and data", flags_are_terms_and_data);
    g_test_add_func("/document/imprecise dates say so", imprecise_dates_say_so);
    g_test_add_func("/document/stop words count where there are no others",
                    stop_words_count_where_there_are_no_others);
    g_test_add_func("/document/numbers make an article as long as words",
                    numbers_make_an_article_as_long_as_words);
    g_test_add_func("/document/words without stems are counted by a term",
                    words_without_stems_are_counted_by_a_term);
    g_test_add_func("/document/ids are explicit, or the address, or the place",
                    ids_are_explicit_or_the_address_or_the_place);
    g_test_add_func("/document/standard input has ids of its text",
                    standard_input_has_ids_of_its_text);
    g_test_add_func("/document/versions are named last", versions_are_named_last);
    g_test_add_func("/document/the data are a record", the_data_are_a_record);
    return g_test_run();
}
