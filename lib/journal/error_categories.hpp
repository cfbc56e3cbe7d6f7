// Categories of errors by name: so an error survives the process that has seen it.
#pragma once

#include <ssislb/base/error_code.hpp>

#include <string_view>

namespace ssislb::detail {

/// The category of that name; where no library of this program has it, one that only bears the
/// name. The same object for the same name, for as long as the process lives. Thread-safe.
[[nodiscard]] error_category const& category_named(std::string_view);

} // namespace ssislb::detail
