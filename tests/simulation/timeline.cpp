// Virtual time: what will happen, in the order in which it happens.
#include "timeline.hpp"

#include <algorithm>

namespace ssislb::simulation {

void timeline::at(instant when, occurrence& what, std::uint64_t tag) {
    heap_.push_back({std::max(when, now_), ++order_, &what, tag});
    std::ranges::push_heap(heap_, later{});
}

bool timeline::step() {
    if (heap_.empty())
        return false;
    std::ranges::pop_heap(heap_, later{});
    entry const next = heap_.back();
    heap_.pop_back();
    now_ = next.at;
    carried_out_ += next.what->occur(next.tag) ? 1U : 0U;
    return true;
}

} // namespace ssislb::simulation
