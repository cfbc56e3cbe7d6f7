// A scheduler on a stage.
#include "stage.hpp"

#include <ssislb/scheduler/policies.hpp>

#include <algorithm>
#include <iterator>

namespace ssislb::test {
namespace {

std::string since_start(timestamp at) {
    return format_duration(at - start_of_time);
}

class describer {
public:
    explicit describer(parent_package const& package)
        : package_(package) {}

    std::string operator()(decision::start const& one) const {
        return "start " + name(one.attempt) + " " + package_[one.server].name;
    }
    std::string operator()(decision::confirm const& one) const {
        return "confirm " + name(one.attempt) + " " + package_[one.server].name;
    }
    std::string operator()(decision::reattach const& one) const {
        return "reattach " + name(one.attempt) + " " + package_[one.server].name;
    }
    std::string operator()(decision::stop const& one) const {
        return "stop " + name(one.attempt) + " " + std::string(to_string(one.why));
    }
    std::string operator()(decision::wake const& one) const {
        return "wake " + since_start(one.at);
    }
    std::string operator()(decision::attempt_settled const& one) const {
        std::string const end =
            "ended " + name(one.attempt) + " " + std::string(to_string(one.result));
        return one.retry_at ? end + " retry " + since_start(*one.retry_at) : end;
    }
    std::string operator()(decision::task_settled const& one) const {
        std::string const end =
            "settled " + package_[one.task].name + " " + std::string(to_string(one.result));
        return one.why == settle_reason::attempt ? end
                                                 : end + " " + std::string(to_string(one.why));
    }
    std::string operator()(decision::task_skipped const& one) const {
        return "skipped " + package_[one.task].name + " " + std::string(to_string(one.why));
    }
    std::string operator()(decision::finish const& one) const {
        return "finish " + std::string(to_string(one.result));
    }

private:
    std::string name(attempt_id id) const {
        return package_[id.task].name + "#" + std::to_string(id.number);
    }

    parent_package const& package_;
};

} // namespace

std::string describe(parent_package const& package, run_decision const& one) {
    return std::visit(describer(package), one);
}

stage::stage(parent_package const& package, scheduler_options options, bool all_up)
    : package_(package)
    , machine_(package, make_least_loaded_policy(), options) {
    feed(event::run_started{});
    if (all_up)
        for (ssislb::server const& one : package_.servers)
            up(one.name);
}

stage& stage::wait(milliseconds time) {
    now_ += time;
    return feed(event::tick{});
}

stage& stage::up(std::string_view name) {
    return feed(event::server_up{server_named(name)});
}
stage& stage::down(std::string_view name, bool final) {
    return feed(event::server_down{server_named(name), {}, {}, final});
}
stage& stage::drain(std::string_view name) {
    return feed(event::server_drained{server_named(name)});
}
stage& stage::undrain(std::string_view name) {
    return feed(event::server_undrained{server_named(name)});
}
stage& stage::limit(std::string_view name, std::uint32_t max_jobs) {
    return feed(event::server_limited{server_named(name), max_jobs});
}
stage& stage::skip(std::string_view name) {
    return feed(event::task_skip_requested{task_named(name)});
}
stage& stage::pause() {
    return feed(event::run_paused{});
}
stage& stage::proceed() {
    return feed(event::run_continued{});
}
stage& stage::bar(std::string_view task, std::string_view server) {
    return feed(event::tasks_barred{server_named(server), {task_named(task)}, {}});
}
stage& stage::cancel(bool stop_jobs) {
    return feed(event::cancel_requested{stop_jobs});
}

stage& stage::resume() {
    return feed(event::run_resumed{});
}

stage& stage::accept(std::string_view name) {
    return feed(event::start_accepted{newest(name)});
}
stage& stage::refuse(std::string_view name, refusal why) {
    return feed(event::start_refused{newest(name), why, {}, {}});
}
stage& stage::doubt(std::string_view name) {
    return feed(event::start_in_doubt{newest(name)});
}
stage& stage::finish(std::string_view name, outcome end) {
    return finish(name, end, end);
}
stage& stage::finish(std::string_view name, outcome job, outcome package) {
    attempt_result result;
    result.job = job;
    result.package = package;
    return feed(event::job_finished{newest(name), result});
}
stage& stage::lose(std::string_view name) {
    return feed(event::attempt_lost{newest(name), {}, {}});
}

stage& stage::disprove(std::string_view name) {
    return feed(event::start_disproved{newest(name), {}});
}

stage& stage::feed(run_event const& what) {
    machine_.feed(what, now_);
    return *this;
}

lines stage::decide(bool intend) {
    lines result;
    for (run_decision const& one : machine_.decide(now_)) {
        std::string line = describe(package_, one);
        auto const* start = std::get_if<decision::start>(&one);
        if (start != nullptr && intend)
            feed(event::start_intended{start->attempt, start->server, {}});
        if (std::holds_alternative<decision::wake>(one))
            wake_ = line;
        else
            result.push_back(std::move(line));
    }
    return result;
}

lines stage::run_to_end(outcome end) {
    lines all;
    for (lines now = decide(); !now.empty(); now = decide()) {
        std::ranges::copy(now, std::back_inserter(all));
        for (ssislb::task const& one : package_.tasks)
            if (task(one.name).state == task_state::starting)
                accept(one.name).finish(one.name, end);
    }
    return all;
}

attempt_id stage::newest(std::string_view name) const {
    task_id const id = task_named(name);
    return {id, machine_.status(id).attempt};
}
task_status stage::task(std::string_view name) const {
    return machine_.status(task_named(name));
}
server_status stage::server(std::string_view name) const {
    return machine_.status(server_named(name));
}
task_id stage::task_named(std::string_view name) const {
    return package_.find_task(name).value();
}
server_id stage::server_named(std::string_view name) const {
    return package_.find_server(name).value();
}

lines only(std::string_view word, lines const& all) {
    lines result;
    std::ranges::copy_if(all, std::back_inserter(result),
                         [&](std::string const& line) { return line.starts_with(word); });
    return result;
}

} // namespace ssislb::test
