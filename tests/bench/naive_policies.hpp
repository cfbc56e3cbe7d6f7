// What people do by hand, to be beaten.
#pragma once

#include <ssislb/scheduler/placement_policy.hpp>

#include <cstdint>
#include <memory>

namespace ssislb::bench {

/// The task that has been ready for longest to any free slot: what a pool of workers that pull
/// their work does.
[[nodiscard]] std::unique_ptr<placement_policy> make_any_free_slot_policy(std::uint32_t seed);

/// Each task on the server on which its place in the plan puts it.
[[nodiscard]] std::unique_ptr<placement_policy> make_static_round_robin_policy();

} // namespace ssislb::bench
