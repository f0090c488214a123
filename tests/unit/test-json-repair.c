/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Broken JSON as it stands in web pages, and what it must become. */
#include <jansson.h>
#include <string.h>

#include "indexer/extract/json-repair.h"

typedef struct {
    const char *name, *broken, *expected;
} Case;

static const Case cases[] = {
    {"valid-stays", "{\"a\":[1,-2.5e3,true,null,\"x\\n\\u00e9\"]}",
     "{\"a\":[1,-2.5e3,true,null,\"x\\n\\u00e9\"]}"},
    {"html-comment", "<!-- {\"a\":1} -->", "{\"a\":1}"},
    {"cdata", "//<![CDATA[\n{\"a\":1}\n//]]>", "{\"a\":1}"},
    {"comment-then-cdata", "<!-- //<![CDATA[\n{\"a\":1}\n//]]> -->", "{\"a\":1}"},
    {"semicolon", "{\"a\":1};", "{\"a\":1}"},
    {"byte-order-mark", "\xef\xbb\xbf{\"a\":1}", "{\"a\":1}"},
    {"line-comment", "{\"a\":1, // one\n\"b\":2}", "{\"a\":1,\"b\":2}"},
    {"line-comment-after-a-string", "{\"a\":\"x\", // one\n\"b\":\"y\" // two\n}",
     "{\"a\":\"x\",\"b\":\"y\"}"},
    {"block-comment", "{/* one */\"a\":1}", "{\"a\":1}"},
    {"address-is-no-comment", "{\"a\":\"http://b\",}", "{\"a\":\"http://b\"}"},
    {"trailing-commas", "{\"a\":[1,2,],}", "{\"a\":[1,2]}"},
    {"commas-in-a-row", "[1,,2]", "[1,2]"},
    {"missing-comma", "{\"a\":\"x\"\n\"b\":2}", "{\"a\":\"x\",\"b\":2}"},
    {"missing-comma-between-objects", "[{\"a\":1}{\"b\":2}]", "[{\"a\":1},{\"b\":2}]"},
    {"extra-closing", "{\"a\":1}}", "{\"a\":1}"},
    {"wrong-closing", "{\"a\":[1,2}}", "{\"a\":[1,2]}"},
    {"never-closed", "{\"a\":[1,{\"b\":\"c", "{\"a\":[1,{\"b\":\"c\"}]}"},
    {"key-without-value", "{\"a\",\"b\":}", "{\"a\":null,\"b\":null}"},
    {"control-characters", "{\"a\":\"x\n\ty\"}", "{\"a\":\"x  y\"}"},
    {"bad-escape", "{\"a\":\"it\\'s \\x\"}", "{\"a\":\"it's x\"}"},
    {"bad-unicode-escape", "{\"a\":\"\\u12\"}", "{\"a\":\"\\ufffd12\"}"},
    {"lone-surrogates", "[\"\\ud83d\",\"\\ude00\",\"\\ud83d\\ude00\"]",
     "[\"\\ufffd\",\"\\ufffd\",\"\\ud83d\\ude00\"]"},
    {"nul-escape", "[\"a\\u0000b\"]", "[\"a b\"]"},
    {"quotes-within", "{\"a\":\"the \"old\" bath\",\"b\":1}",
     "{\"a\":\"the \\\"old\\\" bath\",\"b\":1}"},
    {"single-quotes", "{'a':'b \"c\"'}", "{\"a\":\"b \\\"c\\\"\"}"},
    {"bare-key", "{a:1}", "{\"a\":1}"},
    {"bare-value", "{\"a\":undefined,\"b\":NaN}", "{\"a\":null,\"b\":null}"},
    {"bad-number", "[01,1.,+1]", "[null,null,null]"},
    {"junk-after", "{\"a\":1} var x = 2", "{\"a\":1}"},
    {"missing-comma-on-one-line", "{\"a\":\"x\" \"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}"},
    {"missing-comma-after-a-number", "{\"a\":1 \"b\":2}", "{\"a\":1,\"b\":2}"},
    {"stray-byte-after-a-string", "{\"a\":\"x\"\xc2\xa7,\"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}"},
    {"stray-byte-for-a-comma", "{\"a\":\"x\"; \"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}"},
    {"stray-byte-before-a-key", "{\"a\":\"x\", z \"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}"},
    {"stray-byte-before-a-colon", "{\"a\" z:\"x\",\"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}"},
    {"stray-byte-before-a-value", "{\"a\":z\"x\",\"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}"},
    {"stray-byte-and-blank-before-a-value", "{\"a\":z \"x\",\"b\":\"y\"}",
     "{\"a\":\"x\",\"b\":\"y\"}"},
    {"stray-byte-before-the-end", "{\"a\":\"x\"*}", "{\"a\":\"x\"}"},
    {"stray-quote", "{\"a\":\"x\"\", \"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}"},
    {"stray-quote-at-a-key", "{\"a\"\":\"x\", \"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}"},
    {"quoted-word-at-the-end", "{\"a\":\"the \"x\"\",\"b\":\"y\"}",
     "{\"a\":\"the \\\"x\\\"\",\"b\":\"y\"}"},
    {"empty-strings", "{\"a\":\"\",\"b\":[\"\",\"\"],}", "{\"a\":\"\",\"b\":[\"\",\"\"]}"},
    {"missing-opening-quote", "{\"a\":x, it's y\",\"b\":\"z\"}",
     "{\"a\":\"x, it's y\",\"b\":\"z\"}"},
    {"missing-opening-quote-of-a-word", "{\"a\":x\",\"b\":\"z\"}", "{\"a\":\"x\",\"b\":\"z\"}"},
    {"missing-opening-quote-of-a-key", "{\"a\":\"x\",b\":\"z\"}", "{\"a\":\"x\",\"b\":\"z\"}"},
    {"missing-closing-quote-of-a-key", "{\"a:\"x\",\"b\":\"z\"}", "{\"a\":\"x\",\"b\":\"z\"}"},
    {"apostrophe-and-the-next-record", "{\"a\":'b\n{\"c\":1}", "{\"a\":\"b\"}"},
    {"missing-quote", "{\"a\":\"x, \"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}"},
    {"missing-quote-at-the-end", "{\"a\":\"x}\n{\"b\":\"y\"}", "{\"a\":\"x\"}"},
    {"nothing", "", "null"},
    {"only-junk", ":,}]", "null"},
};

static void check(gconstpointer data)
{
    const Case *c = data;
    GString *repaired = json_repair(c->broken, strlen(c->broken), NULL);
    json_t *found = json_loadb(repaired->str, repaired->len, JSON_DECODE_ANY, NULL);
    json_t *expected = json_loads(c->expected, JSON_DECODE_ANY, NULL);
    g_test_message("%s", repaired->str);
    g_assert_nonnull(expected);
    g_assert_nonnull(found);
    g_assert_true(json_equal(found, expected));
    json_decref(found);
    json_decref(expected);
    g_string_free(repaired, TRUE);
}

/* How much of a text is taken up, and whether all that it says is kept. */
static void check_result(void)
{
    static const struct {
        const char *broken;
        gsize used;
        gboolean is_closed, is_guessed;
    } results[] = {
        {"{\"a\":1,}", 8, TRUE, FALSE},
        {"{\"a\":1, // one\n\"b\":[NaN,]}", 26, TRUE, FALSE},
        {"{\"a\":\"it\\'s\"}", 13, TRUE, FALSE},
        {"{\"a\":1 \"b\":2}", 13, TRUE, TRUE},
        {"{\"a\":\"x\"y,\"b\":2}", 16, TRUE, TRUE},
        {"{\"a\":[1,2}", 10, TRUE, TRUE},
        {"{\"a\":hello}", 11, TRUE, TRUE},
        {"{\"a\":\"x}\n{\"b\":1}", 9, TRUE, TRUE},
        {"{\"a\":1\n{\"b\":2}", 7, FALSE, TRUE},
        {"{\"a\":1", 6, FALSE, TRUE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(results); i++) {
        JsonRepair result;
        const char *broken = results[i].broken;
        GString *repaired = json_repair(broken, strlen(broken), &result);
        g_test_message("%s: %s", broken, repaired->str);
        g_assert_cmpuint(result.used, ==, results[i].used);
        g_assert_cmpint(result.is_closed, ==, results[i].is_closed);
        g_assert_cmpint(result.is_guessed, ==, results[i].is_guessed);
        g_string_free(repaired, TRUE);
    }
}

/* Whatever is cut off or changed, what comes out is JSON. */
static void check_any_bytes(void)
{
    static const char text[] = "<!-- {\"a\":[1,{\"b\":'c',\"d\":\"\\ud83d\\ude00 \"e\" "
                               "f\\\\\"},tru],/* g */\"h\":-1e5} -->";
    static const char marks[] = "{}[]:,\"'\\/u;a1 \n<";
    for (gsize length = 0; length < sizeof text; length++) {
        for (gsize i = 0; i < sizeof marks - 1; i++) {
            g_autofree char *copy = g_strndup(text, length);
            if (length > 0)
                copy[length * 7 % length] = marks[i];
            if (length > 2)
                copy[length / 2] = marks[(i + length) % (sizeof marks - 1)];
            GString *repaired = json_repair(copy, length, NULL);
            json_t *found = json_loadb(repaired->str, repaired->len, JSON_DECODE_ANY, NULL);
            if (found == NULL)
                g_test_message("%s: %s", copy, repaired->str);
            g_assert_nonnull(found);
            json_decref(found);
            g_string_free(repaired, TRUE);
        }
    }
}

static void check_depth(void)
{
    GString *deep = g_string_new(NULL);
    for (int i = 0; i < 100000; i++)
        g_string_append(deep, i % 2 == 0 ? "[" : "{\"a\":");
    GString *repaired = json_repair(deep->str, deep->len, NULL);
    json_t *found = json_loadb(repaired->str, repaired->len, 0, NULL);
    g_assert_nonnull(found);
    json_decref(found);
    g_string_free(repaired, TRUE);
    g_string_free(deep, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/json-repair/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], check);
    }
    g_test_add_func("/json-repair/what-was-used-and-guessed", check_result);
    g_test_add_func("/json-repair/any-bytes-give-json", check_any_bytes);
    g_test_add_func("/json-repair/depth-is-bounded", check_depth);
    return g_test_run();
}
