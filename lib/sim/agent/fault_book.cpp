#include "sim/agent/fault_book.hpp"

#include "sim/agent/text.hpp"

#include <algorithm>

namespace ssislb::sim::detail {
namespace {

bool strikes(fault::trigger const& when, std::uint32_t met) noexcept {
    if (met < when.nth)
        return false;
    return !when.times || met - when.nth < *when.times;
}

void merge(fault::effects& all, fault::effects const& one) {
    if (one.refuse_number) {
        all.refuse_number = one.refuse_number;
        all.refuse_text = one.refuse_text;
    }
    all.delay += one.delay;
    all.drop_request = all.drop_request || one.drop_request;
    if (one.late)
        all.late = one.late;
    if (one.drop_after)
        all.drop_after = one.drop_after;
    if (one.stall_after) {
        all.stall_after = one.stall_after;
        all.stall = one.stall;
    }
    all.agent = std::max(all.agent, one.agent);
    all.kill_server = all.kill_server || one.kill_server;
    if (!one.job.empty()) {
        all.job = one.job;
        all.job_end = one.job_end;
    }
}

} // namespace

template <class Matches>
fault::effects fault_book::strike(Matches matches) {
    fault::effects all;
    for (auto& each : entries_)
        if (matches(each.fault.when()) && strikes(each.fault.when(), ++each.met))
            merge(all, each.fault.what());
    return all;
}

fault::effects fault_book::strike_call(std::string_view procedure) {
    return strike([&](fault::trigger const& when) {
        return when.place == fault::place::any_call ||
               (when.place == fault::place::procedure && same_name(when.procedure, procedure));
    });
}

fault::effects fault_book::strike_login() {
    return strike([](fault::trigger const& when) { return when.place == fault::place::login; });
}

} // namespace ssislb::sim::detail
