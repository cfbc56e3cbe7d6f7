// A mistake of a plan file, as its author reads it.
#pragma once

#include <cstdint>
#include <string>

namespace ssislb {

/// Values: distinct objects are safe to use from several threads.
struct plan_mistake {
    /// The file's name as it was given to the loader.
    std::string file;
    /// From 1; 0: the file as a whole.
    std::uint32_t line = 0;
    /// From 1, counted in code points; 0: the file as a whole.
    std::uint32_t column = 0;
    /// What is wrong, and what to do. Never holds a password.
    std::string text;

    bool operator==(plan_mistake const&) const = default;
};

/// `nightly.toml:12:9: there is no task "load"; did you mean "load orders"?`
[[nodiscard]] std::string to_string(plan_mistake const&);

} // namespace ssislb
