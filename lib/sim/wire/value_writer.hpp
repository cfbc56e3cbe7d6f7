// TYPE_INFO and values of columns.
#pragma once

#include "sim/sql/value.hpp"
#include "sim/wire/version.hpp"
#include "sim/wire/writer.hpp"

#include <cstddef>

namespace ssislb::sim::wire {

/// How a column goes over the wire.
struct wire_type {
    sql::type type = sql::type::int_;
    /// In characters or bytes; 0 for max types.
    std::uint16_t max_length = 0;
    bool nullable = true;
    /// text, ntext and image: what clients before 7.2 get for max types.
    bool legacy_large = false;

    [[nodiscard]] bool is_max() const noexcept { return max_length == 0; }
};

[[nodiscard]] wire_type to_wire_type(sql::type type, std::uint16_t max_length, bool nullable,
                                     tds_version version) noexcept;

/// A nullable column gets the N form of its type: the fixed ones cannot carry NULL.
void put_type_info(writer&, wire_type const&);

/// A value that does not suit the type is sent as NULL, as zero where NULL cannot be.
void put_value(writer&, wire_type const&, sql::value const&);

/// How many bytes NULL takes in a ROW.
[[nodiscard]] std::size_t null_size(wire_type const&) noexcept;

} // namespace ssislb::sim::wire
