/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How fast text becomes terms: splitting alone, all of the analysis, and Xapian's TermGenerator
 * on the same text, in megabytes of text per second of processor time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "morgue/analysis.h"
#include "xapian-c.h"

/* The best of so many passes is reported; the first fills the caches. */
#define PASSES 5

typedef struct {
    char **texts;
    gsize bytes;
    Analyser *analyser;
    XapianTermGenerator *generator;
    guint64 count; /* of what a pass found, so that none of it is optimised away */
} Bench;

static void check(XapianStatus status, const XapianError *error)
{
    if (status != XAPIAN_OK)
        g_error("%s: %s", xapian_status_name(status), error->message);
}

static void split(Bench *bench)
{
    for (char **text = bench->texts; *text != NULL; text++) {
        WordIterator words;
        Word word;
        word_iterator_init(&words, *text, strlen(*text));
        while (word_iterator_next(&words, &word))
            bench->count++;
    }
}

static void count_term(const AnalysisTerm *term, gpointer data)
{
    Bench *bench = data;
    bench->count += term->length > 0;
}

static void analyse(Bench *bench)
{
    for (char **text = bench->texts; *text != NULL; text++)
        analyser_text(bench->analyser, *text, strlen(*text), 1, count_term, bench);
}

static void generate(Bench *bench)
{
    XapianError error;
    for (char **text = bench->texts; *text != NULL; text++) {
        XapianDocument *document;
        XapianTermCount terms;
        check(xapian_document_new(&document, &error), &error);
        check(xapian_term_generator_set_document(bench->generator, document, &error), &error);
        check(
            xapian_term_generator_index_text(bench->generator, *text, strlen(*text), 1, "", &error),
            &error);
        check(xapian_document_termlist_count(document, &terms, &error), &error);
        bench->count += terms;
        xapian_document_free(document);
    }
}

static double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void measure(Bench *bench, const char *name, const char *unit, void (*pass)(Bench *bench))
{
    double best = 0;
    for (int i = 0; i < PASSES; i++) {
        bench->count = 0;
        double start = processor_seconds();
        pass(bench);
        double seconds = processor_seconds() - start;
        best = i == 0 ? seconds : MIN(best, seconds);
    }
    printf("%-14s %7.1f MB/s  %10" G_GUINT64_FORMAT " %s\n", name,
           (double)bench->bytes / 1e6 / best, bench->count, unit);
}

static void bench_init(Bench *bench, char *text, const char *language)
{
    XapianError error;
    XapianStem *stem;
    *bench = (Bench){.texts = g_strsplit(text, "\n", -1), .bytes = strlen(text)};
    bench->analyser = analyser_new(language, NULL);
    check(xapian_term_generator_new(&bench->generator, &error), &error);
    check(xapian_stem_new(language, &stem, &error), &error);
    check(xapian_term_generator_set_stemmer(bench->generator, stem, &error), &error);
    check(xapian_term_generator_set_flags(bench->generator, XAPIAN_FLAG_CJK_NGRAM, &error), &error);
    xapian_stem_free(stem);
}

static void bench_clear(Bench *bench)
{
    xapian_term_generator_free(bench->generator);
    analyser_free(bench->analyser);
    g_strfreev(bench->texts);
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    if (argc < 2 || argc > 3) {
        fputs("usage: analysis FILE [LANGUAGE]\nFILE has an article a line\n", stderr);
        return EXIT_FAILURE;
    }
    if (!g_file_get_contents(argv[1], &text, NULL, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return EXIT_FAILURE;
    }
    Bench bench;
    bench_init(&bench, text, argc == 3 ? argv[2] : "en");
    measure(&bench, "splitting", "words", split);
    measure(&bench, "analysis", "terms", analyse);
    measure(&bench, "TermGenerator", "distinct terms", generate);
    bench_clear(&bench);
    return EXIT_SUCCESS;
}
