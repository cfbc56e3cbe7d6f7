// The rules of a run once more: questions answered by looking at everything.
#include "naive_oracle.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace ssislb::test {
namespace {

bool has(std::vector<std::string> const& names, std::string const& name) {
    return std::ranges::find(names, name) != names.end();
}

} // namespace

naive_oracle::naive_oracle(parent_package const& package, scheduler_options options,
                           timestamp begin)
    : package_(package)
    , options_(options)
    , clock_(begin)
    , begin_(begin)
    , tasks_(package.tasks.size())
    , roll_called_(begin) {
    for (server const& one : package.servers)
        gates_.push_back({.slots = one.max_jobs});
    follow();
}

naive_oracle::server_view naive_oracle::look_at(std::size_t server) const {
    server_view view;
    view.away_since = begin_;
    for (server_fact const& fact : server_facts_) {
        if (fact.server != server)
            continue;
        bool const was_available = view.available();
        bool const was_up = view.up;
        if (view.open_until && *view.open_until <= fact.at)
            view.open_until.reset();
        switch (fact.what) {
        case sign::up:
            view.up = view.heard = true;
            view.gone = view.broken = false;
            ++view.times_up;
            break;
        case sign::gone:
            view.gone = true;
            [[fallthrough]];
        case sign::down:
            view.up = false;
            view.heard = true;
            break;
        case sign::forgotten:
            view.up = false;
            view.heard = view.gone;
            view.silent_since = fact.at;
            break;
        case sign::agent_down:
            open(view, fact.at);
            break;
        case sign::trouble:
            ++view.troubles;
            if (view.broken || view.troubles >= options_.breaker_threshold)
                open(view, fact.at);
            break;
        case sign::agent_up:
            view.broken = false;
            break;
        case sign::drained:
        case sign::undrained:
            view.drained = fact.what == sign::drained;
            break;
        }
        if (was_available && !view.available())
            view.away_since = fact.at;
        if (was_up && !view.up)
            view.silent_since = fact.at;
        if (!view.broken) {
            view.open_until.reset();
            view.delay = milliseconds(0);
        }
        if (fact.what == sign::up || fact.what == sign::agent_up)
            view.troubles = 0;
    }
    if (view.open_until && *view.open_until <= clock_)
        view.open_until.reset();
    return view;
}

/// While there is somebody who has not answered it.
std::optional<timestamp> naive_oracle::roll_call_end() const {
    timestamp const over = roll_called_ + options_.roll_call;
    for (std::size_t server = 0; server < server_count(); ++server)
        if (!look_at(server).heard && clock_ < over)
            return over;
    return std::nullopt;
}

bool naive_oracle::is_listed(std::size_t task, std::size_t server) const {
    auto const& of = package_.tasks[task];
    return (of.servers.empty() || has(of.servers, package_.servers[server].name)) &&
           std::ranges::all_of(of.required_tags, [&](std::string const& tag) {
               return has(package_.servers[server].tags, tag);
           });
}

bool naive_oracle::counts_for(std::string const& tag, std::size_t task, std::size_t server) const {
    return has(package_.tasks[task].tags, tag) || has(package_.servers[server].tags, tag);
}

/// No mutex of the task is held, and no tag is at its limit on which it would count there.
bool naive_oracle::limits_allow(std::size_t task, std::size_t server) const {
    for (std::string const& mutex : package_.tasks[task].mutexes)
        for (std::size_t other = 0; other < tasks_.size(); ++other)
            if (tasks_[other].live && has(package_.tasks[other].mutexes, mutex))
                return false;
    for (auto const& [tag, max_jobs] : package_.tag_limits) {
        std::uint32_t counted = 0;
        for (std::size_t other = 0; other < tasks_.size(); ++other)
            if (tasks_[other].live && counts_for(tag, other, tasks_[other].live->server))
                ++counted;
        if (counts_for(tag, task, server) && counted >= max_jobs)
            return false;
    }
    return true;
}

std::int32_t naive_oracle::urgency(std::size_t task) const {
    std::int32_t highest = package_.tasks[task].priority;
    for (std::size_t other = 0; other < tasks_.size(); ++other)
        for (precedence_constraint const& one : package_.tasks[other].after)
            if (one.predecessor == package_.tasks[task].name)
                highest = std::max(highest, urgency(other));
    return highest;
}

bool naive_oracle::avoids(std::size_t task, std::size_t server) const {
    return std::ranges::any_of(tasks_[task].avoids, [&](avoidance const& one) {
        return one.server == server && clock_ < one.until &&
               (!one.while_times_up || *one.while_times_up == look_at(server).times_up);
    });
}

/// Slots and jobs aside.
bool naive_oracle::would_take(std::size_t task, std::size_t server) const {
    server_view const view = look_at(server);
    return is_listed(task, server) && !tasks_[task].barred.contains(server) && view.up &&
           !view.drained && slots_of(server) > 0 && in_window(server) && !view.open_until &&
           !(view.broken && answer_awaited_on(server)) && !avoids(task, server);
}

bool naive_oracle::may_start(std::size_t task, std::size_t server) const {
    task_facts const& facts = tasks_[task];
    if (facts.final || facts.live || !facts.ready_since || closed_ || paused_ || roll_call_end())
        return false;
    if (!would_take(task, server))
        return false;
    if (facts.tried.contains(server))
        for (std::size_t other = 0; other < server_count(); ++other)
            if (!facts.tried.contains(other) && would_take(task, other))
                return false;
    std::size_t here = 0;
    std::size_t everywhere = 0;
    for (std::size_t other = 0; other < tasks_.size(); ++other) {
        if (!tasks_[other].live)
            continue;
        ++everywhere;
        bool const same_server = tasks_[other].live->server == server;
        here += same_server ? 1 : 0;
        if (same_server && package_.tasks[other].job == package_.tasks[task].job)
            return false;
    }
    std::uint32_t const cap = package_.max_concurrent_executables;
    return here < slots_of(server) && !is_gated(server) && (cap == 0 || everywhere < cap) &&
           limits_allow(task, server);
}

std::uint32_t naive_oracle::slots_of(std::size_t server) const {
    server_gate const& gate = gates_[server];
    bool const is_short = gate.short_until && clock_ < *gate.short_until;
    auto const slots = is_short ? std::min(gate.slots, gate.short_slots) : gate.slots;
    return slots > gate.foreign ? slots - gate.foreign : 0;
}

std::optional<timestamp> naive_oracle::paced_until(std::size_t server) const {
    auto const& pace = package_.servers[server].starts_per_second;
    if (!pace || !gates_[server].last_start)
        return std::nullopt;
    return *gates_[server].last_start +
           milliseconds(static_cast<std::int64_t>(std::ceil(1000 / *pace)));
}

std::uint32_t naive_oracle::pending_on(std::size_t server) const {
    std::uint32_t pending = 0;
    for (task_facts const& one : tasks_)
        pending += one.live && one.live->server == server && !one.live->picked_up ? 1U : 0U;
    return pending;
}

bool naive_oracle::is_gated(std::size_t server) const {
    auto const paced = paced_until(server);
    auto const& most = package_.servers[server].max_pending_starts;
    return (paced && clock_ < *paced) || (most && pending_on(server) >= *most);
}

bool naive_oracle::anything_gated() const {
    for (std::size_t server = 0; server < server_count(); ++server)
        if (is_gated(server) || slots_of(server) < gates_[server].slots)
            return true;
    return false;
}

/// Minute by minute.
bool naive_oracle::in_window(std::size_t server) const {
    auto const& windows = package_.servers[server].windows;
    auto const now = std::chrono::floor<std::chrono::minutes>(
        clock_ - std::chrono::floor<std::chrono::days>(clock_));
    for (time_window const& one : windows)
        for (auto minute = one.begin; minute != one.end;) {
            if (minute == now)
                return true;
            ++minute;
            if (minute == std::chrono::hours(24) && one.end != std::chrono::hours(24))
                minute = std::chrono::minutes(0);
        }
    return windows.empty();
}

std::vector<std::size_t> naive_oracle::eligible(std::size_t task) const {
    std::vector<std::size_t> result;
    for (std::size_t server = 0; server < server_count(); ++server)
        if (is_listed(task, server) && !tasks_[task].barred.contains(server) &&
            !look_at(server).gone)
            result.push_back(server);
    return result;
}

std::optional<timestamp> naive_oracle::patience_end(std::size_t task) const {
    if (paused_)
        return std::nullopt;
    timestamp since = std::max(*tasks_[task].ready_since, continued_.value_or(begin_));
    for (std::size_t const server : eligible(task)) {
        server_view const view = look_at(server);
        if (view.available())
            return std::nullopt;
        since = std::max(since, view.away_since);
    }
    return since + options_.patience;
}

std::optional<bool> naive_oracle::holds(precedence_constraint const& constraint) const {
    end const* ended = nullptr;
    for (std::size_t i = 0; i < tasks_.size(); ++i)
        if (package_.tasks[i].name == constraint.predecessor && tasks_[i].final)
            ended = &*tasks_[i].final;
    if (ended == nullptr)
        return std::nullopt;
    bool const good = ended->result == outcome::succeeded || ended->as_succeeded;
    bool const bad = !good && ended->result != outcome::skipped;
    return (constraint.kind != constraint_kind::failure && good) ||
           (constraint.kind != constraint_kind::success && bad);
}

std::optional<bool> naive_oracle::constraints_hold(std::size_t task) const {
    auto const& after = package_.tasks[task].after;
    std::vector<std::optional<bool>> answers;
    for (precedence_constraint const& one : after)
        answers.push_back(holds(one));
    auto const yes = std::ranges::count(answers, std::optional(true));
    auto const no = std::ranges::count(answers, std::optional(false));
    auto const total = std::ssize(after);
    if (package_.tasks[task].join == constraint_join::any && total > 0)
        return yes > 0 ? std::optional(true) : no == total ? std::optional(false) : std::nullopt;
    return no > 0 ? std::optional(false) : yes == total ? std::optional(true) : std::nullopt;
}

std::vector<timestamp> naive_oracle::changes_ahead() const {
    std::vector<timestamp> all;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
        task_facts const& facts = tasks_[i];
        if (facts.final)
            continue;
        if (facts.retry_at)
            all.push_back(*facts.retry_at);
        if (facts.live)
            if (auto const lost = lost_at(*facts.live))
                all.push_back(*lost);
        auto const& timeout = package_.tasks[i].timeout;
        if (facts.live && facts.live->accepted && !facts.live->stopped && timeout)
            all.push_back(*facts.live->accepted + *timeout);
        if (facts.ready_since && !facts.live)
            if (auto const patience = patience_end(i))
                all.push_back(*patience);
    }
    return all;
}

/// When the server may take work again that it does not take now.
void naive_oracle::add_openings(std::size_t server, std::vector<timestamp>& to) const {
    if (auto const paced = paced_until(server))
        to.push_back(*paced);
    if (auto const& short_until = gates_[server].short_until)
        to.push_back(*short_until);
    auto const today = std::chrono::floor<std::chrono::days>(clock_);
    for (time_window const& one : package_.servers[server].windows)
        for (auto const day : {today, today + std::chrono::days(1)})
            to.push_back(day + one.begin);
}

std::optional<timestamp> naive_oracle::next_due() const {
    std::vector<timestamp> all = changes_ahead();
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
        if (tasks_[i].final || tasks_[i].live || !tasks_[i].ready_since)
            continue;
        if (auto const over = roll_call_end())
            all.push_back(*over);
        for (avoidance const& one : tasks_[i].avoids)
            if (avoids(i, one.server))
                all.push_back(one.until);
        for (std::size_t server = 0; server < server_count(); ++server) {
            if (auto const until = look_at(server).open_until)
                all.push_back(*until);
            add_openings(server, all);
        }
    }
    std::erase_if(all, [&](timestamp at) { return at <= clock_; });
    return all.empty() ? std::nullopt : std::optional(*std::ranges::min_element(all));
}

bool naive_oracle::all_settled() const {
    return std::ranges::all_of(tasks_, [](task_facts const& one) { return one.final.has_value(); });
}

bool naive_oracle::anything_live() const {
    return std::ranges::any_of(tasks_, [](task_facts const& one) { return one.live.has_value(); });
}

std::vector<run_decision> naive_oracle::take_expected() {
    std::vector<run_decision> result;
    for (run_decision const& one : std::exchange(expected_, {})) {
        auto const* stop = std::get_if<decision::stop>(&one);
        auto const* confirm = std::get_if<decision::confirm>(&one);
        auto const* reattach = std::get_if<decision::reattach>(&one);
        bool const keep = stop != nullptr       ? live(stop->attempt) != nullptr
                          : reattach != nullptr ? live(reattach->attempt) != nullptr
                          : confirm != nullptr  ? live(confirm->attempt) != nullptr &&
                                                     !live(confirm->attempt)->accepted
                                               : true;
        if (keep)
            result.push_back(one);
    }
    if (!all_settled() || std::exchange(finish_told_, true))
        return result;
    bool const bad = std::ranges::any_of(tasks_, [](task_facts const& one) {
        return one.final->result != outcome::succeeded && one.final->result != outcome::skipped;
    });
    result.emplace_back(decision::finish{cancel_counts_ ? outcome::canceled
                                         : bad          ? outcome::failed
                                                        : outcome::succeeded});
    return result;
}

} // namespace ssislb::test
