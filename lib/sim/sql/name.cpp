#include "sim/sql/name.hpp"

#include "sim/agent/text.hpp"

#include <utility>
#include <vector>

namespace ssislb::sim::sql {
namespace {

/// One part off the front, without its quotes; a doubled closing quote stands for one.
std::optional<std::string> take_part(std::string_view& text) {
    std::string part;
    char const close = text.empty()          ? '\0'
                       : text.front() == '[' ? ']'
                       : text.front() == '"' ? '"'
                                             : '\0';
    if (close == '\0') {
        auto const end = text.substr(0, text.find('.'));
        text.remove_prefix(end.size());
        return std::string{detail::trimmed(end)};
    }
    for (text.remove_prefix(1); !text.empty(); text.remove_prefix(1)) {
        if (text.front() != close) {
            part += text.front();
            continue;
        }
        text.remove_prefix(1);
        if (text.empty() || text.front() != close)
            return part;
        part += close;
    }
    return std::nullopt;
}

} // namespace

std::optional<object_name> parse_object_name(std::string_view text) {
    text = detail::trimmed(text);
    // `;1`, the number of a procedure in its group.
    if (text.ends_with(";1"))
        text.remove_suffix(2);
    std::vector<std::string> parts;
    while (true) {
        auto part = take_part(text);
        if (!part)
            return std::nullopt;
        parts.push_back(std::move(*part));
        if (text.empty())
            break;
        if (text.front() != '.')
            return std::nullopt;
        text.remove_prefix(1);
    }
    if (parts.size() > 3 || parts.back().empty())
        return std::nullopt;
    parts.insert(parts.begin(), 3 - parts.size(), std::string{});
    return object_name{std::move(parts[0]), std::move(parts[1]), std::move(parts[2])};
}

} // namespace ssislb::sim::sql
