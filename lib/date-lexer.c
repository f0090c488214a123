/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers, words and marks out of text that dates may be in. */
#include "lib/date-lexer.h"

#include <string.h>

/* What a character does to the tokens around it. */
typedef enum {
    CHARACTER_BLANK,     /* separates */
    CHARACTER_INVISIBLE, /* does nothing */
    CHARACTER_DIGIT,
    CHARACTER_LETTER,    /* joins the letters beside it */
    CHARACTER_IDEOGRAPH, /* a word by itself */
    CHARACTER_MARK,
} CharacterClass;

void lexer_init(Lexer *lexer, const char *text, gsize length, const char *language)
{
    lexer->text = text;
    lexer->length = length;
    lexer->language = language;
    lexer->at = 0;
    lexer->count = 0;
}

/* The character at a place and its length in bytes; a byte that is not UTF-8 is U+FFFD. */
static gunichar character_at(const Lexer *lexer, gsize at, gsize *size)
{
    guchar byte = (guchar)lexer->text[at];
    gunichar character;

    *size = 1;
    if (byte < 0x80)
        return byte;
    character = g_utf8_get_char_validated(lexer->text + at, (gssize)(lexer->length - at));
    if (character == (gunichar)-1 || character == (gunichar)-2)
        return 0xFFFD;
    *size = (gsize)g_unichar_to_utf8(character, NULL);
    return character;
}

static gboolean is_ideograph(gunichar character)
{
    return (character >= 0x2E80 && character <= 0x9FFF) ||
           (character >= 0xF900 && character <= 0xFAFF) ||
           (character >= 0x20000 && character <= 0x3FFFF);
}

static CharacterClass classify_wide(gunichar character)
{
    if (is_ideograph(character) && g_unichar_isalpha(character))
        return CHARACTER_IDEOGRAPH;
    if (g_unichar_isdigit(character))
        return CHARACTER_DIGIT;
    if (g_unichar_isalpha(character) || g_unichar_ismark(character))
        return CHARACTER_LETTER;
    if (g_unichar_isspace(character) || character == 0x85)
        return CHARACTER_BLANK;
    if (g_unichar_type(character) == G_UNICODE_FORMAT)
        return CHARACTER_INVISIBLE;
    return CHARACTER_MARK;
}

static CharacterClass classify(gunichar character)
{
    if (character >= 0x80)
        return classify_wide(character);
    if (g_ascii_isdigit(character))
        return CHARACTER_DIGIT;
    if (g_ascii_isalpha(character))
        return CHARACTER_LETTER;
    if (character <= ' ' || character == 0x7F)
        return CHARACTER_BLANK;
    return CHARACTER_MARK;
}

/* One character in place of those that dates use alike. */
static gunichar unify_mark(gunichar mark)
{
    if (mark < 0x80)
        return mark;
    if ((mark >= 0x2010 && mark <= 0x2015) || mark == 0x2212)
        return '-';
    if (mark >= 0xFF01 && mark <= 0xFF5E)
        return mark - 0xFF01 + '!';
    switch (mark) {
    case 0x2018:
    case 0x2019:
        return '\'';
    case 0x3001: /* ideographic comma */
    case 0x060C: /* Arabic comma */
        return ',';
    case 0x2044:
    case 0x2215:
        return '/';
    default:
        return mark;
    }
}

/* Letters that have no decomposition, or that a reform of spelling replaced. */
static gunichar fold_letter(gunichar letter)
{
    switch (letter) {
    case 0x0131: /* dotless i */
        return 'i';
    case 0x0142: /* l with stroke */
        return 'l';
    case 0x00F8: /* o with stroke */
    case 0x00BA: /* 1º */
        return 'o';
    case 0x00AA: /* 1ª */
        return 'a';
    case 0x0111: /* d with stroke */
        return 'd';
    case 0x00DF: /* sharp s */
    case 0x017F: /* long s */
        return 's';
    case 0x0456: /* Ukrainian and old Russian i */
        return 0x0438;
    case 0x0463: /* yat */
    case 0x0454: /* Ukrainian ie */
        return 0x0435;
    case 0x0473: /* fita */
        return 0x0444;
    default:
        return letter;
    }
}

static gboolean is_diacritic(gunichar character)
{
    return (character >= 0x0300 && character <= 0x036F) ||
           (character >= 0x0483 && character <= 0x0487) ||
           (character >= 0x064B && character <= 0x065F);
}

/* Whether folding must take the character apart. Hangul stays whole: its names are syllables. */
static gboolean is_composed(gunichar character)
{
    return character < 0x1100 || (character >= 0x1E00 && character <= 0x1FFF);
}

/* Appends the folded form of a letter to the word; FALSE when it is full. */
static gboolean append_folded(Token *token, gsize *length, gunichar character)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    gsize count = 1;

    parts[0] =
        character < 0x80 ? (guchar)g_ascii_tolower((char)character) : g_unichar_tolower(character);
    if (parts[0] >= 0x80 && is_composed(parts[0]))
        count = g_unichar_fully_decompose(parts[0], FALSE, parts, G_N_ELEMENTS(parts));
    for (gsize i = 0; i < count; i++) {
        if (is_diacritic(parts[i]))
            continue;
        if (*length + 6 >= TOKEN_WORD_SIZE)
            return FALSE;
        *length += (gsize)g_unichar_to_utf8(fold_letter(parts[i]), token->word + *length);
    }
    return TRUE;
}

/* Old Russian wrote a hard sign after final consonants. */
static gsize drop_final_hard_sign(const char *word, gsize length)
{
    return length > 2 && memcmp(word + length - 2, "\xD1\x8A", 2) == 0 ? length - 2 : length;
}

/* Whether a character is a Korean unit that ends the number before it. */
static gboolean is_korean_unit(gunichar character)
{
    switch (character) {
    case 0xB144: /* year */
    case 0xC6D4: /* month */
    case 0xC77C: /* day */
    case 0xC2DC: /* hour */
    case 0xBD84: /* minute */
    case 0xCD08: /* second */
        return TRUE;
    default:
        return FALSE;
    }
}

static void read_number(Lexer *lexer, Token *token)
{
    token->kind = TOKEN_NUMBER;
    token->number = 0;
    token->digits = 0;
    while (lexer->at < lexer->length) {
        gsize size;
        gunichar character = character_at(lexer, lexer->at, &size);

        if (classify(character) != CHARACTER_DIGIT)
            break;
        token->number = token->digits < TOKEN_DIGITS_MAX
                            ? token->number * 10 + (guint64)g_unichar_digit_value(character)
                            : 0;
        if (token->digits < G_MAXUINT8)
            token->digits++;
        lexer->at += size;
    }
}

static void read_word(Lexer *lexer, Token *token, gboolean after_number)
{
    gsize length = 0;
    gboolean fits = TRUE;
    gboolean whole = FALSE;

    token->kind = TOKEN_WORD;
    while (lexer->at < lexer->length && !whole) {
        gsize size;
        gunichar character = character_at(lexer, lexer->at, &size);
        CharacterClass class = classify(character);
        gboolean first = lexer->at == token->start;

        if (class == CHARACTER_IDEOGRAPH && first)
            whole = TRUE;
        else if (class == CHARACTER_LETTER)
            whole = first && after_number && is_korean_unit(character);
        else if (class != CHARACTER_INVISIBLE)
            break;
        if (first)
            token->capital = g_unichar_isupper(character);
        if (class != CHARACTER_INVISIBLE)
            fits = fits && append_folded(token, &length, character);
        lexer->at += size;
    }
    token->word[fits ? drop_final_hard_sign(token->word, length) : 0] = '\0';
}

/* Passes over what is no token. Returns whether there was any blank. */
static gboolean skip_blanks(Lexer *lexer)
{
    gboolean blank = FALSE;

    while (lexer->at < lexer->length) {
        gsize size;
        CharacterClass class = classify(character_at(lexer, lexer->at, &size));

        if (class != CHARACTER_BLANK && class != CHARACTER_INVISIBLE)
            break;
        blank = blank || class == CHARACTER_BLANK;
        lexer->at += size;
    }
    return blank;
}

static void read_token(Lexer *lexer)
{
    Token *token = &lexer->tokens[lexer->count];
    gboolean start_of_text = lexer->at == 0;
    gboolean after_number = lexer->count > 0 && token[-1].kind == TOKEN_NUMBER;
    gboolean blank = skip_blanks(lexer);
    gunichar character;
    gsize size;

    if (lexer->at == lexer->length)
        return;
    token->start = lexer->at;
    token->glued = !blank && !start_of_text;
    character = character_at(lexer, lexer->at, &size);
    switch (classify(character)) {
    case CHARACTER_DIGIT:
        read_number(lexer, token);
        break;
    case CHARACTER_LETTER:
    case CHARACTER_IDEOGRAPH:
        read_word(lexer, token, after_number && token->glued);
        break;
    case CHARACTER_BLANK:
    case CHARACTER_INVISIBLE:
    case CHARACTER_MARK:
        token->kind = TOKEN_MARK;
        token->mark = unify_mark(character);
        lexer->at += size;
        break;
    }
    token->end = lexer->at;
    lexer->count++;
}

const Token *lexer_token(Lexer *lexer, guint at)
{
    static const Token end = {.kind = TOKEN_END};

    while (lexer->count <= at && lexer->count < LEXER_WINDOW && lexer->at < lexer->length)
        read_token(lexer);
    return at < lexer->count ? &lexer->tokens[at] : &end;
}

void lexer_slide(Lexer *lexer, guint count)
{
    g_assert(count <= lexer->count);
    memmove(lexer->tokens, lexer->tokens + count, (lexer->count - count) * sizeof(Token));
    lexer->count -= count;
}

gboolean token_is_mark(const Token *token, gunichar mark)
{
    return token->kind == TOKEN_MARK && token->mark == mark;
}

gboolean token_is_word(const Token *token, const char *word)
{
    return token->kind == TOKEN_WORD && strcmp(token->word, word) == 0;
}

gboolean token_is_number(const Token *token, guint fewest, guint most)
{
    return token->kind == TOKEN_NUMBER && token->digits >= fewest && token->digits <= most;
}
