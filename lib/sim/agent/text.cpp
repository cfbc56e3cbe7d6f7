#include "sim/agent/text.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::sim::detail {
namespace {

/// A byte in lower case; of the letters of Latin-1 the second byte, which depends on the first.
constexpr char lower(char before, char c) noexcept {
    auto const byte = static_cast<unsigned char>(c);
    bool const ascii = c >= 'A' && c <= 'Z';
    bool const latin =
        static_cast<unsigned char>(before) == 0xC3 && byte >= 0x80 && byte <= 0x9E && byte != 0x97;
    return ascii || latin ? static_cast<char>(byte + 0x20) : c;
}

std::string_view without_trailing_blanks(std::string_view text) noexcept {
    return text.substr(0, text.find_last_not_of(' ') + 1);
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
    char before = '\0';
    for (char& each : result)
        each = lower(std::exchange(before, each), each);
    return result;
}

bool same_name(std::string_view a, std::string_view b) noexcept {
    a = without_trailing_blanks(a);
    b = without_trailing_blanks(b);
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        char const before_a = i == 0 ? '\0' : a[i - 1];
        char const before_b = i == 0 ? '\0' : b[i - 1];
        if (lower(before_a, a[i]) != lower(before_b, b[i]))
            return false;
    }
    return true;
}

std::string_view trimmed(std::string_view text) noexcept {
    text = without_trailing_blanks(text);
    return text.substr(std::min(text.find_first_not_of(' '), text.size()));
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
