// What tests and benchmarks ask of an instance.
#include "sim/agent/encoding.hpp"
#include "sim/agent/instance_impl.hpp"

#include <ssislb/sim/instance.hpp>

namespace ssislb::sim {
namespace {

std::optional<server_time> rounded(std::optional<server_time> at) {
    return at ? std::optional{detail::as_datetime(*at)} : std::nullopt;
}

activity_row shown(detail::job const& owner, detail::activity const& row) {
    activity_row made;
    made.session_id = row.session_id;
    made.job_id = owner.id;
    made.job_name = owner.name;
    made.run_requested_date = detail::as_datetime(row.requested);
    made.queued_date = rounded(row.queued);
    made.start_execution_date = rounded(row.started);
    made.stop_execution_date = rounded(row.stopped);
    made.last_executed_step_id = row.last_step;
    made.last_executed_step_date = rounded(row.last_step_date);
    made.job_history_id = row.history_id;
    return made;
}

} // namespace

std::vector<history_row> instance::history() const {
    return impl_->with([](auto& world) {
        std::vector<history_row> result;
        for (auto const& [id, row] : world.history.rows())
            result.push_back(row);
        return result;
    });
}

std::vector<activity_row> instance::activity() const {
    return impl_->with([](auto& world) {
        std::vector<activity_row> result;
        for (auto const& job : world.jobs.all())
            for (auto const& row : job->activities)
                result.push_back(shown(*job, row));
        return result;
    });
}

std::vector<finished_run> instance::finished_runs() const {
    return impl_->with([](auto& world) { return world.agent.finished(); });
}

std::vector<catalog_execution> instance::catalog_executions() const {
    return impl_->with([](auto& world) { return world.agent.catalog().executions(world.now()); });
}

std::uint32_t instance::starts(std::string_view job) const {
    return impl_->with_job(job, [](auto&, auto& target) { return target.starts; });
}

std::int32_t instance::state(std::string_view job) const {
    return impl_->with_job(job, [](auto& world, auto& target) {
        return static_cast<std::int32_t>(world.agent.state_of(target));
    });
}

bool instance::job_exists(std::string_view job) const {
    return impl_->with([=](auto& world) { return !world.jobs.named(job).empty(); });
}

std::size_t instance::running() const {
    return impl_->with([](auto& world) { return world.agent.working(); });
}

std::size_t instance::max_running() const {
    return impl_->with([](auto& world) { return world.agent.max_working(); });
}

std::int32_t instance::session_id() const {
    return impl_->with([](auto& world) {
        auto const* const newest = world.agent.newest_session();
        return newest == nullptr ? 0 : newest->id;
    });
}

traffic instance::traffic() const {
    return impl_->with([](auto& world) { return world.traffic; });
}

} // namespace ssislb::sim
