#include "control_desk.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/base/nearest_name.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <vector>

namespace ssislb::cli {
namespace {

namespace json = boost::json;
using verb = control_question::verb;

/// The question with its name looked up; none: the package has no such name.
std::optional<run_control> wish_of(control_question const& asked, parent_package const& package) {
    auto const server = package.find_server(asked.name);
    auto const task = package.find_task(asked.name);
    auto const of_server = [&](auto make) -> std::optional<run_control> {
        return server ? std::optional<run_control>(make(*server)) : std::nullopt;
    };
    switch (asked.what) {
    case verb::drain:
        return of_server([](server_id id) { return control::drain{id}; });
    case verb::undrain:
        return of_server([](server_id id) { return control::undrain{id}; });
    case verb::set:
        return of_server([&](server_id id) { return control::limit{id, asked.max_jobs}; });
    case verb::skip:
        return task ? std::optional<run_control>(control::skip{*task}) : std::nullopt;
    case verb::pause:
        return control::pause{};
    case verb::stop:
        return control::cancel{asked.jobs};
    case verb::proceed:
    case verb::who:
        break;
    }
    return control::proceed{};
}

std::string unknown_name(control_question const& asked, parent_package const& package) {
    bool const is_task = asked.what == verb::skip;
    std::vector<std::string_view> names;
    if (is_task)
        for (auto const& each : package.tasks)
            names.emplace_back(each.name);
    else
        for (auto const& each : package.servers)
            names.emplace_back(each.name);
    auto text = fmt::format("the run of \"{}\" has no {} \"{}\"", package.name,
                            is_task ? "task" : "server", asked.name);
    if (auto const near = nearest_name(asked.name, names))
        text += fmt::format("; did you mean \"{}\"?", *near);
    return refusal_line(is_task ? "no_such_task" : "no_such_server", text);
}

std::string refused(error_code error, control_question const& asked) {
    if (error == run_errc::task_is_running)
        return refusal_line("task_is_running",
                            fmt::format("\"{}\" runs or is being started, so it cannot be skipped; "
                                        "wait for its end, or stop the run",
                                        asked.name));
    if (error == run_errc::task_is_settled)
        return refusal_line("task_is_settled",
                            fmt::format("\"{}\" has its final outcome already", asked.name));
    if (error == run_errc::slots_out_of_range)
        return refusal_line("slots_out_of_range", "max_jobs: " + error.message());
    if (error == run_errc::is_over || error == run_errc::not_started)
        return refusal_line(error == run_errc::is_over ? "is_over" : "not_started",
                            error.message());
    return refusal_line("failed", error.message());
}

std::string granted(control_question const& asked, control_answer const& how,
                    parent_package const& package) {
    json::object line{{"ok", true},
                      {"control", to_string(asked.what)},
                      {"package", package.name},
                      {"changed", how.changed},
                      {"paused", how.paused}};
    if (how.server) {
        line["server"] = asked.name;
        line["state"] = to_string(how.server->state);
        line["drained"] = how.server->drained;
        line["max_jobs"] = how.server->max_jobs;
        line["running"] = how.server->running;
        line["foreign"] = how.server->foreign;
    } else if (how.task) {
        line["task"] = asked.name;
        line["state"] = to_string(how.task->state);
    } else {
        line["running"] = how.counts.live;
    }
    if (asked.what == verb::stop)
        line["jobs"] = asked.jobs;
    return json::serialize(line);
}

} // namespace

std::string refusal_line(std::string_view reason, std::string_view message) {
    return json::serialize(json::object{{"ok", false}, {"reason", reason}, {"message", message}});
}

control_desk::control_desk(package_run& run, parent_package const& package)
    : run_(run)
    , package_(package)
    , since_(std::chrono::floor<milliseconds>(std::chrono::system_clock::now())) {}

boost::asio::awaitable<std::string> control_desk::answer(std::string line) {
    auto const parsed = parse_question(line);
    if (auto const* mistake = std::get_if<std::string>(&parsed); mistake != nullptr)
        co_return refusal_line("bad_request", *mistake);
    auto const& asked = std::get<control_question>(parsed);
    if (asked.what == verb::who)
        co_return who();
    auto const wish = wish_of(asked, package_);
    if (!wish)
        co_return unknown_name(asked, package_);
    auto const [error, how] =
        co_await run_.async_control(*wish, boost::asio::as_tuple(boost::asio::use_awaitable));
    co_return error ? refused(error, asked) : granted(asked, how, package_);
}

std::string control_desk::who() const {
    return json::serialize(json::object{{"ok", true},
                                        {"package", package_.name},
                                        {"pid", ::getpid()},
                                        {"since", to_rfc3339(since_)}});
}

} // namespace ssislb::cli
