#include <ssislb/model/journal.hpp>

#include <type_traits>

namespace ssislb {
namespace {

/// What somebody wanted of the run counts as well: he has been told that it is so.
template <class Event>
inline constexpr bool has_an_effect = false;
template <>
inline constexpr bool has_an_effect<event::run_started> = true;
template <>
inline constexpr bool has_an_effect<event::run_resumed> = true;
template <>
inline constexpr bool has_an_effect<event::server_drained> = true;
template <>
inline constexpr bool has_an_effect<event::server_undrained> = true;
template <>
inline constexpr bool has_an_effect<event::server_limited> = true;
template <>
inline constexpr bool has_an_effect<event::task_skip_requested> = true;
template <>
inline constexpr bool has_an_effect<event::run_paused> = true;
template <>
inline constexpr bool has_an_effect<event::run_continued> = true;
template <>
inline constexpr bool has_an_effect<event::start_intended> = true;
template <>
inline constexpr bool has_an_effect<event::cancel_requested> = true;

} // namespace

bool licenses_an_effect(run_event const& what) noexcept {
    return std::visit([](auto const& one) { return has_an_effect<std::decay_t<decltype(one)>>; },
                      what);
}

error_code memory_journal::append(std::span<timed_event const> events) {
    events_.insert(events_.end(), events.begin(), events.end());
    return {};
}

} // namespace ssislb
