// A process that carries the run out: the real run loop, on one thread, in virtual time.
#pragma once

#include "line.hpp"
#include "night_journal.hpp"
#include "run/run_loop.hpp"
#include "run/surroundings.hpp"
#include "simulated_agent.hpp"
#include "virtual_time.hpp"

#include <ssislb/model/run_summary.hpp>
#include <ssislb/run/run_observer.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace ssislb::simulation {

/// What a process finds where it is started.
struct machine_room {
    timeline& time;
    network& wires;
    std::vector<std::unique_ptr<instance>>& servers;
    night_journal& journal;
    scenario const& plan;
    mutant wrong;
    chance luck;
    timestamp wall;
};

/// Entries of the timeline refer to it: it is kept when it has died.
class process final {
public:
    process(machine_room, std::shared_ptr<run_observer>);
    ~process();
    process(process const&) = delete;
    process& operator=(process const&) = delete;

    /// Without events it is a new run.
    void start(std::vector<timed_event> past);

    /// All that can be done at this instant.
    void run_on();

    void control(run_control);
    /// Wishes that it took with it when it died.
    [[nodiscard]] std::deque<run_control> const& unanswered() const noexcept { return unanswered_; }

    /// It has died while it wrote.
    [[nodiscard]] std::optional<death> fatal() const noexcept { return fatal_; }
    /// Nothing of it has an effect any more.
    void kill();

    [[nodiscard]] bool alive() const noexcept { return alive_; }
    /// Set when the run has completed, or was left behind by the dead.
    [[nodiscard]] std::optional<run_summary> const& summary() const noexcept { return summary_; }
    [[nodiscard]] error_code error() const noexcept { return error_; }
    /// Nothing of the run is left, as it has to be when it has completed.
    [[nodiscard]] bool left_nothing() const noexcept;
    void connections_of(instance const&, std::vector<line*>& to) const;

private:
    class room;
    class written;
    class watched;

    boost::asio::io_context context_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::shared_ptr<room> room_;
    std::shared_ptr<detail::run_loop> loop_;
    std::weak_ptr<detail::run_loop> left_;
    std::optional<run_summary> summary_;
    error_code error_;
    std::optional<death> fatal_;
    std::deque<run_control> unanswered_;
    bool alive_ = true;
};

} // namespace ssislb::simulation
