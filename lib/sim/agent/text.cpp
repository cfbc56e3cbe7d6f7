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

bool matches(std::string_view text, std::string_view pattern) {
    while (!pattern.empty()) {
        if (pattern.front() == '%') {
            pattern.remove_prefix(1);
            for (std::size_t skipped = 0; skipped <= text.size(); ++skipped)
                if (matches(text.substr(skipped), pattern))
                    return true;
            return false;
        }
        if (text.empty() || (pattern.front() != '_' && pattern.front() != text.front()))
            return false;
        text.remove_prefix(1);
        pattern.remove_prefix(1);
    }
    return text.empty();
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
