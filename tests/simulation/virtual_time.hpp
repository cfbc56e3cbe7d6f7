// A process's view of virtual time.
#pragma once

#include "run/timekeeper.hpp"
#include "timeline.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace ssislb::simulation {

/// The plan's time runs as fast as real time. Entries of the timeline refer to it: it is needed as
/// long as that.
class virtual_timekeeper final : public detail::timekeeper, private occurrence {
public:
    /// `wall`: what the machine's clock shows now.
    virtual_timekeeper(timeline&, boost::asio::any_io_executor, timestamp wall);

    /// It never goes back, whatever the machine's clock shows.
    void go_on(timestamp started, timestamp left) override;

    [[nodiscard]] timestamp now() const override { return wall_ + stopwatch(); }
    [[nodiscard]] milliseconds stopwatch() const override {
        return milliseconds(line_.now() - begun_);
    }
    [[nodiscard]] milliseconds real(milliseconds planned) const override { return planned; }
    [[nodiscard]] milliseconds planned(milliseconds real) const override { return real; }
    [[nodiscard]] std::unique_ptr<detail::alarm> make_alarm() override;

    /// Alarms that somebody waits for.
    [[nodiscard]] std::size_t armed() const noexcept { return armed_; }

private:
    class virtual_alarm;

    struct slot {
        /// In an optional: assignment of this type calls itself for ever in Boost 1.81.
        std::optional<detail::alarm::handler_type> handler;
        /// The wait's number; entries of earlier waits mean nothing.
        std::uint32_t generation = 0;
    };

    bool occur(std::uint64_t tag) override;
    [[nodiscard]] std::uint32_t take_slot();
    void give_back(std::uint32_t at);
    void arm(std::uint32_t at, instant when, detail::alarm::handler_type);
    void disarm(std::uint32_t at);
    void complete(std::uint32_t at, error_code);
    /// None: never.
    [[nodiscard]] instant when(timestamp planned) const;

    timeline& line_;
    boost::asio::any_io_executor executor_;
    timestamp wall_;
    instant begun_;
    std::vector<slot> slots_;
    std::vector<std::uint32_t> free_;
    std::size_t armed_ = 0;
};

} // namespace ssislb::simulation
