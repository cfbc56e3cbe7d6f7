// Requests after login: batch, calls, transaction requests (MS-TDS 2.2.6.6, .7, .9).
#pragma once

#include "sim/sql/request.hpp"
#include "sim/sql/response.hpp"
#include "sim/wire/bytes.hpp"
#include "sim/wire/version.hpp"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace ssislb::sim::wire {

/// What is wrong with a request; it is sent back as an error, and the connection goes on.
using parse_error = sql::message;

[[nodiscard]] std::variant<sql::batch, parse_error> parse_batch(byte_view data, tds_version);

struct rpc_call {
    sql::call call;
    /// NoExecFlag: to be answered with an error instead of being run.
    bool no_execute = false;
    /// It could not be read; it is the last one then.
    std::optional<parse_error> broken{};
};

/// The calls of one message, at least one; ProcIDs have become names. What can be read is there to
/// be run, even where a later call cannot; an error means that nothing of the message runs.
[[nodiscard]] std::variant<std::vector<rpc_call>, parse_error> parse_rpc(byte_view data,
                                                                         tds_version);

enum class transaction_kind : std::uint16_t { begin = 5, commit = 7, rollback = 8, save = 9 };

struct transaction_request {
    transaction_kind kind{};
    /// Commit and rollback may begin the next transaction.
    bool begins_next = false;
};

/// Nothing for a type that is not served: the connection is then closed.
[[nodiscard]] std::optional<transaction_request> parse_transaction(byte_view data);

} // namespace ssislb::sim::wire
