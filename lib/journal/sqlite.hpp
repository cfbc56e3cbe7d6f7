// A SQLite database and its prepared statements.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace ssislb::detail {

/// What SQLite says, and its (primary) result code by kind.
class sqlite_error : public std::runtime_error {
public:
    enum class kind { other, not_accessible, read_only, locked, full, damaged, no_database };

    sqlite_error(kind what, std::string const& text)
        : std::runtime_error(text)
        , kind_(what) {}

    [[nodiscard]] kind what_kind() const noexcept { return kind_; }

private:
    kind kind_;
};

/// Member functions throw sqlite_error. Thread safety: a shared object is unsafe.
class sqlite_statement {
public:
    sqlite_statement(sqlite3*, std::string_view sql);

    /// Parameters are numbered from 1. Texts must live until the next step.
    void bind(int at, std::int64_t);
    void bind(int at, std::optional<std::int64_t> const&);
    void bind(int at, std::string_view);
    void bind_null(int at);

    /// To the next row; false: there is none, and it can be bound again.
    bool step();
    /// Carried out to its end.
    void run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::optional<std::int64_t> integer_if_any(int column) const;
    /// Valid until the next step.
    [[nodiscard]] std::string_view text(int column) const;

private:
    struct finalizer {
        void operator()(sqlite3_stmt*) const noexcept;
    };

    void check(int result) const;

    std::unique_ptr<sqlite3_stmt, finalizer> statement_;
};

class sqlite_database {
public:
    /// The file has to be there.
    enum class access { read, write };

    sqlite_database(std::filesystem::path const&, access);

    void execute(std::string const& statements);
    [[nodiscard]] sqlite_statement prepare(std::string_view sql);
    [[nodiscard]] std::int64_t number(std::string_view query);
    [[nodiscard]] std::int64_t last_row() const;
    [[nodiscard]] bool is_read_only() const;
    /// Where there is something to undo.
    void roll_back() noexcept;

private:
    struct closer {
        void operator()(sqlite3*) const noexcept;
    };

    std::unique_ptr<sqlite3, closer> database_;
};

/// Undone unless committed.
class sqlite_transaction {
public:
    /// Reading: sees one moment; writing: nobody else writes until it ends.
    enum class purpose { reading, writing };

    sqlite_transaction(sqlite_database&, purpose);
    ~sqlite_transaction();
    sqlite_transaction(sqlite_transaction const&) = delete;
    sqlite_transaction& operator=(sqlite_transaction const&) = delete;

    void commit();

private:
    sqlite_database& database_;
    bool committed_ = false;
};

} // namespace ssislb::detail
