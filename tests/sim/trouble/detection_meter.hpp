// How soon a run reports what has ended on its servers.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/run/run_observer.hpp>
#include <ssislb/sim/instance.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ssislb::test {

/// Looks at the servers' own records whenever something happens in the run.
class detection_meter final : public run_observer {
public:
    struct watched {
        server_id id;
        std::reference_wrapper<sim::instance> world;
    };

    /// `beats` counts the time, roughly.
    detection_meter(parent_package const& package, std::vector<watched> servers,
                    std::function<std::size_t()> beats)
        : package_(package)
        , servers_(std::move(servers))
        , beats_(std::move(beats)) {}

    void on_notice(timed_notice const& said) override {
        for (auto const& each : servers_)
            note_ends(each);
        if (auto const* finished = std::get_if<notice::attempt_finished>(&said.what))
            note_report(*finished);
    }

    [[nodiscard]] std::size_t reports() const { return reports_; }
    /// The most statements that a server got between the end of a job and its report.
    [[nodiscard]] std::uint64_t most_statements() const { return most_statements_; }
    /// Beats between the end of a job and its report, all jobs together.
    [[nodiscard]] std::size_t beats() const { return sum_of_beats_; }

private:
    struct sight {
        std::uint64_t statements;
        std::size_t beats;
    };

    [[nodiscard]] sight now(watched const& on) const {
        auto const traffic = on.world.get().traffic();
        return {traffic.batches + traffic.calls, beats_()};
    }

    void note_ends(watched const& on) {
        auto const seen = now(on);
        auto const runs = on.world.get().finished_runs();
        auto& known = known_runs_[index(on.id)];
        for (; known < runs.size(); ++known)
            ended_.insert_or_assign({index(on.id), runs[known].job}, seen);
    }

    void note_report(notice::attempt_finished const& finished) {
        auto const on = std::ranges::find(servers_, finished.server, &watched::id);
        auto const end = ended_.find({index(finished.server), package_[finished.attempt.task].job});
        if (on == servers_.end() || end == ended_.end())
            return;
        auto const seen = now(*on);
        ++reports_;
        most_statements_ = std::max(most_statements_, seen.statements - end->second.statements);
        sum_of_beats_ += seen.beats - end->second.beats;
    }

    parent_package const& package_;
    std::vector<watched> servers_;
    std::function<std::size_t()> beats_;
    std::map<std::size_t, std::size_t> known_runs_;
    /// By server and job.
    std::map<std::pair<std::size_t, std::string>, sight> ended_;
    std::size_t reports_ = 0;
    std::uint64_t most_statements_ = 0;
    std::size_t sum_of_beats_ = 0;
};

} // namespace ssislb::test
