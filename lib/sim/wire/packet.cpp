// Packets and the messages made of them.
#include "sim/wire/packet.hpp"

#include "sim/wire/writer.hpp"

#include <algorithm>

namespace ssislb::sim::wire {

packet_header read_packet_header(byte_view data) noexcept {
    packet_header header;
    header.type = static_cast<packet_type>(data[0]);
    header.status = data[1];
    header.length = (static_cast<std::size_t>(data[2]) << 8U) | data[3];
    return header;
}

bool is_plausible(packet_header const& header) noexcept {
    if (header.length < packet_header_size || header.length > largest_packet_size)
        return false;
    switch (header.type) {
    case packet_type::batch:
    case packet_type::rpc:
    case packet_type::attention:
    case packet_type::bulk_load:
    case packet_type::federated_authentication:
    case packet_type::transaction_manager:
    case packet_type::login7:
    case packet_type::sspi:
    case packet_type::prelogin:
        return true;
    default:
        return false;
    }
}

void append_message(bytes& out, packet_type type, byte_view payload, std::size_t packet_size,
                    std::uint16_t spid) {
    writer put(out);
    std::size_t const room = packet_size - packet_header_size;
    out.reserve(out.size() + payload.size() + (payload.size() / room + 1) * packet_header_size);
    std::uint8_t id = 1;
    do {
        auto const part = payload.first(std::min(room, payload.size()));
        payload = payload.subspan(part.size());
        put.u8(static_cast<std::uint8_t>(type));
        put.u8(payload.empty() ? packet_status::end_of_message : std::uint8_t{0});
        put.u16_big_endian(static_cast<std::uint16_t>(part.size() + packet_header_size));
        put.u16_big_endian(spid);
        put.u8(id++);
        put.u8(0);
        put.raw(part);
    } while (!payload.empty());
}

assembler::result assembler::take(packet_header const& header, byte_view payload) {
    if (!in_message_) {
        message_ = {header.type, header.status, header.status, {}};
        parts_.clear();
    } else if (header.type != message_.type) {
        return result::broken;
    }
    if (parts_.size() + payload.size() > limit_)
        return result::broken;
    bool const last = (header.status & packet_status::end_of_message) != 0;
    message_.last_status = header.status;
    // A message of a single packet is the rule: it is not copied.
    if (last && !in_message_) {
        message_.payload = payload;
        return result::complete;
    }
    append(parts_, payload);
    in_message_ = !last;
    message_.payload = parts_;
    return last ? result::complete : result::more;
}

} // namespace ssislb::sim::wire
