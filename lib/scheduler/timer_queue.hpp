// Instants at which a run changes on its own, earliest first.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/ids.hpp>

#include <cstdint>
#include <vector>

namespace ssislb::detail {

struct timer {
    enum class kind : std::uint8_t {
        /// A delayed task becomes ready.
        retry,
        /// An attempt has run too long.
        timeout,
        /// A task may try a server again.
        pair_delay,
        /// A server on which starts failed is tried again.
        breaker,
        /// An attempt is given up, since its server stayed away.
        loss,
        /// A server may be given another start.
        pace,
        /// A server that was short of worker threads gets its slots back.
        shortage,
        /// A window of a server begins or ends.
        window,
    };

    timestamp at;
    kind what{};
    /// Of retry, timeout, loss and pair_delay, of which the number does not count.
    attempt_id attempt{};
    /// Of pair_delay and of those about a server.
    server_id server{};
};

/// Timers are never taken out early: whoever takes one must check that it still means something.
class timer_queue {
public:
    void add(timer const&);

    [[nodiscard]] bool empty() const noexcept { return heap_.empty(); }

    /// Timers of the same instant come in the order in which they were added.
    [[nodiscard]] timer const& first() const noexcept { return heap_.front().what; }

    void pop() noexcept;

private:
    struct entry {
        timer what;
        std::uint64_t order = 0;
    };

    [[nodiscard]] static bool later(entry const&, entry const&) noexcept;

    std::vector<entry> heap_;
    std::uint64_t added_ = 0;
};

} // namespace ssislb::detail
