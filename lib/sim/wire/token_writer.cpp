// Writes the tokens of an answer.
#include "sim/wire/token_writer.hpp"

#include "sim/wire/product.hpp"

#include <cassert>

namespace ssislb::sim::wire {

namespace {

namespace token {
constexpr std::uint8_t return_status = 0x79;
constexpr std::uint8_t columns = 0x81;
constexpr std::uint8_t error = 0xAA;
constexpr std::uint8_t info = 0xAB;
constexpr std::uint8_t return_value = 0xAC;
constexpr std::uint8_t login_ack = 0xAD;
constexpr std::uint8_t row = 0xD1;
constexpr std::uint8_t null_bitmap_row = 0xD2;
constexpr std::uint8_t change = 0xE3;
} // namespace token

// Leaves room in the two bytes of a token's length for the names behind the text.
constexpr std::size_t longest_message = 32000;

} // namespace

void token_writer::user_type() {
    if (is_wide(version_))
        put_.u32(0);
    else
        put_.u16(0);
}

void token_writer::columns(std::vector<sql::column> const& columns) {
    constexpr std::uint16_t nullable = 0x0001;
    constexpr std::uint16_t updateable_unknown = 0x0008;
    put_.u8(token::columns);
    put_.u16(static_cast<std::uint16_t>(columns.size()));
    forms_.clear();
    for (auto const& column : columns) {
        auto const type = to_wire_type(column.type, column.max_length, column.nullable, version_);
        forms_.push_back({type, null_size(type)});
        user_type();
        put_.u16(updateable_unknown | (column.nullable ? nullable : std::uint16_t{0}));
        put_type_info(put_, type);
        if (type.legacy_large)
            put_.u16(0); // no table name
        put_.short_text(column.name);
    }
}

/// As the bitmap of NULLs can.
bool token_writer::leaves_out(std::size_t column, sql::row const& values) const noexcept {
    return sql::is_null(values[column]) && forms_[column].type.nullable;
}

void token_writer::row(sql::row const& values) {
    assert(forms_.size() == values.size());
    if (has_null_bitmaps(version_)) {
        std::size_t saved = 0;
        for (std::size_t at = 0; at < values.size(); ++at)
            if (leaves_out(at, values))
                saved += forms_[at].null_size;
        if (saved > (values.size() + 7) / 8)
            return null_bitmap_row(values);
    }
    put_.u8(token::row);
    for (std::size_t at = 0; at < values.size(); ++at)
        put_value(put_, forms_[at].type, values[at]);
}

void token_writer::null_bitmap_row(sql::row const& values) {
    put_.u8(token::null_bitmap_row);
    auto const bitmap = put_.position();
    put_.zeros((values.size() + 7) / 8);
    for (std::size_t at = 0; at < values.size(); ++at) {
        if (leaves_out(at, values))
            out_[bitmap + at / 8] |= static_cast<std::uint8_t>(1U << (at % 8));
        else
            put_value(put_, forms_[at].type, values[at]);
    }
}

void token_writer::message(sql::message const& message) {
    put_.u8(message.is_error() ? token::error : token::info);
    auto const length = put_.begin_length();
    put_.u32(static_cast<std::uint32_t>(message.number));
    put_.u8(message.state);
    put_.u8(message.severity == 10 ? std::uint8_t{0} : message.severity);
    put_.long_text(message.text, longest_message);
    put_.short_text(server_name_);
    put_.short_text(message.procedure);
    if (is_wide(version_))
        put_.u32(static_cast<std::uint32_t>(message.line));
    else
        put_.u16(static_cast<std::uint16_t>(message.line));
    put_.end_length(length);
}

void token_writer::return_status(std::int32_t status) {
    put_.u8(token::return_status);
    put_.u32(static_cast<std::uint32_t>(status));
}

void token_writer::return_value(sql::output_value const& output) {
    constexpr std::uint8_t output_parameter = 0x01;
    auto type = to_wire_type(output.type, output.max_length, true, version_);
    // A text pointer makes no sense here.
    if (type.legacy_large)
        type = to_wire_type(sql::type::nvarchar, 0, true, version_);
    put_.u8(token::return_value);
    put_.u16(output.ordinal);
    put_.short_text(output.name);
    put_.u8(output_parameter);
    user_type();
    put_.u16(0);
    put_type_info(put_, type);
    put_value(put_, type, output.value);
}

void token_writer::done(done_token kind, std::uint16_t status, std::uint16_t command,
                        std::uint64_t rows) {
    last_done_ = put_.position();
    put_.u8(static_cast<std::uint8_t>(kind));
    put_.u16(status);
    put_.u16(command);
    if (is_wide(version_))
        put_.u64(rows);
    else
        put_.u32(static_cast<std::uint32_t>(rows));
    after_last_done_ = put_.position();
}

bool token_writer::close_last_done() {
    if (after_last_done_ != put_.position())
        return false;
    out_[last_done_ + 1] &= static_cast<std::uint8_t>(~done_status::more);
    return true;
}

void token_writer::text_change(std::uint8_t type, std::string_view now, std::string_view before) {
    put_.u8(token::change);
    auto const length = put_.begin_length();
    put_.u8(type);
    put_.short_text(now);
    put_.short_text(before);
    put_.end_length(length);
}

void token_writer::collation_change() {
    put_.raw({token::change, 8, 0, change::collation, 5, 0x09, 0x04, 0xD0, 0x00, 0x34, 0});
}

void token_writer::transaction_change(std::uint8_t type, transaction_descriptor now,
                                      transaction_descriptor before) {
    put_.u8(token::change);
    auto const length = put_.begin_length();
    put_.u8(type);
    for (auto const& descriptor : {now, before}) {
        put_.u8(descriptor ? std::uint8_t{8} : std::uint8_t{0});
        if (descriptor)
            put_.u64(*descriptor);
    }
    put_.end_length(length);
}

void token_writer::reset_change() {
    put_.raw({token::change, 3, 0, change::reset, 0, 0});
}

void token_writer::login_ack() {
    constexpr std::uint8_t transact_sql = 1;
    auto const number = login_ack_number(version_);
    put_.u8(token::login_ack);
    auto const length = put_.begin_length();
    put_.u8(transact_sql);
    put_.u16_big_endian(static_cast<std::uint16_t>(number >> 16U));
    put_.u16_big_endian(static_cast<std::uint16_t>(number & 0xFFFFU));
    put_.short_text(std::string_view("Microsoft SQL Server\0\0", 22));
    put_.u8(product::major);
    put_.u8(product::minor);
    put_.u16_big_endian(product::build);
    put_.end_length(length);
}

} // namespace ssislb::sim::wire
