// What a journal tells of the attempts of an earlier process.
#pragma once

#include <ssislb/model/event.hpp>

#include <map>
#include <unordered_map>
#include <utility>

namespace ssislb::detail {

/// An attempt whose start may have been sent.
struct remembered_attempt {
    server_id server{};
    job_mark before;
    /// When the start was about to be sent.
    timestamp intended;
    /// The Agent's answer to the start was lost, and stays so when a look has shown a run.
    bool in_doubt = false;
    /// By the Agent, or by a look.
    bool accepted = false;
};

class attempt_memory {
public:
    /// In the order in which they happened.
    void note(timed_event const&);

    [[nodiscard]] remembered_attempt const* find(attempt_id) const noexcept;

    /// The mark of a start of the job there that was in doubt and then taken for not having
    /// happened; its request may have arrived later all the same.
    [[nodiscard]] job_mark const* refuted(server_id, guid const& job) const noexcept;

private:
    void forget(attempt_id id) { live_.erase(id); }

    std::unordered_map<attempt_id, remembered_attempt> live_;
    std::map<std::pair<server_id, guid>, job_mark> refuted_;
};

} // namespace ssislb::detail
