// A connect's turn on the login pool.
#include "tds/connection_core.hpp"
#include "tds/runtime_state.hpp"

#include <ssislb/base/errors.hpp>

#include <utility>

namespace ssislb::tds::detail {

using std::chrono::steady_clock;

namespace {

void give_back(runtime_state& state, login_step const& step, login_gate::ending how,
               steady_clock::time_point began) {
    for (auto& next : state.turns.done(step.server, how, began, steady_clock::now()))
        next();
}

void use_turn(runtime_state& state, login_step const& step, login_attempt& attempt) {
    auto const began = steady_clock::now();
    if (attempt.abandoned)
        return give_back(state, step, login_gate::ending::untried, began);
    step.work(attempt);
    using enum login_gate::ending;
    give_back(state, step, attempt.silent ? silent : answered, began);
}

/// The pool cannot have a thread.
void refuse_turn(runtime_state& state, login_step const& step, login_attempt& attempt) {
    attempt.code = client_errc::out_of_resources;
    give_back(state, step, login_gate::ending::untried, steady_clock::now());
}

} // namespace

void connection_core::await_turn(login_step const& step) {
    turn_at_ = step.server;
    pausing_ = false;
    auto& state = *runtime_->state_;
    auto const waiter = waiter_for(step);
    auto const reply = state.turns.ask(step.server, waiter, steady_clock::now());
    if (reply.granted)
        return waiter.begin();
    if (!reply.ask_at)
        return;
    pausing_ = true;
    io_->pause.expires_at(*reply.ask_at);
    io_->pause.async_wait(
        [self = shared_from_this(), attempt = attempt_, step](error_code const& code) {
            if (!code && self->attempt_ == attempt)
                self->await_turn(step);
        });
}

login_gate::waiter connection_core::waiter_for(login_step const& step) {
    auto* const state = runtime_->state_.get();
    auto const attempt = attempt_;
    auto const go_on = [attempt, step](connection_core& core) {
        if (core.attempt_ == attempt)
            (core.*step.then)();
        else
            core.close_later(std::move(attempt->process));
    };
    auto const ask_again = [attempt, step](connection_core& core) {
        if (core.attempt_ == attempt)
            core.await_turn(step);
    };
    auto use = reporting([=] { use_turn(*state, step, *attempt); }, go_on);
    auto refuse = reporting([=] { refuse_turn(*state, step, *attempt); }, go_on);
    auto begin = [state, use = std::move(use), refuse = std::move(refuse)] {
        if (!state->logins.submit(use))
            refuse();
    };
    return {attempt.get(), std::move(begin), reporting([] {}, ask_again)};
}

bool connection_core::leave_queue() {
    if (turn_at_.empty())
        return false;
    auto const server = std::exchange(turn_at_, {});
    bool const paused = std::exchange(pausing_, false);
    if (paused)
        io_->pause.cancel();
    return runtime_->state_->turns.withdraw(server, attempt_.get()) || paused;
}

} // namespace ssislb::tds::detail
