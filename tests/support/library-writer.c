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
    for (guint i = 0; i < document->terms->len; i++) {
        const DocumentTerm *term = &g_array_index(document->terms, DocumentTerm, i);
        assert_ok(xapian_document_add_term(made, bytes + term->start, term->length, term->wdf,
                                           &binding_error));
    }
    for (guint i = 0; i < document->postings->len; i++) {
        const Posting *posting = &g_array_index(document->postings, Posting, i);
        const DocumentTerm *term = &g_array_index(document->terms, DocumentTerm, posting->term);
        assert_ok(xapian_document_add_posting(made, bytes + term->start, term->length,
                                              posting->position, 0, &binding_error));
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

static void add_synonyms(XapianWritableDatabase *database, const Document *document)
{
    const char *bytes = (const char *)document->bytes->data;
    const DocumentTerm *terms = (const DocumentTerm *)(void *)document->terms->data;
    for (guint i = 0; i < document->synonyms->len; i++) {
        const DocumentSynonym *synonym = &g_array_index(document->synonyms, DocumentSynonym, i);
        const DocumentTerm *stem = &terms[synonym->stem], *word = &terms[synonym->word];
        assert_ok(xapian_writable_database_add_synonym(database, bytes + stem->start, stem->length,
                                                       bytes + word->start, word->length,
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
