// What the parts of a run share. All of them live on the run's strand.
#pragma once

#include "run/run_clock.hpp"
#include "run/run_recorder.hpp"

#include <ssislb/agent/poll_budget.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/run/run_options.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace ssislb::detail {

/// Where events go: the journal, then the scheduler.
class event_sink {
public:
    /// False when the journal did not take the event, or the run is over: nothing may follow
    /// from it.
    [[nodiscard]] virtual bool publish(run_event) = 0;

    /// Whether somebody asked the run to end.
    [[nodiscard]] virtual bool cancel_requested() const = 0;

protected:
    ~event_sink() = default;
};

struct run_context {
    boost::asio::any_io_executor executor;
    std::shared_ptr<tds::runtime> runtime;
    parent_package package;
    run_options options;
    run_clock clock;
    run_recorder recorder;
    event_sink& sink;
    /// All servers of the run share it.
    std::shared_ptr<poll_budget> polls;
};

} // namespace ssislb::detail
