// FreeTDS settings that no call of its interface can make, as a section of its file format.
#pragma once

#include <ssislb/base/error_code.hpp>
#include <ssislb/tds/options.hpp>

#include <chrono>
#include <string>

namespace ssislb::tds::detail {

/// client_errc::invalid_argument for options that could not be handed to FreeTDS unchanged.
/// Whatever check() accepts cannot break out of its line of the section.
[[nodiscard]] error_code check(options const&) noexcept;

/// The lines below the section's head. They hold neither user nor password.
[[nodiscard]] std::string section_lines(options const&, std::chrono::seconds connect_timeout);

} // namespace ssislb::tds::detail
