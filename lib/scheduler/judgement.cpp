// What an attempt's result means for its task.
#include "scheduler/judgement.hpp"

namespace ssislb::detail {
namespace {

outcome by_source(attempt_result const& result, outcome_source source) noexcept {
    bool const package_decides =
        source == outcome_source::package && result.job == outcome::succeeded;
    outcome const word = package_decides ? result.package : result.job;
    return word == outcome::skipped ? outcome::unknown : word;
}

} // namespace

judgement judge(attempt_result const& result, outcome_source source,
                std::optional<stop_reason> stopped) noexcept {
    outcome const word = by_source(result, source);
    if (!stopped || word == outcome::succeeded || word == outcome::unknown)
        return {word, settle_reason::attempt};
    if (*stopped == stop_reason::timed_out)
        return {outcome::failed, settle_reason::timed_out};
    return {outcome::canceled, settle_reason::attempt};
}

} // namespace ssislb::detail
