// How long the runs of each job took.
#pragma once

#include <ssislb/agent/job_history.hpp>
#include <ssislb/agent/job_length.hpp>
#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace ssislb::detail {

/// What the history of one server told. Lengths are taken to be lognormal.
class run_lengths {
public:
    struct estimate {
        milliseconds median{0};
        /// Standard deviation of the logarithm.
        double spread = 0;
    };

    /// Rows of any jobs, in any order. Of each job those older than the newest that is known are
    /// passed over: they have been counted.
    void learn(std::span<job_history_row const>);

    /// None: no run of the job has been seen.
    [[nodiscard]] std::optional<estimate> of(guid const& job) const;

    [[nodiscard]] std::vector<job_length> all() const;

    /// The server was asked for the job's runs; what it told has been learned.
    void note_asked(guid const& job) { asked_.insert(job); }
    /// Nothing is known of the job, and the server has never been asked.
    [[nodiscard]] bool is_worth_asking(guid const& job) const {
        return !jobs_.contains(job) && !asked_.contains(job);
    }

private:
    /// Mean of the logarithms, and sum of the squares of their distances from it (Welford).
    struct past {
        std::int32_t newest = 0;
        std::int32_t runs = 0;
        double mean = 0;
        double squares = 0;

        void add(milliseconds length) noexcept;
        [[nodiscard]] estimate median() const noexcept;
    };

    std::map<guid, past> jobs_;
    std::set<guid> asked_;
};

} // namespace ssislb::detail
