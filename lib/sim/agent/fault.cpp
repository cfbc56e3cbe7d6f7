// The fluent form of faults: each step is a changed copy.
#include <ssislb/sim/fault.hpp>

#include <utility>

namespace ssislb::sim {

fault fault::on(std::string procedure) {
    fault made;
    made.when_.place = place::procedure;
    made.when_.procedure = std::move(procedure);
    return made;
}

fault fault::on_any_call() {
    return {};
}

fault fault::on_login() {
    fault made;
    made.when_.place = place::login;
    return made;
}

fault fault::nth(std::uint32_t n) const {
    auto changed = *this;
    changed.when_.nth = n;
    return changed;
}

fault fault::times(std::uint32_t count) const {
    auto changed = *this;
    changed.when_.times = count;
    return changed;
}

fault fault::always() const {
    auto changed = *this;
    changed.when_.times.reset();
    return changed;
}

fault fault::refuse(std::int32_t number) const {
    return refuse(number, {});
}

fault fault::refuse(std::int32_t number, std::string text) const {
    auto changed = *this;
    changed.what_.refuse_number = number;
    changed.what_.refuse_text = std::move(text);
    return changed;
}

fault fault::delay(milliseconds real_time) const {
    auto changed = *this;
    changed.what_.delay = real_time;
    return changed;
}

fault fault::drop_request() const {
    auto changed = *this;
    changed.what_.drop_request = true;
    return changed;
}

fault fault::deliver_late(milliseconds of_server) const {
    auto changed = drop_request();
    changed.what_.late = of_server;
    return changed;
}

fault fault::drop_answer() const {
    return drop_answer_after(0);
}

fault fault::drop_answer_after(std::size_t bytes) const {
    auto changed = *this;
    changed.what_.drop_after = bytes;
    return changed;
}

fault fault::stall_answer(std::size_t after_bytes, milliseconds real_time) const {
    auto changed = *this;
    changed.what_.stall_after = after_bytes;
    changed.what_.stall = real_time;
    return changed;
}

fault fault::kill_agent() const {
    auto changed = *this;
    changed.what_.agent = agent_effect::kill;
    return changed;
}

fault fault::restart_agent() const {
    auto changed = *this;
    changed.what_.agent = agent_effect::restart;
    return changed;
}

fault fault::kill_server() const {
    auto changed = *this;
    changed.what_.kill_server = true;
    return changed;
}

fault fault::end_job(std::string job, run_end end) const {
    auto changed = *this;
    changed.what_.job = std::move(job);
    changed.what_.job_end = end;
    return changed;
}

} // namespace ssislb::sim
