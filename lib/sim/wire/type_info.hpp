// TYPE_INFO of a parameter, and the value behind it (MS-TDS 2.2.5.4 to 2.2.5.6).
#pragma once

#include "sim/sql/value.hpp"
#include "sim/wire/reader.hpp"

#include <cstdint>

namespace ssislb::sim::wire {

/// The types by their byte.
namespace type_byte {
inline constexpr std::uint8_t null = 0x1F;
inline constexpr std::uint8_t image = 0x22;
inline constexpr std::uint8_t text = 0x23;
inline constexpr std::uint8_t guid = 0x24;
inline constexpr std::uint8_t legacy_varbinary = 0x25;
inline constexpr std::uint8_t intn = 0x26;
inline constexpr std::uint8_t legacy_varchar = 0x27;
inline constexpr std::uint8_t date = 0x28;
inline constexpr std::uint8_t time = 0x29;
inline constexpr std::uint8_t datetime2 = 0x2A;
inline constexpr std::uint8_t datetimeoffset = 0x2B;
inline constexpr std::uint8_t legacy_binary = 0x2D;
inline constexpr std::uint8_t legacy_char = 0x2F;
inline constexpr std::uint8_t int1 = 0x30;
inline constexpr std::uint8_t bit = 0x32;
inline constexpr std::uint8_t int2 = 0x34;
inline constexpr std::uint8_t legacy_decimal = 0x37;
inline constexpr std::uint8_t int4 = 0x38;
inline constexpr std::uint8_t smalldatetime = 0x3A;
inline constexpr std::uint8_t real = 0x3B;
inline constexpr std::uint8_t money = 0x3C;
inline constexpr std::uint8_t datetime = 0x3D;
inline constexpr std::uint8_t float8 = 0x3E;
inline constexpr std::uint8_t legacy_numeric = 0x3F;
inline constexpr std::uint8_t variant = 0x62;
inline constexpr std::uint8_t ntext = 0x63;
inline constexpr std::uint8_t bitn = 0x68;
inline constexpr std::uint8_t decimal = 0x6A;
inline constexpr std::uint8_t numeric = 0x6C;
inline constexpr std::uint8_t fltn = 0x6D;
inline constexpr std::uint8_t moneyn = 0x6E;
inline constexpr std::uint8_t datetimn = 0x6F;
inline constexpr std::uint8_t smallmoney = 0x7A;
inline constexpr std::uint8_t int8 = 0x7F;
inline constexpr std::uint8_t varbinary = 0xA5;
inline constexpr std::uint8_t varchar = 0xA7;
inline constexpr std::uint8_t binary = 0xAD;
inline constexpr std::uint8_t char_ = 0xAF;
inline constexpr std::uint8_t nvarchar = 0xE7;
inline constexpr std::uint8_t nchar = 0xEF;
inline constexpr std::uint8_t xml = 0xF1;
} // namespace type_byte

/// How the length of a value is told.
enum class value_layout { fixed, short_length, medium_length, long_length, chunks, variant };

struct type_info {
    std::uint8_t byte = 0;
    value_layout layout = value_layout::fixed;
    /// In bytes; of fixed types the size itself.
    std::uint32_t max_length = 0;
    std::uint8_t scale = 0;
};

/// A type that no client may send, table types among them, fails the reader.
[[nodiscard]] type_info read_type_info(reader&);

/// A value that fits its type; else the reader fails.
[[nodiscard]] sql::value read_value(reader&, type_info const&);

/// The nearest of the types that the world knows.
[[nodiscard]] sql::type sql_type(type_info const&) noexcept;

/// In characters for text, in bytes for binary; 0 for max types and all others.
[[nodiscard]] std::uint16_t declared_length(type_info const&) noexcept;

} // namespace ssislb::sim::wire
