// Types and values of an answer as text. Written apart from the code under test.
#include "unit/sim_wire/typed_value.hpp"

#include <bit>
#include <chrono>
#include <cstdio>
#include <map>
#include <sstream>
#include <vector>

namespace ssislb::test {

namespace {

enum class shape { fixed, counted, text, binary, legacy, chunks };

struct known_type {
    char const* name;
    shape form;
    std::size_t fixed_size;
};

std::map<int, known_type> const known{
    {0x30, {"int1", shape::fixed, 1}},          {0x32, {"bit", shape::fixed, 1}},
    {0x34, {"int2", shape::fixed, 2}},          {0x38, {"int4", shape::fixed, 4}},
    {0x7F, {"int8", shape::fixed, 8}},          {0x3E, {"flt8", shape::fixed, 8}},
    {0x3D, {"datetime", shape::fixed, 8}},      {0x26, {"intn", shape::counted, 0}},
    {0x68, {"bitn", shape::counted, 0}},        {0x6D, {"fltn", shape::counted, 0}},
    {0x6E, {"moneyn", shape::counted, 0}},      {0x6F, {"datetimn", shape::counted, 0}},
    {0x24, {"guid", shape::counted, 0}},        {0x6C, {"numericn", shape::counted, 0}},
    {0x28, {"daten", shape::counted, 0}},       {0x29, {"timen", shape::counted, 0}},
    {0x2A, {"datetime2n", shape::counted, 0}},  {0x2B, {"datetimeoffsetn", shape::counted, 0}},
    {0xA5, {"bigvarbinary", shape::binary, 0}}, {0xA7, {"bigvarchar", shape::text, 0}},
    {0xAF, {"bigchar", shape::text, 0}},        {0xE7, {"nvarchar", shape::text, 0}},
    {0x63, {"ntext", shape::legacy, 0}},        {0x22, {"image", shape::legacy, 0}},
    {0xF1, {"xml", shape::chunks, 0}},
};

known_type const& look_up(std::uint8_t byte) {
    auto const found = known.find(byte);
    if (found == known.end())
        throw std::runtime_error("unknown type " + std::to_string(byte));
    return found->second;
}

bool is_wide_text(std::uint8_t byte) {
    return byte == 0xE7 || byte == 0x63 || byte == 0xF1;
}
bool is_text(std::uint8_t byte) {
    return is_wide_text(byte) || byte == 0xA7 || byte == 0xAF;
}

std::string format(char const* pattern, auto... values) {
    char buffer[128];
    std::snprintf(buffer, sizeof buffer, pattern, values...);
    return buffer;
}

std::string hexadecimal(octets data) {
    std::string out = "0x";
    for (auto const each : data)
        out += format("%02X", static_cast<unsigned>(each));
    return out;
}

std::string quoted(octets data, bool wide) {
    if (wide)
        return "'" + byte_cursor::utf8(data) + "'";
    std::vector<std::uint8_t> units;
    for (auto const each : data) {
        units.push_back(each);
        units.push_back(0);
    }
    return "'" + byte_cursor::utf8(units) + "'";
}

std::string day_text(std::int64_t days_since_year_1) {
    using namespace std::chrono;
    year_month_day const date{sys_days{January / 1 / 1} + days{days_since_year_1}};
    return format("%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

constexpr std::int64_t year_1900 = 693595;

std::string datetime_text(byte_cursor cursor, std::size_t size) {
    if (size == 4) {
        auto const day = day_text(year_1900 + static_cast<std::int64_t>(cursor.number(2)));
        auto const minutes = cursor.number(2);
        return day +
               format(" %02d:%02d", static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
    }
    auto const day = day_text(year_1900 + cursor.signed_number(4));
    auto const ticks = cursor.number(4);
    if (ticks >= 300ULL * 86400)
        throw std::runtime_error("more ticks than a day has");
    auto const second = ticks / 300;
    // 1/300 s: 0, 3, 7 milliseconds.
    auto const thousandth = (ticks % 300 * 20 + 3) / 6;
    return day + format(" %02d:%02d:%02d.%03d", static_cast<int>(second / 3600),
                        static_cast<int>(second / 60 % 60), static_cast<int>(second % 60),
                        static_cast<int>(thousandth));
}

std::string clock_text(byte_cursor& cursor, std::size_t size) {
    auto const count = cursor.number(size);
    auto const second = count / 10'000'000;
    return format("%02d:%02d:%02d.%07d", static_cast<int>(second / 3600),
                  static_cast<int>(second / 60 % 60), static_cast<int>(second % 60),
                  static_cast<int>(count % 10'000'000));
}

std::string dated_clock_text(byte_cursor cursor, std::uint8_t byte) {
    auto const clock = clock_text(cursor, 5);
    auto const day = day_text(static_cast<std::int64_t>(cursor.number(3)));
    auto text = day + " " + clock;
    if (byte == 0x2B)
        text += " utc, offset " + std::to_string(cursor.signed_number(2)) + " min";
    return text;
}

std::string guid_text(octets data) {
    std::string out;
    for (std::size_t const at :
         {3U, 2U, 1U, 0U, 5U, 4U, 7U, 6U, 8U, 9U, 10U, 11U, 12U, 13U, 14U, 15U}) {
        if (out.size() == 8 || out.size() == 13 || out.size() == 18 || out.size() == 23)
            out += '-';
        out += format("%02X", static_cast<unsigned>(data[at]));
    }
    return out;
}

std::string scaled_text(std::int64_t scaled, std::size_t scale) {
    auto digits = std::to_string(scaled < 0 ? -scaled : scaled);
    while (digits.size() <= scale)
        digits.insert(0, "0");
    digits.insert(digits.size() - scale, ".");
    return (scaled < 0 ? "-" : "") + digits;
}

std::string money_text(byte_cursor cursor) {
    auto const high = cursor.number(4);
    return scaled_text(static_cast<std::int64_t>((high << 32U) + cursor.number(4)), 4);
}

std::string float_text(byte_cursor cursor) {
    std::ostringstream out;
    out << std::bit_cast<double>(cursor.number(8));
    return out.str();
}

std::string data_text(answer_type const& type, octets data) {
    byte_cursor cursor(data);
    switch (type.byte) {
    case 0x3E:
    case 0x6D:
        return float_text(cursor);
    case 0x6E:
        return money_text(cursor);
    case 0x3D:
    case 0x6F:
        return datetime_text(cursor, data.size());
    case 0x24:
        return guid_text(data);
    case 0x6C: {
        auto const sign = cursor.number(1) == 0 ? -1 : 1;
        return scaled_text(sign * static_cast<std::int64_t>(cursor.number(8)), type.scale);
    }
    case 0x28:
        return day_text(static_cast<std::int64_t>(cursor.number(3)));
    case 0x29:
        return clock_text(cursor, 5);
    case 0x2A:
    case 0x2B:
        return dated_clock_text(cursor, type.byte);
    case 0x30:
        return std::to_string(cursor.number(1));
    default:
        break;
    }
    if (is_text(type.byte))
        return quoted(data, is_wide_text(type.byte));
    if (type.byte == 0xA5 || type.byte == 0x22)
        return hexadecimal(data);
    return data.size() == 1 ? std::to_string(cursor.number(1))
                            : std::to_string(cursor.signed_number(data.size()));
}

std::string chunked_text(byte_cursor& cursor, answer_type const& type) {
    constexpr auto null = ~std::uint64_t{0};
    auto const total = cursor.number(8);
    if (total == null)
        return "NULL";
    std::vector<std::uint8_t> data;
    while (auto const size = cursor.number(4)) {
        auto const chunk = cursor.take(size);
        data.insert(data.end(), chunk.begin(), chunk.end());
    }
    if (total != null - 1 && total != data.size())
        throw std::runtime_error("chunks do not add up");
    return data_text(type, data);
}

std::string legacy_text(byte_cursor& cursor, answer_type const& type) {
    auto const pointer = cursor.number(1);
    if (pointer == 0)
        return "NULL";
    cursor.take(pointer + 8);
    return data_text(type, cursor.take(cursor.number(4)));
}

} // namespace

std::string answer_type::name() const {
    auto const& found = look_up(byte);
    std::string out = found.name;
    if (byte == 0x6C)
        return out + "(" + std::to_string(precision) + "," + std::to_string(scale) + ")";
    if (byte == 0x29 || byte == 0x2A || byte == 0x2B)
        return out + "(" + std::to_string(scale) + ")";
    if (found.form == shape::fixed || byte == 0x28 || byte == 0xF1)
        return out;
    return out + "(" + (in_chunks ? "max" : std::to_string(size)) + ")";
}

answer_type read_answer_type(byte_cursor& cursor) {
    answer_type type;
    type.byte = static_cast<std::uint8_t>(cursor.number(1));
    auto const& found = look_up(type.byte);
    switch (found.form) {
    case shape::fixed:
        type.size = found.fixed_size;
        break;
    case shape::counted:
        if (type.byte == 0x29 || type.byte == 0x2A || type.byte == 0x2B) {
            type.scale = cursor.number(1);
        } else if (type.byte != 0x28) {
            type.size = cursor.number(1);
        }
        if (type.byte == 0x6C) {
            type.precision = cursor.number(1);
            type.scale = cursor.number(1);
        }
        break;
    case shape::text:
    case shape::binary:
        type.size = cursor.number(2);
        type.in_chunks = type.size == 0xFFFF;
        if (found.form == shape::text)
            cursor.take(5);
        break;
    case shape::legacy:
        type.size = cursor.number(4);
        if (type.byte != 0x22)
            cursor.take(5);
        break;
    case shape::chunks:
        type.in_chunks = true;
        if (cursor.number(1) != 0)
            throw std::runtime_error("schemas are not read here");
        break;
    }
    return type;
}

std::string read_answer_value(byte_cursor& cursor, answer_type const& type) {
    if (type.in_chunks)
        return chunked_text(cursor, type);
    switch (look_up(type.byte).form) {
    case shape::fixed:
        return data_text(type, cursor.take(type.size));
    case shape::counted: {
        auto const size = cursor.number(1);
        if (type.size != 0 && size > type.size)
            throw std::runtime_error("value is longer than its type");
        return size == 0 ? "NULL" : data_text(type, cursor.take(size));
    }
    case shape::legacy:
        return legacy_text(cursor, type);
    default:
        break;
    }
    auto const size = cursor.number(2);
    if (size == 0xFFFF)
        return "NULL";
    if (size > type.size)
        throw std::runtime_error("value is longer than its type");
    return data_text(type, cursor.take(size));
}

} // namespace ssislb::test
