/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ledger: what is written is what is read, whatever the paths; damage is noticed. */
#include "indexer/ledger.h"

#include <string.h>

#include "morgue/error.h"
#include "tests/support/scratch.h"

/* Without the padding behind the last member. */
#define LEDGER_ARTICLE_BYTES (offsetof(LedgerArticle, ordinal) + sizeof(guint32))

static const char *const hostile_paths[] = {
    "plain.txt",      "with blank.txt",
    "tab\there",      "line\nfeed\n",
    "back\\slash\\n", "\\",
    "\xff\xfe raw",   "\x1b[31mred\r\x07",
    "é/ü/漢字.html",  "-",
    "f\t1\tfake\t1",  "end 1 1",
    "a/b/../c",       "trailing\\\t\\\n\\",
};

static LedgerEntry *sample_entry(guint number)
{
    LedgerEntry *entry =
        ledger_entry_new(number % 3, hostile_paths[number % G_N_ELEMENTS(hostile_paths)]);
    entry->size = number == 0 ? G_MAXUINT64 : number * 1000;
    entry->mtime = number == 0 ? -1 : (gint64)number * 1000000007;
    entry->inode = number;
    entry->reader = number % 2 == 0 ? "html" : "";
    entry->reader_version = number;
    entry->options = G_MAXUINT32 - number;
    entry->outcome = (Outcome)(number % (OUTCOME_PART + 1));
    entry->reason = number % 2 == 0 ? g_strdup("at byte 7:\tno \\ end\n") : NULL;
    for (guint i = 0; i < number % 3; i++) {
        ledger_entry_add_part(entry, hostile_paths[i]);
        ledger_entry_pass(entry, i == 0 ? "a\treason" : "another\n", G_MAXUINT64 - i);
    }
    for (guint i = 0; i < number % 4; i++) {
        const LedgerArticle article = {
            .id = G_GUINT64_CONSTANT(0x0fffffffffffffff) - i,
            .serial = (guint64)number << 32 | i,
            .added = i,
            .content = G_MAXUINT64,
            .published = G_GUINT64_CONSTANT(20191118093000),
            .dated = i == 0 ? 0 : 20191117,
            .revision = G_MAXUINT32 - number,
            .quality = 100 + i,
            .shard = number,
            .docid = G_MAXUINT32 - i,
            .ordinal = i + 1,
        };
        g_array_append_val(entry->articles, article);
    }
    return entry;
}

static void assert_same(const LedgerEntry *entry, const LedgerEntry *wanted)
{
    g_assert_nonnull(entry);
    g_assert_cmpuint(entry->root, ==, wanted->root);
    g_assert_cmpstr(entry->path, ==, wanted->path);
    g_assert_cmpuint(entry->size, ==, wanted->size);
    g_assert_cmpint(entry->mtime, ==, wanted->mtime);
    g_assert_cmpuint(entry->inode, ==, wanted->inode);
    g_assert_cmpstr(entry->reader, ==, wanted->reader);
    g_assert_cmpuint(entry->reader_version, ==, wanted->reader_version);
    g_assert_cmpuint(entry->options, ==, wanted->options);
    g_assert_cmpint(entry->outcome, ==, wanted->outcome);
    g_assert_cmpstr(entry->reason, ==, wanted->reason);
    g_assert_cmpint(entry->parts != NULL, ==, wanted->parts != NULL);
    g_assert_cmpint(entry->passed != NULL, ==, wanted->passed != NULL);
    for (guint i = 0; wanted->parts != NULL && i < wanted->parts->len; i++) {
        const LedgerPassed *passed = &g_array_index(entry->passed, LedgerPassed, i);
        const LedgerPassed *other = &g_array_index(wanted->passed, LedgerPassed, i);
        g_assert_cmpstr(entry->parts->pdata[i], ==, wanted->parts->pdata[i]);
        g_assert_cmpstr(passed->reason, ==, other->reason);
        g_assert_cmpuint(passed->count, ==, other->count);
    }
    g_assert_cmpuint(entry->articles->len, ==, wanted->articles->len);
    for (guint i = 0; i < entry->articles->len; i++)
        g_assert_true(memcmp(&g_array_index(entry->articles, LedgerArticle, i),
                             &g_array_index(wanted->articles, LedgerArticle, i),
                             LEDGER_ARTICLE_BYTES) == 0);
}

static char *write_sample(const char *directory, Ledger *ledger, guint count)
{
    char *file = g_build_filename(directory, "ledger", NULL);
    for (guint i = 0; i < count; i++)
        ledger_put(ledger, sample_entry(i));
    g_autoptr(GPtrArray) entries = ledger_entries(ledger);
    g_autoptr(GError) error = NULL;
    g_assert_true(ledger_write(entries, file, &error));
    g_assert_no_error(error);
    return file;
}

static void entries_come_back_whatever_their_paths(void)
{
    char *directory = scratch_new();
    g_autoptr(Ledger) written = ledger_new();
    g_autoptr(Ledger) read = ledger_new();
    g_autofree char *file = write_sample(directory, written, 2 * G_N_ELEMENTS(hostile_paths));
    g_autoptr(GError) error = NULL;
    g_assert_true(ledger_load(read, file, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(ledger_size(read), ==, ledger_size(written));
    g_autoptr(GPtrArray) entries = ledger_entries(written);
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *wanted = g_ptr_array_index(entries, i);
        assert_same(ledger_find(read, wanted->root, wanted->path), wanted);
    }
    scratch_remove(directory);
}

static void a_copy_owns_all_it_holds(void)
{
    LedgerEntry *entry = sample_entry(2);
    g_autoptr(LedgerEntry) wanted = sample_entry(2);
    g_autoptr(LedgerEntry) copy = ledger_entry_copy(entry);
    ledger_entry_free(entry);
    assert_same(copy, wanted);
}

static void the_newest_entry_of_a_path_wins(void)
{
    char *directory = scratch_new();
    g_autoptr(Ledger) older = ledger_new();
    g_autofree char *file = write_sample(directory, older, 1);
    g_autoptr(Ledger) ledger = ledger_new();
    LedgerEntry *newer = sample_entry(0);
    newer->size = 5;
    ledger_put(ledger, newer);
    g_assert_true(ledger_load(ledger, file, NULL));
    g_assert_cmpuint(ledger_size(ledger), ==, 1);
    g_assert_cmpuint(ledger_find(ledger, 0, hostile_paths[0])->size, ==, 5);
    ledger_remove(ledger, 0, hostile_paths[0]);
    g_assert_null(ledger_find(ledger, 0, hostile_paths[0]));
    scratch_remove(directory);
}

static void entries_are_sorted_by_root_and_bytes_of_the_path(void)
{
    static const struct {
        guint root;
        const char *path;
    } sorted[] = {{0, "z"}, {1, "B"}, {1, "a"}, {1, "a/b"}, {1, "\xff"}, {2, ""}};
    g_autoptr(Ledger) ledger = ledger_new();
    for (gsize i = G_N_ELEMENTS(sorted); i > 0; i--)
        ledger_put(ledger, ledger_entry_new(sorted[i - 1].root, sorted[i - 1].path));
    g_autoptr(GPtrArray) entries = ledger_entries(ledger);
    g_assert_cmpuint(entries->len, ==, G_N_ELEMENTS(sorted));
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        g_assert_cmpuint(entry->root, ==, sorted[i].root);
        g_assert_cmpstr(entry->path, ==, sorted[i].path);
    }
}

/* More than are allocated at a time. */
static void articles_stay_with_their_entries_however_many(void)
{
    static const guint counts[] = {1, 1000, 0, 700, 5000, 0, 1, 3};
    char *directory = scratch_new();
    g_autofree char *file = g_build_filename(directory, "ledger", NULL);
    g_autoptr(Ledger) written = ledger_new();
    guint64 id = 0;
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++) {
        g_autofree char *path = g_strdup_printf("%u", i);
        LedgerEntry *entry = ledger_entry_new(1, path);
        for (guint row = 0; row < counts[i]; row++, id++) {
            const LedgerArticle article = {.id = id, .serial = row};
            g_array_append_val(entry->articles, article);
        }
        ledger_put(written, entry);
    }
    g_autoptr(GPtrArray) entries = ledger_entries(written);
    g_assert_true(ledger_write(entries, file, NULL));
    g_autoptr(Ledger) read = ledger_new();
    g_assert_true(ledger_load(read, file, NULL));
    for (guint i = 0; i < entries->len; i++) {
        const LedgerEntry *wanted = g_ptr_array_index(entries, i);
        assert_same(ledger_find(read, 1, wanted->path), wanted);
    }
    scratch_remove(directory);
}

static void entries_come_in_the_order_in_which_they_were_added(void)
{
    g_autoptr(Ledger) ledger = ledger_new();
    const char *const paths[] = {"c", "a", "d", "b"};
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++)
        ledger_put(ledger, ledger_entry_new(1, paths[i]));
    ledger_put(ledger, ledger_entry_new(1, "a"));
    ledger_remove(ledger, 1, "d");
    ledger_put(ledger, ledger_entry_new(1, "e"));
    ledger_put(ledger, ledger_entry_new(1, "d"));
    g_autoptr(GPtrArray) entries = ledger_entries_unsorted(ledger);
    g_autoptr(GString) order = g_string_new(NULL);
    for (guint i = 0; i < entries->len; i++)
        g_string_append(order, ((const LedgerEntry *)g_ptr_array_index(entries, i))->path);
    g_assert_cmpstr(order->str, ==, "cabed");
    g_assert_cmpuint(ledger_size(ledger), ==, 5);
    const LedgerEntry *before = NULL;
    for (guint i = 0; i < entries->len; before = entries->pdata[i++])
        for (guint other = 0; other < entries->len; other++)
            g_assert_true(ledger_find_after(ledger, before, 1,
                                            ((LedgerEntry *)entries->pdata[other])->path) ==
                          entries->pdata[other]);
    g_assert_null(ledger_find_after(ledger, before, 1, "f"));
}

/* Writes the bytes, and expects the ledger to be damaged there; 0: at whatever line. */
static void assert_damaged(const char *file, const char *text, gsize length, guint line)
{
    g_assert_true(g_file_set_contents(file, text, (gssize)length, NULL));
    g_autoptr(Ledger) ledger = ledger_new();
    g_autoptr(GError) error = NULL;
    g_assert_false(ledger_load(ledger, file, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED);
    g_autofree char *place = g_strdup_printf("%s:%u: ", file, line);
    if (line > 0 ? !g_str_has_prefix(error->message, place) : strstr(error->message, file) == NULL)
        g_error("%s, expected at %s", error->message, place);
}

static void a_ledger_cut_anywhere_is_damaged(void)
{
    char *directory = scratch_new();
    g_autoptr(Ledger) ledger = ledger_new();
    g_autofree char *file = write_sample(directory, ledger, 6);
    g_autofree char *text = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(file, &text, &length, NULL));
    for (gsize cut = 0; cut < length; cut++)
        assert_damaged(file, text, cut, 0);
    scratch_remove(directory);
}

static void each_line_lost_doubled_or_garbled_is_noticed(void)
{
    char *directory = scratch_new();
    g_autoptr(Ledger) ledger = ledger_new();
    g_autofree char *file = write_sample(directory, ledger, 6);
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint count = g_strv_length(lines) - 1; /* behind the last line feed there is nothing */
    for (guint line = 0; line < count; line++) {
        for (guint way = 0; way < 3; way++) {
            g_autoptr(GString) damaged = g_string_new(NULL);
            for (guint i = 0; i < count; i++) {
                if (i != line)
                    g_string_append_printf(damaged, "%s\n", lines[i]);
                else if (way == 1)
                    g_string_append_printf(damaged, "%s\n%s\n", lines[i], lines[i]);
                else if (way == 2)
                    g_string_append_printf(damaged, "?%s\n", lines[i] + 1);
            }
            guint place = way == 2 ? MAX(line + 1, 1) : 0;
            assert_damaged(file, damaged->str, damaged->len, place);
        }
    }
    scratch_remove(directory);
}

static void lines_that_are_wrong_in_themselves_are_damage(void)
{
    static const char *const wrong[] = {
        "f\t1\tp\t1\t1\t1\thtml\t1\t1\t0",                      /* a field too few */
        "f\t1\tp\t1\t1\t1\thtml\t1\t1\t0\t\t",                  /* one too many */
        "f\t1\tp\t1\t1\t1\thtml\t1\t1\t6\t",                    /* no such outcome */
        "f\t4294967296\tp\t1\t1\t1\thtml\t1\t1\t0\t",           /* too large a root */
        "f\t1\tp\t18446744073709551616\t1\t1\thtml\t1\t1\t0\t", /* too large a size */
        "f\t1\tp\t-1\t1\t1\thtml\t1\t1\t0\t",                   /* a negative size */
        "f\t1\tp\t1\t9223372036854775808\t1\thtml\t1\t1\t0\t",  /* too late a time */
        "f\t1\tp\t1\t\t1\thtml\t1\t1\t0\t",                     /* no time */
        "fx1\tp\t1\t1\t1\thtml\t1\t1\t0\t",
        "a\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1", /* of no file */
        "u\tp",
        "p\t1\tr",
        "",
    };
    char *directory = scratch_new();
    g_autofree char *file = g_build_filename(directory, "ledger", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *text = g_strdup_printf("morgue-ledger 2\n%s\nend 1 0\n", wrong[i]);
        assert_damaged(file, text, strlen(text), 2);
    }
    assert_damaged(file, "morgue-ledger 1\nend 0 0\n", 24, 1);
    assert_damaged(file, "morgue-ledger 2\nend 0 0\nend 0 0\n", 32, 2);
    scratch_remove(directory);
}

static void what_cannot_be_written_or_read_is_named(void)
{
    char *directory = scratch_new();
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_autofree char *file = g_build_filename(directory, "absent", "ledger", NULL);
    g_autoptr(GError) error = NULL;
    g_assert_false(ledger_write(none, file, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
    g_assert_nonnull(strstr(error->message, file));
    g_clear_error(&error);
    g_autoptr(Ledger) ledger = ledger_new();
    g_assert_false(ledger_load(ledger, file, &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED);
    g_assert_nonnull(strstr(error->message, file));
    scratch_remove(directory);
}

static void a_full_disk_is_an_error_that_says_so(void)
{
    if (!g_file_test("/dev/full", G_FILE_TEST_EXISTS)) {
        g_test_skip("there is no /dev/full");
        return;
    }
    char *directory = scratch_new();
    g_autoptr(Ledger) ledger = ledger_new();
    g_free(write_sample(directory, ledger, 20));
    g_autoptr(GPtrArray) entries = ledger_entries(ledger);
    g_autoptr(GError) error = NULL;
    g_assert_false(ledger_write(entries, "/dev/full", &error));
    g_assert_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED);
    scratch_remove(directory);
}

/* Not a threshold, which a busy machine would miss: the figure is for people to read. */
static void many_entries_load_fast(void)
{
    const guint count = g_test_slow() ? 1000000 : 200000;
    char *directory = scratch_new();
    g_autofree char *file = g_build_filename(directory, "ledger", NULL);
    g_autoptr(Ledger) written = ledger_new();
    for (guint i = 0; i < count; i++) {
        g_autofree char *path = g_strdup_printf("2024/%02u/%02u/%06u.html", i % 12, i % 28, i);
        LedgerEntry *entry = ledger_entry_new(1, path);
        entry->reader = "html";
        entry->size = i;
        entry->mtime = G_GINT64_CONSTANT(1700000000000000000) + i;
        const LedgerArticle article = {.id = i, .serial = i + 1, .docid = i, .shard = 1};
        g_array_append_val(entry->articles, article);
        ledger_put(written, entry);
    }
    g_autoptr(GPtrArray) entries = ledger_entries(written);
    g_assert_true(ledger_write(entries, file, NULL));
    g_autoptr(Ledger) read = ledger_new();
    g_test_timer_start();
    g_assert_true(ledger_load(read, file, NULL));
    double seconds = g_test_timer_elapsed();
    g_test_message("%u entries loaded in %.0f ms", count, seconds * 1000);
    g_assert_cmpuint(ledger_size(read), ==, count);
    scratch_remove(directory);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ledger/entries come back, whatever their paths",
                    entries_come_back_whatever_their_paths);
    g_test_add_func("/ledger/a copy owns all it holds", a_copy_owns_all_it_holds);
    g_test_add_func("/ledger/the newest entry of a path wins", the_newest_entry_of_a_path_wins);
    g_test_add_func("/ledger/entries are sorted by root and bytes of the path",
                    entries_are_sorted_by_root_and_bytes_of_the_path);
    g_test_add_func("/ledger/articles stay with their entries, however many",
                    articles_stay_with_their_entries_however_many);
    g_test_add_func("/ledger/entries come in the order in which they were added",
                    entries_come_in_the_order_in_which_they_were_added);
    g_test_add_func("/ledger/a ledger cut anywhere is damaged", a_ledger_cut_anywhere_is_damaged);
    g_test_add_func("/ledger/each line lost, doubled or garbled is noticed",
                    each_line_lost_doubled_or_garbled_is_noticed);
    g_test_add_func("/ledger/lines that are wrong in themselves are damage",
                    lines_that_are_wrong_in_themselves_are_damage);
    g_test_add_func("/ledger/what cannot be written or read is named",
                    what_cannot_be_written_or_read_is_named);
    g_test_add_func("/ledger/a full disk is an error that says so",
                    a_full_disk_is_an_error_that_says_so);
    g_test_add_func("/ledger/many entries load fast", many_entries_load_fast);
    return g_test_run();
}
