#include "tds/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace ssislb::tds::detail {
namespace {

struct lead {
    std::size_t followers;
    std::uint32_t bits;
    std::uint32_t least;
};

constexpr lead bad{0, 0, 1};

lead classify(unsigned char byte) noexcept {
    if (byte < 0x80)
        return {0, byte, 0};
    if (byte >= 0xC2 && byte < 0xE0)
        return {1, byte & 0x1FU, 0x80};
    if (byte >= 0xE0 && byte < 0xF0)
        return {2, byte & 0x0FU, 0x800};
    if (byte >= 0xF0 && byte < 0xF5)
        return {3, byte & 0x07U, 0x10000};
    return bad;
}

bool scalar(std::uint32_t code) noexcept {
    return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

/// How many ASCII characters the text begins with, at least; statements are little else.
std::size_t leading_ascii(std::string_view text) noexcept {
    constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080;
    std::size_t seen = 0;
    for (std::uint64_t eight = 0; seen + sizeof eight <= text.size(); seen += sizeof eight) {
        std::memcpy(&eight, text.data() + seen, sizeof eight);
        if ((eight & high_bits) != 0)
            break;
    }
    return seen;
}

} // namespace

bool valid_utf8(std::string_view text) noexcept {
    text.remove_prefix(leading_ascii(text));
    while (!text.empty()) {
        auto [followers, code, least] = classify(static_cast<unsigned char>(text.front()));
        if (text.size() <= followers)
            return false;
        for (std::size_t i = 1; i <= followers; ++i) {
            auto const byte = static_cast<unsigned char>(text[i]);
            if ((byte & 0xC0U) != 0x80U)
                return false;
            code = (code << 6U) | (byte & 0x3FU);
        }
        if (code < least || !scalar(code))
            return false;
        text.remove_prefix(followers + 1);
    }
    return true;
}

} // namespace ssislb::tds::detail
