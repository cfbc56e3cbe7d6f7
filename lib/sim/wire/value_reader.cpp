// Values of parameters.
#include "sim/wire/datetime.hpp"
#include "sim/wire/type_info.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace ssislb::sim::wire {

namespace {

constexpr double money_unit = 10000.0;

/// What is left of a value once its length is known.
struct encoded {
    bool null = false;
    byte_view data;
};

/// Chunks behind a total length (MS-TDS 2.2.5.2.3), put together.
encoded read_chunks(reader& read, bytes& store) {
    constexpr auto null = std::numeric_limits<std::uint64_t>::max();
    constexpr auto unknown = null - 1;
    auto const total = read.u64();
    if (total == null)
        return {true, {}};
    while (true) {
        auto const size = read.u32();
        if (size == 0 || !read.ok())
            break;
        append(store, read.take(size));
    }
    if (total != unknown && total != store.size())
        read.fail();
    return {false, store};
}

encoded read_sized(reader& read, std::size_t length, bool null) {
    if (null)
        return {true, {}};
    return {false, read.take(length)};
}

encoded read_encoded(reader& read, type_info const& info, bytes& store) {
    switch (info.layout) {
    case value_layout::fixed:
        return {info.byte == type_byte::null, read.take(info.max_length)};
    case value_layout::short_length: {
        std::size_t const length = read.u8();
        bool const text =
            info.byte == type_byte::legacy_char || info.byte == type_byte::legacy_varchar;
        // A client of 7.0 had no way to say "" but a length of zero.
        return read_sized(read, length, length == 0 && !text);
    }
    case value_layout::medium_length: {
        std::size_t const length = read.u16();
        return read_sized(read, length, length == 0xFFFF);
    }
    case value_layout::long_length: {
        std::size_t const length = read.u32();
        return read_sized(read, length, length == 0xFFFFFFFF);
    }
    case value_layout::chunks:
        return read_chunks(read, store);
    case value_layout::variant:
        break;
    }
    std::size_t const length = read.u32();
    return read_sized(read, length, length == 0);
}

std::uint64_t unsigned_of(byte_view data) noexcept {
    std::uint64_t value = 0;
    for (std::size_t at = data.size(); at-- > 0;)
        value = (value << 8U) | data[at];
    return value;
}

std::int64_t signed_of(byte_view data) noexcept {
    auto const unused = static_cast<unsigned>(8 * (8 - data.size()));
    return static_cast<std::int64_t>(unsigned_of(data) << unused) >> unused;
}

bool one_of(std::size_t size, std::initializer_list<std::size_t> allowed) noexcept {
    return std::find(allowed.begin(), allowed.end(), size) != allowed.end();
}

sql::value integer(reader& read, byte_view data) {
    if (!one_of(data.size(), {1, 2, 4, 8})) {
        read.fail();
        return {};
    }
    // tinyint has no sign.
    return data.size() == 1 ? std::int64_t{data[0]} : signed_of(data);
}

sql::value floating(reader& read, byte_view data) {
    if (data.size() == 4)
        return double{std::bit_cast<float>(static_cast<std::uint32_t>(unsigned_of(data)))};
    if (data.size() == 8)
        return std::bit_cast<double>(unsigned_of(data));
    read.fail();
    return {};
}

sql::value money(reader& read, byte_view data) {
    if (data.size() == 4)
        return static_cast<double>(signed_of(data)) / money_unit;
    if (data.size() == 8) {
        // The high half comes first.
        auto const whole = (unsigned_of(data.first(4)) << 32U) | unsigned_of(data.last(4));
        return static_cast<double>(static_cast<std::int64_t>(whole)) / money_unit;
    }
    read.fail();
    return {};
}

sql::value decimal(reader& read, byte_view data, unsigned scale) {
    if (!one_of(data.size(), {5, 9, 13, 17})) {
        read.fail();
        return {};
    }
    double value = 0;
    for (std::size_t at = data.size(); at-- > 1;)
        value = value * 256.0 + data[at];
    value /= std::pow(10.0, scale);
    return data[0] == 0 ? -value : value;
}

sql::value datetime(reader& read, byte_view data) {
    if (data.size() == 4)
        return from_smalldatetime(static_cast<std::uint16_t>(unsigned_of(data.first(2))),
                                  static_cast<std::uint16_t>(unsigned_of(data.last(2))));
    constexpr std::int64_t first_day = -53690; // 1753-01-01
    constexpr std::int64_t last_day = 2958463; // 9999-12-31
    auto const days = data.size() == 8 ? signed_of(data.first(4)) : last_day + 1;
    if (days < first_day || days > last_day) {
        read.fail();
        return {};
    }
    return from_datetime(
        {static_cast<std::int32_t>(days), static_cast<std::uint32_t>(unsigned_of(data.last(4)))});
}

milliseconds time_of_day(byte_view data, unsigned scale) noexcept {
    auto count = unsigned_of(data);
    for (; scale < 3; ++scale)
        count *= 10;
    for (; scale > 3; --scale)
        count /= 10;
    return milliseconds{static_cast<std::int64_t>(count)};
}

/// date, datetime2 and datetimeoffset: [time,] date [, offset in minutes].
sql::value scaled_date(reader& read, byte_view data, type_info const& info) {
    std::size_t const clock = info.byte == type_byte::date ? 0
                              : info.scale <= 2            ? 3
                              : info.scale <= 4            ? 4
                                                           : 5;
    std::size_t const zone = info.byte == type_byte::datetimeoffset ? 2 : 0;
    if (data.size() != clock + 3 + zone) {
        read.fail();
        return {};
    }
    constexpr std::uint64_t last_day = 3652058; // 9999-12-31
    auto const day =
        static_cast<std::int64_t>(std::min(unsigned_of(data.subspan(clock, 3)), last_day));
    auto const utc = from_date(day, time_of_day(data.first(clock), info.scale));
    if (zone == 0)
        return utc;
    return utc + std::chrono::minutes{signed_of(data.last(2))};
}

sql::value time_text(reader& read, byte_view data, unsigned scale) {
    if (data.size() < 3 || data.size() > 5) {
        read.fail();
        return {};
    }
    auto const text = ssislb::to_string(from_date(0, time_of_day(data, scale)));
    return text.substr(text.find(' ') + 1);
}

sql::value unique_id(reader& read, byte_view data) {
    guid id;
    if (data.size() != id.bytes.size()) {
        read.fail();
        return {};
    }
    std::transform(data.begin(), data.end(), id.bytes.begin(),
                   [](std::uint8_t each) { return std::byte{each}; });
    return id;
}

sql::value utf16(reader& read, byte_view data) {
    if (data.size() % 2 != 0)
        read.fail();
    return from_utf16(data);
}

sql::value binary(byte_view data) {
    auto const* first = reinterpret_cast<std::byte const*>(data.data());
    return std::vector<std::byte>(first, first + data.size());
}

sql::value decode(reader& read, type_info const& info, byte_view data);

/// sql_variant: base type, its properties, then the value without a length.
sql::value variant(reader& read, byte_view data) {
    reader inner(data);
    type_info base;
    base.byte = inner.u8();
    std::size_t const size = inner.u8();
    auto const properties = inner.take(size);
    bool const timed = base.byte == type_byte::time || base.byte == type_byte::datetime2 ||
                       base.byte == type_byte::datetimeoffset;
    if (timed && size == 1)
        base.scale = properties[0];
    bool const exact = base.byte == type_byte::decimal || base.byte == type_byte::numeric;
    if (exact && size == 2)
        base.scale = properties[1];
    if (!inner.ok() || base.byte == type_byte::variant || base.scale > 38 ||
        (timed && base.scale > 7)) {
        read.fail();
        return {};
    }
    return decode(read, base, inner.rest());
}

sql::value decode(reader& read, type_info const& info, byte_view data) {
    switch (info.byte) {
    case type_byte::bit:
    case type_byte::bitn:
        if (data.size() != 1)
            read.fail();
        return std::int64_t{!data.empty() && data[0] != 0};
    case type_byte::int1:
    case type_byte::int2:
    case type_byte::int4:
    case type_byte::int8:
    case type_byte::intn:
        return integer(read, data);
    case type_byte::real:
    case type_byte::float8:
    case type_byte::fltn:
        return floating(read, data);
    case type_byte::money:
    case type_byte::smallmoney:
    case type_byte::moneyn:
        return money(read, data);
    case type_byte::decimal:
    case type_byte::numeric:
    case type_byte::legacy_decimal:
    case type_byte::legacy_numeric:
        return decimal(read, data, info.scale);
    case type_byte::datetime:
    case type_byte::smalldatetime:
    case type_byte::datetimn:
        return datetime(read, data);
    case type_byte::date:
    case type_byte::datetime2:
    case type_byte::datetimeoffset:
        return scaled_date(read, data, info);
    case type_byte::time:
        return time_text(read, data, info.scale);
    case type_byte::guid:
        return unique_id(read, data);
    case type_byte::nvarchar:
    case type_byte::nchar:
    case type_byte::ntext:
    case type_byte::xml:
        return utf16(read, data);
    case type_byte::varchar:
    case type_byte::char_:
    case type_byte::text:
    case type_byte::legacy_char:
    case type_byte::legacy_varchar:
        return from_cp1252(data);
    case type_byte::variant:
        return variant(read, data);
    default:
        return binary(data);
    }
}

} // namespace

sql::value read_value(reader& read, type_info const& info) {
    bytes store;
    auto const value = read_encoded(read, info, store);
    if (value.null || !read.ok())
        return {};
    return decode(read, info, value.data);
}

} // namespace ssislb::sim::wire
