// The encodings of text.
#include "sim/wire/text.hpp"

#include <algorithm>
#include <array>

namespace ssislb::sim::wire {

namespace {

constexpr char32_t replacement = 0xFFFD;

// 0x80 to 0x9F; the rest of the code page is Latin-1.
constexpr std::array<char16_t, 32> upper_half{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

std::size_t sequence_length(unsigned char lead) noexcept {
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

bool is_valid(char32_t code, std::size_t length) noexcept {
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    bool const surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code >= smallest[length] && code <= 0x10FFFF && !surrogate;
}

/// Takes one character off the front of a text that is not empty.
char32_t take_utf8(std::string_view& text) noexcept {
    auto const lead = static_cast<unsigned char>(text.front());
    std::size_t const length = sequence_length(lead);
    char32_t code = length == 0 ? replacement : length == 1 ? lead : lead & (0x7FU >> length);
    std::size_t used = 1;
    for (; used < length && used < text.size(); ++used) {
        auto const next = static_cast<unsigned char>(text[used]);
        if ((next & 0xC0U) != 0x80U)
            break;
        code = (code << 6U) | (next & 0x3FU);
    }
    bool const whole = length != 0 && used == length && is_valid(code, length);
    text.remove_prefix(used);
    return whole ? code : replacement;
}

void append_unit(bytes& out, char32_t unit) {
    out.push_back(static_cast<std::uint8_t>(unit & 0xFFU));
    out.push_back(static_cast<std::uint8_t>(unit >> 8U));
}

void append_utf8(std::string& out, char32_t code) {
    auto const tail = [&](unsigned shift) {
        out.push_back(static_cast<char>(0x80U | ((code >> shift) & 0x3FU)));
    };
    if (code < 0x80) {
        out.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
        out.push_back(static_cast<char>(0xC0U | (code >> 6U)));
        tail(0);
    } else if (code < 0x10000) {
        out.push_back(static_cast<char>(0xE0U | (code >> 12U)));
        tail(6);
        tail(0);
    } else {
        out.push_back(static_cast<char>(0xF0U | (code >> 18U)));
        tail(12);
        tail(6);
        tail(0);
    }
}

std::uint8_t to_cp1252(char32_t code) noexcept {
    if (code < 0x80 || (code >= 0xA0 && code <= 0xFF))
        return static_cast<std::uint8_t>(code);
    auto const found = std::find(upper_half.begin(), upper_half.end(), code);
    if (found == upper_half.end())
        return '?';
    return static_cast<std::uint8_t>(0x80 + (found - upper_half.begin()));
}

/// The ASCII at the front, which is most of all text, taken off in one go.
std::size_t take_ascii(bytes& out, std::string_view& utf8, std::size_t max_units) {
    auto const text = utf8.substr(0, max_units);
    auto const end = std::find_if(text.begin(), text.end(), [](char each) {
        return static_cast<unsigned char>(each) >= 0x80;
    });
    auto const count = static_cast<std::size_t>(end - text.begin());
    auto const at = out.size();
    out.resize(at + 2 * count);
    for (std::size_t unit = 0; unit < count; ++unit)
        out[at + 2 * unit] = static_cast<std::uint8_t>(text[unit]);
    utf8.remove_prefix(count);
    return count;
}

} // namespace

std::size_t append_utf16(bytes& out, std::string_view utf8, std::size_t max_units) {
    auto units = take_ascii(out, utf8, max_units);
    while (!utf8.empty()) {
        char32_t const code = take_utf8(utf8);
        std::size_t const width = code < 0x10000 ? 1 : 2;
        if (units + width > max_units)
            break;
        if (width == 1) {
            append_unit(out, code);
        } else {
            append_unit(out, 0xD800U + ((code - 0x10000U) >> 10U));
            append_unit(out, 0xDC00U + ((code - 0x10000U) & 0x3FFU));
        }
        units += width;
    }
    return units;
}

std::string from_utf16(byte_view utf16) {
    std::string text;
    text.reserve(utf16.size() / 2);
    std::size_t const units = utf16.size() / 2;
    auto const unit = [&](std::size_t at) -> char32_t {
        return utf16[2 * at] | (static_cast<char32_t>(utf16[2 * at + 1]) << 8U);
    };
    for (std::size_t at = 0; at < units; ++at) {
        char32_t code = unit(at);
        if (code >= 0xD800 && code <= 0xDFFF) {
            char32_t const low = at + 1 < units ? unit(at + 1) : 0;
            bool const pair = code < 0xDC00 && low >= 0xDC00 && low <= 0xDFFF;
            code = pair ? 0x10000U + ((code - 0xD800U) << 10U) + (low - 0xDC00U) : replacement;
            at += pair ? 1U : 0U;
        }
        append_utf8(text, code);
    }
    return text;
}

std::size_t append_cp1252(bytes& out, std::string_view utf8, std::size_t max_bytes) {
    std::size_t written = 0;
    for (; !utf8.empty() && written < max_bytes; ++written)
        out.push_back(to_cp1252(take_utf8(utf8)));
    return written;
}

std::string from_cp1252(byte_view text) {
    std::string utf8;
    utf8.reserve(text.size());
    for (auto const each : text)
        append_utf8(utf8, each >= 0x80 && each < 0xA0 ? upper_half[each - 0x80U] : each);
    return utf8;
}

} // namespace ssislb::sim::wire
