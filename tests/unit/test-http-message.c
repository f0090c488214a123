/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTTP responses as web archives keep them: heads that are odd, chunks that are chunks or not. */
#include "indexer/http-message.h"

#include <string.h>

static void heads_are_read_however_they_are_written(void)
{
    static const struct {
        const char *block;
        guint status;
        const char *media_type, *charset, *coding, *body;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\nbody", 200, "text/html",
         "utf-8", NULL, "body"},
        {"HTTP/1.0 404\nCONTENT-TYPE:Text/Plain;charset=\"KOI8-R\"\n\nbody", 404, "text/plain",
         "KOI8-R", NULL, "body"},
        {"HTTP/1.1 200 OK\r\nContent-Type:\r\n text/html;\r\n\tcharset=x\r\n\r\n", 200, "text/html",
         "x", NULL, ""},
        {"HTTP/2 200\r\nContent-Encoding: GZIP\r\nno colon here\r\n\r\nb", 200, NULL, NULL, "gzip",
         "b"},
        {"HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Type: c/d\r\n\r\n", 200, "a/b", NULL,
         NULL, ""},
        {"HTTP/1.1 200 OK\r\nnever ended", 200, NULL, NULL, NULL, ""},
        {"HTTP/1.1\r\n\r\nb", 0, NULL, NULL, NULL, "b"},
        {"<html>no head</html>", 0, NULL, NULL, NULL, "<html>no head</html>"},
        {"", 0, NULL, NULL, NULL, ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        HttpMessage message;
        http_message_init(&message, (const guint8 *)cases[i].block, strlen(cases[i].block));
        g_assert_cmpuint(message.status, ==, cases[i].status);
        g_assert_cmpstr(message.media_type, ==, cases[i].media_type);
        g_assert_cmpstr(message.charset, ==, cases[i].charset);
        g_assert_cmpstr(message.coding, ==, cases[i].coding);
        g_assert_cmpuint(message.body_length, ==, strlen(cases[i].body));
        g_assert_cmpint(memcmp(message.body, cases[i].body, message.body_length), ==, 0);
        http_message_clear(&message);
    }
}

static void chunks_are_joined_only_where_they_are_chunks(void)
{
    static const struct {
        const char *bytes, *joined; /* NULL: as they stand */
    } cases[] = {
        {"4\r\nabcd\r\n0\r\n\r\n", "abcd"},
        {"4;name=value\r\nabcd\r\n2 \r\nef\r\n0\r\n\r\n", "abcdef"},
        {"4\nabcd\n0\n\n", "abcd"},
        {"A\r\nab", "ab"},            /* cut off in a chunk */
        {"4\r\nabcd\r\n", "abcd"},    /* cut off behind one */
        {"4\r\nabcdef\r\n", NULL},    /* longer than it says */
        {"4 apples\r\nabcd", "abcd"}, /* what follows a blank counts as an extension */
        {"4apples\r\nabcd", NULL},
        {"<html>", NULL},
        {"123456789\r\nabc", NULL}, /* too many digits to be a length */
        {"", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        GByteArray *out = g_byte_array_new();
        gboolean joined = http_dechunk((const guint8 *)cases[i].bytes, strlen(cases[i].bytes), out);
        g_assert_cmpint(joined, ==, cases[i].joined != NULL);
        g_byte_array_append(out, (const guint8 *)"", 1);
        g_assert_cmpstr((const char *)out->data, ==, joined ? cases[i].joined : "");
        g_byte_array_unref(out);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/http-message/heads are read however they are written",
                    heads_are_read_however_they_are_written);
    g_test_add_func("/http-message/chunks are joined only where they are chunks",
                    chunks_are_joined_only_where_they_are_chunks);
    return g_test_run();
}
