// What is asked of a run under way: one line of JSON, as is the answer.
#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace ssislb::cli {

struct control_question {
    enum class verb : std::uint8_t { who, drain, undrain, set, skip, pause, proceed, stop };

    verb what = verb::who;
    /// The server's or the task's.
    std::string name;
    /// Of set.
    std::uint32_t max_jobs = 0;
    /// Of stop: our running jobs are stopped as well.
    bool jobs = false;

    bool operator==(control_question const&) const = default;
};

/// The command's word: `drain`, `continue`.
[[nodiscard]] std::string_view to_string(control_question::verb) noexcept;

/// Without the line's end.
[[nodiscard]] std::string to_line(control_question const&);

/// Whatever the line holds; a sentence where it is no question.
[[nodiscard]] std::variant<control_question, std::string> parse_question(std::string_view line);

} // namespace ssislb::cli
