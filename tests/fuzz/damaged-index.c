/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small index that is damaged, and all that both programs do with an index. */
#include "tests/fuzz/damaged-index.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/statistics.h"
#include "indexer/update.h"
#include "morgue/error.h"
#include "searcher/run.h"
#include "searcher/standing.h"
#include "tests/support/scratch.h"

#define MARK   "%% "
#define CURSOR "cursor"
/* Each input is searched by a part of all searches, for more inputs a second. */
#define SEARCH_SETS   3
#define FILE_SIZE_MAX (1 << 20)

/* A file of the index, as it is when sound. */
typedef struct {
    char *name; /* below the index, or CURSOR */
    char *path;
    char *bytes;
    gsize length;
} SoundFile;

typedef struct {
    char *scratch, *archive, *index;
    GPtrArray *files; /* of SoundFile * */
} Sound;

typedef struct {
    const char *at, *end;
} Parts;

static Sound *sound_index; /* made by the first input, and removed at the end */

static void remove_scratch(void)
{
    scratch_remove(sound_index->scratch);
}

/* The sound index */

static IndexerOptions indexer_options(void)
{
    return (IndexerOptions){
        .memory = 32 << 20,
        .jobs = 1,
        .include = g_ptr_array_new(),
        .exclude = g_ptr_array_new(),
    };
}

static gboolean go_on(const UpdateCounts *counts, const char *file, gpointer data)
{
    (void)counts;
    (void)file;
    (void)data;
    return TRUE;
}

static gboolean read_archive(const Sound *sound, Store *store, GError **error)
{
    IndexerOptions options = indexer_options();
    Report *report = report_open(NULL, NULL);
    Scan *scan = scan_new();
    gboolean done = scan_path(scan, store, &options, report, sound->archive, error);
    scan_finish(scan);
    if (done) {
        g_autoptr(Update) update = update_new(store, &options, scan, report);
        done = update_run(update, go_on, NULL, error) && store_merge(store, FALSE, error);
    }
    g_assert_true(report_close(report, NULL));
    scan_free(scan);
    g_ptr_array_unref(options.include);
    g_ptr_array_unref(options.exclude);
    return done;
}

static gboolean update(const Sound *sound, GError **error)
{
    g_autoptr(Store) store = store_open(sound->index, 0, error);
    return store != NULL && read_archive(sound, store, error);
}

/* Every article has its own day, and words that others have. */
static void write_article(const Sound *sound, guint number, const char *body)
{
    g_autofree char *path = g_strdup_printf("%u/%02u.txt", 1990 + number / 4, number);
    g_autofree char *text = g_strdup_printf(
        "Headline: Envoys meet in Harbour %u\nDate: 19%02u-0%u-1%u\nSource: %s Wire\n"
        "Byline: Ada Moore\nKeywords: harbour; talks\n\n%s Paragraph %u of the talks.\n",
        number, 90 + number / 4, 1 + number % 9, number % 9, number % 2 == 0 ? "North" : "South",
        body, number);
    g_free(scratch_write(sound->archive, path, text));
    scratch_touch(sound->archive, path, 1000000000 + (gint64)number);
}

static void add_file(Sound *sound, const char *name, char *path)
{
    SoundFile *file = g_new0(SoundFile, 1);
    file->name = g_strdup(name);
    file->path = path;
    g_assert_true(g_file_get_contents(path, &file->bytes, &file->length, NULL));
    g_ptr_array_add(sound->files, file);
}

static void remember_files(Sound *sound)
{
    static const char *const names[] = {
        "XAPIANDB",       "morgue.ini",    "ledger",         "dead",           "iamglass",
        "postlist.glass", "docdata.glass", "termlist.glass", "position.glass", "synonym.glass"};
    enum { SHARDS = 2, OF_THE_INDEX = 2 };
    for (guint i = 0; i < OF_THE_INDEX; i++)
        add_file(sound, names[i], g_build_filename(sound->index, names[i], NULL));
    for (guint shard = 1; shard <= SHARDS; shard++) {
        for (guint i = OF_THE_INDEX; i < G_N_ELEMENTS(names); i++) {
            g_autofree char *name = g_strdup_printf("shards/%u/%s", shard, names[i]);
            add_file(sound, name, g_build_filename(sound->index, name, NULL));
        }
    }
}

/* The uuid is given, so that the same damage always meets the same bytes. */
static void make_cursor(Sound *sound)
{
    g_setenv("XDG_STATE_HOME", sound->scratch, TRUE);
    g_assert_cmpstr(g_get_user_state_dir(), ==, sound->scratch);
    g_autoptr(Cursor) cursor = cursor_open("fuzz", TRUE, NULL);
    g_autoptr(Index) index = index_open(sound->index, NULL);
    g_assert_true(cursor_move(cursor, index_uuid(index), "talks", "0000000100000003", NULL));
    add_file(sound, CURSOR, g_build_filename(sound->scratch, "morgue", "new", "fuzz", NULL));
}

static Sound *sound_new(void)
{
    static const char settings[] =
        "[index]\nuuid=0a1b2c3d-0000-4000-8000-5e6f708192a3\ntimezone=UTC\n";
    enum { ARTICLES = 12, CHANGED = 3 };
    Sound *sound = g_new0(Sound, 1);
    sound->scratch = scratch_new();
    sound->archive = g_build_filename(sound->scratch, "archive", NULL);
    sound->index = g_build_filename(sound->scratch, "index", NULL);
    sound->files = g_ptr_array_new();
    g_free(scratch_write(sound->index, "morgue.ini", settings));
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < ARTICLES; i++)
        write_article(sound, i, "They talked of ships, and of the price of grain.");
    update(sound, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < CHANGED; i++)
        write_article(sound, i, "They talked no more.");
    update(sound, &error);
    g_assert_no_error(error);
    remember_files(sound);
    make_cursor(sound);
    return sound;
}

/* Damaging it */

static const SoundFile *find_file(const Sound *sound, const char *name)
{
    for (guint i = 0; i < sound->files->len; i++) {
        const SoundFile *file = g_ptr_array_index(sound->files, i);
        if (strcmp(file->name, name) == 0)
            return file;
    }
    return NULL;
}

static void write_file(const SoundFile *file, const char *bytes, gsize length)
{
    g_assert_true(g_file_set_contents_full(file->path, bytes, (gssize)length,
                                           G_FILE_SET_CONTENTS_NONE, 0666, NULL));
}

static void damage_file(const SoundFile *file, char **words, const char *bytes, gsize length)
{
    gboolean has_number = words[1] != NULL && words[2] != NULL;
    gsize at = has_number ? g_ascii_strtoull(words[2], NULL, 10) % (file->length + 1) : 0;
    gboolean is_table = g_str_has_suffix(file->name, ".glass");
    if (words[1] == NULL && !is_table) {
        write_file(file, bytes, length);
    } else if (words[1] == NULL) {
        return;
    } else if (strcmp(words[1], "gone") == 0) {
        unlink(file->path);
    } else if (strcmp(words[1], "cut") == 0) {
        write_file(file, file->bytes, at);
    } else if (strcmp(words[1], "at") == 0 && !is_table) {
        g_autofree char *damaged = g_malloc0(MAX(file->length, at + length));
        memcpy(damaged, file->bytes, file->length);
        memcpy(damaged + at, bytes, length);
        write_file(file, damaged, MAX(file->length, at + length));
    }
}

static const char *find_mark(const char *at, const char *end)
{
    return g_strstr_len(at, end - at, "\n" MARK);
}

/* The next part: its line's words, and what it holds up to the line feed before the next one. */
static char **next_part(Parts *parts, const char **bytes, gsize *length)
{
    gsize mark = strlen(MARK);
    const char *line_end = memchr(parts->at, '\n', (gsize)(parts->end - parts->at));
    if ((gsize)(parts->end - parts->at) < mark || memcmp(parts->at, MARK, mark) != 0)
        return NULL;
    if (line_end == NULL)
        line_end = parts->end;
    g_autofree char *line = g_strndup(parts->at + mark, (gsize)(line_end - parts->at) - mark);
    const char *next = find_mark(line_end, parts->end);
    *bytes = MIN(line_end + 1, parts->end);
    if (next == line_end || next == NULL)
        *length = next == NULL ? (gsize)(parts->end - *bytes) : 0;
    else
        *length = (gsize)(next - *bytes);
    parts->at = next == NULL ? parts->end : next + 1;
    return g_strsplit(line, " ", -1);
}

static void damage(const Sound *sound, const guint8 *input, gsize input_length)
{
    Parts parts = {(const char *)input, (const char *)input + input_length};
    char **words;
    const char *bytes;
    gsize length;
    while (parts.at < parts.end && (words = next_part(&parts, &bytes, &length)) != NULL) {
        const SoundFile *file = words[0] == NULL ? NULL : find_file(sound, words[0]);
        if (file != NULL && length <= FILE_SIZE_MAX)
            damage_file(file, words, bytes, length);
        g_strfreev(words);
    }
}

static void restore(const Sound *sound)
{
    g_autofree char *copy = g_strdup(sound->index);
    scratch_remove(g_steal_pointer(&copy));
    for (guint shard = 1; shard <= 2; shard++) {
        g_autofree char *folder = g_strdup_printf("%s/shards/%u", sound->index, shard);
        g_assert_cmpint(g_mkdir_with_parents(folder, 0777), ==, 0);
    }
    for (guint i = 0; i < sound->files->len; i++) {
        const SoundFile *file = g_ptr_array_index(sound->files, i);
        write_file(file, file->bytes, file->length);
    }
}

/* What is done with it */

/* An error says where, and asks nobody to try again what will fail again. */
static void assert_tells(const Sound *sound, const GError *error)
{
    g_assert_cmpuint(error->domain, ==, MORGUE_ERROR);
    g_assert_cmpint(error->code, !=, MORGUE_ERROR_MOVED);
    gboolean has_place = strstr(error->message, sound->scratch) != NULL ||
                         strstr(error->message, "--") != NULL ||
                         strstr(error->message, "time zone") != NULL;
    if (!has_place)
        g_error("an error without a place: %s", error->message);
}

static gboolean search(const Sound *sound, const char *arguments, FILE *nowhere, GError **error)
{
    g_autofree char *line = g_strdup_printf("morgue-search --index=%s %s", sound->index, arguments);
    g_auto(GStrv) words = NULL;
    int count;
    SearchOptions options;
    g_assert_true(g_shell_parse_argv(line, &count, &words, NULL));
    if (!search_options_parse(&options, count, (const char *const *)words, error))
        g_error("%s: %s", line, (*error)->message);
    Standing standing;
    RunOutcome outcome;
    Output output;
    gboolean done = standing_begin(&standing, &options, error);
    if (done) {
        output_init(&output, &options, nowhere);
        done = run(&options, &output, TRUE, &outcome, error) &&
               standing_end(&standing, &options, &outcome, error);
        run_outcome_clear(&outcome);
        output_clear(&output);
    }
    standing_clear(&standing);
    search_options_clear(&options);
    return done;
}

static void search_some(const Sound *sound, gsize which)
{
    static const char *const searches[] = {
        "harbour talks",
        "--json --snippets=2 '\"price of grain\" OR headline:envoys' --sort=newest",
        "--csv 'tal* NEAR/5 sh?ps' --sort=added",
        "--timeline=month '*'",
        "--facet=source --facet=byline talks",
        "--terms grain",
        "--kwic talked",
        "--explain 'hrbour~1 date:1991..1992 -has:place'",
        "--feedback 'grain SENT price'",
        "--recency=30d --since=1990 talks",
        "--new=fuzz talks",
        "nothinglikethis",
    };
    FILE *nowhere = fopen("/dev/null", "we");
    for (gsize i = which % SEARCH_SETS; i < G_N_ELEMENTS(searches); i += SEARCH_SETS) {
        g_autoptr(GError) error = NULL;
        if (!search(sound, searches[i], nowhere, &error))
            assert_tells(sound, error);
    }
    fclose(nowhere);
}

static gboolean check(const Sound *sound)
{
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    if (store_check(sound->index, 0, findings, &error)) {
        g_assert_no_error(error);
        for (guint i = 0; i < findings->len; i++)
            g_assert_nonnull(strstr(g_ptr_array_index(findings, i), sound->scratch));
        return findings->len == 0;
    }
    assert_tells(sound, error);
    return FALSE;
}

/* --stats prints; a test has nothing to say there. */
static void count(const Sound *sound)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Store) store = store_look(sound->index, &error);
    if (store == NULL) {
        assert_tells(sound, error);
        return;
    }
    fflush(stdout);
    int kept = dup(STDOUT_FILENO);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nowhere, STDOUT_FILENO);
    close(nowhere);
    statistics_print(store);
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
}

void damaged_index_run(const guint8 *bytes, gsize length)
{
    if (sound_index == NULL) {
        sound_index = sound_new();
        atexit(remove_scratch);
    }
    const Sound *sound = sound_index;
    restore(sound);
    damage(sound, bytes, length);
    search_some(sound, length);
    gboolean is_sound = check(sound);
    count(sound);
    g_autoptr(GError) error = NULL;
    gboolean is_updated = update(sound, &error);
    if (is_sound)
        g_assert_no_error(error);
    if (!is_updated)
        assert_tells(sound, error);
    if (is_sound)
        g_assert_true(check(sound));
}
