// Reads fields of an answer and throws when one is not there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

namespace ssislb::test {

using octets = std::span<std::uint8_t const>;

class byte_cursor {
public:
    explicit byte_cursor(octets data)
        : data_(data) {}

    bool at_end() const { return at_ == data_.size(); }
    std::size_t position() const { return at_; }

    octets take(std::size_t size) {
        if (size > data_.size() - at_)
            throw std::runtime_error("field at byte " + std::to_string(at_) +
                                     " goes beyond the end");
        at_ += size;
        return data_.subspan(at_ - size, size);
    }

    std::uint64_t number(std::size_t size) {
        std::uint64_t value = 0;
        std::uint64_t factor = 1;
        for (auto const each : take(size)) {
            value += each * factor;
            factor *= 256;
        }
        return value;
    }

    std::int64_t signed_number(std::size_t size) {
        auto const value = number(size);
        if (size == 8)
            return static_cast<std::int64_t>(value);
        auto const modulus = std::int64_t{1} << (8 * size);
        auto const plain = static_cast<std::int64_t>(value);
        return plain >= modulus / 2 ? plain - modulus : plain;
    }

    /// UTF-16LE, as UTF-8.
    std::string text(std::size_t units) { return utf8(take(2 * units)); }

    static std::string utf8(octets utf16) {
        if (utf16.size() % 2 != 0)
            throw std::runtime_error("half a character");
        std::string out;
        for (std::size_t at = 0; at < utf16.size(); at += 2) {
            std::uint32_t code = utf16[at] + 256U * utf16[at + 1];
            if (code / 0x400 == 0xD800 / 0x400) {
                if (at + 3 >= utf16.size())
                    throw std::runtime_error("half a pair");
                at += 2;
                code =
                    0x10000 + (code % 0x400) * 0x400 + (utf16[at] + 256U * utf16[at + 1]) % 0x400;
            }
            append_utf8(out, code);
        }
        return out;
    }

private:
    static void append_utf8(std::string& out, std::uint32_t code) {
        auto const put = [&](std::uint32_t value) { out += static_cast<char>(value); };
        if (code < 0x80) {
            put(code);
        } else if (code < 0x800) {
            put(0xC0 + code / 0x40);
            put(0x80 + code % 0x40);
        } else if (code < 0x10000) {
            put(0xE0 + code / 0x1000);
            put(0x80 + code / 0x40 % 0x40);
            put(0x80 + code % 0x40);
        } else {
            put(0xF0 + code / 0x40000);
            put(0x80 + code / 0x1000 % 0x40);
            put(0x80 + code / 0x40 % 0x40);
            put(0x80 + code % 0x40);
        }
    }

    octets data_;
    std::size_t at_ = 0;
};

} // namespace ssislb::test
