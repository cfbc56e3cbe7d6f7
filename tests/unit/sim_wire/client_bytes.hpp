// What clients send, byte for byte. Written apart from the code under test.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::test {

using byte_string = std::vector<std::uint8_t>;

inline void operator+=(byte_string& out, byte_string const& more) {
    out.insert(out.end(), more.begin(), more.end());
}

inline byte_string little_endian(std::uint64_t value, std::size_t size) {
    byte_string out;
    for (; size > 0; --size, value /= 256)
        out.push_back(static_cast<std::uint8_t>(value % 256));
    return out;
}

inline byte_string utf16(std::u16string_view text) {
    byte_string out;
    for (char16_t const unit : text)
        out += little_endian(unit, 2);
    return out;
}

/// `status` 1: the last packet of its message.
inline byte_string packet(std::uint8_t type, byte_string const& payload, std::uint8_t status = 1) {
    auto const size = payload.size() + 8;
    byte_string out{type,
                    status,
                    static_cast<std::uint8_t>(size / 256),
                    static_cast<std::uint8_t>(size % 256),
                    0,
                    0,
                    1,
                    0};
    out += payload;
    return out;
}

/// One message in packets of so many bytes of payload.
inline byte_string packets(std::uint8_t type, byte_string const& payload, std::size_t part) {
    byte_string out;
    for (std::size_t at = 0; at < payload.size(); at += part) {
        auto const size = std::min(part, payload.size() - at);
        auto const first = payload.begin() + static_cast<std::ptrdiff_t>(at);
        bool const last = at + size == payload.size();
        out += packet(type, byte_string(first, first + static_cast<std::ptrdiff_t>(size)),
                      last ? 1 : 0);
    }
    return out;
}

inline byte_string prelogin(std::uint8_t encryption) {
    return packet(0x12, {0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xFF, 9, 0, 0, 0, 0, 0, encryption});
}

struct login_fields {
    std::uint32_t version = 0x74000004;
    std::uint32_t packet_size = 4096;
    std::u16string user = u"sa";
    std::u16string password = u"secret";
    std::u16string database = u"msdb";
    std::u16string language;
    std::uint8_t option_flags_2 = 0;
};

inline byte_string login7_body(login_fields const& fields = {}) {
    bool const wide = fields.version >= 0x72000000;
    std::size_t const fixed = wide ? 94 : 86;
    byte_string heap;
    byte_string table;
    auto const entry = [&](byte_string const& data, std::size_t units) {
        table += little_endian(fixed + heap.size(), 2);
        table += little_endian(units, 2);
        heap += data;
    };
    auto const name = [&](std::u16string const& text) { entry(utf16(text), text.size()); };
    auto scrambled = utf16(fields.password);
    for (auto& each : scrambled)
        each = static_cast<std::uint8_t>((each / 16 + each % 16 * 16) ^ 0xA5);
    name(u"workstation");
    name(fields.user);
    entry(scrambled, fields.password.size());
    name(u"tester");
    name(u"server");
    name(u"");
    name(u"library");
    name(fields.language);
    name(fields.database);
    table += {1, 2, 3, 4, 5, 6};
    name(u"");
    name(u"");
    if (wide) {
        name(u"");
        table += {0, 0, 0, 0};
    }
    byte_string body = little_endian(fixed + heap.size(), 4);
    body += little_endian(fields.version, 4);
    body += little_endian(fields.packet_size, 4);
    body += byte_string(12, 0);
    body += {0xE0, fields.option_flags_2, 0, 0};
    body += byte_string(8, 0);
    body += table;
    body += heap;
    return body;
}

inline byte_string login7(login_fields const& fields = {}) {
    return packet(0x10, login7_body(fields));
}

inline byte_string all_headers() {
    byte_string out = little_endian(22, 4);
    out += little_endian(18, 4);
    out += little_endian(2, 2);
    out += little_endian(0, 8);
    out += little_endian(1, 4);
    return out;
}

inline byte_string batch(std::u16string_view text, bool wide = true, std::uint8_t status = 1) {
    byte_string payload = wide ? all_headers() : byte_string{};
    payload += utf16(text);
    return packet(1, payload, status);
}

inline byte_string attention() {
    return packet(6, {});
}

/// The payload of a call, without ALL_HEADERS.
class rpc_bytes {
public:
    explicit rpc_bytes(std::u16string_view procedure) {
        data_ = little_endian(procedure.size(), 2);
        data_ += utf16(procedure);
        data_ += {0, 0};
    }
    explicit rpc_bytes(std::uint16_t procedure_id) {
        data_ = {0xFF, 0xFF};
        data_ += little_endian(procedure_id, 2);
        data_ += {0, 0};
    }

    /// Type and value as they are.
    rpc_bytes& parameter(std::u16string_view name, byte_string const& type_and_value,
                         std::uint8_t status = 0) {
        data_.push_back(static_cast<std::uint8_t>(name.size()));
        data_ += utf16(name);
        data_.push_back(status);
        data_ += type_and_value;
        return *this;
    }
    rpc_bytes& text(std::u16string_view name, std::u16string_view value) {
        byte_string typed{0xE7, 0x40, 0x1F, 9, 4, 0xD0, 0, 0x34};
        typed += little_endian(2 * value.size(), 2);
        typed += utf16(value);
        return parameter(name, typed);
    }
    rpc_bytes& number(std::u16string_view name, std::int32_t value, std::uint8_t status = 0) {
        byte_string typed{0x26, 4, 4};
        typed += little_endian(static_cast<std::uint32_t>(value), 4);
        return parameter(name, typed, status);
    }

    byte_string const& data() const { return data_; }
    byte_string message(bool wide = true) const {
        byte_string payload = wide ? all_headers() : byte_string{};
        payload += data_;
        return packet(3, payload);
    }

private:
    byte_string data_;
};

} // namespace ssislb::test
