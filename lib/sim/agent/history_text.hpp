// The sentences of history rows, two blanks between them as the Agent writes them.
#pragma once

#include "sim/agent/job.hpp"

#include <ssislb/base/time.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace ssislb::sim::detail {

/// Of step 0.
[[nodiscard]] std::string job_row_text(job const& owner, run const& ended);

/// How one execution of a step went.
struct step_execution {
    server_time start;
    server_time end;
    run_end result = run_end::succeeded;
    std::optional<std::int64_t> execution_id;
};

[[nodiscard]] std::string step_row_text(step_spec const& step, step_execution const& ended);

} // namespace ssislb::sim::detail
