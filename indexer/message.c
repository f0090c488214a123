/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages. */
#include "indexer/message.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/encoded-word.h"
#include "indexer/extract/fragment.h"
#include "indexer/message-text.h"
#include "morgue/error.h"

/* Parts in parts, no deeper than this: mail clients make three or four. */
#define PART_DEPTH_MAX 16

/* A message of so many messages is a mailbox; the rest of it is dropped. */
#define DIGEST_MAX 10000u

/* What lies open while the parts of a message are walked. */
typedef struct {
    Article *article;
    GQueue *digest;
    gboolean is_encrypted;
} Walk;

static gpointer start_gmime(G_GNUC_UNUSED gpointer data)
{
    g_mime_init();
    return NULL;
}

GMimeMessage *message_parse(const guint8 *bytes, gsize length)
{
    static GOnce once = G_ONCE_INIT;
    g_once(&once, start_gmime, NULL);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer((const char *)bytes, length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_object_unref(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    return message;
}

/* The header's value as text; NULL where there is none. The caller owns the string. */
static char *header_text(GMimeMessage *message, const char *name)
{
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    GMimeHeader *header = g_mime_header_list_get_header(headers, name);
    const char *raw = header == NULL ? NULL : g_mime_header_get_raw_value(header);
    return raw == NULL ? NULL : encoded_words_decode(raw, strlen(raw));
}

static void set_header(GMimeMessage *message, const char *name, Article *article,
                       ArticleField field)
{
    g_autofree char *value = header_text(message, name);
    article_set_string(article, field, value, PROVENANCE_HEADER);
}

/* Takes off quotation marks and the backslashes within. */
static void unquote(char *name)
{
    g_strstrip(name);
    gsize length = strlen(name);
    if (length < 2 || name[0] != '"' || name[length - 1] != '"')
        return;
    char *to = name;
    for (const char *from = name + 1; from < name + length - 1; from++) {
        if (*from != '\\' || from + 1 == name + length - 1)
            *to++ = *from;
    }
    *to = '\0';
}

/* The name in `Name <address>` or `address (Name)`; else the address. Edits the string. */
static const char *display_name(char *from)
{
    char *open = strrchr(from, '<');
    if (open != NULL && open > from) {
        *open = '\0';
        unquote(from);
        if (*from != '\0')
            return from;
        *open = '<';
    }
    char *bracket = strchr(from, '(');
    char *close = bracket == NULL ? NULL : strrchr(bracket, ')');
    if (close != NULL && close > bracket + 1) {
        *close = '\0';
        unquote(bracket + 1);
        return bracket + 1;
    }
    if (open == NULL)
        return from;
    char *end = strchr(open, '>');
    if (end != NULL)
        *end = '\0';
    return open + 1;
}

static void set_byline(GMimeMessage *message, Article *article)
{
    g_autofree char *from = header_text(message, "From");
    if (from != NULL)
        article_set_string(article, ARTICLE_BYLINE, display_name(from), PROVENANCE_HEADER);
}

static void set_id(GMimeMessage *message, Article *article)
{
    g_autofree char *value = header_text(message, "Message-ID");
    if (value == NULL)
        return;
    char *start = strchr(value, '<');
    start = start == NULL ? value : start + 1;
    start[strcspn(start, "> ")] = '\0';
    if (*start == '\0')
        return;
    g_autofree char *id = g_strconcat("mid:", start, NULL);
    article_set_string(article, ARTICLE_ID, id, PROVENANCE_HEADER);
}

static gboolean set_date(const char *text, const DateContext *dates, Article *article)
{
    Date date;
    if (text == NULL || !date_parse(text, strlen(text), dates, &date, NULL))
        return FALSE;
    article_set_published(article, &date, PROVENANCE_HEADER, 1.0);
    return TRUE;
}

/* The date after the `;` of the Received nearest to the sender, which is the last. */
static void set_received(GMimeMessage *message, const DateContext *dates, Article *article)
{
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    for (int i = g_mime_header_list_get_count(headers) - 1; i >= 0; i--) {
        GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);
        const char *raw = g_mime_header_get_raw_value(header);
        const char *name = g_mime_header_get_name(header);
        const char *mark = raw == NULL ? NULL : strrchr(raw, ';');
        if (mark == NULL || name == NULL || g_ascii_strcasecmp(name, "Received") != 0)
            continue;
        g_autofree char *text = encoded_words_decode(mark + 1, strlen(mark + 1));
        if (set_date(text, dates, article))
            return;
    }
}

static void set_dates(GMimeMessage *message, const DateContext *dates, Article *article)
{
    static const char *const names[] = {"Date", "NNTP-Posting-Date"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *text = header_text(message, names[i]);
        if (set_date(text, dates, article))
            return;
    }
    set_received(message, dates, article);
}

/* `Harbour news <harbour.lists.example>`: the list's name, else its id (RFC 2919). */
static void set_source(GMimeMessage *message, Article *article)
{
    g_autofree char *list = header_text(message, "List-Id");
    if (list != NULL)
        article_set_string(article, ARTICLE_SOURCE, display_name(list), PROVENANCE_HEADER);
    g_autofree char *organization = header_text(message, "Organization");
    if (organization != NULL && g_ascii_strcasecmp(organization, "none") != 0)
        article_set_string(article, ARTICLE_SOURCE, organization, PROVENANCE_HEADER);
}

/* `Xref: news.example uk.local.fen:211`, where a server dropped the Newsgroups. */
static void set_section(GMimeMessage *message, Article *article)
{
    set_header(message, "Newsgroups", article, ARTICLE_SECTION);
    g_autofree char *xref = header_text(message, "Xref");
    char *group = xref == NULL ? NULL : strchr(xref, ' ');
    if (group == NULL)
        return;
    g_strstrip(group);
    group[strcspn(group, ": ")] = '\0';
    article_set_string(article, ARTICLE_SECTION, group, PROVENANCE_HEADER);
}

static void add_keywords(GMimeMessage *message, Article *article)
{
    g_autofree char *value = header_text(message, "Keywords");
    g_auto(GStrv) words = g_strsplit_set(value == NULL ? "" : value, ",;", -1);
    for (gsize i = 0; words[i] != NULL; i++)
        article_add_keyword(article, words[i], strlen(words[i]));
}

static void set_fields(GMimeMessage *message, const DateContext *dates, Article *article)
{
    set_id(message, article);
    set_header(message, "Subject", article, ARTICLE_HEADLINE);
    set_byline(message, article);
    set_dates(message, dates, article);
    set_source(message, article);
    set_section(message, article);
    set_header(message, "Summary", article, ARTICLE_SUMMARY);
    add_keywords(message, article);
    g_autofree char *language = header_text(message, "Content-Language");
    if (language != NULL)
        article_set_language(article, language, PROVENANCE_HEADER);
}

static gboolean is_type(GMimeObject *part, const char *type, const char *subtype)
{
    return g_mime_content_type_is_type(g_mime_object_get_content_type(part), type, subtype);
}

static gboolean parameter_is(GMimeObject *part, const char *name, const char *value)
{
    const char *found = g_mime_object_get_content_type_parameter(part, name);
    return found != NULL && g_ascii_strcasecmp(found, value) == 0;
}

/* The bytes of a part as they were before they were encoded for transport. */
static GByteArray *part_bytes(GMimePart *part)
{
    GByteArray *bytes = g_byte_array_new();
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (content == NULL)
        return bytes;
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    g_mime_data_wrapper_write_to_stream(content, stream);
    g_object_unref(stream);
    return bytes;
}

static void read_text(Walk *walk, GMimeObject *part)
{
    g_autoptr(GByteArray) bytes = part_bytes(GMIME_PART(part));
    if (bytes->len == 0)
        return;
    gboolean is_html = is_type(part, "text", "html");
    const char *label = g_mime_object_get_content_type_parameter(part, "charset");
    if (label != NULL && g_ascii_strcasecmp(label, "us-ascii") == 0)
        label = NULL; /* what mailers say who do not know */
    g_autofree char *declared = is_html ? charset_declared(bytes->data, bytes->len) : NULL;
    CharsetResult result = {0};
    g_autoptr(GString) text = charset_decode(bytes->data, bytes->len, label, declared, &result);
    if (result.replaced > 0)
        walk->article->flags |= ARTICLE_REPAIRED;
    if (is_html) {
        g_autofree char *paragraphs = fragment_paragraphs(text->str, text->len);
        article_add_paragraph(walk->article, paragraphs, strlen(paragraphs));
        return;
    }
    MessageLayout layout = {parameter_is(part, "format", "flowed"),
                            parameter_is(part, "delsp", "yes")};
    g_autoptr(GString) own = message_text(text->str, text->len, layout, &walk->is_encrypted);
    article_add_paragraph(walk->article, own->str, own->len);
}

static void walk_part(Walk *walk, GMimeObject *part, guint depth);

/* The plain text, or else the HTML, or else what holds them (RFC 2046 §5.1.4). */
static void walk_alternative(Walk *walk, GMimeMultipart *multipart, guint depth)
{
    static const char *const types[][2] = {{"text", "plain"}, {"text", "html"}, {"multipart", "*"}};
    gsize before = walk->article->body->len;
    for (gsize t = 0; t < G_N_ELEMENTS(types); t++) {
        for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
            GMimeObject *child = g_mime_multipart_get_part(multipart, i);
            if (is_type(child, types[t][0], types[t][1]))
                walk_part(walk, child, depth);
            if (walk->article->body->len > before)
                return;
        }
    }
}

static void walk_multipart(Walk *walk, GMimeMultipart *multipart, guint depth)
{
    GMimeObject *object = GMIME_OBJECT(multipart);
    if (is_type(object, "multipart", "encrypted")) {
        walk->is_encrypted = TRUE;
        return;
    }
    if (is_type(object, "multipart", "alternative")) {
        walk_alternative(walk, multipart, depth);
        return;
    }
    int count = g_mime_multipart_get_count(multipart);
    if (is_type(object, "multipart", "related") || is_type(object, "multipart", "signed"))
        count = MIN(count, 1); /* images, signatures */
    for (int i = 0; i < count; i++)
        walk_part(walk, g_mime_multipart_get_part(multipart, i), depth);
}

/* A message in a message: an article of its own in a digest, else a part of the text. */
static void walk_message(Walk *walk, GMimeObject *part, gboolean is_digest, guint depth)
{
    GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
    if (message == NULL)
        return;
    if (is_digest) {
        if (walk->digest->length < DIGEST_MAX)
            g_queue_push_tail(walk->digest, g_object_ref(message));
        return;
    }
    g_autofree char *subject = header_text(message, "Subject");
    if (subject != NULL)
        article_add_paragraph(walk->article, subject, strlen(subject));
    walk_part(walk, g_mime_message_get_mime_part(message), depth);
}

static void walk_digest(Walk *walk, GMimeMultipart *multipart, guint depth)
{
    for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
        GMimeObject *child = g_mime_multipart_get_part(multipart, i);
        if (GMIME_IS_MESSAGE_PART(child))
            walk_message(walk, child, TRUE, depth);
        else
            walk_part(walk, child, depth);
    }
}

static void walk_part(Walk *walk, GMimeObject *part, guint depth)
{
    if (part == NULL || depth > PART_DEPTH_MAX)
        return;
    GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(part);
    if (disposition != NULL && g_mime_content_disposition_is_attachment(disposition))
        return;
    if (GMIME_IS_MULTIPART(part) && is_type(part, "multipart", "digest"))
        walk_digest(walk, GMIME_MULTIPART(part), depth + 1);
    else if (GMIME_IS_MULTIPART(part))
        walk_multipart(walk, GMIME_MULTIPART(part), depth + 1);
    else if (GMIME_IS_MESSAGE_PART(part))
        walk_message(walk, part, FALSE, depth + 1);
    else if (is_type(part, "application", "pkcs7-mime"))
        walk->is_encrypted = TRUE;
    else if (GMIME_IS_PART(part) &&
             (is_type(part, "text", "plain") || is_type(part, "text", "html")))
        read_text(walk, part);
}

gboolean message_read(GMimeMessage *message, const DateContext *dates, Article *article,
                      GQueue *digest, GError **error)
{
    Walk walk = {.article = article, .digest = digest};
    set_fields(message, dates, article);
    walk_part(&walk, g_mime_message_get_mime_part(message), 0);
    gboolean is_bare = article->body->len == 0;
    gboolean holds_digest = is_bare && digest->length > 0;
    article_finish(article);
    if (article_has_text(article) && !holds_digest && !(is_bare && walk.is_encrypted))
        return TRUE;
    g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED,
                        walk.is_encrypted ? MESSAGE_ENCRYPTED
                        : holds_digest    ? "envelope of a digest"
                                          : MESSAGE_EMPTY);
    return FALSE;
}
