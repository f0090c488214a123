/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query parser: tokens to tree by recursive descent, and trees back to text. */
#include "morgue/query.h"

#include <string.h>

#include "lib/query-compound.h"
#include "lib/query-lexer.h"
#include "morgue/error.h"
#include "morgue/query-error.h"

typedef struct Parser {
    Lexer lexer;
    Token token; /* the next one, where `peeked` */
    gboolean peeked;
    const QueryOptions *options;
    const Field *field; /* that the words being read are restricted to */
    guint depth;        /* of brackets */
    GError **error;
} Parser;

/* A list of words side by side or joined by OR, while it is being read. */
typedef struct Alternatives {
    GPtrArray *included;   /* of QueryNode * */
    GPtrArray *conditions; /* with --any, what stands beside them and holds for all: see
                              is_condition() */
} Alternatives;

static QueryNode *parse_alternatives(Parser *parser);

/* Nodes. */

static QueryNode *node_new(QueryKind kind, gsize start, gsize end)
{
    QueryNode *node = g_new0(QueryNode, 1);
    node->kind = kind;
    node->start = start;
    node->end = end;
    return node;
}

static QueryNode *node_new_group(QueryKind kind)
{
    QueryNode *node = node_new(kind, 0, 0);
    node->children = g_ptr_array_new_with_free_func((GDestroyNotify)query_node_free);
    return node;
}

void query_node_free(QueryNode *node)
{
    if (node == NULL)
        return;
    g_clear_pointer(&node->children, g_ptr_array_unref);
    g_free(node->text);
    g_clear_pointer(&node->query, g_ref_string_release);
    g_free(node);
}

static void node_add(QueryNode *node, QueryNode *child)
{
    if (node->children->len == 0 || child->start < node->start)
        node->start = child->start;
    node->end = MAX(node->end, child->end);
    g_ptr_array_add(node->children, child);
}

static gboolean only_negations(const QueryNode *node)
{
    for (guint i = 0; i < node->children->len; i++) {
        const QueryNode *child = g_ptr_array_index(node->children, i);
        if (child->kind != QUERY_NOT)
            return FALSE;
    }
    return TRUE;
}

/*
 * Ends an AND: what has only negations subtracts them from everything, and what has one child
 * is that child. So a QUERY_NOT always stands under a QUERY_AND with something to subtract from.
 */
static QueryNode *node_close_and(QueryNode *node)
{
    if (only_negations(node))
        g_ptr_array_insert(node->children, 0, node_new(QUERY_ALL, node->start, node->start));
    if (node->children->len > 1)
        return node;
    QueryNode *child = g_ptr_array_steal_index(node->children, 0);
    query_node_free(node);
    return child;
}

/* Tokens. */

static gboolean fail(const Parser *parser, gsize place, const char *hint, const char *message)
{
    return query_error_set(parser->error, parser->lexer.text, parser->lexer.length, place, hint,
                           "%s", message);
}

/*
 * The next token, not yet taken; NULL on an error. It is read only when asked for: how it is to
 * be read depends on the field before it.
 */
static const Token *peek(Parser *parser)
{
    if (!parser->peeked && !lexer_next(&parser->lexer, &parser->token, parser->error))
        return NULL;
    parser->peeked = TRUE;
    return &parser->token;
}

static Token take(Parser *parser)
{
    g_assert(parser->peeked);
    parser->peeked = FALSE;
    return parser->token;
}

/* Between two operands, tighter than AND. */
static gboolean is_proximity(TokenKind kind)
{
    return kind == TOKEN_NEAR || kind == TOKEN_ADJACENT || kind == TOKEN_SENTENCE ||
           kind == TOKEN_PARAGRAPH;
}

static gboolean starts_operand(TokenKind kind)
{
    return kind != TOKEN_END && kind != TOKEN_CLOSE && kind != TOKEN_AND && kind != TOKEN_OR &&
           !is_proximity(kind);
}

/* Something to look for must come next; `before` is the operator or sign that wants it. */
static gboolean expect_operand(Parser *parser, const Token *before)
{
    const Token *next = peek(parser);
    if (next == NULL)
        return FALSE;
    if (starts_operand(next->kind))
        return TRUE;
    int length = (int)(before->end - before->start);
    return query_error_set(parser->error, parser->lexer.text, parser->lexer.length, next->start,
                           g_ascii_isupper(parser->lexer.text[before->start])
                               ? "in small letters it is a word, not an operator"
                               : NULL,
                           "a word is missing after %.*s", length,
                           parser->lexer.text + before->start);
}

/* Leaves. */

/* With single blanks, and none at the ends. */
static char *normal_text(const char *text, gsize length)
{
    GString *normal = g_string_sized_new(length);
    for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_isspace(c) && !g_unichar_iscntrl(c))
            g_string_append_unichar(normal, c);
        else if (normal->len > 0 && normal->str[normal->len - 1] != ' ')
            g_string_append_c(normal, ' ');
    }
    if (normal->len > 0 && normal->str[normal->len - 1] == ' ')
        g_string_truncate(normal, normal->len - 1);
    return g_string_free(normal, FALSE);
}

static QueryNode *new_leaf(const Parser *parser, const Token *token, QueryKind kind)
{
    QueryNode *node = node_new(kind, token->start, token->end);
    node->field = parser->field;
    node->number = token->number;
    node->text =
        normal_text(parser->lexer.text + token->text_start, token->text_end - token->text_start);
    return node;
}

/* Splits a message of another module into what is wrong and its hint, and adds the caret. */
static void fail_with(const Parser *parser, gsize place, const GError *cause)
{
    const char *hint = strstr(cause->message, "\nhint: ");
    gsize length = hint == NULL ? strlen(cause->message) : (gsize)(hint - cause->message);
    g_autofree char *message = g_strndup(cause->message, length);
    fail(parser, place, hint == NULL ? NULL : hint + strlen("\nhint: "), message);
}

static gboolean read_date(const Parser *parser, const Token *token, QueryNode *node)
{
    g_autoptr(GError) cause = NULL;
    node->kind = QUERY_DATE;
    if (date_range_parse(node->text, strlen(node->text), parser->options->today, &node->range,
                         &cause))
        return TRUE;
    fail_with(parser, token->text_start, cause);
    return FALSE;
}

/* The value of has: is the name of a field, under any of its names. */
static gboolean read_presence(const Parser *parser, const Token *token, QueryNode *node)
{
    const Field *field = field_find(node->text, strlen(node->text));
    if (field == NULL || field->id == FIELD_HAS)
        return fail(parser, token->text_start, "for example has:byline or -has:date",
                    "has: takes the name of a field");
    g_free(node->text);
    node->text = g_strdup(field->name);
    return TRUE;
}

static QueryNode *parse_value(const Parser *parser, const Token *token)
{
    g_autoptr(QueryNode) node = new_leaf(parser, token, QUERY_VALUE);
    if (*node->text == '\0') {
        fail(parser, token->start, NULL, "there is no value here");
        return NULL;
    }
    if (node->field->indexing == FIELD_DATE && !read_date(parser, token, node))
        return NULL;
    if (node->field->id == FIELD_HAS && !read_presence(parser, token, node))
        return NULL;
    return g_steal_pointer(&node);
}

/* Brackets and fields. */

static gboolean has_values(const Field *field)
{
    return field->indexing == FIELD_WHOLE || field->indexing == FIELD_DATE;
}

static QueryNode *parse_group(Parser *parser, const Token *open)
{
    if (parser->depth == QUERY_MAX_DEPTH) {
        fail(parser, open->start, NULL, "there are too many brackets inside each other");
        return NULL;
    }
    const Token *next = peek(parser);
    if (next == NULL)
        return NULL;
    if (next->kind == TOKEN_CLOSE || next->kind == TOKEN_END) {
        fail(parser, open->start, NULL,
             next->kind == TOKEN_END ? "this bracket is never closed"
                                     : "there is nothing between these brackets");
        return NULL;
    }
    parser->depth++;
    g_autoptr(QueryNode) node = parse_alternatives(parser);
    parser->depth--;
    if (node == NULL)
        return NULL;
    g_assert(parser->peeked); /* the token that ended the group */
    if (parser->token.kind != TOKEN_CLOSE) {
        fail(parser, open->start, NULL, "this bracket is never closed");
        return NULL;
    }
    take(parser);
    return g_steal_pointer(&node);
}

static QueryNode *refuse_nested_field(const Parser *parser, const Token *token)
{
    fail(parser, token->start, NULL, "a field cannot stand inside another");
    return NULL;
}

static QueryNode *parse_words_of_field(Parser *parser, const Token *field)
{
    const Token *next = peek(parser);
    if (next == NULL)
        return NULL;
    Token token = take(parser);
    switch (token.kind) {
    case TOKEN_WORD:
        return new_leaf(parser, &token, QUERY_WORD);
    case TOKEN_EXACT:
        return new_leaf(parser, &token, QUERY_EXACT);
    case TOKEN_PHRASE:
        return new_leaf(parser, &token, QUERY_PHRASE);
    case TOKEN_PATTERN:
        return new_leaf(parser, &token, QUERY_PATTERN);
    case TOKEN_SIMILAR:
        return new_leaf(parser, &token, QUERY_SIMILAR);
    case TOKEN_OPEN:
        return parse_group(parser, &token);
    case TOKEN_MINUS:
    case TOKEN_PLUS:
        fail(parser, token.start, "for example -headline:word",
             "the sign stands before the field, not after it");
        return NULL;
    case TOKEN_EVERYTHING:
        fail(parser, token.start, "has:byline finds the articles that have a byline",
             "a field takes words");
        return NULL;
    case TOKEN_FIELD:
        return refuse_nested_field(parser, &token);
    case TOKEN_VALUE:
    case TOKEN_CLOSE:
    case TOKEN_AND:
    case TOKEN_OR:
    case TOKEN_NOT:
    case TOKEN_NEAR:
    case TOKEN_ADJACENT:
    case TOKEN_SENTENCE:
    case TOKEN_PARAGRAPH:
    case TOKEN_AT_LEAST:
    case TOKEN_END:
        break;
    }
    fail(parser, field->end, NULL, "a word is missing after this field");
    return NULL;
}

static QueryNode *parse_values_of_field(Parser *parser)
{
    Token token;
    if (lexer_peek_byte(&parser->lexer) != '(')
        return lexer_next_value(&parser->lexer, &token, parser->error) ? parse_value(parser, &token)
                                                                       : NULL;
    parser->lexer.values = TRUE;
    if (peek(parser) == NULL)
        return NULL;
    token = take(parser);
    QueryNode *node = parse_group(parser, &token);
    parser->lexer.values = FALSE;
    return node;
}

static QueryNode *parse_field(Parser *parser, const Token *token)
{
    if (parser->field != NULL)
        return refuse_nested_field(parser, token);
    parser->field = token->field;
    QueryNode *node = has_values(token->field) ? parse_values_of_field(parser)
                                               : parse_words_of_field(parser, token);
    parser->field = NULL;
    if (node != NULL)
        node->start = token->start;
    return node;
}

/* What proximity and counting take: words and groups of them. */

/* The part of an operand that has no place in the text, or NULL. */
static const QueryNode *find_placeless(const QueryNode *node)
{
    switch (node->kind) {
    case QUERY_WORD:
    case QUERY_PHRASE:
    case QUERY_EXACT:
    case QUERY_PATTERN:
    case QUERY_SIMILAR:
        return NULL;
    case QUERY_NOT:
    case QUERY_AT_LEAST:
    case QUERY_DATE:
    case QUERY_VALUE:
    case QUERY_ALL:
        return node;
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_NEAR:
    case QUERY_ADJACENT:
    case QUERY_SENTENCE:
    case QUERY_PARAGRAPH:
        break;
    }
    for (guint i = 0; i < node->children->len; i++) {
        const QueryNode *found = find_placeless(g_ptr_array_index(node->children, i));
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* The field of the first word of an operand; all others must have the same: see same_field(). */
static const Field *field_of(const QueryNode *node)
{
    while (node->children != NULL)
        node = g_ptr_array_index(node->children, 0);
    return node->field;
}

/* The first word of an operand that is in another field, or NULL. */
static const QueryNode *find_other_field(const QueryNode *node, const Field *field)
{
    const QueryNode *found = NULL;
    if (node->children == NULL)
        return node->field == field ? NULL : node;
    for (guint i = 0; i < node->children->len && found == NULL; i++)
        found = find_other_field(g_ptr_array_index(node->children, i), field);
    return found;
}

/* Whether an operand can stand beside `operator`, all its words in `field`. */
static gboolean check_place(const Parser *parser, const QueryNode *operand, const Token *operator,
                            const Field * field)
{
    const QueryNode *wrong = find_placeless(operand);
    const char *text = parser->lexer.text;
    int length = (int)(operator->end - operator->start);
    if (wrong != NULL)
        return query_error_set(parser->error, text, parser->lexer.length, wrong->start,
                               "combine it with AND or NOT outside", "%.*s takes words only",
                               length, text + operator->start);
    wrong = find_other_field(operand, field);
    if (wrong != NULL)
        return query_error_set(parser->error, text, parser->lexer.length, wrong->start,
                               "for example headline:(a NEAR/5 b)",
                               "the words around %.*s must be in the same field", length,
                               text + operator->start);
    gboolean of_text = operator->kind != TOKEN_SENTENCE && operator->kind != TOKEN_PARAGRAPH;
    return of_text || field == NULL ||
           fail(parser, operator->start, NULL, "a field has no sentences and paragraphs");
}

static QueryNode *parse_operand(Parser *parser);

static QueryNode *parse_at_least(Parser *parser, const Token *token)
{
    if (!expect_operand(parser, token))
        return NULL;
    g_autoptr(QueryNode) child = parse_operand(parser);
    if (child == NULL || !check_place(parser, child, token, field_of(child)))
        return NULL;
    QueryNode *node = node_new_group(QUERY_AT_LEAST);
    node->number = token->number;
    node_add(node, g_steal_pointer(&child));
    node->start = token->start;
    return node;
}

/* Operators, tightest first. */

static QueryNode *parse_operand(Parser *parser)
{
    Token token = take(parser);
    switch (token.kind) {
    case TOKEN_WORD:
        return new_leaf(parser, &token, QUERY_WORD);
    case TOKEN_EXACT:
        return new_leaf(parser, &token, QUERY_EXACT);
    case TOKEN_PHRASE:
        return new_leaf(parser, &token, QUERY_PHRASE);
    case TOKEN_PATTERN:
        return new_leaf(parser, &token, QUERY_PATTERN);
    case TOKEN_SIMILAR:
        return new_leaf(parser, &token, QUERY_SIMILAR);
    case TOKEN_VALUE:
        return parse_value(parser, &token);
    case TOKEN_EVERYTHING:
        return node_new(QUERY_ALL, token.start, token.end);
    case TOKEN_FIELD:
        return parse_field(parser, &token);
    case TOKEN_OPEN:
        return parse_group(parser, &token);
    case TOKEN_CLOSE:
        fail(parser, token.start, NULL, "this bracket was never opened");
        return NULL;
    case TOKEN_AT_LEAST:
        return parse_at_least(parser, &token);
    case TOKEN_AND:
    case TOKEN_OR:
    case TOKEN_NEAR:
    case TOKEN_ADJACENT:
    case TOKEN_SENTENCE:
    case TOKEN_PARAGRAPH:
        query_error_set(parser->error, parser->lexer.text, parser->lexer.length, token.start,
                        "in small letters it is a word, not an operator",
                        "a word is missing before %.*s", (int)(token.end - token.start),
                        parser->lexer.text + token.start);
        return NULL;
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_NOT: /* after ATLEAST: elsewhere parse_signed() has taken them */
        fail(parser, token.start, "write the sign before ATLEAST", "a word is missing here");
        return NULL;
    case TOKEN_END:
        break;
    }
    g_assert_not_reached();
}

/* Signs and NOT before an operand. `-` and NOT may repeat: two negations are none. */
static QueryNode *parse_signed(Parser *parser)
{
    gboolean negated = FALSE;
    gboolean required = FALSE;
    gsize start = 0;
    for (guint signs = 0;; signs++) {
        const Token *next = peek(parser);
        if (next == NULL)
            return NULL;
        if (signs == 0)
            start = next->start;
        if (next->kind != TOKEN_PLUS && next->kind != TOKEN_MINUS && next->kind != TOKEN_NOT)
            break;
        Token sign = take(parser);
        if (!expect_operand(parser, &sign))
            return NULL;
        required |= sign.kind == TOKEN_PLUS;
        negated ^= sign.kind != TOKEN_PLUS;
    }
    QueryNode *node = parse_operand(parser);
    if (node == NULL)
        return NULL;
    if (negated) {
        QueryNode *negation = node_new_group(QUERY_NOT);
        node_add(negation, node);
        node = negation;
    }
    node->start = start;
    node->required = required && !negated && parser->options->any;
    return node;
}

static QueryNode *node_copy(const QueryNode *node)
{
    QueryNode *copy = g_memdup2(node, sizeof *node);
    copy->text = g_strdup(node->text);
    if (node->children == NULL)
        return copy;
    copy->children = g_ptr_array_new_with_free_func((GDestroyNotify)query_node_free);
    for (guint i = 0; i < node->children->len; i++)
        g_ptr_array_add(copy->children, node_copy(g_ptr_array_index(node->children, i)));
    return copy;
}

static QueryKind kind_of_proximity(TokenKind kind)
{
    return kind == TOKEN_NEAR       ? QUERY_NEAR
           : kind == TOKEN_ADJACENT ? QUERY_ADJACENT
           : kind == TOKEN_SENTENCE ? QUERY_SENTENCE
                                    : QUERY_PARAGRAPH;
}

/* Takes both operands. */
static QueryNode *new_pair(const Token *operator, QueryNode * left, QueryNode *right)
{
    QueryNode *pair = node_new_group(kind_of_proximity(operator->kind));
    pair->number = operator->number;
    node_add(pair, left);
    node_add(pair, right);
    return pair;
}

/*
 * Operands joined by NEAR, ADJ, SENT, PARA: pairwise, from left to right, so that `a NEAR/5 b
 * ADJ/2 c` is `(a NEAR/5 b) AND (b ADJ/2 c)`. NULL on an error.
 */
static QueryNode *parse_proximity(Parser *parser)
{
    g_autoptr(QueryNode) left = parse_signed(parser);
    g_autoptr(QueryNode) pairs = NULL;
    const Token *next = left == NULL ? NULL : peek(parser);
    while (next != NULL && is_proximity(next->kind)) {
        Token operator= take(parser);
        g_autoptr(QueryNode) right = NULL;
        const Field *field = field_of(left);
        if (!check_place(parser, left, &operator, field) || !expect_operand(parser, &operator) ||
            (right = parse_signed(parser)) == NULL || !check_place(parser, right, &operator, field))
            return NULL;
        if (pairs == NULL)
            pairs = node_new_group(QUERY_AND);
        node_add(pairs, new_pair(&operator, g_steal_pointer(&left), node_copy(right)));
        left = g_steal_pointer(&right);
        next = peek(parser);
    }
    if (next == NULL)
        return NULL;
    return pairs == NULL ? g_steal_pointer(&left) : node_close_and(g_steal_pointer(&pairs));
}

/* Operands joined by AND; without --any also those side by side. NULL on an error. */
static QueryNode *parse_conjunction(Parser *parser)
{
    g_autoptr(QueryNode) node = node_new_group(QUERY_AND);
    for (;;) {
        QueryNode *child = parse_proximity(parser);
        if (child == NULL)
            return NULL;
        node_add(node, child);
        const Token *next = peek(parser);
        if (next == NULL)
            return NULL;
        if (next->kind == TOKEN_AND) {
            Token joint = take(parser);
            if (!expect_operand(parser, &joint))
                return NULL;
        } else if (parser->options->any || !starts_operand(next->kind)) {
            break;
        }
    }
    if (node->children->len == 1)
        return g_ptr_array_steal_index(node->children, 0);
    return node_close_and(g_steal_pointer(&node));
}

/*
 * Whether the node says which articles may be found, rather than what to look for in them:
 * `a b -c date:2022` with --any is a or b, but in any case not c, and of 2022.
 */
static gboolean is_condition(const QueryNode *node)
{
    switch (node->kind) {
    case QUERY_NOT:
    case QUERY_DATE:
    case QUERY_VALUE:
        return TRUE;
    case QUERY_AND:
    case QUERY_OR:
        for (guint i = 0; i < node->children->len; i++) {
            if (!is_condition(g_ptr_array_index(node->children, i)))
                return FALSE;
        }
        return TRUE;
    case QUERY_WORD:
    case QUERY_PHRASE:
    case QUERY_EXACT:
    case QUERY_PATTERN:
    case QUERY_SIMILAR:
    case QUERY_NEAR:
    case QUERY_ADJACENT:
    case QUERY_SENTENCE:
    case QUERY_PARAGRAPH:
    case QUERY_AT_LEAST:
    case QUERY_ALL:
        return FALSE;
    }
    g_assert_not_reached();
}

static gboolean parse_alternatives_into(Parser *parser, Alternatives *list)
{
    gboolean side_by_side = TRUE;
    for (;;) {
        QueryNode *node = parse_conjunction(parser);
        if (node == NULL)
            return FALSE;
        const Token *next = peek(parser);
        if (next == NULL) {
            query_node_free(node);
            return FALSE;
        }
        gboolean beside = side_by_side && next->kind != TOKEN_OR;
        node->beside = parser->options->any && beside;
        if (node->beside && is_condition(node)) {
            node->required = FALSE;
            g_ptr_array_add(list->conditions, node);
        } else if (node->kind == QUERY_NOT) {
            QueryNode *group = node_new_group(QUERY_AND);
            node_add(group, node);
            g_ptr_array_add(list->included, node_close_and(group));
        } else {
            g_ptr_array_add(list->included, node);
        }
        side_by_side = next->kind != TOKEN_OR;
        if (!side_by_side) {
            Token joint = take(parser);
            if (!expect_operand(parser, &joint))
                return FALSE;
        } else if (!starts_operand(next->kind)) {
            return TRUE;
        }
    }
}

/* One alternative is itself; several are an OR; the conditions hold for the whole. */
static QueryNode *alternatives_close(Alternatives *list)
{
    QueryNode *node = NULL;
    if (list->included->len == 1) {
        node = g_ptr_array_steal_index(list->included, 0);
        node->required = FALSE;
    } else if (list->included->len > 1) {
        node = node_new_group(QUERY_OR);
        while (list->included->len > 0)
            node_add(node, g_ptr_array_steal_index(list->included, 0));
        query_split_compounds(node);
    }
    if (list->conditions->len == 0)
        return node;
    QueryNode *whole = node_new_group(QUERY_AND);
    if (node != NULL)
        node_add(whole, node);
    while (list->conditions->len > 0)
        node_add(whole, g_ptr_array_steal_index(list->conditions, 0));
    return node_close_and(whole);
}

/* Conjunctions joined by OR; with --any also operands side by side. NULL on an error. */
static QueryNode *parse_alternatives(Parser *parser)
{
    Alternatives list = {
        g_ptr_array_new_with_free_func((GDestroyNotify)query_node_free),
        g_ptr_array_new_with_free_func((GDestroyNotify)query_node_free),
    };
    QueryNode *node = parse_alternatives_into(parser, &list) ? alternatives_close(&list) : NULL;
    g_ptr_array_unref(list.included);
    g_ptr_array_unref(list.conditions);
    return node;
}

/* The wrong bytes are shown as U+FFFD. */
static gboolean refuse_bytes(const char *text, gsize length, gsize place, GError **error)
{
    g_autofree char *shown = g_utf8_make_valid(text, (gssize)length);
    return query_error_set(error, shown, strlen(shown), place,
                           "the terminal or the script should write UTF-8",
                           "the query is not valid UTF-8: byte 0x%02X", (guchar)text[place]);
}

static gboolean check_text(const char *text, gsize length, GError **error)
{
    if (length > QUERY_MAX_LENGTH) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY,
                    "the query is %" G_GSIZE_FORMAT " bytes long; %d are allowed", length,
                    QUERY_MAX_LENGTH);
        return FALSE;
    }
    const char *wrong;
    return g_utf8_validate_len(text, length, &wrong) ||
           refuse_bytes(text, length, (gsize)(wrong - text), error);
}

/* NFC, without characters that show nothing: as the texts of articles are. */
static char *visible_text(const char *text, gsize length)
{
    g_autoptr(GString) visible = g_string_sized_new(length);
    for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c != 0xAD && c != 0x200B && c != 0xFEFF)
            g_string_append_unichar(visible, c);
    }
    return g_utf8_normalize(visible->str, (gssize)visible->len, G_NORMALIZE_NFC);
}

/* For errors that only the index can tell. */
static void share_query(QueryNode *node, GRefString *query)
{
    node->query = g_ref_string_acquire(query);
    for (guint i = 0; node->children != NULL && i < node->children->len; i++)
        share_query(g_ptr_array_index(node->children, i), query);
}

QueryNode *query_parse(const char *text, gsize length, const QueryOptions *options, GError **error)
{
    g_assert(options != NULL && options->today != NULL);
    if (!check_text(text, length, error))
        return NULL;
    g_autofree char *visible = visible_text(text, length);
    Parser parser = {
        .lexer = {.text = visible, .length = strlen(visible)},
        .options = options,
        .error = error,
    };
    const Token *first = peek(&parser);
    if (first == NULL)
        return NULL;
    if (first->kind == TOKEN_END) {
        fail(&parser, first->start, "a * of its own finds every article",
             "there is nothing to look for");
        return NULL;
    }
    g_autoptr(QueryNode) node = parse_alternatives(&parser);
    if (node == NULL)
        return NULL;
    if (parser.token.kind == TOKEN_CLOSE) {
        fail(&parser, parser.token.start, NULL, "this bracket was never opened");
        return NULL;
    }
    g_assert(parser.token.kind == TOKEN_END);
    GRefString *query = g_ref_string_new(visible);
    share_query(node, query);
    g_ref_string_release(query);
    return g_steal_pointer(&node);
}

/* Trees to text. */

static void append_node(GString *out, const QueryNode *node, gboolean outermost);

static void append_day(GString *out, gint64 day)
{
    Date date = date_from_days(day);
    char text[DATE_TEXT_SIZE];
    g_string_append(out, date_format_iso(&date, text));
}

static void append_range(GString *out, const DateRange *range)
{
    if (!range->open_start)
        append_day(out, range->first_day);
    if (!range->open_start && !range->open_end && range->first_day == range->last_day)
        return;
    g_string_append(out, "..");
    if (!range->open_end)
        append_day(out, range->last_day);
}

/* Whether the lexer would read the value as it is: no blanks, and brackets in pairs. */
static gboolean is_plain_value(const char *value)
{
    guint open = 0;
    if (*value == '(')
        return FALSE;
    for (const char *p = value; *p != '\0'; p++) {
        if (*p == ' ' || (*p == ')' && open == 0))
            return FALSE;
        open += *p == '(';
        open -= *p == ')';
    }
    return open == 0;
}

/* Other values came from between quotation marks: so there are none inside them. */
static void append_value(GString *out, const char *value)
{
    g_string_append_printf(out, is_plain_value(value) ? "%s" : "\"%s\"", value);
}

static gboolean is_letter(gunichar c)
{
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* Whether =text would be read as one word. */
static gboolean is_plain_word(const char *text)
{
    gunichar last = 0;
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        last = g_utf8_get_char(p);
        if (!is_letter(last) && last != '-' && last != '\'' && last != 0x2019 && last != '.')
            return FALSE;
    }
    return is_letter(g_utf8_get_char(text)) && is_letter(last);
}

/* What stands between the children of a node. */
static void append_joint(GString *out, const QueryNode *node)
{
    if (node->kind == QUERY_NEAR)
        g_string_append_printf(out, " NEAR/%u ", node->number);
    else if (node->kind == QUERY_ADJACENT)
        g_string_append_printf(out, " ADJ/%u ", node->number);
    else
        g_string_append(out, node->kind == QUERY_AND        ? " AND "
                             : node->kind == QUERY_OR       ? " OR "
                             : node->kind == QUERY_SENTENCE ? " SENT "
                                                            : " PARA ");
}

static void append_children(GString *out, const QueryNode *node, gboolean outermost)
{
    if (!outermost)
        g_string_append_c(out, '(');
    for (guint i = 0; i < node->children->len; i++) {
        if (i > 0)
            append_joint(out, node);
        append_node(out, g_ptr_array_index(node->children, i), FALSE);
    }
    if (!outermost)
        g_string_append_c(out, ')');
}

static void append_node(GString *out, const QueryNode *node, gboolean outermost)
{
    if (node->required)
        g_string_append_c(out, '+');
    if (node->field != NULL)
        g_string_append_printf(out, "%s:", node->field->name);
    switch (node->kind) {
    case QUERY_WORD:
        g_string_append(out, node->text);
        break;
    case QUERY_PHRASE:
        g_string_append_printf(out, "\"%s\"", node->text);
        break;
    case QUERY_EXACT:
        g_string_append_printf(out, is_plain_word(node->text) ? "=%s" : "=\"%s\"", node->text);
        break;
    case QUERY_PATTERN:
        g_string_append(out, node->text);
        break;
    case QUERY_SIMILAR:
        g_string_append_printf(out, "%s~%u", node->text, node->number);
        break;
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_NEAR:
    case QUERY_ADJACENT:
    case QUERY_SENTENCE:
    case QUERY_PARAGRAPH:
        append_children(out, node, outermost && !node->required);
        break;
    case QUERY_AT_LEAST:
        g_string_append_printf(out, "ATLEAST/%u ", node->number);
        append_node(out, g_ptr_array_index(node->children, 0), FALSE);
        break;
    case QUERY_NOT:
        g_string_append(out, "NOT ");
        append_node(out, g_ptr_array_index(node->children, 0), FALSE);
        break;
    case QUERY_DATE:
        append_range(out, &node->range);
        break;
    case QUERY_VALUE:
        append_value(out, node->text);
        break;
    case QUERY_ALL:
        g_string_append_c(out, '*');
        break;
    }
}

char *query_node_to_string(const QueryNode *node)
{
    GString *out = g_string_new(NULL);
    append_node(out, node, TRUE);
    return g_string_free(out, FALSE);
}
