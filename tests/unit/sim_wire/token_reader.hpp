// A strict reader of answers: what a careful client would accept, one line of text a token.
#pragma once

#include "unit/sim_wire/byte_cursor.hpp"

#include <string>
#include <vector>

namespace ssislb::test {

struct answer_message {
    std::vector<std::uint8_t> payload;
    std::vector<std::size_t> packet_sizes;
    /// Of the first packet.
    std::uint8_t type = 0;
};

/// Cuts a stream of whole packets into messages. Throws when a length is wrong or a message is
/// not at its end.
std::vector<answer_message> read_messages(octets stream);

/// Decodes one message to its last byte. Throws when a token is unknown, a length is not exact,
/// something follows the final DONE or there is none. `wide`: TDS 7.2 and later.
std::vector<std::string> read_tokens(octets payload, bool wide = true);

/// The tokens of all messages in a stream.
std::vector<std::string> read_answer(octets stream, bool wide = true);

} // namespace ssislb::test
