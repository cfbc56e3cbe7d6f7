// Whether bytes are UTF-8 that FreeTDS can turn into the server's UTF-16.
#pragma once

#include <string_view>

namespace ssislb::tds::detail {

/// Shortest forms only, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool valid_utf8(std::string_view text) noexcept;

} // namespace ssislb::tds::detail
