#include "agent/step_arguments.hpp"

#include <algorithm>

namespace ssislb::detail {
namespace {

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Takes arguments off the front.
class cutter {
public:
    explicit cutter(std::string_view command)
        : rest_(command) {}

    bool skip_blanks() {
        rest_.remove_prefix(
            static_cast<std::size_t>(std::ranges::find_if_not(rest_, is_blank) - rest_.begin()));
        return !rest_.empty();
    }

    step_argument take() {
        auto const whole = rest_;
        step_argument made;
        bool quoted = false;
        while (!rest_.empty() && (quoted || !is_blank(rest_.front()))) {
            if (rest_.front() == '\\')
                take_backslashes(made.text);
            else if (rest_.front() != '"')
                made.text += pop();
            else if (pop(); quoted && !rest_.empty() && rest_.front() == '"')
                made.text += pop();
            else
                quoted = !quoted;
        }
        made.raw = whole.substr(0, whole.size() - rest_.size());
        return made;
    }

private:
    char pop() {
        char const first = rest_.front();
        rest_.remove_prefix(1);
        return first;
    }

    void take_backslashes(std::string& to) {
        auto const count = std::min(rest_.find_first_not_of('\\'), rest_.size());
        rest_.remove_prefix(count);
        bool const before_quote = !rest_.empty() && rest_.front() == '"';
        to.append(before_quote ? count / 2 : count, '\\');
        if (before_quote && count % 2 == 1)
            to += pop();
    }

    std::string_view rest_;
};

} // namespace

std::vector<step_argument> step_arguments(std::string_view command) {
    std::vector<step_argument> arguments;
    for (cutter from(command); from.skip_blanks();)
        arguments.push_back(from.take());
    return arguments;
}

} // namespace ssislb::detail
