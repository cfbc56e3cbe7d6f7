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

    /// All servers if the task prefers none. Valid as long as this object.
    [[nodiscard]] server_set const& of(task_id id) const noexcept {
        return sets_[which_[index(id)]];
    }

private:
    std::vector<server_set> sets_;
    std::vector<std::size_t> which_;
};

} // namespace ssislb::detail
