#include <ssislb/base/guid.hpp>

#include <cstdint>
#include <cstring>

namespace ssislb {
namespace {

// Where each byte stands in the text, group by group; groups one to three are little-endian.
constexpr std::array<int, 16> text_order{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

constexpr bool hyphen_before(std::size_t position) noexcept {
    return position == 4 || position == 6 || position == 8 || position == 10;
}

constexpr int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

std::string to_string(guid const& id) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < text_order.size(); ++i) {
        if (hyphen_before(i))
            text += '-';
        auto const byte =
            std::to_integer<unsigned>(id.bytes[static_cast<std::size_t>(text_order[i])]);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::optional<guid> parse_guid(std::string_view text) noexcept {
    if (text.size() == 38 && text.front() == '{' && text.back() == '}')
        text = text.substr(1, 36);
    if (text.size() != 36)
        return std::nullopt;
    guid id;
    std::size_t at = 0;
    for (std::size_t i = 0; i < text_order.size(); ++i) {
        if (hyphen_before(i) && text[at++] != '-')
            return std::nullopt;
        int const high = hex_digit(text[at++]);
        int const low = hex_digit(text[at++]);
        if (high < 0 || low < 0)
            return std::nullopt;
        id.bytes[static_cast<std::size_t>(text_order[i])] = static_cast<std::byte>(high * 16 + low);
    }
    return id;
}

} // namespace ssislb

std::size_t std::hash<ssislb::guid>::operator()(ssislb::guid const& id) const noexcept {
    std::uint64_t halves[2];
    std::memcpy(halves, id.bytes.data(), sizeof halves);
    return static_cast<std::size_t>(halves[0] ^ (halves[1] * 0x9E3779B97F4A7C15u));
}
