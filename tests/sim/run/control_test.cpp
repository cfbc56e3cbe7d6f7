// Changing a run under way, over TDS.
#include "support/catch.hpp"
#include "support/fleet_run.hpp"
#include "support/plan_text.hpp"

#include <ssislb/base/errors.hpp>

#include <boost/asio/bind_executor.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

using namespace ssislb;
using test::fleet_run;
using test::plan;
using test::servers;

namespace {

std::string tasks(int count, std::string const& duration) {
    std::string text;
    for (int i = 1; i <= count; ++i)
        text += "[[task]]\nname = \"t" + std::to_string(i) + "\"\njob = \"j" + std::to_string(i) +
                "\"\nsimulate = { duration = \"" + duration + "\" }\n";
    return text;
}

/// Counts what happens, and lets the test act on it, on the run's strand.
class watcher final : public run_observer {
public:
    using action = std::function<void(run_notice const&)>;

    explicit watcher(action then)
        : then_(std::move(then)) {}

    void on_notice(timed_notice const& said) override {
        names.emplace_back(name_of(said.what));
        if (auto const* started = std::get_if<notice::attempt_started>(&said.what)) {
            ++starts[started->server];
            ++live;
        }
        if (auto const* finished = std::get_if<notice::attempt_finished>(&said.what)) {
            ++ends[finished->server];
            --live;
        }
        then_(said.what);
    }

    [[nodiscard]] bool told(std::string_view name) const {
        return std::ranges::find(names, name) != names.end();
    }

    std::vector<std::string> names;
    std::map<server_id, int> starts;
    std::map<server_id, int> ends;
    int live = 0;

private:
    action then_;
};

constexpr server_id s1{0};
constexpr server_id s2{1};

/// A run that is watched; what the watcher's action wants of it is asked by `ask`.
class watched_run {
public:
    watched_run(std::string const& text, std::function<void(watched_run&, run_notice const&)> then)
        : run(plan(text), 200)
        , seen(std::make_shared<watcher>(
              [this, then = std::move(then)](run_notice const& what) { then(*this, what); })) {
        run.observe(seen);
    }

    void go() {
        run.go([this](package_run& made) { made_ = &made; });
    }

    void ask(run_control const& what) {
        made_->async_control(what, [this](error_code error, control_answer answer) {
            errors.push_back(error);
            answers.push_back(std::move(answer));
        });
    }

    [[nodiscard]] package_run& made() { return *made_; }

    fleet_run run;
    std::shared_ptr<watcher> seen;
    std::vector<error_code> errors;
    std::vector<control_answer> answers;

private:
    package_run* made_ = nullptr;
};

bool is_first_start(watched_run& of, run_notice const& what) {
    return std::holds_alternative<notice::attempt_started>(what) &&
           of.seen->starts[s1] + of.seen->starts[s2] == 1;
}

} // namespace

TEST_CASE("a drained server gets no further starts, an undrained one does", "[run]") {
    int before_undrain = 0;
    watched_run watched(servers(2) + tasks(14, "10s"),
                        [&](watched_run& of, run_notice const& what) {
                            if (is_first_start(of, what))
                                of.ask(control::drain{s1});
                            // s2 has worked through its slots twice: s1 would have started more.
                            auto const* ended = std::get_if<notice::attempt_finished>(&what);
                            if (ended != nullptr && ended->server == s2 && of.seen->ends[s2] == 4) {
                                before_undrain = of.seen->starts[s1];
                                of.ask(control::undrain{s1});
                            }
                        });
    watched.go();
    // What was decided before the drain fills its two slots at most.
    CHECK(before_undrain <= 2);
    CHECK(watched.seen->starts[s1] > before_undrain);
    CHECK(watched.run.summary().result == outcome::succeeded);
    REQUIRE(watched.answers.size() == 2);
    CHECK(watched.answers[0].server.value().drained);
    CHECK_FALSE(watched.answers[1].server.value().drained);
    CHECK(watched.seen->told("server_drained"));
    CHECK(watched.seen->told("server_undrained"));
}

TEST_CASE("slots given to a server are used at once", "[run]") {
    watched_run watched(servers(1) + tasks(6, "100h"), [](watched_run& of, run_notice const& what) {
        if (is_first_start(of, what))
            of.ask(control::limit{s1, 6});
        if (of.seen->live == 6)
            of.made().cancel(true);
    });
    watched.go();
    CHECK(watched.seen->starts[s1] == 6);
    CHECK(watched.answers.at(0).server.value().max_jobs == 6);
}

TEST_CASE("slots taken from a server stop nothing, and are not used again", "[run]") {
    int most_later = 0;
    watched_run watched(servers(1) + tasks(6, "10s"), [&](watched_run& of, run_notice const& what) {
        if (is_first_start(of, what))
            of.ask(control::limit{s1, 1});
        if (of.seen->ends[s1] >= 2)
            most_later = std::max(most_later, of.seen->live);
    });
    watched.go();
    CHECK(watched.run.summary().count(outcome::succeeded) == 6);
    CHECK(most_later == 1);
}

TEST_CASE("a skipped task starts no job, and its successors see it as succeeded", "[run]") {
    std::string const chain =
        servers(1) + "[[task]]\nname = \"first\"\njob = \"first\"\nexpected = \"10s\"\n" +
        "[[task]]\nname = \"second\"\njob = \"second\"\nafter = [\"first\"]\n" +
        "[[task]]\nname = \"third\"\njob = \"third\"\nafter = [\"second\"]\nexpected = \"1s\"\n";
    watched_run watched(chain, [](watched_run& of, run_notice const& what) {
        if (is_first_start(of, what)) {
            of.ask(control::skip{task_id{0}});
            of.ask(control::skip{task_id{1}});
            of.ask(control::skip{task_id{1}});
        }
        if (std::holds_alternative<notice::task_finished>(what))
            of.ask(control::skip{task_id{0}});
    });
    watched.go();
    CHECK(watched.run.task("second").skipped == skip_reason::requested);
    CHECK(watched.run.task("third").result == outcome::succeeded);
    CHECK(watched.run.instance(0).starts("second") == 0);
    CHECK(std::ranges::count(watched.seen->names, "skip_requested") == 1);
    REQUIRE(watched.errors.size() >= 4);
    CHECK(watched.errors[0] == run_errc::task_is_running);
    CHECK_FALSE(watched.errors[1]);
    CHECK(watched.answers[1].changed);
    CHECK_FALSE(watched.errors[2]);
    CHECK_FALSE(watched.answers[2].changed);
    CHECK(watched.errors[3] == run_errc::task_is_settled);
}

TEST_CASE("a paused run starts nothing until it goes on", "[run]") {
    int before = 0;
    watched_run watched(servers(1) + tasks(5, "5s"), [&](watched_run& of, run_notice const& what) {
        if (is_first_start(of, what))
            of.ask(control::pause{});
        bool const idle = std::holds_alternative<notice::attempt_finished>(what) &&
                          of.seen->live == 0 && !of.seen->told("run_continued");
        if (idle) {
            before = of.seen->starts[s1];
            of.ask(control::proceed{});
        }
    });
    watched.go();
    CHECK(before <= 2);
    CHECK(watched.run.summary().count(outcome::succeeded) == 5);
    CHECK(watched.answers.at(0).paused);
}

TEST_CASE("a run that is not under way refuses", "[run]") {
    boost::asio::io_context io;
    package_run run(io.get_executor(), tds::runtime::instance(), plan(servers(1) + tasks(1, "1s")));
    std::vector<error_code> errors;
    auto const take = [&errors](error_code error, control_answer const&) {
        errors.push_back(error);
    };
    run.async_control(control::pause{}, take);
    CHECK(errors.empty());
    io.run();
    run.abandon();
    run.async_control(control::pause{}, take);
    io.restart();
    io.run();
    CHECK(errors == std::vector<error_code>{run_errc::not_started, run_errc::is_over});
}

TEST_CASE("the handler of a wish runs on its own executor, never inline", "[run]") {
    boost::asio::io_context io;
    boost::asio::io_context own;
    package_run run(io.get_executor(), tds::runtime::instance(), plan(servers(1) + tasks(1, "1s")));
    bool called = false;
    run.async_control(
        control::pause{},
        boost::asio::bind_executor(own, [&](error_code, control_answer const&) { called = true; }));
    CHECK_FALSE(called);
    io.run();
    CHECK_FALSE(called);
    own.run();
    CHECK(called);
}

TEST_CASE("wishes of many threads at once are taken one after the other", "[run]") {
    static constexpr int callers = 8;
    static constexpr int rounds = 50;
    std::atomic<int> granted = 0;
    std::vector<std::thread> threads;
    auto const events = std::make_shared<memory_journal>();
    watched_run watched(servers(2) + tasks(4, "100h"), [&](watched_run& of,
                                                           run_notice const& what) {
        if (!is_first_start(of, what))
            return;
        for (int caller = 0; caller < callers; ++caller)
            threads.emplace_back([&granted, &run = of.made(), caller] {
                for (int i = 0; i < rounds; ++i) {
                    bool const drains = (i + caller) % 2 == 0;
                    auto const wish = drains ? run_control(control::drain{s1})
                                             : run_control(control::undrain{s1});
                    run.async_control(wish, [&, drains](error_code error, control_answer answer) {
                        granted += !error && answer.server.value().drained == drains ? 1 : 0;
                        if (granted == callers * rounds)
                            run.cancel(true);
                    });
                }
            });
    });
    watched.run.use(events);
    watched.go();
    for (auto& each : threads)
        each.join();
    CHECK(granted == callers * rounds);
    bool drained = false;
    for (auto const& each : events->events()) {
        bool const drains = std::holds_alternative<event::server_drained>(each.what);
        if (!drains && !std::holds_alternative<event::server_undrained>(each.what))
            continue;
        CHECK(drains != drained);
        drained = drains;
    }
}
