/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding the words of a query in a text: word forms, stems, and runs of words. */
#include "lib/snippet-match.h"

#include <string.h>

/* No concept. */
#define NONE G_MAXUINT

/* Bytes that are looked up without copying them. */
typedef struct Key {
    const char *bytes;
    gsize length;
} Key;

typedef struct Phrase {
    guint concept;
    guint *words; /* numbers of its words */
    guint *fall;  /* Knuth, Morris and Pratt: how much is still matched after a mismatch */
    guint count;
} Phrase;

struct SnippetTerms {
    GArray *weights;          /* of double, by concept */
    GHashTable *words;        /* Key → concept */
    GHashTable *stems;        /* Key, without the Z → concept */
    GHashTable *phrase_words; /* Key → number */
    GHashTable *phrase_forms; /* Key → number of the word that it is a form of */
    GPtrArray *phrases;       /* of Phrase * */
    GStringChunk *strings;
    GPtrArray *keys;    /* owned, of Key * */
    guint8 begins[256]; /* TableFlags: the tables that have a key with this first byte */
};

/* Most words of a text are none of the query's: their first letter says so. */
typedef enum {
    TABLE_WORDS = 1 << 0,
    TABLE_STEMS = 1 << 1,
    TABLE_PHRASES = 1 << 2,
} TableFlags;

static guint key_hash(gconstpointer data)
{
    const Key *key = data;
    guint32 value = 2166136261U;
    for (gsize i = 0; i < key->length; i++)
        value = (value ^ (guchar)key->bytes[i]) * 16777619U;
    return value;
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
    const Key *left = a;
    const Key *right = b;
    return left->length == right->length && memcmp(left->bytes, right->bytes, left->length) == 0;
}

static void phrase_free(Phrase *phrase)
{
    g_free(phrase->words);
    g_free(phrase->fall);
    g_free(phrase);
}

SnippetTerms *snippet_terms_new(void)
{
    SnippetTerms *terms = g_new(SnippetTerms, 1);
    terms->weights = g_array_new(FALSE, FALSE, sizeof(double));
    terms->words = g_hash_table_new(key_hash, key_equal);
    terms->stems = g_hash_table_new(key_hash, key_equal);
    terms->phrase_words = g_hash_table_new(key_hash, key_equal);
    terms->phrase_forms = g_hash_table_new(key_hash, key_equal);
    terms->phrases = g_ptr_array_new_with_free_func((GDestroyNotify)phrase_free);
    terms->strings = g_string_chunk_new(256);
    terms->keys = g_ptr_array_new_with_free_func(g_free);
    memset(terms->begins, 0, sizeof terms->begins);
    return terms;
}

void snippet_terms_free(SnippetTerms *terms)
{
    if (terms == NULL)
        return;
    g_array_unref(terms->weights);
    g_hash_table_unref(terms->words);
    g_hash_table_unref(terms->stems);
    g_hash_table_unref(terms->phrase_words);
    g_hash_table_unref(terms->phrase_forms);
    g_ptr_array_unref(terms->phrases);
    g_string_chunk_free(terms->strings);
    g_ptr_array_unref(terms->keys);
    g_free(terms);
}

guint snippet_terms_add_concept(SnippetTerms *terms, double weight)
{
    g_array_append_val(terms->weights, weight);
    return terms->weights->len - 1;
}

double snippet_terms_weight(const SnippetTerms *terms, guint concept)
{
    return g_array_index(terms->weights, double, concept);
}

guint snippet_terms_concepts(const SnippetTerms *terms)
{
    return terms->weights->len;
}

/* The number of a key in a table; what is not in it gets `number`. */
static guint intern(SnippetTerms *terms, GHashTable *table, const char *bytes, gsize length,
                    guint number)
{
    gpointer found;
    const Key wanted = {bytes, length};
    if (g_hash_table_lookup_extended(table, &wanted, NULL, &found))
        return GPOINTER_TO_UINT(found);
    Key *key = g_new(Key, 1);
    key->bytes = g_string_chunk_insert_len(terms->strings, bytes, (gssize)length);
    key->length = length;
    g_ptr_array_add(terms->keys, key);
    g_hash_table_insert(table, key, GUINT_TO_POINTER(number));
    return number;
}

void snippet_terms_add(SnippetTerms *terms, guint concept, const char *term, gsize length)
{
    g_assert(concept < terms->weights->len);
    gboolean stem = length > 0 && *term == 'Z';
    gsize prefix = stem ? 1 : 0;
    if (length == prefix)
        return;
    intern(terms, stem ? terms->stems : terms->words, term + prefix, length - prefix, concept);
    terms->begins[(guchar)term[prefix]] |= stem ? TABLE_STEMS : TABLE_WORDS;
}

static void phrase_prepare(Phrase *phrase)
{
    guint matched = 0;
    phrase->fall = g_new0(guint, phrase->count + 1);
    for (guint i = 1; i < phrase->count; i++) {
        while (matched > 0 && phrase->words[i] != phrase->words[matched])
            matched = phrase->fall[matched];
        matched += phrase->words[i] == phrase->words[matched];
        phrase->fall[i + 1] = matched;
    }
}

void snippet_terms_add_phrase(SnippetTerms *terms, guint concept, const char *const *words,
                              gsize count)
{
    g_assert(concept < terms->weights->len);
    if (count == 0)
        return;
    Phrase *phrase = g_new0(Phrase, 1);
    phrase->concept = concept;
    phrase->count = (guint)count;
    phrase->words = g_new(guint, count);
    for (gsize i = 0; i < count; i++) {
        phrase->words[i] = intern(terms, terms->phrase_words, words[i], strlen(words[i]),
                                  g_hash_table_size(terms->phrase_words));
        terms->begins[(guchar)*words[i]] |= TABLE_PHRASES;
    }
    phrase_prepare(phrase);
    g_ptr_array_add(terms->phrases, phrase);
}

void snippet_terms_add_phrase_form(SnippetTerms *terms, const char *word, const char *form)
{
    const Key key = {word, strlen(word)};
    gpointer number;
    if (!g_hash_table_lookup_extended(terms->phrase_words, &key, NULL, &number))
        return;
    intern(terms, terms->phrase_forms, form, strlen(form), GPOINTER_TO_UINT(number));
    terms->begins[(guchar)*form] |= TABLE_PHRASES;
}

/* Going through a text. */

typedef struct Scan {
    const SnippetTerms *terms;
    Analyser *analyser;
    SnippetText text;
    SnippetMatch *match;
    guint8 stem_bytes[256]; /* whether a stem of a word with this first byte can be wanted */
    gsize counted, columns; /* columns before the byte `counted` */
    guint *progress;        /* of each phrase: words matched */
    GArray *starts;         /* of gsize: every word with a position, where there are phrases */
    gsize *open; /* of each phrase: where it begins, if only its last word lacks before the
                    hyphenated word at hand; else G_MAXSIZE */
    char joined[WORD_MAX]; /* e-mail as email */
    gsize joined_length;   /* 0: there is none, or it is too long */
    gsize joined_start;
} Scan;

/* Bytes go forward but for the start of a run, so that counting stays linear. */
static gsize count_columns(Scan *scan, gsize to)
{
    while (scan->counted < to)
        scan->columns += snippet_text_columns(scan->text, scan->counted++);
    while (scan->counted > to)
        scan->columns -= snippet_text_columns(scan->text, --scan->counted);
    return scan->columns;
}

static guint look_up(GHashTable *table, const char *bytes, gsize length)
{
    gpointer found;
    const Key wanted = {bytes, length};
    return g_hash_table_lookup_extended(table, &wanted, NULL, &found) ? GPOINTER_TO_UINT(found)
                                                                      : NONE;
}

/* The concept of a form, by the form itself or by its stem. */
static guint find_form(const Scan *scan, const char *form, gsize length, gboolean stemmable)
{
    guchar first = (guchar)*form;
    guint concept = NONE;
    if ((scan->terms->begins[first] & TABLE_WORDS) != 0)
    concept = look_up(scan->terms->words, form, length);
    if (concept != NONE || !stemmable || !scan->stem_bytes[first])
    return concept;
    gsize stem_length;
    const char *stem = analyser_stem(scan->analyser, form, length, &stem_length);
    return look_up(scan->terms->stems, stem, stem_length);
}

static gboolean is_ascii(const char *bytes, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if ((guchar)bytes[i] >= 0x80)
            return FALSE;
    }
    return TRUE;
}

static guint find_word(const Scan *scan, const Word *word)
{
    char folded[WORD_MAX];
    gboolean stemmable = (word->flags & WORD_STEMMABLE) != 0;
    guint concept = find_form(scan, word->text, word->length, stemmable);
    if (concept != NONE || is_ascii(word->text, word->length))
    return concept;
    gsize length = word_fold(word->text, word->length, folded);
    return length == 0 ? NONE : find_form(scan, folded, length, stemmable);
}

/* Keeps the hits by start, the longest first. */
static void add_hit(Scan *scan, gsize start, gsize end, guint concept)
{
    GArray *hits = scan->match->hits;
    SnippetHit hit = {.start = start, .end = end, .concept = concept};
    hit.first_column = count_columns(scan, start);
    hit.after_column = count_columns(scan, end);
    guint at = hits->len;
    for (; at > 0; at--) {
        const SnippetHit *before = &g_array_index(hits, SnippetHit, at - 1);
        if (before->start < hit.start || (before->start == hit.start && before->end >= hit.end))
            break;
    }
    g_array_insert_val(hits, at, hit);
}

/* The number of a form among the words of phrases. */
static guint find_phrase_form(const SnippetTerms *terms, const char *form, gsize length)
{
    if ((terms->begins[(guchar)*form] & TABLE_PHRASES) == 0)
        return NONE;
    guint number = look_up(terms->phrase_words, form, length);
    return number != NONE ? number : look_up(terms->phrase_forms, form, length);
}

/* The same, also without its accents. */
static guint find_phrase_word(const SnippetTerms *terms, const char *word, gsize length)
{
    guint number = find_phrase_form(terms, word, length);
    if (number != NONE || is_ascii(word, length))
        return number;
    char folded[WORD_MAX];
    gsize folded_length = word_fold(word, length, folded);
    return folded_length == 0 ? NONE : find_phrase_form(terms, folded, folded_length);
}

/* The joined form has the position of its first part: so "an email" ends at an e-mail, but no word
 * of a phrase comes after it. */
static void match_joined_in_phrases(Scan *scan, const Word *last_part)
{
    const GPtrArray *phrases = scan->terms->phrases;
    guint number = find_phrase_word(scan->terms, scan->joined, scan->joined_length);
    for (guint i = 0; number != NONE && i < phrases->len; i++) {
        const Phrase *phrase = g_ptr_array_index(phrases, i);
        if (scan->open[i] != G_MAXSIZE && phrase->words[phrase->count - 1] == number)
            add_hit(scan, scan->open[i], last_part->end, phrase->concept);
    }
}

/* Collects the parts of a hyphenated word, and looks up what they are without the hyphen. */
static void match_joined(Scan *scan, const Word *word)
{
    if ((word->flags & WORD_HYPHENATED) == 0) {
        scan->joined_length = 0;
        scan->joined_start = word->start;
    } else if (scan->joined_length == 0) {
        return;
    }
    if (scan->joined_length + word->length > WORD_MAX) {
        scan->joined_length = 0;
        return;
    }
    memcpy(scan->joined + scan->joined_length, word->text, word->length);
    scan->joined_length += word->length;
    if ((word->flags & WORD_HYPHENATED) == 0)
        return;
    guint concept = find_form(scan, scan->joined, scan->joined_length, TRUE);
    if (concept != NONE)
        add_hit(scan, scan->joined_start, word->end, concept);
    match_joined_in_phrases(scan, word);
}

/* Whether the words before this one, of which `matched` fit, are all of the phrase but its last. */
static gboolean lacks_last(const Phrase *phrase, guint matched)
{
    while (matched >= phrase->count)
        matched = phrase->fall[matched];
    return matched == phrase->count - 1;
}

static void match_phrases(Scan *scan, const Word *word)
{
    const SnippetTerms *terms = scan->terms;
    if (terms->phrases->len == 0)
        return;
    g_array_append_val(scan->starts, word->start);
    const gsize *after = &g_array_index(scan->starts, gsize, scan->starts->len);
    gboolean begins = (word->flags & WORD_HYPHENATED) == 0;
    guint number = find_phrase_word(terms, word->text, word->length);
    for (guint i = 0; i < terms->phrases->len; i++) {
        const Phrase *phrase = g_ptr_array_index(terms->phrases, i);
        guint matched = scan->progress[i];
        if (begins)
            scan->open[i] = lacks_last(phrase, matched) ? *(after - phrase->count) : G_MAXSIZE;
        while (matched > 0 && (matched == phrase->count || phrase->words[matched] != number))
            matched = phrase->fall[matched];
        matched += phrase->words[matched] == number;
        scan->progress[i] = matched;
        if (matched < phrase->count)
            continue;
        add_hit(scan, *(after - phrase->count), word->end, phrase->concept);
    }
}

static void match_word(Scan *scan, const Word *word)
{
    if ((word->flags & WORD_SENTENCE_START) != 0) {
        SnippetBreak sentence = {word->start, count_columns(scan, word->start)};
        g_array_append_val(scan->match->sentences, sentence);
    }
    guint concept = find_word(scan, word);
    if (concept != NONE)
        add_hit(scan, word->start, word->end, concept);
    if (!word->has_position)
        return;
    match_joined(scan, word);
    match_phrases(scan, word);
}

/* A stem begins as its word does where the stemmer leaves the first letter alone. */
static void prepare_stem_bytes(Scan *scan)
{
    gboolean any = g_hash_table_size(scan->terms->stems) > 0;
    gboolean kept = analyser_keeps_first_letter(scan->analyser);
    for (guint byte = 0; byte < G_N_ELEMENTS(scan->stem_bytes); byte++) {
        gboolean begins = (scan->terms->begins[byte] & TABLE_STEMS) != 0;
        scan->stem_bytes[byte] = any && (begins || !kept || byte >= 0x80);
    }
}

void snippet_match_init(SnippetMatch *match, Analyser *analyser, const SnippetTerms *terms,
                        SnippetText text)
{
    match->hits = g_array_new(FALSE, FALSE, sizeof(SnippetHit));
    match->sentences = g_array_new(FALSE, FALSE, sizeof(SnippetBreak));
    Scan scan = {
        .terms = terms,
        .analyser = analyser,
        .text = text,
        .match = match,
        .progress = g_new0(guint, terms->phrases->len),
        .starts = g_array_new(FALSE, FALSE, sizeof(gsize)),
        .open = g_new(gsize, terms->phrases->len),
    };
    prepare_stem_bytes(&scan);
    WordIterator words;
    Word word;
    word_iterator_init(&words, text.bytes, text.length);
    while (word_iterator_next(&words, &word))
        match_word(&scan, &word);
    g_array_unref(scan.starts);
    g_free(scan.open);
    g_free(scan.progress);
}

void snippet_match_clear(SnippetMatch *match)
{
    g_clear_pointer(&match->hits, g_array_unref);
    g_clear_pointer(&match->sentences, g_array_unref);
}
