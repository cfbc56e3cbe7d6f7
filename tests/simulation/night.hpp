// One simulated night: a run with all that happens to it, from a seed.
#pragma once

#include "auditor.hpp"
#include "instance.hpp"
#include "process.hpp"
#include "scenario.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::simulation {

struct night_options {
    trouble_choice troubles;
    mutant wrong = mutant::none;
    bool trace = false;
};

struct night_result {
    std::uint64_t events = 0;
    std::uint64_t starts = 0;
    std::uint64_t doubts = 0;
    std::uint64_t excused = 0;
    std::uint32_t deaths = 0;
    std::uint32_t resumes = 0;
    instant length = 0;
    std::optional<std::string> violation;
};

class night final : private occurrence {
public:
    night(std::uint64_t seed, night_options);
    ~night();

    [[nodiscard]] night_result run();

private:
    enum class happening : std::uint8_t { trouble, trouble_ends, process_starts };

    bool occur(std::uint64_t tag) override;
    void plan(happening, std::uint32_t which, instant at);
    void begin(trouble const&);
    void end(trouble const&);
    void crash(std::uint32_t server);
    void start_process();
    void die(death how);
    [[nodiscard]] bool goes_on();
    void finish();

    night_options options_;
    scenario scenario_;
    timeline time_;
    tracer trace_;
    auditor auditor_;
    truth truth_;
    chance chance_;
    network network_;
    night_journal journal_;
    std::vector<std::unique_ptr<instance>> servers_;
    /// The last one lives, if any does.
    std::vector<std::unique_ptr<process>> processes_;
    std::shared_ptr<run_observer> observer_;
    /// Nobody was there to hear them.
    std::vector<run_control> wishes_;
    std::uint32_t deaths_ = 0;
    bool over_ = false;
};

} // namespace ssislb::simulation
