/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words, stems and forms; a cache of what each word comes to. */
#include "morgue/analysis.h"

#include <stdlib.h>
#include <string.h>

#include "lib/utf8.h"
#include "morgue/error.h"
#include "morgue/language.h"
#include "morgue/large-memory.h"
#include "morgue/stop-words.h"
#include "xapian-c.h"

/* Longer words and stems are rare and not worth the room. */
#define CACHED_MAX WORD_PADDING

/*
 * Each hash has a pair of entries. 512 KB are enough for a query and for a language that is rare;
 * where more words are met than that has room for, the cache becomes one of 4 MB.
 */
#define SMALL_CACHE_BITS 12
#define LARGE_CACHE_BITS 15
#define SMALL_CACHE_ENDS (2 << SMALL_CACHE_BITS)

/* So many words wait while what the cache has of them is called for from memory. */
#define WORDS_AHEAD 4

/* A word with zero bytes behind it, as numbers: compared and hashed at once, whatever its length.
 */
typedef struct {
    guint64 part[CACHED_MAX / sizeof(guint64)];
} CacheKey;

/* One line of the processor's cache. */
typedef struct {
    CacheKey word; /* all zero: empty */
    char stem[CACHED_MAX];
    AnalysisMemo memo;
    guint8 stem_length;
    guint8 is_stop_word;
} CacheEntry;
_Static_assert(sizeof(CacheEntry) == 64, "one line of the processor's cache");

/* The two newest words of one hash. */
typedef struct {
    CacheEntry newest, older;
} CachePair;

struct Analyser {
    const StopWords *stop_words; /* NULL: there are none */
    XapianStem *stemmer;         /* NULL: words are their own stems */
    gboolean keeps_first_letter;
    XapianString stem;
    CachePair *cache;
    guint cache_bits;  /* of the hash */
    guint words_added; /* to it */
};

/* What a word comes to; valid until the next word. */
typedef struct {
    const char *stem;
    gsize stem_length;
    gboolean is_stop_word;
    AnalysisMemo *memo; /* NULL: not in the cache */
} Outcome;

static gsize cache_size(const Analyser *analyser)
{
    return sizeof(CachePair) << analyser->cache_bits;
}

static void close_cache(Analyser *analyser)
{
    large_memory_free(analyser->cache, cache_size(analyser));
}

static void open_cache(Analyser *analyser, guint bits)
{
    analyser->cache_bits = bits;
    analyser->cache = large_memory_new(cache_size(analyser));
}

/* What is known by then is looked up once more. */
static void note_added_word(Analyser *analyser)
{
    if (++analyser->words_added != SMALL_CACHE_ENDS)
        return;
    close_cache(analyser);
    open_cache(analyser, LARGE_CACHE_BITS);
}

Analyser *analyser_new(const char *language, GError **error)
{
    char primary[LANGUAGE_SUBTAG_MAX];
    language_primary_subtag(language, primary);
    const char *name = language_stemmer(primary);
    XapianStem *stemmer = NULL;
    XapianError cause;
    if (name != NULL && xapian_stem_new(name, &stemmer, &cause) != XAPIAN_OK) {
        morgue_error_from_xapian(error, &cause, name);
        return NULL;
    }
    Analyser *analyser = g_new0(Analyser, 1);
    analyser->stop_words = stop_words_find(primary);
    analyser->stemmer = stemmer;
    analyser->keeps_first_letter = language_keeps_first_letter(primary);
    open_cache(analyser, SMALL_CACHE_BITS);
    return analyser;
}

void analyser_free(Analyser *analyser)
{
    if (analyser == NULL)
        return;
    xapian_stem_free(analyser->stemmer);
    xapian_string_clear(&analyser->stem);
    close_cache(analyser);
    g_free(analyser);
}

/*
 * The upper bits of a product depend on all bits of a number. Odd numbers with their bits well
 * spread: of the golden ratio, and two primes of xxHash.
 */
static guint64 hash(const CacheKey *key)
{
    return key->part[0] * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15) ^
           key->part[1] * G_GUINT64_CONSTANT(0xc2b2ae3d27d4eb4f) ^
           key->part[2] * G_GUINT64_CONSTANT(0x165667b19e3779f9);
}

static gboolean is_same(const CacheKey *one, const CacheKey *other)
{
    return ((one->part[0] ^ other->part[0]) | (one->part[1] ^ other->part[1]) |
            (one->part[2] ^ other->part[2])) == 0;
}

/* The stemmer's answer; a word that it cannot stem is its own stem. */
static Outcome compute(Analyser *analyser, const char *word, gsize length)
{
    Outcome outcome = {
        .stem = word,
        .stem_length = length,
        .is_stop_word =
            analyser->stop_words != NULL && stop_words_contain(analyser->stop_words, word, length),
    };
    if (analyser->stemmer != NULL &&
        xapian_stem_apply(analyser->stemmer, word, length, &analyser->stem, NULL) == XAPIAN_OK &&
        analyser->stem.length > 0) {
        outcome.stem = analyser->stem.bytes;
        outcome.stem_length = analyser->stem.length;
    }
    return outcome;
}

static Outcome outcome_of(CacheEntry *entry)
{
    return (Outcome){entry->stem, entry->stem_length, entry->is_stop_word != 0, &entry->memo};
}

static CachePair *pair_of(const Analyser *analyser, const CacheKey *key)
{
    return &analyser->cache[hash(key) >> (64 - analyser->cache_bits)];
}

/* Puts the word in the place of the older one of its hash. */
static Outcome add_word(Analyser *analyser, const CacheKey *key, const char *word, gsize length)
{
    Outcome outcome = compute(analyser, word, length);
    if (outcome.stem_length > CACHED_MAX)
        return outcome;
    note_added_word(analyser);
    CachePair *pair = pair_of(analyser, key);
    pair->older = pair->newest;
    pair->newest = (CacheEntry){
        .word = *key,
        .stem_length = (guint8)outcome.stem_length,
        .is_stop_word = outcome.is_stop_word != FALSE,
    };
    memcpy(pair->newest.stem, outcome.stem, outcome.stem_length);
    return outcome_of(&pair->newest);
}

static CacheKey key_of(const char *padded_word)
{
    CacheKey key;
    memcpy(&key, padded_word, sizeof key);
    return key;
}

/* `word` has WORD_PADDING zero bytes behind it. */
static Outcome look_up_padded(Analyser *analyser, const char *word, gsize length)
{
    if (length > CACHED_MAX)
        return compute(analyser, word, length);
    const CacheKey key = key_of(word);
    CachePair *pair = pair_of(analyser, &key);
    if (is_same(&pair->newest.word, &key))
        return outcome_of(&pair->newest);
    if (is_same(&pair->older.word, &key))
        return outcome_of(&pair->older);
    return add_word(analyser, &key, word, length);
}

static void prefetch_word(const Analyser *analyser, const char *padded_word)
{
    const CacheKey key = key_of(padded_word);
    const CachePair *pair = pair_of(analyser, &key);
    __builtin_prefetch(&pair->newest, 1);
    __builtin_prefetch(&pair->older, 1);
}

static Outcome look_up(Analyser *analyser, const char *word, gsize length)
{
    char padded[WORD_PADDING] = {0};
    if (length > CACHED_MAX)
        return compute(analyser, word, length);
    memcpy(padded, word, length);
    return look_up_padded(analyser, padded, length);
}

const char *analyser_stem(Analyser *analyser, const char *word, gsize length, gsize *stem_length)
{
    Outcome outcome = look_up(analyser, word, length);
    *stem_length = outcome.stem_length;
    return outcome.stem;
}

gboolean analyser_keeps_first_letter(const Analyser *analyser)
{
    return analyser->keeps_first_letter;
}

gboolean analyser_is_stop_word(Analyser *analyser, const char *word, gsize length)
{
    return look_up(analyser, word, length).is_stop_word;
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

/* Where a sentence or a paragraph begins. */
static void emit_mark(const Analysis *analysis, AnalysisKind kind, guint32 position)
{
    const AnalysisTerm term = {.kind = kind, .text = "", .stem = "", .position = position};
    analysis->sink(&term, analysis->data);
}

/* A further form, and its stem. */
static void emit_form(const Analysis *analysis, const char *form, gsize length, guint32 position)
{
    Outcome outcome = look_up(analysis->analyser, form, length);
    const AnalysisTerm term = {
        .kind = ANALYSIS_FORM,
        .is_stemmed = TRUE,
        .text = form,
        .length = length,
        .stem = outcome.stem,
        .stem_length = outcome.stem_length,
        .position = position,
        .memo = outcome.memo,
    };
    analysis->sink(&term, analysis->data);
}

static void emit_folded(const Analysis *analysis, const char *word, gsize length, guint32 position)
{
    char folded[WORD_MAX];
    gsize folded_length = word_fold(word, length, folded);
    if (folded_length > 0)
        emit_form(analysis, folded, folded_length, position);
}

/* Ends a hyphenated word. */
static void emit_joined(Analysis *analysis)
{
    if (analysis->parts > 1 && analysis->joined_length > 0) {
        emit_form(analysis, analysis->joined, analysis->joined_length, analysis->joined_position);
        emit_folded(analysis, analysis->joined, analysis->joined_length, analysis->joined_position);
    }
    analysis->parts = 0;
}

/*
 * Collects the parts of a hyphenated word that begins with a letter: e-mail, covid-19. Of one that
 * begins otherwise, such as a date, no part begins another.
 */
static void join(Analysis *analysis, const Word *word, guint32 position)
{
    if ((word->flags & WORD_NGRAM) != 0)
        return;
    if ((word->flags & WORD_HYPHENATED) == 0 && (word->flags & WORD_STEMMABLE) != 0) {
        analysis->joined_length = 0;
        analysis->joined_position = position;
    } else if (analysis->parts == 0 || analysis->joined_length == 0) {
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

static guint wdf_of(const Analysis *analysis, const Word *word, gboolean is_stop_word)
{
    return !is_stop_word || (analysis->mixed && (word->flags & WORD_CAPITALS) != 0);
}

static void emit_word(Analysis *analysis, const Word *word)
{
    guint32 position = analysis->offset + word->position;
    if ((word->flags & WORD_HYPHENATED) == 0 || (word->flags & WORD_NGRAM) != 0)
        emit_joined(analysis);
    if ((word->flags & WORD_PARAGRAPH_START) != 0)
        emit_mark(analysis, ANALYSIS_PARAGRAPH, position);
    if ((word->flags & WORD_SENTENCE_START) != 0)
        emit_mark(analysis, ANALYSIS_SENTENCE, position);
    Outcome outcome = look_up_padded(analysis->analyser, word->text, word->length);
    const AnalysisTerm term = {
        .kind = ANALYSIS_WORD,
        .is_stemmed = (word->flags & WORD_STEMMABLE) != 0,
        .text = word->text,
        .length = word->length,
        .stem = outcome.stem,
        .stem_length = outcome.stem_length,
        .position = word->has_position ? position : 0,
        .wdf = wdf_of(analysis, word, outcome.is_stop_word),
        .memo = outcome.memo,
    };
    analysis->sink(&term, analysis->data);
    if ((word->flags & WORD_BEYOND_ASCII) != 0)
        emit_folded(analysis, word->text, word->length, position);
    join(analysis, word, position);
}

static gboolean has_lower_case(const char *text, gsize length)
{
    const char *end = text + length;
    for (const char *at = text; at < end;) {
        Utf8Char character = utf8_char_at(at, end);
        if (g_unichar_islower(character.code))
            return TRUE;
        at = character.after;
    }
    return FALSE;
}

/* A word, and its text when the iterator is at others. */
typedef struct {
    Word word;
    char text[WORD_MAX + WORD_PADDING];
} WaitingWord;

/* FALSE at the end. */
static gboolean take_word(const Analyser *analyser, WordIterator *words, WaitingWord *waiting)
{
    if (!word_iterator_next(words, &waiting->word))
        return FALSE;
    memcpy(waiting->text, waiting->word.text, sizeof waiting->text);
    waiting->word.text = waiting->text;
    prefetch_word(analyser, waiting->text);
    return TRUE;
}

static void emit_words(Analysis *analysis, WordIterator *words)
{
    WaitingWord waiting[WORDS_AHEAD];
    guint taken = 0, emitted = 0;
    do {
        while (taken < emitted + WORDS_AHEAD &&
               take_word(analysis->analyser, words, &waiting[taken % WORDS_AHEAD]))
            taken++;
        if (emitted < taken)
            emit_word(analysis, &waiting[emitted++ % WORDS_AHEAD].word);
    } while (emitted < taken);
}

guint32 analyser_text(Analyser *analyser, const char *text, gsize length, guint32 first_position,
                      AnalysisSink sink, gpointer data)
{
    g_assert(first_position > 0);
    Analysis analysis = {
        .analyser = analyser,
        .sink = sink,
        .data = data,
        .offset = first_position - 1,
        .mixed = has_lower_case(text, length),
    };
    WordIterator words;
    word_iterator_init(&words, text, length);
    emit_words(&analysis, &words);
    emit_joined(&analysis);
    return words.position;
}
