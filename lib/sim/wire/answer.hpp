// Answers as token streams, in the order of MS-TDS 2.2.2.
#pragma once

#include "sim/sql/response.hpp"
#include "sim/wire/token_writer.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace ssislb::sim::wire {

struct login_facts {
    std::string database;
    std::string language;
    std::size_t packet_size = 0;
};

/// Environment changes, LOGINACK and DONE.
void put_login_accepted(token_writer&, login_facts const&);

/// The errors and DONE; the connection is closed afterwards.
void put_login_refused(token_writer&, std::vector<sql::message> const&);

/// Of the calls in one message.
enum class call_position { last, others_follow };

/// The answer to a call: everything inside the procedure, then RETURNSTATUS, output parameters
/// and DONEPROC. Without a status there is RETURNSTATUS 0, or none after an error: then the
/// procedure has never run.
void put_call_answer(token_writer&, sql::response const&, call_position);

/// The answer to a batch. A return status ends an EXEC.
void put_batch_answer(token_writer&, sql::response const&);

/// A request that could not be read.
void put_request_error(token_writer&, sql::message const&);

} // namespace ssislb::sim::wire
