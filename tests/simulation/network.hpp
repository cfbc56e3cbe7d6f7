// Messages on their way, and what becomes of them.
#pragma once

#include "chance.hpp"
#include "desk.hpp"
#include "timeline.hpp"
#include "tracer.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace ssislb::simulation {

class line;

/// In a thousand messages, while troubles last.
struct network_habits {
    std::uint32_t lost_before = 0;
    std::uint32_t lost_after = 0;
    /// No answer comes; whether the question arrived is another matter.
    std::uint32_t mute = 0;
    /// The same for starts, which matter more.
    std::uint32_t start_lost_before = 0;
    std::uint32_t start_lost_after = 0;
    /// The way takes much longer than usual.
    std::uint32_t slow = 0;
    instant usual_delay = 5;
    instant slow_delay = 20'000;
    /// Losses happen until then.
    instant troubles_end = 0;
};

/// Somebody who hears of starts that are sent and that arrive.
class start_watch {
public:
    /// Which intent licenses it.
    [[nodiscard]] virtual intent_number sent(std::uint32_t server, std::uint32_t job) = 0;
    virtual void arrived(intent_number) = 0;

protected:
    ~start_watch() = default;
};

/// Between all processes and all servers. Entries of the timeline refer to it.
class network final : private occurrence {
public:
    network(timeline&, tracer&, start_watch&, network_habits, chance);
    ~network();

    /// The answer goes to the line, unless something happens to it.
    void send(line&, std::uint32_t connection, question, milliseconds patience);

    /// Nothing passes between processes and that server until then.
    void part(std::uint32_t server, instant until);

    /// What a process that dies has sent may take longer: its machine tries on.
    void linger(line const&);

    [[nodiscard]] instant delay();
    [[nodiscard]] tracer& trace() noexcept { return trace_; }
    [[nodiscard]] timeline& time() noexcept { return time_; }
    [[nodiscard]] start_watch& starts() noexcept { return starts_; }

private:
    enum class stage : std::uint8_t { arrive, deliver, cut, give_up };
    struct flight;

    bool occur(std::uint64_t tag) override;
    [[nodiscard]] std::uint32_t take_flight();
    void plan(std::uint32_t flight, stage, instant at);
    void choose_fate(flight&, milliseconds patience);
    bool arrive(std::uint32_t at);
    [[nodiscard]] bool in_trouble() const noexcept { return time_.now() < habits_.troubles_end; }
    [[nodiscard]] instant parted_until(std::uint32_t server) const noexcept;

    timeline& time_;
    tracer& trace_;
    start_watch& starts_;
    network_habits habits_;
    chance chance_;
    std::vector<flight> flights_;
    std::vector<std::uint32_t> free_;
    std::vector<instant> parted_;
};

} // namespace ssislb::simulation
