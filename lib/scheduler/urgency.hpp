// How urgent each task is, by its priority and by those that wait for it.
#pragma once

#include <ssislb/model/parent_package.hpp>

#include <cstdint>
#include <vector>

namespace ssislb::detail {

/// For each task the highest priority of its own and of all tasks that depend on it, whatever
/// their constraints ask for: what an urgent task waits for is urgent.
///
/// Precondition: validate(package) is empty.
[[nodiscard]] std::vector<std::int32_t> urgencies(parent_package const&);

} // namespace ssislb::detail
