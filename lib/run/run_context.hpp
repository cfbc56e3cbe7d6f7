// What the parts of a run share. All of them live on the run's strand.
#pragma once

#include "run/attempt_memory.hpp"
#include "run/run_recorder.hpp"
#include "run/surroundings.hpp"

#include <ssislb/model/event.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/run/run_options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace ssislb::detail {

/// Where events go: the journal, then the scheduler. Those of one turn of the strand go together.
class event_sink {
public:
    virtual void publish(run_event) = 0;

    /// Completes when the event has been taken. False when the journal did not take it, or the run
    /// is over: nothing may follow from it.
    [[nodiscard]] virtual boost::asio::awaitable<bool> commit(run_event) = 0;

    /// Whether somebody asked the run to end.
    [[nodiscard]] virtual bool cancel_requested() const = 0;

protected:
    ~event_sink() = default;
};

struct run_context {
    boost::asio::any_io_executor executor;
    parent_package package;
    run_options options;
    std::shared_ptr<surroundings> around;
    timekeeper& clock;
    run_recorder recorder;
    attempt_memory memory;
    event_sink& sink;
};

} // namespace ssislb::detail
