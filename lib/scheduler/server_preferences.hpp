// Which servers each task prefers.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/server_set.hpp>

#include <cstddef>
#include <vector>

namespace ssislb::detail {

/// Tasks that prefer the same share one set.
class server_preferences {
public:
    explicit server_preferences(parent_package const&);

    /// Null if the task prefers none. Valid as long as this object.
    [[nodiscard]] server_set const* of(task_id id) const noexcept {
        return sets_.empty() || which_[index(id)] == none ? nullptr : &sets_[which_[index(id)]];
    }

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    std::vector<server_set> sets_;
    /// By task, a position in the list of sets.
    std::vector<std::size_t> which_;
};

} // namespace ssislb::detail
