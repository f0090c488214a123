/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Splitting text into words as Xapian 1.4's TermGenerator does. */
#include "morgue/word.h"

#include <string.h>

#include "lib/utf8.h"
#include "xapian-c.h"

/* A character that joins nothing and ends nothing, between letters. */
#define INVISIBLE 1

/* Suffixes such as those of C++ and C#: more than this is no suffix. */
#define MAX_SUFFIX 3

/* The bytes of ASCII that words are made of, in lower case; 0 for all others. */
#define BOTH_CASES(upper, lower) [upper] = (lower), [lower] = (lower)
static const guchar word_bytes[256] = {
    BOTH_CASES('A', 'a'), BOTH_CASES('B', 'b'), BOTH_CASES('C', 'c'), BOTH_CASES('D', 'd'),
    BOTH_CASES('E', 'e'), BOTH_CASES('F', 'f'), BOTH_CASES('G', 'g'), BOTH_CASES('H', 'h'),
    BOTH_CASES('I', 'i'), BOTH_CASES('J', 'j'), BOTH_CASES('K', 'k'), BOTH_CASES('L', 'l'),
    BOTH_CASES('M', 'm'), BOTH_CASES('N', 'n'), BOTH_CASES('O', 'o'), BOTH_CASES('P', 'p'),
    BOTH_CASES('Q', 'q'), BOTH_CASES('R', 'r'), BOTH_CASES('S', 's'), BOTH_CASES('T', 't'),
    BOTH_CASES('U', 'u'), BOTH_CASES('V', 'v'), BOTH_CASES('W', 'w'), BOTH_CASES('X', 'x'),
    BOTH_CASES('Y', 'y'), BOTH_CASES('Z', 'z'), ['0'] = '0',          ['1'] = '1',
    ['2'] = '2',          ['3'] = '3',          ['4'] = '4',          ['5'] = '5',
    ['6'] = '6',          ['7'] = '7',          ['8'] = '8',          ['9'] = '9',
    ['_'] = '_',
};

static gboolean is_word_char(gunichar character)
{
    if (character < 0x80)
        return word_bytes[character] != 0;
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

/* What the characters of a word amount to, as it is taken from the text. */
typedef struct {
    guint capitals;
    gboolean other_letters; /* small ones, and those of scripts that have no capitals */
    gboolean beyond_ascii;
    gboolean full; /* stays set, so that nothing follows a gap */
    gunichar last;
} Shape;

static void append(WordIterator *iterator, gunichar character, Shape *shape)
{
    if (shape->full)
        return;
    char bytes[6];
    gsize length = 1;
    bytes[0] = (char)character;
    if (character >= 0x80) {
        length = (gsize)g_unichar_to_utf8(character, bytes);
        shape->beyond_ascii = TRUE;
    }
    shape->full = iterator->length + length > WORD_MAX;
    if (shape->full)
        return;
    memcpy(iterator->word + iterator->length, bytes, length);
    iterator->length += length;
}

/* Takes one character of a word, whichever. */
static void take_char(WordIterator *iterator, gunichar character, Shape *shape)
{
    gunichar lower = to_lower(character);
    if (is_letter(character)) {
        shape->capitals += lower != character;
        shape->other_letters = shape->other_letters || lower == character;
    }
    shape->last = character;
    append(iterator, lower, shape);
}

/* Takes what there is of ASCII and has room: nearly all of most texts. */
static const char *take_ascii(WordIterator *iterator, const char *at, Shape *shape)
{
    gsize room = shape->full ? 0 : WORD_MAX - iterator->length;
    gsize most = MIN(room, (gsize)(iterator->end - at));
    const guchar *bytes = (const guchar *)at;
    char *word = iterator->word + iterator->length;
    guint capitals = 0;
    gboolean small = FALSE;
    gsize count = 0;
    for (; count < most && word_bytes[bytes[count]] != 0; count++) {
        guchar lower = word_bytes[bytes[count]];
        word[count] = (char)lower;
        capitals += lower != bytes[count];
        small |= bytes[count] >= 'a';
    }
    if (count == 0)
        return at;
    shape->capitals += capitals;
    shape->other_letters |= small;
    shape->last = bytes[count - 1];
    iterator->length += count;
    return at + count;
}

/* Sentences */

static gboolean is_listed(const char *const *list, const char *word, gsize length)
{
    for (; *list != NULL; list++) {
        if (strlen(*list) == length && memcmp(*list, word, length) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Words before a full stop that does not end a sentence; `number` follows, or does not. */
static gboolean is_abbreviation(const char *word, gsize length, gboolean number)
{
    static const char *const always[] = {
        "mr",   "mrs",  "ms",  "dr",  "prof", "st",  "gen", "col", "lt",  "sgt",
        "capt", "rev",  "sen", "rep", "gov",  "hon", "jr",  "sr",  "vs",  "jan",
        "feb",  "mar",  "apr", "jun", "jul",  "aug", "sep", "oct", "nov", "dec",
        "hr",   "sept", "fr",  "mme", "mlle", "bzw", "sra", NULL,
    };
    static const char *const before_numbers[] = {"no", "nr", "pp", "vol", "ca", "art", NULL};
    return is_listed(always, word, length) || (number && is_listed(before_numbers, word, length));
}

/* An initial, or a number that may be an ordinal: J. Smith, 15. Mai. */
static gboolean is_initial_or_ordinal(const char *word, const char *end)
{
    Utf8Char first = utf8_char_at(word, end);
    if (first.after == end)
        return is_upper(first.code) || is_lower(first.code) || is_digit(first.code);
    Utf8Char second = utf8_char_at(first.after, end);
    return second.after == end && is_digit(first.code) && is_digit(second.code);
}

/* Whether the word before the gap, as it stands in the text, is an abbreviation. */
static gboolean ends_abbreviated(const WordIterator *iterator, gunichar following)
{
    gsize length = (gsize)(iterator->last_end - iterator->last_start);
    char word[8];
    if (length > sizeof word)
        return FALSE;
    if (is_initial_or_ordinal(iterator->last_start, iterator->last_end))
        return TRUE;
    for (gsize i = 0; i < length; i++)
        word[i] = g_ascii_tolower(iterator->last_start[i]);
    return is_abbreviation(word, length, is_digit(following));
}

/* What a character says of the end of a sentence. */
typedef enum {
    MARK_NONE,
    MARK_FULL_STOP, /* unless it ends an abbreviation */
    MARK_END,       /* if a blank follows */
    MARK_SURE_END,  /* of scripts that have no blank after it */
    MARK_BLANK,
} Mark;

static Mark mark_of(gunichar character)
{
    switch (character) {
    case '.':
        return MARK_FULL_STOP;
    case '!':
    case '?':
    case 0x589:  /* Armenian full stop */
    case 0x61f:  /* Arabic question mark */
    case 0x6d4:  /* Urdu full stop */
    case 0x964:  /* danda */
    case 0x965:  /* double danda */
    case 0x1362: /* Ethiopic full stop */
    case 0x2026: /* ellipsis */
        return MARK_END;
    case 0x104b: /* Burmese section */
    case 0x17d4: /* Khmer khan */
    case 0x3002: /* ideographic full stop */
    case 0xff01: /* full-width exclamation mark */
    case 0xff1f: /* full-width question mark */
        return MARK_SURE_END;
    case ' ':
    case '\n':
        return MARK_BLANK;
    default:
        return MARK_NONE;
    }
}

/* Whether the first full stop of a gap ends an abbreviation, and nothing more. */
static gboolean is_abbreviating(const WordIterator *iterator, const char *at, gunichar following)
{
    return at == iterator->last_end && ends_abbreviated(iterator, following);
}

/* What the text between two words says of the second one. */
static guint gap_flags(const WordIterator *iterator, const char *start)
{
    const char *gap = iterator->last_end;
    if (gap == NULL)
        return WORD_SENTENCE_START | WORD_PARAGRAPH_START;
    gsize length = (gsize)(start - gap);
    if (length <= 1)
        return length == 1 && *gap == '-' ? WORD_HYPHENATED : 0;
    if (length == 3 && (memcmp(gap, "\u2010", 3) == 0 || memcmp(gap, "\u2011", 3) == 0))
        return WORD_HYPHENATED;
    gunichar following = utf8_char_at(start, iterator->end).code;
    gboolean ended = FALSE, spaced = FALSE;
    for (const char *at = gap; at < start;) {
        Utf8Char character = utf8_char_at(at, start);
        Mark mark = mark_of(character.code);
        if (*at == '\n' && at + 1 < start && at[1] == '\n')
            return WORD_SENTENCE_START | WORD_PARAGRAPH_START;
        if (mark == MARK_BLANK)
            spaced = spaced || ended;
        else if (mark == MARK_FULL_STOP)
            ended = ended || !is_abbreviating(iterator, at, following);
        else if (mark != MARK_NONE)
            ended = TRUE;
        spaced = spaced || mark == MARK_SURE_END;
        at = character.after;
    }
    return ended && spaced && !is_lower(following) ? WORD_SENTENCE_START : 0;
}

static gunichar first_char(const WordIterator *iterator)
{
    return utf8_char_at(iterator->word, iterator->word + iterator->length).code;
}

static void give_text(WordIterator *iterator, Word *word, const char *start, const char *end)
{
    memset(iterator->word + iterator->length, 0, WORD_PADDING);
    word->text = iterator->word;
    word->length = iterator->length;
    word->start = (gsize)(start - iterator->text);
    word->end = (gsize)(end - iterator->text);
}

static void fill_in(WordIterator *iterator, Word *word, const char *start, const char *end,
                    guint flags)
{
    give_text(iterator, word, start, end);
    word->has_position = TRUE;
    word->position = ++iterator->position;
    word->flags = flags | gap_flags(iterator, start);
    if (is_stemmable(first_char(iterator)))
        word->flags |= WORD_STEMMABLE;
    iterator->last_start = start;
    iterator->last_end = end;
}

/* N-grams: c1, c1c2, c2, c2c3, c3 … */

static const char *end_of_run(const char *at, const char *end, Script script)
{
    while (at < end) {
        Utf8Char character = utf8_char_at(at, end);
        if (script_of(character.code) != script || !is_word_char(character.code))
            break;
        at = character.after;
    }
    return at;
}

static void next_ngram(WordIterator *iterator, Word *word)
{
    const char *start = iterator->at;
    const char *second = g_utf8_next_char(start);
    const char *end = iterator->pair ? g_utf8_next_char(second) : second;
    iterator->length = (gsize)(end - start);
    memcpy(iterator->word, start, iterator->length);
    if (iterator->pair) {
        give_text(iterator, word, start, end);
        word->position = iterator->position;
        word->has_position = FALSE;
        word->flags = WORD_NGRAM | (is_stemmable(first_char(iterator)) ? WORD_STEMMABLE : 0);
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

/*
 * Initials with full stops between them: the end of them in the text, or NULL. What has more of
 * them than a word takes is no acronym, so that the search for its end is never long.
 */
static const char *end_of_acronym(const WordIterator *iterator)
{
    const char *at = iterator->at;
    const char *end = iterator->end;
    int letters = 0;
    while (at < end && g_ascii_isupper(*at) && letters <= WORD_MAX / 2) {
        letters++;
        at++;
        if (at + 1 >= end || *at != '.' || !g_ascii_isupper(at[1]))
            break;
        at++;
    }
    if (letters < 2 || letters > WORD_MAX / 2)
        return NULL;
    if (at < end && *at == '.')
        at++;
    gboolean goes_on = at < end && is_word_char(utf8_char_at(at, end).code);
    return goes_on ? NULL : at;
}

static void next_acronym(WordIterator *iterator, Word *word, const char *end)
{
    const char *start = iterator->at;
    iterator->length = 0;
    for (const char *at = start; at < end; at += 2) {
        iterator->word[iterator->length++] = g_ascii_tolower(*at);
        iterator->word[iterator->length++] = '.';
    }
    iterator->at = end;
    fill_in(iterator, word, start, end, WORD_ACRONYM | WORD_CAPITALS | WORD_CAPITALISED);
}

/* What a character between `before` and the one after it stands for in a word; 0: it ends it. */
static gunichar join(const WordIterator *iterator, gunichar before, Utf8Char character)
{
    gunichar among_letters = infix(character.code);
    gunichar among_digits = digit_infix(character.code);
    if ((among_letters == 0 && among_digits == 0) || character.after >= iterator->end)
        return 0;
    gunichar following = utf8_char_at(character.after, iterator->end).code;
    if (!is_word_char(following) || script_of(following) != SCRIPT_SPACED)
        return 0;
    return is_digit(before) && is_digit(following) ? among_digits : among_letters;
}

/* C++, C#, F#: at most MAX_SUFFIX of these, and no word after them. Returns its end, or `at`. */
static const char *take_suffix(WordIterator *iterator, const char *at, Shape *shape)
{
    const char *end = at;
    while (end < iterator->end && (*end == '+' || *end == '#') && end - at <= MAX_SUFFIX)
        end++;
    if (end == at || end - at > MAX_SUFFIX)
        return at;
    if (end < iterator->end && is_word_char(utf8_char_at(end, iterator->end).code))
        return at;
    for (const char *sign = at; sign < end; sign++)
        append(iterator, (guchar)*sign, shape);
    return end;
}

static void next_spaced_word(WordIterator *iterator, Word *word)
{
    const char *start = iterator->at;
    const char *at = start;
    Shape shape = {0};
    iterator->length = 0;
    for (;;) {
        at = take_ascii(iterator, at, &shape);
        if (at >= iterator->end || *at == ' ')
            break;
        Utf8Char character = utf8_char_at(at, iterator->end);
        if (script_of(character.code) != SCRIPT_SPACED)
            break;
        if (is_word_char(character.code)) {
            take_char(iterator, character.code, &shape);
        } else {
            gunichar between = join(iterator, shape.last, character);
            if (between == 0)
                break;
            if (between != INVISIBLE)
                append(iterator, between, &shape);
        }
        at = character.after;
    }
    iterator->at = take_suffix(iterator, at, &shape);
    guint flags = (shape.full ? WORD_CUT : 0) | (shape.beyond_ascii ? WORD_BEYOND_ASCII : 0);
    if (shape.capitals > 0 && is_upper(utf8_char_at(start, iterator->end).code))
        flags |= WORD_CAPITALISED;
    if (shape.capitals >= 2 && !shape.other_letters)
        flags |= WORD_CAPITALS;
    fill_in(iterator, word, start, iterator->at, flags);
}

/* Where the next word begins, or the end of the text. */
static const char *skip_gap(const char *at, const char *end)
{
    while (at < end && word_bytes[(guchar)*at] == 0) {
        Utf8Char character = utf8_char_at(at, end);
        if (character.code >= 0x80 && is_word_char(character.code))
            break;
        at = character.after;
    }
    return at;
}

gboolean word_iterator_next(WordIterator *iterator, Word *word)
{
    if (iterator->ngram_end != NULL) {
        next_ngram(iterator, word);
        return TRUE;
    }
    iterator->at = skip_gap(iterator->at, iterator->end);
    if (iterator->at >= iterator->end)
        return FALSE;
    Script script = script_of(utf8_char_at(iterator->at, iterator->end).code);
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
    case 0x127:
        return "h";
    case 0x131:
        return "i";
    case 0x142:
        return "l";
    case 0x14b:
        return "n";
    case 0x153:
        return "oe";
    case 0x167:
        return "t";
    case 0x17f:
        return "s";
    case 0x3c2: /* final sigma, which capitals do not tell from the other */
        return "\u03c3";
    case 0x451: /* Russian prints it without its dots as a rule */
        return "\u0435";
    default:
        return NULL;
    }
}

/* An accent that no letter with it exists for, or a stress mark. */
static gboolean is_loose_accent(gunichar character)
{
    return character >= 0x300 && character <= 0x36f;
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

/* What stands for a character in the form without accents; returns its length. */
static gsize fold_char(gunichar character, char bytes[6])
{
    if (is_loose_accent(character))
        return 0;
    const char *plain = plain_letters(character);
    if (plain == NULL)
        return (gsize)g_unichar_to_utf8(without_accents(character), bytes);
    gsize length = strlen(plain);
    memcpy(bytes, plain, length);
    return length;
}

gsize word_fold(const char *word, gsize length, char folded[WORD_MAX])
{
    gsize ascii = 0;
    while (ascii < length && (guchar)word[ascii] < 0x80)
        ascii++;
    if (ascii == length)
        return 0;
    gsize folded_length = 0;
    const char *end = word + length;
    for (const char *at = word; at < end;) {
        Utf8Char character = utf8_char_at(at, end);
        char bytes[6] = {*at};
        gsize count = character.code < 0x80 ? 1 : fold_char(character.code, bytes);
        if (folded_length + count > WORD_MAX)
            return 0;
        memcpy(folded + folded_length, bytes, count);
        folded_length += count;
        at = character.after;
    }
    gboolean same = folded_length == length && memcmp(folded, word, length) == 0;
    return same ? 0 : folded_length;
}
