// Whose turn it is to log in.
#include "support/catch.hpp"
#include "tds/login_gate.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using ssislb::tds::detail::login_gate;
using ending = login_gate::ending;

namespace {

/// A gate, a clock that is moved by hand, and who was called for what.
struct gate_scene {
    login_gate gate{2};
    login_gate::time_point now{1000s};
    std::vector<std::string> called;
    std::vector<std::string> names = std::vector<std::string>(100);

    login_gate::reply ask(std::string const& server, std::size_t who) {
        auto const name = std::to_string(who);
        return gate.ask(server,
                        {&names.at(who), [this, name] { called.push_back("begin " + name); },
                         [this, name] { called.push_back("again " + name); }},
                        now);
    }
    void done(std::string const& server, ending how, login_gate::time_point began) {
        for (auto& each : gate.done(server, how, began, now))
            each();
    }
    void done(std::string const& server, ending how) { done(server, how, now); }
    bool withdraw(std::string const& server, std::size_t who) {
        return gate.withdraw(server, &names.at(who));
    }

    /// The only login to the server begins, and ends in silence 10 s later. How long the pause is.
    std::chrono::nanoseconds pause_after_silence() {
        REQUIRE(ask("a", 0).granted);
        auto const began = now;
        now += 10s;
        done("a", ending::silent, began);
        auto const reply = ask("a", 1);
        REQUIRE_FALSE(reply.granted);
        REQUIRE(reply.ask_at);
        auto const pause = *reply.ask_at - now;
        now = *reply.ask_at;
        return pause;
    }
};

} // namespace

TEST_CASE("a server gets so many turns at a time, and others are not concerned", "[tds][gate]") {
    gate_scene scene;
    CHECK(scene.ask("a", 1).granted);
    CHECK(scene.ask("a", 2).granted);
    auto const third = scene.ask("a", 3);
    CHECK_FALSE(third.granted);
    CHECK_FALSE(third.ask_at);
    CHECK(scene.ask("b", 4).granted);
}

TEST_CASE("turns are taken in order of arrival", "[tds][gate]") {
    gate_scene scene;
    for (std::size_t who = 1; who <= 5; ++who)
        static_cast<void>(scene.ask("a", who));
    scene.done("a", ending::answered);
    scene.done("a", ending::answered);
    CHECK(scene.called == std::vector<std::string>{"begin 3", "begin 4"});
    scene.done("a", ending::answered);
    CHECK(scene.called.back() == "begin 5");
}

TEST_CASE("who withdraws is not called, and its turn goes to the next", "[tds][gate]") {
    gate_scene scene;
    for (std::size_t who = 1; who <= 4; ++who)
        static_cast<void>(scene.ask("a", who));
    CHECK(scene.withdraw("a", 3));
    CHECK_FALSE(scene.withdraw("a", 3));
    CHECK_FALSE(scene.withdraw("a", 1));
    CHECK_FALSE(scene.withdraw("b", 4));
    scene.done("a", ending::answered);
    CHECK(scene.called == std::vector<std::string>{"begin 4"});
}

TEST_CASE("after a silence everybody is sent away until the pause ends", "[tds][gate]") {
    gate_scene scene;
    for (std::size_t who = 1; who <= 4; ++who)
        static_cast<void>(scene.ask("a", who));
    auto const began = scene.now;
    scene.now += 10s;
    scene.done("a", ending::silent, began);
    CHECK(scene.called == std::vector<std::string>{"again 3", "again 4"});
    auto const reply = scene.ask("a", 3);
    CHECK_FALSE(reply.granted);
    CHECK(reply.ask_at == scene.now + login_gate::first_pause);
    CHECK(scene.ask("b", 5).granted);
}

TEST_CASE("the pause doubles up to its longest, and an answer ends it", "[tds][gate]") {
    gate_scene scene;
    std::vector<std::chrono::nanoseconds> pauses;
    for (int round = 0; round < 7; ++round)
        pauses.push_back(scene.pause_after_silence());
    CHECK(pauses == std::vector<std::chrono::nanoseconds>{1s, 2s, 4s, 8s, 16s, 30s, 30s});
    REQUIRE(scene.ask("a", 1).granted);
    scene.done("a", ending::answered);
    CHECK(scene.pause_after_silence() == 1s);
}

TEST_CASE("two logins that end in silence together make one pause", "[tds][gate]") {
    gate_scene scene;
    REQUIRE(scene.ask("a", 1).granted);
    REQUIRE(scene.ask("a", 2).granted);
    auto const began = scene.now;
    scene.now += 10s;
    scene.done("a", ending::silent, began);
    scene.now += 100ms;
    scene.done("a", ending::silent, began);
    CHECK(scene.ask("a", 3).ask_at == scene.now - 100ms + login_gate::first_pause);
}

TEST_CASE("after a pause one is tried, and the others follow when it was answered", "[tds][gate]") {
    gate_scene scene;
    static_cast<void>(scene.pause_after_silence());
    CHECK(scene.ask("a", 1).granted);
    for (std::size_t who = 2; who <= 5; ++who)
        CHECK_FALSE(scene.ask("a", who).granted);
    scene.done("a", ending::answered);
    CHECK(scene.called == std::vector<std::string>{"begin 2", "begin 3"});
}

TEST_CASE("an attempt that was given up before it began changes nothing", "[tds][gate]") {
    gate_scene scene;
    static_cast<void>(scene.pause_after_silence());
    REQUIRE(scene.ask("a", 1).granted);
    static_cast<void>(scene.ask("a", 2));
    static_cast<void>(scene.ask("a", 3));
    scene.done("a", ending::untried);
    CHECK(scene.called == std::vector<std::string>{"begin 2"});
    auto const began = scene.now;
    scene.now += 10s;
    scene.done("a", ending::silent, began);
    CHECK(scene.called.back() == "again 3");
    CHECK(scene.ask("a", 3).ask_at == scene.now + 2 * login_gate::first_pause);
}

TEST_CASE("a server that was silent long ago is like any other", "[tds][gate]") {
    gate_scene scene;
    for (int round = 0; round < 6; ++round)
        static_cast<void>(scene.pause_after_silence());
    scene.now += 1h;
    // Somebody else's login clears up.
    REQUIRE(scene.ask("b", 1).granted);
    scene.done("b", ending::answered);
    CHECK(scene.pause_after_silence() == 1s);
}

TEST_CASE("nobody waits for ever: each turn given back calls somebody while anybody waits",
          "[tds][gate]") {
    // Any order of endings: every waiter is called exactly once for each time it is queued.
    for (unsigned seed = 0; seed < 500; ++seed) {
        CAPTURE(seed);
        gate_scene scene;
        unsigned dice = seed;
        std::size_t running = 0;
        std::size_t left = 20;
        std::vector<std::size_t> asking;
        for (std::size_t who = 0; who < left; ++who)
            asking.push_back(who);
        for (int step = 0; left > 0; ++step) {
            REQUIRE(step < 2000);
            for (auto const who : std::exchange(asking, {})) {
                auto reply = scene.ask("a", who);
                if (reply.ask_at)
                    scene.now = *reply.ask_at, reply = scene.ask("a", who);
                running += reply.granted ? 1 : 0;
            }
            REQUIRE(running > 0);
            REQUIRE(running <= 2);
            dice = dice * 1103515245 + 12345;
            auto const how = (dice >> 16) % 3;
            --running;
            scene.now += 1s;
            scene.done("a",
                       how == 0   ? ending::silent
                       : how == 1 ? ending::answered
                                  : ending::untried,
                       scene.now - 1s);
            --left;
            for (auto const& each : std::exchange(scene.called, {})) {
                if (each.starts_with("begin"))
                    ++running;
                else
                    asking.push_back(std::stoul(each.substr(6)));
            }
        }
        CHECK(running == 0);
    }
}
