// The words that plans, reports and events use for the model's enumerators.
#include <ssislb/model/decision.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/failure_class.hpp>
#include <ssislb/model/outcome.hpp>
#include <ssislb/model/policy_kind.hpp>
#include <ssislb/model/server.hpp>
#include <ssislb/model/task.hpp>

namespace ssislb {

std::string_view to_string(outcome value) noexcept {
    switch (value) {
    case outcome::succeeded:
        return "succeeded";
    case outcome::failed:
        return "failed";
    case outcome::canceled:
        return "canceled";
    case outcome::skipped:
        return "skipped";
    case outcome::unknown:
        return "unknown";
    }
    return "?";
}

std::string_view to_string(skip_reason value) noexcept {
    switch (value) {
    case skip_reason::precedence:
        return "precedence";
    case skip_reason::disabled:
        return "disabled";
    case skip_reason::error_limit:
        return "error_limit";
    case skip_reason::run_canceled:
        return "run_canceled";
    case skip_reason::requested:
        return "requested";
    }
    return "?";
}

std::string_view to_string(failure_class value) noexcept {
    switch (value) {
    case failure_class::job_failed:
        return "job_failed";
    case failure_class::package_failed:
        return "package_failed";
    case failure_class::timed_out:
        return "timed_out";
    case failure_class::canceled:
        return "canceled";
    }
    return "?";
}

std::string_view to_string(constraint_kind value) noexcept {
    switch (value) {
    case constraint_kind::success:
        return "success";
    case constraint_kind::failure:
        return "failure";
    case constraint_kind::completion:
        return "completion";
    }
    return "?";
}

std::string_view to_string(encryption_level value) noexcept {
    switch (value) {
    case encryption_level::off:
        return "off";
    case encryption_level::request:
        return "request";
    case encryption_level::require:
        return "require";
    }
    return "?";
}

std::string_view to_string(policy_kind value) noexcept {
    switch (value) {
    case policy_kind::critical_path:
        return "critical_path";
    case policy_kind::fastest_free:
        return "fastest_free";
    case policy_kind::least_loaded:
        return "least_loaded";
    case policy_kind::round_robin:
        return "round_robin";
    case policy_kind::pinned:
        return "pinned";
    }
    return "?";
}

std::string_view to_string(refusal value) noexcept {
    switch (value) {
    case refusal::busy:
        return "busy";
    case refusal::agent_down:
        return "agent_down";
    case refusal::not_sent:
        return "not_sent";
    case refusal::not_eligible:
        return "not_eligible";
    case refusal::transient:
        return "transient";
    }
    return "?";
}

std::string_view to_string(settle_reason value) noexcept {
    switch (value) {
    case settle_reason::attempt:
        return "attempt";
    case settle_reason::timed_out:
        return "timed_out";
    case settle_reason::no_eligible_server:
        return "no_eligible_server";
    case settle_reason::no_available_server:
        return "no_available_server";
    }
    return "?";
}

std::string_view to_string(stop_reason value) noexcept {
    switch (value) {
    case stop_reason::timed_out:
        return "timed_out";
    case stop_reason::run_canceled:
        return "run_canceled";
    }
    return "?";
}

} // namespace ssislb
