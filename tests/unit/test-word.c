/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words: where they begin and end, what is said of them, and their form without accents. */
#include <locale.h>
#include <string.h>

#include "morgue/word.h"

/* Splits a copy that ends with the text, so that a sanitizer sees who reads further. */
typedef struct {
    char *text;
    WordIterator iterator;
} Splitter;

static void splitter_init(Splitter *splitter, const char *text, gsize length)
{
    splitter->text = g_memdup2(length == 0 ? "x" : text, MAX(length, 1));
    word_iterator_init(&splitter->iterator, splitter->text, length);
}

static void splitter_clear(Splitter *splitter)
{
    g_free(splitter->text);
}

/* The words with a bar between them. */
static char *words_of(const char *text, gsize length)
{
    GString *words = g_string_new(NULL);
    Splitter splitter;
    Word word;
    splitter_init(&splitter, text, length);
    while (word_iterator_next(&splitter.iterator, &word)) {
        g_string_append(words, words->len > 0 ? "|" : "");
        g_string_append_len(words, word.text, (gssize)word.length);
    }
    splitter_clear(&splitter);
    return g_string_free(words, FALSE);
}

static void words_are_split_as_xapian_does(void)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", ""},
        {" .,- ", ""},
        {"The Quick brown_fox", "the|quick|brown_fox"},
        {"AT&T O'Neil's 'quoted' a''b", "at&t|o'neil's|quoted|a|b"},
        {"don\u2019t don\u201bt don't", "don't|don't|don't"},
        {"3,000.50 1;2 a.b v1.2 5,a 1.", "3,000.50|1;2|a|b|v1.2|5|a|1"},
        {"C++ C# c++11 a++++ #tag fish+chips", "c++|c#|c|11|a|tag|fish|chips"},
        {"e-mail 2022-02-24", "e|mail|2022|02|24"},
        {"M\u00dcNCHEN \u0141\u00d3D\u0179 \u041f\u0420\u0418\u0412\u0415\u0422",
         "m\u00fcnchen|\u0142\u00f3d\u017a|\u043f\u0440\u0438\u0432\u0435\u0442"},
        {"joi\u200dner col\u00b7lecci\u00f3", "joiner|col\u00b7lecci\u00f3"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *words = words_of(cases[i].text, strlen(cases[i].text));
        g_assert_cmpstr(words, ==, cases[i].words);
    }
}

static void acronyms_keep_their_full_stops(void)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"the U.S. and us", "the|u.s.|and|us"},
        {"U.S", "u.s."},
        {"U.N.C.L.E. man", "u.n.c.l.e.|man"},
        {"(U.K.)", "u.k."},
        {"J. Smith", "j|smith"},
        {"A.B.Cd", "a|b|cd"},
        {"A.B.1", "a|b|1"},
        {"A.B1", "a|b1"},
        {"u.s.", "u|s"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *words = words_of(cases[i].text, strlen(cases[i].text));
        g_assert_cmpstr(words, ==, cases[i].words);
    }
}

/* With N: no position of its own. */
static char *positions_of(const char *text)
{
    GString *words = g_string_new(NULL);
    Splitter splitter;
    Word word;
    splitter_init(&splitter, text, strlen(text));
    while (word_iterator_next(&splitter.iterator, &word)) {
        g_string_append_printf(words, "%s%.*s %u%s", words->len > 0 ? "|" : "", (int)word.length,
                               word.text, word.position, word.has_position ? "" : "N");
        g_assert_cmpint((word.flags & WORD_NGRAM) != 0, >=, !word.has_position);
    }
    splitter_clear(&splitter);
    return g_string_free(words, FALSE);
}

static void scripts_without_blanks_become_ngrams(void)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"\u4e2d\u6587\u65b0", "\u4e2d 1|\u4e2d\u6587 1N|\u6587 2|\u6587\u65b0 2N|\u65b0 3"},
        {"a\u4e2db", "a 1|\u4e2d 2|b 3"},
        {"\u4e2d \u6587", "\u4e2d 1|\u6587 2"},
        {"\ud55c\uad6d", "\ud55c 1|\ud55c\uad6d 1N|\uad6d 2"},
        {"\u0e44\u0e17\u0e22", /* Thai */
         "\u0e44 1|\u0e44\u0e17 1N|\u0e17 2|\u0e17\u0e22 2N|\u0e22 3"},
        {"\u0e9a\u0ebb", "\u0e9a 1|\u0e9a\u0ebb 1N|\u0ebb 2"},                      /* Lao */
        {"\u1019\u103c\u104b\u1014", "\u1019 1|\u1019\u103c 1N|\u103c 2|\u1014 3"}, /* Burmese */
        {"\u1781\u17d2\u1798",                                                      /* Khmer */
         "\u1781 1|\u1781\u17d2 1N|\u17d2 2|\u17d2\u1798 2N|\u1798 3"},
        {"\u4e2d\u0e44", "\u4e2d 1|\u0e44 2"}, /* scripts do not pair */
        {"\U00020000\U00020001", "\U00020000 1|\U00020000\U00020001 1N|\U00020001 2"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *words = positions_of(cases[i].text);
        g_assert_cmpstr(words, ==, cases[i].words);
    }
}

/* A letter for each flag, in the order of WordFlags. */
static char *flags_of(const char *text)
{
    static const char letters[] = "cAINZ-spX";
    GString *flags = g_string_new(NULL);
    Splitter splitter;
    Word word;
    splitter_init(&splitter, text, strlen(text));
    while (word_iterator_next(&splitter.iterator, &word)) {
        g_string_append(flags, flags->len > 0 ? " " : "");
        for (guint i = 0; letters[i] != '\0'; i++) {
            if ((word.flags & 1U << i) != 0)
                g_string_append_c(flags, letters[i]);
        }
    }
    splitter_clear(&splitter);
    return g_string_free(flags, FALSE);
}

static void flags_say_how_words_stand_in_the_text(void)
{
    static const struct {
        const char *text, *flags;
    } cases[] = {
        {"The WHO said I", "cZsp cAZ Z cZ"},
        {"x AT&T WHO's G20 B2B", "Zsp cAZ cZ cZ cAZ"},
        {"x \u00c4RZTE \u00c4rzte \u00e4", "Zsp cAZ cZ Z"},
        {"x U.S. 10 _a", "Zsp cAIZ  "},
        {"x \u0627\u0644", "Zsp Z"},
        {"x \u4e2d\u6587", "Zsp NZ NZ NZ"},
        {"e-mail e\u2010mail e\u2011mail e - mail e--mail", "Zsp Z- Z Z- Z Z- Z Z Z Z"},
        {"C++-Code", "cZsp cZ-"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *flags = flags_of(cases[i].text);
        g_assert_cmpstr(flags, ==, cases[i].flags);
    }
}

/* The text with [ before the first word of each sentence, { before that of each paragraph. */
static char *starts_of(const char *text)
{
    GString *marked = g_string_new(NULL);
    WordIterator iterator;
    Word word;
    gsize done = 0;
    word_iterator_init(&iterator, text, strlen(text));
    while (word_iterator_next(&iterator, &word)) {
        g_string_append_len(marked, text + done, (gssize)(word.start - done));
        done = word.start;
        if ((word.flags & WORD_PARAGRAPH_START) != 0)
            g_string_append_c(marked, '{');
        if ((word.flags & WORD_SENTENCE_START) != 0)
            g_string_append_c(marked, '[');
    }
    g_string_append(marked, text + done);
    return g_string_free(marked, FALSE);
}

static void sentences_and_paragraphs_begin_where_readers_say(void)
{
    static const char *const marked[] = {
        "{[One two. [Three! [Four? [Five\u2026 [Six... [Seven",
        "{[One: two; three, four",
        "{[He met Mr. Smith of St. Louis vs. Gen. Lee in Jan. Then",
        "{[He met J. R. Smith and \u0410. \u041f\u0443\u0448\u043a\u0438\u043d",
        "{[He said no. [Then, in No. 5 of Vol. 3, etc. [Then",
        "{[Am 15. Mai und am 3. Juni 2022. [Dann",
        "{[It rose to 155. [Then",
        "{[It costs 3.5 at example.com. \u201c[Yes.\u201d \u201c[No!\u201d he said. ([So)",
        "{[the end. of it",
        "{[the end.\n[New line",
        "{[One\n\n{[two.\n\n{[Three",
        "{[The U.S. Senate",
        "{[\u4e2d\u6587\u3002[\u65b0\u95fb\uff01[\u65b0",
        "{[\u0627\u0644\u061f [\u0627\u0644",
        "{[\u0905\u092a\u0964 [\u0905",
        "{[\u1019\u104b[\u1014",
        "{[\ud55c\uad6d. [\ud55c",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(marked); i++) {
        g_auto(GStrv) parts = g_strsplit_set(marked[i], "[{", -1);
        g_autofree char *text = g_strjoinv("", parts);
        g_autofree char *found = starts_of(text);
        g_assert_cmpstr(found, ==, marked[i]);
    }
}

static void places_are_bytes_of_the_text(void)
{
    static const char text[] = "\u00c9t\u00e9, U.S. C++ don\u2019t \u4e2d\u6587 x#### end";
    static const char *const places[] = {
        "\u00c9t\u00e9", "U.S.",   "C++", "don\u2019t", "\u4e2d",
        "\u4e2d\u6587",  "\u6587", "x",   "end",
    };
    WordIterator iterator;
    Word word;
    gsize count = 0;
    word_iterator_init(&iterator, text, strlen(text));
    for (; word_iterator_next(&iterator, &word); count++) {
        g_autofree char *place = g_strndup(text + word.start, word.end - word.start);
        g_assert_cmpstr(place, ==, places[count]);
    }
    g_assert_cmpuint(count, ==, G_N_ELEMENTS(places));
}

static void long_words_keep_their_beginning(void)
{
    static const struct {
        const char *character;
        gsize count, kept; /* characters */
        gboolean cut;
    } cases[] = {
        {"a", 63, 63, FALSE},         {"a", 64, 64, FALSE},      {"a", 65, 64, TRUE},
        {"a", 100000, 64, TRUE},      {"\u00e9", 32, 32, FALSE}, {"\u00e9", 33, 32, TRUE},
        {"\U0001d7d8", 17, 16, TRUE}, {"\u0939", 21, 21, FALSE}, {"\u0939", 22, 21, TRUE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        GString *text = g_string_new(NULL);
        for (gsize n = 0; n < cases[i].count; n++)
            g_string_append(text, cases[i].character);
        Splitter splitter;
        Word word;
        splitter_init(&splitter, text->str, text->len);
        g_assert_true(word_iterator_next(&splitter.iterator, &word));
        gsize kept = strlen(cases[i].character) * cases[i].kept;
        g_assert_cmpuint(word.length, ==, kept);
        g_assert_true(memcmp(word.text, text->str, kept) == 0);
        g_assert_cmpint((word.flags & WORD_CUT) != 0, ==, cases[i].cut);
        g_assert_cmpuint(word.end, ==, text->len);
        g_assert_false(word_iterator_next(&splitter.iterator, &word));
        splitter_clear(&splitter);
        g_string_free(text, TRUE);
    }
}

static void nothing_follows_what_was_cut(void)
{
    g_autofree char *letters = g_strnfill(63, 'a');
    g_autofree char *text = g_strconcat(letters, "\u00e9b", NULL);
    g_autofree char *words = words_of(text, strlen(text));
    g_assert_cmpstr(words, ==, letters);
}

static void damaged_text_is_safe(void)
{
    static const struct {
        const char *text;
        gsize length;
        const char *words;
    } cases[] = {
        {"ab\0cd", 5, "ab|cd"},
        {"\0", 1, ""},
        {"ab\xff"
         "cd",
         5, "ab|cd"},
        {"ab\xc3", 3, "ab"},
        {"\xe4\xb8", 2, ""},
        {"\xe4\xb8\xad\xe6\x96", 5, "\u4e2d"},
        {"ab'\xc3", 4, "ab"},
        {"A.\xf0\x9f", 4, "a"},
        {"C++\xe2", 4, "c++"},
        {"1,\xd9", 3, "1"},
        {"a\xed\xa0\x80"
         "b",
         5, "a|b"}, /* a surrogate */
        {"a\xc0\xaf"
         "b",
         4, "a|b"}, /* too long a form */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *words = words_of(cases[i].text, cases[i].length);
        g_assert_cmpstr(words, ==, cases[i].words);
    }
}

/* Bytes of every kind; what comes out is in order, in bounds and valid. */
static void random_bytes_are_safe(void)
{
    GRand *random = g_rand_new_with_seed(1885);
    for (int i = 0; i < 3000; i++) {
        char bytes[60];
        gsize length = (gsize)g_rand_int_range(random, 0, sizeof bytes + 1);
        for (gsize n = 0; n < length; n++)
            bytes[n] = (char)g_rand_int_range(random, i % 2 == 0 ? 0 : 0xc0, 0x100);
        Splitter splitter;
        Word word;
        gsize last_start = 0;
        splitter_init(&splitter, bytes, length);
        while (word_iterator_next(&splitter.iterator, &word)) {
            g_assert_cmpuint(word.start, >=, last_start);
            g_assert_cmpuint(word.start, <, word.end);
            g_assert_cmpuint(word.end, <=, length);
            g_assert_cmpuint(word.length, <=, WORD_MAX);
            g_assert_true(g_utf8_validate_len(word.text, word.length, NULL));
            last_start = word.start;
        }
        splitter_clear(&splitter);
    }
    g_rand_free(random);
}

/* What would take for ever if a look ahead were not bounded. */
static void endless_runs_take_linear_time(void)
{
    static const char *const units[] = {"A.", "a'", "1,", "+", "C#", "\u4e2d", ".", "a", "\u200d"};
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        GString *text = g_string_new(NULL);
        for (gsize n = 0; n < 500000; n++)
            g_string_append(text, units[i]);
        g_string_append_c(text, 'x');
        WordIterator iterator;
        Word word = {0};
        word_iterator_init(&iterator, text->str, text->len);
        while (word_iterator_next(&iterator, &word))
            continue;
        g_assert_cmpuint(word.end, ==, text->len);
        g_string_free(text, TRUE);
    }
}

static void accents_fold(void)
{
    static const struct {
        const char *word, *folded; /* "": it has no such form */
    } cases[] = {
        {"cafe", ""},
        {"caf\u00e9", "cafe"},
        {"\u00f8re", "ore"},
        {"stra\u00dfe", "strasse"},
        {"\u0142\u00f3d\u017a", "lodz"},
        {"\u00e6ble", "aeble"},
        {"\u0153uvre", "oeuvre"},
        {"\u00fe\u00f3r\u00f0ur", "thordur"},
        {"\u0111\u1ebf", "de"},
        {"\u0127al", "hal"},
        {"k\u0131r", "kir"},
        {"\u017furely", "surely"},
        {"\u0435\u043b\u043a\u0430", ""},
        {"\u0451\u043b\u043a\u0430", "\u0435\u043b\u043a\u0430"},
        {"\u043c\u043e\u0439", ""},                                                 /* й stays */
        {"\u0457\u0436", ""},                                                       /* ї stays */
        {"\u0437\u0430\u0301\u043c\u043e\u043a", "\u0437\u0430\u043c\u043e\u043a"}, /* stress */
        {"\u03b1\u03b8\u03ae\u03bd\u03b1", "\u03b1\u03b8\u03b7\u03bd\u03b1"},       /* tonos */
        {"\u03c4\u03bf\u03c2", "\u03c4\u03bf\u03c3"},
        {"\ud55c\uad6d", ""},
        {"\u304c", ""},                               /* が */
        {"\u0939\u093f\u0928\u094d\u0926\u0940", ""}, /* Hindi */
        {"x\u0302", "x"},
        {"\u0301", ""},
        {"", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        char folded[WORD_MAX];
        gsize length = word_fold(cases[i].word, strlen(cases[i].word), folded);
        g_autofree char *found = g_strndup(folded, length);
        g_assert_cmpstr(found, ==, cases[i].folded);
    }
}

static void folding_stays_within_its_room(void)
{
    char folded[WORD_MAX];
    g_autofree char *wide = g_strnfill(WORD_MAX, '\xc3'); /* each would become U+FFFD */
    g_assert_cmpuint(word_fold(wide, WORD_MAX, folded), ==, 0);
    GString *word = g_string_new(NULL);
    for (int i = 0; i < WORD_MAX / 2; i++)
        g_string_append(word, "\u00df");
    g_assert_cmpuint(word_fold(word->str, word->len, folded), ==, WORD_MAX);
    g_string_free(word, TRUE);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/word/words are split as Xapian does", words_are_split_as_xapian_does);
    g_test_add_func("/word/acronyms keep their full stops", acronyms_keep_their_full_stops);
    g_test_add_func("/word/scripts without blanks become n-grams",
                    scripts_without_blanks_become_ngrams);
    g_test_add_func("/word/flags say how words stand in the text",
                    flags_say_how_words_stand_in_the_text);
    g_test_add_func("/word/sentences and paragraphs begin where readers say",
                    sentences_and_paragraphs_begin_where_readers_say);
    g_test_add_func("/word/places are bytes of the text", places_are_bytes_of_the_text);
    g_test_add_func("/word/long words keep their beginning", long_words_keep_their_beginning);
    g_test_add_func("/word/nothing follows what was cut", nothing_follows_what_was_cut);
    g_test_add_func("/word/damaged text is safe", damaged_text_is_safe);
    g_test_add_func("/word/random bytes are safe", random_bytes_are_safe);
    g_test_add_func("/word/endless runs take linear time", endless_runs_take_linear_time);
    g_test_add_func("/word/accents fold", accents_fold);
    g_test_add_func("/word/folding stays within its room", folding_stays_within_its_room);
    return g_test_run();
}
