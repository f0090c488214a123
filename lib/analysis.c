/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words, stems and forms; a cache of what each word comes to. */
#include "morgue/analysis.h"

#include <string.h>

#include "morgue/error.h"
#include "morgue/language.h"
#include "morgue/stop-words.h"
#include "xapian-c.h"

/* Longer words are rare and not worth the room. */
#define CACHED_WORD_MAX 22

/* A power of two. News uses some 10,000 words often. */
#define CACHE_SIZE 16384

/* What a word comes to. The slot of a word is decided by its hash; the newest word has it. */
typedef struct {
    guint8 length; /* 0: empty */
    guint8 stem_length;
    guint8 is_stop_word;
    char word[CACHED_WORD_MAX];
    char stem[CACHED_WORD_MAX + 4];
} CacheEntry;

struct Analyser {
    char language[LANGUAGE_SUBTAG_MAX];
    XapianStem *stemmer; /* NULL: words are their own stems */
    XapianString stem;
    CacheEntry *cache;
};

Analyser *analyser_new(const char *language, GError **error)
{
    Analyser *analyser = g_new0(Analyser, 1);
    language_primary_subtag(language, analyser->language);
    const char *name = language_stemmer(analyser->language);
    XapianError cause;
    if (name != NULL && xapian_stem_new(name, &analyser->stemmer, &cause) != XAPIAN_OK) {
        morgue_error_from_xapian(error, &cause, name);
        g_free(analyser);
        return NULL;
    }
    analyser->cache = g_new0(CacheEntry, CACHE_SIZE);
    return analyser;
}

void analyser_free(Analyser *analyser)
{
    if (analyser == NULL)
        return;
    xapian_stem_free(analyser->stemmer);
    xapian_string_clear(&analyser->stem);
    g_free(analyser->cache);
    g_free(analyser);
}

/* FNV-1a. */
static guint32 hash(const char *word, gsize length)
{
    guint32 value = 2166136261U;
    for (gsize i = 0; i < length; i++)
        value = (value ^ (guchar)word[i]) * 16777619U;
    return value ^ value >> 15;
}

/* The stemmer's answer; a word that it cannot stem is its own stem. */
static const char *compute_stem(Analyser *analyser, const char *word, gsize length,
                                gsize *stem_length)
{
    if (analyser->stemmer == NULL ||
        xapian_stem_apply(analyser->stemmer, word, length, &analyser->stem, NULL) != XAPIAN_OK ||
        analyser->stem.length == 0) {
        *stem_length = length;
        return word;
    }
    *stem_length = analyser->stem.length;
    return analyser->stem.bytes;
}

static const CacheEntry *look_up(Analyser *analyser, const char *word, gsize length)
{
    CacheEntry *entry = &analyser->cache[hash(word, length) & (CACHE_SIZE - 1)];
    if (entry->length == length && memcmp(entry->word, word, length) == 0)
        return entry;
    gsize stem_length;
    const char *stem = compute_stem(analyser, word, length, &stem_length);
    if (stem_length > sizeof entry->stem)
        return NULL;
    entry->length = (guint8)length;
    entry->stem_length = (guint8)stem_length;
    entry->is_stop_word = (guint8)stop_words_contain(analyser->language, word, length);
    memcpy(entry->word, word, length);
    memcpy(entry->stem, stem, stem_length);
    return entry;
}

const char *analyser_stem(Analyser *analyser, const char *word, gsize length, gsize *stem_length)
{
    const CacheEntry *entry = length <= CACHED_WORD_MAX ? look_up(analyser, word, length) : NULL;
    if (entry == NULL)
        return compute_stem(analyser, word, length, stem_length);
    *stem_length = entry->stem_length;
    return entry->stem;
}

gboolean analyser_is_stop_word(Analyser *analyser, const char *word, gsize length)
{
    if (length > CACHED_WORD_MAX)
        return stop_words_contain(analyser->language, word, length);
    const CacheEntry *entry = look_up(analyser, word, length);
    return entry != NULL ? entry->is_stop_word
                         : stop_words_contain(analyser->language, word, length);
}

/* What analyser_text() carries from word to word. */
typedef struct {
    Analyser *analyser;
    AnalysisSink sink;
    gpointer data;
    guint32 offset; /* of positions */
    gboolean mixed; /* the text has lower-case letters */
    char joined[WORD_MAX];
    gsize joined_length; /* 0: too long */
    guint parts;         /* of the hyphenated word so far */
    guint32 joined_position;
} Analysis;

static void emit(const Analysis *analysis, AnalysisKind kind, const char *text, gsize length,
                 guint32 position, guint wdf)
{
    const AnalysisTerm term = {kind, text, length, position, wdf};
    analysis->sink(&term, analysis->data);
}

static void emit_stem(const Analysis *analysis, const char *word, gsize length, guint wdf)
{
    gsize stem_length;
    const char *stem = analyser_stem(analysis->analyser, word, length, &stem_length);
    emit(analysis, ANALYSIS_STEM, stem, stem_length, 0, wdf);
}

/* A further form, and its stem. */
static void emit_form(const Analysis *analysis, const char *form, gsize length, guint32 position)
{
    emit(analysis, ANALYSIS_FORM, form, length, position, 0);
    emit_stem(analysis, form, length, 0);
}

static void emit_joined(Analysis *analysis)
{
    if (analysis->parts > 1 && analysis->joined_length > 0)
        emit_form(analysis, analysis->joined, analysis->joined_length, analysis->joined_position);
    analysis->parts = 0;
}

/* Collects the parts of a hyphenated word that begins with a letter: e-mail, covid-19. */
static void join(Analysis *analysis, const Word *word, guint32 position)
{
    if ((word->flags & WORD_HYPHENATED) == 0 || analysis->parts == 0) {
        emit_joined(analysis);
        if ((word->flags & WORD_STEMMABLE) == 0 || (word->flags & WORD_NGRAM) != 0)
            return;
        analysis->joined_length = 0;
        analysis->joined_position = position;
    } else if (analysis->joined_length == 0) {
        return;
    }
    analysis->parts++;
    if (analysis->joined_length + word->length > WORD_MAX) {
        analysis->joined_length = 0;
        return;
    }
    memcpy(analysis->joined + analysis->joined_length, word->text, word->length);
    analysis->joined_length += word->length;
}

static guint wdf_of(const Analysis *analysis, const Word *word)
{
    if (!analyser_is_stop_word(analysis->analyser, word->text, word->length))
        return 1;
    return (word->flags & WORD_CAPITALS) != 0 && analysis->mixed;
}

static void emit_word(Analysis *analysis, const Word *word)
{
    guint32 position = analysis->offset + word->position;
    if ((word->flags & WORD_PARAGRAPH_START) != 0)
        emit(analysis, ANALYSIS_PARAGRAPH, "", 0, position, 0);
    if ((word->flags & WORD_SENTENCE_START) != 0)
        emit(analysis, ANALYSIS_SENTENCE, "", 0, position, 0);
    guint wdf = wdf_of(analysis, word);
    emit(analysis, ANALYSIS_WORD, word->text, word->length, word->has_position ? position : 0, wdf);
    if ((word->flags & WORD_STEMMABLE) != 0)
        emit_stem(analysis, word->text, word->length, wdf);
    char folded[WORD_MAX];
    gsize folded_length =
        (word->flags & WORD_NGRAM) != 0 ? 0 : word_fold(word->text, word->length, folded);
    if (folded_length > 0)
        emit_form(analysis, folded, folded_length, position);
    join(analysis, word, position);
}

static gboolean has_lower_case(const char *text, gsize length)
{
    for (const char *at = text; at < text + length; at = g_utf8_next_char(at)) {
        if (g_ascii_islower(*at) || ((guchar)*at >= 0x80 && g_unichar_islower(g_utf8_get_char(at))))
            return TRUE;
    }
    return FALSE;
}

guint32 analyser_text(Analyser *analyser, const char *text, gsize length, guint32 first_position,
                      AnalysisSink sink, gpointer data)
{
    Analysis analysis = {
        .analyser = analyser,
        .sink = sink,
        .data = data,
        .offset = first_position - 1,
        .mixed = has_lower_case(text, length),
    };
    WordIterator words;
    Word word;
    word_iterator_init(&words, text, length);
    while (word_iterator_next(&words, &word))
        emit_word(&analysis, &word);
    emit_joined(&analysis);
    return words.position;
}
