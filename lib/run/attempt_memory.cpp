#include "run/attempt_memory.hpp"

#include <ssislb/base/errors.hpp>

namespace ssislb::detail {

void attempt_memory::note(timed_event const& event) {
    auto const& what = event.what;
    if (auto const* intended = std::get_if<event::start_intended>(&what)) {
        live_.insert_or_assign(intended->attempt,
                               remembered_attempt{intended->server, intended->before, event.at});
    } else if (auto const* doubt = std::get_if<event::start_in_doubt>(&what)) {
        if (auto const found = live_.find(doubt->attempt); found != live_.end())
            found->second.in_doubt = true;
    } else if (auto const* accepted = std::get_if<event::start_accepted>(&what)) {
        if (auto const found = live_.find(accepted->attempt); found != live_.end()) {
            found->second.accepted = true;
            // The old mark cannot tell what it asked for from this run.
            refuted_.erase(std::pair(found->second.server, found->second.before.job));
        }
    } else if (std::holds_alternative<event::run_resumed>(what)) {
        // Nobody has heard what the Agent said to what was intended.
        for (auto& [id, attempt] : live_)
            attempt.in_doubt = attempt.in_doubt || !attempt.accepted;
    } else if (auto const* refused = std::get_if<event::start_refused>(&what)) {
        auto const found = live_.find(refused->attempt);
        if (found != live_.end() && refused->reason == agent_errc::start_in_doubt)
            refuted_.insert_or_assign(std::pair(found->second.server, found->second.before.job),
                                      found->second.before);
        forget(refused->attempt);
    } else if (auto const* disproved = std::get_if<event::start_disproved>(&what)) {
        forget(disproved->attempt);
    } else if (auto const* finished = std::get_if<event::job_finished>(&what)) {
        forget(finished->attempt);
    } else if (auto const* lost = std::get_if<event::attempt_lost>(&what)) {
        forget(lost->attempt);
    }
}

remembered_attempt const* attempt_memory::find(attempt_id id) const noexcept {
    auto const found = live_.find(id);
    return found == live_.end() ? nullptr : &found->second;
}

job_mark const* attempt_memory::refuted(server_id server, guid const& job) const noexcept {
    auto const found = refuted_.find(std::pair(server, job));
    return found == refuted_.end() ? nullptr : &found->second;
}

} // namespace ssislb::detail
