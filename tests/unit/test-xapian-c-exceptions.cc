/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The C binding against Xapian's own header: every exception class arrives as its own status, and
 * every constant is Xapian's. A match decider, being called from inside a guarded call, can throw
 * what Xapian itself cannot be brought to throw.
 */
#include <glib.h>
#include <xapian.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>

#include "xapian-c.h"

namespace
{

/* Classes that the binding cannot know. */
class NewLogicError : public Xapian::LogicError
{
  public:
    NewLogicError() : LogicError("message", "context", "\015NewLogicError", EACCES)
    {
    }
};

class NewRuntimeError : public Xapian::RuntimeError
{
  public:
    NewRuntimeError() : RuntimeError("message", "context", "\017NewRuntimeError", EACCES)
    {
    }
};

using Thrower = void (*)();

template <typename Class> void throw_xapian()
{
    throw Class("message", "context", EACCES);
}

template <typename Class> void throw_plain()
{
    throw Class();
}

void throw_std()
{
    throw std::runtime_error("message");
}

void throw_int()
{
    throw 42;
}

constexpr struct {
    XapianStatus status;
    const char *name;
    Thrower raise;
} exceptions[] = {
    {XAPIAN_ASSERTION_ERROR, "AssertionError", throw_xapian<Xapian::AssertionError>},
    {XAPIAN_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
     throw_xapian<Xapian::InvalidArgumentError>},
    {XAPIAN_INVALID_OPERATION_ERROR, "InvalidOperationError",
     throw_xapian<Xapian::InvalidOperationError>},
    {XAPIAN_UNIMPLEMENTED_ERROR, "UnimplementedError", throw_xapian<Xapian::UnimplementedError>},
    {XAPIAN_DATABASE_ERROR, "DatabaseError", throw_xapian<Xapian::DatabaseError>},
    {XAPIAN_DATABASE_CLOSED_ERROR, "DatabaseClosedError",
     throw_xapian<Xapian::DatabaseClosedError>},
    {XAPIAN_DATABASE_CORRUPT_ERROR, "DatabaseCorruptError",
     throw_xapian<Xapian::DatabaseCorruptError>},
    {XAPIAN_DATABASE_CREATE_ERROR, "DatabaseCreateError",
     throw_xapian<Xapian::DatabaseCreateError>},
    {XAPIAN_DATABASE_LOCK_ERROR, "DatabaseLockError", throw_xapian<Xapian::DatabaseLockError>},
    {XAPIAN_DATABASE_MODIFIED_ERROR, "DatabaseModifiedError",
     throw_xapian<Xapian::DatabaseModifiedError>},
    {XAPIAN_DATABASE_OPENING_ERROR, "DatabaseOpeningError",
     throw_xapian<Xapian::DatabaseOpeningError>},
    {XAPIAN_DATABASE_NOT_FOUND_ERROR, "DatabaseNotFoundError",
     throw_xapian<Xapian::DatabaseNotFoundError>},
    {XAPIAN_DATABASE_VERSION_ERROR, "DatabaseVersionError",
     throw_xapian<Xapian::DatabaseVersionError>},
    {XAPIAN_DOC_NOT_FOUND_ERROR, "DocNotFoundError", throw_xapian<Xapian::DocNotFoundError>},
    {XAPIAN_FEATURE_UNAVAILABLE_ERROR, "FeatureUnavailableError",
     throw_xapian<Xapian::FeatureUnavailableError>},
    {XAPIAN_INTERNAL_ERROR, "InternalError", throw_xapian<Xapian::InternalError>},
    {XAPIAN_NETWORK_ERROR, "NetworkError", throw_xapian<Xapian::NetworkError>},
    {XAPIAN_NETWORK_TIMEOUT_ERROR, "NetworkTimeoutError",
     throw_xapian<Xapian::NetworkTimeoutError>},
    {XAPIAN_QUERY_PARSER_ERROR, "QueryParserError", throw_xapian<Xapian::QueryParserError>},
    {XAPIAN_RANGE_ERROR, "RangeError", throw_xapian<Xapian::RangeError>},
    {XAPIAN_SERIALISATION_ERROR, "SerialisationError", throw_xapian<Xapian::SerialisationError>},
    {XAPIAN_WILDCARD_ERROR, "WildcardError", throw_xapian<Xapian::WildcardError>},
    {XAPIAN_LOGIC_ERROR, "LogicError", throw_plain<NewLogicError>},
    {XAPIAN_RUNTIME_ERROR, "RuntimeError", throw_plain<NewRuntimeError>},
    {XAPIAN_OUT_OF_MEMORY, "OutOfMemory", throw_plain<std::bad_alloc>},
    {XAPIAN_STD_EXCEPTION, "StdException", throw_std},
    {XAPIAN_UNKNOWN_EXCEPTION, "UnknownException", throw_int},
};

XapianDecision raise_in_decider(const XapianDocument *, void *data)
{
    (*static_cast<const Thrower *>(data))();
    return XAPIAN_DECISION_ACCEPT;
}

/* A search, of a database in memory, whose decider throws. */
XapianStatus search(Thrower raise, XapianMatchSet **matches, XapianError *error)
{
    XapianWritableDatabase *writer = nullptr;
    XapianDocument *document = nullptr;
    XapianQuery *query = nullptr;
    XapianEnquire *enquire = nullptr;
    g_assert_cmpint(
        xapian_writable_database_open("", XAPIAN_DB_BACKEND_INMEMORY, 0, &writer, error), ==,
        XAPIAN_OK);
    g_assert_cmpint(xapian_document_new(&document, error), ==, XAPIAN_OK);
    g_assert_cmpint(xapian_writable_database_add_document(writer, document, nullptr, error), ==,
                    XAPIAN_OK);
    g_assert_cmpint(
        xapian_enquire_new(xapian_writable_database_as_database(writer), &enquire, error), ==,
        XAPIAN_OK);
    g_assert_cmpint(xapian_query_new_match_all(&query, error), ==, XAPIAN_OK);
    g_assert_cmpint(xapian_enquire_set_query(enquire, query, 0, error), ==, XAPIAN_OK);
    const XapianMatchDecider decider = {raise_in_decider, &raise};
    XapianStatus status =
        xapian_enquire_get_mset(enquire, 0, 1, 0, nullptr, &decider, matches, error);
    xapian_query_free(query);
    xapian_enquire_free(enquire);
    xapian_document_free(document);
    xapian_writable_database_free(writer);
    return status;
}

void every_exception_class_is_its_own_status()
{
    for (const auto &exception : exceptions) {
        XapianError error;
        memset(&error, 'x', sizeof error);
        XapianMatchSet *matches = nullptr;
        XapianStatus status = search(exception.raise, &matches, &error);
        g_assert_cmpstr(xapian_status_name(status), ==, exception.name);
        g_assert_cmpint(status, ==, exception.status);
        g_assert_cmpint(error.status, ==, exception.status);
        g_assert_null(matches);
        bool from_xapian = exception.status < XAPIAN_CALLBACK_ERROR;
        if (from_xapian || exception.status == XAPIAN_STD_EXCEPTION)
            g_assert_cmpstr(error.message, ==, "message");
        g_assert_cmpstr(error.context, ==, from_xapian ? "context" : "");
        g_assert_cmpstr(error.system_error, ==, from_xapian ? g_strerror(EACCES) : "");
    }
}

void every_status_has_a_name_of_its_own()
{
    for (int status = XAPIAN_OK; status <= XAPIAN_UNKNOWN_EXCEPTION; status++) {
        const char *name = xapian_status_name(static_cast<XapianStatus>(status));
        g_assert_cmpstr(name, !=, "unknown status");
        for (int other = XAPIAN_OK; other < status; other++)
            g_assert_cmpstr(name, !=, xapian_status_name(static_cast<XapianStatus>(other)));
    }
    const auto none = static_cast<XapianStatus>(XAPIAN_UNKNOWN_EXCEPTION + 1);
    g_assert_cmpstr(xapian_status_name(none), ==, "unknown status");
}

/* Each number of ours beside the one that it stands for. */
constexpr struct {
    long ours;
    long xapians;
} constants[] = {
    {XAPIAN_DB_CREATE_OR_OPEN, Xapian::DB_CREATE_OR_OPEN},
    {XAPIAN_DB_CREATE_OR_OVERWRITE, Xapian::DB_CREATE_OR_OVERWRITE},
    {XAPIAN_DB_CREATE, Xapian::DB_CREATE},
    {XAPIAN_DB_OPEN, Xapian::DB_OPEN},
    {XAPIAN_DB_NO_SYNC, Xapian::DB_NO_SYNC},
    {XAPIAN_DB_FULL_SYNC, Xapian::DB_FULL_SYNC},
    {XAPIAN_DB_DANGEROUS, Xapian::DB_DANGEROUS},
    {XAPIAN_DB_NO_TERMLIST, Xapian::DB_NO_TERMLIST},
    {XAPIAN_DB_RETRY_LOCK, Xapian::DB_RETRY_LOCK},
    {XAPIAN_DB_BACKEND_GLASS, Xapian::DB_BACKEND_GLASS},
    {XAPIAN_DB_BACKEND_CHERT, Xapian::DB_BACKEND_CHERT},
    {XAPIAN_DB_BACKEND_STUB, Xapian::DB_BACKEND_STUB},
    {XAPIAN_DB_BACKEND_INMEMORY, Xapian::DB_BACKEND_INMEMORY},
    {XAPIAN_DOC_ASSUME_VALID, Xapian::DOC_ASSUME_VALID},
    {XAPIAN_DBCHECK_SHORT_TREE, Xapian::DBCHECK_SHORT_TREE},
    {XAPIAN_DBCHECK_FULL_TREE, Xapian::DBCHECK_FULL_TREE},
    {XAPIAN_DBCHECK_SHOW_FREELIST, Xapian::DBCHECK_SHOW_FREELIST},
    {XAPIAN_DBCHECK_SHOW_STATS, Xapian::DBCHECK_SHOW_STATS},
    {XAPIAN_DBCHECK_FIX, Xapian::DBCHECK_FIX},
    {XAPIAN_DBCOMPACT_STANDARD, Xapian::Compactor::STANDARD},
    {XAPIAN_DBCOMPACT_FULL, Xapian::Compactor::FULL},
    {XAPIAN_DBCOMPACT_FULLER, Xapian::Compactor::FULLER},
    {XAPIAN_DBCOMPACT_NO_RENUMBER, Xapian::DBCOMPACT_NO_RENUMBER},
    {XAPIAN_DBCOMPACT_MULTIPASS, Xapian::DBCOMPACT_MULTIPASS},
    {XAPIAN_DBCOMPACT_SINGLE_FILE, Xapian::DBCOMPACT_SINGLE_FILE},
    {XAPIAN_STEM_NONE, Xapian::TermGenerator::STEM_NONE},
    {XAPIAN_STEM_SOME, Xapian::TermGenerator::STEM_SOME},
    {XAPIAN_STEM_ALL, Xapian::TermGenerator::STEM_ALL},
    {XAPIAN_STEM_ALL_Z, Xapian::TermGenerator::STEM_ALL_Z},
    {XAPIAN_STEM_SOME_FULL_POS, Xapian::TermGenerator::STEM_SOME_FULL_POS},
    {XAPIAN_STEM_NONE, Xapian::QueryParser::STEM_NONE},
    {XAPIAN_STEM_SOME, Xapian::QueryParser::STEM_SOME},
    {XAPIAN_STEM_ALL, Xapian::QueryParser::STEM_ALL},
    {XAPIAN_STEM_ALL_Z, Xapian::QueryParser::STEM_ALL_Z},
    {XAPIAN_STEM_SOME_FULL_POS, Xapian::QueryParser::STEM_SOME_FULL_POS},
    {XAPIAN_STOP_NONE, Xapian::TermGenerator::STOP_NONE},
    {XAPIAN_STOP_ALL, Xapian::TermGenerator::STOP_ALL},
    {XAPIAN_STOP_STEMMED, Xapian::TermGenerator::STOP_STEMMED},
    {XAPIAN_FLAG_BOOLEAN, Xapian::QueryParser::FLAG_BOOLEAN},
    {XAPIAN_FLAG_PHRASE, Xapian::QueryParser::FLAG_PHRASE},
    {XAPIAN_FLAG_LOVEHATE, Xapian::QueryParser::FLAG_LOVEHATE},
    {XAPIAN_FLAG_BOOLEAN_ANY_CASE, Xapian::QueryParser::FLAG_BOOLEAN_ANY_CASE},
    {XAPIAN_FLAG_WILDCARD, Xapian::QueryParser::FLAG_WILDCARD},
    {XAPIAN_FLAG_PURE_NOT, Xapian::QueryParser::FLAG_PURE_NOT},
    {XAPIAN_FLAG_PARTIAL, Xapian::QueryParser::FLAG_PARTIAL},
    {XAPIAN_FLAG_SPELLING, Xapian::QueryParser::FLAG_SPELLING_CORRECTION},
    {XAPIAN_FLAG_SPELLING, Xapian::TermGenerator::FLAG_SPELLING},
    {XAPIAN_FLAG_SYNONYM, Xapian::QueryParser::FLAG_SYNONYM},
    {XAPIAN_FLAG_AUTO_SYNONYMS, Xapian::QueryParser::FLAG_AUTO_SYNONYMS},
    {XAPIAN_FLAG_AUTO_MULTIWORD_SYNONYMS, Xapian::QueryParser::FLAG_AUTO_MULTIWORD_SYNONYMS},
    {XAPIAN_FLAG_CJK_NGRAM, Xapian::QueryParser::FLAG_CJK_NGRAM},
    {XAPIAN_FLAG_CJK_NGRAM, Xapian::TermGenerator::FLAG_CJK_NGRAM},
    {XAPIAN_FLAG_ACCUMULATE, Xapian::QueryParser::FLAG_ACCUMULATE},
    {XAPIAN_FLAG_NO_POSITIONS, Xapian::QueryParser::FLAG_NO_POSITIONS},
    {XAPIAN_FLAG_DEFAULT, Xapian::QueryParser::FLAG_DEFAULT},
    {XAPIAN_QUERY_AND, Xapian::Query::OP_AND},
    {XAPIAN_QUERY_OR, Xapian::Query::OP_OR},
    {XAPIAN_QUERY_AND_NOT, Xapian::Query::OP_AND_NOT},
    {XAPIAN_QUERY_XOR, Xapian::Query::OP_XOR},
    {XAPIAN_QUERY_AND_MAYBE, Xapian::Query::OP_AND_MAYBE},
    {XAPIAN_QUERY_FILTER, Xapian::Query::OP_FILTER},
    {XAPIAN_QUERY_NEAR, Xapian::Query::OP_NEAR},
    {XAPIAN_QUERY_PHRASE, Xapian::Query::OP_PHRASE},
    {XAPIAN_QUERY_ELITE_SET, Xapian::Query::OP_ELITE_SET},
    {XAPIAN_QUERY_SYNONYM, Xapian::Query::OP_SYNONYM},
    {XAPIAN_QUERY_MAX, Xapian::Query::OP_MAX},
    {XAPIAN_WILDCARD_LIMIT_ERROR, Xapian::Query::WILDCARD_LIMIT_ERROR},
    {XAPIAN_WILDCARD_LIMIT_FIRST, Xapian::Query::WILDCARD_LIMIT_FIRST},
    {XAPIAN_WILDCARD_LIMIT_MOST_FREQUENT, Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT},
    {XAPIAN_SMOOTHING_TWO_STAGE, Xapian::Weight::TWO_STAGE_SMOOTHING},
    {XAPIAN_SMOOTHING_DIRICHLET, Xapian::Weight::DIRICHLET_SMOOTHING},
    {XAPIAN_SMOOTHING_ABSOLUTE_DISCOUNT, Xapian::Weight::ABSOLUTE_DISCOUNT_SMOOTHING},
    {XAPIAN_SMOOTHING_JELINEK_MERCER, Xapian::Weight::JELINEK_MERCER_SMOOTHING},
    {XAPIAN_SMOOTHING_DIRICHLET_PLUS, Xapian::Weight::DIRICHLET_PLUS_SMOOTHING},
    {XAPIAN_DOCID_DESCENDING, Xapian::Enquire::DESCENDING},
    {XAPIAN_DOCID_ASCENDING, Xapian::Enquire::ASCENDING},
    {XAPIAN_DOCID_DONT_CARE, Xapian::Enquire::DONT_CARE},
    {XAPIAN_ESET_INCLUDE_QUERY_TERMS, Xapian::Enquire::INCLUDE_QUERY_TERMS},
    {XAPIAN_ESET_USE_EXACT_TERMFREQ, Xapian::Enquire::USE_EXACT_TERMFREQ},
    {XAPIAN_SNIPPET_BACKGROUND_MODEL, Xapian::MSet::SNIPPET_BACKGROUND_MODEL},
    {XAPIAN_SNIPPET_EXHAUSTIVE, Xapian::MSet::SNIPPET_EXHAUSTIVE},
    {XAPIAN_SNIPPET_EMPTY_WITHOUT_MATCH, Xapian::MSet::SNIPPET_EMPTY_WITHOUT_MATCH},
    {XAPIAN_SNIPPET_CJK_NGRAM, Xapian::MSet::SNIPPET_CJK_NGRAM},
    {XAPIAN_BAD_VALUE_SLOT, Xapian::BAD_VALUENO},
    {XAPIAN_UNICODE_UNASSIGNED, Xapian::Unicode::UNASSIGNED},
    {XAPIAN_UNICODE_UPPERCASE_LETTER, Xapian::Unicode::UPPERCASE_LETTER},
    {XAPIAN_UNICODE_LOWERCASE_LETTER, Xapian::Unicode::LOWERCASE_LETTER},
    {XAPIAN_UNICODE_TITLECASE_LETTER, Xapian::Unicode::TITLECASE_LETTER},
    {XAPIAN_UNICODE_MODIFIER_LETTER, Xapian::Unicode::MODIFIER_LETTER},
    {XAPIAN_UNICODE_OTHER_LETTER, Xapian::Unicode::OTHER_LETTER},
    {XAPIAN_UNICODE_NON_SPACING_MARK, Xapian::Unicode::NON_SPACING_MARK},
    {XAPIAN_UNICODE_ENCLOSING_MARK, Xapian::Unicode::ENCLOSING_MARK},
    {XAPIAN_UNICODE_COMBINING_SPACING_MARK, Xapian::Unicode::COMBINING_SPACING_MARK},
    {XAPIAN_UNICODE_DECIMAL_DIGIT_NUMBER, Xapian::Unicode::DECIMAL_DIGIT_NUMBER},
    {XAPIAN_UNICODE_LETTER_NUMBER, Xapian::Unicode::LETTER_NUMBER},
    {XAPIAN_UNICODE_OTHER_NUMBER, Xapian::Unicode::OTHER_NUMBER},
    {XAPIAN_UNICODE_SPACE_SEPARATOR, Xapian::Unicode::SPACE_SEPARATOR},
    {XAPIAN_UNICODE_LINE_SEPARATOR, Xapian::Unicode::LINE_SEPARATOR},
    {XAPIAN_UNICODE_PARAGRAPH_SEPARATOR, Xapian::Unicode::PARAGRAPH_SEPARATOR},
    {XAPIAN_UNICODE_CONTROL, Xapian::Unicode::CONTROL},
    {XAPIAN_UNICODE_FORMAT, Xapian::Unicode::FORMAT},
    {XAPIAN_UNICODE_PRIVATE_USE, Xapian::Unicode::PRIVATE_USE},
    {XAPIAN_UNICODE_SURROGATE, Xapian::Unicode::SURROGATE},
    {XAPIAN_UNICODE_CONNECTOR_PUNCTUATION, Xapian::Unicode::CONNECTOR_PUNCTUATION},
    {XAPIAN_UNICODE_DASH_PUNCTUATION, Xapian::Unicode::DASH_PUNCTUATION},
    {XAPIAN_UNICODE_OPEN_PUNCTUATION, Xapian::Unicode::OPEN_PUNCTUATION},
    {XAPIAN_UNICODE_CLOSE_PUNCTUATION, Xapian::Unicode::CLOSE_PUNCTUATION},
    {XAPIAN_UNICODE_INITIAL_QUOTE_PUNCTUATION, Xapian::Unicode::INITIAL_QUOTE_PUNCTUATION},
    {XAPIAN_UNICODE_FINAL_QUOTE_PUNCTUATION, Xapian::Unicode::FINAL_QUOTE_PUNCTUATION},
    {XAPIAN_UNICODE_OTHER_PUNCTUATION, Xapian::Unicode::OTHER_PUNCTUATION},
    {XAPIAN_UNICODE_MATH_SYMBOL, Xapian::Unicode::MATH_SYMBOL},
    {XAPIAN_UNICODE_CURRENCY_SYMBOL, Xapian::Unicode::CURRENCY_SYMBOL},
    {XAPIAN_UNICODE_MODIFIER_SYMBOL, Xapian::Unicode::MODIFIER_SYMBOL},
    {XAPIAN_UNICODE_OTHER_SYMBOL, Xapian::Unicode::OTHER_SYMBOL},
};

void every_constant_is_xapians()
{
    for (const auto &constant : constants)
        g_assert_cmpint(constant.ours, ==, constant.xapians);
}

} // namespace

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, nullptr);
    g_test_add_func("/xapian-c/exceptions/own-status", every_exception_class_is_its_own_status);
    g_test_add_func("/xapian-c/exceptions/own-name", every_status_has_a_name_of_its_own);
    g_test_add_func("/xapian-c/constants", every_constant_is_xapians);
    return g_test_run();
}
