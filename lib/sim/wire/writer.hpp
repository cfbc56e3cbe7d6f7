// Appends little-endian fields.
#pragma once

#include "sim/wire/bytes.hpp"
#include "sim/wire/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace ssislb::sim::wire {

class writer {
public:
    explicit writer(bytes& out) noexcept
        : out_(out) {}

    [[nodiscard]] std::size_t position() const noexcept { return out_.size(); }

    void u8(std::uint8_t value) { out_.push_back(value); }
    void u16(std::uint16_t value) { little_endian<2>(value); }
    void u32(std::uint32_t value) { little_endian<4>(value); }
    void u64(std::uint64_t value) { little_endian<8>(value); }
    void raw(byte_view data) { append(out_, data); }
    void raw(std::initializer_list<std::uint8_t> data) { out_.insert(out_.end(), data); }

    void zeros(std::size_t count) { out_.insert(out_.end(), count, std::uint8_t{0}); }

    void u16_big_endian(std::uint16_t value) {
        u8(static_cast<std::uint8_t>(value >> 8U));
        u8(static_cast<std::uint8_t>(value & 0xFFU));
    }

    /// B_VARCHAR: a byte with the number of units, UTF-16.
    void short_text(std::string_view utf8) {
        auto const at = position();
        u8(0);
        out_[at] = static_cast<std::uint8_t>(append_utf16(out_, utf8, 0xFF));
    }

    /// US_VARCHAR: two bytes with the number of units, UTF-16.
    void long_text(std::string_view utf8, std::size_t max_units = 0xFFFF) {
        auto const at = position();
        u16(0);
        patch_u16(at, append_utf16(out_, utf8, std::min<std::size_t>(max_units, 0xFFFF)));
    }

    /// Leaves room for a length; end_length fills in what has been written since.
    [[nodiscard]] std::size_t begin_length() {
        auto const at = position();
        u16(0);
        return at;
    }
    void end_length(std::size_t at) { patch_u16(at, position() - at - 2); }

    void patch_u16(std::size_t at, std::size_t value) {
        out_[at] = static_cast<std::uint8_t>(value & 0xFFU);
        out_[at + 1] = static_cast<std::uint8_t>((value >> 8U) & 0xFFU);
    }
    void patch_u32(std::size_t at, std::size_t value) {
        patch_u16(at, value & 0xFFFFU);
        patch_u16(at + 2, value >> 16U);
    }

    /// UTF-16 and code page 1252 without a length.
    std::size_t utf16(std::string_view utf8, std::size_t max_units) {
        return append_utf16(out_, utf8, max_units);
    }
    std::size_t cp1252(std::string_view utf8, std::size_t max_bytes) {
        return append_cp1252(out_, utf8, max_bytes);
    }

private:
    template <std::size_t Size>
    void little_endian(std::uint64_t value) {
        std::array<std::uint8_t, Size> field;
        for (std::size_t at = 0; at < Size; ++at)
            field[at] = static_cast<std::uint8_t>((value >> (8 * at)) & 0xFFU);
        append(out_, field);
    }

    bytes& out_;
};

} // namespace ssislb::sim::wire
