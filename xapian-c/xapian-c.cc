/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The C binding of Xapian: the one place where exceptions exist, and where each of them ends. */
#include "xapian-c.h"

#include <xapian.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

static_assert(std::is_same_v<XapianDocid, Xapian::docid>);
static_assert(std::is_same_v<XapianDocumentCount, Xapian::doccount>);
static_assert(std::is_same_v<XapianTermCount, Xapian::termcount>);
static_assert(std::is_same_v<XapianTermPosition, Xapian::termpos>);
static_assert(std::is_same_v<XapianValueSlot, Xapian::valueno>);
static_assert(std::is_same_v<XapianTotalLength, Xapian::totallength>);
static_assert(std::is_same_v<XapianRevision, Xapian::rev>);

namespace
{

/* What Xapian keeps a reference to once release() was called; so do the handles below. */
template <typename Object> using Shared = Xapian::Internal::opt_intrusive_ptr<Object>;

template <typename Object, typename... Arguments> Shared<Object> share(Arguments &&...arguments)
{
    auto *object = new Object(std::forward<Arguments>(arguments)...);
    object->release();
    return Shared<Object>(object);
}

/* A Xapian iterator, which stands on its first item at once, as one that starts before it. */
template <typename Iterator, typename Item> struct Cursor {
    Iterator position;
    std::optional<Xapian::Document> document = {}; /* what Xapian's list of it would not keep */
    Item current = {};
    bool started = false;

    bool ended() const
    {
        return position == Iterator();
    }

    XapianStatus settle()
    {
        started = true;
        if (ended())
            return XAPIAN_END;
        current = *position;
        return XAPIAN_OK;
    }

    XapianStatus next()
    {
        if (started && !ended())
            ++position;
        return settle();
    }

    template <typename Target> XapianStatus skip_to(const Target &target)
    {
        if (!ended())
            position.skip_to(target);
        return settle();
    }

    const Iterator &item() const
    {
        if (!started || ended())
            throw Xapian::InvalidOperationError("the iterator is not on an item");
        return position;
    }
};

} // namespace

/* What the handles are */

struct XapianDatabase {
    Xapian::Database database;
};

struct XapianWritableDatabase {
    Xapian::WritableDatabase database;
    XapianDatabase reader = {database};
};

struct XapianDocument {
    Xapian::Document document;
};

struct XapianTermIterator {
    Cursor<Xapian::TermIterator, std::string> cursor;
};

struct XapianPostingIterator {
    Cursor<Xapian::PostingIterator, Xapian::docid> cursor;
};

struct XapianPositionIterator {
    Cursor<Xapian::PositionIterator, Xapian::termpos> cursor;
};

struct XapianValueIterator {
    Cursor<Xapian::ValueIterator, std::string> cursor;
};

struct XapianStem {
    Xapian::Stem stemmer;
    std::string word = {}; /* kept, so that a long word does not allocate each time */
};

struct XapianStopper {
    Shared<Xapian::SimpleStopper> stopper;
};

struct XapianTermGenerator {
    Xapian::TermGenerator generator;
};

struct XapianQuery {
    Xapian::Query query;
};

struct XapianQueryParser {
    Xapian::QueryParser parser;
};

struct XapianEnquire {
    Xapian::Enquire enquire;
};

struct XapianWeight {
    std::unique_ptr<Xapian::Weight> weight;
};

struct XapianKeyMaker {
    Shared<Xapian::KeyMaker> maker;
    Xapian::MultiValueKeyMaker *values; /* the same, unless a function makes the keys */
};

struct XapianMatchSpy {
    Shared<Xapian::MatchSpy> spy;
    Xapian::ValueCountMatchSpy *values; /* the same, unless it is a function */
};

struct XapianMatchSet {
    Xapian::MSet matches;
};

struct XapianRelevanceSet {
    Xapian::RSet documents;
};

struct XapianExpandSet {
    Xapian::ESet terms;
};

namespace
{

/* Errors */

/* A function of the caller's has reported an error. */
struct CallbackFailure {
    XapianError error;
};

/* Every status. Those of Xapian's classes have the name that get_type() gives. */
constexpr struct {
    XapianStatus status;
    const char *name;
} statuses[] = {
    {XAPIAN_OK, "OK"},
    {XAPIAN_END, "End"},
    {XAPIAN_ASSERTION_ERROR, "AssertionError"},
    {XAPIAN_INVALID_ARGUMENT_ERROR, "InvalidArgumentError"},
    {XAPIAN_INVALID_OPERATION_ERROR, "InvalidOperationError"},
    {XAPIAN_UNIMPLEMENTED_ERROR, "UnimplementedError"},
    {XAPIAN_LOGIC_ERROR, "LogicError"},
    {XAPIAN_DATABASE_NOT_FOUND_ERROR, "DatabaseNotFoundError"},
    {XAPIAN_DATABASE_VERSION_ERROR, "DatabaseVersionError"},
    {XAPIAN_DATABASE_OPENING_ERROR, "DatabaseOpeningError"},
    {XAPIAN_DATABASE_CLOSED_ERROR, "DatabaseClosedError"},
    {XAPIAN_DATABASE_CORRUPT_ERROR, "DatabaseCorruptError"},
    {XAPIAN_DATABASE_CREATE_ERROR, "DatabaseCreateError"},
    {XAPIAN_DATABASE_LOCK_ERROR, "DatabaseLockError"},
    {XAPIAN_DATABASE_MODIFIED_ERROR, "DatabaseModifiedError"},
    {XAPIAN_DATABASE_ERROR, "DatabaseError"},
    {XAPIAN_DOC_NOT_FOUND_ERROR, "DocNotFoundError"},
    {XAPIAN_FEATURE_UNAVAILABLE_ERROR, "FeatureUnavailableError"},
    {XAPIAN_INTERNAL_ERROR, "InternalError"},
    {XAPIAN_NETWORK_TIMEOUT_ERROR, "NetworkTimeoutError"},
    {XAPIAN_NETWORK_ERROR, "NetworkError"},
    {XAPIAN_QUERY_PARSER_ERROR, "QueryParserError"},
    {XAPIAN_RANGE_ERROR, "RangeError"},
    {XAPIAN_SERIALISATION_ERROR, "SerialisationError"},
    {XAPIAN_WILDCARD_ERROR, "WildcardError"},
    {XAPIAN_RUNTIME_ERROR, "RuntimeError"},
    {XAPIAN_CALLBACK_ERROR, "CallbackError"},
    {XAPIAN_OUT_OF_MEMORY, "OutOfMemory"},
    {XAPIAN_STD_EXCEPTION, "StdException"},
    {XAPIAN_UNKNOWN_EXCEPTION, "UnknownException"},
};

/* Copies what fits, and does not cut a UTF-8 character. */
template <size_t size> void copy_text(char (&to)[size], const char *from) noexcept
{
    size_t length = from == nullptr ? 0 : strlen(from);
    if (length >= size) {
        length = size - 1;
        while (length > 0 && (static_cast<unsigned char>(from[length]) & 0xc0) == 0x80)
            length--;
    }
    if (length > 0)
        memcpy(to, from, length);
    to[length] = '\0';
}

XapianStatus report(XapianError *error, XapianStatus status, const char *message,
                    const char *context = nullptr, const char *system_error = nullptr) noexcept
{
    if (error != nullptr) {
        error->status = status;
        copy_text(error->message, message);
        copy_text(error->context, context);
        copy_text(error->system_error, system_error);
    }
    return status;
}

/* The status of the class that was thrown, the most derived; `base` if this binding is older. */
XapianStatus report(XapianError *error, const Xapian::Error &cause, XapianStatus base) noexcept
{
    XapianStatus status = base;
    for (const auto &candidate : statuses)
        if (strcmp(candidate.name, cause.get_type()) == 0)
            status = candidate.status;
    const char *system_error = nullptr;
    try {
        system_error = cause.get_error_string();
    } catch (...) {
        /* There was no memory for this text; the rest can still be told. */
    }
    return report(error, status, cause.get_msg().c_str(), cause.get_context().c_str(),
                  system_error);
}

/* Translates the exception that is being handled. */
XapianStatus translate(XapianError *error) noexcept
{
    try {
        throw;
    } catch (const Xapian::LogicError &cause) {
        return report(error, cause, XAPIAN_LOGIC_ERROR);
    } catch (const Xapian::RuntimeError &cause) {
        return report(error, cause, XAPIAN_RUNTIME_ERROR);
    } catch (const CallbackFailure &cause) {
        return report(error, cause.error.status, cause.error.message, cause.error.context,
                      cause.error.system_error);
    } catch (const std::bad_alloc &) {
        return report(error, XAPIAN_OUT_OF_MEMORY, "out of memory");
    } catch (const std::exception &cause) {
        return report(error, XAPIAN_STD_EXCEPTION, cause.what());
    } catch (...) {
        return report(error, XAPIAN_UNKNOWN_EXCEPTION, "unknown exception");
    }
}

/* Every call goes through here: does what `call` does, and gives the status that this came to. */
template <typename Call> XapianStatus guard(XapianError *error, const Call &call) noexcept
{
    try {
        if constexpr (std::is_void_v<decltype(call())>) {
            call();
            return XAPIAN_OK;
        } else {
            return call();
        }
    } catch (...) {
        return translate(error);
    }
}

/* Arguments and results */

std::string string_of(const char *bytes, size_t length)
{
    return length == 0 ? std::string() : std::string(bytes, length);
}

void assign(XapianString &string, const char *bytes, size_t length)
{
    if (length >= string.capacity) {
        size_t capacity = std::max(length + 1, 2 * string.capacity);
        auto *grown = static_cast<char *>(realloc(string.bytes, capacity));
        if (grown == nullptr)
            throw std::bad_alloc();
        string.bytes = grown;
        string.capacity = capacity;
    }
    if (length > 0)
        memcpy(string.bytes, bytes, length);
    string.bytes[length] = '\0';
    string.length = length;
}

/* Stores in `*result` what `make` returns. */
template <typename Result, typename Make>
XapianStatus store(Result *result, XapianError *error, const Make &make) noexcept
{
    return guard(error, [&] {
        if constexpr (std::is_same_v<Result, XapianString>) {
            const std::string made = make();
            assign(*result, made.data(), made.size());
        } else {
            *result = make();
        }
    });
}

/* Stores in `*handle` a new handle of what `make` returns. */
template <typename Handle, typename Make>
XapianStatus store_new(Handle **handle, XapianError *error, const Make &make) noexcept
{
    return guard(error, [&] { *handle = new Handle{make()}; });
}

/* The same for an iterator. */
template <typename Handle, typename Make>
XapianStatus store_list(Handle **handle, XapianError *error, const Make &make) noexcept
{
    return guard(error, [&] { *handle = new Handle{{make()}}; });
}

/* The same for an iterator over a document's own parts, which must not go before it. */
template <typename Handle, typename Make>
XapianStatus store_list(Handle **handle, XapianError *error, const XapianDocument *document,
                        const Make &make) noexcept
{
    return guard(error, [&] { *handle = new Handle{{make(), document->document}}; });
}

/* What `make` returns, 0 if that fails: for numbers that a handle has at hand. */
template <typename Make> auto number_of(const Make &make) noexcept
{
    decltype(make()) result = 0;
    guard(nullptr, [&] { result = make(); });
    return result;
}

template <typename Weight, typename... Parameters>
XapianStatus store_weight(XapianWeight **weight, XapianError *error,
                          const Parameters &...parameters) noexcept
{
    return store_new(weight, error, [&] { return std::make_unique<Weight>(parameters...); });
}

Xapian::Query::op operator_of(XapianQueryOperator combiner)
{
    return static_cast<Xapian::Query::op>(combiner);
}

Xapian::SimpleStopper *stopper_of(const XapianStopper *stopper)
{
    return stopper == nullptr ? nullptr : stopper->stopper.get();
}

const Xapian::ValueCountMatchSpy &counter_of(const XapianMatchSpy *spy)
{
    if (spy->values == nullptr)
        throw Xapian::InvalidOperationError("the match spy is a function and counts no values");
    return *spy->values;
}

Xapian::MSetIterator match_at(const XapianMatchSet *matches, Xapian::doccount index)
{
    if (index >= matches->matches.size())
        throw Xapian::RangeError("index is past the end of the match set");
    return matches->matches[index];
}

Xapian::ESetIterator term_at(const XapianExpandSet *terms, Xapian::termcount index)
{
    if (index >= terms->terms.size())
        throw Xapian::RangeError("index is past the end of the expand set");
    return terms->terms[index];
}

/* Callbacks */

/* For functions that cannot say more. */
[[noreturn]] void fail_callback(const char *message)
{
    CallbackFailure failure;
    report(&failure.error, XAPIAN_CALLBACK_ERROR, message);
    throw failure;
}

class MatchDecider : public Xapian::MatchDecider
{
  public:
    explicit MatchDecider(const XapianMatchDecider &callback) : callback_(callback)
    {
    }

    bool operator()(const Xapian::Document &document) const override
    {
        const XapianDocument handle{document};
        switch (callback_.decide(&handle, callback_.data)) {
        case XAPIAN_DECISION_REJECT:
            return false;
        case XAPIAN_DECISION_ACCEPT:
            return true;
        case XAPIAN_DECISION_FAIL:
            break;
        }
        fail_callback("the match decider reported an error");
    }

  private:
    const XapianMatchDecider &callback_;
};

class FunctionKeyMaker : public Xapian::KeyMaker
{
  public:
    FunctionKeyMaker(XapianKeyFunction make, void *data) : make_(make), data_(data)
    {
    }

    ~FunctionKeyMaker() override
    {
        xapian_string_clear(&key_);
    }

    FunctionKeyMaker(const FunctionKeyMaker &) = delete;
    FunctionKeyMaker &operator=(const FunctionKeyMaker &) = delete;

    std::string operator()(const Xapian::Document &document) const override
    {
        const XapianDocument handle{document};
        CallbackFailure failure;
        if (make_(&handle, &key_, data_, &failure.error) != XAPIAN_OK)
            throw failure;
        return string_of(key_.bytes, key_.length);
    }

  private:
    XapianKeyFunction make_;
    void *data_;
    mutable XapianString key_ = XAPIAN_STRING_INIT; /* kept, so that no key allocates */
};

class FunctionMatchSpy : public Xapian::MatchSpy
{
  public:
    FunctionMatchSpy(XapianSpyFunction look, void *data) : look_(look), data_(data)
    {
    }

    void operator()(const Xapian::Document &document, double weight) override
    {
        const XapianDocument handle{document};
        if (!look_(&handle, weight, data_))
            fail_callback("the match spy reported an error");
    }

  private:
    XapianSpyFunction look_;
    void *data_;
};

class Compactor : public Xapian::Compactor
{
  public:
    explicit Compactor(const XapianCompactor &callback) : callback_(callback)
    {
    }

    void set_status(const std::string &table, const std::string &status) override
    {
        if (callback_.status != nullptr)
            callback_.status(table.c_str(), status.c_str(), callback_.data);
    }

    /* Xapian 1.4 gives the key as the table has it, after two bytes that mark metadata. */
    std::string resolve_duplicate_metadata(const std::string &table_key, size_t count,
                                           const std::string tags[]) override
    {
        if (callback_.resolve == nullptr)
            return tags[0];
        const bool marked = table_key.compare(0, 2, "\0\xc0", 2) == 0;
        const std::string key = marked ? table_key.substr(2) : table_key;
        std::vector<const char *> bytes;
        std::vector<size_t> lengths;
        for (size_t i = 0; i < count; i++) {
            bytes.push_back(tags[i].data());
            lengths.push_back(tags[i].size());
        }
        XapianString chosen = XAPIAN_STRING_INIT;
        std::unique_ptr<XapianString, void (*)(XapianString *)> owner(&chosen, xapian_string_clear);
        if (failed_ || !callback_.resolve(key.data(), key.size(), bytes.data(), lengths.data(),
                                          count, &chosen, callback_.data)) {
            failed_ = true;
            return tags[0];
        }
        return string_of(chosen.bytes, chosen.length);
    }

    /* Only after the end: Xapian leaks its tables when a compaction is broken off. */
    void raise_failure() const
    {
        if (failed_)
            fail_callback("the choice between metadata reported an error");
    }

  private:
    const XapianCompactor &callback_;
    bool failed_ = false;
};

/* Sources are given a shard but not the number of it: it is looked up among those of a database. */
size_t number_of_shard(const Xapian::Database &database, const Xapian::Database &shard)
{
    const auto &shards = database.internal;
    auto found = std::find(shards.begin(), shards.end(), shard.internal.at(0));
    if (found == shards.end())
        throw Xapian::InvalidArgumentError("the query is for another database");
    return static_cast<size_t>(found - shards.begin());
}

/* Matches given documents of one database. Each shard is matched by a clone. */
class DocumentSource : public Xapian::PostingSource
{
  public:
    using Docids = std::vector<Xapian::docid>;

    /* `docids` are sorted. */
    DocumentSource(const Xapian::Database &database, std::shared_ptr<const Docids> docids)
        : database_(database), docids_(std::move(docids))
    {
    }

    PostingSource *clone() const override
    {
        return new DocumentSource(database_, docids_);
    }

    void init(const Xapian::Database &shard) override
    {
        auto count = static_cast<Xapian::docid>(database_.internal.size());
        auto number = static_cast<Xapian::docid>(number_of_shard(database_, shard));
        in_shard_.clear();
        for (Xapian::docid docid : *docids_)
            if ((docid - 1) % count == number)
                in_shard_.push_back((docid - 1) / count + 1);
        position_ = 0;
        started_ = false;
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return get_termfreq_max();
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return static_cast<Xapian::doccount>(in_shard_.size());
    }

    void next(double) override
    {
        if (started_)
            position_++;
        started_ = true;
    }

    void skip_to(Xapian::docid docid, double) override
    {
        auto from = in_shard_.begin() + static_cast<std::ptrdiff_t>(position_);
        auto found = std::lower_bound(from, in_shard_.end(), docid);
        position_ = static_cast<size_t>(found - in_shard_.begin());
        started_ = true;
    }

    bool at_end() const override
    {
        return position_ == in_shard_.size();
    }

    Xapian::docid get_docid() const override
    {
        return in_shard_[position_];
    }

    std::string get_description() const override
    {
        return "Documents(" + std::to_string(docids_->size()) + ")";
    }

  private:
    Xapian::Database database_;
    std::shared_ptr<const Docids> docids_;
    Docids in_shard_; /* numbered as the shard does */
    size_t position_ = 0;
    bool started_ = false;
};

/* Matches all documents, and notes the shard of each one that it is asked for. */
class ShardNote : public Xapian::PostingSource
{
  public:
    ShardNote(const Xapian::Database &database, size_t &shard) : database_(database), shard_(shard)
    {
    }

    PostingSource *clone() const override
    {
        return new ShardNote(database_, shard_);
    }

    void init(const Xapian::Database &shard) override
    {
        number_ = number_of_shard(database_, shard);
        count_ = shard.get_doccount();
        last_ = shard.get_lastdocid();
        current_ = 0;
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return count_;
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return count_;
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return count_;
    }

    void next(double) override
    {
        shard_ = number_;
        current_++;
    }

    void skip_to(Xapian::docid docid, double) override
    {
        shard_ = number_;
        current_ = std::max(current_, docid);
    }

    bool at_end() const override
    {
        return current_ > last_;
    }

    Xapian::docid get_docid() const override
    {
        return current_;
    }

    std::string get_description() const override
    {
        return "ShardNote()";
    }

  private:
    Xapian::Database database_;
    size_t &shard_;
    size_t number_ = 0;
    Xapian::doccount count_ = 0;
    Xapian::docid last_ = 0;
    Xapian::docid current_ = 0;
};

/* A range of values that are terms as well. */
struct TermRange {
    Xapian::valueno slot;
    std::string lower, upper;
    std::vector<std::string> terms;
    std::optional<std::string> all;
    std::vector<std::string> rest;
};

/*
 * Matches a range by values at first, and after enough of them by a set of bits. A clone for each
 * shard.
 */
class RangeSource : public Xapian::PostingSource
{
  public:
    explicit RangeSource(std::shared_ptr<const TermRange> range) : range_(std::move(range))
    {
    }

    PostingSource *clone() const override
    {
        return new RangeSource(range_);
    }

    void init(const Xapian::Database &shard) override
    {
        shard_ = shard;
        values_ = shard.valuestream_begin(range_->slot);
        last_ = shard.get_lastdocid();
        postings_ = count(range_->terms);
        matches_ = postings_;
        by_rest_ = false;
        if (range_->all && are_all(*range_->all)) {
            const Xapian::doccount rest = count(range_->rest);
            by_rest_ = rest < postings_;
            postings_ = std::min(rest, postings_);
            matches_ = by_rest_ && rest < last_ ? last_ - rest : matches_;
        }
        bits_.clear();
        values_read_ = 0;
        current_ = 0;
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }

    /* Exact where the terms have no documents in common. */
    Xapian::doccount get_termfreq_est() const override
    {
        return get_termfreq_max();
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return std::min(matches_, shard_.get_doccount());
    }

    void next(double) override
    {
        advance(current_ + 1);
    }

    void skip_to(Xapian::docid docid, double) override
    {
        if (docid <= current_)
            return;
        if (!bits_.empty() || !read_values(docid))
            advance(docid);
    }

    /* Whether one document is in the range: the next one that is need not be found. */
    bool check(Xapian::docid docid, double) override
    {
        if (docid <= current_)
            return true;
        if (bits_.empty() && values_read_++ < postings_ / POSTINGS_PER_VALUE) {
            const Xapian::ValueIterator end = shard_.valuestream_end(range_->slot);
            if (values_ == end || !values_.check(docid) || values_ == end ||
                values_.get_docid() != docid || !contains(*values_))
                return false;
        } else {
            fill();
            if (docid > last_ || (bits_[docid / 64] >> (docid % 64) & 1) == 0)
                return false;
        }
        current_ = docid;
        return true;
    }

    bool at_end() const override
    {
        return current_ > last_;
    }

    Xapian::docid get_docid() const override
    {
        return current_;
    }

    std::string get_description() const override
    {
        return "Range(" + std::to_string(range_->terms.size()) + " terms)";
    }

  private:
    /* A posting takes so much less time to read than a value (measured). */
    enum { POSTINGS_PER_VALUE = 16 };

    bool contains(const std::string &value) const
    {
        return value >= range_->lower && value <= range_->upper;
    }

    /* Moves to the first document in the range from `docid` on; false if that takes too long. */
    bool read_values(Xapian::docid docid)
    {
        const Xapian::ValueIterator end = shard_.valuestream_end(range_->slot);
        if (values_ != end)
            values_.skip_to(docid);
        for (; values_ != end; ++values_) {
            if (values_read_++ >= postings_ / POSTINGS_PER_VALUE)
                return false;
            current_ = values_.get_docid();
            if (contains(*values_))
                return true;
        }
        current_ = last_ + 1;
        return true;
    }

    Xapian::doccount count(const std::vector<std::string> &terms) const
    {
        Xapian::doccount postings = 0;
        for (const std::string &term : terms)
            postings += shard_.get_termfreq(term);
        return postings;
    }

    /* Whether each docid up to the last one is of a document with the term. */
    bool are_all(const std::string &term) const
    {
        const Xapian::doccount all = shard_.get_termfreq(term);
        return all == last_ && all == shard_.get_doccount();
    }

    /* All bits but those of the rest, or none but those of the terms. */
    void fill()
    {
        if (!bits_.empty())
            return;
        const Xapian::PostingIterator end;
        bits_.assign(last_ / 64 + 1, by_rest_ ? ~std::uint64_t{0} : 0);
        for (const std::string &term : by_rest_ ? range_->rest : range_->terms) {
            for (auto at = shard_.postlist_begin(term); at != end; ++at) {
                const std::uint64_t bit = std::uint64_t{1} << (*at % 64);
                if (by_rest_)
                    bits_[*at / 64] &= ~bit;
                else
                    bits_[*at / 64] |= bit;
            }
        }
    }

    /* Moves to the first document of the set from `docid` on. */
    void advance(Xapian::docid docid)
    {
        fill();
        current_ = last_ + 1;
        if (docid > last_)
            return;
        std::uint64_t word = bits_[docid / 64] & (~std::uint64_t{0} << (docid % 64));
        size_t at = docid / 64;
        while (word == 0 && ++at < bits_.size())
            word = bits_[at];
        if (word != 0)
            current_ = static_cast<Xapian::docid>(at * 64) +
                       static_cast<Xapian::docid>(__builtin_ctzll(word));
    }

    std::shared_ptr<const TermRange> range_;
    Xapian::Database shard_;
    Xapian::ValueIterator values_;
    std::vector<std::uint64_t> bits_; /* by docid; empty until it is filled */
    Xapian::docid last_ = 0;
    Xapian::docid current_ = 0;     /* past the last: at the end */
    Xapian::doccount postings_ = 0; /* to read for the bits */
    Xapian::doccount matches_ = 0;
    bool by_rest_ = false; /* the bits are all but the rest */
    Xapian::doccount values_read_ = 0;
};

} // namespace

/* Status, error and strings */

const char *xapian_status_name(XapianStatus status)
{
    for (const auto &candidate : statuses)
        if (candidate.status == status)
            return candidate.name;
    return "unknown status";
}

XapianStatus xapian_string_set(XapianString *string, const char *bytes, size_t length,
                               XapianError *error)
{
    return guard(error, [&] { assign(*string, bytes, length); });
}

void xapian_string_clear(XapianString *string)
{
    if (string == nullptr)
        return;
    free(string->bytes);
    *string = XAPIAN_STRING_INIT;
}

/* Version */

const char *xapian_version_string(void)
{
    return Xapian::version_string();
}

int xapian_major_version(void)
{
    return Xapian::major_version();
}

int xapian_minor_version(void)
{
    return Xapian::minor_version();
}

int xapian_revision(void)
{
    return Xapian::revision();
}

/* Database: opening and closing */

XapianStatus xapian_database_new(XapianDatabase **database, XapianError *error)
{
    return store_new(database, error, [] { return Xapian::Database(); });
}

XapianStatus xapian_database_open(const char *path, int flags, XapianDatabase **database,
                                  XapianError *error)
{
    return store_new(database, error, [&] { return Xapian::Database(path, flags); });
}

XapianStatus xapian_database_open_remote(const char *host, unsigned int port,
                                         unsigned int timeout_ms, unsigned int connect_timeout_ms,
                                         XapianDatabase **database, XapianError *error)
{
    return store_new(database, error, [&] {
        return Xapian::Remote::open(host, port, timeout_ms, connect_timeout_ms);
    });
}

XapianStatus xapian_database_open_program(const char *program, const char *arguments,
                                          unsigned int timeout_ms, XapianDatabase **database,
                                          XapianError *error)
{
    return store_new(database, error,
                     [&] { return Xapian::Remote::open(program, arguments, timeout_ms); });
}

void xapian_database_free(XapianDatabase *database)
{
    delete database;
}

XapianStatus xapian_database_add_database(XapianDatabase *database, const XapianDatabase *other,
                                          XapianError *error)
{
    return guard(error, [&] { database->database.add_database(other->database); });
}

size_t xapian_database_size(const XapianDatabase *database)
{
    return number_of([&] { return database->database.size(); });
}

XapianStatus xapian_database_reopen(XapianDatabase *database, bool *changed, XapianError *error)
{
    return guard(error, [&] {
        bool moved = database->database.reopen();
        if (changed != nullptr)
            *changed = moved;
    });
}

XapianStatus xapian_database_close(XapianDatabase *database, XapianError *error)
{
    return guard(error, [&] { database->database.close(); });
}

XapianStatus xapian_database_keep_alive(XapianDatabase *database, XapianError *error)
{
    return guard(error, [&] { database->database.keep_alive(); });
}

XapianStatus xapian_database_locked(const XapianDatabase *database, bool *locked,
                                    XapianError *error)
{
    return store(locked, error, [&] { return database->database.locked(); });
}

XapianStatus xapian_database_get_revision(const XapianDatabase *database, XapianRevision *revision,
                                          XapianError *error)
{
    return store(revision, error, [&] { return database->database.get_revision(); });
}

XapianStatus xapian_database_get_uuid(const XapianDatabase *database, XapianString *uuid,
                                      XapianError *error)
{
    return store(uuid, error, [&] { return database->database.get_uuid(); });
}

XapianStatus xapian_database_get_description(const XapianDatabase *database,
                                             XapianString *description, XapianError *error)
{
    return store(description, error, [&] { return database->database.get_description(); });
}

/* Database: statistics */

XapianStatus xapian_database_get_doccount(const XapianDatabase *database,
                                          XapianDocumentCount *count, XapianError *error)
{
    return store(count, error, [&] { return database->database.get_doccount(); });
}

XapianStatus xapian_database_get_lastdocid(const XapianDatabase *database, XapianDocid *docid,
                                           XapianError *error)
{
    return store(docid, error, [&] { return database->database.get_lastdocid(); });
}

XapianStatus xapian_database_get_average_length(const XapianDatabase *database, double *length,
                                                XapianError *error)
{
    return store(length, error, [&] { return database->database.get_average_length(); });
}

XapianStatus xapian_database_get_total_length(const XapianDatabase *database,
                                              XapianTotalLength *length, XapianError *error)
{
    return store(length, error, [&] { return database->database.get_total_length(); });
}

XapianStatus xapian_database_get_doclength_lower_bound(const XapianDatabase *database,
                                                       XapianTermCount *bound, XapianError *error)
{
    return store(bound, error, [&] { return database->database.get_doclength_lower_bound(); });
}

XapianStatus xapian_database_get_doclength_upper_bound(const XapianDatabase *database,
                                                       XapianTermCount *bound, XapianError *error)
{
    return store(bound, error, [&] { return database->database.get_doclength_upper_bound(); });
}

XapianStatus xapian_database_get_doclength(const XapianDatabase *database, XapianDocid docid,
                                           XapianTermCount *length, XapianError *error)
{
    return store(length, error, [&] { return database->database.get_doclength(docid); });
}

XapianStatus xapian_database_get_unique_terms(const XapianDatabase *database, XapianDocid docid,
                                              XapianTermCount *count, XapianError *error)
{
    return store(count, error, [&] { return database->database.get_unique_terms(docid); });
}

XapianStatus xapian_database_has_positions(const XapianDatabase *database, bool *has_positions,
                                           XapianError *error)
{
    return store(has_positions, error, [&] { return database->database.has_positions(); });
}

XapianStatus xapian_database_term_exists(const XapianDatabase *database, const char *term,
                                         size_t length, bool *exists, XapianError *error)
{
    return store(exists, error,
                 [&] { return database->database.term_exists(string_of(term, length)); });
}

XapianStatus xapian_database_get_termfreq(const XapianDatabase *database, const char *term,
                                          size_t length, XapianDocumentCount *frequency,
                                          XapianError *error)
{
    return store(frequency, error,
                 [&] { return database->database.get_termfreq(string_of(term, length)); });
}

XapianStatus xapian_database_get_collection_freq(const XapianDatabase *database, const char *term,
                                                 size_t length, XapianTermCount *frequency,
                                                 XapianError *error)
{
    return store(frequency, error,
                 [&] { return database->database.get_collection_freq(string_of(term, length)); });
}

XapianStatus xapian_database_get_wdf_upper_bound(const XapianDatabase *database, const char *term,
                                                 size_t length, XapianTermCount *bound,
                                                 XapianError *error)
{
    return store(bound, error,
                 [&] { return database->database.get_wdf_upper_bound(string_of(term, length)); });
}

XapianStatus xapian_database_get_value_freq(const XapianDatabase *database, XapianValueSlot slot,
                                            XapianDocumentCount *frequency, XapianError *error)
{
    return store(frequency, error, [&] { return database->database.get_value_freq(slot); });
}

XapianStatus xapian_database_get_value_lower_bound(const XapianDatabase *database,
                                                   XapianValueSlot slot, XapianString *bound,
                                                   XapianError *error)
{
    return store(bound, error, [&] { return database->database.get_value_lower_bound(slot); });
}

XapianStatus xapian_database_get_value_upper_bound(const XapianDatabase *database,
                                                   XapianValueSlot slot, XapianString *bound,
                                                   XapianError *error)
{
    return store(bound, error, [&] { return database->database.get_value_upper_bound(slot); });
}

/* Database: lists */

XapianStatus xapian_database_allterms(const XapianDatabase *database, const char *prefix,
                                      size_t length, XapianTermIterator **terms, XapianError *error)
{
    return store_list(terms, error,
                      [&] { return database->database.allterms_begin(string_of(prefix, length)); });
}

XapianStatus xapian_database_termlist(const XapianDatabase *database, XapianDocid docid,
                                      XapianTermIterator **terms, XapianError *error)
{
    return store_list(terms, error, [&] { return database->database.termlist_begin(docid); });
}

XapianStatus xapian_database_postlist(const XapianDatabase *database, const char *term,
                                      size_t length, XapianPostingIterator **postings,
                                      XapianError *error)
{
    return store_list(postings, error,
                      [&] { return database->database.postlist_begin(string_of(term, length)); });
}

XapianStatus xapian_database_positionlist(const XapianDatabase *database, XapianDocid docid,
                                          const char *term, size_t length,
                                          XapianPositionIterator **positions, XapianError *error)
{
    return store_list(positions, error, [&] {
        return database->database.positionlist_begin(docid, string_of(term, length));
    });
}

XapianStatus xapian_database_valuestream(const XapianDatabase *database, XapianValueSlot slot,
                                         XapianValueIterator **values, XapianError *error)
{
    return store_list(values, error, [&] { return database->database.valuestream_begin(slot); });
}

/* Database: documents, metadata, synonyms, spelling */

XapianStatus xapian_database_get_document(const XapianDatabase *database, XapianDocid docid,
                                          unsigned int flags, XapianDocument **document,
                                          XapianError *error)
{
    return store_new(document, error,
                     [&] { return database->database.get_document(docid, flags); });
}

XapianStatus xapian_database_get_metadata(const XapianDatabase *database, const char *key,
                                          size_t length, XapianString *metadata, XapianError *error)
{
    return store(metadata, error,
                 [&] { return database->database.get_metadata(string_of(key, length)); });
}

XapianStatus xapian_database_metadata_keys(const XapianDatabase *database, const char *prefix,
                                           size_t length, XapianTermIterator **keys,
                                           XapianError *error)
{
    return store_list(keys, error, [&] {
        return database->database.metadata_keys_begin(string_of(prefix, length));
    });
}

XapianStatus xapian_database_synonyms(const XapianDatabase *database, const char *term,
                                      size_t length, XapianTermIterator **synonyms,
                                      XapianError *error)
{
    return store_list(synonyms, error,
                      [&] { return database->database.synonyms_begin(string_of(term, length)); });
}

XapianStatus xapian_database_synonym_keys(const XapianDatabase *database, const char *prefix,
                                          size_t length, XapianTermIterator **terms,
                                          XapianError *error)
{
    return store_list(terms, error, [&] {
        return database->database.synonym_keys_begin(string_of(prefix, length));
    });
}

XapianStatus xapian_database_spellings(const XapianDatabase *database, XapianTermIterator **words,
                                       XapianError *error)
{
    return store_list(words, error, [&] { return database->database.spellings_begin(); });
}

XapianStatus xapian_database_get_spelling_suggestion(const XapianDatabase *database,
                                                     const char *word, size_t length,
                                                     unsigned int max_edit_distance,
                                                     XapianString *suggestion, XapianError *error)
{
    return store(suggestion, error, [&] {
        return database->database.get_spelling_suggestion(string_of(word, length),
                                                          max_edit_distance);
    });
}

/* Database: upkeep */

XapianStatus xapian_database_check(const char *path, int options, size_t *error_count,
                                   XapianString *report, XapianError *error)
{
    return guard(error, [&] {
        std::ostringstream printed;
        bool wanted = report != nullptr;
        size_t count = Xapian::Database::check(path, options, wanted ? &printed : nullptr);
        const std::string lines = printed.str();
        if (wanted)
            assign(*report, lines.data(), lines.size());
        *error_count = count;
    });
}

XapianStatus xapian_database_compact(XapianDatabase *database, const char *path, unsigned int flags,
                                     int block_size, const XapianCompactor *compactor,
                                     XapianError *error)
{
    return guard(error, [&] {
        if (compactor == nullptr) {
            database->database.compact(path, flags, block_size);
        } else {
            Compactor adapter(*compactor);
            database->database.compact(path, flags, block_size, adapter);
            adapter.raise_failure();
        }
    });
}

/* Writable database */

XapianStatus xapian_writable_database_open(const char *path, int flags, int block_size,
                                           XapianWritableDatabase **database, XapianError *error)
{
    return store_new(database, error,
                     [&] { return Xapian::WritableDatabase(path, flags, block_size); });
}

XapianStatus xapian_writable_database_open_remote(const char *host, unsigned int port,
                                                  unsigned int timeout_ms,
                                                  unsigned int connect_timeout_ms, int flags,
                                                  XapianWritableDatabase **database,
                                                  XapianError *error)
{
    return store_new(database, error, [&] {
        return Xapian::Remote::open_writable(host, port, timeout_ms, connect_timeout_ms, flags);
    });
}

void xapian_writable_database_free(XapianWritableDatabase *database)
{
    delete database;
}

XapianDatabase *xapian_writable_database_as_database(XapianWritableDatabase *database)
{
    return &database->reader;
}

XapianStatus xapian_writable_database_commit(XapianWritableDatabase *database, XapianError *error)
{
    return guard(error, [&] { database->database.commit(); });
}

XapianStatus xapian_writable_database_begin_transaction(XapianWritableDatabase *database,
                                                        bool flushed, XapianError *error)
{
    return guard(error, [&] { database->database.begin_transaction(flushed); });
}

XapianStatus xapian_writable_database_commit_transaction(XapianWritableDatabase *database,
                                                         XapianError *error)
{
    return guard(error, [&] { database->database.commit_transaction(); });
}

XapianStatus xapian_writable_database_cancel_transaction(XapianWritableDatabase *database,
                                                         XapianError *error)
{
    return guard(error, [&] { database->database.cancel_transaction(); });
}

XapianStatus xapian_writable_database_add_document(XapianWritableDatabase *database,
                                                   const XapianDocument *document,
                                                   XapianDocid *docid, XapianError *error)
{
    return guard(error, [&] {
        Xapian::docid added = database->database.add_document(document->document);
        if (docid != nullptr)
            *docid = added;
    });
}

XapianStatus xapian_writable_database_replace_document(XapianWritableDatabase *database,
                                                       XapianDocid docid,
                                                       const XapianDocument *document,
                                                       XapianError *error)
{
    return guard(error, [&] { database->database.replace_document(docid, document->document); });
}

XapianStatus xapian_writable_database_replace_document_by_term(XapianWritableDatabase *database,
                                                               const char *term, size_t length,
                                                               const XapianDocument *document,
                                                               XapianDocid *docid,
                                                               XapianError *error)
{
    return guard(error, [&] {
        Xapian::docid used =
            database->database.replace_document(string_of(term, length), document->document);
        if (docid != nullptr)
            *docid = used;
    });
}

XapianStatus xapian_writable_database_delete_document(XapianWritableDatabase *database,
                                                      XapianDocid docid, XapianError *error)
{
    return guard(error, [&] { database->database.delete_document(docid); });
}

XapianStatus xapian_writable_database_delete_document_by_term(XapianWritableDatabase *database,
                                                              const char *term, size_t length,
                                                              XapianError *error)
{
    return guard(error, [&] { database->database.delete_document(string_of(term, length)); });
}

XapianStatus xapian_writable_database_set_metadata(XapianWritableDatabase *database,
                                                   const char *key, size_t key_length,
                                                   const char *metadata, size_t metadata_length,
                                                   XapianError *error)
{
    return guard(error, [&] {
        database->database.set_metadata(string_of(key, key_length),
                                        string_of(metadata, metadata_length));
    });
}

XapianStatus xapian_writable_database_add_synonym(XapianWritableDatabase *database,
                                                  const char *term, size_t term_length,
                                                  const char *synonym, size_t synonym_length,
                                                  XapianError *error)
{
    return guard(error, [&] {
        database->database.add_synonym(string_of(term, term_length),
                                       string_of(synonym, synonym_length));
    });
}

XapianStatus xapian_writable_database_remove_synonym(XapianWritableDatabase *database,
                                                     const char *term, size_t term_length,
                                                     const char *synonym, size_t synonym_length,
                                                     XapianError *error)
{
    return guard(error, [&] {
        database->database.remove_synonym(string_of(term, term_length),
                                          string_of(synonym, synonym_length));
    });
}

XapianStatus xapian_writable_database_clear_synonyms(XapianWritableDatabase *database,
                                                     const char *term, size_t length,
                                                     XapianError *error)
{
    return guard(error, [&] { database->database.clear_synonyms(string_of(term, length)); });
}

XapianStatus xapian_writable_database_add_spelling(XapianWritableDatabase *database,
                                                   const char *word, size_t length,
                                                   XapianTermCount increment, XapianError *error)
{
    return guard(error,
                 [&] { database->database.add_spelling(string_of(word, length), increment); });
}

XapianStatus xapian_writable_database_remove_spelling(XapianWritableDatabase *database,
                                                      const char *word, size_t length,
                                                      XapianTermCount decrement, XapianError *error)
{
    return guard(error,
                 [&] { database->database.remove_spelling(string_of(word, length), decrement); });
}

/* Document */

XapianStatus xapian_document_new(XapianDocument **document, XapianError *error)
{
    return store_new(document, error, [] { return Xapian::Document(); });
}

XapianStatus xapian_document_unserialise(const char *bytes, size_t length,
                                         XapianDocument **document, XapianError *error)
{
    return store_new(document, error,
                     [&] { return Xapian::Document::unserialise(string_of(bytes, length)); });
}

void xapian_document_free(XapianDocument *document)
{
    delete document;
}

XapianDocid xapian_document_get_docid(const XapianDocument *document)
{
    return number_of([&] { return document->document.get_docid(); });
}

XapianStatus xapian_document_get_data(const XapianDocument *document, XapianString *data,
                                      XapianError *error)
{
    return store(data, error, [&] { return document->document.get_data(); });
}

XapianStatus xapian_document_set_data(XapianDocument *document, const char *data, size_t length,
                                      XapianError *error)
{
    return guard(error, [&] { document->document.set_data(string_of(data, length)); });
}

XapianStatus xapian_document_add_posting(XapianDocument *document, const char *term, size_t length,
                                         XapianTermPosition position, XapianTermCount wdf_increment,
                                         XapianError *error)
{
    return guard(error, [&] {
        document->document.add_posting(string_of(term, length), position, wdf_increment);
    });
}

XapianStatus xapian_document_add_term(XapianDocument *document, const char *term, size_t length,
                                      XapianTermCount wdf_increment, XapianError *error)
{
    return guard(error,
                 [&] { document->document.add_term(string_of(term, length), wdf_increment); });
}

XapianStatus xapian_document_remove_posting(XapianDocument *document, const char *term,
                                            size_t length, XapianTermPosition position,
                                            XapianTermCount wdf_decrement, XapianError *error)
{
    return guard(error, [&] {
        document->document.remove_posting(string_of(term, length), position, wdf_decrement);
    });
}

XapianStatus xapian_document_remove_term(XapianDocument *document, const char *term, size_t length,
                                         XapianError *error)
{
    return guard(error, [&] { document->document.remove_term(string_of(term, length)); });
}

XapianStatus xapian_document_clear_terms(XapianDocument *document, XapianError *error)
{
    return guard(error, [&] { document->document.clear_terms(); });
}

XapianStatus xapian_document_termlist_count(const XapianDocument *document, XapianTermCount *count,
                                            XapianError *error)
{
    return store(count, error, [&] { return document->document.termlist_count(); });
}

XapianStatus xapian_document_termlist(const XapianDocument *document, XapianTermIterator **terms,
                                      XapianError *error)
{
    return store_list(terms, error, document, [&] { return document->document.termlist_begin(); });
}

XapianStatus xapian_document_add_value(XapianDocument *document, XapianValueSlot slot,
                                       const char *value, size_t length, XapianError *error)
{
    return guard(error, [&] { document->document.add_value(slot, string_of(value, length)); });
}

XapianStatus xapian_document_get_value(const XapianDocument *document, XapianValueSlot slot,
                                       XapianString *value, XapianError *error)
{
    return store(value, error, [&] { return document->document.get_value(slot); });
}

XapianStatus xapian_document_remove_value(XapianDocument *document, XapianValueSlot slot,
                                          XapianError *error)
{
    return guard(error, [&] { document->document.remove_value(slot); });
}

XapianStatus xapian_document_clear_values(XapianDocument *document, XapianError *error)
{
    return guard(error, [&] { document->document.clear_values(); });
}

XapianStatus xapian_document_values_count(const XapianDocument *document, XapianTermCount *count,
                                          XapianError *error)
{
    return store(count, error, [&] { return document->document.values_count(); });
}

XapianStatus xapian_document_values(const XapianDocument *document, XapianValueIterator **values,
                                    XapianError *error)
{
    return store_list(values, error, document, [&] { return document->document.values_begin(); });
}

XapianStatus xapian_document_serialise(const XapianDocument *document, XapianString *bytes,
                                       XapianError *error)
{
    return store(bytes, error, [&] { return document->document.serialise(); });
}

XapianStatus xapian_document_get_description(const XapianDocument *document,
                                             XapianString *description, XapianError *error)
{
    return store(description, error, [&] { return document->document.get_description(); });
}

/* Iterators */

void xapian_term_iterator_free(XapianTermIterator *terms)
{
    delete terms;
}

XapianStatus xapian_term_iterator_next(XapianTermIterator *terms, XapianError *error)
{
    return guard(error, [&] { return terms->cursor.next(); });
}

XapianStatus xapian_term_iterator_skip_to(XapianTermIterator *terms, const char *term,
                                          size_t length, XapianError *error)
{
    return guard(error, [&] { return terms->cursor.skip_to(string_of(term, length)); });
}

const char *xapian_term_iterator_get_term(const XapianTermIterator *terms, size_t *length)
{
    *length = terms->cursor.current.size();
    return terms->cursor.current.data();
}

XapianStatus xapian_term_iterator_get_wdf(const XapianTermIterator *terms, XapianTermCount *wdf,
                                          XapianError *error)
{
    return store(wdf, error, [&] { return terms->cursor.item().get_wdf(); });
}

XapianStatus xapian_term_iterator_get_termfreq(const XapianTermIterator *terms,
                                               XapianDocumentCount *frequency, XapianError *error)
{
    return store(frequency, error, [&] { return terms->cursor.item().get_termfreq(); });
}

XapianStatus xapian_term_iterator_positionlist_count(const XapianTermIterator *terms,
                                                     XapianTermCount *count, XapianError *error)
{
    return store(count, error, [&] { return terms->cursor.item().positionlist_count(); });
}

XapianStatus xapian_term_iterator_positionlist(const XapianTermIterator *terms,
                                               XapianPositionIterator **positions,
                                               XapianError *error)
{
    return store_list(positions, error, [&] { return terms->cursor.item().positionlist_begin(); });
}

void xapian_posting_iterator_free(XapianPostingIterator *postings)
{
    delete postings;
}

XapianStatus xapian_posting_iterator_next(XapianPostingIterator *postings, XapianError *error)
{
    return guard(error, [&] { return postings->cursor.next(); });
}

XapianStatus xapian_posting_iterator_skip_to(XapianPostingIterator *postings, XapianDocid docid,
                                             XapianError *error)
{
    return guard(error, [&] { return postings->cursor.skip_to(docid); });
}

XapianDocid xapian_posting_iterator_get_docid(const XapianPostingIterator *postings)
{
    return postings->cursor.current;
}

XapianStatus xapian_posting_iterator_get_wdf(const XapianPostingIterator *postings,
                                             XapianTermCount *wdf, XapianError *error)
{
    return store(wdf, error, [&] { return postings->cursor.item().get_wdf(); });
}

XapianStatus xapian_posting_iterator_get_doclength(const XapianPostingIterator *postings,
                                                   XapianTermCount *length, XapianError *error)
{
    return store(length, error, [&] { return postings->cursor.item().get_doclength(); });
}

XapianStatus xapian_posting_iterator_get_unique_terms(const XapianPostingIterator *postings,
                                                      XapianTermCount *count, XapianError *error)
{
    return store(count, error, [&] { return postings->cursor.item().get_unique_terms(); });
}

XapianStatus xapian_posting_iterator_positionlist(const XapianPostingIterator *postings,
                                                  XapianPositionIterator **positions,
                                                  XapianError *error)
{
    return store_list(positions, error,
                      [&] { return postings->cursor.item().positionlist_begin(); });
}

void xapian_position_iterator_free(XapianPositionIterator *positions)
{
    delete positions;
}

XapianStatus xapian_position_iterator_next(XapianPositionIterator *positions, XapianError *error)
{
    return guard(error, [&] { return positions->cursor.next(); });
}

XapianStatus xapian_position_iterator_skip_to(XapianPositionIterator *positions,
                                              XapianTermPosition position, XapianError *error)
{
    return guard(error, [&] { return positions->cursor.skip_to(position); });
}

XapianTermPosition xapian_position_iterator_get_position(const XapianPositionIterator *positions)
{
    return positions->cursor.current;
}

void xapian_value_iterator_free(XapianValueIterator *values)
{
    delete values;
}

XapianStatus xapian_value_iterator_next(XapianValueIterator *values, XapianError *error)
{
    return guard(error, [&] { return values->cursor.next(); });
}

XapianStatus xapian_value_iterator_skip_to(XapianValueIterator *values, unsigned int docid_or_slot,
                                           XapianError *error)
{
    return guard(error, [&] { return values->cursor.skip_to(docid_or_slot); });
}

const char *xapian_value_iterator_get_value(const XapianValueIterator *values, size_t *length)
{
    *length = values->cursor.current.size();
    return values->cursor.current.data();
}

XapianStatus xapian_value_iterator_get_docid(const XapianValueIterator *values, XapianDocid *docid,
                                             XapianError *error)
{
    return store(docid, error, [&] { return values->cursor.item().get_docid(); });
}

XapianStatus xapian_value_iterator_get_slot(const XapianValueIterator *values,
                                            XapianValueSlot *slot, XapianError *error)
{
    return store(slot, error, [&] { return values->cursor.item().get_valueno(); });
}

/* Stem and stopper */

XapianStatus xapian_stem_new(const char *language, XapianStem **stem, XapianError *error)
{
    return store_new(stem, error, [&] { return Xapian::Stem(language); });
}

void xapian_stem_free(XapianStem *stem)
{
    delete stem;
}

XapianStatus xapian_stem_apply(XapianStem *stem, const char *word, size_t length,
                               XapianString *result, XapianError *error)
{
    return store(result, error, [&] {
        stem->word.assign(length == 0 ? "" : word, length);
        return stem->stemmer(stem->word);
    });
}

XapianStatus xapian_stem_get_description(const XapianStem *stem, XapianString *description,
                                         XapianError *error)
{
    return store(description, error, [&] { return stem->stemmer.get_description(); });
}

XapianStatus xapian_stem_get_available_languages(XapianString *languages, XapianError *error)
{
    return store(languages, error, [] { return Xapian::Stem::get_available_languages(); });
}

XapianStatus xapian_stopper_new(XapianStopper **stopper, XapianError *error)
{
    return store_new(stopper, error, [] { return share<Xapian::SimpleStopper>(); });
}

void xapian_stopper_free(XapianStopper *stopper)
{
    delete stopper;
}

XapianStatus xapian_stopper_add(XapianStopper *stopper, const char *word, size_t length,
                                XapianError *error)
{
    return guard(error, [&] { stopper->stopper->add(string_of(word, length)); });
}

XapianStatus xapian_stopper_contains(const XapianStopper *stopper, const char *word, size_t length,
                                     bool *contains, XapianError *error)
{
    return store(contains, error, [&] { return (*stopper->stopper)(string_of(word, length)); });
}

/* Term generator */

XapianStatus xapian_term_generator_new(XapianTermGenerator **generator, XapianError *error)
{
    return store_new(generator, error, [] { return Xapian::TermGenerator(); });
}

void xapian_term_generator_free(XapianTermGenerator *generator)
{
    delete generator;
}

XapianStatus xapian_term_generator_set_stemmer(XapianTermGenerator *generator,
                                               const XapianStem *stem, XapianError *error)
{
    return guard(error, [&] { generator->generator.set_stemmer(stem->stemmer); });
}

XapianStatus xapian_term_generator_set_stemming_strategy(XapianTermGenerator *generator,
                                                         XapianStemStrategy strategy,
                                                         XapianError *error)
{
    return guard(error, [&] {
        generator->generator.set_stemming_strategy(
            static_cast<Xapian::TermGenerator::stem_strategy>(strategy));
    });
}

XapianStatus xapian_term_generator_set_stopper(XapianTermGenerator *generator,
                                               const XapianStopper *stopper, XapianError *error)
{
    return guard(error, [&] { generator->generator.set_stopper(stopper_of(stopper)); });
}

XapianStatus xapian_term_generator_set_stopper_strategy(XapianTermGenerator *generator,
                                                        XapianStopStrategy strategy,
                                                        XapianError *error)
{
    return guard(error, [&] {
        generator->generator.set_stopper_strategy(
            static_cast<Xapian::TermGenerator::stop_strategy>(strategy));
    });
}

XapianStatus xapian_term_generator_set_flags(XapianTermGenerator *generator, int flags,
                                             XapianError *error)
{
    return guard(error, [&] { generator->generator.set_flags(flags); });
}

XapianStatus xapian_term_generator_set_max_word_length(XapianTermGenerator *generator,
                                                       unsigned int bytes, XapianError *error)
{
    return guard(error, [&] { generator->generator.set_max_word_length(bytes); });
}

XapianStatus xapian_term_generator_set_database(XapianTermGenerator *generator,
                                                const XapianWritableDatabase *database,
                                                XapianError *error)
{
    return guard(error, [&] { generator->generator.set_database(database->database); });
}

XapianStatus xapian_term_generator_set_document(XapianTermGenerator *generator,
                                                XapianDocument *document, XapianError *error)
{
    return guard(error, [&] { generator->generator.set_document(document->document); });
}

XapianStatus xapian_term_generator_index_text(XapianTermGenerator *generator, const char *text,
                                              size_t length, XapianTermCount wdf_increment,
                                              const char *prefix, XapianError *error)
{
    return guard(error, [&] {
        generator->generator.index_text(Xapian::Utf8Iterator(text, length), wdf_increment, prefix);
    });
}

XapianStatus xapian_term_generator_index_text_without_positions(XapianTermGenerator *generator,
                                                                const char *text, size_t length,
                                                                XapianTermCount wdf_increment,
                                                                const char *prefix,
                                                                XapianError *error)
{
    return guard(error, [&] {
        generator->generator.index_text_without_positions(Xapian::Utf8Iterator(text, length),
                                                          wdf_increment, prefix);
    });
}

XapianStatus xapian_term_generator_increase_termpos(XapianTermGenerator *generator,
                                                    XapianTermPosition delta, XapianError *error)
{
    return guard(error, [&] { generator->generator.increase_termpos(delta); });
}

XapianTermPosition xapian_term_generator_get_termpos(const XapianTermGenerator *generator)
{
    return number_of([&] { return generator->generator.get_termpos(); });
}

XapianStatus xapian_term_generator_set_termpos(XapianTermGenerator *generator,
                                               XapianTermPosition position, XapianError *error)
{
    return guard(error, [&] { generator->generator.set_termpos(position); });
}

/* Query */

XapianStatus xapian_query_new_term(const char *term, size_t length, XapianTermCount wqf,
                                   XapianTermPosition position, XapianQuery **query,
                                   XapianError *error)
{
    return store_new(query, error,
                     [&] { return Xapian::Query(string_of(term, length), wqf, position); });
}

/* Not Query::MatchAll: all threads would share its count of references, which is not atomic. */
XapianStatus xapian_query_new_match_all(XapianQuery **query, XapianError *error)
{
    return store_new(query, error, [] { return Xapian::Query(std::string()); });
}

XapianStatus xapian_query_new_match_nothing(XapianQuery **query, XapianError *error)
{
    return store_new(query, error, [] { return Xapian::Query(); });
}

XapianStatus xapian_query_new_combined(XapianQueryOperator combiner,
                                       const XapianQuery *const *queries, size_t count,
                                       XapianTermCount parameter, XapianQuery **query,
                                       XapianError *error)
{
    return store_new(query, error, [&] {
        std::vector<Xapian::Query> parts;
        parts.reserve(count);
        for (size_t i = 0; i < count; i++)
            parts.push_back(queries[i]->query);
        return Xapian::Query(operator_of(combiner), parts.begin(), parts.end(), parameter);
    });
}

XapianStatus xapian_query_new_scaled(const XapianQuery *subquery, double factor,
                                     XapianQuery **query, XapianError *error)
{
    return store_new(query, error, [&] { return Xapian::Query(factor, subquery->query); });
}

XapianStatus xapian_query_new_value_range(XapianValueSlot slot, const char *lower,
                                          size_t lower_length, const char *upper,
                                          size_t upper_length, XapianQuery **query,
                                          XapianError *error)
{
    return store_new(query, error, [&] {
        return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, string_of(lower, lower_length),
                             string_of(upper, upper_length));
    });
}

XapianStatus xapian_query_new_value_ge(XapianValueSlot slot, const char *lower, size_t length,
                                       XapianQuery **query, XapianError *error)
{
    return store_new(query, error, [&] {
        return Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, string_of(lower, length));
    });
}

XapianStatus xapian_query_new_value_le(XapianValueSlot slot, const char *upper, size_t length,
                                       XapianQuery **query, XapianError *error)
{
    return store_new(query, error, [&] {
        return Xapian::Query(Xapian::Query::OP_VALUE_LE, slot, string_of(upper, length));
    });
}

XapianStatus xapian_query_new_wildcard(const char *prefix, size_t length,
                                       XapianTermCount max_expansion, XapianWildcardLimit limit,
                                       XapianQueryOperator combiner, XapianQuery **query,
                                       XapianError *error)
{
    return store_new(query, error, [&] {
        return Xapian::Query(Xapian::Query::OP_WILDCARD, string_of(prefix, length), max_expansion,
                             limit, operator_of(combiner));
    });
}

XapianStatus xapian_query_new_documents(const XapianDatabase *database, const XapianDocid *docids,
                                        size_t count, XapianQuery **query, XapianError *error)
{
    return store_new(query, error, [&] {
        auto sorted = std::make_shared<DocumentSource::Docids>();
        if (count > 0)
            sorted->assign(docids, docids + count);
        std::sort(sorted->begin(), sorted->end());
        if (!sorted->empty() && sorted->front() == 0)
            throw Xapian::InvalidArgumentError("docid 0 is no document");
        sorted->erase(std::unique(sorted->begin(), sorted->end()), sorted->end());
        return Xapian::Query(share<DocumentSource>(database->database, sorted).get());
    });
}

XapianStatus xapian_query_new_shard_note(const XapianDatabase *database, size_t *shard,
                                         XapianQuery **query, XapianError *error)
{
    return store_new(query, error, [&] {
        return Xapian::Query(share<ShardNote>(database->database, *shard).get());
    });
}

XapianStatus xapian_query_new_range_of_terms(const XapianTermRange *range, XapianQuery **query,
                                             XapianError *error)
{
    return store_new(query, error, [&] {
        auto copy = std::make_shared<TermRange>();
        copy->slot = range->slot;
        copy->lower = string_of(range->lower, range->lower_length);
        copy->upper = string_of(range->upper, range->upper_length);
        copy->terms.assign(range->terms, range->terms + range->term_count);
        if (range->all != nullptr) {
            copy->all = range->all;
            copy->rest.assign(range->rest, range->rest + range->rest_count);
        }
        return Xapian::Query(share<RangeSource>(std::move(copy)).get());
    });
}

XapianStatus xapian_query_unserialise(const char *bytes, size_t length, XapianQuery **query,
                                      XapianError *error)
{
    return store_new(query, error,
                     [&] { return Xapian::Query::unserialise(string_of(bytes, length)); });
}

void xapian_query_free(XapianQuery *query)
{
    delete query;
}

bool xapian_query_is_empty(const XapianQuery *query)
{
    return query->query.empty();
}

XapianTermCount xapian_query_get_length(const XapianQuery *query)
{
    return number_of([&] { return query->query.get_length(); });
}

XapianStatus xapian_query_terms(const XapianQuery *query, XapianTermIterator **terms,
                                XapianError *error)
{
    return store_list(terms, error, [&] { return query->query.get_unique_terms_begin(); });
}

XapianStatus xapian_query_serialise(const XapianQuery *query, XapianString *bytes,
                                    XapianError *error)
{
    return store(bytes, error, [&] { return query->query.serialise(); });
}

XapianStatus xapian_query_get_description(const XapianQuery *query, XapianString *description,
                                          XapianError *error)
{
    return store(description, error, [&] { return query->query.get_description(); });
}

/* Query parser */

XapianStatus xapian_query_parser_new(XapianQueryParser **parser, XapianError *error)
{
    return store_new(parser, error, [] { return Xapian::QueryParser(); });
}

void xapian_query_parser_free(XapianQueryParser *parser)
{
    delete parser;
}

XapianStatus xapian_query_parser_set_stemmer(XapianQueryParser *parser, const XapianStem *stem,
                                             XapianError *error)
{
    return guard(error, [&] { parser->parser.set_stemmer(stem->stemmer); });
}

XapianStatus xapian_query_parser_set_stemming_strategy(XapianQueryParser *parser,
                                                       XapianStemStrategy strategy,
                                                       XapianError *error)
{
    return guard(error, [&] {
        parser->parser.set_stemming_strategy(
            static_cast<Xapian::QueryParser::stem_strategy>(strategy));
    });
}

XapianStatus xapian_query_parser_set_stopper(XapianQueryParser *parser,
                                             const XapianStopper *stopper, XapianError *error)
{
    return guard(error, [&] { parser->parser.set_stopper(stopper_of(stopper)); });
}

XapianStatus xapian_query_parser_set_database(XapianQueryParser *parser,
                                              const XapianDatabase *database, XapianError *error)
{
    return guard(error, [&] { parser->parser.set_database(database->database); });
}

XapianStatus xapian_query_parser_set_default_op(XapianQueryParser *parser,
                                                XapianQueryOperator combiner, XapianError *error)
{
    return guard(error, [&] { parser->parser.set_default_op(operator_of(combiner)); });
}

XapianStatus xapian_query_parser_set_max_expansion(XapianQueryParser *parser,
                                                   XapianTermCount max_expansion,
                                                   XapianWildcardLimit limit, XapianError *error)
{
    return guard(error, [&] { parser->parser.set_max_expansion(max_expansion, limit); });
}

XapianStatus xapian_query_parser_add_prefix(XapianQueryParser *parser, const char *field,
                                            const char *prefix, XapianError *error)
{
    return guard(error, [&] { parser->parser.add_prefix(field, std::string(prefix)); });
}

XapianStatus xapian_query_parser_add_boolean_prefix(XapianQueryParser *parser, const char *field,
                                                    const char *prefix, XapianError *error)
{
    return guard(error, [&] { parser->parser.add_boolean_prefix(field, std::string(prefix)); });
}

XapianStatus xapian_query_parser_add_range(XapianQueryParser *parser, XapianValueSlot slot,
                                           const char *marker, XapianError *error)
{
    return guard(error, [&] {
        parser->parser.add_rangeprocessor(share<Xapian::RangeProcessor>(slot, marker).get());
    });
}

XapianStatus xapian_query_parser_parse(XapianQueryParser *parser, const char *text, size_t length,
                                       unsigned int flags, const char *default_prefix,
                                       XapianQuery **query, XapianError *error)
{
    return store_new(query, error, [&] {
        return parser->parser.parse_query(string_of(text, length), flags, default_prefix);
    });
}

XapianStatus xapian_query_parser_get_corrected_query_string(const XapianQueryParser *parser,
                                                            XapianString *text, XapianError *error)
{
    return store(text, error, [&] { return parser->parser.get_corrected_query_string(); });
}

/* Weight */

XapianStatus xapian_weight_bool_new(XapianWeight **weight, XapianError *error)
{
    return store_weight<Xapian::BoolWeight>(weight, error);
}

XapianStatus xapian_weight_coord_new(XapianWeight **weight, XapianError *error)
{
    return store_weight<Xapian::CoordWeight>(weight, error);
}

XapianStatus xapian_weight_bm25_new(double k1, double k2, double k3, double b, double min_normlen,
                                    XapianWeight **weight, XapianError *error)
{
    return store_weight<Xapian::BM25Weight>(weight, error, k1, k2, k3, b, min_normlen);
}

XapianStatus xapian_weight_bm25_plus_new(double k1, double k2, double k3, double b,
                                         double min_normlen, double delta, XapianWeight **weight,
                                         XapianError *error)
{
    return store_weight<Xapian::BM25PlusWeight>(weight, error, k1, k2, k3, b, min_normlen, delta);
}

XapianStatus xapian_weight_trad_new(double k, XapianWeight **weight, XapianError *error)
{
    return store_weight<Xapian::TradWeight>(weight, error, k);
}

XapianStatus xapian_weight_tfidf_new(const char *normalizations, XapianWeight **weight,
                                     XapianError *error)
{
    return store_weight<Xapian::TfIdfWeight>(weight, error, std::string(normalizations));
}

XapianStatus xapian_weight_inl2_new(double c, XapianWeight **weight, XapianError *error)
{
    return store_weight<Xapian::InL2Weight>(weight, error, c);
}

XapianStatus xapian_weight_ifb2_new(double c, XapianWeight **weight, XapianError *error)
{
    return store_weight<Xapian::IfB2Weight>(weight, error, c);
}

XapianStatus xapian_weight_ineb2_new(double c, XapianWeight **weight, XapianError *error)
{
    return store_weight<Xapian::IneB2Weight>(weight, error, c);
}

XapianStatus xapian_weight_bb2_new(double c, XapianWeight **weight, XapianError *error)
{
    return store_weight<Xapian::BB2Weight>(weight, error, c);
}

XapianStatus xapian_weight_pl2_new(double c, XapianWeight **weight, XapianError *error)
{
    return store_weight<Xapian::PL2Weight>(weight, error, c);
}

XapianStatus xapian_weight_pl2_plus_new(double c, double delta, XapianWeight **weight,
                                        XapianError *error)
{
    return store_weight<Xapian::PL2PlusWeight>(weight, error, c, delta);
}

XapianStatus xapian_weight_dlh_new(XapianWeight **weight, XapianError *error)
{
    return store_weight<Xapian::DLHWeight>(weight, error);
}

XapianStatus xapian_weight_dph_new(XapianWeight **weight, XapianError *error)
{
    return store_weight<Xapian::DPHWeight>(weight, error);
}

XapianStatus xapian_weight_lm_new(double log, XapianSmoothing smoothing, double parameter1,
                                  double parameter2, XapianWeight **weight, XapianError *error)
{
    return store_weight<Xapian::LMWeight>(weight, error, log,
                                          static_cast<Xapian::Weight::type_smoothing>(smoothing),
                                          parameter1, parameter2);
}

XapianStatus xapian_weight_get_name(const XapianWeight *weight, XapianString *name,
                                    XapianError *error)
{
    return store(name, error, [&] { return weight->weight->name(); });
}

void xapian_weight_free(XapianWeight *weight)
{
    delete weight;
}

/* Key maker and match spy */

XapianStatus xapian_key_maker_new(XapianKeyMaker **maker, XapianError *error)
{
    return guard(error, [&] {
        const auto values = share<Xapian::MultiValueKeyMaker>();
        *maker = new XapianKeyMaker{Shared<Xapian::KeyMaker>(values.get()), values.get()};
    });
}

XapianStatus xapian_key_maker_new_function(XapianKeyFunction make, void *data,
                                           XapianKeyMaker **maker, XapianError *error)
{
    return guard(error, [&] {
        const auto made = share<FunctionKeyMaker>(make, data);
        *maker = new XapianKeyMaker{Shared<Xapian::KeyMaker>(made.get()), nullptr};
    });
}

void xapian_key_maker_free(XapianKeyMaker *maker)
{
    delete maker;
}

XapianStatus xapian_key_maker_add_value(XapianKeyMaker *maker, XapianValueSlot slot, bool reverse,
                                        const char *default_value, size_t default_length,
                                        XapianError *error)
{
    return guard(error, [&] {
        if (maker->values == nullptr)
            throw Xapian::InvalidOperationError("a function makes the keys, not values");
        maker->values->add_value(slot, reverse, string_of(default_value, default_length));
    });
}

XapianStatus xapian_match_spy_new_value_count(XapianValueSlot slot, XapianMatchSpy **spy,
                                              XapianError *error)
{
    return guard(error, [&] {
        const auto values = share<Xapian::ValueCountMatchSpy>(slot);
        *spy = new XapianMatchSpy{Shared<Xapian::MatchSpy>(values.get()), values.get()};
    });
}

XapianStatus xapian_match_spy_new_function(XapianSpyFunction look, void *data, XapianMatchSpy **spy,
                                           XapianError *error)
{
    return guard(error, [&] {
        const auto made = share<FunctionMatchSpy>(look, data);
        *spy = new XapianMatchSpy{Shared<Xapian::MatchSpy>(made.get()), nullptr};
    });
}

void xapian_match_spy_free(XapianMatchSpy *spy)
{
    delete spy;
}

size_t xapian_match_spy_get_total(const XapianMatchSpy *spy)
{
    return spy->values == nullptr ? 0 : spy->values->get_total();
}

XapianStatus xapian_match_spy_values(const XapianMatchSpy *spy, XapianTermIterator **values,
                                     XapianError *error)
{
    return store_list(values, error, [&] { return counter_of(spy).values_begin(); });
}

XapianStatus xapian_match_spy_top_values(const XapianMatchSpy *spy, size_t max_values,
                                         XapianTermIterator **values, XapianError *error)
{
    return store_list(values, error, [&] { return counter_of(spy).top_values_begin(max_values); });
}

/* Enquire */

XapianStatus xapian_enquire_new(const XapianDatabase *database, XapianEnquire **enquire,
                                XapianError *error)
{
    return store_new(enquire, error, [&] { return Xapian::Enquire(database->database); });
}

void xapian_enquire_free(XapianEnquire *enquire)
{
    delete enquire;
}

XapianStatus xapian_enquire_set_query(XapianEnquire *enquire, const XapianQuery *query,
                                      XapianTermCount query_length, XapianError *error)
{
    return guard(error, [&] { enquire->enquire.set_query(query->query, query_length); });
}

XapianStatus xapian_enquire_set_weighting_scheme(XapianEnquire *enquire, const XapianWeight *weight,
                                                 XapianError *error)
{
    return guard(error, [&] { enquire->enquire.set_weighting_scheme(*weight->weight); });
}

XapianStatus xapian_enquire_add_matchspy(XapianEnquire *enquire, XapianMatchSpy *spy,
                                         XapianError *error)
{
    return guard(error, [&] { enquire->enquire.add_matchspy(spy->spy.get()); });
}

XapianStatus xapian_enquire_clear_matchspies(XapianEnquire *enquire, XapianError *error)
{
    return guard(error, [&] { enquire->enquire.clear_matchspies(); });
}

XapianStatus xapian_enquire_set_collapse_key(XapianEnquire *enquire, XapianValueSlot slot,
                                             XapianDocumentCount max, XapianError *error)
{
    return guard(error, [&] { enquire->enquire.set_collapse_key(slot, max); });
}

XapianStatus xapian_enquire_set_docid_order(XapianEnquire *enquire, XapianDocidOrder order,
                                            XapianError *error)
{
    return guard(error, [&] {
        enquire->enquire.set_docid_order(static_cast<Xapian::Enquire::docid_order>(order));
    });
}

XapianStatus xapian_enquire_set_cutoff(XapianEnquire *enquire, int percent, double weight,
                                       XapianError *error)
{
    return guard(error, [&] { enquire->enquire.set_cutoff(percent, weight); });
}

XapianStatus xapian_enquire_set_sort_by_relevance(XapianEnquire *enquire, XapianError *error)
{
    return guard(error, [&] { enquire->enquire.set_sort_by_relevance(); });
}

XapianStatus xapian_enquire_set_sort_by_value(XapianEnquire *enquire, XapianValueSlot slot,
                                              bool reverse, XapianError *error)
{
    return guard(error, [&] { enquire->enquire.set_sort_by_value(slot, reverse); });
}

XapianStatus xapian_enquire_set_sort_by_value_then_relevance(XapianEnquire *enquire,
                                                             XapianValueSlot slot, bool reverse,
                                                             XapianError *error)
{
    return guard(error, [&] { enquire->enquire.set_sort_by_value_then_relevance(slot, reverse); });
}

XapianStatus xapian_enquire_set_sort_by_relevance_then_value(XapianEnquire *enquire,
                                                             XapianValueSlot slot, bool reverse,
                                                             XapianError *error)
{
    return guard(error, [&] { enquire->enquire.set_sort_by_relevance_then_value(slot, reverse); });
}

XapianStatus xapian_enquire_set_sort_by_key(XapianEnquire *enquire, XapianKeyMaker *maker,
                                            bool reverse, XapianError *error)
{
    return guard(error, [&] { enquire->enquire.set_sort_by_key(maker->maker.get(), reverse); });
}

XapianStatus xapian_enquire_set_sort_by_key_then_relevance(XapianEnquire *enquire,
                                                           XapianKeyMaker *maker, bool reverse,
                                                           XapianError *error)
{
    return guard(error, [&] {
        enquire->enquire.set_sort_by_key_then_relevance(maker->maker.get(), reverse);
    });
}

XapianStatus xapian_enquire_set_sort_by_relevance_then_key(XapianEnquire *enquire,
                                                           XapianKeyMaker *maker, bool reverse,
                                                           XapianError *error)
{
    return guard(error, [&] {
        enquire->enquire.set_sort_by_relevance_then_key(maker->maker.get(), reverse);
    });
}

XapianStatus xapian_enquire_set_time_limit(XapianEnquire *enquire, double seconds,
                                           XapianError *error)
{
    return guard(error, [&] { enquire->enquire.set_time_limit(seconds); });
}

XapianStatus xapian_enquire_set_expansion_scheme(XapianEnquire *enquire, const char *name, double k,
                                                 XapianError *error)
{
    return guard(error, [&] { enquire->enquire.set_expansion_scheme(name, k); });
}

XapianStatus xapian_enquire_get_mset(XapianEnquire *enquire, XapianDocumentCount first,
                                     XapianDocumentCount max_items,
                                     XapianDocumentCount check_at_least,
                                     const XapianRelevanceSet *relevant,
                                     const XapianMatchDecider *decider, XapianMatchSet **matches,
                                     XapianError *error)
{
    return store_new(matches, error, [&] {
        const Xapian::RSet *documents = relevant == nullptr ? nullptr : &relevant->documents;
        if (decider == nullptr)
            return enquire->enquire.get_mset(first, max_items, check_at_least, documents);
        MatchDecider adapter(*decider);
        return enquire->enquire.get_mset(first, max_items, check_at_least, documents, &adapter);
    });
}

XapianStatus xapian_enquire_get_eset(XapianEnquire *enquire, XapianTermCount max_items,
                                     const XapianRelevanceSet *relevant, int flags,
                                     double min_weight, XapianExpandSet **terms, XapianError *error)
{
    return store_new(terms, error, [&] {
        return enquire->enquire.get_eset(max_items, relevant->documents, flags, nullptr,
                                         min_weight);
    });
}

XapianStatus xapian_enquire_matching_terms(XapianEnquire *enquire, XapianDocid docid,
                                           XapianTermIterator **terms, XapianError *error)
{
    return store_list(terms, error,
                      [&] { return enquire->enquire.get_matching_terms_begin(docid); });
}

XapianStatus xapian_enquire_get_description(const XapianEnquire *enquire, XapianString *description,
                                            XapianError *error)
{
    return store(description, error, [&] { return enquire->enquire.get_description(); });
}

/* Match set */

void xapian_match_set_free(XapianMatchSet *matches)
{
    delete matches;
}

XapianDocumentCount xapian_match_set_size(const XapianMatchSet *matches)
{
    return number_of([&] { return matches->matches.size(); });
}

XapianDocumentCount xapian_match_set_get_firstitem(const XapianMatchSet *matches)
{
    return number_of([&] { return matches->matches.get_firstitem(); });
}

XapianDocumentCount xapian_match_set_get_matches_lower_bound(const XapianMatchSet *matches)
{
    return number_of([&] { return matches->matches.get_matches_lower_bound(); });
}

XapianDocumentCount xapian_match_set_get_matches_estimated(const XapianMatchSet *matches)
{
    return number_of([&] { return matches->matches.get_matches_estimated(); });
}

XapianDocumentCount xapian_match_set_get_matches_upper_bound(const XapianMatchSet *matches)
{
    return number_of([&] { return matches->matches.get_matches_upper_bound(); });
}

XapianDocumentCount
xapian_match_set_get_uncollapsed_matches_lower_bound(const XapianMatchSet *matches)
{
    return number_of([&] { return matches->matches.get_uncollapsed_matches_lower_bound(); });
}

XapianDocumentCount
xapian_match_set_get_uncollapsed_matches_estimated(const XapianMatchSet *matches)
{
    return number_of([&] { return matches->matches.get_uncollapsed_matches_estimated(); });
}

XapianDocumentCount
xapian_match_set_get_uncollapsed_matches_upper_bound(const XapianMatchSet *matches)
{
    return number_of([&] { return matches->matches.get_uncollapsed_matches_upper_bound(); });
}

double xapian_match_set_get_max_attained(const XapianMatchSet *matches)
{
    return number_of([&] { return matches->matches.get_max_attained(); });
}

double xapian_match_set_get_max_possible(const XapianMatchSet *matches)
{
    return number_of([&] { return matches->matches.get_max_possible(); });
}

XapianDocid xapian_match_set_get_docid(const XapianMatchSet *matches, XapianDocumentCount index)
{
    return number_of([&] { return *match_at(matches, index); });
}

double xapian_match_set_get_weight(const XapianMatchSet *matches, XapianDocumentCount index)
{
    return number_of([&] { return match_at(matches, index).get_weight(); });
}

int xapian_match_set_get_percent(const XapianMatchSet *matches, XapianDocumentCount index)
{
    return number_of([&] { return match_at(matches, index).get_percent(); });
}

XapianDocumentCount xapian_match_set_get_rank(const XapianMatchSet *matches,
                                              XapianDocumentCount index)
{
    return number_of([&] { return match_at(matches, index).get_rank(); });
}

XapianDocumentCount xapian_match_set_get_collapse_count(const XapianMatchSet *matches,
                                                        XapianDocumentCount index)
{
    return number_of([&] { return match_at(matches, index).get_collapse_count(); });
}

XapianStatus xapian_match_set_get_collapse_key(const XapianMatchSet *matches,
                                               XapianDocumentCount index, XapianString *key,
                                               XapianError *error)
{
    return store(key, error, [&] { return match_at(matches, index).get_collapse_key(); });
}

XapianStatus xapian_match_set_get_sort_key(const XapianMatchSet *matches, XapianDocumentCount index,
                                           XapianString *key, XapianError *error)
{
    return store(key, error, [&] { return match_at(matches, index).get_sort_key(); });
}

XapianStatus xapian_match_set_get_document(const XapianMatchSet *matches, XapianDocumentCount index,
                                           XapianDocument **document, XapianError *error)
{
    return store_new(document, error, [&] { return match_at(matches, index).get_document(); });
}

XapianStatus xapian_match_set_get_data(const XapianMatchSet *matches, XapianDocumentCount index,
                                       XapianString *data, XapianError *error)
{
    return store(data, error, [&] { return match_at(matches, index).get_document().get_data(); });
}

XapianStatus xapian_match_set_get_value(const XapianMatchSet *matches, XapianDocumentCount index,
                                        XapianValueSlot slot, XapianString *value,
                                        XapianError *error)
{
    return store(value, error,
                 [&] { return match_at(matches, index).get_document().get_value(slot); });
}

XapianStatus xapian_match_set_fetch(const XapianMatchSet *matches, XapianError *error)
{
    return guard(error, [&] { matches->matches.fetch(); });
}

int xapian_match_set_convert_to_percent(const XapianMatchSet *matches, double weight)
{
    return number_of([&] { return matches->matches.convert_to_percent(weight); });
}

XapianStatus xapian_match_set_get_termfreq(const XapianMatchSet *matches, const char *term,
                                           size_t length, XapianDocumentCount *frequency,
                                           XapianError *error)
{
    return store(frequency, error,
                 [&] { return matches->matches.get_termfreq(string_of(term, length)); });
}

XapianStatus xapian_match_set_get_termweight(const XapianMatchSet *matches, const char *term,
                                             size_t length, double *weight, XapianError *error)
{
    return store(weight, error,
                 [&] { return matches->matches.get_termweight(string_of(term, length)); });
}

XapianStatus xapian_match_set_snippet(const XapianMatchSet *matches, const char *text,
                                      size_t text_length, size_t snippet_length,
                                      const XapianStem *stem, unsigned int flags,
                                      const char *highlight_start, const char *highlight_end,
                                      const char *omit, XapianString *snippet, XapianError *error)
{
    return store(snippet, error, [&] {
        const Xapian::Stem stemmer = stem == nullptr ? Xapian::Stem() : stem->stemmer;
        return matches->matches.snippet(string_of(text, text_length), snippet_length, stemmer,
                                        flags, highlight_start, highlight_end, omit);
    });
}

XapianStatus xapian_match_set_get_description(const XapianMatchSet *matches,
                                              XapianString *description, XapianError *error)
{
    return store(description, error, [&] { return matches->matches.get_description(); });
}

/* Relevance set and expand set */

XapianStatus xapian_relevance_set_new(XapianRelevanceSet **relevant, XapianError *error)
{
    return store_new(relevant, error, [] { return Xapian::RSet(); });
}

void xapian_relevance_set_free(XapianRelevanceSet *relevant)
{
    delete relevant;
}

XapianStatus xapian_relevance_set_add_document(XapianRelevanceSet *relevant, XapianDocid docid,
                                               XapianError *error)
{
    return guard(error, [&] { relevant->documents.add_document(docid); });
}

XapianStatus xapian_relevance_set_remove_document(XapianRelevanceSet *relevant, XapianDocid docid,
                                                  XapianError *error)
{
    return guard(error, [&] { relevant->documents.remove_document(docid); });
}

bool xapian_relevance_set_contains(const XapianRelevanceSet *relevant, XapianDocid docid)
{
    return number_of([&] { return relevant->documents.contains(docid); });
}

XapianDocumentCount xapian_relevance_set_size(const XapianRelevanceSet *relevant)
{
    return number_of([&] { return relevant->documents.size(); });
}

void xapian_expand_set_free(XapianExpandSet *terms)
{
    delete terms;
}

XapianTermCount xapian_expand_set_size(const XapianExpandSet *terms)
{
    return number_of([&] { return terms->terms.size(); });
}

XapianTermCount xapian_expand_set_get_ebound(const XapianExpandSet *terms)
{
    return number_of([&] { return terms->terms.get_ebound(); });
}

XapianStatus xapian_expand_set_get_term(const XapianExpandSet *terms, XapianTermCount index,
                                        XapianString *term, XapianError *error)
{
    return store(term, error, [&] { return *term_at(terms, index); });
}

double xapian_expand_set_get_weight(const XapianExpandSet *terms, XapianTermCount index)
{
    return number_of([&] { return term_at(terms, index).get_weight(); });
}

/* Unicode and numbers */

XapianUnicodeCategory xapian_unicode_category(unsigned int character)
{
    return static_cast<XapianUnicodeCategory>(Xapian::Unicode::get_category(character));
}

unsigned int xapian_unicode_tolower(unsigned int character)
{
    return Xapian::Unicode::tolower(character);
}

unsigned int xapian_unicode_toupper(unsigned int character)
{
    return Xapian::Unicode::toupper(character);
}

bool xapian_unicode_is_wordchar(unsigned int character)
{
    return Xapian::Unicode::is_wordchar(character);
}

bool xapian_unicode_is_whitespace(unsigned int character)
{
    return Xapian::Unicode::is_whitespace(character);
}

size_t xapian_sortable_serialise(double number, char bytes[XAPIAN_SORTABLE_SIZE])
{
    return Xapian::sortable_serialise_(number, bytes);
}

double xapian_sortable_unserialise(const char *bytes, size_t length)
{
    return number_of([&] { return Xapian::sortable_unserialise(string_of(bytes, length)); });
}
