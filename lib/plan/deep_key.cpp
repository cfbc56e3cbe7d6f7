#include "plan/deep_key.hpp"

#include <algorithm>

namespace ssislb::detail {
namespace {

/// How many times the quote stands at the front, at most `most`.
std::size_t quotes_at(std::string_view text, char quote, std::size_t most) {
    auto const end = std::min(text.find_first_not_of(quote), text.size());
    return std::min(end, most);
}

/// The length of a string with its quotes, or up to the end of the line that it leaves open.
std::size_t string_length(std::string_view text) {
    char const quote = text.front();
    bool const multi_line = quotes_at(text, quote, 3) == 3;
    std::size_t const closing = multi_line ? 3 : 1;
    for (std::size_t at = closing; at < text.size(); ++at) {
        if (text[at] == '\n' && !multi_line)
            return at;
        if (text[at] == '\\' && quote == '"')
            ++at;
        else if (quotes_at(text.substr(at), quote, closing) == closing)
            // Two quotes more may belong to a text of several lines.
            return at + quotes_at(text.substr(at), quote, multi_line ? 5 : 1);
    }
    return text.size();
}

std::size_t token_length(std::string_view text) {
    if (text.front() == '"' || text.front() == '\'')
        return string_length(text);
    if (text.front() == '#')
        return std::min(text.find('\n'), text.size());
    return 1;
}

bool ends_key(char c) {
    return std::string_view("\n=,[]{}").find(c) != std::string_view::npos;
}

} // namespace

std::optional<source_position> find_deep_key(std::string_view toml, std::size_t most) {
    source_position at;
    for (std::size_t dots = 0; !toml.empty();) {
        auto const token = toml.substr(0, token_length(toml));
        if (ends_key(token.front()))
            dots = 0;
        if (token == "." && ++dots > most)
            return at;
        at.line += static_cast<std::uint32_t>(std::ranges::count(token, '\n'));
        toml.remove_prefix(token.size());
    }
    return std::nullopt;
}

} // namespace ssislb::detail
