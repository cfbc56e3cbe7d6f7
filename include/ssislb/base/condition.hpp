// The questions a caller asks of an error: `ec == condition::retryable`.
#pragma once

#include <ssislb/base/error_code.hpp>

namespace ssislb {

enum class condition {
    /// The same request may succeed later, unchanged.
    retryable = 1,
    /// Whether the request had its effect is not known; look before asking again.
    in_doubt,
    /// The connection cannot be used any more.
    connection_lost,
    /// The login lacks a right; repeating will not help.
    permission_denied,
    /// The operation was canceled by its caller.
    canceled,
};

[[nodiscard]] error_category const& condition_category() noexcept;

[[nodiscard]] error_condition make_error_condition(condition) noexcept;

} // namespace ssislb

template <>
struct boost::system::is_error_condition_enum<ssislb::condition> : std::true_type {};
