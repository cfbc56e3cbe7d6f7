// Small answers of the public value types.
#include <ssislb/agent/agent_job.hpp>
#include <ssislb/agent/agent_service.hpp>
#include <ssislb/agent/job_run.hpp>

namespace ssislb {

bool agent_job::runs() const noexcept {
    switch (execution_status) {
    case job_state::executing:
    case job_state::waiting_for_thread:
    case job_state::between_retries:
    case job_state::completing:
        return true;
    default:
        return false;
    }
}

std::string_view to_string(agent_service_state state) noexcept {
    switch (state) {
    case agent_service_state::not_visible:
        return "not visible";
    case agent_service_state::stopped:
        return "stopped";
    case agent_service_state::starting:
        return "starting";
    case agent_service_state::stopping:
        return "stopping";
    case agent_service_state::running:
        return "running";
    case agent_service_state::paused:
        return "paused";
    }
    return "?";
}

std::string_view to_string(outcome_evidence evidence) noexcept {
    switch (evidence) {
    case outcome_evidence::history:
        return "history";
    case outcome_evidence::activity:
        return "activity";
    case outcome_evidence::last_run:
        return "last run";
    }
    return "?";
}

} // namespace ssislb
