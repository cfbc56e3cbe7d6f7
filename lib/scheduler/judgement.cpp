// What an attempt's result means for its task.
#include "scheduler/judgement.hpp"

namespace ssislb::detail {
namespace {

/// By the word of the task's source.
judgement by_source(attempt_result const& result, outcome_source source) noexcept {
    bool const package_decides =
        source == outcome_source::package && result.job == outcome::succeeded;
    switch (package_decides ? result.package : result.job) {
    case outcome::succeeded:
        return {outcome::succeeded};
    case outcome::failed:
        return {outcome::failed, settle_reason::attempt,
                package_decides ? failure_class::package_failed : failure_class::job_failed};
    case outcome::canceled:
        return {outcome::canceled, settle_reason::attempt, failure_class::canceled};
    case outcome::skipped:
    case outcome::unknown:
        break;
    }
    return {outcome::unknown};
}

} // namespace

judgement judge(attempt_result const& result, outcome_source source,
                std::optional<stop_reason> stopped) noexcept {
    judgement const word = by_source(result, source);
    if (!stopped || word.result == outcome::succeeded || word.result == outcome::unknown)
        return word;
    if (*stopped == stop_reason::timed_out)
        return {outcome::failed, settle_reason::timed_out, failure_class::timed_out};
    return {outcome::canceled};
}

} // namespace ssislb::detail
