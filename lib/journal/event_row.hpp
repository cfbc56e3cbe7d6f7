// An event as a row of the journal.
#pragma once

#include <ssislb/model/event.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssislb::detail {

struct event_row {
    std::string kind;
    std::optional<std::int64_t> task;
    std::optional<std::int64_t> attempt;
    std::optional<std::int64_t> server;
    /// A JSON object; empty: the columns tell all.
    std::string details;

    bool operator==(event_row const&) const = default;
};

/// `start_intended`: the alternative's own name.
[[nodiscard]] std::string_view kind_of(run_event const&) noexcept;

[[nodiscard]] event_row to_row(run_event const&);

/// None: no event is written so, were it by a column or a field too many.
[[nodiscard]] std::optional<run_event> read_row(event_row const&);

} // namespace ssislb::detail
