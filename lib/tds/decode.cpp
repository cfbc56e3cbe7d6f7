#include "tds/decode.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace ssislb::tds::detail {
namespace {

using bytes_view = std::span<std::byte const>;
using days = std::chrono::days;

constexpr std::chrono::local_days epoch{std::chrono::year{1900} / std::chrono::January /
                                        std::chrono::day{1}};

template <class T>
T read(bytes_view bytes, std::size_t offset = 0) noexcept {
    T number{};
    std::memcpy(&number, bytes.data() + offset, sizeof number);
    return number;
}

/// Each of these gives the content to `put` and tells whether the bytes fit.
template <class Wire, class To, class Put>
bool number(bytes_view bytes, Put const& put) {
    if (bytes.size() != sizeof(Wire))
        return false;
    put(static_cast<To>(read<Wire>(bytes)));
    return true;
}

// datetime counts thirds of a hundredth of a second and is shown rounded to whole milliseconds:
// 0, 3, 7.
template <class Put>
bool datetime(bytes_view bytes, Put const& put) {
    if (bytes.size() != 8)
        return false;
    auto const day = read<std::int32_t>(bytes);
    auto const ticks = read<std::uint32_t>(bytes, 4);
    put(server_time{epoch + days{day} +
                    milliseconds{(static_cast<std::int64_t>(ticks) * 10 + 1) / 3}});
    return true;
}

template <class Put>
bool smalldatetime(bytes_view bytes, Put const& put) {
    if (bytes.size() != 4)
        return false;
    put(server_time{epoch + days{read<std::uint16_t>(bytes)} +
                    std::chrono::minutes{read<std::uint16_t>(bytes, 2)}});
    return true;
}

// FreeTDS's own 16 bytes for the types of SQL Server 2008: time in units of 100 ns, then days.
template <class Put>
bool datetime2(bytes_view bytes, Put const& put) {
    if (bytes.size() < 12)
        return false;
    auto const ticks = read<std::uint64_t>(bytes);
    auto const day = read<std::int32_t>(bytes, 8);
    put(server_time{epoch + days{day} + milliseconds{static_cast<std::int64_t>(ticks / 10'000)}});
    return true;
}

template <class Put>
bool identifier(bytes_view bytes, Put const& put) {
    guid id;
    if (bytes.size() != id.bytes.size())
        return false;
    std::ranges::copy(bytes, id.bytes.begin());
    put(id);
    return true;
}

template <class Put>
bool text(bytes_view bytes, Put const& put) {
    put(std::string_view(reinterpret_cast<char const*>(bytes.data()), bytes.size()));
    return true;
}

template <class Put>
bool boolean(bytes_view bytes, Put const& put) {
    if (bytes.size() != 1)
        return false;
    put(bytes.front() != std::byte{0});
    return true;
}

template <class Put>
bool decode_to(wire_type type, bytes_view bytes, Put const& put) {
    switch (type) {
    case wire_type::bit:
    case wire_type::bitn:
        return boolean(bytes, put);
    case wire_type::tinyint:
        return number<std::uint8_t, std::int64_t>(bytes, put);
    case wire_type::smallint:
        return number<std::int16_t, std::int64_t>(bytes, put);
    case wire_type::integer:
        return number<std::int32_t, std::int64_t>(bytes, put);
    case wire_type::bigint:
        return number<std::int64_t, std::int64_t>(bytes, put);
    case wire_type::real:
        return number<float, double>(bytes, put);
    case wire_type::floating:
        return number<double, double>(bytes, put);
    case wire_type::datetime:
        return datetime(bytes, put);
    case wire_type::smalldatetime:
        return smalldatetime(bytes, put);
    case wire_type::date:
    case wire_type::datetime2:
        return datetime2(bytes, put);
    case wire_type::uniqueidentifier:
        return identifier(bytes, put);
    case wire_type::character:
    case wire_type::varchar:
    case wire_type::nvarchar:
    case wire_type::text:
    case wire_type::ntext:
        return text(bytes, put);
    case wire_type::binary:
    case wire_type::varbinary:
    case wire_type::image:
        put(bytes);
        return true;
    case wire_type::time:
    case wire_type::datetimeoffset:
        break;
    }
    return false;
}

} // namespace

bool decode(wire_type type, bytes_view bytes, row_set& into) {
    return decode_to(type, bytes, [&](auto const& content) { into.push(content); });
}

std::optional<value> decode(wire_type type, bytes_view bytes) {
    // One cell of a set, so that there is one way to read bytes.
    row_set one({""});
    if (!decode(type, bytes, one))
        return std::nullopt;
    return one.at(0, 0);
}

} // namespace ssislb::tds::detail
