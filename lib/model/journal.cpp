#include <ssislb/model/journal.hpp>

#include <variant>

namespace ssislb {
namespace {

template <class... Kinds>
bool is_any_of(run_event const& what) noexcept {
    return (std::holds_alternative<Kinds>(what) || ...);
}

} // namespace

bool licenses_an_effect(run_event const& what) noexcept {
    // What somebody wanted of the run counts as well: he has been told that it is so.
    return is_any_of<event::run_started, event::run_resumed, event::server_drained,
                     event::server_undrained, event::server_limited, event::task_skip_requested,
                     event::run_paused, event::run_continued, event::start_intended,
                     event::cancel_requested>(what);
}

error_code memory_journal::append(std::span<timed_event const> events) {
    events_.insert(events_.end(), events.begin(), events.end());
    return {};
}

} // namespace ssislb
