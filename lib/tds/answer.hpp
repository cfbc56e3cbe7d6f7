// One request on a connection of db-lib: send it, read its whole answer.
#pragma once

#include "tds/dblib.hpp"
#include "tds/last_answer.hpp"
#include "tds/whole_answer.hpp"

#include <ssislb/base/error_code.hpp>
#include <ssislb/tds/request.hpp>
#include <ssislb/tds/result.hpp>

#include <variant>

namespace ssislb::tds::detail {

using request = std::variant<rpc, batch>;

[[nodiscard]] error_code check(request const&) noexcept;

/// Small enough for the buffer of any socket.
[[nodiscard]] bool fits_socket(request const&) noexcept;

/// False: the connection is of no more use. Needs a message_scope.
[[nodiscard]] bool send(dblib_process&, request const&);

struct reading {
    /// Of the answer as a whole; connection_lost where it is not complete.
    error_code code;
    /// The last byte of the answer was read, or the server agreed to leave the rest away.
    bool complete = false;
    bool dead = false;
};

/// Fills `into`, whose diagnostics must be the target of the message_scope. Of an answer past its
/// limits the rest is read if it has arrived, else the server is asked to leave it away.
[[nodiscard]] reading read_answer(dblib_process&, request const& asked, result& into, arrival,
                                  last_answer&);

} // namespace ssislb::tds::detail
