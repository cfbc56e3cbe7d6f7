// What the rules need to know of a task of the plan.
#pragma once

#include "scheduler/retry_rules.hpp"

#include <ssislb/base/time.hpp>
#include <ssislb/model/task.hpp>

#include <optional>

namespace ssislb::detail {

struct task_rules {
    std::optional<milliseconds> timeout;
    retry_rules retries;
    outcome_source outcome_from = outcome_source::package;
    bool restartable = false;
    milliseconds server_loss_timeout{0};
    bool enabled = true;
};

} // namespace ssislb::detail
