/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reader of glass tables that shares nothing with the writer in indexer/bulk/. */
#include "tests/support/glass-dump.h"

#include <string.h>
#include <zlib.h>

#include "tests/support/binding.h"

#define VERSION_HEADER 32

typedef struct {
    const guint8 *at, *end;
} Bytes;

static guint64 take_number(Bytes *bytes)
{
    guint64 number = 0;
    for (guint shift = 0;; shift += 7) {
        g_assert_true(bytes->at < bytes->end);
        guint8 byte = *bytes->at++;
        number |= (guint64)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return number;
    }
}

static guint big_endian(const guint8 *at, guint length)
{
    guint number = 0;
    while (length-- > 0)
        number = number << 8 | *at++;
    return number;
}

static void append_hex(GString *text, const guint8 *bytes, gsize length)
{
    static const char digits[] = "0123456789abcdef";
    for (gsize i = 0; i < length; i++) {
        g_string_append_c(text, digits[bytes[i] >> 4]);
        g_string_append_c(text, digits[bytes[i] & 15]);
    }
}

/* Tables */

typedef struct {
    const char *name;
    const guint8 *blocks;
    gsize block_size, block_count;
    GString *text;
    GByteArray *tag; /* of the entry at hand, as far as its components have come */
    guint64 entries;
    gboolean leaves_ascend;
    gint64 last_leaf;
} Table;

static void append_inflated(GString *text, const GByteArray *packed)
{
    z_stream stream = {.next_in = packed->data, .avail_in = packed->len};
    guint8 piece[4096] = {0};
    int status;
    g_assert_cmpint(inflateInit2(&stream, -15), ==, Z_OK);
    do {
        stream.next_out = piece;
        stream.avail_out = sizeof piece;
        status = inflate(&stream, Z_NO_FLUSH);
        g_assert_true(status == Z_OK || status == Z_STREAM_END);
        append_hex(text, piece, sizeof piece - stream.avail_out);
    } while (status != Z_STREAM_END);
    g_assert_cmpuint(stream.avail_in, ==, 0);
    inflateEnd(&stream);
}

static void read_leaf_item(Table *table, const guint8 *item)
{
    guint head = big_endian(item, 2), size = (head & 0x1fff) + 3;
    gboolean is_first = (head & 0x2000) != 0, is_last = (head & 0x4000) != 0;
    guint key_length = item[2];
    const guint8 *payload = item + 3 + key_length + (is_first ? 0 : 2);
    if (key_length == 0)
        return;
    if (is_first)
        g_byte_array_set_size(table->tag, 0);
    g_byte_array_append(table->tag, payload, (guint)(item + size - payload));
    if (!is_last)
        return;
    table->entries++;
    g_string_append_printf(table->text, "%s ", table->name);
    append_hex(table->text, item + 3, key_length);
    g_string_append_c(table->text, ' ');
    if ((head & 0x8000) != 0)
        append_inflated(table->text, table->tag);
    else
        append_hex(table->text, table->tag->data, table->tag->len);
    g_string_append_c(table->text, '\n');
}

static void read_block(Table *table, guint number, guint level)
{
    g_assert_cmpuint(number, <, table->block_count);
    const guint8 *block = table->blocks + number * table->block_size;
    g_assert_cmpuint(block[4], ==, level);
    guint directory_end = big_endian(block + 9, 2);
    for (guint entry = 11; entry < directory_end; entry += 2) {
        const guint8 *item = block + big_endian(block + entry, 2);
        if (level > 0)
            read_block(table, big_endian(item, 4), level - 1);
        else
            read_leaf_item(table, item);
    }
    if (level == 0) {
        g_assert_true(!table->leaves_ascend || number > table->last_leaf);
        table->last_leaf = number;
    }
}

static void read_table(const char *directory, const char *name, gboolean leaves_ascend,
                       Bytes *version, GString *text)
{
    guint root = (guint)take_number(version);
    guint flags = (guint)take_number(version);
    guint64 entries = take_number(version);
    gsize block_size = take_number(version) * 2048;
    take_number(version); /* what to compress */
    gsize free_list = take_number(version);
    version->at += free_list;
    if ((flags & 1) != 0)
        return;
    g_autofree char *file = g_strconcat(name, ".glass", NULL);
    g_autofree char *path = g_build_filename(directory, file, NULL);
    g_autofree char *contents = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(path, &contents, &length, NULL));
    g_autoptr(GByteArray) tag = g_byte_array_new();
    Table table = {.name = name,
                   .blocks = (const guint8 *)contents,
                   .block_size = block_size,
                   .block_count = length / block_size,
                   .text = text,
                   .tag = tag,
                   .leaves_ascend = leaves_ascend,
                   .last_leaf = -1};
    g_assert_true(!leaves_ascend || (flags & 2) != 0);
    read_block(&table, root, flags >> 2);
    g_assert_cmpuint(table.entries, ==, entries);
}

GString *glass_dump_tables(const char *directory, gboolean leaves_ascend)
{
    static const char *const names[] = {"postlist", "docdata",  "termlist",
                                        "position", "spelling", "synonym"};
    g_autofree char *path = g_build_filename(directory, "iamglass", NULL);
    g_autofree char *contents = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(path, &contents, &length, NULL));
    Bytes version = {(const guint8 *)contents + VERSION_HEADER, (const guint8 *)contents + length};
    GString *text = g_string_new(NULL);
    take_number(&version); /* revision */
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        read_table(directory, names[i], leaves_ascend, &version, text);
    g_string_append(text, "counts");
    while (version.at < version.end)
        g_string_append_printf(text, " %" G_GUINT64_FORMAT, take_number(&version));
    g_string_append_c(text, '\n');
    return text;
}

/* Contents */

static gboolean goes_on(XapianStatus status)
{
    if (status != XAPIAN_OK)
        assert_status(status, XAPIAN_END);
    return status == XAPIAN_OK;
}

static void append_string(GString *text, const char *bytes, gsize length)
{
    g_string_append_c(text, ' ');
    append_hex(text, (const guint8 *)bytes, length);
}

static void append_positions(GString *text, XapianPositionIterator *positions)
{
    while (goes_on(xapian_position_iterator_next(positions, &binding_error)))
        g_string_append_printf(text, ",%u", xapian_position_iterator_get_position(positions));
    xapian_position_iterator_free(positions);
}

static void append_postings(GString *text, XapianDatabase *database, const char *term, gsize length)
{
    XapianPostingIterator *postings;
    assert_ok(xapian_database_postlist(database, term, length, &postings, &binding_error));
    while (goes_on(xapian_posting_iterator_next(postings, &binding_error))) {
        XapianTermCount wdf, document_length;
        XapianPositionIterator *positions;
        XapianDocid docid = xapian_posting_iterator_get_docid(postings);
        assert_ok(xapian_posting_iterator_get_wdf(postings, &wdf, &binding_error));
        assert_ok(
            xapian_posting_iterator_get_doclength(postings, &document_length, &binding_error));
        g_string_append_printf(text, " %u:%u/%u", docid, wdf, document_length);
        assert_ok(xapian_database_positionlist(database, docid, term, length, &positions,
                                               &binding_error));
        append_positions(text, positions);
    }
    xapian_posting_iterator_free(postings);
}

static void append_terms(GString *text, XapianDatabase *database)
{
    XapianTermIterator *terms;
    assert_ok(xapian_database_allterms(database, "", 0, &terms, &binding_error));
    while (goes_on(xapian_term_iterator_next(terms, &binding_error))) {
        gsize length;
        XapianDocumentCount documents;
        XapianTermCount occurrences, bound;
        const char *term = xapian_term_iterator_get_term(terms, &length);
        assert_ok(xapian_database_get_termfreq(database, term, length, &documents, &binding_error));
        assert_ok(xapian_database_get_collection_freq(database, term, length, &occurrences,
                                                      &binding_error));
        assert_ok(
            xapian_database_get_wdf_upper_bound(database, term, length, &bound, &binding_error));
        g_string_append(text, "term");
        append_string(text, term, length);
        g_string_append_printf(text, " %u %u %u", documents, occurrences, bound);
        append_postings(text, database, term, length);
        g_string_append_c(text, '\n');
    }
    xapian_term_iterator_free(terms);
}

static void append_termlist(GString *text, XapianDatabase *database, XapianDocid docid)
{
    XapianTermIterator *terms;
    XapianTermCount unique, wdf;
    assert_ok(xapian_database_get_unique_terms(database, docid, &unique, &binding_error));
    g_string_append_printf(text, " terms %u", unique);
    assert_ok(xapian_database_termlist(database, docid, &terms, &binding_error));
    while (goes_on(xapian_term_iterator_next(terms, &binding_error))) {
        gsize length;
        const char *term = xapian_term_iterator_get_term(terms, &length);
        append_string(text, term, length);
        assert_ok(xapian_term_iterator_get_wdf(terms, &wdf, &binding_error));
        g_string_append_printf(text, ":%u", wdf);
    }
    xapian_term_iterator_free(terms);
}

/* The document's values, whose slots go into the set. */
static void append_values(GString *text, XapianDocument *document, GHashTable *slots)
{
    XapianValueIterator *values;
    assert_ok(xapian_document_values(document, &values, &binding_error));
    while (goes_on(xapian_value_iterator_next(values, &binding_error))) {
        gsize length;
        XapianValueSlot slot;
        assert_ok(xapian_value_iterator_get_slot(values, &slot, &binding_error));
        const char *value = xapian_value_iterator_get_value(values, &length);
        g_string_append_printf(text, " value %u", slot);
        append_string(text, value, length);
        g_hash_table_add(slots, GUINT_TO_POINTER(slot));
    }
    xapian_value_iterator_free(values);
}

static void append_document(GString *text, XapianDatabase *database, XapianDocid docid,
                            GHashTable *slots)
{
    XapianDocument *document = NULL;
    XapianString data = XAPIAN_STRING_INIT;
    XapianTermCount length;
    if (xapian_database_get_document(database, docid, 0, &document, &binding_error) != XAPIAN_OK) {
        g_string_append_printf(text, "no document %u\n", docid);
        return;
    }
    assert_ok(xapian_document_get_data(document, &data, &binding_error));
    assert_ok(xapian_database_get_doclength(database, docid, &length, &binding_error));
    g_string_append_printf(text, "document %u length %u data", docid, length);
    append_string(text, data.bytes, data.length);
    append_termlist(text, database, docid);
    append_values(text, document, slots);
    g_string_append_c(text, '\n');
    xapian_string_clear(&data);
    xapian_document_free(document);
}

static void append_slot(GString *text, XapianDatabase *database, XapianValueSlot slot)
{
    XapianDocumentCount count;
    XapianString lowest = XAPIAN_STRING_INIT, highest = XAPIAN_STRING_INIT;
    XapianValueIterator *values;
    assert_ok(xapian_database_get_value_freq(database, slot, &count, &binding_error));
    assert_ok(xapian_database_get_value_lower_bound(database, slot, &lowest, &binding_error));
    assert_ok(xapian_database_get_value_upper_bound(database, slot, &highest, &binding_error));
    g_string_append_printf(text, "slot %u %u", slot, count);
    append_string(text, lowest.bytes, lowest.length);
    append_string(text, highest.bytes, highest.length);
    assert_ok(xapian_database_valuestream(database, slot, &values, &binding_error));
    while (goes_on(xapian_value_iterator_next(values, &binding_error))) {
        gsize length;
        const char *value = xapian_value_iterator_get_value(values, &length);
        XapianDocid docid;
        assert_ok(xapian_value_iterator_get_docid(values, &docid, &binding_error));
        g_string_append_printf(text, " %u", docid);
        append_string(text, value, length);
    }
    g_string_append_c(text, '\n');
    xapian_value_iterator_free(values);
    xapian_string_clear(&lowest);
    xapian_string_clear(&highest);
}

static int by_number(gconstpointer a, gconstpointer b)
{
    return GPOINTER_TO_UINT(a) < GPOINTER_TO_UINT(b) ? -1 : 1;
}

static void append_documents(GString *text, XapianDatabase *database)
{
    XapianDocid last;
    g_autoptr(GHashTable) slots = g_hash_table_new(NULL, NULL);
    assert_ok(xapian_database_get_lastdocid(database, &last, &binding_error));
    for (XapianDocid docid = 1; docid <= last; docid++)
        append_document(text, database, docid, slots);
    g_autoptr(GList) sorted = g_list_sort(g_hash_table_get_keys(slots), by_number);
    for (GList *slot = sorted; slot != NULL; slot = slot->next)
        append_slot(text, database, GPOINTER_TO_UINT(slot->data));
}

static void append_synonyms(GString *text, XapianDatabase *database)
{
    XapianTermIterator *stems, *words;
    assert_ok(xapian_database_synonym_keys(database, "", 0, &stems, &binding_error));
    while (goes_on(xapian_term_iterator_next(stems, &binding_error))) {
        gsize length;
        const char *stem = xapian_term_iterator_get_term(stems, &length);
        g_string_append(text, "synonyms");
        append_string(text, stem, length);
        assert_ok(xapian_database_synonyms(database, stem, length, &words, &binding_error));
        while (goes_on(xapian_term_iterator_next(words, &binding_error))) {
            const char *word = xapian_term_iterator_get_term(words, &length);
            append_string(text, word, length);
        }
        xapian_term_iterator_free(words);
        g_string_append_c(text, '\n');
    }
    xapian_term_iterator_free(stems);
}

static void append_metadata(GString *text, XapianDatabase *database)
{
    XapianTermIterator *keys;
    assert_ok(xapian_database_metadata_keys(database, "", 0, &keys, &binding_error));
    while (goes_on(xapian_term_iterator_next(keys, &binding_error))) {
        gsize length;
        XapianString value = XAPIAN_STRING_INIT;
        const char *key = xapian_term_iterator_get_term(keys, &length);
        assert_ok(xapian_database_get_metadata(database, key, length, &value, &binding_error));
        g_string_append_printf(text, "metadata %s", key);
        append_string(text, value.bytes, value.length);
        g_string_append_c(text, '\n');
        xapian_string_clear(&value);
    }
    xapian_term_iterator_free(keys);
}

static void append_bounds(GString *text, XapianDatabase *database)
{
    XapianDocumentCount count;
    XapianDocid last;
    XapianTotalLength total;
    XapianTermCount lower, upper;
    assert_ok(xapian_database_get_doccount(database, &count, &binding_error));
    assert_ok(xapian_database_get_lastdocid(database, &last, &binding_error));
    assert_ok(xapian_database_get_total_length(database, &total, &binding_error));
    assert_ok(xapian_database_get_doclength_lower_bound(database, &lower, &binding_error));
    assert_ok(xapian_database_get_doclength_upper_bound(database, &upper, &binding_error));
    g_string_append_printf(text, "documents %u last %u length %" G_GUINT64_FORMAT " %u-%u\n", count,
                           last, (guint64)total, lower, upper);
}

GString *glass_dump_contents(const char *directory)
{
    XapianDatabase *database;
    GString *text = g_string_new(NULL);
    assert_ok(xapian_database_open(directory, XAPIAN_DB_BACKEND_GLASS, &database, &binding_error));
    append_bounds(text, database);
    append_terms(text, database);
    append_documents(text, database);
    append_synonyms(text, database);
    append_metadata(text, database);
    xapian_database_free(database);
    return text;
}

/* Comparing */

void glass_dump_assert_equal(const GString *first, const GString *second)
{
    gsize same = 0;
    if (g_string_equal(first, second))
        return;
    while (first->str[same] == second->str[same])
        same++;
    while (same > 0 && first->str[same - 1] != '\n')
        same--;
    g_error("differ:\n%.500s\n%.500s", first->str + same, second->str + same);
}

void glass_dump_assert_sound(const char *directory)
{
    size_t errors;
    XapianString report = XAPIAN_STRING_INIT;
    assert_ok(xapian_database_check(directory, 0, &errors, &report, &binding_error));
    if (errors > 0)
        g_error("%s: %s", directory, report.bytes);
    xapian_string_clear(&report);
}

void glass_dump_assert_same(const char *bulk, const char *library)
{
    glass_dump_assert_sound(bulk);
    g_autoptr(GString) tables = glass_dump_tables(bulk, FALSE);
    g_autoptr(GString) expected_tables = glass_dump_tables(library, FALSE);
    glass_dump_assert_equal(tables, expected_tables);
    g_autoptr(GString) contents = glass_dump_contents(bulk);
    g_autoptr(GString) expected_contents = glass_dump_contents(library);
    glass_dump_assert_equal(contents, expected_contents);
}
