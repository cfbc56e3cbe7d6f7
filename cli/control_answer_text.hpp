// A run's answer to a request, for people.
#pragma once

#include "exit_code.hpp"

#include <string>
#include <string_view>

namespace ssislb::cli {

struct control_reply {
    exit_code code = exit_code::failed;
    /// One line.
    std::string text;
};

/// Of a line of JSON, whatever it holds.
[[nodiscard]] control_reply read_answer(std::string_view line);

/// Control characters become blanks.
[[nodiscard]] std::string printable(std::string_view text);

} // namespace ssislb::cli
