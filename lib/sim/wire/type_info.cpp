// TYPE_INFO of a parameter.
#include "sim/wire/type_info.hpp"

namespace ssislb::sim::wire {

namespace {

constexpr std::size_t collation_size = 5;
constexpr std::uint32_t max_marker = 0xFFFF;

/// The size of a type that has no length on the wire; 0 when it has one.
std::uint32_t fixed_size(std::uint8_t byte) noexcept {
    switch (byte) {
    case type_byte::int1:
    case type_byte::bit:
        return 1;
    case type_byte::int2:
        return 2;
    case type_byte::int4:
    case type_byte::real:
    case type_byte::smalldatetime:
    case type_byte::smallmoney:
        return 4;
    case type_byte::int8:
    case type_byte::float8:
    case type_byte::datetime:
    case type_byte::money:
        return 8;
    default:
        return 0;
    }
}

void read_short(reader& read, type_info& info) {
    info.layout = value_layout::short_length;
    info.max_length = read.u8();
}

void read_medium(reader& read, type_info& info, bool collated) {
    info.layout = value_layout::medium_length;
    info.max_length = read.u16();
    if (info.max_length == max_marker)
        info.layout = value_layout::chunks;
    if (collated)
        read.skip(collation_size);
}

void read_long(reader& read, type_info& info, bool collated) {
    info.layout = value_layout::long_length;
    info.max_length = read.u32();
    if (collated)
        read.skip(collation_size);
}

void read_xml(reader& read, type_info& info) {
    info.layout = value_layout::chunks;
    info.max_length = max_marker;
    if (read.u8() == 0)
        return;
    read.skip(2U * read.u8());
    read.skip(2U * read.u8());
    read.skip(2U * read.u16());
}

void read_scaled(reader& read, type_info& info, std::uint32_t largest_scale) {
    info.scale = read.u8();
    if (info.scale > largest_scale)
        read.fail();
}

} // namespace

type_info read_type_info(reader& read) {
    constexpr std::uint8_t finest_time = 7;
    constexpr std::uint8_t finest_decimal = 38;
    type_info info;
    info.byte = read.u8();
    info.max_length = fixed_size(info.byte);
    if (info.max_length != 0 || info.byte == type_byte::null)
        return info;
    switch (info.byte) {
    case type_byte::guid:
    case type_byte::intn:
    case type_byte::bitn:
    case type_byte::fltn:
    case type_byte::moneyn:
    case type_byte::datetimn:
    case type_byte::legacy_binary:
    case type_byte::legacy_varbinary:
    case type_byte::legacy_char:
    case type_byte::legacy_varchar:
        read_short(read, info);
        break;
    case type_byte::decimal:
    case type_byte::numeric:
    case type_byte::legacy_decimal:
    case type_byte::legacy_numeric:
        read_short(read, info);
        read.skip(1); // precision
        read_scaled(read, info, finest_decimal);
        break;
    case type_byte::date:
        info.layout = value_layout::short_length;
        info.max_length = 3;
        break;
    case type_byte::time:
    case type_byte::datetime2:
    case type_byte::datetimeoffset:
        info.layout = value_layout::short_length;
        info.max_length = 10;
        read_scaled(read, info, finest_time);
        break;
    case type_byte::varbinary:
    case type_byte::binary:
        read_medium(read, info, false);
        break;
    case type_byte::varchar:
    case type_byte::char_:
    case type_byte::nvarchar:
    case type_byte::nchar:
        read_medium(read, info, true);
        break;
    case type_byte::image:
        read_long(read, info, false);
        break;
    case type_byte::text:
    case type_byte::ntext:
        read_long(read, info, true);
        break;
    case type_byte::variant:
        info.layout = value_layout::variant;
        info.max_length = read.u32();
        break;
    case type_byte::xml:
        read_xml(read, info);
        break;
    default:
        read.fail();
    }
    return info;
}

sql::type sql_type(type_info const& info) noexcept {
    switch (info.byte) {
    case type_byte::bit:
    case type_byte::bitn:
        return sql::type::bit;
    case type_byte::int1:
        return sql::type::tinyint;
    case type_byte::int2:
        return sql::type::smallint;
    case type_byte::int4:
        return sql::type::int_;
    case type_byte::int8:
        return sql::type::bigint;
    case type_byte::intn:
        switch (info.max_length) {
        case 1:
            return sql::type::tinyint;
        case 2:
            return sql::type::smallint;
        case 8:
            return sql::type::bigint;
        default:
            return sql::type::int_;
        }
    case type_byte::real:
    case type_byte::float8:
    case type_byte::fltn:
    case type_byte::money:
    case type_byte::smallmoney:
    case type_byte::moneyn:
    case type_byte::decimal:
    case type_byte::numeric:
    case type_byte::legacy_decimal:
    case type_byte::legacy_numeric:
        return sql::type::float_;
    case type_byte::datetime:
    case type_byte::smalldatetime:
    case type_byte::datetimn:
    case type_byte::date:
    case type_byte::datetime2:
    case type_byte::datetimeoffset:
        return sql::type::datetime;
    case type_byte::guid:
        return sql::type::uniqueidentifier;
    case type_byte::varchar:
    case type_byte::char_:
    case type_byte::legacy_char:
    case type_byte::legacy_varchar:
        return info.layout == value_layout::chunks ? sql::type::nvarchar_max : sql::type::varchar;
    case type_byte::varbinary:
    case type_byte::binary:
    case type_byte::legacy_binary:
    case type_byte::legacy_varbinary:
    case type_byte::image:
        return sql::type::varbinary;
    case type_byte::text:
    case type_byte::ntext:
    case type_byte::xml:
        return sql::type::nvarchar_max;
    default:
        return info.layout == value_layout::chunks ? sql::type::nvarchar_max : sql::type::nvarchar;
    }
}

std::uint16_t declared_length(type_info const& info) noexcept {
    if (info.layout != value_layout::medium_length && info.layout != value_layout::short_length)
        return 0;
    auto const length = static_cast<std::uint16_t>(info.max_length);
    switch (sql_type(info)) {
    case sql::type::nvarchar:
        return info.byte == type_byte::time ? std::uint16_t{16}
                                            : static_cast<std::uint16_t>(length / 2);
    case sql::type::varchar:
    case sql::type::varbinary:
        return length;
    default:
        return 0;
    }
}

} // namespace ssislb::sim::wire
