// Events of a run with the ids of another version of its parent package.
#pragma once

#include <ssislb/model/event.hpp>

#include <optional>
#include <vector>

namespace ssislb::detail {

/// By old id the new one; none: it is not there any more.
struct id_map {
    std::vector<std::optional<task_id>> tasks;
    std::vector<std::optional<server_id>> servers;
};

/// False: the event is about something that is not there any more, and is left as it was. Of a list
/// only what is still there is kept.
[[nodiscard]] bool change_ids(run_event&, id_map const&);

} // namespace ssislb::detail
