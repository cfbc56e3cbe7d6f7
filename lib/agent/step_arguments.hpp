// A step's command cut into its arguments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ssislb::detail {

struct step_argument {
    /// As written.
    std::string raw;
    /// Without the outer quotes; \" and "" inside them have become ".
    std::string text;

    /// Begins with / or -.
    [[nodiscard]] bool is_option() const noexcept {
        return !text.empty() && (text.front() == '/' || text.front() == '-');
    }
};

/// Blanks outside quotes part arguments. A backslash before a quote makes it a plain character, a
/// pair of backslashes there stands for one. A quote that stays open goes on to the end.
[[nodiscard]] std::vector<step_argument> step_arguments(std::string_view command);

} // namespace ssislb::detail
