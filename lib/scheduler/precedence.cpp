// Precedence constraints of a run, counted.
#include "scheduler/precedence.hpp"

#include <string_view>
#include <unordered_map>

namespace ssislb::detail {
namespace {

bool satisfies(outcome ended, constraint_kind kind) noexcept {
    if (ended == outcome::skipped)
        return false;
    switch (kind) {
    case constraint_kind::success:
        return ended == outcome::succeeded;
    case constraint_kind::failure:
        return ended != outcome::succeeded;
    case constraint_kind::completion:
        return true;
    }
    return false;
}

} // namespace

precedence::precedence(parent_package const& package)
    : tallies_(package.tasks.size())
    , successors_(package.tasks.size()) {
    std::unordered_map<std::string_view, std::size_t> positions;
    positions.reserve(package.tasks.size());
    for (std::size_t i = 0; i < package.tasks.size(); ++i)
        positions.emplace(package.tasks[i].name, i);
    for (std::size_t i = 0; i < package.tasks.size(); ++i) {
        task const& one = package.tasks[i];
        tallies_[i].total = static_cast<std::uint32_t>(one.after.size());
        tallies_[i].join = one.join;
        for (precedence_constraint const& constraint : one.after)
            successors_[positions.at(constraint.predecessor)].push_back(
                {task_id{static_cast<std::uint32_t>(i)}, constraint.kind});
    }
}

precedence_verdict precedence::verdict(task_id id) const noexcept {
    tally const& count = tallies_[index(id)];
    bool const all = count.join == constraint_join::all || count.total == 0;
    if (all ? count.held == count.total : count.held > 0)
        return precedence_verdict::holds;
    if (all ? count.broken > 0 : count.broken == count.total)
        return precedence_verdict::broken;
    return precedence_verdict::open;
}

void precedence::settle(task_id id, outcome ended, std::vector<task_id>& decided) {
    for (edge const& leads : successors_[index(id)]) {
        bool const was_open = verdict(leads.successor) == precedence_verdict::open;
        tally& count = tallies_[index(leads.successor)];
        ++(satisfies(ended, leads.kind) ? count.held : count.broken);
        if (was_open && verdict(leads.successor) != precedence_verdict::open)
            decided.push_back(leads.successor);
    }
}

} // namespace ssislb::detail
