// Who invoked a run, as the message of its history row tells. Pure.
#pragma once

#include <string_view>

namespace ssislb::detail {

enum class run_invoker {
    us,
    somebody_else,
    /// The text is cut, in another language, or of no known form.
    not_told,
};

/// The message alone names the login; nothing that could be asked for as a value does. `login` is
/// ours; logins are compared without regard to case. Empty: not known.
[[nodiscard]] run_invoker who_invoked(std::string_view message, std::string_view login) noexcept;

} // namespace ssislb::detail
