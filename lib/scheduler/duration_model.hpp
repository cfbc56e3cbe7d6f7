// What a run learns of durations: from the servers' histories, and from its own attempts.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace ssislb::detail {

/// How long a task is thought to last on a server comes from the first of these that is known: its
/// past runs there; its past runs on other servers, by learned speed; the plan's `expected`; the
/// median of all that is known. Runs elsewhere go before `expected`, which nobody keeps up to date:
/// with a promise that is too short a server without history would draw all the work.
///
/// Logarithms are what is averaged: durations are skewed, and speeds are factors.
class duration_model {
public:
    duration_model(parent_package const&, duration_estimates);

    [[nodiscard]] duration_estimates const& estimates() const noexcept { return estimates_; }

    /// What past runs took on that server. Later calls for the same server are ignored.
    void read_history(server_id, std::span<past_length const>);

    /// An attempt of this run has succeeded, and took so long. A server whose attempts are slower
    /// or quicker against what was thought than those of the others loses or gains speed. Small
    /// differences are left alone: they come from which tasks it got more often than from the
    /// server.
    void note_success(task_id, server_id, estimated_duration took);

private:
    /// A mean of logarithms, and its weight (one over the variance); none: nothing is known.
    struct belief {
        double mean = 0;
        double weight = 0;

        void add(double value, double its_weight) noexcept;
    };
    /// By how much runs were shorter than thought: logarithms, summed.
    struct gains {
        double sum = 0;
        double squares = 0;
        std::uint32_t runs = 0;

        void add(double one) noexcept;
        /// Around their mean; as is usual before much was seen.
        [[nodiscard]] double variance() const noexcept;
    };
    struct server_record {
        /// Logarithm of the speed by plan and history.
        double speed = 0;
        bool has_history = false;
        gains tonight;
    };

    void learn_speed(server_record&, std::span<past_length const>);
    [[nodiscard]] double own_gain(server_record const&) const noexcept;
    void renew_priors();

    duration_estimates estimates_;
    /// What history tells of each task, at speed 1.0.
    std::vector<belief> tasks_;
    std::vector<bool> is_expected_;
    std::vector<server_record> servers_;
    gains tonight_;
};

} // namespace ssislb::detail
