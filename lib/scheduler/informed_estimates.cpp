#include "scheduler/duration_model.hpp"

#include <ssislb/scheduler/informed_estimates.hpp>

#include <utility>

namespace ssislb {

std::string_view to_string(estimate_source which) noexcept {
    switch (which) {
    case estimate_source::history:
        return "history";
    case estimate_source::expected:
        return "expected";
    case estimate_source::guess:
        return "guess";
    }
    return "";
}

informed_estimates inform_estimates(parent_package const& package,
                                    std::span<event::history_read const> histories) {
    std::vector<estimate_source> sources;
    sources.reserve(package.tasks.size());
    for (task const& one : package.tasks)
        sources.push_back(one.expected ? estimate_source::expected : estimate_source::guess);
    detail::duration_model model(package, duration_estimates(package));
    for (auto const& read : histories) {
        auto lengths = read.lengths;
        std::erase_if(lengths, [](past_length const& one) {
            return one.median <= milliseconds(0) || one.runs == 0;
        });
        model.read_history(read.server, lengths);
        for (past_length const& one : lengths)
            sources[index(one.task)] = estimate_source::history;
    }
    return {model.estimates(), std::move(sources)};
}

} // namespace ssislb
