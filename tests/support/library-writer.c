/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding's calls, one for each thing that a document holds. */
#include "tests/support/library-writer.h"

XapianWritableDatabase *library_open(const char *path, int flags)
{
    XapianWritableDatabase *database;
    assert_ok(xapian_writable_database_open(
        path, flags | XAPIAN_DB_BACKEND_GLASS | XAPIAN_DB_NO_SYNC, 0, &database, &binding_error));
    return database;
}

void library_commit(XapianWritableDatabase *database)
{
    assert_ok(xapian_writable_database_commit(database, &binding_error));
    xapian_writable_database_free(database);
}

static XapianDocument *library_document(const Document *document)
{
    XapianDocument *made;
    const char *bytes = (const char *)document->bytes->data;
    assert_ok(xapian_document_new(&made, &binding_error));
    for (guint i = 0; i < document->postings->len; i++) {
        const Posting *posting = &g_array_index(document->postings, Posting, i);
        if (posting->position == 0)
            assert_ok(xapian_document_add_term(made, bytes + posting->term, posting->length,
                                               posting->wdf, &binding_error));
        else
            assert_ok(xapian_document_add_posting(made, bytes + posting->term, posting->length,
                                                  posting->position, posting->wdf, &binding_error));
    }
    for (guint i = 0; i < document->values->len; i++) {
        const DocumentValue *value = &g_array_index(document->values, DocumentValue, i);
        assert_ok(xapian_document_add_value(made, value->slot, bytes + value->start, value->length,
                                            &binding_error));
    }
    assert_ok(
        xapian_document_set_data(made, document->data->str, document->data->len, &binding_error));
    return made;
}

static gboolean is_stem(const Document *document, const Posting *posting)
{
    const char *term = (const char *)document->bytes->data + posting->term;
    return posting->position == 0 && posting->length > 1 && term[0] == 'Z' &&
           !g_ascii_isupper(term[1]);
}

/* A stem stands for the word before it, and for the one before that at the same position. */
static void add_synonyms(XapianWritableDatabase *database, const Document *document)
{
    const char *bytes = (const char *)document->bytes->data;
    const Posting *postings = (const Posting *)(void *)document->postings->data;
    for (guint i = 1; i < document->postings->len; i++) {
        const Posting *stem = &postings[i], *word = stem - 1;
        if (!is_stem(document, stem) || word->position == 0)
            continue;
        assert_ok(xapian_writable_database_add_synonym(database, bytes + stem->term, stem->length,
                                                       bytes + word->term, word->length,
                                                       &binding_error));
        if (i < 3 || !is_stem(document, word - 1) || word[-2].position != word->position)
            continue;
        assert_ok(xapian_writable_database_add_synonym(database, bytes + stem->term, stem->length,
                                                       bytes + word[-2].term, word[-2].length,
                                                       &binding_error));
    }
}

void library_add(XapianWritableDatabase *database, const Document *document)
{
    XapianDocid docid;
    XapianDocument *made = library_document(document);
    assert_ok(xapian_writable_database_add_document(database, made, &docid, &binding_error));
    xapian_document_free(made);
    add_synonyms(database, document);
}

void library_change(const char *path, const GPtrArray *documents)
{
    for (guint round = 0; round < 3; round++) {
        XapianWritableDatabase *database = library_open(path, XAPIAN_DB_OPEN);
        for (guint i = round; i + 3 < documents->len; i += 4) {
            XapianDocid docid;
            XapianDocument *document = library_document(g_ptr_array_index(documents, i));
            assert_ok(
                xapian_writable_database_add_document(database, document, &docid, &binding_error));
            assert_ok(xapian_writable_database_replace_document(database, 5 * i + 2, document,
                                                                &binding_error));
            assert_ok(xapian_writable_database_delete_document(database, 5 * i + 3 + round,
                                                               &binding_error));
            xapian_document_free(document);
        }
        assert_ok(xapian_writable_database_set_metadata(database, BYTES("b"), BYTES("changed"),
                                                        &binding_error));
        assert_ok(xapian_writable_database_add_synonym(database, BYTES("Zab"), BYTES("abc"),
                                                       &binding_error));
        assert_ok(
            xapian_writable_database_add_spelling(database, BYTES("word"), 1, &binding_error));
        library_commit(database);
    }
}

void library_compact(const char *from, const char *to)
{
    XapianDatabase *database;
    assert_ok(xapian_database_open(from, XAPIAN_DB_BACKEND_GLASS, &database, &binding_error));
    assert_ok(
        xapian_database_compact(database, to, XAPIAN_DBCOMPACT_FULL, 0, NULL, &binding_error));
    xapian_database_free(database);
}
