/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The C binding: databases behind xapian-tcpsrv on the loopback interface, and behind a program. */
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/binding.h"
#include "tests/support/scratch.h"

enum { TIMEOUT_MS = 10000, SHORT_TIMEOUT_MS = 200 };

static char *directory;

/* A socket that listens on a free port of the loopback interface, and answers nobody. */
static int listen_anywhere(unsigned int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(listener, >=, 0);
    g_assert_cmpint(bind(listener, (struct sockaddr *)&address, length), ==, 0);
    g_assert_cmpint(listen(listener, 1), ==, 0);
    g_assert_cmpint(getsockname(listener, (struct sockaddr *)&address, &length), ==, 0);
    *port = ntohs(address.sin_port);
    return listener;
}

typedef struct Server {
    GPid process;
    int output;
    unsigned int port;
} Server;

/* Whether the server says that it listens; it ends at once if another took the port. */
static gboolean server_listens(int output)
{
    FILE *lines = fdopen(dup(output), "r");
    char line[256];
    gboolean listening = FALSE;
    g_assert_nonnull(lines);
    while (!listening && fgets(line, sizeof line, lines) != NULL)
        listening = strstr(line, "Listening") != NULL;
    fclose(lines);
    return listening;
}

static void server_stop(Server *server)
{
    kill(server->process, SIGTERM);
    g_assert_cmpint(waitpid(server->process, NULL, 0), ==, server->process);
    close(server->output);
}

/*
 * When it is told to end, the server tells its whole process group, so it gets one of its own. It
 * is told to end when the test has died, too.
 */
static void leave_group(gpointer data)
{
    (void)data;
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
}

/* Serves the database; FALSE if there is no xapian-tcpsrv, and then the test is skipped. */
static gboolean server_start(Server *server, const char *name, gboolean writable)
{
    g_autofree char *program = g_find_program_in_path("xapian-tcpsrv");
    g_autofree char *path = g_build_filename(directory, name, NULL);
    if (program == NULL) {
        g_test_skip("there is no xapian-tcpsrv");
        return FALSE;
    }
    for (int attempt = 0; attempt < 5; attempt++) {
        close(listen_anywhere(&server->port));
        g_autofree char *port = g_strdup_printf("--port=%u", server->port);
        const char *arguments[] = {program, "--interface=127.0.0.1", port, path, NULL, NULL};
        if (writable)
            arguments[4] = "--writable";
        g_autoptr(GError) error = NULL;
        g_spawn_async_with_pipes(
            NULL, (char **)arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
            leave_group, NULL, &server->process, NULL, &server->output, NULL, &error);
        g_assert_no_error(error);
        if (server_listens(server->output))
            return TRUE;
        server_stop(server);
    }
    g_assert_not_reached();
}

static XapianDatabase *connect_to(const Server *server)
{
    XapianDatabase *database = NULL;
    assert_ok(xapian_database_open_remote("127.0.0.1", server->port, TIMEOUT_MS, TIMEOUT_MS,
                                          &database, &binding_error));
    return database;
}

static XapianEnquire *enquire_new(const XapianDatabase *database, const XapianQuery *query)
{
    XapianEnquire *enquire = NULL;
    assert_ok(xapian_enquire_new(database, &enquire, &binding_error));
    assert_ok(xapian_enquire_set_query(enquire, query, 0, &binding_error));
    return enquire;
}

static void make_database(const char *name)
{
    XapianWritableDatabase *writer = binding_writer_new(directory, name);
    binding_add(writer, "harbour strike ends", "1912-04-03\ncity");
    binding_add(writer, "council elects mayor", "1912-04-02\npolitics");
    binding_add(writer, "strike of the miners", "1912-04-01\ncity");
    assert_ok(
        xapian_writable_database_set_metadata(writer, BYTES("schema"), BYTES("1"), &binding_error));
    assert_ok(xapian_writable_database_add_synonym(writer, BYTES("strike"), BYTES("strikes"),
                                                   &binding_error));
    assert_ok(xapian_writable_database_add_spelling(writer, BYTES("harbour"), 1, &binding_error));
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    xapian_writable_database_free(writer);
}

static void a_search_over_the_network_is_a_search(void)
{
    Server server;
    make_database("search");
    if (!server_start(&server, "search", FALSE))
        return;
    XapianDatabase *database = connect_to(&server);
    XapianDocumentCount count = 0;
    XapianMatchSet *matches = NULL;
    XapianMatchSpy *spy = NULL;
    XapianValueIterator *values = NULL;
    size_t length;
    XapianString string = XAPIAN_STRING_INIT;
    assert_ok(xapian_database_keep_alive(database, &binding_error));
    assert_ok(xapian_database_get_doccount(database, &count, &binding_error));
    g_assert_cmpuint(count, ==, 3);
    assert_ok(xapian_database_get_metadata(database, BYTES("schema"), &string, &binding_error));
    assert_string(&string, "1");

    XapianQuery *query = binding_term("strike");
    XapianEnquire *enquire = enquire_new(database, query);
    assert_ok(xapian_match_spy_new_value_count(1, &spy, &binding_error));
    assert_ok(xapian_enquire_add_matchspy(enquire, spy, &binding_error));
    assert_ok(xapian_enquire_set_sort_by_value(enquire, 0, false, &binding_error));
    assert_ok(xapian_enquire_get_mset(enquire, 0, 9, 9, NULL, NULL, &matches, &binding_error));
    g_autofree char *docids = binding_docids(matches);
    g_assert_cmpstr(docids, ==, "3 1");
    g_assert_cmpuint(xapian_match_spy_get_total(spy), ==, 2);
    assert_ok(xapian_database_valuestream(database, 1, &values, &binding_error));
    assert_ok(xapian_value_iterator_skip_to(values, 2, &binding_error));
    const char *value = xapian_value_iterator_get_value(values, &length);
    assert_bytes(value, length, "politics");
    xapian_value_iterator_free(values);
    assert_ok(xapian_match_set_fetch(matches, &binding_error));
    assert_ok(xapian_match_set_get_data(matches, 1, &string, &binding_error));
    assert_string(&string, "harbour strike ends");
    assert_ok(xapian_match_set_get_value(matches, 1, 1, &string, &binding_error));
    assert_string(&string, "city");
    xapian_string_clear(&string);
    xapian_match_set_free(matches);
    xapian_match_spy_free(spy);
    xapian_enquire_free(enquire);
    xapian_query_free(query);
    xapian_database_free(database);
    server_stop(&server);
}

static XapianDecision accept_all(const XapianDocument *document, void *data)
{
    (void)document;
    (void)data;
    return XAPIAN_DECISION_ACCEPT;
}

static void a_remote_refuses_what_it_cannot_do(void)
{
    Server server;
    make_database("limits");
    if (!server_start(&server, "limits", FALSE))
        return;
    static const XapianDocid given[] = {1};
    const XapianMatchDecider decider = {accept_all, NULL};
    XapianDatabase *database = connect_to(&server);
    XapianMatchSet *matches = NULL;
    XapianKeyMaker *maker = NULL;
    XapianRevision revision = 0;
    XapianQuery *documents = NULL;
    bool locked = false;
    g_autofree char *path = g_build_filename(directory, "compacted", NULL);

    XapianQuery *query = binding_term("strike");
    XapianEnquire *enquire = enquire_new(database, query);
    assert_status(
        xapian_enquire_get_mset(enquire, 0, 9, 0, NULL, &decider, &matches, &binding_error),
        XAPIAN_UNIMPLEMENTED_ERROR);
    assert_ok(xapian_key_maker_new(&maker, &binding_error));
    assert_ok(xapian_enquire_set_sort_by_key(enquire, maker, false, &binding_error));
    assert_status(xapian_enquire_get_mset(enquire, 0, 9, 0, NULL, NULL, &matches, &binding_error),
                  XAPIAN_UNIMPLEMENTED_ERROR);
    xapian_enquire_free(enquire);

    assert_ok(xapian_query_new_documents(database, given, 1, &documents, &binding_error));
    enquire = enquire_new(database, documents);
    assert_status(xapian_enquire_get_mset(enquire, 0, 9, 0, NULL, NULL, &matches, &binding_error),
                  XAPIAN_UNIMPLEMENTED_ERROR);
    g_assert_null(matches);
    assert_status(xapian_database_get_revision(database, &revision, &binding_error),
                  XAPIAN_UNIMPLEMENTED_ERROR);
    assert_status(xapian_database_locked(database, &locked, &binding_error),
                  XAPIAN_UNIMPLEMENTED_ERROR);
    assert_status(xapian_database_compact(database, path, 0, 0, NULL, &binding_error),
                  XAPIAN_DATABASE_ERROR);
    xapian_enquire_free(enquire);
    xapian_query_free(documents);
    xapian_query_free(query);
    xapian_key_maker_free(maker);
    xapian_database_free(database);
    server_stop(&server);
}

static void a_remote_has_no_synonyms_and_no_spelling(void)
{
    Server server;
    make_database("no-synonyms");
    if (!server_start(&server, "no-synonyms", FALSE))
        return;
    XapianDatabase *database = connect_to(&server);
    XapianTermIterator *terms = NULL;
    XapianString suggestion = XAPIAN_STRING_INIT;
    assert_ok(xapian_database_synonyms(database, BYTES("strike"), &terms, &binding_error));
    g_autofree char *synonyms = binding_terms(terms);
    g_assert_cmpstr(synonyms, ==, "");
    assert_ok(xapian_database_synonym_keys(database, NULL, 0, &terms, &binding_error));
    g_autofree char *keys = binding_terms(terms);
    g_assert_cmpstr(keys, ==, "");
    assert_ok(xapian_database_get_spelling_suggestion(database, BYTES("harbur"), 2, &suggestion,
                                                      &binding_error));
    assert_string(&suggestion, "");
    xapian_string_clear(&suggestion);
    xapian_database_free(database);
    server_stop(&server);
}

static void a_writer_may_be_remote(void)
{
    Server server;
    make_database("writable");
    if (!server_start(&server, "writable", TRUE))
        return;
    XapianWritableDatabase *writer = NULL;
    XapianDocumentCount count = 0;
    assert_ok(xapian_writable_database_open_remote("127.0.0.1", server.port, TIMEOUT_MS, TIMEOUT_MS,
                                                   0, &writer, &binding_error));
    g_assert_cmpuint(binding_add(writer, "news from afar", ""), ==, 4);
    assert_status(
        xapian_writable_database_add_synonym(writer, BYTES("a"), BYTES("b"), &binding_error),
        XAPIAN_UNIMPLEMENTED_ERROR);
    assert_ok(xapian_writable_database_commit(writer, &binding_error));
    xapian_writable_database_free(writer);
    XapianDatabase *database = binding_open(directory, "writable");
    assert_ok(xapian_database_get_doccount(database, &count, &binding_error));
    g_assert_cmpuint(count, ==, 4);
    xapian_database_free(database);
    server_stop(&server);
}

static void a_remote_and_a_local_database_are_read_as_one(void)
{
    Server server;
    make_database("there");
    make_database("here");
    if (!server_start(&server, "there", FALSE))
        return;
    XapianDatabase *database = connect_to(&server);
    XapianDatabase *local = binding_open(directory, "here");
    assert_ok(xapian_database_add_database(database, local, &binding_error));
    g_autofree char *docids = binding_search(database, binding_term("strike"));
    g_assert_cmpstr(docids, ==, "1 2 5 6");
    xapian_database_free(local);
    xapian_database_free(database);
    server_stop(&server);
}

static void errors_of_the_server_keep_their_class(void)
{
    Server server;
    make_database("classes");
    if (!server_start(&server, "classes", FALSE))
        return;
    XapianDatabase *database = connect_to(&server);
    XapianTermCount length = 0;
    assert_status(xapian_database_get_doclength(database, 99, &length, &binding_error),
                  XAPIAN_DOC_NOT_FOUND_ERROR);
    xapian_database_free(database);
    server_stop(&server);
}

static void nobody_at_the_port_is_a_network_error(void)
{
    unsigned int port;
    XapianDatabase *database = NULL;
    close(listen_anywhere(&port));
    assert_status(xapian_database_open_remote("127.0.0.1", port, TIMEOUT_MS, TIMEOUT_MS, &database,
                                              &binding_error),
                  XAPIAN_NETWORK_ERROR);
    g_assert_null(database);
    g_assert_nonnull(strstr(binding_error.context, "127.0.0.1"));
    g_assert_cmpstr(binding_error.system_error, ==, g_strerror(ECONNREFUSED));
}

static void silence_is_a_timeout(void)
{
    unsigned int port;
    int listener = listen_anywhere(&port);
    XapianDatabase *database = NULL;
    assert_status(xapian_database_open_remote("127.0.0.1", port, SHORT_TIMEOUT_MS, TIMEOUT_MS,
                                              &database, &binding_error),
                  XAPIAN_NETWORK_TIMEOUT_ERROR);
    g_assert_null(database);
    close(listener);
}

static void a_program_can_serve_a_database(void)
{
    g_autofree char *program = g_find_program_in_path("xapian-progsrv");
    if (program == NULL) {
        g_test_skip("there is no xapian-progsrv");
        return;
    }
    make_database("program");
    g_autofree char *path = g_build_filename(directory, "program", NULL);
    XapianDatabase *database = NULL;
    XapianDocumentCount count = 0;
    assert_ok(xapian_database_open_program(program, path, TIMEOUT_MS, &database, &binding_error));
    assert_ok(xapian_database_get_termfreq(database, BYTES("strike"), &count, &binding_error));
    g_assert_cmpuint(count, ==, 2);
    xapian_database_free(database);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*test)(void);
    } tests[] = {
        {"search", a_search_over_the_network_is_a_search},
        {"refusals", a_remote_refuses_what_it_cannot_do},
        {"no-synonyms", a_remote_has_no_synonyms_and_no_spelling},
        {"writer", a_writer_may_be_remote},
        {"with-local", a_remote_and_a_local_database_are_read_as_one},
        {"error-classes", errors_of_the_server_keep_their_class},
        {"nobody", nobody_at_the_port_is_a_network_error},
        {"timeout", silence_is_a_timeout},
        {"program", a_program_can_serve_a_database},
    };
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strdup_printf("/xapian-c/remote/%s", tests[i].name);
        g_test_add_func(path, tests[i].test);
    }
    directory = scratch_new();
    int status = g_test_run();
    scratch_remove(directory);
    return status;
}
