#include "tds/decode.hpp"

#include <algorithm>
#include <cstring>

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

template <class Wire, class To>
std::optional<value> number(bytes_view bytes) {
    if (bytes.size() != sizeof(Wire))
        return std::nullopt;
    return static_cast<To>(read<Wire>(bytes));
}

// datetime counts thirds of a hundredth of a second and is shown rounded to whole milliseconds:
// 0, 3, 7.
std::optional<value> datetime(bytes_view bytes) {
    if (bytes.size() != 8)
        return std::nullopt;
    auto const day = read<std::int32_t>(bytes);
    auto const ticks = read<std::uint32_t>(bytes, 4);
    return server_time{epoch + days{day} +
                       milliseconds{(static_cast<std::int64_t>(ticks) * 10 + 1) / 3}};
}

std::optional<value> smalldatetime(bytes_view bytes) {
    if (bytes.size() != 4)
        return std::nullopt;
    return server_time{epoch + days{read<std::uint16_t>(bytes)} +
                       std::chrono::minutes{read<std::uint16_t>(bytes, 2)}};
}

// FreeTDS's own 16 bytes for the types of SQL Server 2008: time in units of 100 ns, then days.
std::optional<value> datetime2(bytes_view bytes) {
    if (bytes.size() < 12)
        return std::nullopt;
    auto const ticks = read<std::uint64_t>(bytes);
    auto const day = read<std::int32_t>(bytes, 8);
    return server_time{epoch + days{day} + milliseconds{static_cast<std::int64_t>(ticks / 10'000)}};
}

std::optional<value> identifier(bytes_view bytes) {
    guid id;
    if (bytes.size() != id.bytes.size())
        return std::nullopt;
    std::ranges::copy(bytes, id.bytes.begin());
    return id;
}

std::optional<value> text(bytes_view bytes) {
    return std::string(reinterpret_cast<char const*>(bytes.data()), bytes.size());
}

std::optional<value> boolean(bytes_view bytes) {
    if (bytes.size() != 1)
        return std::nullopt;
    return bytes.front() != std::byte{0};
}

} // namespace

std::optional<value> decode(wire_type type, bytes_view bytes) {
    switch (type) {
    case wire_type::bit:
    case wire_type::bitn:
        return boolean(bytes);
    case wire_type::tinyint:
        return number<std::uint8_t, std::int64_t>(bytes);
    case wire_type::smallint:
        return number<std::int16_t, std::int64_t>(bytes);
    case wire_type::integer:
        return number<std::int32_t, std::int64_t>(bytes);
    case wire_type::bigint:
        return number<std::int64_t, std::int64_t>(bytes);
    case wire_type::real:
        return number<float, double>(bytes);
    case wire_type::floating:
        return number<double, double>(bytes);
    case wire_type::datetime:
        return datetime(bytes);
    case wire_type::smalldatetime:
        return smalldatetime(bytes);
    case wire_type::date:
    case wire_type::datetime2:
        return datetime2(bytes);
    case wire_type::uniqueidentifier:
        return identifier(bytes);
    case wire_type::character:
    case wire_type::varchar:
    case wire_type::nvarchar:
    case wire_type::text:
    case wire_type::ntext:
        return text(bytes);
    case wire_type::binary:
    case wire_type::varbinary:
    case wire_type::image:
        return binary(bytes.begin(), bytes.end());
    case wire_type::time:
    case wire_type::datetimeoffset:
        break;
    }
    return std::nullopt;
}

} // namespace ssislb::tds::detail
