// PRELOGIN: versions and encryption are agreed on.
#include "sim/wire/prelogin.hpp"

#include "sim/wire/product.hpp"
#include "sim/wire/reader.hpp"
#include "sim/wire/writer.hpp"

namespace ssislb::sim::wire {

namespace {

constexpr std::uint8_t option_version = 0;
constexpr std::uint8_t option_encryption = 1;
constexpr std::uint8_t option_end = 0xFF;
constexpr std::uint8_t reserved_bit = 0x20;

} // namespace

std::optional<prelogin_request> parse_prelogin(byte_view data) {
    prelogin_request request;
    reader read(data);
    for (bool first = true;; first = false) {
        auto const option = read.u8();
        if (!read.ok() || (first && option != option_version))
            return std::nullopt;
        if (option == option_end)
            return request;
        std::size_t const offset = read.u16_big_endian();
        std::size_t const length = read.u16_big_endian();
        if (!read.ok() || offset > data.size() || length > data.size() - offset)
            return std::nullopt;
        if (option == option_encryption && length > 0)
            request.encryption = data[offset];
    }
}

encryption_answer agree(std::uint8_t client, server_encryption offered, bool required) noexcept {
    client = static_cast<std::uint8_t>(client & ~reserved_bit);
    bool const certificate = (client & encryption::client_certificate) != 0;
    auto const wish = static_cast<std::uint8_t>(client & ~encryption::client_certificate);
    bool const insists = wish == encryption::on || wish == encryption::required;

    if (wish == encryption::not_supported) {
        if (certificate || (required && offered != server_encryption::off))
            return {encryption::required, tls_scope::none, true};
        return {encryption::not_supported, tls_scope::none, false};
    }
    if (offered == server_encryption::off)
        return {encryption::not_supported, tls_scope::none, insists || certificate};
    if (insists)
        return {encryption::on, tls_scope::all, false};
    if (offered == server_encryption::full)
        return {encryption::required, tls_scope::all, false};
    return {encryption::off, tls_scope::login_only, false};
}

void append_prelogin_answer(bytes& out, std::uint8_t encryption) {
    constexpr std::uint8_t table = 5 * 5 + 1;
    writer put(out);
    auto const entry = [&](std::uint8_t option, std::uint8_t offset, std::uint8_t length) {
        put.u8(option);
        put.u16_big_endian(offset);
        put.u16_big_endian(length);
    };
    entry(0, table, 6);     // VERSION
    entry(1, table + 6, 1); // ENCRYPTION
    entry(2, table + 7, 1); // INSTOPT
    entry(3, table + 8, 0); // THREADID
    entry(4, table + 8, 1); // MARS
    put.u8(option_end);
    put.u8(product::major);
    put.u8(product::minor);
    put.u16_big_endian(product::build);
    put.u16_big_endian(0);
    put.u8(encryption);
    put.u8(0); // the instance that was asked for: the port has chosen it
    put.u8(0); // no MARS
}

} // namespace ssislb::sim::wire
