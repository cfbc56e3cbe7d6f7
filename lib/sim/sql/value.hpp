// Values and columns as SQL sees them; the wire gives them bytes.
#pragma once

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace ssislb::sim::sql {

/// The types that the simulated procedures take and return. Text is UTF-8 here, UTF-16 on the wire.
enum class type : std::uint8_t {
    bit,
    tinyint,
    smallint,
    int_,
    bigint,
    float_,
    datetime,
    uniqueidentifier,
    /// max_length in characters; sysname is nvarchar(128).
    nvarchar,
    varchar,
    nvarchar_max,
    varbinary,
};

/// std::monostate is NULL. Integers of every width and bit are int64.
using value = std::variant<std::monostate, std::int64_t, double, server_time, guid, std::string,
                           std::vector<std::byte>>;

[[nodiscard]] inline bool is_null(value const& v) noexcept {
    return v.index() == 0;
}

struct column {
    std::string name;
    sql::type type = sql::type::int_;
    std::uint16_t max_length = 0;
    bool nullable = true;
};

using row = std::vector<value>;

struct result_set {
    std::vector<column> columns;
    std::vector<row> rows;
    /// False: it was made under SET NOCOUNT ON, as procedures of msdb make theirs.
    bool counted = true;
    bool in_procedure = false;
};

} // namespace ssislb::sim::sql
