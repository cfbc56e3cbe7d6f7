// TYPE_INFO and values of columns.
#include "sim/wire/value_writer.hpp"

#include "sim/wire/datetime.hpp"
#include "sim/wire/type_info.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <span>

namespace ssislb::sim::wire {

namespace {

/// SQL_Latin1_General_CP1_CI_AS.
constexpr std::array<std::uint8_t, 5> collation{0x09, 0x04, 0xD0, 0x00, 0x34};
constexpr std::uint16_t most_characters = 4000;
constexpr std::uint16_t most_bytes = 8000;

/// The bytes of a type of one size: the N form, the fixed form, the size.
struct scalar {
    std::uint8_t nullable_byte;
    std::uint8_t fixed_byte;
    std::uint8_t size;
};

std::optional<scalar> scalar_of(sql::type type) noexcept {
    switch (type) {
    case sql::type::bit:
        return scalar{type_byte::bitn, type_byte::bit, 1};
    case sql::type::tinyint:
        return scalar{type_byte::intn, type_byte::int1, 1};
    case sql::type::smallint:
        return scalar{type_byte::intn, type_byte::int2, 2};
    case sql::type::int_:
        return scalar{type_byte::intn, type_byte::int4, 4};
    case sql::type::bigint:
        return scalar{type_byte::intn, type_byte::int8, 8};
    case sql::type::float_:
        return scalar{type_byte::fltn, type_byte::float8, 8};
    case sql::type::datetime:
        return scalar{type_byte::datetimn, type_byte::datetime, 8};
    case sql::type::uniqueidentifier:
        return scalar{type_byte::guid, type_byte::guid, 16};
    default:
        return std::nullopt;
    }
}

bool has_length_byte(wire_type const& type) noexcept {
    // uniqueidentifier has no fixed form.
    return type.nullable || type.type == sql::type::uniqueidentifier;
}

void put_integer(writer& put, std::int64_t value, std::size_t size) {
    auto const raw = static_cast<std::uint64_t>(value);
    switch (size) {
    case 1:
        return put.u8(static_cast<std::uint8_t>(raw & 0xFFU));
    case 2:
        return put.u16(static_cast<std::uint16_t>(raw & 0xFFFFU));
    case 4:
        return put.u32(static_cast<std::uint32_t>(raw & 0xFFFFFFFFU));
    default:
        return put.u64(raw);
    }
}

byte_view view(std::span<std::byte const> data) noexcept {
    return {reinterpret_cast<std::uint8_t const*>(data.data()), data.size()};
}

void put_guid(writer& put, guid const& id) {
    put.raw(view(id.bytes));
}

void put_datetime(writer& put, server_time time) {
    auto const parts = to_datetime(time);
    put.u32(static_cast<std::uint32_t>(parts.days));
    put.u32(parts.ticks);
}

bool suits(sql::type type, sql::value const& value) noexcept {
    switch (type) {
    case sql::type::float_:
        return std::holds_alternative<double>(value);
    case sql::type::datetime:
        return std::holds_alternative<server_time>(value);
    case sql::type::uniqueidentifier:
        return std::holds_alternative<guid>(value);
    case sql::type::nvarchar:
    case sql::type::nvarchar_max:
    case sql::type::varchar:
        return std::holds_alternative<std::string>(value);
    case sql::type::varbinary:
        return std::holds_alternative<std::vector<std::byte>>(value);
    default:
        return std::holds_alternative<std::int64_t>(value);
    }
}

void put_scalar(writer& put, scalar const& form, sql::value const& value) {
    if (auto const* number = std::get_if<std::int64_t>(&value))
        put_integer(put, *number, form.size);
    else if (auto const* real = std::get_if<double>(&value))
        put.u64(std::bit_cast<std::uint64_t>(*real));
    else if (auto const* time = std::get_if<server_time>(&value))
        put_datetime(put, *time);
    else if (auto const* id = std::get_if<guid>(&value))
        put_guid(put, *id);
}

/// Text or binary data without any length. Returns its size in bytes.
std::size_t put_data(writer& put, wire_type const& type, sql::value const& value) {
    auto const limit = type.is_max() ? static_cast<std::size_t>(-1) : type.max_length;
    auto const before = put.position();
    if (auto const* data = std::get_if<std::vector<std::byte>>(&value))
        put.raw(view(*data).first(std::min(limit, data->size())));
    else if (auto const* text = std::get_if<std::string>(&value); type.type == sql::type::varchar)
        put.cp1252(*text, limit);
    else
        put.utf16(*text, limit);
    return put.position() - before;
}

void put_null(writer& put, wire_type const& type) {
    if (scalar_of(type.type) || type.legacy_large)
        put.u8(0);
    else if (type.is_max())
        put.u64(0xFFFFFFFFFFFFFFFF);
    else
        put.u16(0xFFFF);
}

void put_chunks(writer& put, wire_type const& type, sql::value const& value) {
    constexpr std::uint64_t total_unknown = 0xFFFFFFFFFFFFFFFE;
    put.u64(total_unknown);
    auto const at = put.position();
    put.u32(0);
    auto const size = put_data(put, type, value);
    put.patch_u32(at, size);
    // The length of an empty chunk is the end already.
    if (size != 0)
        put.u32(0);
}

void put_legacy_large(writer& put, wire_type const& type, sql::value const& value) {
    // A text pointer and a timestamp, which no client looks into.
    constexpr std::size_t pointer = 16;
    constexpr std::size_t timestamp = 8;
    put.u8(pointer);
    for (std::size_t at = 0; at < pointer + timestamp; ++at)
        put.u8(0x01);
    auto const at = put.position();
    put.u32(0);
    put.patch_u32(at, put_data(put, type, value));
}

} // namespace

wire_type to_wire_type(sql::type type, std::uint16_t max_length, bool nullable,
                       tds_version version) noexcept {
    wire_type result{type, max_length, nullable, false};
    switch (type) {
    case sql::type::nvarchar_max:
        result.max_length = 0;
        break;
    case sql::type::nvarchar:
        result.max_length =
            max_length == 0 ? most_characters : std::min(max_length, most_characters);
        break;
    case sql::type::varchar:
        result.max_length = max_length == 0 ? most_bytes : std::min(max_length, most_bytes);
        break;
    case sql::type::varbinary:
        result.max_length = max_length > most_bytes ? std::uint16_t{0} : max_length;
        break;
    default:
        return result;
    }
    result.legacy_large = result.is_max() && !is_wide(version);
    return result;
}

void put_type_info(writer& put, wire_type const& type) {
    if (auto const form = scalar_of(type.type)) {
        put.u8(type.nullable ? form->nullable_byte : form->fixed_byte);
        if (has_length_byte(type))
            put.u8(form->size);
        return;
    }
    bool const text = type.type != sql::type::varbinary;
    if (type.legacy_large) {
        put.u8(text ? type_byte::ntext : type_byte::image);
        put.u32(text ? 0x7FFFFFFEU : 0x7FFFFFFFU);
    } else {
        bool const wide = type.type != sql::type::varchar;
        put.u8(!text ? type_byte::varbinary : wide ? type_byte::nvarchar : type_byte::varchar);
        put.u16(type.is_max()  ? std::uint16_t{0xFFFF}
                : text && wide ? static_cast<std::uint16_t>(2 * type.max_length)
                               : type.max_length);
    }
    if (text)
        put.raw(collation);
}

void put_value(writer& put, wire_type const& type, sql::value const& value) {
    auto const form = scalar_of(type.type);
    bool const absent = !suits(type.type, value);
    if (form) {
        if (has_length_byte(type))
            put.u8(absent ? std::uint8_t{0} : form->size);
        else if (absent)
            put.zeros(form->size);
        if (!absent)
            put_scalar(put, *form, value);
    } else if (absent) {
        put_null(put, type);
    } else if (type.legacy_large) {
        put_legacy_large(put, type, value);
    } else if (type.is_max()) {
        put_chunks(put, type, value);
    } else {
        auto const at = put.begin_length();
        put_data(put, type, value);
        put.end_length(at);
    }
}

std::size_t null_size(wire_type const& type) noexcept {
    if (scalar_of(type.type) || type.legacy_large)
        return 1;
    return type.is_max() ? 8 : 2;
}

} // namespace ssislb::sim::wire
