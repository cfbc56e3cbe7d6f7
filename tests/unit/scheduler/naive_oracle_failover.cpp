// The rules of a run once more: what is done when something fails or dies.
#include "naive_oracle.hpp"

#include <algorithm>
#include <cmath>

namespace ssislb::test {
namespace {

server_id server_at(std::size_t i) {
    return server_id{static_cast<std::uint32_t>(i)};
}

bool lists(std::vector<failure_class> const& classes, failure_class one) {
    return std::ranges::find(classes, one) != classes.end();
}

} // namespace

bool naive_oracle::is_retried(task const& of, failure_class one) {
    bool const wanted =
        of.retry_on.empty() ? one != failure_class::canceled : lists(of.retry_on, one);
    return wanted && !lists(of.no_retry_on, one);
}

milliseconds naive_oracle::retry_delay(task const& of, std::uint32_t retry) {
    double const grown =
        static_cast<double>(of.retry_delay.count()) * std::pow(of.retry_backoff, retry - 1.0);
    auto const longest = std::max(of.retry_delay_max, of.retry_delay);
    return std::min(milliseconds(static_cast<std::int64_t>(grown)), longest);
}

/// Another process goes on: it knows the facts, and has nobody who waits for attempts.
void naive_oracle::resume() {
    for (std::size_t server = 0; server < server_count(); ++server)
        note(server, sign::forgotten);
    continued_ = roll_called_ = clock_;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
        task_facts& facts = tasks_[i];
        facts.barred.clear();
        if (!facts.live)
            continue;
        attempt& one = *facts.live;
        one.loose = true;
        if (one.intended || one.accepted) {
            one.doubtful = !one.accepted;
            continue;
        }
        facts.live.reset();
        if (closed_)
            give_up(i);
    }
}

void naive_oracle::take_up(attempt& one) {
    one.loose = false;
    if (!one.accepted) {
        expected_.emplace_back(decision::confirm{one.id, server_at(one.server)});
        return;
    }
    expected_.emplace_back(decision::reattach{one.id, server_at(one.server)});
    if (one.stopped)
        expected_.emplace_back(decision::stop{one.id, server_at(one.server), *one.stopped});
}

void naive_oracle::disprove(attempt_id id) {
    attempt const* one = live(id);
    if (one == nullptr)
        return;
    task_facts& facts = tasks_[index(id.task)];
    std::size_t const server = one->server;
    facts.live.reset();
    note(server, sign::agent_up);
    std::erase_if(facts.avoids, [&](avoidance const& old) { return old.server == server; });
    facts.avoids.push_back({server, clock_ + options_.busy_delay, {}});
    facts.ready_since = clock_;
    if (closed_)
        give_up(index(id.task));
}

} // namespace ssislb::test
