// What a pool of workers does, to be beaten.
#pragma once

#include <ssislb/scheduler/placement_policy.hpp>

#include <cstdint>
#include <memory>

namespace ssislb::bench {

/// The task that has been ready for longest to any free slot: what a pool of workers that pull
/// their work does.
[[nodiscard]] std::unique_ptr<placement_policy> make_any_free_slot_policy(std::uint32_t seed);

} // namespace ssislb::bench
