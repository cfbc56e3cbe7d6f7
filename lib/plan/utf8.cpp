#include "plan/utf8.hpp"

#include <cstddef>

namespace ssislb::detail {
namespace {

/// What may follow a lead byte. The range of the second byte keeps out overlong forms, surrogates
/// and what lies beyond U+10FFFF.
struct sequence {
    std::size_t length = 0;
    unsigned char second_least = 0x80;
    unsigned char second_most = 0xBF;
};

constexpr sequence sequence_of(unsigned char lead) noexcept {
    if (lead < 0x80)
        return {1};
    if (lead < 0xC2 || lead > 0xF4)
        return {};
    if (lead < 0xE0)
        return {2};
    if (lead == 0xE0)
        return {3, 0xA0, 0xBF};
    if (lead == 0xED)
        return {3, 0x80, 0x9F};
    if (lead < 0xF0)
        return {3};
    if (lead == 0xF0)
        return {4, 0x90, 0xBF};
    if (lead == 0xF4)
        return {4, 0x80, 0x8F};
    return {4};
}

bool between(char c, unsigned char least, unsigned char most) noexcept {
    auto const byte = static_cast<unsigned char>(c);
    return byte >= least && byte <= most;
}

/// 0: the text does not start with a code point.
std::size_t code_point_length(std::string_view text) noexcept {
    auto const [length, least, most] = sequence_of(static_cast<unsigned char>(text.front()));
    if (text.size() < length || (length > 1 && !between(text[1], least, most)))
        return 0;
    for (std::size_t i = 2; i < length; ++i)
        if (!between(text[i], 0x80, 0xBF))
            return 0;
    return length;
}

} // namespace

std::optional<source_position> find_invalid_utf8(std::string_view text) noexcept {
    source_position at;
    while (!text.empty()) {
        auto const length = code_point_length(text);
        if (length == 0)
            return at;
        if (text.front() == '\n')
            at = {at.line + 1, 1};
        else
            ++at.column;
        text.remove_prefix(length);
    }
    return std::nullopt;
}

} // namespace ssislb::detail
