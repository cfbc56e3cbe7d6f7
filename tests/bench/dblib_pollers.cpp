// epoll(7), a timer and db-lib, nothing else.
#include "dblib_pollers.hpp"

#include "server_process.hpp"

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <span>

namespace ssislb::bench {
namespace {

constexpr std::size_t groups = 64;

} // namespace

dblib_pollers::dblib_pollers(std::vector<std::uint16_t> const& ports)
    : waiting_(ports.size())
    , epoll_(::epoll_create1(EPOLL_CLOEXEC))
    , timer_(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC)) {
    for (auto const port : ports) {
        clients_.emplace_back(port, server_process::user, server_process::password);
        watch(clients_.back().descriptor(), clients_.size() - 1);
    }
    watch(timer_, clients_.size());
}

dblib_pollers::~dblib_pollers() {
    ::close(timer_);
    ::close(epoll_);
}

void dblib_pollers::watch(int descriptor, std::size_t number) const {
    epoll_event wanted{.events = EPOLLIN, .data = {.u64 = number}};
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &wanted);
}

std::size_t dblib_pollers::poll_for(std::chrono::milliseconds length,
                                    std::chrono::milliseconds interval, question ask) {
    groups_asked_ = 0;
    answers_read_ = 0;
    set_timer(std::chrono::nanoseconds(interval) / static_cast<long>(groups));
    auto const wanted = groups * static_cast<std::size_t>(length / interval);
    while (groups_asked_ < wanted)
        handle_events(ask);
    set_timer({});
    while (answers_due_ > 0)
        handle_events(ask);
    return answers_read_;
}

void dblib_pollers::set_timer(std::chrono::nanoseconds period) const {
    constexpr long second = std::chrono::nanoseconds(std::chrono::seconds(1)).count();
    timespec const each{.tv_sec = period.count() / second, .tv_nsec = period.count() % second};
    itimerspec const wanted{.it_interval = each, .it_value = each};
    ::timerfd_settime(timer_, 0, &wanted, nullptr);
}

void dblib_pollers::handle_events(question ask) {
    std::array<epoll_event, 64> events{};
    auto const count = std::max(::epoll_wait(epoll_, events.data(), events.size(), -1), 0);
    for (auto const& event : std::span(events).first(static_cast<std::size_t>(count))) {
        if (event.data.u64 < clients_.size()) {
            static_cast<void>(clients_[event.data.u64].take_answer());
            waiting_[event.data.u64] = false;
            --answers_due_;
            ++answers_read_;
            continue;
        }
        std::uint64_t ticks = 0;
        static_cast<void>(::read(timer_, &ticks, sizeof ticks));
        for (; ticks > 0; --ticks)
            ask_next_group(ask);
    }
}

void dblib_pollers::ask_next_group(question ask) {
    auto const group = groups_asked_++ % groups;
    auto const end = clients_.size() * (group + 1) / groups;
    for (auto i = clients_.size() * group / groups; i < end; ++i) {
        // One that is late is left out, as a poll of ours would be.
        if (waiting_[i])
            continue;
        waiting_[i] = true;
        (clients_[i].*ask)();
        ++answers_due_;
    }
}

} // namespace ssislb::bench
