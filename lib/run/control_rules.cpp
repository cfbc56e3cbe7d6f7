#include "run/control_rules.hpp"

#include <ssislb/base/errors.hpp>

namespace ssislb::detail {
namespace {

using answer = boost::system::result<std::optional<run_event>>;

class ruler {
public:
    ruler(scheduler const& machine, parent_package const& package)
        : machine_(machine)
        , package_(package) {}

    answer operator()(control::drain const& what) const {
        if (!has(what.server))
            return run_errc::no_such_server;
        return unless(status(what).drained, event::server_drained{what.server});
    }

    answer operator()(control::undrain const& what) const {
        if (!has(what.server))
            return run_errc::no_such_server;
        return unless(!status(what).drained, event::server_undrained{what.server});
    }

    answer operator()(control::limit const& what) const {
        if (!has(what.server))
            return run_errc::no_such_server;
        if (what.max_jobs < 1 || what.max_jobs > most_slots)
            return run_errc::slots_out_of_range;
        return unless(status(what).max_jobs == what.max_jobs,
                      event::server_limited{what.server, what.max_jobs});
    }

    answer operator()(control::skip const& what) const {
        if (index(what.task) >= package_.tasks.size())
            return run_errc::no_such_task;
        auto const task = machine_.status(what.task);
        if (task.state == task_state::settled)
            return run_errc::task_is_settled;
        if (is_live(task.state))
            return run_errc::task_is_running;
        return unless(task.skip_requested || !package_[what.task].enabled,
                      event::task_skip_requested{what.task});
    }

    answer operator()(control::pause const&) const {
        return unless(machine_.paused(), event::run_paused{});
    }

    answer operator()(control::proceed const&) const {
        return unless(!machine_.paused(), event::run_continued{});
    }

    /// Once more is no harm: the jobs that run by now are asked to stop.
    answer operator()(control::cancel const& what) const {
        return run_event(event::cancel_requested{what.stop_jobs});
    }

private:
    [[nodiscard]] bool has(server_id id) const { return index(id) < package_.servers.size(); }

    [[nodiscard]] server_status status(auto const& what) const {
        return machine_.status(what.server);
    }

    [[nodiscard]] static bool is_live(task_state state) {
        return state == task_state::starting || state == task_state::running ||
               state == task_state::stopping;
    }

    [[nodiscard]] static answer unless(bool is_so, run_event what) {
        return is_so ? std::nullopt : std::optional(std::move(what));
    }

    scheduler const& machine_;
    parent_package const& package_;
};

} // namespace

answer event_for(run_control const& what, scheduler const& machine, parent_package const& package) {
    return std::visit(ruler(machine, package), what);
}

control_answer state_after(run_control const& what, bool changed, scheduler const& machine) {
    control_answer answer;
    answer.changed = changed;
    answer.paused = machine.paused();
    answer.counts = machine.counts();
    std::visit(
        [&](auto const& one) {
            if constexpr (requires { one.server; })
                answer.server = machine.status(one.server);
            if constexpr (requires { one.task; })
                answer.task = machine.status(one.task);
        },
        what);
    return answer;
}

} // namespace ssislb::detail
