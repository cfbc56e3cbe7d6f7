#include "sim/agent/text.hpp"

#include <algorithm>

namespace ssislb::sim::detail {
namespace {

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}

/// Behind the character at a place, which may be of several bytes.
std::size_t next_character(std::string_view text, std::size_t at) noexcept {
    do
        ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    return at;
}

/// After a mismatch only the last % has to take one character more: what is before it fits.
bool matches(std::string_view text, std::string_view pattern) {
    std::size_t at = 0;
    std::size_t in = 0;
    std::size_t taken_to = 0;
    auto behind_last = std::string_view::npos;
    while (at < text.size()) {
        char const wanted = in < pattern.size() ? pattern[in] : '\0';
        if (wanted == '%') {
            behind_last = ++in;
            taken_to = at;
        } else if (wanted == '_') {
            at = next_character(text, at);
            ++in;
        } else if (in < pattern.size() && wanted == text[at]) {
            ++at;
            ++in;
        } else if (behind_last != std::string_view::npos) {
            in = behind_last;
            taken_to = next_character(text, taken_to);
            at = taken_to;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('%', in) == std::string_view::npos;
}

} // namespace

std::string folded(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

bool same_name(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::size_t utf16_length(std::string_view text) noexcept {
    std::size_t units = 0;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80)
            units += byte >= 0xF0 ? 2 : 1;
    }
    return units;
}

bool is_like(std::string_view text, std::string_view pattern) {
    return matches(folded(text), folded(pattern));
}

} // namespace ssislb::sim::detail
