// Whether the run is likely to be through when it has to be.
#pragma once

#include "run/run_context.hpp"

#include <ssislb/scheduler/scheduler.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace ssislb::detail {

/// Keeps the run's events, plays what is left of it now and then, and tells observers when the
/// deadline comes into danger, and when that is over. Without a deadline it does nothing.
class deadline_watch {
public:
    /// With the options of the run's scheduler.
    deadline_watch(run_context&, scheduler_options);

    /// The run began then.
    void begin(timestamp started);
    void note(timed_event const&);
    /// Looks until it is stopped.
    [[nodiscard]] boost::asio::awaitable<void> watch();
    void stop();

    [[nodiscard]] std::optional<timestamp> due() const noexcept { return due_; }

private:
    void look();

    run_context& run_;
    scheduler_options options_;
    std::unique_ptr<alarm> pause_;
    std::vector<timed_event> so_far_;
    std::optional<timestamp> due_;
    bool endangered_ = false;
    bool stopped_ = false;
};

} // namespace ssislb::detail
