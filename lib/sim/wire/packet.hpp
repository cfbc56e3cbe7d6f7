// Packets and the messages made of them (MS-TDS 2.2.3).
#pragma once

#include "sim/wire/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace ssislb::sim::wire {

enum class packet_type : std::uint8_t {
    batch = 1,
    rpc = 3,
    answer = 4,
    attention = 6,
    bulk_load = 7,
    federated_authentication = 8,
    transaction_manager = 14,
    login7 = 16,
    sspi = 17,
    prelogin = 18,
};

namespace packet_status {
inline constexpr std::uint8_t end_of_message = 0x01;
inline constexpr std::uint8_t ignore = 0x02;
inline constexpr std::uint8_t reset_connection = 0x08;
inline constexpr std::uint8_t reset_connection_keep_transaction = 0x10;
} // namespace packet_status

inline constexpr std::size_t packet_header_size = 8;
inline constexpr std::size_t default_packet_size = 4096;
inline constexpr std::size_t smallest_packet_size = 512;
inline constexpr std::size_t largest_packet_size = 32767;

struct packet_header {
    packet_type type{};
    std::uint8_t status = 0;
    /// Of the whole packet.
    std::size_t length = 0;
};

/// A packet that a client may send at some time, of a length that can be.
[[nodiscard]] bool is_plausible(packet_header const&) noexcept;

/// The header in the first eight bytes, of which there must be eight.
[[nodiscard]] packet_header read_packet_header(byte_view data) noexcept;

/// Appends a message, cut into packets.
void append_message(bytes& out, packet_type type, byte_view payload, std::size_t packet_size,
                    std::uint16_t spid);

/// A whole message of a client.
struct message {
    packet_type type{};
    /// Of the first packet: what RESETCONNECTION is about.
    std::uint8_t first_status = 0;
    /// Of the last one.
    std::uint8_t last_status = 0;
    /// Valid until the next packet is taken.
    byte_view payload;
};

/// Puts packets together to messages.
class assembler {
public:
    enum class result { more, complete, broken };

    /// Messages larger than this are broken.
    void limit(std::size_t largest_message) noexcept { limit_ = largest_message; }

    /// Takes one whole packet. A packet of another type in the middle of a message is broken.
    result take(packet_header const& header, byte_view payload);

    [[nodiscard]] bool in_message() const noexcept { return in_message_; }
    /// Preconditions: take has just returned complete.
    [[nodiscard]] message const& complete() const noexcept { return message_; }

private:
    message message_;
    bytes parts_;
    std::size_t limit_ = 0;
    bool in_message_ = false;
};

} // namespace ssislb::sim::wire
