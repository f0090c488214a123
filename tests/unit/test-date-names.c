/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of names that dates are read with: sorted, folded, and unambiguous where promised. */
#include "lib/date-names.h"

#include <string.h>

#include "lib/date-lexer.h"

static const NameTable *const tables[] = {
    &month_names, &croatian_month_names, &republican_month_names, &weekday_names,
    &zone_names,  &unit_names,           &relative_day_names,
};

/* A lookup is a binary search for what the lexer makes of a word: both need this. */
static void test_tables_are_sorted_and_folded(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        for (gsize row = 0; row < tables[i]->count; row++) {
            const char *name = tables[i]->names[row].name;
            Lexer lexer;

            lexer_init(&lexer, name, strlen(name), NULL);
            g_assert_cmpstr(lexer_token(&lexer, 0)->word, ==, name);
            g_test_message("%s", name);
            if (row > 0)
                g_assert_cmpint(strcmp(tables[i]->names[row - 1].name, name), <, 0);
            g_assert_true(name_find(tables[i], name) == &tables[i]->names[row]);
        }
    }
}

static int month_of(const char *text)
{
    Lexer lexer;

    lexer_init(&lexer, text, strlen(text), NULL);
    return name_value(&month_names, lexer_token(&lexer, 0)->word);
}

/* Every name of formats.md §5.2, with its diacritics and in capitals too. */
static void test_months_of_all_languages(void)
{
    static const char *const names[] = {
        "januar februar märz april mai juni juli august september oktober november dezember",
        "jänner feber mrz april mai juni juli august september oktober november dezember",
        "January February March April May June July August September October November December",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
        "dicembre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "januari februari mrt april mei juni juli augustus september oktober november december",
        "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
        "OCAK ŞUBAT MART NİSAN MAYIS HAZİRAN TEMMUZ AĞUSTOS EYLÜL EKİM KASIM ARALIK",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
        "listopada grudnia",
        "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad "
        "grudzień",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "январь февраль мартъ апрѣль май іюнь іюль августъ сентябрь октябрь ноябрь декабрь",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад "
        "грудень",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_auto(GStrv) months = g_strsplit(names[i], " ", -1);

        g_assert_cmpuint(g_strv_length(months), ==, 12);
        for (int month = 0; month < 12; month++) {
            g_autofree char *capitals = g_utf8_strup(months[month], -1);

            g_test_message("%s", months[month]);
            g_assert_cmpint(month_of(months[month]), ==, month + 1);
            g_assert_cmpint(month_of(capitals), ==, month + 1);
        }
    }
}

static void test_prefixes(void)
{
    static const struct {
        const char *word;
        int month;
    } cases[] = {
        {"jan", 1},  {"Febr", 2},  {"mär", 3},       {"Sept", 9}, {"déc", 12},       {"dez", 12},
        {"ene", 1},  {"gen", 1},   {"giu", 6},       {"lug", 7},  {"ott", 10},       {"out", 10},
        {"okt", 10}, {"mei", 5},   {"şub", 2},       {"ağu", 8},  {"paź", 10},       {"wrz", 9},
        {"kwi", 4},  {"сент", 9},  {"янв", 1},       {"лип", 7},  {"черв", 6},       {"жовт", 10},
        {"juil", 7}, {"juin", 6},  {"xbre", 12},     {"jui", 0},  {"ja", 0},         {"mo", 0},
        {"я", 0},    {"janua", 1}, {"januarium", 0}, {"", 0},     {"septembers", 0},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].word);
        g_assert_cmpint(month_of(cases[i].word), ==, cases[i].month);
    }
}

static void test_roman_numbers(void)
{
    static const char *const names[] = {"",     "i",  "ii", "iii", "iv",  "v",    "vi", "vii",
                                        "viii", "ix", "x",  "xi",  "xii", "xiii", "xiv"};
    static const char *const wrong[] = {"iiii", "vx", "xxxx", "xixi", "m", "iix", "xa"};

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        g_assert_cmpint(roman_value(names[i]), ==, (int)i);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_cmpint(roman_value(wrong[i]), ==, 0);
}

static void test_lexer(void)
{
    static const char text[] = "18th:２０１９年\xC2\xA0"
                               "A\xFF…28일";
    static const struct {
        TokenKind kind;
        const char *word;
        guint64 value;
    } expected[] = {
        {TOKEN_NUMBER, NULL, 18},   {TOKEN_WORD, "th", 0},      {TOKEN_MARK, NULL, ':'},
        {TOKEN_NUMBER, NULL, 2019}, {TOKEN_WORD, "年", 0},      {TOKEN_WORD, "a", 0},
        {TOKEN_MARK, NULL, 0xFFFD}, {TOKEN_MARK, NULL, 0x2026}, {TOKEN_NUMBER, NULL, 28},
        {TOKEN_WORD, "일", 0},      {TOKEN_END, NULL, 0},
    };
    Lexer lexer;

    lexer_init(&lexer, text, sizeof text - 1, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
        const Token *token = lexer_token(&lexer, i);

        g_assert_cmpint(token->kind, ==, expected[i].kind);
        if (token->kind == TOKEN_WORD)
            g_assert_cmpstr(token->word, ==, expected[i].word);
        if (token->kind == TOKEN_NUMBER)
            g_assert_cmpuint(token->number, ==, expected[i].value);
        if (token->kind == TOKEN_MARK)
            g_assert_cmpuint(token->mark, ==, expected[i].value);
    }
    g_assert_true(lexer_token(&lexer, 1)->glued);
    g_assert_false(lexer_token(&lexer, 5)->glued);
}

int main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/date-names/sorted-and-folded", test_tables_are_sorted_and_folded);
    g_test_add_func("/date-names/months-of-all-languages", test_months_of_all_languages);
    g_test_add_func("/date-names/prefixes", test_prefixes);
    g_test_add_func("/date-names/roman-numbers", test_roman_numbers);
    g_test_add_func("/date-names/lexer", test_lexer);
    return g_test_run();
}
