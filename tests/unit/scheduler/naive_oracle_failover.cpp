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

/// An open breaker stays as it is.
void naive_oracle::open(server_view& view, timestamp at) const {
    if (view.open_until)
        return;
    milliseconds const first = options_.agent_down_delay;
    view.delay =
        view.broken ? std::min(2 * view.delay, std::max(first, options_.breaker_delay_max)) : first;
    view.broken = true;
    view.open_until = at + view.delay;
}

bool naive_oracle::answer_awaited_on(std::size_t server) const {
    return std::ranges::any_of(tasks_, [&](task_facts const& one) {
        return one.live && one.live->server == server && !one.live->accepted;
    });
}

/// It may run, and its server is away.
std::optional<timestamp> naive_oracle::lost_at(attempt const& one) const {
    server_view const view = look_at(one.server);
    if (!one.may_run_since || view.up)
        return std::nullopt;
    task const& of = package_[one.id.task];
    auto const patience = of.restartable
                              ? std::max(of.server_loss_timeout, options_.least_loss_timeout)
                              : options_.give_up_lost;
    return std::max(*one.may_run_since, view.silent_since) + patience;
}

void naive_oracle::lose(attempt_id id) {
    attempt const* one = live(id);
    if (one == nullptr)
        return;
    if (!one->of_earlier_process)
        note(one->server, sign::trouble);
    finish(id, outcome::unknown);
}

/// Another process goes on: it knows the facts, and has nobody who waits for attempts.
void naive_oracle::resume() {
    std::erase_if(expected_, [](run_decision const& one) {
        return std::holds_alternative<decision::stop>(one) ||
               std::holds_alternative<decision::confirm>(one) ||
               std::holds_alternative<decision::reattach>(one);
    });
    for (std::size_t server = 0; server < server_count(); ++server)
        note(server, sign::forgotten);
    continued_ = roll_called_ = clock_;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
        task_facts& facts = tasks_[i];
        facts.barred.clear();
        if (!facts.live)
            continue;
        attempt& one = *facts.live;
        one.loose = one.of_earlier_process = true;
        if (one.intended || one.accepted) {
            one.doubtful = !one.accepted;
            one.may_run_since = one.may_run_since.value_or(clock_);
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
