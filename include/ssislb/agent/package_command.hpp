// The command of an SSIS step: dtexec's arguments without the program's name.
#pragma once

#include <string>
#include <string_view>

namespace ssislb {

/// Values: distinct objects are safe to use from several threads.
struct package_command {
    /// /ISSERVER: the package is in the SSIS catalog.
    bool from_catalog = false;
    /// $ServerOption::SYNCHRONIZED is True: the step ends when its package ends. Without it a
    /// catalog step succeeds as soon as the package has been started.
    bool synchronized = false;

    bool operator==(package_command const&) const = default;
};

/// Source: "dtexec Utility". Names of options count whatever their case, and may be abbreviated;
/// of an option that is repeated the last one counts.
[[nodiscard]] package_command read_package_command(std::string_view command);

/// The command on one line, fit to be shown. Only what is known to be harmless stays: options that
/// say which package runs where, and parameters of types that hold no text. The values of
/// /Password, /Decrypt, /Connection, /Set, of other parameters, and whatever is not understood
/// become `***`.
[[nodiscard]] std::string redacted(std::string_view command);

} // namespace ssislb
