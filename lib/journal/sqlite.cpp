// The only includer of sqlite3.h.
#include "journal/sqlite.hpp"

#include <sqlite3.h>

#include <chrono>

namespace ssislb::detail {
namespace {

/// Another program's transaction on the same file is waited for that long.
constexpr std::chrono::milliseconds patience{10'000};

sqlite_error::kind kind_of(int result) {
    // A full disk shows so where it is the index of the log that has to grow.
    if (result == SQLITE_IOERR_SHMSIZE)
        return sqlite_error::kind::full;
    switch (result & 0xFF) {
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return sqlite_error::kind::not_accessible;
    case SQLITE_READONLY:
        return sqlite_error::kind::read_only;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return sqlite_error::kind::locked;
    case SQLITE_FULL:
        return sqlite_error::kind::full;
    case SQLITE_CORRUPT:
        return sqlite_error::kind::damaged;
    case SQLITE_NOTADB:
        return sqlite_error::kind::no_database;
    default:
        return sqlite_error::kind::other;
    }
}

void check(int result, sqlite3* database) {
    if (result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE)
        return;
    throw sqlite_error(kind_of(result),
                       database == nullptr ? sqlite3_errstr(result) : sqlite3_errmsg(database));
}

int flags_of(sqlite_database::access how) {
    return how == sqlite_database::access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
}

} // namespace

void sqlite_statement::finalizer::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

sqlite_statement::sqlite_statement(sqlite3* database, std::string_view sql) {
    sqlite3_stmt* made = nullptr;
    auto const result = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                           SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    statement_.reset(made);
    detail::check(result, database);
}

void sqlite_statement::check(int result) const {
    detail::check(result, sqlite3_db_handle(statement_.get()));
}

void sqlite_statement::bind(int at, std::int64_t value) {
    check(sqlite3_bind_int64(statement_.get(), at, value));
}

void sqlite_statement::bind(int at, std::optional<std::int64_t> const& value) {
    value ? bind(at, *value) : bind_null(at);
}

void sqlite_statement::bind(int at, std::string_view value) {
    check(sqlite3_bind_text(statement_.get(), at, value.data(), static_cast<int>(value.size()),
                            SQLITE_STATIC));
}

void sqlite_statement::bind_null(int at) {
    check(sqlite3_bind_null(statement_.get(), at));
}

bool sqlite_statement::step() {
    auto const result = sqlite3_step(statement_.get());
    if (result == SQLITE_ROW)
        return true;
    auto const reset = sqlite3_reset(statement_.get());
    check(result);
    check(reset);
    return false;
}

void sqlite_statement::run() {
    while (step()) {
    }
}

std::int64_t sqlite_statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

bool sqlite_statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::optional<std::int64_t> sqlite_statement::integer_if_any(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
}

std::string_view sqlite_statement::text(int column) const {
    auto const* begin = sqlite3_column_text(statement_.get(), column);
    auto const size = sqlite3_column_bytes(statement_.get(), column);
    return begin == nullptr ? std::string_view()
                            : std::string_view(reinterpret_cast<char const*>(begin),
                                               static_cast<std::size_t>(size));
}

void sqlite_database::closer::operator()(sqlite3* database) const noexcept {
    sqlite3_close_v2(database);
}

sqlite_database::sqlite_database(std::filesystem::path const& path, access how) {
    sqlite3* made = nullptr;
    auto const result =
        sqlite3_open_v2(path.c_str(), &made, flags_of(how) | SQLITE_OPEN_EXRESCODE, nullptr);
    database_.reset(made);
    check(result, made);
    sqlite3_busy_timeout(made, static_cast<int>(patience.count()));
}

void sqlite_database::execute(std::string const& statements) {
    check(sqlite3_exec(database_.get(), statements.c_str(), nullptr, nullptr, nullptr),
          database_.get());
}

sqlite_statement sqlite_database::prepare(std::string_view sql) {
    return {database_.get(), sql};
}

std::int64_t sqlite_database::number(std::string_view query) {
    auto asked = prepare(query);
    return asked.step() ? asked.integer(0) : 0;
}

std::int64_t sqlite_database::last_row() const {
    return sqlite3_last_insert_rowid(database_.get());
}

bool sqlite_database::is_read_only() const {
    return sqlite3_db_readonly(database_.get(), "main") != 0;
}

void sqlite_database::roll_back() noexcept {
    // Some errors have rolled it back already.
    if (sqlite3_get_autocommit(database_.get()) == 0)
        sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

sqlite_transaction::sqlite_transaction(sqlite_database& database, purpose what)
    : database_(database) {
    database_.execute(what == purpose::reading ? "BEGIN" : "BEGIN IMMEDIATE");
}

sqlite_transaction::~sqlite_transaction() {
    if (!committed_)
        database_.roll_back();
}

void sqlite_transaction::commit() {
    database_.execute("COMMIT");
    committed_ = true;
}

} // namespace ssislb::detail
