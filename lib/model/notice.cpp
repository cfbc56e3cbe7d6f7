#include <ssislb/model/notice.hpp>

#include <array>

namespace ssislb {

std::string_view name_of(run_notice const& what) noexcept {
    // In the order of the variant's alternatives.
    static constexpr std::array<std::string_view, std::variant_size_v<run_notice>> names{
        "run_started",         "run_resumed",     "server_up",       "server_down",      "server_drained",
        "server_undrained",    "server_limited",  "foreign_load",     "threads_short",
        "deadline_endangered", "deadline_safe",   "skip_requested",   "run_paused",
        "run_continued",       "attempt_started", "attempt_finished", "start_refused",
        "task_finished",       "task_skipped",    "warning",          "run_finished"};
    return names[what.index()];
}

} // namespace ssislb
