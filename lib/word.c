/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Splitting text into words as Xapian 1.4's TermGenerator does. */
#include "morgue/word.h"

#include <string.h>

#include "xapian-c.h"

/* A character that joins nothing and ends nothing, between letters. */
#define INVISIBLE 1

/* Suffixes such as those of C++ and C#: more than this is no suffix. */
#define MAX_SUFFIX 3

static gunichar get_char(const char *at)
{
    return (guchar)*at < 0x80 ? (guchar)*at : g_utf8_get_char(at);
}

static const char *next_char(const char *at)
{
    return g_utf8_next_char(at);
}

static gboolean is_word_char(gunichar character)
{
    if (character < 0x80)
        return g_ascii_isalnum((char)character) || character == '_';
    return xapian_unicode_is_wordchar(character);
}

static gunichar to_lower(gunichar character)
{
    if (character < 0x80)
        return (guchar)g_ascii_tolower((char)character);
    return xapian_unicode_tolower(character);
}

static gboolean is_upper(gunichar character)
{
    if (character < 0x80)
        return g_ascii_isupper((char)character);
    return xapian_unicode_category(character) == XAPIAN_UNICODE_UPPERCASE_LETTER;
}

static gboolean is_lower(gunichar character)
{
    if (character < 0x80)
        return g_ascii_islower((char)character);
    return xapian_unicode_category(character) == XAPIAN_UNICODE_LOWERCASE_LETTER;
}

static gboolean is_letter(gunichar character)
{
    if (character < 0x80)
        return g_ascii_isalpha((char)character);
    XapianUnicodeCategory category = xapian_unicode_category(character);
    return category >= XAPIAN_UNICODE_UPPERCASE_LETTER && category <= XAPIAN_UNICODE_OTHER_LETTER;
}

/* N-grams keep full-width capitals, and TermGenerator stems nothing in capitals. */
static gboolean is_stemmable(gunichar character)
{
    return is_letter(character) && !is_upper(character);
}

static gboolean is_digit(gunichar character)
{
    if (character < 0x80)
        return g_ascii_isdigit((char)character);
    return xapian_unicode_category(character) == XAPIAN_UNICODE_DECIMAL_DIGIT_NUMBER;
}

static gboolean is_invisible(gunichar character)
{
    return (character >= 0x200b && character <= 0x200d) || character == 0x2060 ||
           character == 0xfeff;
}

/* Between letters: what it stands for in the word, INVISIBLE, or 0 where it ends the word. */
static gunichar infix(gunichar character)
{
    switch (character) {
    case '\'':
    case '&':
    case 0xb7:   /* middle dot, as in Catalan */
    case 0x5f4:  /* Hebrew gershayim */
    case 0x2027: /* hyphenation point */
        return character;
    case 0x2019:
    case 0x201b:
        return '\'';
    default:
        return is_invisible(character) ? INVISIBLE : 0;
    }
}

/* The same between digits: the MidNum characters of Unicode's word boundaries (UAX #29). */
static gunichar digit_infix(gunichar character)
{
    switch (character) {
    case ',':
    case '.':
    case ';':
    case 0x37e:
    case 0x589:
    case 0x60d:
    case 0x7f8:
    case 0x2044:
    case 0xfe10:
    case 0xfe13:
    case 0xfe14:
        return character;
    default:
        return is_invisible(character) ? INVISIBLE : 0;
    }
}

/* Scripts that are written without blanks. */
typedef enum { SCRIPT_SPACED, SCRIPT_CJK, SCRIPT_SOUTH_EAST_ASIAN } Script;

/* The blocks that Xapian splits as CJK, and those of Thai, Lao, Burmese and Khmer. */
static Script script_of(gunichar character)
{
    static const struct {
        gunichar first, last;
        Script script;
    } blocks[] = {
        {0x0e00, 0x0eff, SCRIPT_SOUTH_EAST_ASIAN},
        {0x1000, 0x109f, SCRIPT_SOUTH_EAST_ASIAN},
        {0x1780, 0x17ff, SCRIPT_SOUTH_EAST_ASIAN},
        {0x19e0, 0x19ff, SCRIPT_SOUTH_EAST_ASIAN},
        {0x2e80, 0x2eff, SCRIPT_CJK},
        {0x3000, 0x9fff, SCRIPT_CJK},
        {0xa700, 0xa71f, SCRIPT_CJK},
        {0xa9e0, 0xa9ff, SCRIPT_SOUTH_EAST_ASIAN},
        {0xaa60, 0xaa7f, SCRIPT_SOUTH_EAST_ASIAN},
        {0xac00, 0xd7af, SCRIPT_CJK},
        {0xf900, 0xfaff, SCRIPT_CJK},
        {0xfe30, 0xfe4f, SCRIPT_CJK},
        {0xff00, 0xffef, SCRIPT_CJK},
        {0x20000, 0x2a6df, SCRIPT_CJK},
        {0x2f800, 0x2fa1f, SCRIPT_CJK},
    };
    if (character < blocks[0].first)
        return SCRIPT_SPACED;
    for (gsize i = 0; i < G_N_ELEMENTS(blocks) && character >= blocks[i].first; i++) {
        if (character <= blocks[i].last)
            return blocks[i].script;
    }
    return SCRIPT_SPACED;
}

void word_iterator_init(WordIterator *iterator, const char *text, gsize length)
{
    *iterator = (WordIterator){.text = text, .at = text, .end = text + length};
}

/* Adds a character unless the word is full; `full` stays set so that nothing follows a gap. */
static void append(WordIterator *iterator, gunichar character, gboolean *full)
{
    if (*full)
        return;
    char bytes[6];
    gsize length = 1;
    bytes[0] = (char)character;
    if (character >= 0x80)
        length = (gsize)g_unichar_to_utf8(character, bytes);
    *full = iterator->length + length > WORD_MAX;
    if (*full)
        return;
    memcpy(iterator->word + iterator->length, bytes, length);
    iterator->length += length;
}

/* Words before a full stop that does not end a sentence. */
static gboolean is_abbreviation(const char *word, gsize length)
{
    static const char *const abbreviations[] = {
        "mr",  "mrs", "ms",  "dr",  "prof", "st",   "gen", "col", "lt",    "sgt", "capt",
        "rev", "sen", "rep", "gov", "hon",  "jr",   "sr",  "no",  "vs",    "jan", "feb",
        "mar", "apr", "jun", "jul", "aug",  "sept", "sep", "oct", "nov",   "dec", "pp",
        "vol", "hr",  "fr",  "mme", "mlle", "nr",   "bzw", "sra", "señor", "ca",  "etc",
    };
    if (length == 1)
        return TRUE; /* an initial */
    for (gsize i = 0; i < G_N_ELEMENTS(abbreviations); i++) {
        if (strlen(abbreviations[i]) == length && strncmp(abbreviations[i], word, length) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Whether the word before the gap, as it stands in the text, is an abbreviation. */
static gboolean ends_abbreviated(const WordIterator *iterator)
{
    gsize length = (gsize)(iterator->last_end - iterator->last_start);
    if (length > 6)
        return FALSE;
    char word[8];
    for (gsize i = 0; i < length; i++)
        word[i] = g_ascii_tolower(iterator->last_start[i]);
    return is_abbreviation(word, length);
}

/* What the text between two words says of the second one. */
static guint gap_flags(const WordIterator *iterator, const char *start)
{
    if (iterator->last_end == NULL)
        return WORD_SENTENCE_START | WORD_PARAGRAPH_START;
    gsize length = (gsize)(start - iterator->last_end);
    const char *gap = iterator->last_end;
    if (length == 1)
        return *gap == '-' ? WORD_HYPHENATED : 0;
    if (length == 3 && (memcmp(gap, "\u2010", 3) == 0 || memcmp(gap, "\u2011", 3) == 0))
        return WORD_HYPHENATED;
    gboolean ended = FALSE, spaced = FALSE;
    for (const char *at = gap; at < start; at = next_char(at)) {
        gunichar character = get_char(at);
        if (character == '\n' && at + 1 < start && at[1] == '\n')
            return WORD_SENTENCE_START | WORD_PARAGRAPH_START;
        if (character == '.')
            ended = ended || at != gap || !ends_abbreviated(iterator);
        else if (character == '!' || character == '?' || character == 0x2026)
            ended = TRUE;
        else if (character == 0x3002 || character == 0xff01 || character == 0xff1f)
            ended = spaced = TRUE; /* no blank follows in Chinese and Japanese */
        else if (character == ' ' || character == '\n')
            spaced = spaced || ended;
    }
    return ended && spaced && !is_lower(get_char(start)) ? WORD_SENTENCE_START : 0;
}

static void fill_in(WordIterator *iterator, Word *word, const char *start, const char *end,
                    guint flags)
{
    word->text = iterator->word;
    word->length = iterator->length;
    word->start = (gsize)(start - iterator->text);
    word->end = (gsize)(end - iterator->text);
    word->has_position = TRUE;
    word->position = ++iterator->position;
    word->flags = flags | gap_flags(iterator, start);
    if (is_stemmable(get_char(iterator->word)))
        word->flags |= WORD_STEMMABLE;
    iterator->last_start = start;
    iterator->last_end = end;
}

/* N-grams: c1, c1c2, c2, c2c3, c3 … */

static const char *end_of_run(const char *at, const char *end, Script script)
{
    while (at < end && script_of(get_char(at)) == script && is_word_char(get_char(at)))
        at = next_char(at);
    return at;
}

static void next_ngram(WordIterator *iterator, Word *word)
{
    const char *start = iterator->at;
    const char *second = next_char(start);
    const char *end = iterator->pair ? next_char(second) : second;
    iterator->length = (gsize)(end - start);
    memcpy(iterator->word, start, iterator->length);
    if (iterator->pair) {
        word->text = iterator->word;
        word->length = iterator->length;
        word->start = (gsize)(start - iterator->text);
        word->end = (gsize)(end - iterator->text);
        word->position = iterator->position;
        word->has_position = FALSE;
        word->flags = WORD_NGRAM | (is_stemmable(get_char(start)) ? WORD_STEMMABLE : 0);
        iterator->at = second;
        iterator->pair = FALSE;
        return;
    }
    fill_in(iterator, word, start, end, WORD_NGRAM);
    iterator->pair = second < iterator->ngram_end;
    if (!iterator->pair) {
        iterator->at = second;
        iterator->ngram_end = NULL;
    }
}

/* Initials with full stops between them: the end of them in the text, or NULL. */
static const char *end_of_acronym(const WordIterator *iterator)
{
    const char *at = iterator->at;
    int letters = 0;
    while (at < iterator->end && g_ascii_isupper(*at)) {
        letters++;
        at++;
        if (at + 1 >= iterator->end || *at != '.' || !g_ascii_isupper(at[1]))
            break;
        at++;
    }
    const char *after = at < iterator->end && *at == '.' ? at + 1 : at;
    gboolean goes_on = after < iterator->end && is_word_char(get_char(after));
    return letters >= 2 && !goes_on ? at : NULL;
}

static void next_acronym(WordIterator *iterator, Word *word, const char *end)
{
    const char *start = iterator->at;
    gboolean full = FALSE;
    iterator->length = 0;
    for (const char *at = start; at < end; at += 2) {
        if (iterator->length + 2 > WORD_MAX)
            break;
        append(iterator, to_lower((guchar)*at), &full);
        append(iterator, '.', &full);
    }
    if (end < iterator->end && *end == '.')
        end++;
    iterator->at = end;
    fill_in(iterator, word, start, end, WORD_ACRONYM | WORD_CAPITALS | WORD_CAPITALISED);
}

/* Whether the characters at `at` and after it carry the word on; its infix character if so. */
static gboolean carries_on(const WordIterator *iterator, const char *at, gunichar before,
                           gunichar *between)
{
    const char *next = next_char(at);
    if (next >= iterator->end)
        return FALSE;
    gunichar following = get_char(next);
    if (!is_word_char(following) || script_of(following) != SCRIPT_SPACED)
        return FALSE;
    gboolean digits = is_digit(before) && is_digit(following);
    *between = digits ? digit_infix(get_char(at)) : infix(get_char(at));
    return *between != 0;
}

/* C++, C#, F#: at most MAX_SUFFIX of these, and no word after them. */
static const char *take_suffix(WordIterator *iterator, const char *at, gboolean *full)
{
    gsize length = iterator->length;
    gboolean was_full = *full;
    int count = 0;
    while (at < iterator->end && (*at == '+' || *at == '#')) {
        if (++count > MAX_SUFFIX)
            break;
        append(iterator, (guchar)*at++, full);
    }
    gboolean followed = at < iterator->end && is_word_char(get_char(at));
    if (count > MAX_SUFFIX || followed) {
        iterator->length = length;
        *full = was_full;
    }
    return at;
}

static void next_spaced_word(WordIterator *iterator, Word *word)
{
    const char *start = iterator->at;
    const char *at = start;
    gboolean full = FALSE, all_capitals = TRUE;
    guint letters = 0;
    gunichar between = 0;
    gunichar character = 0;
    iterator->length = 0;
    for (;;) {
        character = get_char(at);
        gunichar lower = to_lower(character);
        letters += is_letter(character) ? 1 : 0;
        all_capitals = all_capitals && (lower != character || !is_letter(character));
        append(iterator, lower, &full);
        at = next_char(at);
        if (at >= iterator->end)
            break;
        gunichar next = get_char(at);
        if (script_of(next) != SCRIPT_SPACED)
            break;
        if (is_word_char(next))
            continue;
        if (!carries_on(iterator, at, lower, &between))
            break;
        if (between != INVISIBLE)
            append(iterator, between, &full);
        at = next_char(at);
    }
    const char *end = at;
    iterator->at = take_suffix(iterator, at, &full);
    guint flags = (is_upper(get_char(start)) ? WORD_CAPITALISED : 0) | (full ? WORD_CUT : 0);
    if (all_capitals && letters >= 2)
        flags |= WORD_CAPITALS;
    fill_in(iterator, word, start, end, flags);
}

gboolean word_iterator_next(WordIterator *iterator, Word *word)
{
    if (iterator->ngram_end != NULL) {
        next_ngram(iterator, word);
        return TRUE;
    }
    while (iterator->at < iterator->end && !is_word_char(get_char(iterator->at)))
        iterator->at = next_char(iterator->at);
    if (iterator->at >= iterator->end)
        return FALSE;
    Script script = script_of(get_char(iterator->at));
    if (script != SCRIPT_SPACED) {
        iterator->ngram_end = end_of_run(iterator->at, iterator->end, script);
        next_ngram(iterator, word);
        return TRUE;
    }
    const char *acronym_end = end_of_acronym(iterator);
    if (acronym_end != NULL)
        next_acronym(iterator, word, acronym_end);
    else
        next_spaced_word(iterator, word);
    return TRUE;
}

/* Letters that decomposition leaves alone. */
static const char *plain_letters(gunichar character)
{
    switch (character) {
    case 0xdf:
        return "ss";
    case 0xe6:
        return "ae";
    case 0xf0:
    case 0x111:
        return "d";
    case 0xf8:
        return "o";
    case 0xfe:
        return "th";
    case 0x131:
        return "i";
    case 0x142:
        return "l";
    case 0x153:
        return "oe";
    case 0x17f:
        return "s";
    case 0x451: /* Russian prints it without its dots as a rule */
        return "\u0435";
    default:
        return NULL;
    }
}

/* Whether marks on it are accents: Latin and Greek letters. */
static gboolean takes_accents(gunichar base)
{
    return base < 0x250 || (base >= 0x370 && base < 0x400);
}

/* The base letter of an accented one; the character itself if it has no accent. */
static gunichar without_accents(gunichar character)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    gsize count = g_unichar_fully_decompose(character, FALSE, parts, G_N_ELEMENTS(parts));
    return count > 1 && takes_accents(parts[0]) ? parts[0] : character;
}

gsize word_fold(const char *word, gsize length, char folded[WORD_MAX])
{
    gsize folded_length = 0;
    gboolean differs = FALSE;
    for (const char *at = word; at < word + length; at = next_char(at)) {
        gunichar character = get_char(at);
        char bytes[6];
        const char *plain = character < 0x80 ? NULL : plain_letters(character);
        gsize plain_length = plain == NULL ? 0 : strlen(plain);
        if (plain == NULL) {
            gunichar base = character < 0x80 ? character : without_accents(character);
            differs = differs || base != character;
            plain_length = (gsize)g_unichar_to_utf8(base, bytes);
            plain = bytes;
        } else {
            differs = TRUE;
        }
        if (folded_length + plain_length > WORD_MAX)
            return 0;
        memcpy(folded + folded_length, plain, plain_length);
        folded_length += plain_length;
    }
    return differs ? folded_length : 0;
}
