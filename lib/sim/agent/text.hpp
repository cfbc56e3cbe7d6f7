// Comparing names as the usual server collation does: case does not count, nor do trailing blanks.
#pragma once

#include <string>
#include <string_view>

namespace ssislb::sim::detail {

/// Letters of ASCII and Latin-1 in lower case; other characters as they are.
[[nodiscard]] std::string folded(std::string_view text);
[[nodiscard]] bool same_name(std::string_view a, std::string_view b) noexcept;
/// Without blanks on either side.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;
/// Characters as SQL Server counts them: UTF-16 units of a UTF-8 text.
[[nodiscard]] std::size_t utf16_length(std::string_view text) noexcept;
/// T-SQL LIKE with % and _.
[[nodiscard]] bool is_like(std::string_view text, std::string_view pattern);

} // namespace ssislb::sim::detail
