// A run during which the nth call fails, for every n that there is.
#include "agent_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

enum class cut { request, answer, half_answer };

sim::fault at_call(std::uint32_t n, cut where) {
    auto const fault = sim::fault::on_any_call().nth(n);
    switch (where) {
    case cut::request:
        return fault.drop_request();
    case cut::answer:
        return fault.drop_answer();
    default:
        return fault.drop_answer_after(10);
    }
}

struct story {
    error_code error;
    job_run run;
    std::uint32_t starts = 0;
    std::uint64_t reconnects = 0;
};

story run_with(sim::fault const& fault, sim::run_end end) {
    agent_scene scene(server_with({job("load", step(4s, end))}));
    story told;
    scene.play([&]() -> asio::awaitable<void> {
        co_await scene.connected();
        scene.world->add_fault(fault);
        auto [error, run] = co_await scene.remote.async_run_job("load", as_result);
        told.error = error;
        told.run = std::move(run);
    });
    told.starts = scene.world->starts("load");
    told.reconnects = scene.remote.statistics().reconnects;
    return told;
}

} // namespace

TEST_CASE("whichever call is cut, a job is never started twice and its outcome is the true one",
          "[sim][agent][every-step]") {
    auto const where = GENERATE(cut::request, cut::answer, cut::half_answer);
    auto const end = GENERATE(sim::run_end::succeeded, sim::run_end::failed);
    auto const truth = end == sim::run_end::failed ? outcome::failed : outcome::succeeded;
    std::uint32_t n = 1;
    for (;; ++n) {
        auto const told = run_with(at_call(n, where), end);
        CAPTURE(n, static_cast<int>(where), told.error.message());
        REQUIRE(told.starts <= 1);
        if (told.error)
            REQUIRE(told.starts == 0);
        else
            REQUIRE(told.run.result.job == truth);
        if (told.reconnects == 0 && !told.error)
            break;
        REQUIRE(n < 100);
    }
    // Name, mark, start, and at least one look and the history.
    CHECK(n > 4);
}
