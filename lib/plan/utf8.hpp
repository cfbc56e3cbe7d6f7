// Finds what is no UTF-8, the only encoding of TOML.
#pragma once

#include "plan/plan_value.hpp"

#include <optional>
#include <string_view>

namespace ssislb::detail {

/// The first place that is no well-formed UTF-8.
[[nodiscard]] std::optional<source_position> find_invalid_utf8(std::string_view text) noexcept;

} // namespace ssislb::detail
