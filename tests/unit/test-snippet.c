/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snippets: which passage, where it begins and ends, and which words are marked. */
#include <glib.h>
#include <string.h>

#include "morgue/snippet.h"

/* Marks as brackets, and an ellipsis where the text goes on. */
static void show(GString *shown, const Snippet *snippet)
{
    gsize at = 0;
    g_assert_true(g_utf8_validate(snippet->text, -1, NULL));
    g_string_append(shown, snippet->at_start ? "" : "… ");
    for (guint i = 0; i < snippet->marks->len; i++) {
        const SnippetRange *mark = &g_array_index(snippet->marks, SnippetRange, i);
        g_assert_cmpuint(mark->start, >=, at);
        g_string_append_len(shown, snippet->text + at, (gssize)(mark->start - at));
        g_string_append_printf(shown, "[%.*s]", (int)(mark->end - mark->start),
                               snippet->text + mark->start);
        at = mark->end;
    }
    g_string_append_printf(shown, "%s%s", snippet->text + at, snippet->at_end ? "" : " …");
}

/* Terms from a line: a concept for each part between bars, its terms between blanks; phrases in
 * quotation marks; after an equals sign a word of phrases and another form of it. */
static SnippetTerms *make_terms(const char *line)
{
    SnippetTerms *terms = snippet_terms_new();
    g_auto(GStrv) parts = g_strsplit(line, "|", -1);
    for (char **part = parts; *part != NULL; part++) {
        gboolean phrase = **part == '"';
        g_auto(GStrv) words = g_strsplit_set(phrase ? *part + 1 : *part, " \"", -1);
        guint count = g_strv_length(words);
        if (**part == '=') {
            snippet_terms_add_phrase_form(terms, words[0] + 1, words[1]);
            continue;
        }
        guint concept = snippet_terms_add_concept(terms, 1);
        if (phrase)
            snippet_terms_add_phrase(terms, concept, (const char *const *)words, count - 1);
        for (guint i = 0; i < count && !phrase; i++)
            snippet_terms_add(terms, concept, words[i], strlen(words[i]));
    }
    return terms;
}

/* The snippets of a text, one a line. */
static char *make(const char *language, const char *line, const char *text, gsize width,
                  guint count)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Analyser) analyser = analyser_new(language, &error);
    g_assert_no_error(error);
    g_autoptr(SnippetTerms) terms = make_terms(line);
    g_autoptr(GArray) snippets = snippets_new(analyser, terms, text, strlen(text), width, count);
    GString *shown = g_string_new(NULL);
    for (guint i = 0; i < snippets->len; i++) {
        g_string_append(shown, i > 0 ? "\n" : "");
        show(shown, &g_array_index(snippets, Snippet, i));
    }
    return g_string_free(shown, FALSE);
}

typedef struct Case {
    const char *language;
    const char *terms;
    const char *text;
    gsize width;
    const char *snippet;
} Case;

static const Case marks[] = {
    {"en", "Zsanction", "New sanctions; the Sanctioned firms.", 100,
     "New [sanctions]; the [Sanctioned] firms."},
    {"en", "sanctions", "Sanctions, sanction, SANCTIONS.", 100,
     "[Sanctions], sanction, [SANCTIONS]."},
    {"en", "\"article 5\"", "Article 5 of the article. 5 more; Article\n5.", 100,
     "[Article 5] of the [article. 5] more; [Article 5]."},
    {"en", "\"a a b\"", "a a a b", 100, "a [a a b]"},
    {"en", "Zarticl|5|\"article 5\"", "an article on Article 5", 100,
     "an [article] on [Article 5]"},
    {"en", "Zemail", "An e-mail, e mail, email.", 100, "An [e-mail], e mail, [email]."},
    {"en", "\"an email\"", "An e-mail, an e mail, an e-mail-list, an email.", 100,
     "[An e-mail], an e mail, [an e-mail]-list, [an email]."},
    {"en", "\"a a email\"", "a a a e-mail", 100, "a [a a e-mail]"},
    {"en", "\"email list\"|\"email\"", "An e-mail list; e-mail.", 100,
     "An [e-mail] list; [e-mail]."},
    {"fr", "\"un cafebar\"", "Un caf\u00e9-bar.", 100, "[Un caf\u00e9-bar]."},
    {"fr", "\"sur ukraine\"|=ukraine l'ukraine|=port le", "Sur l\u2019Ukraine, sur Ukraine, le.",
     100, "[Sur l\u2019Ukraine], [sur Ukraine], le."},
    {"en", "u.s.", "The U.S. and us.", 100, "The [U.S.] and us."},
    {"en", "Ziraq", "Iraq\u2019s army, Iraq.", 100, "[Iraq\u2019s] army, [Iraq]."},
    {"de", "Zmeinung", "Die Meinungen über Gießen.", 100, "Die [Meinungen] über Gießen."},
    {"de", "Zgiess", "Die Stadt GIESSEN, also Gießen.", 100, "Die Stadt [GIESSEN], also [Gießen]."},
    {"de", "Zuber", "Über alles.", 100, "[Über] alles."},
    {"fr", "Zcaf caf\u00e9 cafe", "Un caf\u00e9 ; un cafe.", 100, "Un [caf\u00e9] ; un [cafe]."},
    {"zh", "\"习 近 平\"", "国家主席习近平会见了习近平总书记。", 100,
     "国家主席[习近平]会见了[习近平]总书记。"},
    {"th", "\"ก รุ ง\"", "กรุงเทพ", 100, "กรุงเทพ"},
    {"ar", "السلام", "قال السلام عليكم", 100, "قال [السلام] عليكم"},
    {"en", "article|5|like", "Article 5-like; article 5.", 100, "[Article 5]-[like]; [article 5]."},
    {"en", "nothing", "No match here.", 100, "No match here."},
    {"en", "here", "", 100, ""},
    {"en", "here", "  \n\n here \n", 100, "[here]"},
};

static const char story[] =
    "The council met on Monday. Members spoke at length about drains and lamps, as they often do. "
    "The mayor was away.\n\nLater the harbour strike was discussed. Dockers at the harbour want "
    "more pay, and the strike has lasted nine weeks. Nobody expects an early end to it.\n\n"
    "A vote on parks was put off until June, when the budget will be known.";

static const Case passages[] = {
    {"en", "nothing", story, 60, "The council met on Monday. Members spoke at length about …"},
    {"en", "Zstrike|Zharbour", story, 90,
     "… Later the [harbour strike] was discussed. Dockers at the [harbour] want more pay, and the "
     "[strike] …"},
    {"en", "Zdocker|Zstrike|Zpay", story, 100,
     "… Later the harbour [strike] was discussed. [Dockers] at the harbour want more [pay], and "
     "the [strike] has lasted nine weeks. …"},
    {"en", "budget", story, 80,
     "… A vote on parks was put off until June, when the [budget] will be known."},
    {"en", "council|budget", story, 60,
     "The [council] met on Monday. Members spoke at length about …"},
    /* A passage at the end of the text takes sentences before it in. */
    {"en", "Zpark", story, 200,
     "… Dockers at the harbour want more pay, and the strike has lasted nine weeks. Nobody expects "
     "an early end to it. A vote on [parks] was put off until June, when the budget will be "
     "known."},
    {"en", "\"nine weeks\"", story, 40, "… has lasted [nine weeks]. Nobody expects an …"},
    /* Words that stand together win over the same words further apart. */
    {"en", "oil|prices",
     "Oil was found by men who knew of no prices at all. Nothing came of it for a very long time. "
     "At last oil prices rose.",
     60, "… At last [oil prices] rose."},
    {"en", "oil|prices",
     "Oil oil oil oil oil oil and again oil was all they had. The end came soon for all of them. "
     "Oil men and prices.",
     60, "… The end came soon for all of them. [Oil] men and [prices]."},
    /* A sentence that begins too far back is cut after a part of it. */
    {"en", "wharf",
     "They had come with ropes, with buckets and with all the lamps of the village, and nobody at "
     "all stood on the wharf.",
     80, "… and nobody at all stood on the [wharf]."},
    /* Wide characters take two columns. */
    {"zh", "\"总 书 记\"",
     "今天天气很好我们去公园玩然后回家吃饭晚上看电视新闻联播里面习近平总书记发表讲话大家都很高兴",
     28, "… 面习近平[总书记]发表讲话大家都很高兴"},
    {"zh", "\"港 口\"",
     "市议会星期一开会，议员们谈了很久，然后讨论港口罢工，工人要求加薪，罢工已经九周。没有人认为会"
     "很快结束。",
     40, "… 然后讨论[港口]罢工，工人要求加薪，罢工已经九周。 …"},
    /* Thai: between phrases, which blanks part, or at least not before a vowel sign. */
    {"th", "\"ท ่ า เ ร ื อ\"",
     "สภาเมืองประชุมวันจันทร์ สมาชิกพูดนานมาก แล้วคุยเรื่องท่าเรือหยุดงาน คนงานต้องการค่าจ้างเพิ่ม", 40,
     "… แล้วคุยเรื่อง[ท่าเรือ]หยุดงาน คนงานต้องการค่าจ้างเพิ่ม"},
    {"ar", "Zميناء",
     "اجتمع المجلس يوم الاثنين، وتحدث الأعضاء طويلا عن المصابيح، ثم ناقشوا إضراب الميناء، والعمال "
     "يريدون أجورا أعلى.",
     60, "… ثم ناقشوا إضراب [الميناء]، والعمال يريدون أجورا أعلى."},
};

static void check(const Case *rows, gsize count)
{
    for (gsize i = 0; i < count; i++) {
        g_autofree char *shown =
            make(rows[i].language, rows[i].terms, rows[i].text, rows[i].width, 1);
        g_assert_cmpstr(shown, ==, rows[i].snippet);
    }
}

static void test_marks(void)
{
    check(marks, G_N_ELEMENTS(marks));
}

static void test_passages(void)
{
    check(passages, G_N_ELEMENTS(passages));
}

/* Several passages: in the order of the text, none of them twice, and no more than there are. */
static void test_several(void)
{
    static const struct {
        const char *terms;
        guint count;
        const char *snippets;
    } rows[] = {
        {"council|budget", 2,
         "The [council] met on Monday. Members spoke at length about …\n"
         "… A vote on parks was put off until June, when the [budget] will be known."},
        {"council|budget", 9,
         "The [council] met on Monday. Members spoke at length about …\n"
         "… A vote on parks was put off until June, when the [budget] will be known."},
        {"mayor|Zstrike", 2,
         "… The [mayor] was away. Later the harbour [strike] was discussed. …\n"
         "… Dockers at the harbour want more pay, and the [strike] has …"},
        {"nothing", 3, "The council met on Monday. Members spoke at length about …"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *shown = make("en", rows[i].terms, story, 60, rows[i].count);
        g_assert_cmpstr(shown, ==, rows[i].snippets);
    }
}

/* A passage shows what the ones before it do not, before it shows the same again. */
static void test_several_complete(void)
{
    static const char text[] =
        "Oil and gas rose. Filler words stand here for a while, and for a while. "
        "Oil and gas fell. Filler words stand here for a while, and for a while. "
        "Coal stood still. Filler words stand here for a while, and for a while.";
    g_autofree char *shown = make("en", "oil|gas|coal", text, 30, 2);
    g_assert_cmpstr(shown, ==,
                    "[Oil] and [gas] rose. Filler words …\n… [Coal] stood still. Filler words …");
}

/* An empty text has one snippet, which is empty. */
static void test_empty(void)
{
    g_autofree char *shown = make("en", "oil", "", 30, 3);
    g_assert_cmpstr(shown, ==, "");
}

/* Two concepts once are worth more than one of them many times; rare ones more than frequent. */
static void test_weights(void)
{
    g_autoptr(Analyser) analyser = analyser_new("en", NULL);
    g_autoptr(SnippetTerms) terms = snippet_terms_new();
    snippet_terms_add(terms, snippet_terms_add_concept(terms, 1), "common", 6);
    snippet_terms_add(terms, snippet_terms_add_concept(terms, 5), "rare", 4);
    const char text[] = "Common common common common words. Then there is a long pause here. "
                        "At last a rare one comes.";
    g_autoptr(GArray) snippets = snippets_new(analyser, terms, text, strlen(text), 30, 1);
    g_assert_nonnull(strstr(g_array_index(snippets, Snippet, 0).text, "rare"));
}

static void test_whole(void)
{
    g_autoptr(Analyser) analyser = analyser_new("en", NULL);
    g_autoptr(SnippetTerms) terms = make_terms("Zguarante");
    const char text[] = "Envoys weigh guarantees";
    Snippet snippet;
    snippet_make_whole(&snippet, analyser, terms, text, strlen(text));
    g_autoptr(GString) shown = g_string_new(NULL);
    show(shown, &snippet);
    g_assert_cmpstr(shown->str, ==, "Envoys weigh [guarantees]");
    snippet_clear(&snippet);
}

/* Long texts: linear, and no further than the ceiling. */
static void test_long_texts(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    while (text->len < SNIPPET_MAX_TEXT - 200)
        g_string_append(text, "Many words about nothing at all stand here é. ");
    g_string_append(text, "The needle is here. ");
    while (text->len < 2 * SNIPPET_MAX_TEXT)
        g_string_append(text, "\u4e60\u8fd1\u5e73 haystack ");
    g_autoptr(Analyser) analyser = analyser_new("en", NULL);
    g_autoptr(SnippetTerms) terms = make_terms("needle|Zword|here");
    g_test_timer_start();
    g_autoptr(GArray) snippets = snippets_new(analyser, terms, text->str, text->len, 200, 1);
    g_test_minimized_result(g_test_timer_elapsed(), "one megabyte");
    const Snippet *snippet = &g_array_index(snippets, Snippet, 0);
    g_assert_nonnull(strstr(snippet->text, "needle"));
    g_assert_false(snippet->at_end);
    g_assert_cmpuint(strlen(snippet->text), <, 260);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/snippet/marks", test_marks);
    g_test_add_func("/snippet/passages", test_passages);
    g_test_add_func("/snippet/several", test_several);
    g_test_add_func("/snippet/several-complete", test_several_complete);
    g_test_add_func("/snippet/empty", test_empty);
    g_test_add_func("/snippet/weights", test_weights);
    g_test_add_func("/snippet/whole", test_whole);
    g_test_add_func("/snippet/long-texts", test_long_texts);
    return g_test_run();
}
