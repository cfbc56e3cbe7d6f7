#include "run/run_loop.hpp"

#include "run/scheduling.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/scheduler/policies.hpp>

#include <boost/asio/append.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace ssislb::detail {

run_loop::run_loop(boost::asio::any_io_executor outer, boost::asio::any_io_executor strand,
                   std::shared_ptr<surroundings> around, parent_package package,
                   run_options options)
    : outer_(std::move(outer))
    , run_{std::move(strand),
           std::move(package),
           std::move(options),
           around,
           around->clock(),
           run_recorder(run_.package),
           {},
           *this}
    , scheduler_(run_.package, make_policy(run_.package),
                 scheduling(run_.options, run_.clock.now()))
    , deadline_(run_, scheduling(run_.options, run_.clock.now()))
    , journal_(std::make_shared<memory_journal>())
    , wake_(run_.clock.make_alarm()) {}

void run_loop::add_observer(std::shared_ptr<run_observer> observer) {
    run_.recorder.add_observer(std::move(observer));
}

void run_loop::use_journal(std::shared_ptr<journal> journal) {
    journal_ = std::move(journal);
}

void run_loop::go_on_from(std::vector<timed_event> past) {
    past_ = std::move(past);
}

void run_loop::start(package_run::handler_type handler) {
    handler_work_.emplace(boost::asio::get_associated_executor(handler, outer_));
    handler_.emplace(std::move(handler));
    boost::asio::post(run_.executor, [self = shared_from_this()] { self->begin(); });
}

void run_loop::cancel(bool stop_jobs) {
    boost::asio::post(run_.executor,
                      [self = shared_from_this(), stop_jobs] { self->request_cancel(stop_jobs); });
}

void run_loop::abandon() {
    boost::asio::post(run_.executor, [self = shared_from_this()] { self->leave(); });
}

void run_loop::begin() {
    if (over_)
        return complete_when_quiet();
    begun_ = true;
    bool const resumed = !past_.empty();
    if (resumed)
        run_.clock.go_on(past_.front().at, past_.back().at);
    deadline_.begin(resumed ? past_.front().at : run_.clock.now());
    if (resumed)
        replay();
    publish(resumed ? run_event(event::run_resumed{}) : event::run_started{});
    flush();
    if (resumed)
        tell_changes();
    for (std::uint32_t i = 0; i < run_.package.servers.size() && !over_; ++i) {
        links_.push_back(std::make_shared<server_link>(run_, server_id{i}));
        if (!links_.back()->open())
            continue;
        spawn([link = links_.back()] { return link->connect(); });
        spawn([link = links_.back()] { return link->watch_load(); });
    }
    spawn([self = shared_from_this()] { return self->deadline_.watch(); });
}

/// Brings scheduler and recorder to where the earlier process has left them.
void run_loop::replay() {
    run_.recorder.hush(true);
    for (auto const& event : past_) {
        take(event);
        for (auto const& decision : scheduler_.consequences(event.at))
            run_.recorder.on_decision(event.at, decision);
    }
    run_.recorder.hush(false);
    past_ = {};
}

/// What somebody has changed before the run was left holds on.
void run_loop::tell_changes() {
    auto const now = run_.clock.now();
    for (std::uint32_t i = 0; i < run_.package.servers.size(); ++i) {
        server_id const one{i};
        auto const status = scheduler_.status(one);
        if (status.drained)
            run_.recorder.tell(now, notice::server_drained{one});
        if (status.max_jobs != run_.package[one].max_jobs)
            run_.recorder.tell(now, notice::server_limited{one, status.max_jobs});
    }
    if (scheduler_.paused())
        run_.recorder.tell(now, notice::run_paused{});
}

void run_loop::request_cancel(bool stop_jobs) {
    cancel_requested_ = true;
    publish(event::cancel_requested{stop_jobs});
}

void run_loop::leave() {
    if (!over_)
        end(boost::asio::error::operation_aborted, outcome::canceled);
}

void run_loop::publish(run_event what) {
    if (over_)
        return;
    pending_.push_back({run_.clock.now(), std::move(what)});
    flush_soon();
}

boost::asio::awaitable<bool> run_loop::commit(run_event what) {
    if (over_)
        co_return false;
    publish(std::move(what));
    auto token = boost::asio::use_awaitable;
    co_return co_await boost::asio::async_initiate<boost::asio::use_awaitable_t<>, void(bool)>(
        [this](commit_handler handler) { committing_.push_back(std::move(handler)); }, token);
}

/// Posted, so that what comes in one turn is written, and decided on, together.
void run_loop::flush_soon() {
    if (std::exchange(flushing_soon_, true))
        return;
    boost::asio::post(run_.executor, [self = shared_from_this()] { self->flush(); });
}

void run_loop::flush() {
    flushing_soon_ = false;
    if (over_)
        return answer(false);
    if (pending_.empty())
        return;
    auto const now = run_.clock.now();
    auto events = std::exchange(pending_, {});
    for (auto& each : events)
        if (!std::holds_alternative<event::start_decided>(each.what))
            each.at = now;
    if (!journal_error_ && journal_->append(events))
        stop_writing(events);
    for (auto const& event : events)
        take(event);
    answer(!journal_error_);
    decide(now);
}

/// What is not written may not have an effect: nothing more starts, what runs is awaited.
void run_loop::stop_writing(std::vector<timed_event>& events) {
    journal_error_ = journal_errc::not_writable;
    cancel_requested_ = true;
    events.push_back({events.back().at, event::cancel_requested{false}});
}

void run_loop::take(timed_event const& event) {
    auto const* const intended = std::get_if<event::start_intended>(&event.what);
    if (intended != nullptr && journal_error_)
        return take({event.at, event::start_refused{
                                   intended->attempt, refusal::not_sent, journal_error_, {}}});
    if (std::holds_alternative<event::cancel_requested>(event.what))
        cancel_requested_ = true;
    run_.memory.note(event);
    run_.recorder.on_event(event);
    deadline_.note(event);
    scheduler_.feed(event.what, event.at);
}

void run_loop::answer(bool taken) {
    for (auto& each : std::exchange(committing_, {}))
        boost::asio::post(run_.executor, boost::asio::append(std::move(each), taken));
}

void run_loop::decide(timestamp now) {
    decided_at_ = now;
    for (auto const& decision : scheduler_.decide(now)) {
        run_.recorder.on_decision(now, decision);
        std::visit(
            [this](auto const& what) {
                if constexpr (requires { carry_out(what); })
                    carry_out(what);
            },
            decision);
    }
}

void run_loop::carry_out(decision::start const& start) {
    // With the instant of the decision, so that a replay comes to the same.
    pending_.push_back({decided_at_, event::start_decided{start.attempt, start.server}});
    flush_soon();
    auto const driver = make_driver(start.attempt, start.server);
    spawn([driver] { return driver->start(); });
}

void run_loop::carry_out(decision::confirm const& confirm) {
    if (auto const driver = find_driver(confirm.attempt, confirm.server))
        spawn([driver] { return driver->confirm(); });
}

void run_loop::carry_out(decision::reattach const& reattach) {
    if (auto const driver = find_driver(reattach.attempt, reattach.server))
        spawn([driver] { return driver->reattach(); });
}

std::shared_ptr<attempt_driver> run_loop::make_driver(attempt_id id, server_id server) {
    auto driver = std::make_shared<attempt_driver>(run_, id, server, links_[index(server)]);
    drivers_.insert_or_assign(id, driver);
    return driver;
}

/// Of an earlier process' attempt one is made of what the journal tells.
std::shared_ptr<attempt_driver> run_loop::find_driver(attempt_id id, server_id server) {
    if (auto const found = drivers_.find(id); found != drivers_.end())
        return found->second;
    auto const* const known = run_.memory.find(id);
    if (known == nullptr)
        return nullptr;
    auto driver = make_driver(id, server);
    driver->take_over(*known);
    return driver;
}

void run_loop::carry_out(decision::stop const& stop) {
    if (auto const found = drivers_.find(stop.attempt); found != drivers_.end())
        spawn([driver = found->second] { return driver->stop(); });
}

void run_loop::carry_out(decision::wake const& wake) {
    wake_->set(wake.at);
    wake_->async_wait([self = shared_from_this()](error_code error) {
        if (!error)
            self->publish(event::tick{});
    });
}

void run_loop::carry_out(decision::attempt_settled const& settled) {
    if (auto const found = drivers_.extract(settled.attempt))
        found.mapped()->leave();
}

void run_loop::carry_out(decision::finish const& finish) {
    end(journal_error_, finish.result);
}

void run_loop::end(error_code error, outcome result) {
    over_ = error;
    result_ = result;
    wake_->cancel();
    deadline_.stop();
    for (auto const& link : links_)
        link->close();
    complete_when_quiet();
}

void run_loop::complete_when_quiet() {
    if (!over_ || coroutines_ > 0 || !handler_)
        return;
    drivers_.clear();
    for (std::uint32_t i = 0; i < run_.package.servers.size(); ++i)
        run_.recorder.server(server_id{i}).learned_speed =
            scheduler_.estimates().speed(server_id{i});
    auto summary = run_.recorder.finish(run_.clock.now(), result_);
    auto handler = std::move(*handler_);
    handler_.reset();
    boost::asio::post(outer_, boost::asio::append(std::move(handler), *over_, std::move(summary)));
    handler_work_.reset();
}

template <class Body>
void run_loop::spawn(Body body) {
    ++coroutines_;
    boost::asio::co_spawn(run_.executor, std::move(body),
                          [self = shared_from_this()](std::exception_ptr failure) {
                              --self->coroutines_;
                              if (failure)
                                  std::rethrow_exception(failure);
                              self->complete_when_quiet();
                          });
}

} // namespace ssislb::detail
