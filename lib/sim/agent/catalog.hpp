// The executions of the SSIS catalog that job steps have begun. They live in the database, so they
// go on whatever becomes of the Agent.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/sim/inspection.hpp>
#include <ssislb/sim/job_spec.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::sim::detail {

/// A step of subsystem SSIS whose package lies in the catalog (/ISSERVER).
[[nodiscard]] bool is_catalog_step(step_spec const&);
/// SYNCHRONIZED is True: the step waits for its execution.
[[nodiscard]] bool is_synchronized(step_spec const&);

class catalog {
public:
    /// The new execution's id.
    std::int64_t begin(std::string job, server_time start, milliseconds duration, run_end end);
    /// A canceled step takes its execution with it.
    void cancel(std::int64_t execution_id, server_time at);
    [[nodiscard]] std::vector<catalog_execution> executions(server_time now) const;

private:
    struct execution {
        std::string job;
        server_time start;
        server_time end;
        std::int32_t final_status = 7;
    };

    std::vector<execution> executions_;
};

} // namespace ssislb::sim::detail
