#include "sim/agent/procedures/notify.hpp"

#include <string>

namespace ssislb::sim::detail {
namespace {

std::string reason(job const& target, refusal why) {
    switch (why) {
    case refusal::already_running:
        return "the job is already running from a request by " + target.run->by.brief;
    case refusal::pending_request:
        return "the job already has a pending request from " + target.run->by.brief;
    case refusal::suspended:
        return "the job has been suspended";
    default:
        return "the job is not currently running";
    }
}

} // namespace

int say_refusal(frame const& in, job const& target, refusal why, agent_request asked) {
    auto text = why == refusal::agent_not_running
                    ? std::string{"SQLServerAgent is not currently running so it cannot be "
                                  "notified of this action."}
                    : "SQLServerAgent Error: Request to " +
                          std::string{asked == agent_request::run ? "run" : "stop"} + " job " +
                          target.name + " (from User " + in.caller().user + ") refused because " +
                          reason(target, why) + ".";
    return in.raise_in("xp_sqlagent_notify", 22022, {text}, 0);
}

} // namespace ssislb::sim::detail
