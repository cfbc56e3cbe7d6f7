#include "sim/agent/tables/job_walk.hpp"

namespace ssislb::sim::detail {
namespace {

std::vector<job const*> found_by_id(job_table const& jobs, guid const& id) {
    auto const* const found = jobs.find(id);
    return found == nullptr ? std::vector<job const*>{} : std::vector{found};
}

} // namespace

job_walk::job_walk(world const& in, job_filter const& wanted)
    : jobs_{in.jobs} {
    if (wanted.id)
        some_ = found_by_id(in.jobs, *wanted.id);
    else if (wanted.changed_since)
        some_ = in.agent.changed_since(*wanted.changed_since);
}

job const* job_walk::next() noexcept {
    if (some_)
        return at_ < some_->size() ? (*some_)[at_++] : nullptr;
    return at_ < jobs_.all().size() ? jobs_.all()[at_++].get() : nullptr;
}

} // namespace ssislb::sim::detail
