// How quickly starts may follow each other on one server.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/server.hpp>

#include <cstdint>
#include <optional>

namespace ssislb::detail {

/// Two rules of the plan: so many starts a second, so many starts that are not picked up yet. A
/// start counts as pending from its decision on.
class start_gate {
public:
    explicit start_gate(server const&);

    [[nodiscard]] bool is_open() const noexcept { return !paced_until_ && pending_ < most_; }
    /// When it opens by itself, unless starts are pending; none: it is not closed by the pace.
    [[nodiscard]] std::optional<timestamp> paced_until() const noexcept { return paced_until_; }

    [[nodiscard]] timestamp last_start() const noexcept { return last_start_; }

    void start(timestamp now);
    /// A start was picked up, or has ended before.
    void settle() noexcept { --pending_; }
    /// The time has come that paced_until tells.
    void end_pace() noexcept { paced_until_.reset(); }

private:
    milliseconds interval_{0};
    std::uint32_t most_;
    std::uint32_t pending_ = 0;
    timestamp last_start_{};
    std::optional<timestamp> paced_until_;
};

} // namespace ssislb::detail
