#include "tds/login_gate.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::tds::detail {

login_gate::login_gate(unsigned at_a_time)
    : at_a_time_(std::max(1U, at_a_time)) {}

login_gate::reply login_gate::ask(std::string const& server, waiter who, time_point now) {
    std::lock_guard const lock(mutex_);
    auto& at = servers_[server];
    if (at.pause.count() > 0 && now < at.pause_ends())
        return {.granted = false, .ask_at = at.pause_ends()};
    if (at.running < places(at)) {
        ++at.running;
        return {.granted = true, .ask_at = std::nullopt};
    }
    at.waiting.push_back(std::move(who));
    return {};
}

std::vector<login_gate::call> login_gate::done(std::string const& server, ending how,
                                               time_point began, time_point now) {
    std::lock_guard const lock(mutex_);
    auto& at = servers_[server];
    --at.running;
    if (how == ending::answered)
        at.pause = {};
    auto calls = how == ending::silent ? begin_pause(at, began, now) : admit(at);
    forget_the_idle(now);
    return calls;
}

bool login_gate::withdraw(std::string const& server, void const* who) {
    std::lock_guard const lock(mutex_);
    auto const at = servers_.find(server);
    return at != servers_.end() && std::erase_if(at->second.waiting, [who](waiter const& one) {
                                       return one.who == who;
                                   }) > 0;
}

unsigned login_gate::places(queue const& at) const noexcept {
    return at.pause.count() > 0 ? 1 : at_a_time_;
}

/// Logins that began before the last pause tell nothing new: they prolong none.
std::vector<login_gate::call> login_gate::begin_pause(queue& at, time_point began, time_point now) {
    if (at.pause.count() == 0 || began >= at.pause_ends()) {
        at.pause = at.pause.count() == 0 ? first_pause : std::min(at.pause * 2, longest_pause);
        at.pause_began = now;
    }
    std::vector<call> calls;
    for (auto& one : std::exchange(at.waiting, {}))
        calls.push_back(std::move(one.ask_again));
    return calls;
}

std::vector<login_gate::call> login_gate::admit(queue& at) const {
    std::vector<call> calls;
    while (!at.waiting.empty() && at.running < places(at)) {
        calls.push_back(std::move(at.waiting.front().begin));
        at.waiting.pop_front();
        ++at.running;
    }
    return calls;
}

/// A server that was silent long ago is like any other.
void login_gate::forget_the_idle(time_point now) {
    std::erase_if(servers_, [now](auto const& entry) {
        auto const& at = entry.second;
        return at.running == 0 && at.waiting.empty() &&
               (at.pause.count() == 0 || now > at.pause_ends() + 10 * longest_pause);
    });
}

} // namespace ssislb::tds::detail
