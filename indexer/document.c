/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An article as terms, positions, values and data. */
#include "indexer/document.h"

#include <stdio.h>
#include <string.h>

#include "indexer/byte-hash.h"
#include "indexer/term-collector.h"
#include "morgue/error.h"
#include "morgue/field.h"
#include "morgue/language.h"
#include "morgue/public-id.h"
#include "morgue/record.h"

/* A headline's words count twice (ranking.md, 4). */
#define HEADLINE_WDF 2

struct DocumentBuilder {
    GHashTable *analysers; /* primary subtag → Analyser */
    TermCollector *terms;  /* of the document at hand */
    GString *term;
    GString *value;
};

/* What the words of a text go through to become terms. */
typedef struct {
    TermCollector *terms;
    const char *prefix; /* of a field's words; "" for the text's */
    const char *stem_prefix;
    guint32 wdf;                 /* of a word that counts once */
    guint32 sentence, paragraph; /* numbers of the terms for where they begin */
    guint32 last_position;
    guint32 words;         /* with positions */
    guint32 without_stems; /* wdf of the words that have none */
} Emitter;

DocumentBuilder *document_builder_new(void)
{
    DocumentBuilder *builder = g_new(DocumentBuilder, 1);
    builder->analysers =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)analyser_free);
    builder->terms = term_collector_new();
    builder->term = g_string_new(NULL);
    builder->value = g_string_new(NULL);
    return builder;
}

void document_builder_free(DocumentBuilder *builder)
{
    if (builder == NULL)
        return;
    g_hash_table_unref(builder->analysers);
    term_collector_free(builder->terms);
    g_string_free(builder->term, TRUE);
    g_string_free(builder->value, TRUE);
    g_free(builder);
}

void document_free(Document *document)
{
    if (document == NULL)
        return;
    g_clear_pointer(&document->epoch, g_atomic_rc_box_release);
    g_byte_array_unref(document->bytes);
    g_array_unref(document->terms);
    g_array_unref(document->postings);
    g_array_unref(document->synonyms);
    g_array_unref(document->values);
    g_string_free(document->data, TRUE);
    g_free(document);
}

Document *document_new(void)
{
    Document *document = g_new0(Document, 1);
    document->bytes = g_byte_array_new();
    document->terms = g_array_new(FALSE, FALSE, sizeof(DocumentTerm));
    document->postings = g_array_new(FALSE, FALSE, sizeof(Posting));
    document->synonyms = g_array_new(FALSE, FALSE, sizeof(DocumentSynonym));
    document->values = g_array_new(FALSE, FALSE, sizeof(DocumentValue));
    document->data = g_string_new(NULL);
    return document;
}

static Analyser *analyser_for(DocumentBuilder *builder, const char *language, GError **error)
{
    char primary[LANGUAGE_SUBTAG_MAX] = "";
    if (language != NULL)
        language_primary_subtag(language, primary);
    Analyser *analyser = g_hash_table_lookup(builder->analysers, primary);
    if (analyser == NULL && (analyser = analyser_new(primary, error)) != NULL)
        g_hash_table_insert(builder->analysers, g_strdup(primary), analyser);
    return analyser;
}

/* Terms */

/* A term that other documents may have, too, or this one twice. It does not count. */
static void add_term(DocumentBuilder *builder, const char *prefix, const char *text, gsize length,
                     guint32 position)
{
    if (strlen(prefix) + length > TERM_MAX)
        return; /* no word is so long: they end at 64 bytes */
    const CollectedWord word = {
        .word = term_collector_number(builder->terms, prefix, text, length),
        .stem = NO_TERM_NUMBER,
        .position = position,
    };
    term_collector_add(builder->terms, &word);
}

static void add_value(Document *document, guint slot, const char *value, gsize length)
{
    if (length == 0)
        return;
    const DocumentValue row = {slot, document->bytes->len, (guint32)length};
    g_byte_array_append(document->bytes, (const guint8 *)value, (guint)length);
    g_array_append_val(document->values, row);
}

static void emit_mark(const Emitter *emitter, guint32 number, guint32 position)
{
    const CollectedWord mark = {.word = number, .stem = NO_TERM_NUMBER, .position = position};
    if (emitter->prefix[0] == '\0')
        term_collector_add(emitter->terms, &mark);
}

/* The numbers of a word and its stem. Stems keep their Z in front of the prefix: ZSministr. */
static AnalysisMemo number(const Emitter *emitter, const AnalysisTerm *term)
{
    AnalysisMemo *kept = emitter->prefix[0] == '\0' ? term->memo : NULL;
    guint32 epoch = term_collector_epoch(emitter->terms);
    if (kept != NULL && kept->epoch == epoch)
        return *kept;
    const AnalysisMemo memo = {
        epoch,
        term_collector_number(emitter->terms, emitter->prefix, term->text, term->length),
        term_collector_number(emitter->terms, emitter->stem_prefix, term->stem, term->stem_length),
    };
    if (kept != NULL)
        *kept = memo;
    return memo;
}

static void emit_word(const Emitter *emitter, const AnalysisTerm *term)
{
    const AnalysisMemo numbers = number(emitter, term);
    const CollectedWord word = {
        .word = numbers.word,
        .stem = term->is_stemmed ? numbers.stem : NO_TERM_NUMBER,
        .position = term->position,
        .wdf = (guint16)(term->wdf * emitter->wdf),
        .has_synonym = emitter->prefix[0] == '\0',
    };
    term_collector_add(emitter->terms, &word);
}

static void emit(const AnalysisTerm *term, gpointer data)
{
    Emitter *emitter = data;
    emitter->last_position = MAX(emitter->last_position, term->position);
    switch (term->kind) {
    case ANALYSIS_WORD:
        emitter->words += term->position != 0 ? 1 : 0;
        emitter->without_stems += term->is_stemmed ? 0 : term->wdf * emitter->wdf;
        emit_word(emitter, term);
        return;
    case ANALYSIS_FORM:
        emit_word(emitter, term);
        return;
    case ANALYSIS_SENTENCE:
        emit_mark(emitter, emitter->sentence, term->position);
        return;
    case ANALYSIS_PARAGRAPH:
        emit_mark(emitter, emitter->paragraph, term->position);
        return;
    }
}

/*
 * An article is as long as the wdf of all its terms. A word counts by itself and by its stem, and
 * has to count as much where it has no stem: else a table of prices is an article of half the
 * length, and so a better answer to each of its few words.
 */
static void even_out_length(DocumentBuilder *builder, guint32 without_stems)
{
    CollectedWord even = {
        .word = term_collector_number(builder->terms, TERM_WITHOUT_STEMS, "", 0),
        .stem = NO_TERM_NUMBER,
    };
    for (; without_stems > 0; without_stems -= even.wdf) {
        even.wdf = (guint16)MIN(without_stems, G_MAXUINT16);
        term_collector_add(builder->terms, &even);
    }
}

/* Returns the wdf of its words without stems. */
static guint32 add_headline(DocumentBuilder *builder, Analyser *analyser, const char *headline)
{
    g_autofree char *stem_prefix = g_strconcat("Z", field_get(FIELD_HEADLINE)->prefix, NULL);
    Emitter field = {
        .terms = builder->terms,
        .prefix = field_get(FIELD_HEADLINE)->prefix,
        .stem_prefix = stem_prefix,
        .wdf = 1,
    };
    analyser_text(analyser, headline, strlen(headline), 1, emit, &field);
    return field.without_stems;
}

static void add_text(DocumentBuilder *builder, Document *document, Analyser *analyser,
                     const Article *article)
{
    const char *headline = article_get(article, ARTICLE_HEADLINE);
    Emitter emitter = {
        .terms = builder->terms,
        .prefix = "",
        .stem_prefix = "Z",
        .sentence = term_collector_number(builder->terms, TERM_SENTENCE, "", 0),
        .paragraph = term_collector_number(builder->terms, TERM_PARAGRAPH, "", 0),
        .wdf = HEADLINE_WDF,
    };
    guint32 first = 1;
    if (headline != NULL) {
        analyser_text(analyser, headline, strlen(headline), 1, emit, &emitter);
        first = emitter.last_position + FIELD_POSITION_GAP;
        emitter.without_stems += add_headline(builder, analyser, headline);
    }
    emitter.wdf = 1;
    analyser_text(analyser, article->body->str, article->body->len, first, emit, &emitter);
    document->words = emitter.words;
    even_out_length(builder, emitter.without_stems);
}

/* Gives a document its length where all words of its text are stop words; fields have prefixes. */
static void count_stop_words(Document *document)
{
    if (document->length > 0)
        return;
    for (guint i = 0; i < document->terms->len; i++) {
        DocumentTerm *term = &g_array_index(document->terms, DocumentTerm, i);
        if (g_ascii_isupper(document->bytes->data[term->start]))
            continue;
        term->wdf = term->positions;
        document->length += term->wdf;
    }
}

/* Folded words with positions; returns the position after a gap, for the next value. */
static guint32 add_folded(DocumentBuilder *builder, const Field *field, const char *value,
                          guint32 first)
{
    WordIterator words;
    Word word;
    guint32 last = first;
    word_iterator_init(&words, value, strlen(value));
    while (word_iterator_next(&words, &word)) {
        char folded[WORD_MAX];
        gsize length = word_fold(word.text, word.length, folded);
        last = first + word.position - 1;
        if (length > 0)
            add_term(builder, field->prefix, folded, length, last);
        else
            add_term(builder, field->prefix, word.text, word.length, last);
    }
    return last + FIELD_POSITION_GAP;
}

/* Fields */

static void add_presence(DocumentBuilder *builder, const Field *field)
{
    add_term(builder, PREFIX_HAS, field->name, strlen(field->name), 0);
}

static void add_whole(DocumentBuilder *builder, const char *prefix, const char *value)
{
    field_whole_term(builder->term, prefix, value, strlen(value));
    term_collector_add_once(builder->terms, builder->term->str, builder->term->len);
}

/* Several values of one field: words, a slot for facets, presence. */
static void add_values(DocumentBuilder *builder, Document *document, FieldId id,
                       const GPtrArray *values)
{
    const Field *field = field_get(id);
    guint32 position = 1;
    g_string_truncate(builder->value, 0);
    for (guint i = 0; i < values->len; i++) {
        const char *value = g_ptr_array_index(values, i);
        position = add_folded(builder, field, value, position);
        if (i > 0)
            g_string_append(builder->value, FIELD_VALUE_SEPARATOR);
        g_string_append(builder->value, value);
    }
    if (values->len == 0)
        return;
    add_value(document, field->slot, builder->value->str, builder->value->len);
    add_presence(builder, field);
}

static void add_one_value(DocumentBuilder *builder, Document *document, FieldId id,
                          const char *value)
{
    if (value == NULL)
        return;
    g_autoptr(GPtrArray) values = g_ptr_array_new();
    g_ptr_array_add(values, (gpointer)value);
    add_values(builder, document, id, values);
}

/* The host of an http(s) URL without `www.`; the caller owns it. NULL where there is none. */
static char *host_of(const char *url)
{
    if (url == NULL)
        return NULL;
    g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_PARSE_RELAXED, NULL);
    const char *host = uri == NULL ? NULL : g_uri_get_host(uri);
    if (host == NULL || *host == '\0')
        return NULL;
    return g_strdup(g_str_has_prefix(host, "www.") ? host + 4 : host);
}

static void add_language(DocumentBuilder *builder, Document *document, const char *language)
{
    if (language == NULL)
        return;
    const Field *field = field_get(FIELD_LANGUAGE);
    g_autofree char *tag = g_ascii_strdown(language, -1);
    char primary[LANGUAGE_SUBTAG_MAX];
    language_primary_subtag(tag, primary);
    add_whole(builder, field->prefix, tag);
    if (strcmp(primary, tag) != 0)
        add_whole(builder, field->prefix, primary);
    add_value(document, field->slot, tag, strlen(tag));
    add_presence(builder, field);
}

/* Adds a term that the document does not have yet; it does not count. */
static void append_term(Document *document, const char *prefix, const char *text, gsize length)
{
    DocumentTerm term = {.start = document->bytes->len, .number = NO_TERM_NUMBER, .stem = NO_STEM};
    g_byte_array_append(document->bytes, (const guint8 *)prefix, (guint)strlen(prefix));
    g_byte_array_append(document->bytes, (const guint8 *)text, (guint)length);
    term.length = (guint16)(document->bytes->len - term.start);
    g_array_append_val(document->terms, term);
}

/* The terms of the date, and its value. */
static void add_date(Document *document, const Date *date)
{
    char key[DATE_KEY_SIZE];
    gsize length = date_key(date, key);
    add_value(document, SLOT_DATE, key, length);
    append_term(document, "Y", key, 4);
    if (length >= 6)
        append_term(document, "M", key, 6);
    if (length >= 8)
        append_term(document, "D", key, 8);
    if (date->precision == DATE_PRECISION_YEAR)
        append_term(document, "", TERM_DATE_YEAR_ONLY, strlen(TERM_DATE_YEAR_ONLY));
    else if (date->precision == DATE_PRECISION_MONTH)
        append_term(document, "", TERM_DATE_MONTH_ONLY, strlen(TERM_DATE_MONTH_ONLY));
    const char *name = field_get(FIELD_DATE_PUBLISHED)->name;
    append_term(document, PREFIX_HAS, name, strlen(name));
}

static void add_fields(DocumentBuilder *builder, Document *document, const Article *article,
                       const DocumentOrigin *origin)
{
    g_autoptr(GPtrArray) authors = article_authors(article);
    const char *url = article_get(article, ARTICLE_URL);
    const char *source = article_get(article, ARTICLE_SOURCE);
    g_autofree char *host = source == NULL ? host_of(url) : NULL;
    add_values(builder, document, FIELD_BYLINE, authors);
    add_one_value(builder, document, FIELD_SECTION, article_get(article, ARTICLE_SECTION));
    add_one_value(builder, document, FIELD_SOURCE, source != NULL ? source : host);
    add_one_value(builder, document, FIELD_PLACE, article_get(article, ARTICLE_PLACE));
    add_values(builder, document, FIELD_KEYWORD, article->keywords);
    add_language(builder, document, article_get(article, ARTICLE_LANGUAGE));
    if (url != NULL) {
        add_whole(builder, field_get(FIELD_URL)->prefix, url);
        add_presence(builder, field_get(FIELD_URL));
    }
    if (article_get(article, ARTICLE_HEADLINE) != NULL)
        add_presence(builder, field_get(FIELD_HEADLINE));
    add_whole(builder, field_get(FIELD_FILE)->prefix, origin->file);
}

/* Ids and data */

gboolean document_needs_ordinal(const Article *article, guint root)
{
    return root != 0 && article_get(article, ARTICLE_ID) == NULL &&
           article_identifying_url(article) == NULL;
}

/* The source of the id; the caller owns it. */
static char *id_source(const Article *article, const DocumentOrigin *origin)
{
    const char *explicit_id = article_get(article, ARTICLE_ID);
    const char *url = article_identifying_url(article);
    if (explicit_id != NULL)
        return g_strdup(explicit_id);
    if (url != NULL)
        return g_strdup(url);
    if (document_needs_ordinal(article, origin->root))
        return g_strdup_printf("%s%s#%u", origin->prefix, origin->file, origin->ordinal);
    const char *headline = article_get(article, ARTICLE_HEADLINE);
    g_autoptr(GChecksum) sha = g_checksum_new(G_CHECKSUM_SHA256);
    if (headline != NULL)
        g_checksum_update(sha, (const guchar *)headline, -1);
    g_checksum_update(sha, (const guchar *)"\n", 1);
    g_checksum_update(sha, (const guchar *)article->body->str, (gssize)article->body->len);
    return g_strconcat("sha256:", g_checksum_get_string(sha), NULL);
}

guint64 document_id(const Article *article, const DocumentOrigin *origin)
{
    g_autofree char *source = id_source(article, origin);
    return public_id_make(source, strlen(source));
}

static void add_id(DocumentBuilder *builder, Document *document, const char *source)
{
    char text[PUBLIC_ID_LENGTH + 1];
    document->id = public_id_make(source, strlen(source));
    public_id_format(document->id, text);
    add_whole(builder, PREFIX_SOURCE_ID, source);
    add_whole(builder, PREFIX_PUBLIC_ID, text);
    add_value(document, SLOT_ID, text, PUBLIC_ID_LENGTH);
    record_append(document->data, RECORD_ID, text);
    record_append(document->data, RECORD_ID_SOURCE, source);
}

static void append_number(GString *data, RecordKey key, guint64 number)
{
    char text[24];
    g_snprintf(text, sizeof text, "%" G_GUINT64_FORMAT, number);
    record_append(data, key, text);
}

static void append_date(GString *data, const ArticleDate *published)
{
    char text[DATE_TEXT_SIZE];
    record_append(data, RECORD_DATE, date_format_timestamp(&published->date, text));
    record_append(data, RECORD_DATE_PRECISION,
                  date_precision_name((DatePrecision)published->date.precision));
    record_append(data, RECORD_DATE_FROM, provenance_name(published->from));
    g_ascii_formatd(text, sizeof text, "%.2f", published->confidence);
    record_append(data, RECORD_DATE_CONFIDENCE, text);
}

/* Into the data, and as terms, by which they can be counted. */
static void add_flags(DocumentBuilder *builder, Document *document, guint flags)
{
    static const struct {
        ArticleFlags flag;
        const char *name;
    } names[] = {
        {ARTICLE_INDEX_PAGE, "index-page"},     {ARTICLE_PAYWALLED, "paywalled"},
        {ARTICLE_TRUNCATED, "truncated"},       {ARTICLE_REPAIRED, "repaired"},
        {ARTICLE_PRINTED_PAGE, "printed-page"}, {ARTICLE_POOR_SCAN, "poor-scan"},
        {ARTICLE_GALLERY, "gallery"},           {ARTICLE_LIVE_BLOG, "live-blog"},
    };
    const char *present[G_N_ELEMENTS(names) + 1] = {NULL};
    gsize count = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if ((flags & names[i].flag) == 0)
            continue;
        add_term(builder, PREFIX_FLAG, names[i].name, strlen(names[i].name), 0);
        present[count++] = names[i].name;
    }
    g_autofree char *text = g_strjoinv(" ", (char **)present);
    record_append(document->data, RECORD_FLAGS, text);
}

static void append_texts(GString *data, const Article *article)
{
    static const struct {
        ArticleField field;
        RecordKey key;
    } texts[] = {
        {ARTICLE_HEADLINE, RECORD_HEADLINE}, {ARTICLE_SUBTITLE, RECORD_SUBTITLE},
        {ARTICLE_SUMMARY, RECORD_SUMMARY},   {ARTICLE_BYLINE, RECORD_BYLINE},
        {ARTICLE_SECTION, RECORD_SECTION},   {ARTICLE_SOURCE, RECORD_SOURCE},
        {ARTICLE_PLACE, RECORD_PLACE},       {ARTICLE_LANGUAGE, RECORD_LANGUAGE},
        {ARTICLE_URL, RECORD_URL},           {ARTICLE_EDITION, RECORD_EDITION},
        {ARTICLE_PAGE, RECORD_PAGE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        record_append(data, texts[i].key, article_get(article, texts[i].field));
    if (article_get(article, ARTICLE_HEADLINE) != NULL)
        record_append(data, RECORD_HEADLINE_FROM,
                      provenance_name(article->text[ARTICLE_HEADLINE].from));
}

static void append_record(DocumentBuilder *builder, Document *document, const Article *article,
                          const DocumentOrigin *origin)
{
    GString *data = document->data;
    append_number(data, RECORD_ROOT, origin->root);
    record_append(data, RECORD_FILE, origin->file);
    append_number(data, RECORD_OFFSET, article->offset);
    append_number(data, RECORD_LENGTH, article->length);
    document->date_start = data->len;
    if (date_is_set(&article->modified.date)) {
        char text[DATE_TEXT_SIZE];
        record_append(data, RECORD_MODIFIED, date_format_timestamp(&article->modified.date, text));
    }
    append_texts(data, article);
    g_string_truncate(builder->value, 0);
    for (guint i = 0; i < article->keywords->len; i++)
        g_string_append_printf(builder->value, "%s%s", i > 0 ? FIELD_VALUE_SEPARATOR : "",
                               (char *)g_ptr_array_index(article->keywords, i));
    record_append(data, RECORD_KEYWORDS, builder->value->str);
    add_flags(builder, document, article->flags);
    append_number(data, RECORD_WORDS, document->words);
    record_append_text(data, article->body->str, article->body->len);
}

/* 64 bits that tell documents apart; all that is indexed follows from the data. */
static guint64 digest(const Document *document)
{
    return byte_hash(document->data->str, document->data->len);
}

Document *document_build(DocumentBuilder *builder, const Article *article,
                         const DocumentOrigin *origin, GError **error)
{
    Analyser *analyser = analyser_for(builder, article_get(article, ARTICLE_LANGUAGE), error);
    if (analyser == NULL)
        return NULL;
    Document *document = document_new();
    term_collector_begin(builder->terms);
    add_text(builder, document, analyser, article);
    add_fields(builder, document, article, origin);
    g_autofree char *source = id_source(article, origin);
    add_id(builder, document, source);
    append_record(builder, document, article, origin);
    term_collector_end(builder->terms, document);
    count_stop_words(document);
    document->date_term = document->terms->len;
    document_set_published(document, &article->published);
    return document;
}

static void remove_date(Document *document)
{
    if (!date_is_set(&document->published.date))
        return;
    g_array_set_size(document->terms, document->date_term);
    g_array_set_size(document->values, document->values->len - 1);
    g_string_erase(document->data, (gssize)document->date_start, (gssize)document->date_length);
    document->date_length = 0;
}

void document_set_published(Document *document, const ArticleDate *published)
{
    remove_date(document);
    document->published = *published;
    if (date_is_set(&published->date)) {
        add_date(document, &published->date);
        g_autoptr(GString) lines = g_string_new(NULL);
        append_date(lines, published);
        g_string_insert_len(document->data, (gssize)document->date_start, lines->str,
                            (gssize)lines->len);
        document->date_length = lines->len;
    }
    document->content = digest(document);
}

void document_set_version(Document *document, guint64 serial, guint64 added)
{
    char text[24];
    g_snprintf(text, sizeof text, "%016" G_GINT64_MODIFIER "x", serial);
    append_term(document, PREFIX_VERSION, text, 16);
    g_snprintf(text, sizeof text, "%016" G_GINT64_MODIFIER "x", added);
    add_value(document, SLOT_ADDED, text, 16);
}
