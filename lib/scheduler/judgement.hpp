// What an attempt's result means for its task.
#pragma once

#include <ssislb/model/decision.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/failure_class.hpp>
#include <ssislb/model/task.hpp>

#include <optional>

namespace ssislb::detail {

/// An end and its reason.
struct judgement {
    outcome result = outcome::unknown;
    settle_reason why = settle_reason::attempt;
    /// Why it may be tried again; none: it may not, or is unknown.
    std::optional<failure_class> failure = std::nullopt;
};

/// The result by the word of the task's source; what we have stopped is judged by why we did.
[[nodiscard]] judgement judge(attempt_result const&, outcome_source,
                              std::optional<stop_reason> stopped) noexcept;

} // namespace ssislb::detail
