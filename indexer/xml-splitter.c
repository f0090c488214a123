/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scanner of tags over the bytes of a source, whatever its size. */
#include "indexer/xml-splitter.h"

#include <string.h>

#include "indexer/charset.h"

#define HEAD_CEILING ((gsize)64 * 1024)
#define STEP         ((gsize)64 * 1024)
/* What goes on for longer without a `>` is no tag, but text after a stray `<`. */
#define TAG_CEILING ((gsize)64 * 1024)

struct XmlSplitter {
    Source *source;
    Source *decoded; /* owned; of UTF-16 and UTF-32, else NULL */
    GString *text;   /* what it reads */
    gboolean begun;
    char **names;
    GString *head;
    char *charset;     /* that the transport or the file declares, or NULL */
    GString *wrapping; /* DTD and start tag that declare what the head does; made when needed */
    gsize wrapped;     /* length of the head it was made of */

    const guint8 *window;
    gsize available;
    gboolean ended;  /* the window reaches to the end of the source */
    gsize given;     /* bytes of the last item, still to be consumed */
    guint skipping;  /* open elements of an item that was cut at the ceiling */
    char *skip_name; /* their name */
};

typedef enum {
    TOKEN_START, /* of an element */
    TOKEN_END,
    TOKEN_EMPTY, /* element */
    TOKEN_OTHER, /* comment, CDATA, processing instruction, declaration, stray `<` */
    TOKEN_NONE,  /* nothing is left, or not within the ceiling */
} TokenKind;

/* Places are offsets in the window. */
typedef struct {
    TokenKind kind;
    gsize start, end;
    const char *name; /* local; borrowed from the window */
    gsize name_length;
} Token;

XmlSplitter *xml_splitter_new(Source *source, const char *names)
{
    XmlSplitter *splitter = g_new0(XmlSplitter, 1);
    splitter->source = source;
    splitter->names = g_strsplit(names, " ", -1);
    splitter->head = g_string_new(NULL);
    splitter->wrapping = g_string_new(NULL);
    return splitter;
}

void xml_splitter_set_charset(XmlSplitter *splitter, const char *transport)
{
    g_free(splitter->charset);
    splitter->charset = g_strdup(transport);
}

void xml_splitter_free(XmlSplitter *splitter)
{
    if (splitter == NULL)
        return;
    source_close(splitter->decoded);
    if (splitter->text != NULL)
        g_string_free(splitter->text, TRUE);
    g_strfreev(splitter->names);
    g_string_free(splitter->head, TRUE);
    g_string_free(splitter->wrapping, TRUE);
    g_free(splitter->charset);
    g_free(splitter->skip_name);
    g_free(splitter);
}

/* The window */

/* Makes the window hold `want` bytes if there are as many; FALSE on failure, now or before. */
static gboolean look(XmlSplitter *splitter, gsize want, GError **error)
{
    if (error != NULL && *error != NULL)
        return FALSE;
    want = MIN(want, SOURCE_ITEM_CEILING);
    if (splitter->window != NULL && (splitter->available >= want || splitter->ended))
        return TRUE;
    splitter->window = source_peek(splitter->source, want, &splitter->available, error);
    splitter->ended = splitter->window != NULL && splitter->available < want;
    if (splitter->window == NULL)
        splitter->available = 0;
    splitter->available = MIN(splitter->available, SOURCE_ITEM_CEILING);
    return splitter->window != NULL;
}

static void consume(XmlSplitter *splitter, gsize length)
{
    source_consume(splitter->source, length);
    splitter->window = NULL;
    splitter->ended = FALSE;
}

/* Grows the window past `from`; FALSE where it cannot. */
static gboolean grow(XmlSplitter *splitter, gsize from, GError **error)
{
    gsize before = splitter->available;
    return from < SOURCE_ITEM_CEILING && look(splitter, from + STEP, error) &&
           splitter->available > before;
}

/* One byte is looked for with memchr(), which reads no further than to it; memmem() may read all.
 */
static const guint8 *find_bytes(const guint8 *bytes, gsize length, const char *mark)
{
    return mark[1] == '\0' ? memchr(bytes, mark[0], length)
                           : memmem(bytes, length, mark, strlen(mark));
}

/* Where `mark` ends, from `from` on; 0 where it is not found within the ceiling. */
static gsize find_end(XmlSplitter *splitter, gsize from, const char *mark, GError **error)
{
    gsize length = strlen(mark);
    for (;;) {
        const guint8 *found =
            splitter->available <= from
                ? NULL
                : find_bytes(splitter->window + from, splitter->available - from, mark);
        if (found != NULL)
            return (gsize)(found - splitter->window) + length;
        from = MAX(from, splitter->available - MIN(splitter->available, length - 1));
        if (!grow(splitter, splitter->available, error))
            return 0;
    }
}

/* Tokens */

/* The end of a tag or declaration that begins at `start`; 0 where it is none. */
static gsize find_tag_end(XmlSplitter *splitter, gsize start, GError **error)
{
    guint8 quote = 0;
    gboolean in_subset = FALSE;
    gboolean is_declaration = splitter->window[start + 1] == '!';
    for (gsize at = start + 1; at < start + TAG_CEILING; at++) {
        if (at >= splitter->available && !grow(splitter, at, error))
            return 0;
        guint8 c = splitter->window[at];
        if (quote != 0)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (is_declaration && (c == '[' || c == ']'))
            in_subset = c == '[';
        else if (c == '>' && !in_subset)
            return at + 1;
        else if (c == '<' && !in_subset) /* the `<` at the start was a stray one */
            return 0;
    }
    return 0;
}

static gboolean is_name_byte(guint8 c)
{
    return g_ascii_isalnum(c) || c == '_' || c == '-' || c == '.' || c == ':' || c >= 0x80;
}

static void read_name(const XmlSplitter *splitter, gsize at, Token *token)
{
    gsize end = at;
    while (end < token->end && is_name_byte(splitter->window[end]))
        end++;
    for (gsize i = at; i < end; i++)
        at = splitter->window[i] == ':' ? i + 1 : at;
    token->name = (const char *)splitter->window + at;
    token->name_length = end - at;
}

static gboolean starts_with(XmlSplitter *splitter, gsize at, const char *mark, GError **error)
{
    gsize length = strlen(mark);
    return look(splitter, at + length, error) && splitter->available >= at + length &&
           memcmp(splitter->window + at, mark, length) == 0;
}

/* What the `<` at token->start begins. */
static void read_token(XmlSplitter *splitter, Token *token, GError **error)
{
    gsize start = token->start;
    token->kind = TOKEN_OTHER;
    if (starts_with(splitter, start, "<!--", error))
        token->end = find_end(splitter, start + 4, "-->", error);
    else if (starts_with(splitter, start, "<![CDATA[", error))
        token->end = find_end(splitter, start + 9, "]]>", error);
    else if (starts_with(splitter, start, "<?", error))
        token->end = find_end(splitter, start + 2, "?>", error);
    else if (look(splitter, start + 2, error) && splitter->available >= start + 2)
        token->end = find_tag_end(splitter, start, error);
    guint8 next = splitter->available > start + 1 ? splitter->window[start + 1] : 0;
    if (token->end == 0) {
        token->end = start + 1;
    } else if (next == '/') {
        token->kind = TOKEN_END;
        read_name(splitter, start + 2, token);
    } else if (next != '!' && next != '?') {
        token->kind = splitter->window[token->end - 2] == '/' ? TOKEN_EMPTY : TOKEN_START;
        read_name(splitter, start + 1, token);
    }
}

/* The next token from `from` on. FALSE on failure. */
static gboolean next_token(XmlSplitter *splitter, gsize from, Token *token, GError **error)
{
    *token = (Token){.kind = TOKEN_NONE};
    GError *failure = NULL;
    gsize found = look(splitter, from + 1, &failure) ? find_end(splitter, from, "<", &failure) : 0;
    if (found > 0) {
        token->start = found - 1;
        read_token(splitter, token, &failure);
    }
    if (failure == NULL)
        return TRUE;
    g_propagate_error(error, failure);
    return FALSE;
}

static gboolean is_item(const XmlSplitter *splitter, const Token *token)
{
    for (char **name = splitter->names; *name != NULL; name++) {
        if (strlen(*name) == token->name_length &&
            memcmp(*name, token->name, token->name_length) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean has_name(const Token *token, const char *name)
{
    return strlen(name) == token->name_length && memcmp(name, token->name, token->name_length) == 0;
}

/* Items */

/* Passes over bytes that are in no item. */
static void pass_to(XmlSplitter *splitter, gsize end)
{
    gsize room = HEAD_CEILING - MIN(HEAD_CEILING, splitter->head->len);
    g_string_append_len(splitter->head, (const char *)splitter->window, (gssize)MIN(room, end));
    consume(splitter, end);
}

/* Passes over all up to the next item's start tag, at which the window then begins. */
static gboolean find_item(XmlSplitter *splitter, Token *token, GError **error)
{
    for (;;) {
        if (!next_token(splitter, 0, token, error))
            return FALSE;
        if (token->kind == TOKEN_NONE) {
            pass_to(splitter, splitter->available);
            if (!look(splitter, 1, error))
                return FALSE;
            if (splitter->available == 0)
                return TRUE;
            continue;
        }
        if ((token->kind == TOKEN_START || token->kind == TOKEN_EMPTY) && is_item(splitter, token))
            break;
        pass_to(splitter, token->end);
    }
    gsize start = token->start, end = token->end;
    pass_to(splitter, start);
    token->start = 0;
    token->end = end - start;
    if (!look(splitter, token->end, error))
        return FALSE;
    read_name(splitter, 1, token);
    return TRUE;
}

/* Follows elements of one name from `from` on until `depth` of them are closed; 0: they are not. */
static gsize find_close(XmlSplitter *splitter, gsize from, const char *name, guint *depth,
                        GError **error)
{
    Token token;
    while (next_token(splitter, from, &token, error)) {
        if (token.kind == TOKEN_NONE)
            return 0;
        from = token.end;
        if (token.kind == TOKEN_START && has_name(&token, name))
            ++*depth;
        else if (token.kind == TOKEN_END && has_name(&token, name) && --*depth == 0)
            return from;
    }
    return 0;
}

/* Passes over the rest of an item that was given cut. */
static gboolean skip_rest(XmlSplitter *splitter, GError **error)
{
    while (splitter->skipping > 0) {
        Token token;
        if (!next_token(splitter, 0, &token, error))
            return FALSE;
        gsize end = token.kind == TOKEN_NONE ? splitter->available : token.end;
        if (token.kind == TOKEN_START && has_name(&token, splitter->skip_name))
            splitter->skipping++;
        else if (token.kind == TOKEN_END && has_name(&token, splitter->skip_name))
            splitter->skipping--;
        if (token.kind == TOKEN_NONE && end == 0)
            break; /* the end of the file */
        consume(splitter, end);
    }
    splitter->skipping = 0;
    return TRUE;
}

/* Wide charsets have no bytes `<`: all of it is decoded first. */
static gboolean begin(XmlSplitter *splitter, GError **error)
{
    splitter->begun = TRUE;
    gsize available;
    const guint8 *bytes = source_peek(splitter->source, 1, &available, error);
    if (bytes == NULL)
        return FALSE;
    if (source_peek(splitter->source, 4096, &available, NULL) != NULL)
        bytes = source_peek(splitter->source, 1, &available, NULL);
    if (splitter->charset == NULL)
        splitter->charset = charset_declared(bytes, available);
    const char *wide = charset_detect_wide(bytes, available);
    if (wide == NULL)
        return TRUE;
    bytes = source_peek_all(splitter->source, &available, NULL, error);
    if (bytes == NULL)
        return FALSE;
    splitter->text = charset_decode(bytes, available, wide, NULL, NULL);
    splitter->decoded = source_open_memory(splitter->text->str, splitter->text->len, 0,
                                           source_name(splitter->source));
    splitter->source = splitter->decoded;
    g_clear_pointer(&splitter->charset, g_free);
    splitter->charset = g_strdup("utf-8");
    return TRUE;
}

gboolean xml_splitter_next(XmlSplitter *splitter, XmlItem *item, GError **error)
{
    if (!splitter->begun && !begin(splitter, error))
        return FALSE;
    if (splitter->given > 0)
        consume(splitter, splitter->given);
    splitter->given = 0;
    Token token;
    if (!skip_rest(splitter, error) || !find_item(splitter, &token, error) ||
        token.kind == TOKEN_NONE)
        return FALSE;
    g_autofree char *name = g_strndup(token.name, token.name_length);
    guint depth = 1;
    gsize end = token.end;
    GError *failure = NULL;
    if (token.kind == TOKEN_START)
        end = find_close(splitter, token.end, name, &depth, &failure);
    gboolean is_cut = end == 0;
    if (is_cut) { /* a failure is told when its place is reached */
        g_clear_error(&failure);
        splitter->window = source_peek(splitter->source, 1, &splitter->available, error);
        splitter->ended = FALSE;
        if (splitter->window == NULL)
            return FALSE;
        end = MIN(splitter->available, SOURCE_ITEM_CEILING);
        splitter->skipping = depth;
        g_free(splitter->skip_name);
        splitter->skip_name = g_strdup(name);
    }
    *item = (XmlItem){splitter->window, end, source_offset(splitter->source), is_cut};
    splitter->given = end;
    return TRUE;
}

const GString *xml_splitter_head(const XmlSplitter *splitter)
{
    return splitter->head;
}

/* Documents */

/* Appends the declarations of namespaces that stand in the head, each prefix once. */
static void append_namespaces(GString *out, const char *head)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (const char *at = head; (at = strstr(at, "xmlns")) != NULL;) {
        gsize name = strcspn(at, "= \t\r\n>");
        const char *value = at + name + strspn(at + name, "= \t\r\n");
        const char *close = *value == '"' || *value == '\'' ? strchr(value + 1, *value) : NULL;
        if (close != NULL && g_hash_table_add(seen, g_strndup(at, name)))
            g_string_append_printf(out, " %.*s=%.*s", (int)name, at, (int)(close - value) + 1,
                                   value);
        at += name;
    }
}

/* The DTD, and a start tag that binds what the file binds. */
static void make_wrapping(XmlSplitter *splitter)
{
    const char *head = splitter->head->str;
    g_string_truncate(splitter->wrapping, 0);
    const char *doctype = strstr(head, "<!DOCTYPE");
    const char *subset = doctype == NULL ? NULL : strchr(doctype, '[');
    const char *close = subset == NULL ? NULL : strstr(subset, "]");
    const char *tag = doctype == NULL ? NULL : strchr(doctype, '>');
    if (close != NULL && subset < tag)
        g_string_append_printf(splitter->wrapping, "<!DOCTYPE item %.*s>\n",
                               (int)(close - subset) + 1, subset);
    g_string_append(splitter->wrapping, "<item");
    append_namespaces(splitter->wrapping, head);
    g_string_append(splitter->wrapping, ">");
    splitter->wrapped = splitter->head->len;
}

XmlDocument *xml_splitter_document(XmlSplitter *splitter, const XmlItem *item, GError **error)
{
    if (splitter->wrapped != splitter->head->len || splitter->wrapping->len == 0)
        make_wrapping(splitter);
    g_autoptr(GString) text =
        g_string_new_len(splitter->wrapping->str, (gssize)splitter->wrapping->len);
    g_string_append_len(text, (const char *)item->bytes, (gssize)item->length);
    if (!item->is_cut)
        g_string_append(text, "</item>");
    XmlDocument *document =
        xml_document_parse((const guint8 *)text->str, text->len, splitter->charset, error);
    const XmlNode *root = document == NULL ? NULL : xml_first_child(xml_document_root(document));
    if (root != NULL)
        xml_document_descend(document, root);
    return document;
}

XmlDocument *xml_splitter_head_document(const XmlSplitter *splitter, GError **error)
{
    return xml_document_parse((const guint8 *)splitter->head->str, splitter->head->len,
                              splitter->charset, error);
}
