/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The C binding: databases that cannot be used, calls that are wrong, and what their errors say. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/binding.h"
#include "tests/support/scratch.h"

static char *directory;

static char *path_of(const char *name)
{
    return g_build_filename(directory, name, NULL);
}

/* A committed database of one document. */
static void make_database(const char *name)
{
    XapianWritableDatabase *writer = binding_writer_new(directory, name);
    binding_add(writer, "harbour strike ends", "");
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    xapian_writable_database_free(writer);
}

/* Opening comes to `expected`, and gives nothing. */
static void check_open(const char *name, XapianStatus expected)
{
    g_autofree char *path = path_of(name);
    XapianDatabase *database = NULL;
    g_test_message("%s", name);
    assert_status(xapian_database_open(path, 0, &database, &binding_error), expected);
    g_assert_null(database);
    g_assert_cmpint(binding_error.status, ==, expected);
    g_assert_cmpstr(binding_error.message, !=, "");
}

static void overwrite(const char *name, const char *file, long offset, const char *bytes,
                      size_t length)
{
    g_autofree char *path = g_build_filename(directory, name, file, NULL);
    FILE *stream = fopen(path, "r+b");
    g_assert_nonnull(stream);
    g_assert_cmpint(fseek(stream, offset, SEEK_SET), ==, 0);
    g_assert_cmpuint(fwrite(bytes, 1, length, stream), ==, length);
    g_assert_cmpint(fclose(stream), ==, 0);
}

static void cut(const char *name, const char *file, off_t length)
{
    g_autofree char *path = g_build_filename(directory, name, file, NULL);
    g_assert_cmpint(truncate(path, length), ==, 0);
}

static void a_missing_database_is_not_found(void)
{
    check_open("missing", XAPIAN_DATABASE_NOT_FOUND_ERROR);
    g_assert_nonnull(strstr(binding_error.message, "missing"));
    g_assert_cmpstr(binding_error.system_error, ==, g_strerror(ENOENT));
    XapianWritableDatabase *writer = NULL;
    g_autofree char *path = path_of("missing");
    assert_status(xapian_writable_database_open(path, XAPIAN_DB_OPEN, 0, &writer, &binding_error),
                  XAPIAN_DATABASE_NOT_FOUND_ERROR);
    g_assert_null(writer);
}

static void what_is_no_database_cannot_be_opened(void)
{
    g_free(scratch_write(directory, "folder/letter.txt", "not a database"));
    check_open("folder", XAPIAN_DATABASE_NOT_FOUND_ERROR);
    check_open("folder/letter.txt", XAPIAN_DATABASE_OPENING_ERROR);
    g_free(scratch_write(directory, "stub/XAPIANDB", "auto nowhere\n"));
    check_open("stub", XAPIAN_DATABASE_NOT_FOUND_ERROR);
}

static void a_damaged_version_file_is_corrupt(void)
{
    make_database("magic");
    overwrite("magic", "iamglass", 0, "nonsense", 8);
    check_open("magic", XAPIAN_DATABASE_CORRUPT_ERROR);
    make_database("short");
    cut("short", "iamglass", 20);
    check_open("short", XAPIAN_DATABASE_CORRUPT_ERROR);
}

static void a_version_from_the_future_is_too_new(void)
{
    make_database("future");
    overwrite("future", "iamglass", 14, "\377\377", 2);
    check_open("future", XAPIAN_DATABASE_VERSION_ERROR);
}

/* Reads all there is to read, until something fails. */
static XapianStatus read_everything(const XapianDatabase *database)
{
    XapianTermIterator *terms = NULL;
    XapianStatus status = xapian_database_allterms(database, NULL, 0, &terms, &binding_error);
    if (status != XAPIAN_OK)
        return status;
    while ((status = xapian_term_iterator_next(terms, &binding_error)) == XAPIAN_OK) {
        XapianTermCount frequency = 0;
        size_t length;
        const char *term = xapian_term_iterator_get_term(terms, &length);
        status =
            xapian_database_get_collection_freq(database, term, length, &frequency, &binding_error);
        if (status != XAPIAN_OK)
            break;
    }
    xapian_term_iterator_free(terms);
    return status;
}

static void a_damaged_table_is_told(void)
{
    static const char block_of_nothing[8192] = {0};
    static const struct {
        const char *name;
        XapianStatus status;
    } cases[] = {
        {"truncated", XAPIAN_DATABASE_ERROR},
        {"zeroed", XAPIAN_DATABASE_CORRUPT_ERROR},
    };
    make_database("truncated");
    cut("truncated", "postlist.glass", 100);
    make_database("zeroed");
    overwrite("zeroed", "postlist.glass", 0, block_of_nothing, sizeof block_of_nothing);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = path_of(cases[i].name);
        XapianDatabase *database = NULL;
        XapianStatus status = xapian_database_open(path, 0, &database, &binding_error);
        if (status == XAPIAN_OK)
            status = read_everything(database);
        assert_status(status, cases[i].status);
        xapian_database_free(database);
        size_t errors = 0;
        status = xapian_database_check(path, 0, &errors, NULL, &binding_error);
        g_assert_true(status == cases[i].status || errors > 0);
    }
}

static void a_second_writer_is_locked_out(void)
{
    XapianWritableDatabase *first = binding_writer_new(directory, "locked");
    XapianWritableDatabase *second = NULL;
    g_autofree char *path = path_of("locked");
    bool locked = false;
    assert_ok(xapian_writable_database_commit(first, &binding_error));
    assert_status(xapian_writable_database_open(path, XAPIAN_DB_OPEN, 0, &second, &binding_error),
                  XAPIAN_DATABASE_LOCK_ERROR);
    g_assert_null(second);
    XapianDatabase *database = binding_open(directory, "locked");
    assert_ok(xapian_database_locked(database, &locked, &binding_error));
    g_assert_true(locked);
    xapian_database_free(database);
    xapian_writable_database_free(first);
    assert_ok(xapian_writable_database_open(path, XAPIAN_DB_OPEN, 0, &second, &binding_error));
    xapian_writable_database_free(second);
}

/* Holds the lock from when it writes to `ready` until `done` is closed. */
static void hold_lock(const char *path, int ready, int done)
{
    XapianWritableDatabase *writer = NULL;
    char byte = 'y';
    if (xapian_writable_database_open(path, XAPIAN_DB_OPEN, 0, &writer, NULL) != XAPIAN_OK ||
        write(ready, &byte, 1) != 1)
        _exit(1);
    _exit(read(done, &byte, 1) == 0 ? 0 : 1);
}

static void a_writer_in_another_process_locks_too(void)
{
    make_database("locked-there");
    g_autofree char *path = path_of("locked-there");
    int ready[2];
    int done[2];
    g_assert_cmpint(pipe(ready), ==, 0);
    g_assert_cmpint(pipe(done), ==, 0);
    pid_t child = fork();
    g_assert_cmpint(child, >=, 0);
    if (child == 0) {
        close(done[1]);
        hold_lock(path, ready[1], done[0]);
    }
    close(ready[1]);
    close(done[0]);
    char byte;
    g_assert_cmpint(read(ready[0], &byte, 1), ==, 1);
    XapianWritableDatabase *writer = NULL;
    assert_status(xapian_writable_database_open(path, XAPIAN_DB_OPEN, 0, &writer, &binding_error),
                  XAPIAN_DATABASE_LOCK_ERROR);
    close(done[1]);
    assert_ok(xapian_writable_database_open(path, XAPIAN_DB_OPEN | XAPIAN_DB_RETRY_LOCK, 0, &writer,
                                            &binding_error));
    int status;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_cmpint(status, ==, 0);
    close(ready[0]);
    xapian_writable_database_free(writer);
}

static void a_reader_left_behind_is_told_and_can_reopen(void)
{
    XapianWritableDatabase *writer = binding_writer_new(directory, "modified");
    for (int i = 0; i < 300; i++) {
        g_autofree char *text = g_strdup_printf("edition%d of %d and %d", i, i * 7, i * 13);
        binding_add(writer, text, "");
    }
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    XapianDatabase *database = binding_open(directory, "modified");
    for (XapianDocid docid = 1; docid <= 300; docid++) {
        XapianDocument *empty = NULL;
        assert_ok(xapian_document_new(&empty, &binding_error));
        assert_ok(xapian_writable_database_replace_document(writer, docid, empty, &binding_error));
        xapian_document_free(empty);
        if (docid % 100 == 0)
            assert_ok(xapian_writable_database_commit(writer, &binding_error));
    }
    assert_status(read_everything(database), XAPIAN_DATABASE_MODIFIED_ERROR);
    assert_ok(xapian_database_reopen(database, NULL, &binding_error));
    assert_status(read_everything(database), XAPIAN_END);
    xapian_database_free(database);
    xapian_writable_database_free(writer);
}

static void what_is_there_is_not_created(void)
{
    make_database("created");
    static const char *const names[] = {"created", "no/such/folder"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = path_of(names[i]);
        XapianWritableDatabase *writer = NULL;
        assert_status(
            xapian_writable_database_open(path, XAPIAN_DB_CREATE, 0, &writer, &binding_error),
            XAPIAN_DATABASE_CREATE_ERROR);
        g_assert_null(writer);
    }
}

static void term_lists_left_out_are_unavailable(void)
{
    g_autofree char *path = path_of("no-term-lists");
    XapianWritableDatabase *writer = NULL;
    XapianTermIterator *terms = NULL;
    assert_ok(xapian_writable_database_open(path, XAPIAN_DB_CREATE | XAPIAN_DB_NO_TERMLIST, 0,
                                            &writer, &binding_error));
    binding_add(writer, "harbour", "");
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    assert_status(xapian_database_termlist(xapian_writable_database_as_database(writer), 1, &terms,
                                           &binding_error),
                  XAPIAN_FEATURE_UNAVAILABLE_ERROR);
    g_assert_null(terms);
    xapian_writable_database_free(writer);
}

static void wrong_arguments_are_told_from_wrong_states(void)
{
    char long_term[300];
    memset(long_term, 'x', sizeof long_term);
    XapianWritableDatabase *writer = binding_writer_new(directory, "arguments");
    XapianDatabase *database = xapian_writable_database_as_database(writer);
    XapianDocument *document = NULL;
    XapianRelevanceSet *relevant = NULL;
    XapianTermCount length = 77;
    XapianRevision revision = 77;
    XapianDatabase *shards = NULL;
    XapianEnquire *enquire = NULL;
    assert_ok(xapian_document_new(&document, &binding_error));
    assert_status(xapian_document_add_term(document, NULL, 0, 1, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    assert_status(xapian_document_remove_term(document, BYTES("absent"), &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    assert_status(xapian_document_remove_value(document, 5, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    assert_ok(xapian_document_add_term(document, long_term, sizeof long_term, 1, &binding_error));
    assert_status(xapian_writable_database_add_document(writer, document, NULL, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    assert_status(xapian_writable_database_delete_document(writer, 0, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    assert_status(xapian_database_get_doclength(database, 5, &length, &binding_error),
                  XAPIAN_DOC_NOT_FOUND_ERROR);
    g_assert_cmpuint(length, ==, 77);
    assert_ok(xapian_relevance_set_new(&relevant, &binding_error));
    assert_status(xapian_relevance_set_add_document(relevant, 0, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    assert_ok(xapian_database_new(&shards, &binding_error));
    assert_status(xapian_enquire_new(shards, &enquire, &binding_error),
                  XAPIAN_INVALID_ARGUMENT_ERROR);
    g_assert_null(enquire);
    assert_ok(xapian_database_add_database(shards, database, &binding_error));
    assert_ok(xapian_database_add_database(shards, database, &binding_error));
    assert_status(xapian_database_get_revision(shards, &revision, &binding_error),
                  XAPIAN_INVALID_OPERATION_ERROR);
    g_assert_cmpuint(revision, ==, 77);
    xapian_database_free(shards);
    xapian_relevance_set_free(relevant);
    xapian_document_free(document);
    xapian_writable_database_free(writer);
}

static void bytes_that_are_no_document_are_refused(void)
{
    XapianDocument *document = NULL;
    XapianStatus status =
        xapian_document_unserialise(BYTES("\377\377\377"), &document, &binding_error);
    g_assert_true(status == XAPIAN_SERIALISATION_ERROR || status == XAPIAN_NETWORK_ERROR);
    g_assert_null(document);
}

static void an_error_may_be_null(void)
{
    XapianDatabase *database = NULL;
    g_autofree char *path = path_of("missing");
    assert_status(xapian_database_open(path, 0, &database, NULL), XAPIAN_DATABASE_NOT_FOUND_ERROR);
}

static void an_error_is_written_only_when_a_call_fails(void)
{
    XapianError error;
    memset(&error, 'x', sizeof error);
    XapianError before = error;
    XapianQuery *query = NULL;
    assert_ok(xapian_query_new_match_all(&query, &error));
    g_assert_cmpint(memcmp(&error, &before, sizeof error), ==, 0);
    xapian_query_free(query);
}

static void a_long_message_is_cut_between_characters(void)
{
    for (size_t shift = 0; shift < 2; shift++) {
        GString *path = g_string_new(shift == 0 ? "/" : "/x");
        while (path->len < 600)
            g_string_append(path, "é/é");
        XapianDatabase *database = NULL;
        g_assert_cmpint(xapian_database_open(path->str, 0, &database, &binding_error), !=,
                        XAPIAN_OK);
        size_t length = strlen(binding_error.message);
        g_assert_cmpuint(length, >=, sizeof binding_error.message - 2);
        g_assert_true(g_utf8_validate(binding_error.message, -1, NULL));
        g_string_free(path, TRUE);
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*test)(void);
    } tests[] = {
        {"missing", a_missing_database_is_not_found},
        {"no-database", what_is_no_database_cannot_be_opened},
        {"corrupt/version-file", a_damaged_version_file_is_corrupt},
        {"corrupt/table", a_damaged_table_is_told},
        {"too-new", a_version_from_the_future_is_too_new},
        {"locked/here", a_second_writer_is_locked_out},
        {"locked/in-another-process", a_writer_in_another_process_locks_too},
        {"modified", a_reader_left_behind_is_told_and_can_reopen},
        {"create", what_is_there_is_not_created},
        {"no-term-lists", term_lists_left_out_are_unavailable},
        {"arguments", wrong_arguments_are_told_from_wrong_states},
        {"no-document", bytes_that_are_no_document_are_refused},
        {"error/null", an_error_may_be_null},
        {"error/only-on-failure", an_error_is_written_only_when_a_call_fails},
        {"error/cut", a_long_message_is_cut_between_characters},
    };
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strdup_printf("/xapian-c/failures/%s", tests[i].name);
        g_test_add_func(path, tests[i].test);
    }
    directory = scratch_new();
    int status = g_test_run();
    scratch_remove(directory);
    return status;
}
