/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words, positions and stems against Xapian's own TermGenerator, on texts in many scripts, on
 * random Unicode, and on the real news of $MORGUE_DATA. What docs/analysis.md lists as exceptions
 * is masked: acronyms, South-East Asian scripts, words over 64 bytes; and the further forms are
 * left out.
 */
#include <fts.h>
#include <locale.h>
#include <string.h>

#include "morgue/analysis.h"
#include "xapian-c.h"

/* Texts are compared in pieces of about this size. */
#define PIECE (64 * 1024)

static void check(XapianStatus status, const XapianError *error)
{
    if (status != XAPIAN_OK)
        g_error("%s: %s", xapian_status_name(status), error->message);
}

/* "wdf: position position …" for each term that TermGenerator makes. */
static GHashTable *expected_terms(XapianTermGenerator *generator, const char *text, gsize length)
{
    XapianError error;
    XapianDocument *document;
    check(xapian_document_new(&document, &error), &error);
    check(xapian_term_generator_set_document(generator, document, &error), &error);
    check(xapian_term_generator_set_termpos(generator, 0, &error), &error);
    check(xapian_term_generator_index_text(generator, text, length, 1, "", &error), &error);
    GHashTable *terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    XapianTermIterator *iterator;
    check(xapian_document_termlist(document, &iterator, &error), &error);
    while (xapian_term_iterator_next(iterator, &error) == XAPIAN_OK) {
        size_t term_length;
        const char *term = xapian_term_iterator_get_term(iterator, &term_length);
        XapianTermCount wdf;
        check(xapian_term_iterator_get_wdf(iterator, &wdf, &error), &error);
        GString *line = g_string_new(NULL);
        g_string_printf(line, "%u:", wdf);
        XapianPositionIterator *positions;
        check(xapian_term_iterator_positionlist(iterator, &positions, &error), &error);
        while (xapian_position_iterator_next(positions, &error) == XAPIAN_OK)
            g_string_append_printf(line, " %u", xapian_position_iterator_get_position(positions));
        xapian_position_iterator_free(positions);
        g_hash_table_insert(terms, g_strndup(term, term_length), g_string_free(line, FALSE));
    }
    xapian_term_iterator_free(iterator);
    xapian_document_free(document);
    return terms;
}

typedef struct {
    guint wdf;
    GString *positions;
} Found;

static void found_free(gpointer data)
{
    Found *found = data;
    g_string_free(found->positions, TRUE);
    g_free(found);
}

static void add(GHashTable *terms, char *term, guint32 position)
{
    Found *found = g_hash_table_lookup(terms, term);
    if (found == NULL) {
        found = g_new0(Found, 1);
        found->positions = g_string_new(NULL);
        g_hash_table_insert(terms, g_strdup(term), found);
    }
    found->wdf++;
    if (position != 0)
        g_string_append_printf(found->positions, " %u", position);
    g_free(term);
}

/* An acronym as TermGenerator has it: u.s. is us. */
static char *without_stops(const Word *word)
{
    GString *letters = g_string_new(NULL);
    for (gsize i = 0; i < word->length; i += 2)
        g_string_append_c(letters, word->text[i]);
    return g_string_free(letters, FALSE);
}

static void add_word(GHashTable *terms, Analyser *analyser, char *word, guint flags,
                     guint32 position)
{
    gsize stem_length;
    const char *stem = analyser_stem(analyser, word, strlen(word), &stem_length);
    if ((flags & WORD_STEMMABLE) != 0)
        add(terms, g_strdup_printf("Z%.*s", (int)stem_length, stem), 0);
    add(terms, word, position);
}

/* TermGenerator sees no acronym right after n-grams, but single letters. Returns how many. */
static guint32 add_letters(GHashTable *terms, Analyser *analyser, const Word *word,
                           guint32 position)
{
    guint32 letters = 0;
    for (gsize i = 0; i < word->length; i += 2)
        add_word(terms, analyser, g_strndup(word->text + i, 1), word->flags, position + letters++);
    return letters;
}

static GHashTable *our_terms(Analyser *analyser, const char *text, gsize length, guint64 *words)
{
    GHashTable *terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, found_free);
    WordIterator iterator;
    Word word;
    guint32 shift = 0; /* of TermGenerator's positions against ours; wraps round below 0 */
    guint last_flags = 0;
    word_iterator_init(&iterator, text, length);
    for (; word_iterator_next(&iterator, &word); last_flags = word.flags) {
        guint32 position = word.has_position ? word.position + shift : 0;
        ++*words;
        if ((word.flags & WORD_CUT) != 0)
            shift--; /* TermGenerator drops it, and gives it no position */
        else if ((word.flags & WORD_ACRONYM) == 0)
            add_word(terms, analyser, g_strndup(word.text, word.length), word.flags, position);
        else if ((last_flags & WORD_NGRAM) == 0)
            add_word(terms, analyser, without_stops(&word), word.flags, position);
        else
            shift += add_letters(terms, analyser, &word, position) - 1;
    }
    return terms;
}

/* Fails on the first difference, with the term and some of the text. */
static guint64 compare(XapianTermGenerator *generator, Analyser *analyser, const char *text,
                       gsize length, const char *name)
{
    guint64 words = 0;
    g_autoptr(GHashTable) expected = expected_terms(generator, text, length);
    g_autoptr(GHashTable) ours = our_terms(analyser, text, length, &words);
    GHashTableIter iterator;
    gpointer term, line;
    g_hash_table_iter_init(&iterator, expected);
    while (g_hash_table_iter_next(&iterator, &term, &line)) {
        const Found *found = g_hash_table_lookup(ours, term);
        g_autofree char *our_line =
            found == NULL ? g_strdup("nothing")
                          : g_strdup_printf("%u:%s", found->wdf, found->positions->str);
        if (strcmp(our_line, line) != 0) {
            g_test_message("%s: '%s': TermGenerator %s, here %s, in: %.300s", name, (char *)term,
                           (char *)line, our_line, text);
            g_test_fail();
            return words;
        }
    }
    g_hash_table_iter_init(&iterator, ours);
    while (g_hash_table_iter_next(&iterator, &term, NULL)) {
        if (!g_hash_table_contains(expected, term)) {
            g_test_message("%s: '%s' is not a term of TermGenerator, in: %.300s", name,
                           (char *)term, text);
            g_test_fail();
            return words;
        }
    }
    return words;
}

typedef struct {
    XapianStem *stem;
    XapianTermGenerator *generator;
    Analyser *analyser;
} Pair;

static void pair_init(Pair *pair, const char *stemmer, const char *language)
{
    XapianError error;
    check(xapian_stem_new(stemmer, &pair->stem, &error), &error);
    check(xapian_term_generator_new(&pair->generator, &error), &error);
    check(xapian_term_generator_set_stemmer(pair->generator, pair->stem, &error), &error);
    check(xapian_term_generator_set_stemming_strategy(pair->generator, XAPIAN_STEM_SOME, &error),
          &error);
    check(xapian_term_generator_set_flags(pair->generator, XAPIAN_FLAG_CJK_NGRAM, &error), &error);
    pair->analyser = analyser_new(language, NULL);
    g_assert_nonnull(pair->analyser);
}

static void pair_clear(Pair *pair)
{
    analyser_free(pair->analyser);
    xapian_term_generator_free(pair->generator);
    xapian_stem_free(pair->stem);
}

static gboolean is_south_east_asian(gunichar character)
{
    return (character >= 0x0e00 && character <= 0x0eff) ||
           (character >= 0x1000 && character <= 0x109f) ||
           (character >= 0x1780 && character <= 0x17ff) ||
           (character >= 0x19e0 && character <= 0x19ff) ||
           (character >= 0xa9e0 && character <= 0xa9ff) ||
           (character >= 0xaa60 && character <= 0xaa7f);
}

/* Blanks in the place of what is an exception by its script. */
static char *mask(const char *text, gsize length)
{
    GString *masked = g_string_sized_new(length);
    for (const char *at = text; at < text + length; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        if (is_south_east_asian(character))
            g_string_append_c(masked, ' ');
        else
            g_string_append_unichar(masked, character);
    }
    return g_string_free(masked, FALSE);
}

static guint64 compare_text(const Pair *pair, const char *text, gsize length, const char *name)
{
    guint64 words = 0;
    while (length > 0 && !g_test_failed()) {
        gsize piece = MIN(length, PIECE);
        while (piece < length && ((guchar)text[piece] & 0xc0) == 0x80)
            piece--;
        g_autofree char *masked = mask(text, piece);
        words += compare(pair->generator, pair->analyser, masked, strlen(masked), name);
        text += piece;
        length -= piece;
    }
    return words;
}

static void texts_in_many_scripts(void)
{
    static const char *const texts[] = {
        "The Quick brown-fox's AT&T jumped; 3,000.50 dogs, C++ and C# at 10:30!",
        "U.S. and U.N.C.L.E. but M&S, P.T.O.ed, A.B.C1 and X. Y.Z",
        "don\u2019t \u201bt l\u2019\u00e9t\u00e9 rock\u2019n\u2019roll O'Neil's 'quoted'",
        "1.2.3 12,5kg 5,a a,5 1;2 1.a v1.2 _under_score__ x_ 2\u20443",
        "fish+chips c++11 a+++ b++++ #hash c# g##x + +a",
        "Gr\u00fc\u00dfe aus K\u00f6ln, STRASSE \u00c4NDERN; \u0141\u00f3d\u017a",
        "\u041f\u0440\u0438\u0432\u0435\u0442, \u0423\u043a\u0440\u0430\u0457\u043d\u0430! "
        "\u0415\u0436",
        "\u4e2d\u6587\u65b0\u95fb abc\u4e2d\u6587def 2025\u5e748\u670818\u65e5\u3002\u7b2c5\u6761",
        "\uff21\uff22\uff23 \uff11\uff12 \u30ab\u30bf\u30ab\u30ca \u3072\u3089 \ud55c\uad6d\uc5b4 "
        "\ub274\uc2a4",
        "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea "
        "\u05e6\u05d4\u05f4\u05dc",
        "zero\u200bwidth joi\u200dner soft\u00adhyphen \ufeffbom col\u00b7lecci\u00f3",
        "\u0660\u0661\u060d\u0662 \u0967,\u0968 \u00bd \u2163 \u00b2 x\u00b2",
        "a\u0301e\u0308 \u0301alone",
        "",
        " ",
        "+",
        "a+",
        "a&",
        "&a",
        "A.",
        ".A",
        "A.B",
        "A.b",
        "1,",
        "1,2",
        "caf\u00e9",
        "'",
        "a''b",
        "a'",
        "\u00c9.\u00c9.",
    };
    Pair pair;
    pair_init(&pair, "english", "en");
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        compare_text(&pair, texts[i], strlen(texts[i]), texts[i]);
    pair_clear(&pair);
}

/*
 * Characters that rules are about come often. Around CJK stand words of their own: TermGenerator
 * carries a word that ends in an infix across n-grams, and knows no acronym after them.
 */
static char *random_text(GRand *random, gsize characters)
{
    static const char pointed[] = "aZ9.'&,+#- _;:AB10";
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < characters; i++) {
        gint32 kind = g_rand_int_range(random, 0, 10);
        gunichar character;
        if (kind < 6) {
            character = (guchar)pointed[g_rand_int_range(random, 0, sizeof pointed - 1)];
        } else if (kind < 9) {
            character = (gunichar)g_rand_int_range(random, 0x80, 0x3000);
        } else {
            character = (gunichar)g_rand_int_range(random, 0x3000, 0x30000);
            g_string_append(text, " a ");
        }
        if (!g_unichar_validate(character))
            continue;
        g_string_append_unichar(text, character);
        if (kind == 9)
            g_string_append(text, " a ");
    }
    return g_string_free(text, FALSE);
}

static void random_unicode(void)
{
    Pair pair;
    pair_init(&pair, "english", "en");
    GRand *random = g_rand_new_with_seed(20251123);
    for (int i = 0; i < 2000 && !g_test_failed(); i++) {
        g_autofree char *text = random_text(random, 150);
        compare_text(&pair, text, strlen(text), "random text");
    }
    g_rand_free(random);
    pair_clear(&pair);
}

static void real_news(void)
{
    const char *data = g_getenv("MORGUE_DATA");
    if (data == NULL) {
        g_test_skip("MORGUE_DATA is not set");
        return;
    }
    Pair pairs[2];
    pair_init(&pairs[0], "english", "en");
    pair_init(&pairs[1], "german", "de");
    g_autofree char *folder = g_build_filename(data, "news-data", NULL);
    char *const paths[] = {folder, NULL};
    FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    guint64 words = 0, files = 0;
    for (FTSENT *entry; (entry = fts_read(tree)) != NULL && !g_test_failed();) {
        g_autofree char *text = NULL;
        gsize length;
        if (entry->fts_info != FTS_F || !g_file_get_contents(entry->fts_path, &text, &length, NULL))
            continue;
        if (!g_utf8_validate_len(text, length, NULL))
            continue;
        files++;
        words += compare_text(&pairs[files % 2], text, length, entry->fts_path);
    }
    fts_close(tree);
    g_test_message("%" G_GUINT64_FORMAT " words in %" G_GUINT64_FORMAT " files", words, files);
    pair_clear(&pairs[0]);
    pair_clear(&pairs[1]);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/analysis/texts in many scripts", texts_in_many_scripts);
    g_test_add_func("/analysis/random Unicode", random_unicode);
    g_test_add_func("/analysis/real news", real_news);
    return g_test_run();
}
