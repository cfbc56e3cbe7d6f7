// What a client can ask of an instance, and what it is answered.
#include "desk.hpp"

#include <ssislb/base/sql_server_error.hpp>

#include <array>
#include <chrono>
#include <utility>

namespace ssislb::simulation {
namespace {

using std::chrono::seconds;

constexpr std::string_view agent_stopped_text =
    "SQLServerAgent is not currently running so it cannot be notified of this action.";
constexpr std::string_view running_text =
    "SQLServerAgent Error: Request to run job (from User) refused because the job is already "
    "running from a request by User.";
constexpr std::string_view pending_text =
    "SQLServerAgent Error: Request to run job (from User) refused because the job already has a "
    "pending request from User.";
constexpr std::string_view suspended_text =
    "SQLServerAgent Error: Request to run job (from User) refused because the job has been "
    "suspended.";
constexpr std::string_view not_running_text =
    "SQLServerAgent Error: Request to stop job (from User) refused because the job is not "
    "currently running.";

std::int32_t status_of(true_run const& run) noexcept {
    switch (run.end) {
    case run_end::succeeded:
        return run_status::succeeded;
    case run_end::canceled:
        return run_status::canceled;
    default:
        return run_status::failed;
    }
}

std::string message_of(true_run const& run) {
    std::string text = run.end == run_end::succeeded ? "The job succeeded." : "The job failed.";
    if (run.end == run_end::canceled)
        text = "The job was stopped prior to completion by User sa.";
    text += "  The Job was invoked by ";
    if (run.by == requester::schedule)
        text += "Schedule 7 (nightly)";
    else
        text.append("User ").append(run.by == requester::us ? our_login : other_login);
    text += ".  The last step to run was step 1 (package).";
    return text;
}

milliseconds length_of(true_run const& run) {
    auto const begun = run.picked_up.value_or(*run.ended);
    return std::chrono::floor<seconds>(milliseconds(*run.ended - begun));
}

std::int32_t execution_status(instance const& of, std::uint32_t job) {
    if (of.agent() != agent_state::running)
        return job_state::idle;
    switch (of.job(job).phase) {
    case job_phase::waiting_for_thread:
        return job_state::waiting_for_thread;
    case job_phase::executing:
        return job_state::executing;
    case job_phase::completing:
        return job_state::completing;
    default:
        return of.is_suspended(job) ? job_state::suspended : job_state::idle;
    }
}

outcome outcome_of(true_run const& run) {
    return detail::to_outcome(status_of(run));
}

agent_job job_row(instance const& of, std::uint32_t number) {
    agent_job row;
    row.id = id_of(of.number(), number);
    row.name = name_of_job(number);
    row.enabled = of.is_enabled(number);
    row.has_target = of.has_target(number);
    row.has_step = true;
    row.type = 1;
    row.execution_status = execution_status(of, number);
    if (auto const last = of.job(number).last_run) {
        row.last_run = std::chrono::floor<seconds>(*of.run(*last).started);
        row.last_run_outcome = outcome_of(of.run(*last));
    }
    return row;
}

job_activity activity(instance const& of, std::uint32_t number, activity_row const& from) {
    job_activity row;
    row.session = from.session;
    row.job = id_of(of.number(), number);
    row.run_requested = from.requested;
    if (from.requested)
        row.run_requested_source = from.by == requester::schedule ? "1" : "4";
    row.started = from.started;
    row.stopped = from.stopped;
    if (from.history == 0)
        return row;
    row.history = from.history;
    for (auto const& each : of.job(number).history)
        if (each.last == from.history) {
            row.run_status = status_of(of.run(each.run));
            row.message = message_of(of.run(each.run));
        }
    return row;
}

void add_rows(instance const& of, history_entry const& entry, std::vector<job_history_row>& to) {
    auto const& run = of.run(entry.run);
    auto const count = entry.last - entry.first;
    auto const begun = std::chrono::floor<seconds>(*run.started);
    job_history_row row;
    row.job = id_of(of.number(), run.job);
    row.started = begun;
    row.duration = length_of(run);
    row.instance_id = entry.last;
    row.status = status_of(run);
    row.message = message_of(run);
    to.push_back(row);
    for (std::int32_t step = count; step > 0 && !entry.steps_trimmed; --step) {
        row.instance_id = entry.first + step - 1;
        row.step = step;
        row.step_name = step == 1 ? "package" : "afterwards";
        row.message = "Executed as user: agent.";
        bool const failed = step == 1 && run.package_failed;
        row.status = failed ? run_status::failed : status_of(run);
        to.push_back(row);
    }
}

detail::package_steps steps_of(instance const& of, std::uint32_t job) {
    detail::package_step step{1, "package", outcome::unknown, std::nullopt};
    if (auto const last = of.job(job).last_steps) {
        auto const& run = of.run(*last);
        step.last = run.package_failed ? outcome::failed : outcome_of(run);
        step.started = std::chrono::floor<seconds>(*run.started);
    }
    return std::vector{step};
}

struct refusal_text {
    start_answer why;
    sql_server_errc number;
    std::string_view text;
};

constexpr std::array<refusal_text, 8> refusals{
    {{start_answer::agent_stopped, sql_server_errc::agent_refused, agent_stopped_text},
     {start_answer::agent_starting, sql_server_errc::agent_starting, "The Agent is starting."},
     {start_answer::no_such_job, sql_server_errc::not_found, "There is no such job."},
     {start_answer::no_target, sql_server_errc::job_not_targeted_start, "No target."},
     {start_answer::denied, sql_server_errc::not_job_owner, "Only the owner may start it."},
     {start_answer::already_running, sql_server_errc::agent_refused, running_text},
     {start_answer::already_pending, sql_server_errc::agent_refused, pending_text},
     {start_answer::suspended, sql_server_errc::agent_refused, suspended_text}}};

void start(instance& at, question const& asked, reply& answer) {
    auto const how = at.start(asked.job, requester::us, asked.intent);
    for (auto const& [why, number, text] : refusals)
        if (why == how) {
            answer.error = number;
            answer.text = text;
        }
}

void stop(instance& at, question const& asked, reply& answer) {
    if (at.agent() == agent_state::running && at.stop(asked.job))
        return;
    answer.error = sql_server_errc::agent_refused;
    answer.text = at.agent() == agent_state::running ? not_running_text : agent_stopped_text;
}

void look(instance const& at, question const& asked, reply& answer) {
    answer.seen.newest_history = 0;
    if (at.habits().hides_activity)
        return;
    auto const session = asked.session.value_or(at.session());
    answer.seen.session = at.session();
    auto const* row = at.activity(asked.job, session);
    if (row == nullptr) {
        answer.error = sql_server_errc::not_found;
        return;
    }
    answer.seen.newest_history = row->history;
    answer.seen.row = activity(at, asked.job, *row);
}

void list(instance const& at, bool all, reply& answer) {
    for (std::uint32_t job = 0; job < at.jobs(); ++job)
        if (at.has_job(job) && (all || execution_status(at, job) != job_state::idle))
            answer.jobs.push_back(job_row(at, job));
}

} // namespace

reply ask(instance& at, question const& asked) {
    reply answer;
    answer.sent = true;
    answer.seen.now = at.clock();
    bool const needs_agent =
        asked.what == question_kind::activity || asked.what == question_kind::history ||
        asked.what == question_kind::last_run || asked.what == question_kind::stop;
    if (needs_agent && at.agent() == agent_state::starting) {
        answer.error = sql_server_errc::agent_starting;
        return answer;
    }
    auto const& record = at.job(asked.job);
    switch (asked.what) {
    case question_kind::connect:
    case question_kind::clock:
        break;
    case question_kind::list_jobs:
        list(at, true, answer);
        break;
    case question_kind::list_busy_jobs:
        list(at, false, answer);
        break;
    case question_kind::activity:
        look(at, asked, answer);
        break;
    case question_kind::job:
        if (at.has_job(asked.job))
            answer.jobs.push_back(job_row(at, asked.job));
        else
            answer.error = sql_server_errc::not_found;
        break;
    case question_kind::history:
        for (auto entry = record.history.rbegin(); entry != record.history.rend(); ++entry)
            add_rows(at, *entry, answer.history);
        break;
    case question_kind::last_run:
        if (record.last_run) {
            auto const& run = at.run(*record.last_run);
            answer.last_run = detail::last_run{std::chrono::floor<seconds>(*run.started),
                                               outcome_of(run), length_of(run), message_of(run)};
        }
        break;
    case question_kind::steps:
        answer.steps = steps_of(at, asked.job);
        break;
    case question_kind::start:
        start(at, asked, answer);
        break;
    case question_kind::stop:
        stop(at, asked, answer);
        break;
    }
    return answer;
}

std::string_view to_string(question_kind what) noexcept {
    constexpr std::array<std::string_view, 11> names{
        "connect",  "list jobs", "list busy jobs", "activity", "job", "history",
        "last run", "steps",     "clock",          "start",    "stop"};
    return names[static_cast<std::size_t>(what)];
}

guid id_of(std::uint32_t server, std::uint32_t job) noexcept {
    guid id;
    id.bytes[0] = std::byte{0xa9};
    id.bytes[13] = static_cast<std::byte>(server);
    id.bytes[14] = static_cast<std::byte>(job >> 8U);
    id.bytes[15] = static_cast<std::byte>(job & 0xffU);
    return id;
}

std::uint32_t job_of(guid const& id) noexcept {
    return std::to_integer<std::uint32_t>(id.bytes[14]) << 8U |
           std::to_integer<std::uint32_t>(id.bytes[15]);
}

std::string name_of_job(std::uint32_t job) {
    return "job " + std::to_string(job);
}

} // namespace ssislb::simulation
