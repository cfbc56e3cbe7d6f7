// A binary heap of timers.
#include "scheduler/timer_queue.hpp"

#include <algorithm>

namespace ssislb::detail {

bool timer_queue::later(entry const& left, entry const& right) noexcept {
    if (left.what.at != right.what.at)
        return left.what.at > right.what.at;
    return left.order > right.order;
}

void timer_queue::add(timer const& what) {
    heap_.push_back({what, added_++});
    std::push_heap(heap_.begin(), heap_.end(), later);
}

void timer_queue::pop() noexcept {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    heap_.pop_back();
}

} // namespace ssislb::detail
