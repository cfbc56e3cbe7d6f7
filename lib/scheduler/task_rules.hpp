// What the rules need to know of a task of the plan.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/task.hpp>

#include <optional>

namespace ssislb::detail {

struct task_rules {
    std::optional<milliseconds> timeout;
    milliseconds retry_delay{0};
    outcome_source outcome_from = outcome_source::package;
    bool restartable = false;
    bool enabled = true;
};

} // namespace ssislb::detail
