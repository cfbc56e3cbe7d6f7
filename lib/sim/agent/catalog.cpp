#include "sim/agent/catalog.hpp"

#include "sim/agent/text.hpp"

#include <utility>

namespace ssislb::sim::detail {
namespace {

std::int32_t status_of(run_end end) noexcept {
    switch (end) {
    case run_end::succeeded:
        return 7;
    case run_end::canceled:
        return 3;
    default:
        return 4;
    }
}

} // namespace

bool is_catalog_step(step_spec const& step) {
    return same_name(step.subsystem, "SSIS") &&
           folded(step.command).find("/isserver") != std::string::npos;
}

bool is_synchronized(step_spec const& step) {
    auto const command = folded(step.command);
    auto const option = command.find("$serveroption::synchronized");
    if (option == std::string::npos)
        return false;
    auto const value = command.find(';', option);
    return value != std::string::npos &&
           (command.compare(value + 1, 4, "true") == 0 || command.compare(value + 1, 1, "1") == 0);
}

std::int64_t catalog::begin(std::string job, server_time start, milliseconds duration,
                            run_end end) {
    executions_.push_back({std::move(job), start, start + duration, status_of(end)});
    return static_cast<std::int64_t>(executions_.size());
}

void catalog::cancel(std::int64_t execution_id, server_time at) {
    auto& canceled = executions_[static_cast<std::size_t>(execution_id - 1)];
    if (canceled.end <= at)
        return;
    canceled.end = at;
    canceled.final_status = status_of(run_end::canceled);
}

std::vector<catalog_execution> catalog::executions(server_time now) const {
    std::vector<catalog_execution> result;
    for (auto const& each : executions_) {
        bool const ended = each.end <= now;
        result.push_back({static_cast<std::int64_t>(result.size()) + 1, each.job,
                          ended ? each.final_status : 2, each.start,
                          ended ? std::optional{each.end} : std::nullopt});
    }
    return result;
}

} // namespace ssislb::sim::detail
