// Servers that are polled by the rhythm of a remote server.
#include "unit/agent/polled_fleet.hpp"

#include "agent/poll_rhythm.hpp"

#include <cmath>
#include <deque>
#include <functional>
#include <numeric>
#include <queue>
#include <random>
#include <utility>
#include <vector>

namespace ssislb::test {
namespace {

using detail::poll_rhythm;
using clock = poll_rhythm::clock;
using instant = clock::time_point;
using seconds = std::chrono::duration<double>;

struct run {
    instant begun;
    instant end;
    std::optional<milliseconds> expected;

    [[nodiscard]] detail::running_job progress(instant now) const {
        return {std::chrono::duration_cast<milliseconds>(now - begun), expected};
    }
};

class run_source {
public:
    run_source(polled_fleet const& fleet, std::uint64_t seed)
        : chance_(seed)
        , length_(std::log(static_cast<double>(fleet.median.count())), 1.0)
        , is_known_(fleet.is_known) {}

    [[nodiscard]] run next(instant now) {
        seconds const length(length_(chance_));
        run made{now, now + std::chrono::duration_cast<clock::duration>(length), {}};
        if (is_known_)
            made.expected = std::chrono::ceil<milliseconds>(length * error_(chance_));
        return made;
    }

private:
    std::mt19937_64 chance_;
    std::lognormal_distribution<double> length_;
    std::lognormal_distribution<double> error_{0.0, 0.3};
    bool is_known_;
};

class polled_server {
public:
    polled_server(supervision_options const& how, std::uint32_t seed)
        : rhythm_(how, seed) {}

    [[nodiscard]] instant due() const { return rhythm_.due(); }

    void add(instant now, run const& added) {
        if (runs_.empty())
            rhythm_.begin(now, added.progress(now));
        else
            rhythm_.hurry(now, added.progress(now));
        runs_.push_back(added);
    }

    /// How long ago those ended that are seen to have.
    [[nodiscard]] std::vector<double> poll(instant now) {
        std::vector<double> delays;
        std::erase_if(runs_, [&](run const& each) {
            bool const ended = each.end <= now;
            if (ended)
                delays.push_back(seconds(now - each.end).count());
            return ended;
        });
        rhythm_.asked(now, runs_.size(), [this](instant at) {
            double sum = 0;
            for (auto const& each : runs_)
                sum += hazard(each.progress(at));
            return sum;
        });
        return delays;
    }

private:
    poll_rhythm rhythm_;
    std::vector<run> runs_;
};

} // namespace

double polled_figures::mean_delay() const {
    return std::accumulate(delays.begin(), delays.end(), 0.0) / static_cast<double>(delays.size());
}

double polled_figures::fixed_delay() const {
    return static_cast<double>(servers) / polls_per_second / 2;
}

polled_figures watch(polled_fleet const& fleet, std::uint64_t seed) {
    using turn = std::pair<instant, std::size_t>;
    std::priority_queue<turn, std::vector<turn>, std::greater<>> turns;
    run_source source(fleet, seed);
    std::deque<polled_server> servers;
    for (std::size_t i = 0; i < fleet.servers; ++i) {
        auto& server = servers.emplace_back(fleet.how, static_cast<std::uint32_t>(seed + i));
        for (std::size_t job = 0; job < fleet.jobs; ++job)
            server.add(instant{}, source.next(instant{}));
        turns.emplace(server.due(), i);
    }
    polled_figures seen;
    seen.servers = fleet.servers;
    std::size_t polls = 0;
    instant now{};
    while (seen.delays.size() < fleet.ends) {
        auto const [due, index] = turns.top();
        turns.pop();
        now = due;
        auto& server = servers[index];
        ++polls;
        for (auto const delay : server.poll(now)) {
            seen.delays.push_back(delay);
            server.add(now, source.next(now));
        }
        turns.emplace(server.due(), index);
    }
    seen.polls_per_second = static_cast<double>(polls) / seconds(now.time_since_epoch()).count();
    return seen;
}

} // namespace ssislb::test
