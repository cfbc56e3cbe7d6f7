// Messages on their way, and what becomes of them.
#include "network.hpp"

#include "line.hpp"

#include <ssislb/base/errors.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::simulation {
namespace {

/// How long a dead process's machine tries to bring its last words to a server.
constexpr instant longest_linger = 50'000;
/// A question that was read from the connection is carried out although nobody waits any more.
constexpr instant latest_effect = 1'500;

} // namespace

struct network::flight {
    line* of = nullptr;
    std::uint32_t connection = 0;
    question asked;
    reply answer;
    instant give_up_at = 0;
    instant not_before = 0;
    /// Entries of the timeline that name it.
    std::uint32_t planned = 0;
    bool arrives = true;
    bool answers = true;
    /// The loss is noticed at once, not when patience ends.
    bool cut_soon = false;
    /// Once sent it is carried out, whatever becomes of the connection.
    bool was_read = false;
};

network::network(timeline& time, tracer& trace, start_watch& starts, network_habits habits,
                 chance luck)
    : time_(time)
    , trace_(trace)
    , starts_(starts)
    , habits_(habits)
    , chance_(luck) {}

network::~network() = default;

instant network::delay() {
    if (in_trouble() && chance_.happens(habits_.slow))
        return chance_.between(0, habits_.slow_delay);
    return chance_.between(1, habits_.usual_delay);
}

std::uint32_t network::take_flight() {
    if (free_.empty()) {
        flights_.emplace_back();
        return static_cast<std::uint32_t>(flights_.size() - 1);
    }
    auto const found = free_.back();
    free_.pop_back();
    flights_[found] = {};
    return found;
}

void network::plan(std::uint32_t at, stage what, instant when) {
    ++flights_[at].planned;
    time_.at(when, *this, (std::uint64_t{at} << 8U) | static_cast<std::uint64_t>(what));
}

instant network::parted_until(std::uint32_t server) const noexcept {
    return server < parted_.size() ? parted_[server] : 0;
}

void network::part(std::uint32_t server, instant until) {
    parted_.resize(std::max<std::size_t>(parted_.size(), server + 1));
    parted_[server] = std::max(parted_[server], until);
}

void network::choose_fate(flight& of, milliseconds patience) {
    of.give_up_at = time_.now() + patience.count();
    if (!in_trouble())
        return;
    bool const is_start = of.asked.what == question_kind::start;
    if (chance_.happens(is_start ? habits_.start_lost_before : habits_.lost_before)) {
        of.arrives = of.answers = false;
        of.cut_soon = true;
    } else if (chance_.happens(is_start ? habits_.start_lost_after : habits_.lost_after)) {
        of.answers = false;
        of.cut_soon = true;
    } else if (chance_.happens(habits_.mute)) {
        of.answers = false;
        of.arrives = of.was_read = chance_.happens(500);
    }
}

void network::send(line& from, std::uint32_t connection, question asked, milliseconds patience) {
    auto const at = take_flight();
    auto& it = flights_[at];
    it.of = &from;
    it.connection = connection;
    it.asked = asked;
    choose_fate(it, patience);
    auto const now = time_.now();
    auto arrives_at = std::max(now, parted_until(from.server().number())) + delay();
    if (it.was_read)
        arrives_at = chance_.between(now + 1, it.give_up_at + latest_effect);
    if (trace_.on())
        trace_("network", "-> server {}: {} of job {}{}{}", from.server().number(),
               to_string(asked.what), asked.job, it.arrives ? "" : ", which is lost",
               it.answers ? "" : ", whose answer is lost");
    if (it.arrives)
        plan(at, stage::arrive, arrives_at);
    else
        plan(at, it.cut_soon ? stage::cut : stage::give_up,
             it.cut_soon ? now + delay() : it.give_up_at);
    if (it.was_read || (it.arrives && arrives_at > it.give_up_at))
        plan(at, stage::give_up, it.give_up_at);
}

bool network::occur(std::uint64_t tag) {
    auto const at = static_cast<std::uint32_t>(tag >> 8U);
    bool happened = true;
    switch (static_cast<stage>(tag & 0xffU)) {
    case stage::arrive:
        happened = arrive(at);
        break;
    case stage::deliver:
        flights_[at].of->deliver(flights_[at].connection, std::move(flights_[at].answer));
        break;
    case stage::cut:
        flights_[at].of->cut(flights_[at].connection, client_errc::connection_lost);
        break;
    case stage::give_up:
        flights_[at].of->cut(flights_[at].connection, client_errc::timed_out);
        break;
    }
    if (--flights_[at].planned == 0)
        free_.push_back(at);
    return happened;
}

bool network::arrive(std::uint32_t at) {
    auto& it = flights_[at];
    auto const now = time_.now();
    if (now < it.not_before) {
        plan(at, stage::arrive, it.not_before);
        return false;
    }
    if (!it.was_read && !it.of->carries(it.connection))
        return false;
    auto& server = it.of->server();
    if (it.asked.what == question_kind::connect) {
        if (server.serves())
            it.of->reach(it.connection, server.epoch());
        else
            it.answer.error = client_errc::connection_refused;
    } else if (!server.serves() || server.epoch() != it.of->epoch()) {
        plan(at, stage::cut, now + delay());
        return true;
    } else {
        if (it.asked.what == question_kind::start)
            starts_.arrived(it.asked.intent);
        it.answer = simulation::ask(server, it.asked);
    }
    if (it.answers)
        plan(at, stage::deliver, std::max(now, parted_until(server.number())) + delay());
    else if (it.cut_soon)
        plan(at, stage::cut, now + delay());
    return true;
}

void network::linger(line const& of) {
    for (auto& each : flights_)
        if (each.of == &of && each.planned > 0 && chance_.happens(300))
            each.not_before = time_.now() + chance_.between(0, longest_linger);
}

} // namespace ssislb::simulation
