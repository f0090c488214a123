/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Status line, headers, chunks, codings. */
#include "indexer/http-message.h"

#include <string.h>

#include "indexer/source-codec.h"

#define HEAD_CEILING       ((gsize)256 * 1024)
#define CHUNK_DIGITS_MAX   8
#define CHUNK_LINE_CEILING ((gsize)4096) /* with extensions */

typedef struct {
    const char *at, *end;
} Lines;

/* The next line without its end. FALSE at the end of all. */
static gboolean next_line(Lines *lines, const char **line, gsize *length)
{
    if (lines->at == lines->end)
        return FALSE;
    const char *feed = memchr(lines->at, '\n', (gsize)(lines->end - lines->at));
    const char *stop = feed == NULL ? lines->end : feed;
    *line = lines->at;
    *length = (gsize)(stop - lines->at);
    if (*length > 0 && stop[-1] == '\r')
        --*length;
    lines->at = feed == NULL ? stop : feed + 1;
    return TRUE;
}

void http_content_type(const char *value, char **media_type, char **charset)
{
    g_auto(GStrv) parts = g_strsplit(value, ";", -1);
    *media_type = parts[0] == NULL ? NULL : g_ascii_strdown(g_strstrip(parts[0]), -1);
    *charset = NULL;
    for (guint i = 1; parts[0] != NULL && parts[i] != NULL && *charset == NULL; i++) {
        const char *parameter = g_strchug(parts[i]);
        if (g_ascii_strncasecmp(parameter, "charset=", strlen("charset=")) != 0)
            continue;
        g_autofree char *label = g_strdup(parameter + strlen("charset="));
        g_strdelimit(label, "\"'", ' ');
        g_strstrip(label);
        *charset = *label == '\0' ? NULL : g_steal_pointer(&label);
    }
}

static void take_header(HttpMessage *message, const char *name, const char *value)
{
    if (g_ascii_strcasecmp(name, "content-type") == 0 && message->media_type == NULL) {
        http_content_type(value, &message->media_type, &message->charset);
    } else if (g_ascii_strcasecmp(name, "content-encoding") == 0) {
        g_free(message->coding);
        message->coding = g_ascii_strdown(value, -1);
    }
}

/* Reads header lines, folded ones too, up to the empty line. */
static void read_headers(HttpMessage *message, Lines *lines)
{
    const char *line;
    gsize length;
    g_autoptr(GString) header = g_string_new(NULL);
    gboolean going = TRUE;
    while (going) {
        going = next_line(lines, &line, &length) && length > 0;
        gboolean is_folded = going && (*line == ' ' || *line == '\t');
        char *colon = is_folded ? NULL : strchr(header->str, ':');
        if (colon != NULL) {
            *colon = '\0';
            take_header(message, g_strstrip(header->str), g_strstrip(colon + 1));
        }
        if (!is_folded)
            g_string_truncate(header, 0);
        if (going)
            g_string_append_len(header, line, (gssize)length);
    }
}

void http_message_init(HttpMessage *message, const guint8 *block, gsize length)
{
    *message = (HttpMessage){.body = block, .body_length = length};
    const char *text = (const char *)block;
    Lines lines = {text, text + MIN(length, HEAD_CEILING)};
    const char *line;
    gsize line_length;
    if (length < 5 || memcmp(text, "HTTP/", 5) != 0 || !next_line(&lines, &line, &line_length))
        return;
    g_autofree char *status = g_strndup(line, line_length);
    const char *code = strchr(status, ' ');
    message->status = code == NULL ? 0 : (guint)g_ascii_strtoull(code, NULL, 10);
    read_headers(message, &lines);
    message->body = (const guint8 *)lines.at;
    message->body_length = (gsize)(text + length - lines.at);
}

void http_message_clear(HttpMessage *message)
{
    g_free(message->media_type);
    g_free(message->charset);
    g_free(message->coding);
}

/* The size that a chunk's line gives; `data` is set to what follows it. FALSE where it is none. */
static gboolean read_chunk_size(const guint8 *at, const guint8 *end, gsize *size,
                                const guint8 **data)
{
    guint digits = 0;
    *size = 0;
    for (; at < end && digits < CHUNK_DIGITS_MAX && g_ascii_isxdigit(*at); at++, digits++)
        *size = *size * 16 + (gsize)g_ascii_xdigit_value((char)*at);
    gsize rest = MIN((gsize)(end - at), CHUNK_LINE_CEILING);
    const guint8 *feed = rest == 0 ? NULL : memchr(at, '\n', rest);
    if (digits == 0 || feed == NULL || (*at != ';' && *at != ' ' && *at != '\r' && *at != '\n'))
        return FALSE;
    *data = feed + 1;
    return TRUE;
}

gboolean http_dechunk(const guint8 *bytes, gsize length, GByteArray *out)
{
    const guint8 *at = bytes, *end = bytes + length;
    guint before = out->len;
    gsize size = 1;
    while (size > 0 && at < end) {
        const guint8 *data;
        if (!read_chunk_size(at, end, &size, &data)) {
            g_byte_array_set_size(out, before);
            return FALSE;
        }
        gsize available = MIN(size, (gsize)(end - data));
        g_byte_array_append(out, data, (guint)available);
        at = data + available;
        if (available < size || size == 0)
            break;
        if (at < end && *at == '\r')
            at++;
        if (at < end && *at != '\n') {
            g_byte_array_set_size(out, before);
            return FALSE;
        }
        at += at < end ? 1 : 0;
    }
    return length > 0;
}

/* The bytes through the codec; NULL where they are not in its format. Takes `inner`. */
static Source *try_codec(const SourceCodec *codec, const guint8 *bytes, gsize length,
                         const Source *origin)
{
    if (!codec->matches(bytes, length))
        return NULL;
    Source *inner = source_open_memory(bytes, length, 0, "");
    source_join(inner, origin);
    Source *decoded = source_open_codec(codec, inner, "");
    gsize available;
    if (source_peek(decoded, 1, &available, NULL) != NULL && available > 0)
        return decoded;
    source_close(decoded);
    return NULL;
}

/* A coding without a mark of its own, if the header names it and the bytes are it. */
static Source *open_named(const char *coding, const guint8 *bytes, gsize length,
                          const Source *origin)
{
    Source *decoded = NULL;
    if (strstr(coding, "br") != NULL)
        decoded = try_codec(&brotli_codec, bytes, length, origin);
    if (decoded == NULL && strstr(coding, "deflate") != NULL)
        decoded = try_codec(&zlib_codec, bytes, length, origin);
    if (decoded == NULL && strstr(coding, "deflate") != NULL)
        decoded = try_codec(&deflate_codec, bytes, length, origin);
    return decoded;
}

Source *http_message_body(const HttpMessage *message, Source *origin, GByteArray *buffer)
{
    const guint8 *bytes = message->body;
    gsize length = message->body_length;
    if (http_dechunk(bytes, length, buffer)) {
        bytes = buffer->data;
        length = buffer->len;
    }
    Source *named = message->coding == NULL || length == 0
                        ? NULL
                        : open_named(message->coding, bytes, length, origin);
    if (named != NULL)
        return named;
    Source *body = source_open_memory(bytes, length, 0, "");
    source_join(body, origin);
    return body; /* what has a mark is decompressed by whoever reads it */
}
