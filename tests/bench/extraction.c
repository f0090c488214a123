/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * extraction.c: how well and how fast pages become articles, by the published measures.
 *
 * usage: extraction FOLDER…, each with pages/ and truth.json. What truth.json says about a page
 * decides what is measured: articleBody (4-gram precision, recall and F1, as the
 * article-extraction-benchmark computes them), with/without (segments, as trafilatura's
 * evaluation counts them), date (as htmldate's evaluation counts it), title, author, url, language,
 * categories. Pages are read without their URL, as those evaluations do. With MORGUE_BENCH_PAGES
 * set to a file, one line for each page goes there.
 */
#include <glib.h>
#include <jansson.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "indexer/extract/page.h"
#include "morgue/date-parse.h"

#define SHINGLE_WORDS 4

/* Pages whose truth states a field; of those, with any value; with the right one. */
typedef struct {
    guint stated, found, right;
} FieldTally;

typedef struct {
    guint bodies, precisions, recalls;
    double precision, recall;
    guint segment_hits, segment_misses, segment_false, segment_right;
    guint dates, dates_found, dates_right;
    guint titles, titles_right;
    FieldTally authors, urls, languages, sections;
    guint index_pages, paywalled, galleries, live_blogs;
    guint pages;
    guint64 bytes;
    gint64 microseconds;
} Tally;

static FILE *page_log;

/* The 64-bit FNV-1a hash: shingles are compared by it. */
static guint64 hash_word(guint64 hash, const char *word, gsize length)
{
    for (gsize i = 0; i < length; i++)
        hash = (hash ^ (guchar)word[i]) * G_GUINT64_CONSTANT(1099511628211);
    return (hash ^ 0x1f) * G_GUINT64_CONSTANT(1099511628211);
}

static gboolean is_word(gunichar character)
{
    return character == '_' || g_unichar_isalnum(character);
}

/* Hashes of the words of a text. */
static GArray *hash_words(const char *text)
{
    GArray *words = g_array_new(FALSE, FALSE, sizeof(guint64));
    while (*text != '\0') {
        const char *start = text;
        while (*text != '\0' && is_word(g_utf8_get_char(text)))
            text = g_utf8_next_char(text);
        if (text > start) {
            guint64 hash =
                hash_word(G_GUINT64_CONSTANT(14695981039346656037), start, (gsize)(text - start));
            g_array_append_val(words, hash);
        } else {
            text = g_utf8_next_char(text);
        }
    }
    return words;
}

/* How often each shingle occurs: hash → count. A text of fewer words is one shingle. */
static GHashTable *count_shingles(const char *text)
{
    GHashTable *counts = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    g_autoptr(GArray) words = hash_words(text);
    guint shingles = words->len >= SHINGLE_WORDS ? words->len - SHINGLE_WORDS + 1 : words->len > 0;
    for (guint i = 0; i < shingles; i++) {
        guint64 hash = 0;
        for (guint j = i; j < MIN(i + SHINGLE_WORDS, words->len); j++)
            hash = hash * 31 + g_array_index(words, guint64, j);
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, &hash));
        g_hash_table_insert(counts, g_memdup2(&hash, sizeof hash), GUINT_TO_POINTER(count + 1));
    }
    return counts;
}

static double sum_counts(GHashTable *counts)
{
    double sum = 0;
    GHashTableIter iter;
    gpointer count;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, NULL, &count))
        sum += GPOINTER_TO_UINT(count);
    return sum;
}

static double common_counts(GHashTable *a, GHashTable *b)
{
    double common = 0;
    GHashTableIter iter;
    gpointer key;
    gpointer count;
    g_hash_table_iter_init(&iter, a);
    while (g_hash_table_iter_next(&iter, &key, &count))
        common += MIN(GPOINTER_TO_UINT(count), GPOINTER_TO_UINT(g_hash_table_lookup(b, key)));
    return common;
}

static void judge_body(Tally *tally, const char *name, const char *expected, const char *found)
{
    g_autoptr(GHashTable) truth = count_shingles(expected);
    g_autoptr(GHashTable) guess = count_shingles(found);
    double common = common_counts(truth, guess);
    double in_truth = sum_counts(truth);
    double in_guess = sum_counts(guess);
    double precision = in_guess > 0 ? common / in_guess : 0;
    double recall = in_truth > 0 ? common / in_truth : 0;
    tally->bodies++;
    tally->precisions += in_guess > 0;
    tally->recalls += in_truth > 0;
    tally->precision += precision;
    tally->recall += recall;
    if (page_log != NULL)
        fprintf(page_log, "body\t%s\t%.3f\t%.3f\n", name, precision, recall);
}

/* Blanks of any kind as one blank. */
static char *squeeze(const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, " \t\r\n", -1);
    GString *out = g_string_new(NULL);
    for (char **word = words; *word != NULL; word++)
        if (**word != '\0')
            g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", *word);
    g_autofree char *squeezed = g_string_free(out, FALSE);
    return g_utf8_normalize(squeezed, -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

static void judge_segments(Tally *tally, const char *name, const json_t *segments, gboolean wanted,
                           const char *body)
{
    size_t i;
    json_t *segment;
    json_array_foreach(segments, i, segment)
    {
        g_autofree char *text = squeeze(json_string_value(segment));
        gboolean found = strstr(body, text) != NULL;
        *(wanted ? (found ? &tally->segment_hits : &tally->segment_misses)
                 : (found ? &tally->segment_false : &tally->segment_right)) += 1;
        if (page_log != NULL && found != wanted)
            fprintf(page_log, "%s\t%s\t%s\n", wanted ? "missing" : "unwanted", name, text);
    }
}

/*
 * Whether a day without a zone can be that of an instant in UTC: the day of a place between UTC-12
 * and UTC+14.
 */
static gboolean is_day_of_instant(const Date *day, const char *instant)
{
    Date utc;
    if (strlen(instant) < 13 || !date_parse(instant, strlen(instant), NULL, &utc, NULL))
        return FALSE;
    gint64 hour = g_ascii_strtoll(instant + 11, NULL, 10);
    Date other = date_shift_days(&utc, hour < 12 ? -1 : 1);
    return day->year == other.year && day->month == other.month && day->day == other.day;
}

static void judge_date(Tally *tally, const char *name, const char *expected, const Article *article)
{
    char day[DATE_TEXT_SIZE];
    char key[DATE_KEY_SIZE];
    gboolean found = article->published.date.precision >= DATE_PRECISION_DAY;
    Date cut = article->published.date;
    gboolean is_instant = g_str_has_suffix(expected, "Z");
    gboolean has_zone = is_instant && date_utc_key(&article->published.date, key);
    if (has_zone)
        date_from_key(key, strlen(key), &cut);
    cut = date_truncate(&cut, DATE_PRECISION_DAY);
    date_format_iso(&cut, day);
    gboolean right = found && (strncmp(expected, day, 10) == 0 ||
                               (is_instant && !has_zone && is_day_of_instant(&cut, expected)));
    tally->dates++;
    tally->dates_found += found ? 1 : 0;
    tally->dates_right += right ? 1 : 0;
    if (page_log != NULL)
        fprintf(page_log, "date\t%s\t%s\t%s\t%s\t%s\t%.2f\n", name, right ? "right" : "wrong",
                expected, found ? day : "-", provenance_name(article->published.from),
                article->published.confidence);
}

/* Letters and digits only, folded: how a title is set (capitals, quotes, dashes) is no difference.
 */
static char *title_letters(const char *title)
{
    g_autofree char *folded = g_utf8_casefold(title, -1);
    g_autofree char *normal = g_utf8_normalize(folded, -1, G_NORMALIZE_NFKC);
    GString *letters = g_string_new(NULL);
    for (const char *at = normal != NULL ? normal : ""; *at != '\0'; at = g_utf8_next_char(at))
        if (g_unichar_isalnum(g_utf8_get_char(at)))
            g_string_append_unichar(letters, g_utf8_get_char(at));
    return g_string_free(letters, FALSE);
}

/* Cuts a title at its last separator; FALSE where it has none. */
static gboolean cut_last_part(char *title)
{
    static const char *const separators[] = {" | ", " - ", " – ", " — ", " [", "_"};
    char *last = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(separators); i++)
        last = MAX(last, g_strrstr(title, separators[i]));
    if (last != NULL)
        *last = '\0';
    return last != NULL;
}

/* Whether the title is the truth, or the truth without the names of section and site at its end. */
static gboolean same_title(const char *expected, const char *found)
{
    g_autofree char *letters = title_letters(found);
    g_autofree char *rest = g_strdup(expected);
    do {
        g_autofree char *wanted = title_letters(rest);
        if (strcmp(letters, wanted) == 0)
            return TRUE;
    } while (cut_last_part(rest));
    return FALSE;
}

static void judge_title(Tally *tally, const char *name, const char *expected,
                        const Article *article)
{
    const char *found = article_get(article, ARTICLE_HEADLINE);
    gboolean right = found != NULL && same_title(expected, found);
    tally->titles++;
    tally->titles_right += right ? 1 : 0;
    if (page_log != NULL && !right)
        fprintf(page_log, "title\t%s\t%s\t%s\n", name, expected, found != NULL ? found : "-");
}

static int compare_string(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A byline without the word before its names. */
static const char *skip_opening(const char *byline)
{
    static const char *const openings[] = {"written by ", "by ", "par ", "von "};
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++)
        if (g_ascii_strncasecmp(byline, openings[i], strlen(openings[i])) == 0)
            return byline + strlen(openings[i]);
    return byline;
}

/*
 * The names of a byline, in any order and in one spelling; what divides them does not count, nor
 * does `By` before them.
 */
static char *author_letters(const char *byline)
{
    static const char *const words[] = {" and ", " und ", " et ", " y ", " & ", "/", ";", "|"};
    g_autofree char *line = squeeze(byline);
    g_autofree char *folded = g_utf8_casefold(skip_opening(line), -1);
    g_autoptr(GString) list = g_string_new(folded);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        g_string_replace(list, words[i], ",", 0);
    g_auto(GStrv) names = g_strsplit(list->str, ",", -1);
    g_autoptr(GPtrArray) sorted = g_ptr_array_new_with_free_func(g_free);
    for (char **name = names; *name != NULL; name++)
        g_ptr_array_add(sorted, title_letters(*name));
    g_ptr_array_sort(sorted, compare_string);
    g_ptr_array_add(sorted, NULL);
    return g_strjoinv(",", (char **)sorted->pdata);
}

static gboolean same_authors(const char *expected, const char *found)
{
    g_autofree char *wanted = author_letters(expected);
    g_autofree char *names = author_letters(found);
    return strcmp(wanted, names) == 0;
}

/* The address without what does not change the page: scheme, `www.`, query and final slash. */
static char *url_letters(const char *url)
{
    const char *host = strstr(url, "://");
    host = host != NULL ? host + 3 : url;
    host += g_str_has_prefix(host, "www.") ? 4 : 0;
    gsize length = strcspn(host, "?#");
    while (length > 0 && host[length - 1] == '/')
        length--;
    g_autofree char *decoded = g_uri_unescape_segment(host, host + length, NULL);
    return decoded != NULL ? g_utf8_casefold(decoded, -1) : g_ascii_strdown(host, (gssize)length);
}

static gboolean same_url(const char *expected, const char *found)
{
    g_autofree char *wanted = url_letters(expected);
    g_autofree char *letters = url_letters(found);
    return strcmp(wanted, letters) == 0;
}

/* By the language alone: `en` and `en-US` are the same. */
static gboolean same_language(const char *expected, const char *found)
{
    gsize length = strcspn(expected, "-_");
    return length == strcspn(found, "-_") && g_ascii_strncasecmp(expected, found, length) == 0;
}

/* A page may name several sections in one value. */
static gboolean same_section(const char *expected, const char *found)
{
    g_autofree char *wanted = title_letters(expected);
    g_auto(GStrv) parts = g_strsplit(found, ",", -1);
    g_autofree char *whole = title_letters(found);
    gboolean same = strcmp(wanted, whole) == 0;
    for (char **part = parts; !same && *part != NULL; part++) {
        g_autofree char *letters = title_letters(*part);
        same = strcmp(wanted, letters) == 0;
    }
    return same;
}

/* A field and how its values are compared. */
typedef struct {
    const char *name;
    ArticleField field;
    gsize tally; /* offset of its FieldTally in a Tally */
    gboolean (*is_same)(const char *expected, const char *found);
    const char *const *keys; /* in the truth */
} FieldRow;

static const char *const author_keys[] = {"author", "byline", "authors", NULL};
static const char *const url_keys[] = {"canonical_link", "url", "final_url", NULL};
static const char *const language_keys[] = {"language", "lang", "meta_lang", NULL};
static const char *const section_keys[] = {"section", "categories", NULL};

static const FieldRow field_rows[] = {
    {"byline", ARTICLE_BYLINE, offsetof(Tally, authors), same_authors, author_keys},
    {"url", ARTICLE_URL, offsetof(Tally, urls), same_url, url_keys},
    {"language", ARTICLE_LANGUAGE, offsetof(Tally, languages), same_language, language_keys},
    {"section", ARTICLE_SECTION, offsetof(Tally, sections), same_section, section_keys},
};

static FieldTally *field_tally(Tally *tally, const FieldRow *row)
{
    return (FieldTally *)(void *)((char *)tally + row->tally);
}

/* Authors of a list are one byline; of several sections any is right. */
static char *join_values(const json_t *list)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    size_t i;
    json_t *value;
    json_array_foreach(list, i, value) if (json_is_string(value))
        g_string_append_printf(joined, "%s%s", i > 0 ? "," : "", json_string_value(value));
    return g_strdup(joined->str);
}

static gboolean is_right(const FieldRow *row, const json_t *expected, const char *found)
{
    if (json_is_string(expected))
        return row->is_same(json_string_value(expected), found);
    if (row->field == ARTICLE_BYLINE) {
        g_autofree char *byline = join_values(expected);
        return row->is_same(byline, found);
    }
    size_t i;
    json_t *value;
    json_array_foreach(expected, i,
                       value) if (json_is_string(value) &&
                                  row->is_same(json_string_value(value), found)) return TRUE;
    return FALSE;
}

/* Some sets name a page where they do not know its address. */
static gboolean is_address(const json_t *expected)
{
    return json_is_string(expected) && strstr(json_string_value(expected), "://") != NULL;
}

static void judge_field(Tally *tally, const char *name, const FieldRow *row, const json_t *truth,
                        const Article *article)
{
    const json_t *expected = NULL;
    for (const char *const *key = row->keys; *key != NULL && expected == NULL; key++) {
        const json_t *value = json_object_get(truth, *key);
        gboolean has_text = json_is_string(value) && *json_string_value(value) != '\0';
        expected = has_text || json_array_size(value) > 0 ? value : NULL;
    }
    if (expected == NULL || (row->field == ARTICLE_URL && !is_address(expected)))
        return;
    FieldTally *field = field_tally(tally, row);
    const char *found = article_get(article, row->field);
    gboolean right = found != NULL && is_right(row, expected, found);
    field->stated++;
    field->found += found != NULL ? 1 : 0;
    field->right += right ? 1 : 0;
    if (page_log == NULL || right)
        return;
    g_autofree char *all =
        json_is_string(expected) ? g_strdup(json_string_value(expected)) : join_values(expected);
    g_autofree char *wanted = squeeze(all);
    fprintf(page_log, "%s\t%s\t%s\t%s\n", row->name, name, wanted, found != NULL ? found : "-");
}

static const char *truth_string(const json_t *truth, const char *const *keys)
{
    for (; *keys != NULL; keys++) {
        const char *value = json_string_value(json_object_get(truth, *keys));
        if (value != NULL && *value != '\0')
            return value;
    }
    return NULL;
}

static void judge(Tally *tally, const char *name, const json_t *truth, const Article *article)
{
    static const char *const body_keys[] = {"articleBody", "text", NULL};
    static const char *const date_keys[] = {"date", "date_published", "publish_date",
                                            "publishedTime", NULL};
    static const char *const title_keys[] = {"title", NULL};
    const char *value = truth_string(truth, body_keys);
    if (value != NULL)
        judge_body(tally, name, value, article->body->str);
    if (json_object_get(truth, "with") != NULL) {
        g_autofree char *body = squeeze(article->body->str);
        judge_segments(tally, name, json_object_get(truth, "with"), TRUE, body);
        judge_segments(tally, name, json_object_get(truth, "without"), FALSE, body);
    }
    if ((value = truth_string(truth, date_keys)) != NULL)
        judge_date(tally, name, value, article);
    if ((value = truth_string(truth, title_keys)) != NULL)
        judge_title(tally, name, value, article);
}

/* What pages are taken for besides articles; the sets do not state it. */
static void count_kinds(Tally *tally, const char *name, guint flags)
{
    tally->index_pages += (flags & ARTICLE_INDEX_PAGE) != 0;
    tally->paywalled += (flags & ARTICLE_PAYWALLED) != 0;
    tally->galleries += (flags & ARTICLE_GALLERY) != 0;
    tally->live_blogs += (flags & ARTICLE_LIVE_BLOG) != 0;
    if (page_log != NULL)
        fprintf(page_log, "kind\t%s\t%s%s%s%s\n", name,
                (flags & ARTICLE_INDEX_PAGE) != 0 ? " index-page" : "",
                (flags & ARTICLE_PAYWALLED) != 0 ? " paywalled" : "",
                (flags & ARTICLE_GALLERY) != 0 ? " gallery" : "",
                (flags & ARTICLE_LIVE_BLOG) != 0 ? " live-blog" : "");
}

/* Microseconds of this process: other processes do not count. */
static gint64 processor_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void measure_page(Tally *tally, const char *folder, const char *name, const json_t *truth)
{
    g_autofree char *plain = g_build_filename(folder, "pages", name, NULL);
    g_autofree char *suffixed = g_strconcat(plain, ".html", NULL);
    g_autofree char *page = NULL;
    gsize length = 0;
    if (!g_file_get_contents(plain, &page, &length, NULL) &&
        !g_file_get_contents(suffixed, &page, &length, NULL))
        return;
    const char *dump = g_getenv("MORGUE_BENCH_DUMP");
    g_autoptr(Article) article = article_new();
    const PageContext context = {0};
    gint64 start = processor_time();
    page_extract((const guint8 *)page, length, &context, article);
    g_string_truncate(article->body, article_main_length(article)); /* captions are not main text */
    tally->microseconds += processor_time() - start;
    tally->pages++;
    tally->bytes += length;
    const json_t *expected = json_object_get(truth, "expected");
    judge(tally, name, expected != NULL ? expected : truth, article);
    count_kinds(tally, name, article->flags);
    for (gsize i = 0; i < G_N_ELEMENTS(field_rows); i++)
        judge_field(tally, name, &field_rows[i], expected != NULL ? expected : truth, article);
    if (dump != NULL) {
        g_autofree char *path = g_strdup_printf("%s/%s.txt", dump, name);
        g_file_set_contents(path, article->body->str, (gssize)article->body->len, NULL);
    }
}

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

static double f1(double precision, double recall)
{
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}

static void report(const char *folder, Tally *tally)
{
    double seconds = (double)tally->microseconds / G_USEC_PER_SEC;
    printf("%s: %u pages, %.0f pages/s, %.1f MB/s\n", folder, tally->pages,
           ratio(tally->pages, seconds), ratio((double)tally->bytes / 1e6, seconds));
    if (tally->bodies > 0) {
        double precision = ratio(tally->precision, tally->precisions);
        double recall = ratio(tally->recall, tally->recalls);
        printf("  body      P %.3f  R %.3f  F1 %.3f  (%u)\n", precision, recall,
               f1(precision, recall), tally->bodies);
    }
    guint wanted = tally->segment_hits + tally->segment_misses;
    guint unwanted = tally->segment_false + tally->segment_right;
    if (wanted + unwanted > 0) {
        double precision = ratio(tally->segment_hits, tally->segment_hits + tally->segment_false);
        double recall = ratio(tally->segment_hits, wanted);
        printf("  segments  P %.3f  R %.3f  F1 %.3f  accuracy %.3f  (%u wanted, %u not)\n",
               precision, recall, f1(precision, recall),
               ratio(tally->segment_hits + tally->segment_right, wanted + unwanted), wanted,
               unwanted);
    }
    if (tally->dates > 0) {
        double precision = ratio(tally->dates_right, tally->dates_found);
        double recall =
            ratio(tally->dates_right, tally->dates_right + tally->dates - tally->dates_found);
        printf("  date      P %.3f  R %.3f  F1 %.3f  accuracy %.3f  (%u)\n", precision, recall,
               f1(precision, recall), ratio(tally->dates_right, tally->dates), tally->dates);
    }
    if (tally->titles > 0)
        printf("  headline  %.3f the same  (%u)\n", ratio(tally->titles_right, tally->titles),
               tally->titles);
    for (gsize i = 0; i < G_N_ELEMENTS(field_rows); i++) {
        const FieldTally *field = field_tally(tally, &field_rows[i]);
        if (field->stated > 0)
            printf("  %-8s  %.3f the same, %.3f present  (%u)\n", field_rows[i].name,
                   ratio(field->right, field->stated), ratio(field->found, field->stated),
                   field->stated);
    }
    printf("  taken for an index page %u, paywalled %u, a gallery %u, a live blog %u\n",
           tally->index_pages, tally->paywalled, tally->galleries, tally->live_blogs);
}

static gboolean measure_folder(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "truth.json", NULL);
    json_error_t error;
    json_t *truth = json_load_file(path, JSON_DECODE_INT_AS_REAL, &error);
    if (truth == NULL) {
        fprintf(stderr, "%s:%d: %s\n", path, error.line, error.text);
        return FALSE;
    }
    Tally tally = {0};
    const char *name;
    json_t *page;
    json_object_foreach(truth, name, page) measure_page(&tally, folder, name, page);
    report(folder, &tally);
    json_decref(truth);
    return TRUE;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: extraction FOLDER...\n");
        return 2;
    }
    const char *log_path = g_getenv("MORGUE_BENCH_PAGES");
    if (log_path != NULL && (page_log = fopen(log_path, "w")) == NULL) {
        perror(log_path);
        return 1;
    }
    int status = 0;
    for (int i = 1; i < argc; i++)
        if (!measure_folder(argv[i]))
            status = 1;
    if (page_log != NULL && fclose(page_log) != 0)
        status = 1;
    return status;
}
