// The seam to the TOML library.
#pragma once

#include "plan/plan_value.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace ssislb::detail {

/// Why a text is no TOML.
struct toml_failure {
    source_position at;
    std::string text;
};

/// The tables of the text, or the first place where it is no TOML.
[[nodiscard]] std::variant<plan_table, toml_failure> read_toml(std::string_view text);

} // namespace ssislb::detail
