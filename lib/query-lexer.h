/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query-lexer.h: the text of a query as tokens. The parser's own; grammar: docs/query-language.md.
 *
 * What belongs to no token and yet could be meant as something (an operator of other search tools,
 * a quotation mark in the middle of a word) is an error here, so that nothing is ever dropped
 * quietly but punctuation.
 */
#ifndef LIB_QUERY_LEXER_H
#define LIB_QUERY_LEXER_H

#include <glib.h>

#include "morgue/field.h"

typedef enum {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_EXACT,      /* =word or ="some words" */
    TOKEN_PHRASE,     /* "some words" */
    TOKEN_PATTERN,    /* a word with wildcards */
    TOKEN_SIMILAR,    /* word~1; `number` */
    TOKEN_VALUE,      /* a value of a field that is not made of words */
    TOKEN_EVERYTHING, /* * */
    TOKEN_FIELD,      /* headline: */
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_NEAR,      /* NEAR/5, w/5; `number` */
    TOKEN_ADJACENT,  /* ADJ/5, pre/5; `number` */
    TOKEN_SENTENCE,  /* SENT, w/s */
    TOKEN_PARAGRAPH, /* PARA, w/p */
    TOKEN_AT_LEAST,  /* ATLEAST/5; `number` */
} TokenKind;

typedef struct Token {
    TokenKind kind;
    gsize start, end;           /* of the whole token in the query, bytes */
    gsize text_start, text_end; /* of its words or value: without quotes, `=` and punctuation */
    const Field *field;         /* TOKEN_FIELD */
    guint number;
} Token;

typedef struct Lexer {
    const char *text; /* valid UTF-8, borrowed */
    gsize length;
    gsize position;  /* where the next token is looked for */
    gboolean values; /* set by the parser inside the brackets of lang:( … ) and the like: what
                        stands there are values, not words */
} Lexer;

/* Reads the next token; TOKEN_END for ever at the end. Error: MORGUE_ERROR_QUERY. */
gboolean lexer_next(Lexer *lexer, Token *token, GError **error);

/*
 * Reads the value that must follow a field's colon without a blank: to the next blank or closing
 * bracket of an outer pair, or between quotation marks.
 */
gboolean lexer_next_value(Lexer *lexer, Token *token, GError **error);

/* The byte at the position; 0 at the end. */
char lexer_peek_byte(const Lexer *lexer);

#endif
