// Servers that accept and stay silent, beside servers that are well.
#include "dozing_relay.hpp"
#include "tds_scene.hpp"
#include "useless_port.hpp"

#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// Connections that are being made, on the scene's context.
class crowd {
public:
    crowd(tds_client& scene, std::size_t size)
        : scene_(scene) {
        for (std::size_t i = 0; i < size; ++i)
            lines_.emplace_back(scene.io.get_executor(), scene.runtime);
    }

    void connect_to(std::uint16_t port, milliseconds timeout = ample) {
        auto options = scene_.how();
        options.server.port = port;
        for (auto& line : lines_) {
            begun_.push_back(std::make_shared<operation<diagnostics>>());
            line.async_connect(options, timeout, operation<diagnostics>::handler(begun_.back()));
        }
    }
    void close() {
        for (auto& line : lines_)
            line.close();
    }

    [[nodiscard]] std::size_t done() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(begun_, [](auto const& each) { return each->done; }));
    }
    [[nodiscard]] bool all_done() const { return done() == lines_.size(); }
    [[nodiscard]] std::size_t open() const {
        return static_cast<std::size_t>(std::ranges::count_if(lines_, &tds::connection::is_open));
    }
    [[nodiscard]] std::vector<connecting> const& begun() const { return begun_; }

private:
    tds_client& scene_;
    std::vector<tds::connection> lines_;
    std::vector<connecting> begun_;
};

bool says_not_begun(diagnostics const& said) {
    return std::ranges::any_of(said.client, [](auto const& each) {
        return each.text.find("has not begun") != std::string::npos;
    });
}

} // namespace

TEST_CASE("a server that is silent to forty connections keeps no other from logging in",
          "[tds][silent]") {
    silent_port silent;
    // Declared behind it: the runtime waits for its logins, and those end with the lines.
    tds_scene scene({}, {.logins = 3});
    crowd stuck(scene, 40);
    stuck.connect_to(silent.number());
    scene.until([&] { return silent.talkers() == 2; });

    crowd healthy(scene, 50);
    healthy.connect_to(scene.port);
    unsigned most = 0;
    scene.until([&] {
        most = std::max(most, scene.runtime->login_threads());
        return healthy.all_done();
    });
    CHECK(healthy.open() == 50);
    CHECK(most <= 3);
    // Those who wait hold no thread, and the server hears of none of them.
    CHECK(stuck.done() == 0);
    CHECK(silent.talkers() == 2);

    stuck.close();
    scene.until([&] { return stuck.all_done(); });
    for (auto const& each : stuck.begun())
        CHECK(each->error == asio::error::operation_aborted);
    CHECK(std::ranges::count_if(stuck.begun(), [](auto const& each) {
              return says_not_begun(each->answer());
          }) == 38);
    silent.hang_up();
}

TEST_CASE("the deadline of who waits for a turn goes on, and it is told why it never began",
          "[tds][silent]") {
    silent_port silent;
    tds_scene scene({}, {.logins_per_server = 1});
    crowd stuck(scene, 1);
    stuck.connect_to(silent.number());
    scene.until([&] { return silent.talkers() == 1; });
    crowd late(scene, 5);
    late.connect_to(silent.number(), 20ms);
    scene.until([&] { return late.all_done(); });
    for (auto const& each : late.begun()) {
        CHECK(each->error == client_errc::timed_out);
        CHECK(says_not_begun(each->answer()));
    }
    CHECK(silent.talkers() == 1);
    stuck.close();
    silent.hang_up();
}

TEST_CASE("turns that are given up go to others, without a login", "[tds][silent]") {
    silent_port silent;
    tds_scene scene({}, {.logins_per_server = 1});
    crowd first(scene, 1);
    first.connect_to(silent.number());
    scene.until([&] { return silent.talkers() == 1; });
    crowd given_up(scene, 10);
    given_up.connect_to(silent.number());
    given_up.close();
    scene.until([&] { return given_up.all_done(); });
    crowd next(scene, 1);
    next.connect_to(silent.number());
    first.close();
    silent.hang_up();
    scene.until([&] { return silent.talkers() == 1; });
    next.close();
    silent.hang_up();
}

TEST_CASE("a server that was silent once is logged in to when it answers again", "[tds][silent]") {
    tds_scene scene({}, {.logins_per_server = 1});
    dozing_relay relay(scene.port);
    crowd first(scene, 1);
    first.connect_to(relay.port(), 1s);
    scene.until([&] { return relay.dozes(); });

    crowd patient(scene, 10);
    patient.connect_to(relay.port());
    scene.until([&] { return patient.all_done(); });
    CHECK(patient.open() == 10);
    CHECK(relay.pushing() == 0);
}

TEST_CASE("a context that ends takes with it who waits for a turn", "[tds][silent]") {
    silent_port silent;
    auto const runtime =
        std::make_shared<tds::runtime>(tds::runtime::sizes{.logins_per_server = 1});
    auto called = std::make_shared<int>(0);
    {
        asio::io_context io{1};
        std::vector<tds::connection> lines;
        for (int i = 0; i < 5; ++i) {
            tds::options how;
            how.server = {"127.0.0.1", silent.number(), ""};
            how.auth = tds::sql_login{"sa", "secret"};
            how.encrypt = tds::encryption::off;
            how.verify_certificate = false;
            lines.emplace_back(io.get_executor(), runtime);
            lines.back().async_connect(how, ample, [called](auto...) { ++*called; });
        }
        while (silent.talkers() < 1)
            io.run_one_for(1ms);
    }
    silent.hang_up();
    CHECK(*called == 0);
    CHECK(called.use_count() == 1);
}

TEST_CASE("a login that nobody wants any more leaves a server that stays silent", "[tds][silent]") {
    silent_port silent;
    tds_scene scene({}, {.logins_per_server = 1});
    crowd stuck(scene, 1);
    stuck.connect_to(silent.number());
    scene.until([&] { return silent.talkers() == 1; });
    stuck.close();
    scene.until([&] { return stuck.all_done(); });
    // The one that only tried the port, and the login.
    scene.until([&] { return silent.leavers() == 2; });
    CHECK(stuck.begun().front()->error == asio::error::operation_aborted);
}

TEST_CASE("a login that is wanted outlasts a silence that others are given up for",
          "[tds][silent]") {
    running_server late(0);
    tds_client patient(late.listener->port());
    auto const begun = patient.begin_connect(patient.how());
    // Ends by its deadline: longer than FreeTDS waits between two looks.
    silent_port silent;
    tds_client impatient(silent.number());
    CHECK(impatient.finish(impatient.begin_connect(impatient.how(), 4s))->error ==
          client_errc::timed_out);
    silent.hang_up();
    std::thread answering([&] { late.running.context.run(); });
    CHECK_FALSE(patient.finish(begun)->error);
    CHECK(patient.line.is_open());
    late.running.context.stop();
    answering.join();
}
