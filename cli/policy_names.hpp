// Placement policies by the names that users give them.
#pragma once

#include <ssislb/model/policy_kind.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ssislb::cli {

[[nodiscard]] std::optional<policy_kind> policy_named(std::string_view);

/// All of them, for a sentence.
[[nodiscard]] std::string policy_names();

} // namespace ssislb::cli
