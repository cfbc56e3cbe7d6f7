// An index of the jobs by the time at which their activity last changed.
#pragma once

#include "sim/agent/job.hpp"

#include <list>
#include <unordered_map>
#include <vector>

namespace ssislb::sim::detail {

class recent_changes {
public:
    /// Preconditions: `now` is no earlier than that of the last note.
    void note(job const& changed, server_time now);
    void forget(guid const& job);

    /// Jobs noted then or later, the last noted first.
    [[nodiscard]] std::vector<job const*> since(server_time then) const;

private:
    struct entry {
        job const* of;
        server_time at;
    };

    /// The last changed first.
    std::list<entry> entries_;
    std::unordered_map<guid, std::list<entry>::iterator> by_job_;
};

} // namespace ssislb::sim::detail
