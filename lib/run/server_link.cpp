#include "run/server_link.hpp"

#include <ssislb/base/condition.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>
#include <ssislb/run/explain.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace ssislb::detail {
namespace {

constexpr auto use_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

/// Trying again will not mend it: the plan, the login or the certificate is wrong.
bool final_trouble(error_code const& code) {
    return code == condition::permission_denied || code == client_errc::tls_or_login_failed ||
           code == client_errc::host_not_found || code == client_errc::invalid_argument ||
           code == sql_server_errc::cannot_open_database;
}

bool is_lost(error_code const& code) {
    return code && code.category() != sql_server_category();
}

/// Not worth a word yet.
bool may_be_passing(error_code const& code, error_code const& before) {
    // Lost between login and job list, so the server is connecting again by itself.
    if (code == client_errc::operation_in_progress)
        return true;
    // A certificate that is not trusted, or a server that stopped under the login: the second try
    // tells.
    return code == client_errc::tls_or_login_failed && code != before;
}

} // namespace

server_link::server_link(run_context& run, server_id id)
    : run_(run)
    , id_(id)
    , jobs_(run.package.tasks.size())
    , retry_(run.clock.make_alarm())
    , next_pause_(run.options.least_poll_interval)
    , given_up_(run.clock.make_alarm()) {}

bool server_link::open() {
    auto remote = run_.around->make_agent(spec());
    if (!remote) {
        down(remote.error(), explain_password(spec(), remote.error()), true);
        return false;
    }
    remote_ = std::move(*remote);
    load_ = std::make_unique<load_watch>(run_, id_, *remote_);
    return true;
}

boost::asio::awaitable<void> server_link::connect() {
    auto const self = shared_from_this();
    for (;;) {
        bool const reached = co_await reach();
        if (!reached)
            co_return;
        given_up_->set(timestamp::max());
        co_await given_up_->async_wait(use_tuple);
    }
}

/// False: there is nothing more to try.
boost::asio::awaitable<bool> server_link::reach() {
    error_code before;
    while (!closed_) {
        auto const tried = co_await try_once();
        if (closed_)
            break;
        if (!tried.error)
            co_return true;
        bool const passing = may_be_passing(tried.error, std::exchange(before, tried.error));
        bool const final = !passing && final_trouble(tried.error);
        if (!passing)
            down(tried.error, explain(spec(), tried.error, tried.said), final);
        if (final)
            break;
        co_await pause();
    }
    co_return false;
}

boost::asio::awaitable<server_link::try_result> server_link::try_once() {
    auto [error, said] = co_await remote_->connect();
    if (error || closed_)
        co_return try_result{error, std::move(said)};
    auto [list_error, jobs] = co_await remote_->find_jobs(names_of_jobs());
    if (list_error || closed_)
        co_return try_result{list_error, {}};
    // A server that refuses to tell how long jobs took, or what else runs, serves all the same.
    auto [history_error, lengths] = co_await remote_->job_lengths();
    if (closed_ || is_lost(history_error))
        co_return try_result{history_error, {}};
    auto const load_error = co_await load_->look_first();
    if (closed_ || is_lost(load_error))
        co_return try_result{load_error, {}};
    run_.recorder.note_version(id_, remote_->product_version());
    take_jobs(jobs);
    tell_lengths(lengths);
    follow_state();
    next_pause_ = run_.options.least_poll_interval;
    run_.sink.publish(event::server_up{id_});
    co_return try_result{};
}

boost::asio::awaitable<void> server_link::pause() {
    retry_->set_after(next_pause_);
    next_pause_ = std::min(next_pause_ * 2, milliseconds(10'000));
    co_await retry_->async_wait(use_tuple);
}

bool server_link::may_run(task_id id) const {
    return ssislb::may_run(run_.package[id], spec());
}

std::vector<std::string> server_link::names_of_jobs() const {
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < run_.package.tasks.size(); ++i)
        if (run_.package.tasks[i].enabled && may_run(task_id{i}))
            names.push_back(run_.package.tasks[i].job);
    return names;
}

void server_link::take_jobs(job_directory const& jobs) {
    std::map<agent_errc, std::vector<task_id>> barred;
    for (std::uint32_t i = 0; i < run_.package.tasks.size(); ++i) {
        auto const& of = run_.package.tasks[i];
        if (!of.enabled || !may_run(task_id{i}))
            continue;
        auto const why = take_job(task_id{i}, jobs.find(of.job));
        if (why && told_barred_.insert(task_id{i}).second)
            barred[*why].push_back(task_id{i});
    }
    for (auto& [why, tasks] : barred)
        run_.sink.publish(event::tasks_barred{id_, std::move(tasks), why});
}

std::optional<agent_errc> server_link::take_job(task_id id,
                                                std::vector<agent_job const*> const& of_that_name) {
    if (of_that_name.empty())
        return agent_errc::job_not_found;
    if (of_that_name.size() > 1)
        return agent_errc::job_ambiguous;
    auto const& job = *of_that_name.front();
    if (!job.has_target)
        return agent_errc::job_not_targeted;
    jobs_[index(id)] = job.id;
    if (!job.enabled && told_disabled_.insert(id).second) {
        run_.recorder.warn(run_.clock.now(),
                           {id, id_,
                            "server " + spec().name + ", job \"" + job.name +
                                "\" is disabled there; it is started all the same. Enable "
                                "it, or take the server out of the task's servers."});
    }
    return std::nullopt;
}

void server_link::tell_lengths(std::vector<job_length> const& lengths) {
    std::map<guid, job_length const*> by_job;
    for (auto const& one : lengths)
        by_job.emplace(one.job, &one);
    event::history_read known{id_, {}};
    for (std::uint32_t i = 0; i < jobs_.size(); ++i) {
        auto const found = jobs_[i] ? by_job.find(*jobs_[i]) : by_job.end();
        if (found == by_job.end())
            continue;
        auto const& of = *found->second;
        known.lengths.push_back({task_id{i}, of.median, of.spread, of.runs});
    }
    if (!known.lengths.empty())
        run_.sink.publish(std::move(known));
}

void server_link::follow_state() {
    remote_->on_state_change(
        [weak = weak_from_this()](bool up, error_code why, diagnostics const& said, bool final) {
            auto const self = weak.lock();
            if (!self || self->closed_)
                return;
            if (up) {
                self->run_.sink.publish(event::server_up{self->id_});
                return;
            }
            // The agent gives up, the run does not.
            self->down(why, explain(self->spec(), why, said), final && final_trouble(why));
            if (final)
                self->given_up_->cancel();
        });
}

void server_link::down(error_code why, std::string text, bool final) {
    run_.sink.publish(event::server_down{id_, why, std::move(text), final});
}

void server_link::close() {
    if (std::exchange(closed_, true))
        return;
    retry_->cancel();
    given_up_->cancel();
    if (!remote_)
        return;
    load_->stop();
    auto const counted = remote_->statistics();
    auto& summary = run_.recorder.server(id_);
    summary.statements = counted.statements;
    summary.status_polls = counted.status_polls;
    summary.reconnects = counted.reconnects;
    remote_->close();
}

} // namespace ssislb::detail
