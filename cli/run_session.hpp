// A run in this process, from its beginning or from where it was left, with its display, its
// control socket and Ctrl-C.
#pragma once

#include "exit_code.hpp"
#include "plan_servers.hpp"

#include <ssislb/journal/journal_file.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::cli {

struct run_session {
    plan_servers servers;
    session_options how;
    /// For those who read JSON; people have them on standard error already.
    std::vector<std::string> warnings;
    /// None: the events are kept in memory.
    std::shared_ptr<run_journal> journal;
    /// Of an earlier process.
    std::vector<timed_event> past;
    /// The run is ended at once, as it was left: true: its jobs are stopped, too.
    std::optional<bool> stop_jobs;
};

[[nodiscard]] exit_code carry_out(run_session);

} // namespace ssislb::cli
