// The name that somebody probably meant.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace ssislb {

/// The name with the fewest single-letter edits to `wanted` (insert, delete, replace, swap two
/// neighbours; the case of ASCII letters does not count), the first one of equals. Nothing when
/// more than a third of the letters would change.
[[nodiscard]] std::optional<std::string_view> nearest_name(std::string_view wanted,
                                                           std::span<std::string_view const> names);

} // namespace ssislb
