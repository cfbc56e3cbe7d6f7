// What the Agent will do, by time; equal times in the order in which they were noted.
#pragma once

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

namespace ssislb::sim::detail {

enum class transition_kind : std::uint8_t {
    record,
    pick_up,
    end_step,
    retry_step,
    stop,
    finish,
    publish,
};

struct transition {
    server_time at;
    transition_kind kind = transition_kind::record;
    guid job;
    /// The run it belongs to: it is void once the job has another.
    std::uint64_t run = 0;
    std::uint64_t order = 0;
};

class agenda {
public:
    void note(transition each) {
        each.order = next_order_++;
        queue_.push(each);
    }

    /// The next that is due, taken off.
    [[nodiscard]] std::optional<transition> take_due(server_time now) {
        if (queue_.empty() || queue_.top().at > now)
            return std::nullopt;
        auto const due = queue_.top();
        queue_.pop();
        return due;
    }

    void clear() { queue_ = {}; }

private:
    struct later {
        bool operator()(transition const& a, transition const& b) const noexcept {
            return a.at != b.at ? a.at > b.at : a.order > b.order;
        }
    };

    std::priority_queue<transition, std::vector<transition>, later> queue_;
    std::uint64_t next_order_ = 0;
};

} // namespace ssislb::sim::detail
