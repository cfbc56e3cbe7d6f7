// Shorthands for the columns and values of result sets.
#pragma once

#include "sim/agent/encoding.hpp"
#include "sim/sql/value.hpp"

#include <ssislb/base/time.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::sim::detail {

enum class nulls : std::uint8_t { allowed, none };

[[nodiscard]] sql::column int_column(std::string_view name, nulls = nulls::allowed);
[[nodiscard]] sql::column tinyint_column(std::string_view name, nulls = nulls::allowed);
[[nodiscard]] sql::column datetime_column(std::string_view name, nulls = nulls::allowed);
[[nodiscard]] sql::column id_column(std::string_view name, nulls = nulls::allowed);
/// nvarchar(length).
[[nodiscard]] sql::column text_column(std::string_view name, std::uint16_t length,
                                      nulls = nulls::allowed);
/// nvarchar(128).
[[nodiscard]] sql::column name_column(std::string_view name, nulls = nulls::allowed);
[[nodiscard]] sql::column max_column(std::string_view name);

[[nodiscard]] sql::value int_value(std::int64_t number);
[[nodiscard]] sql::value datetime_value(std::optional<server_time> at);
/// NULL when it is zero, as for "no step yet".
[[nodiscard]] sql::value null_if_zero(std::int64_t number);
[[nodiscard]] sql::value null_if_empty(std::string const& text);

} // namespace ssislb::sim::detail
