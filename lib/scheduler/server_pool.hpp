// The servers of a run: which are up, which take work, how many slots are free.
#pragma once

#include "scheduler/circuit_breaker.hpp"
#include "scheduler/start_gate.hpp"

#include <ssislb/base/time.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/placement_policy.hpp>
#include <ssislb/scheduler/server_set.hpp>
#include <ssislb/scheduler/status.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ssislb::detail {

class server_pool {
public:
    server_pool(parent_package const&, circuit_breaker::limits const&);

    [[nodiscard]] bool has(server_id id) const noexcept { return index(id) < records_.size(); }
    [[nodiscard]] std::size_t size() const noexcept { return records_.size(); }

    /// Nothing is known of any server yet; they count as unavailable from now on.
    void begin(timestamp now);

    /// Each was reported up or down.
    [[nodiscard]] bool heard_of_all() const noexcept { return unheard_ == 0; }

    /// Of those that are not gone nothing is known any more.
    void forget_reports(timestamp now);
    void report_up(server_id);
    void report_down(server_id, timestamp now, bool final);
    void drain(server_id, bool drained);
    /// Preconditions: max_jobs > 0.
    void limit(server_id, std::uint32_t max_jobs);

    /// The Agent was found down.
    void agent_found_down(server_id, timestamp now);
    /// A start there came to nothing for a passing reason, or its attempt was lost.
    void note_trouble(server_id, timestamp now);
    /// The Agent answers.
    void agent_found_up(server_id);
    /// The breaker's delay is over: the server may be tried, but is not known to be available.
    void half_open(server_id);
    /// No starts until then.
    [[nodiscard]] std::optional<timestamp> broken_until(server_id) const noexcept;

    /// Whether a window of the server is open.
    void open_window(server_id, bool open);
    /// So many jobs that are not ours run there.
    void count_foreign(server_id, std::uint32_t jobs);
    /// Worker threads are short there: no more slots than this until `until`.
    void short_of_threads(server_id, std::uint32_t slots, timestamp until);
    void end_shortage(server_id);
    [[nodiscard]] std::optional<timestamp> short_until(server_id) const noexcept;

    void take_slot(server_id, timestamp now);
    /// The start that took a slot was accepted.
    void note_accepted(server_id);
    void release_slot(server_id, bool was_accepted, bool was_picked_up);
    void note_pickup(server_id);
    /// Starts follow too closely: none until then.
    [[nodiscard]] std::optional<timestamp> paced_until(server_id) const noexcept;
    void end_pace(server_id);

    [[nodiscard]] bool is_up(server_id id) const noexcept {
        return records_[index(id)].status.state == server_state::up;
    }
    /// Up, and starts are not known to fail there.
    [[nodiscard]] bool available(server_id) const noexcept;
    /// Meaningful while it is not available.
    [[nodiscard]] timestamp unavailable_since(server_id) const noexcept;
    /// How often it was reported up.
    [[nodiscard]] std::uint32_t times_up(server_id) const noexcept;

    /// Servers that take starts when they have a slot.
    [[nodiscard]] server_set const& accepting() const noexcept { return accepting_; }
    /// Those of them with a free slot.
    [[nodiscard]] server_set const& open() const noexcept { return open_; }
    /// Those that are down for good.
    [[nodiscard]] server_set const& gone() const noexcept { return gone_; }
    [[nodiscard]] std::span<server_load const> loads() const noexcept { return loads_; }

    [[nodiscard]] server_status status(server_id) const noexcept;

private:
    struct record {
        server_status status;
        timestamp unavailable_since{};
        circuit_breaker breaker;
        /// Attempts that are not accepted yet.
        std::uint32_t starting = 0;
        std::uint32_t times_up = 0;
        start_gate gate;
        /// While worker threads are short.
        std::uint32_t short_slots = 0;
        std::optional<timestamp> short_until;
    };

    void hear_of(record&) noexcept;
    void refresh(server_id);
    void mark_unavailable(record&, timestamp now) noexcept;
    template <class Change>
    void change_breaker(server_id, timestamp now, Change);

    std::vector<record> records_;
    std::size_t unheard_;
    std::vector<server_load> loads_;
    server_set accepting_;
    server_set open_;
    server_set gone_;
};

} // namespace ssislb::detail
