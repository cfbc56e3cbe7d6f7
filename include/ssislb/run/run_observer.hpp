// Somebody who watches a run.
#pragma once

#include <ssislb/model/notice.hpp>

namespace ssislb {

/// Is told everything that happens in a run, in order, on the run's executor.
///
/// Calls come one at a time. An observer that blocks holds up the run; an exception that it
/// throws leaves through the executor that runs the handlers.
class run_observer {
public:
    virtual ~run_observer() = default;

    virtual void on_notice(timed_notice const&) = 0;

protected:
    run_observer() = default;
    run_observer(run_observer const&) = default;
    run_observer& operator=(run_observer const&) = default;
};

} // namespace ssislb
