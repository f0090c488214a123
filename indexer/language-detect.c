/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Language detection over the shim of cld2, but for what is plain to see. */
#include "indexer/language-detect.h"

#include <limits.h>
#include <string.h>

#include "indexer/cld2-shim.h"
#include "indexer/plain-english.h"
#include "morgue/stop-words.h"
#include "morgue/word.h"

/* Texts of fewer bytes may be no more than names. */
#define SHORT_BYTES 150

/* The languages that cld2 tells apart, as BCP 47, blank-separated. */
static const char known_languages[] =
    " af ar az be bg bn ca ceb chr cs cy da de dv el en es et eu fa fi fr ga gd gl gu he hi hmn hr "
    "ht hu hy id is it iu ja jv ka km kn ko lg lo lt lv mk ml mr ms mt ne nl no or pa pl pt ro ru "
    "rw si sk sl sq sr sv sw syr ta te th tl tr uk ur vi yi zh ";

/* Languages too much alike to trust detection over a declaration. */
static const char *const look_alikes[] = {" no nb nn ", " hr bs sr sh ", " id ms ", " zh yue wuu ",
                                          " hi mr ne bh "};

/* Codes of cld2 that are not those of BCP 47. */
static const char *modern_tag(const char *code)
{
    static const struct {
        const char *old, *tag;
    } codes[] = {{"iw", "he"}, {"in", "id"}, {"ji", "yi"}, {"jw", "jv"}, {"mo", "ro"}};
    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++) {
        if (strcmp(codes[i].old, code) == 0)
            return codes[i].tag;
    }
    return code;
}

/* Names and numbers may look like any language; a word like "the" or "und" is of one or two. */
static gboolean has_stop_word(const char *text, gsize length, const char *language)
{
    const StopWords *stop_words = stop_words_find(language);
    WordIterator words;
    Word word;
    word_iterator_init(&words, text, length);
    while (stop_words != NULL && word_iterator_next(&words, &word)) {
        if (word.length > 1 && stop_words_contain(stop_words, word.text, word.length))
            return TRUE;
    }
    return FALSE;
}

static gboolean has_letter_beyond_ascii(const char *text, gsize length)
{
    const char *end = text + length;
    for (const char *at = text; at < end; at = g_utf8_next_char(at)) {
        if ((guchar)*at >= 0x80 && g_unichar_isalpha(g_utf8_get_char(at)))
            return TRUE;
    }
    return FALSE;
}

/*
 * Of short texts cld2 is too sure: a headline of names is Dutch or Gaelic to it. So these need a
 * sign of their language besides, a stop word or a letter that English does not have.
 */
static gboolean is_plausible(const char *text, gsize length, const LanguageGuess *guess)
{
    if (guess->reliable && (length >= SHORT_BYTES || strcmp(guess->tag, "en") == 0))
        return TRUE;
    return has_stop_word(text, length, guess->tag) ||
           (guess->reliable && has_letter_beyond_ascii(text, length));
}

LanguageGuess language_detect(const char *text, gsize length)
{
    if (plain_english(text, length))
        return (LanguageGuess){.tag = "en", .reliable = TRUE};
    LanguageGuess guess = {.reliable = FALSE};
    int reliable = 0;
    const char *code = cld2_detect(text, (int)MIN(length, INT_MAX), &reliable);
    if (code == NULL)
        return guess;
    language_primary_subtag(modern_tag(code), guess.tag);
    guess.reliable = reliable != 0;
    if (!is_plausible(text, length, &guess))
        return (LanguageGuess){.reliable = FALSE};
    return guess;
}

static gboolean list_has(const char *list, const char *subtag)
{
    g_autofree char *word = g_strdup_printf(" %s ", subtag);
    return strstr(list, word) != NULL;
}

gboolean language_outweighs(const LanguageGuess *guess, const ArticleText *declared)
{
    if (!guess->reliable || guess->tag[0] == '\0')
        return FALSE;
    if (declared->text == NULL)
        return TRUE;
    char primary[LANGUAGE_SUBTAG_MAX];
    language_primary_subtag(declared->text, primary);
    if (declared->from <= PROVENANCE_FRONT_MATTER || !list_has(known_languages, primary))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(look_alikes); i++) {
        if (list_has(look_alikes[i], primary) && list_has(look_alikes[i], guess->tag))
            return FALSE;
    }
    return TRUE;
}
