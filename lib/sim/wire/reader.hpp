// Reads little-endian fields; never past the end.
#pragma once

#include "sim/wire/bytes.hpp"
#include "sim/wire/text.hpp"

#include <cstddef>
#include <string>

namespace ssislb::sim::wire {

/// After a read beyond the end every value is zero or empty and ok() is false: a parser may read
/// on and ask once.
class reader {
public:
    explicit reader(byte_view data) noexcept
        : data_(data) {}

    [[nodiscard]] bool ok() const noexcept { return ok_; }
    [[nodiscard]] bool at_end() const noexcept { return data_.empty(); }
    [[nodiscard]] byte_view rest() const noexcept { return data_; }

    byte_view take(std::size_t size) noexcept {
        if (size > data_.size()) {
            fail();
            return {};
        }
        auto const taken = data_.first(size);
        data_ = data_.subspan(size);
        return taken;
    }

    void skip(std::size_t size) noexcept { static_cast<void>(take(size)); }

    std::uint8_t u8() noexcept { return static_cast<std::uint8_t>(little_endian(1)); }
    std::uint16_t u16() noexcept { return static_cast<std::uint16_t>(little_endian(2)); }
    std::uint32_t u32() noexcept { return static_cast<std::uint32_t>(little_endian(4)); }
    std::uint64_t u64() noexcept { return little_endian(8); }

    std::uint16_t u16_big_endian() noexcept {
        auto const field = take(2);
        return field.empty() ? std::uint16_t{0}
                             : static_cast<std::uint16_t>((field[0] << 8U) | field[1]);
    }

    std::string utf16(std::size_t units) { return from_utf16(take(2 * units)); }

    void fail() noexcept {
        ok_ = false;
        data_ = {};
    }

private:
    std::uint64_t little_endian(std::size_t size) noexcept {
        std::uint64_t value = 0;
        auto const field = take(size);
        for (std::size_t at = field.size(); at-- > 0;)
            value = (value << 8U) | field[at];
        return value;
    }

    byte_view data_;
    bool ok_ = true;
};

} // namespace ssislb::sim::wire
