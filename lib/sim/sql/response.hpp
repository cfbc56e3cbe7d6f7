// The answer to a request as a list of items in the order in which the wire sends them.
#pragma once

#include "sim/sql/value.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ssislb::sim::sql {

/// Severity 0 to 10 is an INFO token (10 is sent as 0), above it an ERROR token.
struct message {
    std::int32_t number = 0;
    std::uint8_t state = 1;
    std::uint8_t severity = 0;
    std::string text;
    std::string procedure;
    std::int32_t line = 0;
    bool in_procedure = false;

    [[nodiscard]] bool is_error() const noexcept { return severity > 10; }
};

/// USE, or the login's database: ENVCHANGE 1 and INFO 5701.
struct database_change {
    std::string from;
    std::string to;
};

/// The end of a statement without rows, as NOCOUNT OFF shows it; no count: a SET and its like.
struct statement_done {
    std::optional<std::int64_t> rows;
    bool in_procedure = false;
};

/// A procedure has ended: an EXEC inside a batch, or the call itself, where it stands before the
/// output values. A call that could not begin (unknown procedure, wrong argument, permission) has
/// none.
struct return_status {
    std::int32_t value = 0;
};

struct output_value {
    std::string name;
    sql::type type = sql::type::int_;
    std::uint16_t max_length = 0;
    sql::value value;
    std::uint16_t ordinal = 0;
};

using item =
    std::variant<result_set, message, database_change, statement_done, return_status, output_value>;

/// In a batch, what comes from inside an EXEC is told apart from the batch's own statements.
inline void put_in_procedure(item& said) {
    std::visit(
        [](auto& each) {
            if constexpr (requires { each.in_procedure; })
                each.in_procedure = true;
        },
        said);
}

/// Faults of the line that the script asks for; the wire carries them out on this answer.
struct delivery {
    /// Real time, not scaled: before the first byte.
    std::chrono::milliseconds delay{0};
    /// The connection is cut after so many bytes of the answer; 0: no byte is sent.
    std::optional<std::size_t> drop_after;
    /// The line goes silent after so many bytes, for `stall`; none of it is lost.
    std::optional<std::size_t> stall_after;
    std::chrono::milliseconds stall{0};
};

struct response {
    std::vector<item> items;
    sql::delivery delivery;
    /// The request has not ended: in so much real time the session is to be resumed, and the answer
    /// comes then. Items that are here already belong behind those.
    std::optional<std::chrono::microseconds> goes_on_after{};

    [[nodiscard]] bool has_error() const noexcept {
        for (auto const& each : items)
            if (auto const* said = std::get_if<message>(&each); said != nullptr && said->is_error())
                return true;
        return false;
    }
};

} // namespace ssislb::sim::sql
