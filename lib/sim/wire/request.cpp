// Requests after login: batch and transaction requests.
#include "sim/wire/request.hpp"

#include "sim/wire/all_headers.hpp"

namespace ssislb::sim::wire {

void skip_all_headers(reader& read, tds_version version) {
    if (!is_wide(version))
        return;
    std::size_t const total = read.u32();
    if (total < 4) {
        read.fail();
        return;
    }
    reader headers(read.take(total - 4));
    while (!headers.at_end()) {
        std::size_t const length = headers.u32();
        if (length < 6)
            headers.fail();
        else
            headers.skip(length - 4);
    }
    if (!headers.ok())
        read.fail();
}

parse_error stream_error() {
    parse_error error;
    error.number = 4002;
    error.severity = 16;
    error.text = "The incoming tabular data stream (TDS) protocol stream is incorrect. The stream "
                 "ended unexpectedly.";
    return error;
}

std::variant<sql::batch, parse_error> parse_batch(byte_view data, tds_version version) {
    reader read(data);
    skip_all_headers(read, version);
    if (!read.ok() || read.rest().size() % 2 != 0)
        return stream_error();
    return sql::batch{from_utf16(read.rest())};
}

std::optional<transaction_request> parse_transaction(byte_view data) {
    constexpr std::uint8_t begin_next = 0x01;
    reader read(data);
    skip_all_headers(read, tds_version::v7_4);
    transaction_request request;
    request.kind = static_cast<transaction_kind>(read.u16());
    switch (request.kind) {
    case transaction_kind::begin:
        read.skip(1); // isolation level
        read.skip(read.u8());
        break;
    case transaction_kind::commit:
    case transaction_kind::rollback:
        read.skip(read.u8());
        request.begins_next = (read.u8() & begin_next) != 0;
        break;
    case transaction_kind::save:
        read.skip(read.u8());
        break;
    default:
        return std::nullopt;
    }
    if (!read.ok())
        return std::nullopt;
    return request;
}

} // namespace ssislb::sim::wire
