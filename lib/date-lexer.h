/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date-lexer.h: cuts text into the numbers, words and marks that the forms of dates are made of.
 *
 * Tokens are read as they are asked for and kept in a window that slides along the text, so any
 * length of text costs one window. Digits of every script are numbers. Words are folded: lower
 * case, without diacritics, old Russian letters as new ones, so that the tables of names hold one
 * spelling. An ideograph is a word by itself, as is Korean 년 월 일 시 분 초 after a number.
 * White space, controls and format characters separate tokens and are none.
 */
#ifndef MORGUE_DATE_LEXER_H
#define MORGUE_DATE_LEXER_H

#include <glib.h>

typedef enum { TOKEN_END, TOKEN_NUMBER, TOKEN_WORD, TOKEN_MARK } TokenKind;

enum {
    TOKEN_WORD_SIZE = 40, /* a longer word is no name: its folded form is empty */
    TOKEN_DIGITS_MAX = 18,
    LEXER_WINDOW = 64,
};

typedef struct Token {
    gsize start, end; /* bytes of the text */
    guint64 number;   /* NUMBER: its value; 0 if it has more than TOKEN_DIGITS_MAX digits */
    gunichar mark;    /* MARK: the character; all dashes are '-', wide forms are ASCII */
    guint8 kind;      /* TokenKind */
    guint8 digits;    /* NUMBER: how many, with leading zeros; at most 255 */
    gboolean glued;   /* nothing stands between it and the token before */
    gboolean capital; /* WORD: begins with a capital */
    char word[TOKEN_WORD_SIZE]; /* WORD: folded, NUL-terminated */
} Token;

typedef struct Lexer {
    const char *text;
    gsize length;
    const char *language; /* BCP 47; NULL: unknown. For those who read the words */
    gsize at;             /* the next byte to read */
    guint count;          /* tokens in the window */
    Token tokens[LEXER_WINDOW];
} Lexer;

/* `text` and `language` are borrowed. */
void lexer_init(Lexer *lexer, const char *text, gsize length, const char *language);

/*
 * The token at a place of the window; one of kind TOKEN_END past the end of the text or of the
 * window. Valid until lexer_slide().
 */
const Token *lexer_token(Lexer *lexer, guint at);

/* Moves the window so that its token `count` becomes token 0. */
void lexer_slide(Lexer *lexer, guint count);

gboolean token_is_mark(const Token *token, gunichar mark);
gboolean token_is_word(const Token *token, const char *word);

/* Whether it is a number of `fewest` to `most` digits. */
gboolean token_is_number(const Token *token, guint fewest, guint most);

#endif
