// PRELOGIN: versions and encryption are agreed on (MS-TDS 2.2.6.5).
#pragma once

#include "sim/wire/bytes.hpp"

#include <cstdint>
#include <optional>

namespace ssislb::sim::wire {

/// Values of the ENCRYPTION option.
namespace encryption {
inline constexpr std::uint8_t off = 0x00;
inline constexpr std::uint8_t on = 0x01;
inline constexpr std::uint8_t not_supported = 0x02;
inline constexpr std::uint8_t required = 0x03;
inline constexpr std::uint8_t client_certificate = 0x80;
} // namespace encryption

struct prelogin_request {
    std::uint8_t encryption = encryption::not_supported;
};

/// Nothing when an option lies outside the message or VERSION is not the first one.
[[nodiscard]] std::optional<prelogin_request> parse_prelogin(byte_view data);

enum class server_encryption { off, login_only, full };

/// How much of the connection TLS covers.
enum class tls_scope { none, login_only, all };

struct encryption_answer {
    std::uint8_t encryption = encryption::not_supported;
    tls_scope scope = tls_scope::none;
    /// The answer is sent, then the connection is closed.
    bool close = false;
};

/// A client that cannot encrypt is refused when `required`, else served in plain text.
[[nodiscard]] encryption_answer agree(std::uint8_t client, server_encryption offered,
                                      bool required) noexcept;

/// Appends the answer's payload.
void append_prelogin_answer(bytes& out, std::uint8_t encryption);

} // namespace ssislb::sim::wire
