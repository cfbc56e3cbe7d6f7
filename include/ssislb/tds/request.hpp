// What can be asked of a server: a procedure call or a batch.
#pragma once

#include <ssislb/tds/value.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssislb::tds {

/// The most that an answer may hold. Beyond it the rest is thrown away, and the call completes
/// with client_errc::result_too_large and what had arrived.
struct limits {
    std::size_t rows = 100'000;
    /// Of the columns' names and the cells, as they lie in a row_set.
    std::size_t bytes = std::size_t{16} * 1024 * 1024;
};

/// Types that an output parameter can have here.
enum class output_type : std::uint8_t { bit, integer, big_integer, real, text };

/// One parameter of a procedure, by its name with the `@`, or, as the procedures of the server's
/// own want it, without a name by its place. How contents are sent:
///
///   | alternative  | sent as                                                               |
///   |--------------|-----------------------------------------------------------------------|
///   | null_t       | not at all: the procedure's default holds                             |
///   | bool         | bit                                                                   |
///   | std::int64_t | int, or bigint where the number needs it                              |
///   | double       | float                                                                 |
///   | std::string  | nvarchar; UTF-8 of 1 to 4000 bytes, no NUL                              |
///   | guid         | nvarchar(36): the server converts it to uniqueidentifier              |
///   | server_time  | nvarchar, ISO 8601: the server converts it to datetime                |
///   | binary       | varbinary, 1 to 8000 bytes                                            |
///
/// Anything else is refused with client_errc::invalid_argument. An empty string or an empty
/// binary is among it: db-lib knows no way to send one as a parameter (it would arrive as NULL).
/// Where an empty string is meant, use a batch.
struct parameter {
    std::string name;
    value content;
    bool output = false;
    /// Type of an output parameter, which is sent as NULL; `content` must then be null.
    output_type type = output_type::text;

    bool operator==(parameter const&) const = default;
};

/// A remote procedure call. The name may have up to four parts, each plain or in brackets:
/// `msdb.dbo.sp_start_job`.
///
///     auto start = tds::rpc{"msdb.dbo.sp_start_job"}.in("@job_name", "load orders");
struct rpc {
    std::string procedure;
    std::vector<parameter> parameters;
    limits limit;
    /// The columns to keep, spelled as the server does; the others are not even converted, and a
    /// set without any of them is passed over. Empty: all. Names and span must live until the
    /// call completes: they are meant to be constants.
    std::span<std::string_view const> columns;

    rpc() = default;
    explicit rpc(std::string name)
        : procedure(std::move(name)) {}

    /// Adds an input parameter. A null content leaves it out.
    rpc& in(std::string name, value content) &;
    rpc&& in(std::string name, value content) &&;

    /// Adds an output parameter.
    rpc& out(std::string name, output_type type) &;
    rpc&& out(std::string name, output_type type) &&;
};

/// Statements of Transact-SQL in UTF-8, sent as they are. Never build one from texts of others:
/// what belongs to somebody else goes into parameters of an rpc, or through quoted().
struct batch {
    std::string sql;
    limits limit;
    /// As of an rpc.
    std::span<std::string_view const> columns;

    batch() = default;
    explicit batch(std::string text)
        : sql(std::move(text)) {}
};

/// The text as a national string literal, quotes doubled: `N'it''s'`. Any text is safe in it.
[[nodiscard]] std::string quoted(std::string_view text);

} // namespace ssislb::tds
