// Small answers of the public value types.
#include <ssislb/agent/agent_job.hpp>
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
