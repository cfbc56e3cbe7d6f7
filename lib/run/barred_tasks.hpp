// Which tasks cannot run on which servers, and why.
#pragma once

#include <ssislb/model/event.hpp>
#include <ssislb/model/notice.hpp>
#include <ssislb/model/parent_package.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ssislb::detail {

/// Ten thousand jobs may be missing on a hundred servers: a sentence is made when it is told.
class barred_tasks {
public:
    /// Object lifetimes: the package outlives this object.
    explicit barred_tasks(parent_package const& package)
        : package_(package) {}

    void add(event::tasks_barred);

    /// What a person should know at once: one warning for all tasks. None for tasks that may run
    /// on any server, which are expected to miss on some of them.
    [[nodiscard]] std::optional<notice::warning> warning_of(event::tasks_barred const&) const;

    /// One sentence a reason; empty when no server has barred the task.
    [[nodiscard]] std::string why(task_id) const;

private:
    parent_package const& package_;
    /// The tasks of each are sorted.
    std::vector<event::tasks_barred> known_;
};

} // namespace ssislb::detail
