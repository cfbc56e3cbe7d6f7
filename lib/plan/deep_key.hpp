// Finds keys too deep for the TOML library.
#pragma once

#include "plan/plan_value.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace ssislb::detail {

/// The line of the first key with more than `most` dots, such as a.a.a; dots in strings and
/// comments do not count. Exact up to the first place that is no TOML.
[[nodiscard]] std::optional<source_position> find_deep_key(std::string_view toml, std::size_t most);

} // namespace ssislb::detail
