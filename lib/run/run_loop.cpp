#include "run/run_loop.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/base/local_time.hpp>
#include <ssislb/scheduler/policies.hpp>

#include <boost/asio/append.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace ssislb::detail {
namespace {

scheduler_options scheduling(run_options const& from, run_clock const& clock) {
    scheduler_options options;
    options.busy_delay = from.busy_delay;
    options.transient_delay = from.busy_delay;
    options.agent_down_delay = from.agent_down_delay;
    options.patience = std::max(from.patience, clock.planned(from.least_patience));
    options.roll_call = clock.planned(from.roll_call);
    options.zone = zone_of_machine(clock.now());
    return options;
}

} // namespace

run_loop::run_loop(boost::asio::any_io_executor executor, std::shared_ptr<tds::runtime> runtime,
                   parent_package package, run_options options)
    : outer_(executor)
    , run_{boost::asio::make_strand(std::move(executor)),
           std::move(runtime),
           std::move(package),
           options,
           run_clock(options.speed),
           run_recorder(run_.package),
           *this,
           std::make_shared<poll_budget>(options.polls_per_second)}
    , scheduler_(run_.package, make_policy(run_.package), scheduling(options, run_.clock))
    , deadline_(run_, scheduling(options, run_.clock))
    , journal_(std::make_shared<memory_journal>())
    , wake_(run_.executor) {}

void run_loop::add_observer(std::shared_ptr<run_observer> observer) {
    run_.recorder.add_observer(std::move(observer));
}

void run_loop::use_journal(std::shared_ptr<journal> journal) {
    journal_ = std::move(journal);
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
    deadline_.begin(run_.clock.now());
    if (!publish(event::run_started{}))
        return;
    for (std::uint32_t i = 0; i < run_.package.servers.size(); ++i) {
        links_.push_back(std::make_shared<server_link>(run_, server_id{i}));
        spawn([link = links_.back()] { return link->connect(); });
    }
    spawn([self = shared_from_this()] { return self->deadline_.watch(); });
}

void run_loop::request_cancel(bool stop_jobs) {
    cancel_requested_ = true;
    if (!over_)
        static_cast<void>(publish(event::cancel_requested{stop_jobs}));
}

void run_loop::leave() {
    if (!over_)
        end(boost::asio::error::operation_aborted, outcome::canceled);
}

bool run_loop::publish(run_event what) {
    if (over_)
        return false;
    timed_event const event{run_.clock.now(), std::move(what)};
    if (auto const error = journal_->append({&event, 1}); error && !journal_error_) {
        // What is not written may not have an effect: nothing more starts, what runs is awaited.
        journal_error_ = journal_errc::not_writable;
        cancel_requested_ = true;
        scheduler_.feed(event::cancel_requested{false}, event.at);
        decide_soon();
    }
    if (journal_error_ && std::holds_alternative<event::start_intended>(event.what)) {
        auto const& intended = std::get<event::start_intended>(event.what);
        scheduler_.feed(
            event::start_refused{intended.attempt, refusal::not_sent, journal_error_, {}},
            event.at);
        decide_soon();
        return false;
    }
    run_.recorder.on_event(event);
    deadline_.note(event);
    scheduler_.feed(event.what, event.at);
    decide_soon();
    return true;
}

void run_loop::decide_soon() {
    // Posted, so that the ends that one poll brings are decided on together.
    if (std::exchange(deciding_soon_, true))
        return;
    boost::asio::post(run_.executor, [self = shared_from_this()] { self->decide(); });
}

void run_loop::decide() {
    deciding_soon_ = false;
    if (over_)
        return;
    auto const now = run_.clock.now();
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
    auto const driver = std::make_shared<attempt_driver>(run_, start.attempt, start.server,
                                                         links_[index(start.server)]);
    drivers_.insert_or_assign(start.attempt, driver);
    spawn([driver] { return driver->start(); });
}

void run_loop::carry_out(decision::confirm const& confirm) {
    if (auto const found = drivers_.find(confirm.attempt); found != drivers_.end())
        spawn([driver = found->second] { return driver->confirm(); });
}

void run_loop::carry_out(decision::stop const& stop) {
    if (auto const found = drivers_.find(stop.attempt); found != drivers_.end())
        spawn([driver = found->second] { return driver->stop(); });
}

void run_loop::carry_out(decision::wake const& wake) {
    wake_.expires_at(run_.clock.real(wake.at));
    wake_.async_wait([self = shared_from_this()](error_code error) {
        if (!error)
            static_cast<void>(self->publish(event::tick{}));
    });
}

void run_loop::carry_out(decision::attempt_settled const& settled) {
    drivers_.erase(settled.attempt);
}

void run_loop::carry_out(decision::finish const& finish) {
    end(journal_error_, finish.result);
}

void run_loop::end(error_code error, outcome result) {
    over_ = error;
    result_ = result;
    wake_.cancel();
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
