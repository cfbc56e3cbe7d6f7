// The line is cut at each byte of each kind of call that a remote_server makes.
#include "relayed_scene.hpp"

#include <array>
#include <tuple>

using namespace ssislb;
using namespace ssislb::test;

namespace {

struct cut_kind {
    direction which;
    line_end how;
    /// Bytes from one cut to the next.
    std::size_t step;
};

constexpr std::array kinds{cut_kind{direction::answers, line_end::reset, 1},
                           cut_kind{direction::answers, line_end::orderly, 13},
                           cut_kind{direction::requests, line_end::reset, 7},
                           cut_kind{direction::requests, line_end::orderly, 17}};

/// What happened to one deed.
struct trial {
    bool cut = false;
    cut_kind how{};
};

/// Cuts the line ever later under `deed` until it is carried out uncut; `judge` is told each time
/// what became of it. `before` prepares each trial on the whole line.
template <class Before, class Deed, class Judge>
asio::awaitable<void> walk(relayed_scene& scene, cut_kind how, Before before, Deed deed,
                           Judge judge) {
    bool cut = true;
    std::size_t bytes = 0;
    for (; cut; bytes += how.step) {
        co_await scene.until_up();
        co_await before();
        scene.relay.cut_after(how.which, bytes, how.how);
        auto const told = co_await deed();
        cut = !scene.relay.take_back();
        CAPTURE(bytes, cut, static_cast<int>(how.which), static_cast<int>(how.how));
        co_await judge(told, trial{cut, how});
    }
    // Every call and every answer is longer than that.
    CHECK(bytes > 60);
}

asio::awaitable<void> nothing() {
    co_return;
}

/// The history stays short, so that its answer does not grow from one trial to the next.
sim::instance_spec forgetful_server(sim::job_spec only) {
    auto spec = server_with({std::move(only)});
    spec.history.per_job = 2;
    return spec;
}

/// Lost between login and the first question, it may be connecting again by itself.
asio::awaitable<void> connected_again(relayed_scene& scene, remote_server& far) {
    error_code error = client_errc::operation_in_progress;
    diagnostics said;
    while (error == client_errc::operation_in_progress) {
        std::tie(error, said) = co_await far.async_connect(as_result);
        co_await scene.moment();
    }
    CAPTURE(error.message(), to_string(said));
    CHECK_FALSE(error);
}

/// A call that changes nothing: it tells the truth, or that its answer is lost.
template <class Ask, class Right>
void walk_question(Ask ask, Right right) {
    for (auto const& how : kinds) {
        relayed_scene scene(server_with({job("load")}));
        scene.world->start_job("load");
        scene.play([&]() -> asio::awaitable<void> {
            co_await scene.until_ended(1);
            co_await scene.connect();
            auto const id = scene.world->activity().at(0).job_id;
            co_await walk(
                scene, how, nothing, [&] { return ask(scene.far, id); },
                [&](auto const& told, trial const& one) -> asio::awaitable<void> {
                    auto const& [error, answer] = told;
                    CAPTURE(error.message());
                    CHECK(error ==
                          (one.cut ? error_code(client_errc::connection_lost) : error_code()));
                    CHECK((error || right(answer)));
                    co_return;
                });
        });
    }
}

} // namespace

TEST_CASE("a list of jobs is whole or an error, wherever the line is cut", "[trouble][cut]") {
    walk_question([](remote_server& far, guid) { return far.async_jobs(as_result); },
                  [](auto const& jobs) { return jobs.size() == 1 && jobs[0].name == "load"; });
}

TEST_CASE("a job's activity is whole or an error, wherever the line is cut", "[trouble][cut]") {
    walk_question([](remote_server& far, guid) { return far.async_job_activity(as_result); },
                  [](auto const& rows) { return rows.size() == 1 && rows[0].stopped; });
}

TEST_CASE("a job's history is whole or an error, wherever the line is cut", "[trouble][cut]") {
    walk_question([](remote_server& far, guid id) { return far.async_job_history(id, as_result); },
                  [](auto const& rows) { return rows.size() == 2; });
}

TEST_CASE("a mark is right or an error, wherever the line is cut", "[trouble][cut]") {
    walk_question([](remote_server& far, guid id) { return far.async_mark_job(id, as_result); },
                  [](auto const& mark) { return mark.history != 0 && mark.run_requested; });
}

TEST_CASE("a login that is cut at any byte is an error, and can be tried again", "[trouble][cut]") {
    for (auto const& how : kinds) {
        relayed_scene scene(server_with({job("load")}));
        scene.play([&]() -> asio::awaitable<void> {
            co_await scene.connect();
            std::unique_ptr<remote_server> fresh;
            co_await walk(
                scene, how,
                [&]() -> asio::awaitable<void> {
                    fresh = std::make_unique<remote_server>(
                        scene.controller(patient(), scene.relay.port()));
                    co_return;
                },
                [&] { return fresh->async_connect(as_result); },
                [&](auto const& told, trial const& one) -> asio::awaitable<void> {
                    auto const& [error, said] = told;
                    CAPTURE(error.message(), to_string(said));
                    CHECK(bool(error) == one.cut);
                    if (error) {
                        // FreeTDS does not always say that the line was lost.
                        CHECK((error == client_errc::tls_or_login_failed ||
                               error == client_errc::connection_lost));
                        co_await connected_again(scene, *fresh);
                    }
                    auto const [failed, jobs] = co_await fresh->async_jobs(as_result);
                    CHECK_FALSE(failed);
                });
        });
    }
}

TEST_CASE("a start that is cut at any byte happens once or is proved not to have happened",
          "[trouble][cut]") {
    for (auto const& how : kinds) {
        relayed_scene scene(forgetful_server(job("load", step(200ms))));
        scene.play([&]() -> asio::awaitable<void> {
            co_await scene.connect();
            job_mark mark;
            std::uint32_t before = 0;
            co_await walk(
                scene, how,
                [&]() -> asio::awaitable<void> {
                    before = scene.world->starts("load");
                    error_code failed;
                    std::tie(failed, mark) = co_await scene.far.async_mark_job("load", as_result);
                    REQUIRE_FALSE(failed);
                },
                [&] { return scene.far.async_start_job(mark.job, as_result); },
                [&](auto const& told, trial const& one) -> asio::awaitable<void> {
                    auto const& [error, said] = told;
                    CAPTURE(error.message());
                    bool const arrived = !one.cut || one.how.which == direction::answers;
                    CHECK(scene.world->starts("load") == before + (arrived ? 1 : 0));
                    // The answer may have said enough before it was cut.
                    CHECK((one.cut || !error));
                    if (error) {
                        CHECK(error == agent_errc::start_in_doubt);
                        auto const [unproved, started] = co_await scene.far.async_confirm_start(
                            mark, start_sender::this_process, as_result);
                        CHECK_FALSE(unproved);
                        CHECK(started == arrived);
                    } else {
                        CHECK(arrived);
                    }
                    if (!arrived)
                        co_return;
                    auto const [lost, run] = co_await scene.far.async_wait_job(mark, {}, as_result);
                    CHECK_FALSE(lost);
                    CHECK(run.result.job == outcome::succeeded);
                });
        });
    }
}

TEST_CASE("a stop that is cut at any byte has stopped the job or has not, and can be repeated",
          "[trouble][cut]") {
    for (auto const& how : kinds) {
        relayed_scene scene(server_with({job("load", step(24h))}));
        scene.play([&]() -> asio::awaitable<void> {
            co_await scene.connect();
            co_await scene.connected();
            auto const id = co_await scene.id_of("load");
            co_await walk(
                scene, how,
                [&]() -> asio::awaitable<void> {
                    scene.world->start_job("load");
                    co_await scene.until_running();
                },
                [&] { return scene.far.async_stop_job(id, as_result); },
                [&](auto const& told, trial const& one) -> asio::awaitable<void> {
                    auto const& [error, said] = told;
                    bool const arrived = !one.cut || one.how.which == direction::answers;
                    CAPTURE(error.message());
                    CHECK(error ==
                          (one.cut ? error_code(client_errc::connection_lost) : error_code()));
                    CHECK(scene.world->running() == (arrived ? 0 : 1));
                    co_await scene.until_up();
                    auto const [again, second] = co_await scene.far.async_stop_job(id, as_result);
                    CHECK(again ==
                          (arrived ? error_code(agent_errc::job_not_running) : error_code()));
                    CHECK(scene.world->running() == 0);
                });
        });
    }
}

TEST_CASE(
    "an end that is looked for on a line that is cut at any byte is seen, and is the true one",
    "[trouble][cut]") {
    for (auto how : kinds) {
        // Its calls are cut at every byte elsewhere.
        how.step *= 5;
        auto const end =
            how.how == line_end::reset ? sim::run_end::failed : sim::run_end::succeeded;
        auto const truth = end == sim::run_end::failed ? outcome::failed : outcome::succeeded;
        relayed_scene scene(forgetful_server(job("load", step(1ms, end))));
        scene.play([&]() -> asio::awaitable<void> {
            co_await scene.connect();
            job_mark mark;
            std::size_t runs = 0;
            co_await walk(
                scene, how,
                [&]() -> asio::awaitable<void> {
                    // The wait before may have ended on a line whose end is not noticed yet.
                    error_code failed = client_errc::not_connected;
                    while (failed == condition::connection_lost) {
                        co_await scene.moment();
                        std::tie(failed, mark) =
                            co_await scene.far.async_mark_job("load", as_result);
                    }
                    REQUIRE_FALSE(failed);
                    auto const [refused, said] =
                        co_await scene.far.async_start_job(mark.job, as_result);
                    REQUIRE_FALSE(refused);
                    co_await scene.until_ended(++runs);
                },
                [&] { return scene.far.async_wait_job(mark, {}, as_result); },
                [&](auto const& told, trial const&) -> asio::awaitable<void> {
                    auto const& [error, run] = told;
                    CAPTURE(error.message());
                    CHECK_FALSE(error);
                    CHECK(run.result.job == truth);
                    CHECK(run.evidence == outcome_evidence::history);
                    co_return;
                });
            CHECK(scene.world->starts("load") == runs);
        });
    }
}
