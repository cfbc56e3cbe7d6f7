#include "run/scheduling.hpp"

#include <ssislb/run/edited_package.hpp>
#include <ssislb/scheduler/policies.hpp>

#include <string_view>

namespace ssislb {
namespace {

scheduler replayed(package_past const& past, run_options const& options) {
    auto const started = past.events.empty() ? timestamp{} : past.events.front().at;
    scheduler machine(past.package, make_policy(past.package, no_trials),
                      detail::scheduling(options, started));
    for (auto const& one : past.events)
        machine.feed(one.what, one.at);
    return machine;
}

bool is_live(task_state state) {
    return state == task_state::starting || state == task_state::running ||
           state == task_state::stopping;
}

bool has_begun(task_status const& status) {
    return status.attempt > 0 || status.result.has_value();
}

/// The key of what may not differ; empty: nothing does.
std::string_view changed_key(task const& was, task const& is, bool has_run) {
    if (has_run && was.job != is.job)
        return "job";
    if (was.after != is.after || was.join != is.join)
        return "after";
    if (was.outcome_from != is.outcome_from)
        return "outcome_from";
    return was.enabled != is.enabled ? "enabled" : "";
}

bool is_same_place(server const& one, server const& other) {
    return one.host == other.host && one.port == other.port && one.instance == other.instance;
}

class comparison {
public:
    comparison(package_past const& was, package_past const& edited, run_options const& options)
        : was_(was.package)
        , is_(edited.package)
        , before_(replayed(was, options))
        , after_(replayed(edited, options)) {}

    std::vector<std::string> conflicts() {
        for (std::uint32_t i = 0; i < was_.tasks.size(); ++i)
            if (auto const status = before_.status(task_id{i}); has_begun(status))
                compare(was_.tasks[i], status);
        return std::move(found_);
    }

private:
    void compare(task const& of, task_status const& status) {
        auto const id = is_.find_task(of.name);
        if (!id)
            return complain(of, "has begun and is missing; put it back");
        if (auto const key = changed_key(of, is_[*id], status.attempt > 0); !key.empty())
            return complain(of, "has begun, so its `" + std::string(key) +
                                    "` cannot be changed any more");
        auto const now = after_.status(*id);
        if (status.result && status.result != now.result)
            complain(of, "has ended " + std::string(to_string(*status.result)) +
                             ", and with what was changed it would not have");
        else if (is_live(status.state))
            compare_live(of, status, now);
    }

    void compare_live(task const& of, task_status const& status, task_status const& now) {
        auto const& where = was_[*status.server];
        auto const there = is_.find_server(where.name);
        if (!there || !is_same_place(where, is_[*there]))
            complain(of, "runs on server " + where.name +
                             ", which is missing or somewhere else now; put it back");
        else if (!is_live(now.state) || now.attempt != status.attempt)
            complain(of, "runs, and with what was changed it would not");
    }

    void complain(task const& of, std::string const& what) {
        found_.push_back("task \"" + of.name + "\" " + what);
    }

    parent_package const& was_;
    parent_package const& is_;
    scheduler before_;
    scheduler after_;
    std::vector<std::string> found_;
};

} // namespace

std::vector<std::string> conflicts_with_past(package_past const& was, package_past const& edited,
                                             run_options const& options) {
    return comparison(was, edited, options).conflicts();
}

} // namespace ssislb
