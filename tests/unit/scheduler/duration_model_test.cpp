// What histories and ends of attempts change in the estimates.
#include "plan_builder.hpp"
#include "scheduler/duration_model.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <random>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;
using detail::duration_model;

namespace {

constexpr server_id first{0};
constexpr server_id second{1};
constexpr server_id third{2};
constexpr task_id x{0};
constexpr task_id y{1};
constexpr task_id z{2};

duration_model model_of(parent_package const& package) {
    return {package, duration_estimates(package)};
}

double seconds(duration_model const& model, task_id task, server_id server) {
    return model.estimates().of(task, server).count() / 1000;
}

past_length seen(task_id task, milliseconds median, std::uint32_t runs = 20) {
    return {task, median, 0.1, runs};
}

} // namespace

TEST_CASE("past runs on a server are believed, whatever plan and speed say", "[scheduler]") {
    parent_package const package = plan().server("a", 1, 2.0).task("x").expected(10s);
    auto model = model_of(package);
    CHECK(seconds(model, x, first) == Approx(5));
    std::vector const history{seen(x, 40s)};
    model.read_history(first, history);
    CHECK(seconds(model, x, first) == Approx(40));
}

TEST_CASE("past runs elsewhere go before what the plan expects", "[scheduler]") {
    parent_package const package =
        plan().server("a").server("b", 1, 2.0).task("x").expected(10s).task("y").expected(10s);
    auto model = model_of(package);
    std::vector const history{seen(x, 40s)};
    model.read_history(first, history);
    CHECK(seconds(model, x, second) == Approx(20));
    CHECK(seconds(model, y, second) == Approx(5));
}

TEST_CASE("what nothing is known of is taken for the median of the rest", "[scheduler]") {
    parent_package const package =
        plan().server("a").tasks({"x", "y", "z"}).task("unheard").task("expected").expected(70s);
    auto model = model_of(package);
    CHECK(seconds(model, task_id{3}, first) == Approx(70));
    std::vector const history{seen(x, 1s), seen(y, 5s), seen(z, 9s)};
    model.read_history(first, history);
    // Of 1, 5, 9 and 70 s the later of the two in the middle.
    CHECK(seconds(model, task_id{3}, first) == Approx(9));
    CHECK(seconds(model, task_id{4}, first) == Approx(70));
}

TEST_CASE("a server whose jobs take longer than elsewhere is learned to be slow", "[scheduler]") {
    std::mt19937 chance(7);
    std::normal_distribution<> noise(0, 0.1);
    plan builder;
    builder.server("a").server("b");
    std::vector<past_length> on_a;
    std::vector<past_length> on_b;
    for (std::uint32_t i = 0; i < 40; ++i) {
        builder.task("t" + std::to_string(i)).expected(10s);
        auto const length = (1.0 + i) * 1000;
        on_a.push_back(
            seen(task_id{i}, milliseconds(std::lround(length * std::exp(noise(chance))))));
        if (i % 2 == 0)
            on_b.push_back(
                seen(task_id{i}, milliseconds(std::lround(2 * length * std::exp(noise(chance))))));
    }
    auto model = model_of(builder);
    model.read_history(first, on_a);
    CHECK(model.estimates().speed(first) == Approx(1));
    model.read_history(second, on_b);
    CHECK(model.estimates().speed(second) == Approx(0.5).epsilon(0.06));
    // One that has only run on the other server.
    CHECK(seconds(model, task_id{31}, second) == Approx(64).epsilon(0.3));
}

TEST_CASE("few runs say less of a speed than the plan", "[scheduler]") {
    parent_package const package = plan().server("a").server("b").task("x").expected(10s);
    auto model = model_of(package);
    model.read_history(first, std::vector{past_length{x, 10s, 0.3, 1}});
    model.read_history(second, std::vector{past_length{x, 20s, 0.3, 1}});
    CHECK(model.estimates().speed(second) < 0.9);
    CHECK(model.estimates().speed(second) > 0.55);
    CHECK(seconds(model, x, second) == Approx(20));
}

TEST_CASE("history is read once a server", "[scheduler]") {
    parent_package const package = plan().server("a").task("x").expected(10s);
    auto model = model_of(package);
    model.read_history(first, std::vector{seen(x, 40s)});
    model.read_history(first, std::vector{seen(x, 10s)});
    CHECK(seconds(model, x, first) == Approx(40));
}

TEST_CASE("a server that turns out slow tonight loses its speed by and by", "[scheduler]") {
    plan builder;
    builder.server("a").server("b").server("c").task("x").expected(100s);
    auto model = model_of(builder);
    for (int i = 0; i < 200; ++i) {
        model.note_success(x, first, 200s);
        model.note_success(x, second, 100s);
        model.note_success(x, third, 100s);
        if (i == 0)
            CHECK(model.estimates().speed(first) > 0.9);
    }
    // A tenth is left alone, on either side.
    CHECK(model.estimates().speed(first) / model.estimates().speed(second) ==
          Approx(0.5 * std::exp(0.2)).epsilon(0.04));
    CHECK(model.estimates().speed(second) == Approx(model.estimates().speed(third)).epsilon(0.01));
    CHECK(seconds(model, x, first) > 135);
}

TEST_CASE("what all servers have in common changes no speed", "[scheduler]") {
    parent_package const package = plan().server("a").server("b").task("x").expected(100s);
    auto model = model_of(package);
    for (int i = 0; i < 100; ++i) {
        model.note_success(x, first, 300s);
        model.note_success(x, second, 300s);
    }
    CHECK(model.estimates().speed(first) == Approx(1));
    CHECK(model.estimates().speed(second) == Approx(1));
}

TEST_CASE("runs that last as thought change nothing", "[scheduler]") {
    parent_package const package = plan().server("a", 1, 1.5).server("b").task("x").expected(90s);
    auto model = model_of(package);
    for (int i = 0; i < 10; ++i)
        model.note_success(x, first, 60s);
    CHECK(seconds(model, x, first) == Approx(60).epsilon(1e-12));
    CHECK(seconds(model, x, second) == Approx(90).epsilon(1e-12));
}
