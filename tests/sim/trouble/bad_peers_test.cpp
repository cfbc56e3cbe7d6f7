// Bad peers among the servers of a run: the others do the work, and no outcome is lost.
#include "../tds/useless_port.hpp"
#include "black_hole.hpp"
#include "support/catch.hpp"
#include "support/fleet_run.hpp"
#include "support/plan_text.hpp"
#include "unreliable_relay.hpp"

#include <ssislb/run/run_observer.hpp>
#include <ssislb/tds/runtime.hpp>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

constexpr double speed = 200;
constexpr int tasks = 60;

/// Some have one server to run on, among those that do their work.
std::string many_tasks() {
    std::string text;
    for (int i = 1; i <= tasks; ++i) {
        auto const name = "t" + std::to_string(i);
        text += "[[task]]\nname = \"" + name + "\"\njob = \"" + name +
                "\"\noutcome_from = \"job\"\nsimulate = { duration = \"" +
                std::to_string(2 + i % 7) + "s\", outcome = \"" +
                (i % 5 == 0 ? "failed" : "succeeded") + "\" }\n";
        if (i % 10 < 4)
            text += "servers = [\"s" + std::to_string(3 + i % 10) + "\"]\n";
    }
    return text;
}

/// Lets the server vanish when it has accepted the first start.
class ambush final : public run_observer {
public:
    ambush(server_id where, unreliable_relay& relay)
        : where_(where)
        , relay_(relay) {}

    void on_notice(timed_notice const& said) override {
        auto const* started = std::get_if<notice::attempt_started>(&said.what);
        if (started == nullptr || started->server != where_ || std::exchange(done_, true))
            return;
        relay_.cut_after(direction::answers, 0, line_end::silent);
    }

private:
    server_id where_;
    unreliable_relay& relay_;
    bool done_ = false;
};

} // namespace

TEST_CASE("black holes and silent and vanishing and dripping peers in a run spoil no outcome",
          "[trouble][silence]") {
    enum : std::size_t { hole, mute, vanishing, dripping, sound, sound_too };
    fleet_run run(plan(servers(6) + many_tasks()), speed);
    black_hole const nowhere;
    silent_port silent;
    unreliable_relay vanishes(*run.package().servers[vanishing].port);
    unreliable_relay drips(*run.package().servers[dripping].port);
    drips.drip(0ms);
    auto& of = run.package().servers;
    of[hole].port = nowhere.port();
    of[mute].port = silent.number();
    of[vanishing].port = vanishes.port();
    of[dripping].port = drips.port();
    run.options().call_timeout = 300ms;
    run.options().reconnect_for = 100h;
    run.options().patience = 100h;
    run.observe(std::make_shared<ambush>(server_id{vanishing}, vanishes));

    // The login that was given up holds a thread, which the last user of the runtime waits for.
    auto const runtime = tds::runtime::instance();
    auto const& summary = run.go();
    silent.hang_up();
    for (auto const& violation : run.audit().violations(summary))
        FAIL_CHECK(violation);
    CHECK(run.audit().runs() == tasks);
    CHECK(summary.count(outcome::succeeded) == tasks - tasks / 5);
    CHECK(summary.count(outcome::failed) == tasks / 5);
    CHECK(summary.servers[hole].attempts == 0);
    CHECK(summary.servers[mute].attempts == 0);
    CHECK(summary.servers[vanishing].reconnects > 0);
    for (std::size_t const each : {vanishing, dripping, sound, sound_too})
        CHECK(summary.servers[each].attempts > 0);
}
