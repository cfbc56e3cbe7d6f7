// What a journal knows of a run besides its events.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/outcome.hpp>
#include <ssislb/model/parent_package.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssislb {

/// Counts the runs of one journal from 1 on.
enum class run_number : std::int64_t {};

/// What is to be known of a run when it begins. The texts are the caller's: the journal keeps them.
struct run_description {
    /// The package's name.
    std::string package;
    /// Where its plan stands.
    std::string plan;
    /// What else a later process has to know.
    std::string settings;
};

struct run_record {
    run_number number{};
    run_description what;
    timestamp started{};
    /// None: it was never seen to its end.
    std::optional<timestamp> finished;
    std::optional<outcome> result;
    /// The process that carries the run on, or did so last.
    std::int64_t pid = 0;
    std::string host;
    /// It is not finished, and that process lives, as far as can be seen from this machine.
    bool is_carried_on = false;
};

/// The events of a run, and the plan as it was last.
struct recorded_run {
    run_record record;
    /// The plan's text.
    std::string plan_text;
    /// By id, as of that plan.
    std::vector<std::string> tasks;
    std::vector<std::string> servers;
    /// With the ids of that plan.
    std::vector<timed_event> events;

    /// The events with the ids of a package whose tasks and servers may stand elsewhere. Those of
    /// tasks and servers that it does not have are left out, and `missing` gets the names: each
    /// once, tasks before servers. What no event tells of may be missing without being named.
    ///
    /// Preconditions: this was loaded from a journal.
    [[nodiscard]] std::vector<timed_event> events_for(parent_package const&,
                                                      std::vector<std::string>& missing) const;
};

} // namespace ssislb
