#include <ssislb/report/json_line.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>

namespace ssislb {
namespace {

namespace json = boost::json;

double seconds(milliseconds length) {
    return std::chrono::duration<double>(length).count();
}

void put_text(json::object& to, std::string_view key, std::string const& text) {
    if (!text.empty())
        to[key] = text;
}

void put_time(json::object& to, std::string_view key, std::optional<timestamp> at) {
    if (at)
        to[key] = to_rfc3339(*at);
}

void put_length(json::object& to, std::string_view key, std::optional<milliseconds> length) {
    if (length)
        to[key] = seconds(*length);
}

/// Adds what is particular to each kind of notice.
class notice_writer {
public:
    notice_writer(parent_package const& package, json::object& to)
        : package_(package)
        , to_(to) {}

    void operator()(notice::run_started const&) const {
        to_["package"] = package_.name;
        to_["tasks"] = package_.tasks.size();
        to_["servers"] = package_.servers.size();
    }

    void operator()(notice::run_resumed const& resumed) const {
        auto const& tasks = resumed.so_far.tasks;
        to_["package"] = package_.name;
        to_["tasks"] = tasks.size();
        to_["settled"] = std::ranges::count_if(
            tasks, [](task_summary const& one) { return one.finished.has_value(); });
        json::array running;
        for (auto const& one : resumed.running)
            running.push_back({{"task", package_[one.attempt.task].name},
                               {"server", package_[one.server].name},
                               {"attempt", one.ordinal}});
        to_["running"] = std::move(running);
    }

    void operator()(notice::server_up const& up) const {
        put(up.server);
        put_text(to_, "version", up.product_version);
    }

    void operator()(notice::server_down const& down) const {
        put(down.server);
        to_["final"] = down.final;
        put_text(to_, "message", down.text);
    }

    void operator()(notice::server_drained const& drained) const { put(drained.server); }
    void operator()(notice::server_undrained const& undrained) const { put(undrained.server); }

    void operator()(notice::server_limited const& limited) const {
        put(limited.server);
        to_["max_jobs"] = limited.max_jobs;
    }

    void operator()(notice::foreign_load const& load) const {
        put(load.server);
        to_["jobs"] = load.jobs;
    }

    void operator()(notice::threads_short const& shortage) const {
        put(shortage.server);
        to_["waiting"] = shortage.waiting;
    }

    void operator()(notice::deadline_endangered const& deadline) const {
        put_time(to_, "finish_by", deadline.finish_by);
        put_time(to_, "expected_end", deadline.expected_end);
    }

    void operator()(notice::deadline_safe const& deadline) const {
        put_time(to_, "finish_by", deadline.finish_by);
        put_time(to_, "expected_end", deadline.expected_end);
    }

    void operator()(notice::skip_requested const& requested) const { put(requested.task); }

    void operator()(notice::run_paused const&) const { to_["package"] = package_.name; }
    void operator()(notice::run_continued const&) const { to_["package"] = package_.name; }

    void operator()(notice::attempt_started const& started) const {
        put(started.attempt.task);
        to_["attempt"] = started.ordinal;
        put(started.server);
    }

    void operator()(notice::attempt_finished const& finished) const {
        put(finished.attempt.task);
        to_["attempt"] = finished.ordinal;
        put(finished.server);
        to_["outcome"] = to_string(finished.result);
        to_["job_outcome"] = to_string(finished.details.job);
        to_["package_outcome"] = to_string(finished.details.package);
        to_["elapsed"] = seconds(finished.elapsed);
        put_length(to_, "duration", finished.details.duration);
        put_length(to_, "detection_delay", finished.detection_delay);
        put_text(to_, "step", finished.details.failed_step);
        put_text(to_, "message", finished.details.message);
        put_time(to_, "retry_at", finished.retry_at);
    }

    void operator()(notice::start_refused const& refused) const {
        put(refused.attempt.task);
        put(refused.server);
        to_["reason"] = to_string(refused.why);
        put_text(to_, "message", refused.text);
    }

    void operator()(notice::task_finished const& finished) const {
        put(finished.task);
        if (finished.server)
            put(*finished.server);
        to_["outcome"] = to_string(finished.result);
        to_["attempts"] = finished.attempts;
        if (finished.why != settle_reason::attempt)
            to_["reason"] = to_string(finished.why);
        put_text(to_, "message", finished.text);
    }

    void operator()(notice::task_skipped const& skipped) const {
        put(skipped.task);
        to_["outcome"] = to_string(outcome::skipped);
        to_["reason"] = to_string(skipped.why);
    }

    void operator()(notice::warning const& warning) const {
        if (warning.task)
            put(*warning.task);
        if (warning.server)
            put(*warning.server);
        to_["message"] = warning.text;
    }

    void operator()(notice::run_finished const& finished) const { put(finished.summary); }

private:
    void put(task_id id) const {
        to_["task"] = package_[id].name;
        to_["job"] = package_[id].job;
    }

    void put(server_id id) const { to_["server"] = package_[id].name; }

    void put(run_summary const& summary) const {
        to_["package"] = package_.name;
        to_["outcome"] = to_string(summary.result);
        put_time(to_, "started", summary.started);
        to_["makespan"] = seconds(summary.makespan());
        if (summary.finish_by) {
            put_time(to_, "finish_by", summary.finish_by);
            to_["in_time"] = summary.finished <= *summary.finish_by;
        }
        for (auto const each : {outcome::succeeded, outcome::failed, outcome::canceled,
                                outcome::skipped, outcome::unknown})
            to_[to_string(each)] = summary.count(each);
        to_["attempts"] = summary.attempts();
        to_["statements"] = summary.statements();
        to_["status_polls"] = summary.status_polls();
        to_["statements_per_job"] = summary.statements_per_job();
        put_length(to_, "median_detection_delay", summary.median_detection_delay());
        put_length(to_, "greatest_detection_delay", summary.greatest_detection_delay());
        json::array tasks;
        for (std::size_t i = 0; i < summary.tasks.size(); ++i)
            tasks.push_back(describe(package_.tasks[i], summary.tasks[i]));
        to_["tasks"] = std::move(tasks);
        json::array servers;
        for (std::size_t i = 0; i < summary.servers.size(); ++i)
            servers.push_back(describe(package_.servers[i], summary.servers[i]));
        to_["servers"] = std::move(servers);
    }

    [[nodiscard]] json::object describe(task const& of, task_summary const& how) const {
        json::object line{{"task", of.name}, {"outcome", to_string(how.result)}};
        if (how.skipped)
            line["reason"] = to_string(*how.skipped);
        else if (how.why != settle_reason::attempt)
            line["reason"] = to_string(how.why);
        line["attempts"] = how.attempts;
        if (how.server)
            line["server"] = package_[*how.server].name;
        put_time(line, "started", how.started);
        put_time(line, "finished", how.finished);
        put_text(line, "step", how.failed_step);
        put_text(line, "message", how.message);
        return line;
    }

    [[nodiscard]] static json::object describe(server const& of, server_summary const& how) {
        json::object line{{"server", of.name},
                          {"attempts", how.attempts},
                          {"failed", how.failed},
                          {"busy", seconds(how.busy)},
                          {"learned_speed", how.learned_speed},
                          {"statements", how.statements},
                          {"status_polls", how.status_polls},
                          {"reconnects", how.reconnects}};
        put_text(line, "trouble", how.trouble);
        return line;
    }

    parent_package const& package_;
    json::object& to_;
};

} // namespace

std::string to_json_line(parent_package const& package, timed_notice const& said) {
    json::object line{{"time", to_rfc3339(said.at)}, {"event", name_of(said.what)}};
    std::visit(notice_writer(package, line), said.what);
    return json::serialize(line);
}

} // namespace ssislb
