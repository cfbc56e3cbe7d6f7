// The chain of tasks that made a virtual run as long as it was.
#pragma once

#include "scheduler/played_precedence.hpp"

#include <ssislb/scheduler/forecast.hpp>

#include <cstdint>
#include <vector>

namespace ssislb::detail {

/// By position in virtual_run::attempts: the slots that attempts held. Each takes the one that was
/// free for longest, so that one that was not free before was a slot that was waited for.
[[nodiscard]] std::vector<std::uint32_t> slots_of(parent_package const&, virtual_run const&);

/// First to last.
[[nodiscard]] std::vector<critical_step> critical_chain(parent_package const&, virtual_run const&,
                                                        std::vector<std::uint32_t> const& slots,
                                                        std::vector<played_task> const&);

} // namespace ssislb::detail
