/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query language: what each text is understood as, and where each error points. */
#include <glib.h>
#include <string.h>

#include "morgue/error.h"
#include "morgue/query.h"

typedef struct Reading {
    const char *text;
    const char *tree; /* as query_node_to_string() writes it */
} Reading;

typedef struct Refusal {
    const char *text;
    guint caret;         /* column of the caret, from 0 */
    const char *message; /* what the first line holds */
    const char *hint;    /* what the hint holds, or NULL for no hint */
} Refusal;

static const Reading words[] = {
    {"ukraine", "ukraine"},
    {"Article 5 Ukraine", "Article AND 5 AND Ukraine"},
    {"  a\tb \n c ", "a AND b AND c"},
    {"a and b or not c", "a AND and AND b AND or AND not AND c"},
    {"Nato And Or Not", "Nato AND And AND Or AND Not"},
    {"U.S. policy", "U.S. AND policy"},
    {"the end.", "the AND end"},
    {"in the U.S.A.", "in AND the AND U.S.A."},
    {"AT&T C++ C# .NET", "AT&T AND C++ AND C# AND NET"},
    {"e-mail 1,000 10:30", "e-mail AND 1,000 AND 10:30"},
    {"Kyiv,Moscow;Minsk", "Kyiv AND Moscow AND Minsk"},
    {"Iraq's 'quoted words'", "Iraq's AND quoted AND words"},
    {"O\u2019Brien caf\u00e9", "O\u2019Brien AND caf\u00e9"},
    {"cafe\u0301", "caf\u00e9"},
    {"soft\u00adhyphen zero\u200bwidth", "softhyphen AND zerowidth"},
    {"Ukraine: what next!", "Ukraine AND what AND next"},
    {"war & peace | love", "war AND peace AND love"},
    {"Foo - Bar", "Foo AND Bar"},
    {"Foo -- Bar -> baz", "Foo AND Bar AND baz"},
    {"Foo \u2013 Bar \u2014 baz", "Foo AND Bar AND baz"},
    {"war\u2014peace", "war\u2014peace"},
    {"Que veut Poutine ?", "Que AND veut AND Poutine"},
    {"[update] {x} <y> $5 \u20ac7 #metoo @user",
     "update AND x AND y AND 5 AND 7 AND metoo AND user"},
    {"\u4e60\u8fd1\u5e73\uff0c\u666e\u4eac", "\u4e60\u8fd1\u5e73 AND \u666e\u4eac"},
    {"\u0e01\u0e23\u0e38\u0e07\u0e40\u0e17\u0e1e", "\u0e01\u0e23\u0e38\u0e07\u0e40\u0e17\u0e1e"},
    {"\u0927\u0930\u094d\u092e\u0940", "\u0927\u0930\u094d\u092e\u0940"},
    {"2022-02-24", "2022-02-24"},
    {"near sent para w pre w/o and/or", "near AND sent AND para AND w AND pre AND w/o AND and/or"},
    {"~500 1/2/2022", "500 AND 1/2/2022"},
};

static const Reading phrases[] = {
    {"\"article 5\"", "\"article 5\""},
    {"\"the who\" tour", "\"the who\" AND tour"},
    {"\u201carticle 5\u201d", "\"article 5\""},
    {"\u201eArtikel 5\u201c", "\"Artikel 5\""},
    {"\u00ab article 5 \u00bb", "\"article 5\""},
    {"\u00bbArtikel 5\u00ab", "\"Artikel 5\""},
    {"\uff02article 5\uff02", "\"article 5\""},
    {"\"a\u201d", "\"a\""},
    {"\" spaced   out \"", "\"spaced out\""},
    {"\"what is nato?\"", "\"what is nato?\""},
    {"\"a (b) AND -c: d\"", "\"a (b) AND -c: d\""},
    {"\"a\", \"b\".", "\"a\" AND \"b\""},
    {"(\"a b\")", "\"a b\""},
    {"-\"a b\" c", "NOT \"a b\" AND c"},
    {"=sanctions", "=sanctions"},
    {"=Caf\u00e9,", "=Caf\u00e9"},
    {"=e-mail", "=e-mail"},
    {"=\"caf\u00e9 noir\"", "=\"caf\u00e9 noir\""},
    {"=\"caf\u00e9\"", "=caf\u00e9"},
    {"a = b", "a AND b"},
    {"a=b", "a=b"},
};

static const Reading operators[] = {
    {"a AND b", "a AND b"},
    {"a OR b", "a OR b"},
    {"a OR b OR c", "a OR b OR c"},
    {"a b OR c", "(a AND b) OR c"},
    {"a OR b c", "a OR (b AND c)"},
    {"a AND b OR c AND d", "(a AND b) OR (c AND d)"},
    {"a AND (b OR c) NOT d", "a AND (b OR c) AND NOT d"},
    {"a AND NOT b", "a AND NOT b"},
    {"a NOT b c", "a AND NOT b AND c"},
    {"a OR NOT b", "a OR (* AND NOT b)"},
    {"a OR -b", "a OR (* AND NOT b)"},
    {"NOT a OR b", "(* AND NOT a) OR b"},
    {"+a -b", "a AND NOT b"},
    {"a -b c", "a AND NOT b AND c"},
    {"-foo", "* AND NOT foo"},
    {"NOT foo", "* AND NOT foo"},
    {"-foo -bar", "* AND NOT foo AND NOT bar"},
    {"NOT NOT foo", "foo"},
    {"-(-foo)", "* AND NOT (* AND NOT foo)"},
    {"-(a b)", "* AND NOT (a AND b)"},
    {"-5", "* AND NOT 5"},
    {"a -=b", "a AND NOT =b"},
    {"(a)", "a"},
    {"((a OR b))", "a OR b"},
    {"(a b) c", "(a AND b) AND c"},
    {"( a OR b ), c", "(a OR b) AND c"},
    {"a\u00a0OR\u00a0b", "a OR b"},
    {"*", "*"},
    {"* -a", "* AND NOT a"},
    {"(*)", "*"},
};

static const Reading any_words[] = {
    {"free-flight models", "free OR flight OR models OR freeflight"},
    {"tests of state-of-the-art jets",
     "tests OR of OR state OR of OR the OR art OR jets OR stateoftheart"},
    {"19-year-old singer", "19 OR year OR old OR singer"},
    {"read-OR-write locks", "read OR or OR write OR locks OR readorwrite"},
    {"free-flight", "free-flight"},
    {"free-flight OR models", "free-flight OR models"},
    {"+free-flight models", "+free-flight OR models"},
    {"\"free-flight\" models", "\"free-flight\" OR models"},
    {"headline:free-flight models", "headline:free-flight OR models"},
    {"1/2/2022 u.s. war\u2014peace", "1/2/2022 OR u.s. OR war\u2014peace"},
    {"a b c", "a OR b OR c"},
    {"a b AND c", "a OR (b AND c)"},
    {"a OR b c", "a OR b OR c"},
    {"+a b", "+a OR b"},
    {"+a", "a"},
    {"+a +b c -d", "(+a OR +b OR c) AND NOT d"},
    {"a -b", "a AND NOT b"},
    {"-b a", "a AND NOT b"},
    {"-b", "* AND NOT b"},
    {"-a -b", "* AND NOT a AND NOT b"},
    {"a OR -b", "a OR (* AND NOT b)"},
    {"-b OR a", "(* AND NOT b) OR a"},
    {"a AND -b c", "(a AND NOT b) OR c"},
    {"+(a b) c", "+(a OR b) OR c"},
    {"a b date:2022-03-24", "(a OR b) AND date:2022-03-24"},
    {"lang:de a b -c", "(a OR b) AND lang:de AND NOT c"},
    {"lang:(de OR fr) a b", "(a OR b) AND (lang:de OR lang:fr)"},
    {"a OR lang:de", "a OR lang:de"},
    {"+lang:de a", "a AND lang:de"},
    {"lang:de", "lang:de"},
    {"headline:(a b) c", "(headline:a OR headline:b) OR c"},
    {"\"a b\" c", "\"a b\" OR c"},
    {"a NEAR/5 b c", "(a NEAR/5 b) OR c"},
    {"a w/5 b -c", "(a NEAR/5 b) AND NOT c"},
};

static const Reading patterns[] = {
    {"sanction*", "sanction*"},
    {"Sanction*, s*tion", "Sanction* AND s*tion"},
    {"*tion", "*tion"},
    {"wom?n", "wom?n"},
    {"what is fo?", "what AND is AND fo?"},
    {"Que veut Poutine ?", "Que AND veut AND Poutine"},
    {"(sanction*)", "sanction*"},
    {"o'br*", "o'br*"},
    {"caf\u00e9*", "caf\u00e9*"},
    {"headline:sanction*", "headline:sanction*"},
    {"headline:(sanction* OR wom?n)", "headline:sanction* OR headline:wom?n"},
    {"zelensk~1", "zelensk~1"},
    {"zelensk~", "zelensk~1"},
    {"Zelensk~2 byline:smit~", "Zelensk~2 AND byline:smit~1"},
    {"-sanction*", "* AND NOT sanction*"},
    {"~500", "500"},
};

static const Reading proximity[] = {
    {"sanction NEAR/5 russia", "sanction NEAR/5 russia"},
    {"sanction* NEAR/5 russia", "sanction* NEAR/5 russia"},
    {"a near/5 b", "a NEAR/5 b"},
    {"a w/5 b", "a NEAR/5 b"},
    {"a W/5 b", "a NEAR/5 b"},
    {"a ADJ/5 b", "a ADJ/5 b"},
    {"a pre/05 b", "a ADJ/5 b"},
    {"a SENT b", "a SENT b"},
    {"a w/s b", "a SENT b"},
    {"a PARA b", "a PARA b"},
    {"a W/P b", "a PARA b"},
    {"a sent b para c", "a AND sent AND b AND para AND c"},
    {"a NEAR/5 b c", "(a NEAR/5 b) AND c"},
    {"c a NEAR/5 b", "c AND (a NEAR/5 b)"},
    {"a NEAR/5 b OR c", "(a NEAR/5 b) OR c"},
    {"-(a NEAR/5 b) c", "NOT (a NEAR/5 b) AND c"},
    {"a NEAR/5 b NEAR/6 c", "(a NEAR/5 b) AND (b NEAR/6 c)"},
    {"a NEAR/5 b ADJ/2 c SENT d", "(a NEAR/5 b) AND (b ADJ/2 c) AND (c SENT d)"},
    {"(a OR b) NEAR/5 c", "(a OR b) NEAR/5 c"},
    {"(a b) NEAR/5 c", "(a AND b) NEAR/5 c"},
    {"\"a b\" NEAR/5 =c", "\"a b\" NEAR/5 =c"},
    {"(\"a b\" OR c) NEAR/5 d", "(\"a b\" OR c) NEAR/5 d"},
    {"a NEAR/5 (b NEAR/3 c)", "a NEAR/5 (b NEAR/3 c)"},
    {"headline:(a NEAR/5 b)", "headline:a NEAR/5 headline:b"},
    {"headline:a NEAR/5 headline:b", "headline:a NEAR/5 headline:b"},
    {"ATLEAST/5 putin", "ATLEAST/5 putin"},
    {"atleast/5 putin war", "ATLEAST/5 putin AND war"},
    {"ATLEAST/3 (a OR \"b c\")", "ATLEAST/3 (a OR \"b c\")"},
    {"ATLEAST/3 headline:nato", "ATLEAST/3 headline:nato"},
    {"-ATLEAST/3 a b", "NOT ATLEAST/3 a AND b"},
    {"w/o near w/x", "w/o AND near AND w/x"},
};

static const Reading fields[] = {
    {"headline:nato", "headline:nato"},
    {"title:nato HL:kyiv", "headline:nato AND headline:kyiv"},
    {"headline:\"article 5\"", "headline:\"article 5\""},
    {"headline:=nato", "headline:=nato"},
    {"headline:(a OR b)", "headline:a OR headline:b"},
    {"headline:(a OR b) c", "(headline:a OR headline:b) AND c"},
    {"headline:(a -b)", "headline:a AND NOT headline:b"},
    {"-headline:a b", "NOT headline:a AND b"},
    {"byline:\"jane doe\" by:smith", "byline:\"jane doe\" AND byline:smith"},
    {"section:business source:courier place:geneva keyword:shipping",
     "section:business AND source:courier AND place:geneva AND keyword:shipping"},
    {"Source:Reuters", "source:Reuters"},
    {"lang:de", "lang:de"},
    {"lang:(de OR fr)", "lang:de OR lang:fr"},
    {"lang:(de, fr)", "lang:de AND lang:fr"},
    {"lang:(-de)", "* AND NOT lang:de"},
    {"lang:(NOT de)", "* AND NOT lang:de"},
    {"url:https://example.org/a?b=c*", "url:https://example.org/a?b=c*"},
    {"url:https://example.org/wiki/Foo_(bar) x", "url:https://example.org/wiki/Foo_(bar) AND x"},
    {"(url:http://example.org/a)", "url:http://example.org/a"},
    {"file:\"my file.txt\"", "file:\"my file.txt\""},
    {"file:a/b(c).txt", "file:a/b(c).txt"},
    {"file:\"a(b\" file:\"(a)\"", "file:\"a(b\" AND file:\"(a)\""},
    {"id:7H3K9Q2M4X1D", "id:7H3K9Q2M4X1D"},
    {"has:byline -has:date", "has:byline AND NOT has:date"},
    {"has:author has:(place OR tag)", "has:byline AND (has:place OR has:keyword)"},
    {"date:2022", "date:2022-01-01..2022-12-31"},
    {"date:2022-03", "date:2022-03-01..2022-03-31"},
    {"date:2022-03-24", "date:2022-03-24"},
    {"date:2022-02-24..2022-03-31", "date:2022-02-24..2022-03-31"},
    {"date:..1945", "date:..1945-12-31"},
    {"date:1945..", "date:1945-01-01.."},
    {"date:(2021 OR 2023)", "date:2021-01-01..2021-12-31 OR date:2023-01-01..2023-12-31"},
    {"date:\"2022\"", "date:2022-01-01..2022-12-31"},
    {"date:7d", "date:2024-03-04..2024-03-10"},
    {"date:today war", "date:2024-03-10 AND war"},
    {"date:lastmonth", "date:2024-02-01..2024-02-29"},
};

/* What Xapian's own parser takes without a word, and other things that must not be guessed at. */
static const Refusal refusals[] = {
    {"", 0, "nothing to look for", "a * of its own"},
    {" ... !", 6, "nothing to look for", "a * of its own"},
    {"(foo", 0, "never closed", NULL},
    {"a (b (c)", 2, "never closed", NULL},
    {"a (", 2, "never closed", NULL},
    {"a -(", 3, "never closed", NULL},
    {"foo)", 3, "never opened", NULL},
    {")", 0, "never opened", NULL},
    {"a OR )", 5, "missing after OR", "small letters"},
    {"()", 0, "nothing between", NULL},
    {"a ( )", 2, "nothing between", NULL},
    {"\"foo bar", 0, "never closed", NULL},
    {"a \u201cfoo", 2, "never closed", NULL},
    {"foo \"", 4, "never closed", NULL},
    {"a \"\"", 2, "no word in this phrase", NULL},
    {"\"...\"", 0, "no word in this phrase", NULL},
    {"foo\"bar\"", 3, "blank is missing before", NULL},
    {"\"foo\"bar", 5, "blank is missing after", NULL},
    {"\"a\"\"b\"", 3, "blank is missing after", NULL},
    {"minister(s)", 8, "blank is missing before", NULL},
    {"(a)b", 3, "blank is missing after", NULL},
    {"AND a", 0, "missing before AND", "small letters"},
    {"OR", 0, "missing before OR", "small letters"},
    {"a AND", 5, "missing after AND", "small letters"},
    {"a OR", 4, "missing after OR", "small letters"},
    {"a NOT", 5, "missing after NOT", "small letters"},
    {"a AND OR b", 6, "missing after AND", "small letters"},
    {"a OR OR b", 5, "missing after OR", "small letters"},
    {"(a AND) b", 6, "missing after AND", "small letters"},
    {"(OR a)", 1, "missing before OR", "small letters"},
    {"a --b", 3, "word is missing between", "one sign"},
    {"+-a", 1, "word is missing between", "one sign"},
    {"-)", 1, "never opened", NULL},
    {"a \u2013b", 2, "not a minus sign", "write -word"},
    {"a \u2212b", 2, "not a minus sign", "write -word"},
    {"**", 0, "belongs to no word", "every article"},
    {"a ** b", 2, "belongs to no word", "every article"},
    {"=sanction*", 0, "exact forms already", "leave the ="},
    {"e-mai*", 1, "nothing but letters", "ADJ/1"},
    {"10:3*", 2, "nothing but letters", "ADJ/1"},
    {"sanction*(a)", 8, "belongs to no word", "every article"},
    {"zelensk~3", 8, "1 or 2 letters", "~1"},
    {"zelensk~0", 8, "1 or 2 letters", "~1"},
    {"zelensk~12", 7, "end of a word", "zelensk~1"},
    {"zel~ensk", 3, "end of a word", "zelensk~1"},
    {"e-mail~1", 1, "nothing but letters", NULL},
    {"\"prime minist*\"", 13, "no wildcards in a phrase", "ADJ/1"},
    {"\"wom?n\"", 4, "no wildcards in a phrase", "ADJ/1"},
    {"a NEAR b", 2, "number is missing after NEAR", "NEAR/5"},
    {"ATLEAST putin", 0, "number is missing after ATLEAST", "ATLEAST/5"},
    {"a NEAR/x b", 7, "number is missing after NEAR/", "NEAR/5"},
    {"a NEAR/5x b", 2, "neither an operator nor a word", "between blanks"},
    {"a ADJ/ b", 6, "number is missing after ADJ/", "ADJ/5"},
    {"ATLEAST/-2 a", 8, "number is missing after ATLEAST/", "ATLEAST/5"},
    {"a NEAR/0 b", 2, "from 1 to 1000", NULL},
    {"a NEAR/1001 b", 2, "from 1 to 1000", NULL},
    {"a w/99999999999999999999 b", 2, "from 1 to 1000", NULL},
    {"NEAR/5 a", 0, "missing before NEAR/5", "small letters"},
    {"a NEAR/5", 8, "missing after NEAR/5", "small letters"},
    {"a NEAR/5 OR b", 9, "missing after NEAR/5", "small letters"},
    {"a SENT", 6, "missing after SENT", "small letters"},
    {"a PARA PARA b", 7, "missing after PARA", "small letters"},
    {"a NEAR/5 -b", 9, "takes words only", "outside"},
    {"-a NEAR/5 b", 0, "takes words only", "outside"},
    {"a NEAR/5 (b OR NOT c)", 15, "takes words only", "outside"},
    {"a NEAR/5 date:2022", 9, "takes words only", "outside"},
    {"* SENT a", 0, "takes words only", "outside"},
    {"a NEAR/5 ATLEAST/2 b", 9, "takes words only", "outside"},
    {"headline:a NEAR/5 b", 18, "same field", "headline:(a NEAR/5 b)"},
    {"headline:(a SENT b)", 12, "no sentences", NULL},
    {"ATLEAST/5", 9, "missing after ATLEAST/5", "small letters"},
    {"ATLEAST/5 -a", 10, "missing here", "before ATLEAST"},
    {"ATLEAST/5 lang:de", 10, "takes words only", "outside"},
    {"a ...AND b", 5, "neither an operator nor a word", "between blanks"},
    {"a OR. b", 2, "neither an operator nor a word", "between blanks"},
    {"a && b", 2, "&& is not an operator", "write AND"},
    {"a || b", 2, "| is not an operator", "write OR"},
    {"a|b", 1, "| is not an operator", "write OR"},
    {"a !b", 2, "! is not an operator", "-word"},
    {"a^2", 1, "weights", "leave the ^ out"},
    {"AC\\DC", 2, "backslash", "quotation marks"},
    {"foo:bar", 0, "no field foo:", "headline:"},
    {"a foo:\"bar\"", 2, "no field foo:", "headline:"},
    {"http://example.org/", 0, "no field http:", "write url:"},
    {"headline: nato", 9, "nothing to look for after headline:", "without a blank"},
    {"(headline:)", 10, "nothing to look for after headline:", "without a blank"},
    {"date:", 5, "nothing to look for after date:", "without a blank"},
    {"headline:...", 9, "missing after this field", NULL},
    {"headline:-a", 9, "before the field", "-headline"},
    {"headline:*", 9, "takes words", "has:"},
    {"headline:byline:a", 9, "inside another", NULL},
    {"headline:(a byline:b)", 12, "inside another", NULL},
    {"headline:(a", 9, "never closed", NULL},
    {"file:a(b", 6, "never closed", "quotation marks"},
    {"=headline:a", 0, "before the name of a field", "after the colon"},
    {"a .headline:b", 2, "before the name of a field", "after the colon"},
    {"lang:\"\"", 5, "no value here", NULL},
    {"lang:()", 5, "nothing between", NULL},
    {"lang:(de OR)", 11, "missing after OR", "small letters"},
    {"lang:(de", 5, "never closed", NULL},
    {"has:foo", 4, "name of a field", "has:byline"},
    {"date:2022-02-31", 5, "2022-02-31", ""},
    {"date:1/2/2022", 5, "1/2/2022", "2022"},
    {"war date:01/02/2022", 9, "01/02/2022", "2022"},
    {"date:(2022 OR soon)", 14, "soon", ""},
    {"\u4e60\u8fd1\u5e73 (a", 7, "never closed", NULL},
    {"a ADJ/5. b", 2, "neither an operator nor a word", "between blanks"},
};

static Date today(void)
{
    return date_from_ymd(2024, 3, 10);
}

static QueryNode *parse(const char *text, gboolean any, GError **error)
{
    Date date = today();
    QueryOptions options = {.any = any, .today = &date};
    return query_parse(text, strlen(text), &options, error);
}

static void check_readings(const Reading *rows, gsize count, gboolean any)
{
    for (gsize i = 0; i < count; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(QueryNode) node = parse(rows[i].text, any, &error);
        if (node == NULL)
            g_error("%s: %s", rows[i].text, error->message);
        g_autofree char *tree = query_node_to_string(node);
        g_assert_cmpstr(tree, ==, rows[i].tree);
    }
}

static void test_words(void)
{
    check_readings(words, G_N_ELEMENTS(words), FALSE);
}

static void test_phrases(void)
{
    check_readings(phrases, G_N_ELEMENTS(phrases), FALSE);
}

static void test_operators(void)
{
    check_readings(operators, G_N_ELEMENTS(operators), FALSE);
}

static void test_patterns(void)
{
    check_readings(patterns, G_N_ELEMENTS(patterns), FALSE);
}

static void test_proximity(void)
{
    check_readings(proximity, G_N_ELEMENTS(proximity), FALSE);
}

static void test_any(void)
{
    check_readings(any_words, G_N_ELEMENTS(any_words), TRUE);
}

static void test_fields(void)
{
    check_readings(fields, G_N_ELEMENTS(fields), FALSE);
}

/* The canonical form is in the language itself: read again, it is the same query. */
static void test_canonical_form_is_stable(void)
{
    const struct {
        const Reading *rows;
        gsize count;
        gboolean any;
    } tables[] = {
        {words, G_N_ELEMENTS(words), FALSE},         {phrases, G_N_ELEMENTS(phrases), FALSE},
        {operators, G_N_ELEMENTS(operators), FALSE}, {any_words, G_N_ELEMENTS(any_words), TRUE},
        {fields, G_N_ELEMENTS(fields), FALSE},       {patterns, G_N_ELEMENTS(patterns), FALSE},
        {proximity, G_N_ELEMENTS(proximity), FALSE},
    };
    for (gsize t = 0; t < G_N_ELEMENTS(tables); t++) {
        for (gsize i = 0; i < tables[t].count; i++) {
            g_autoptr(GError) error = NULL;
            g_autoptr(QueryNode) node = parse(tables[t].rows[i].tree, tables[t].any, &error);
            g_assert_no_error(error);
            g_autofree char *tree = query_node_to_string(node);
            g_assert_cmpstr(tree, ==, tables[t].rows[i].tree);
        }
    }
}

static void check_refusal(const Refusal *row)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(QueryNode) node = parse(row->text, FALSE, &error);
    if (node != NULL)
        g_error("%s was accepted", row->text);
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_QUERY);
    g_auto(GStrv) lines = g_strsplit(error->message, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), >=, 3);
    if (strstr(lines[0], row->message) == NULL)
        g_error("%s: “%s” does not say “%s”", row->text, lines[0], row->message);
    guint caret = (guint)strlen(lines[2]) - 3; /* two blanks before the query, and itself */
    if (caret != row->caret)
        g_error("%s: caret at %u, not %u", row->text, caret, row->caret);
    if (row->hint == NULL && lines[3] != NULL)
        g_error("%s: unexpected “%s”", row->text, lines[3]);
    if (row->hint != NULL && (lines[3] == NULL || strstr(lines[3], row->hint) == NULL))
        g_error("%s: “%s” does not hint at “%s”", row->text, lines[3], row->hint);
}

static void test_refusals(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++)
        check_refusal(&refusals[i]);
}

static void test_error_is_three_lines_and_a_hint(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(parse("war AND", FALSE, &error));
    g_assert_cmpstr(error->message, ==,
                    "a word is missing after AND\n"
                    "  war AND\n"
                    "         ^\n"
                    "hint: in small letters it is a word, not an operator");
}

static void test_long_queries_are_cut_around_the_caret(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 50; i++)
        g_string_append(text, "\u4e60\u8fd1 ");
    g_string_append(text, "foo)");
    for (int i = 0; i < 50; i++)
        g_string_append(text, " bar");
    g_autoptr(GError) error = NULL;
    g_assert_null(parse(text->str, FALSE, &error));
    g_auto(GStrv) lines = g_strsplit(error->message, "\n", -1);
    g_assert_true(g_str_has_prefix(lines[1], "  …"));
    g_assert_true(g_str_has_suffix(lines[1], "…"));
    g_assert_cmpint(g_utf8_strlen(lines[1], -1), <, 80);
    g_assert_cmpuint(strlen(lines[2]), <, 60);
}

static void test_ceilings(void)
{
    g_autofree char *deep = g_strnfill(QUERY_MAX_DEPTH + 1, '(');
    g_autoptr(GError) error = NULL;
    g_assert_null(parse(deep, FALSE, &error));
    g_assert_nonnull(strstr(error->message, "too many brackets"));
    g_clear_error(&error);
    g_autofree char *longest = g_strnfill(QUERY_MAX_LENGTH + 1, 'a');
    g_assert_null(parse(longest, FALSE, &error));
    g_assert_nonnull(strstr(error->message, "bytes long"));
    g_clear_error(&error);
    longest[QUERY_MAX_LENGTH] = '\0';
    query_node_free(parse(longest, FALSE, &error));
    g_assert_no_error(error);
    g_clear_error(&error);
    g_assert_null(parse("caf\xe9", FALSE, &error));
    g_assert_nonnull(strstr(error->message, "UTF-8"));
}

static void test_nodes_know_their_place(void)
{
    g_autoptr(QueryNode) node = parse("ab (cd OR headline:\"e f\") -gh", FALSE, NULL);
    g_assert_cmpint(node->kind, ==, QUERY_AND);
    g_assert_cmpuint(node->start, ==, 0);
    g_assert_cmpuint(node->end, ==, 29);
    const QueryNode *group = g_ptr_array_index(node->children, 1);
    g_assert_cmpint(group->kind, ==, QUERY_OR);
    const QueryNode *phrase = g_ptr_array_index(group->children, 1);
    g_assert_cmpuint(phrase->start, ==, 10);
    g_assert_cmpuint(phrase->end, ==, 24);
    const QueryNode *negation = g_ptr_array_index(node->children, 2);
    g_assert_cmpint(negation->kind, ==, QUERY_NOT);
    g_assert_cmpuint(negation->start, ==, 26);
}

/*
 * Pieces of the language thrown together at random: whatever is accepted must read back as
 * itself, and whatever is not must be a whole error. The sanitizers watch the rest.
 */
static void test_random_texts(void)
{
    static const char *const pieces[] = {
        "a",          "b c",   "war",       "(",      ")",         "\"",
        "\"",         " ",     " ",         " ",      " AND ",     " OR ",
        "NOT ",       "-",     "+",         "=",      "*",         "?",
        "~1",         ":",     "/",         "NEAR/5", "date:",     "2022",
        "..",         "lang:", "headline:", "has:",   "byline",    "url:",
        "U.S.",       ",",     "\u2013",    "\u201e", "caf\u00e9", "\u4e60\u8fd1",
        "|",          "\\",    "\u0301",    "\u00ad", " SENT ",    " NEAR/5 ",
        "ATLEAST/2 ", " w/p ", "wo*d",      "a~1",
    };
    g_autoptr(GRand) rand = g_rand_new_with_seed(1851);
    guint accepted = 0;
    for (int round = 0; round < 30000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (int n = g_rand_int_range(rand, 1, 12); n > 0; n--)
            g_string_append(text, pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
        gboolean any = g_rand_boolean(rand);
        g_autoptr(GError) error = NULL;
        g_autoptr(QueryNode) node = parse(text->str, any, &error);
        g_assert_true((node == NULL) == (error != NULL));
        if (node == NULL)
            continue;
        accepted++;
        g_autofree char *tree = query_node_to_string(node);
        g_autoptr(QueryNode) again = parse(tree, any, &error);
        if (again == NULL)
            g_error("%s → %s: %s", text->str, tree, error->message);
        g_autofree char *second = query_node_to_string(again);
        g_assert_cmpstr(second, ==, tree);
    }
    g_assert_cmpuint(accepted, >, 3000);
}

/* Bytes at random: the parser must not read past their end. */
static void test_random_bytes(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1605);
    Date date = today();
    QueryOptions options = {.today = &date};
    for (int round = 0; round < 20000; round++) {
        gsize length = (gsize)g_rand_int_range(rand, 0, 12);
        g_autofree char *bytes = g_malloc(length);
        for (gsize i = 0; i < length; i++)
            bytes[i] = (char)g_rand_int_range(rand, 0, round % 2 == 0 ? 128 : 256);
        query_node_free(query_parse(bytes, length, &options, NULL));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/query/words", test_words);
    g_test_add_func("/query/phrases-and-exact-words", test_phrases);
    g_test_add_func("/query/operators", test_operators);
    g_test_add_func("/query/patterns", test_patterns);
    g_test_add_func("/query/proximity", test_proximity);
    g_test_add_func("/query/any", test_any);
    g_test_add_func("/query/fields", test_fields);
    g_test_add_func("/query/canonical-form-is-stable", test_canonical_form_is_stable);
    g_test_add_func("/query/refusals-point-at-the-place", test_refusals);
    g_test_add_func("/query/error-is-three-lines-and-a-hint", test_error_is_three_lines_and_a_hint);
    g_test_add_func("/query/long-queries-are-cut", test_long_queries_are_cut_around_the_caret);
    g_test_add_func("/query/ceilings", test_ceilings);
    g_test_add_func("/query/nodes-know-their-place", test_nodes_know_their_place);
    g_test_add_func("/query/random-texts", test_random_texts);
    g_test_add_func("/query/random-bytes", test_random_bytes);
    return g_test_run();
}
