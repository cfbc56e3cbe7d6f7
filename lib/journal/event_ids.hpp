// Events of a run with the ids of another version of its parent package.
#pragma once

#include <ssislb/model/event.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::detail {

/// By old id the new one; none: it is not there any more.
struct id_map {
    std::vector<std::optional<task_id>> tasks;
    std::vector<std::optional<server_id>> servers;
};

/// By names: the ids that those of one package have in another.
[[nodiscard]] id_map ids_between(std::vector<std::string> const& old_tasks,
                                 std::vector<std::string> const& old_servers,
                                 std::vector<std::string> const& tasks,
                                 std::vector<std::string> const& servers);

/// What an event is about, by old ids.
struct event_subject {
    std::optional<task_id> task;
    std::optional<server_id> server;
};
[[nodiscard]] event_subject subject_of(run_event const&);

enum class id_change : std::uint8_t {
    done,
    /// The event is about something that is not there any more, and is left as it was.
    left_out,
    /// The event has an id that there never was.
    impossible
};

/// Of a list only what is still there is kept.
[[nodiscard]] id_change change_ids(run_event&, id_map const&);

} // namespace ssislb::detail
