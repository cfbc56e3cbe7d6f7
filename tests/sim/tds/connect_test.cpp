// Connecting: what can stand in its way, and what is said about it.
#include "tds_scene.hpp"
#include "useless_port.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

tds_script refusing(std::vector<sql::message> errors) {
    tds_script script;
    script.refusal = std::move(errors);
    return script;
}

} // namespace

TEST_CASE("a login succeeds and tells what the server said", "[tds][connect]") {
    tds_scene scene;
    CHECK_FALSE(scene.line.is_open());
    auto const connected = scene.connect();
    CHECK_FALSE(connected->error);
    CHECK(scene.line.is_open());
    std::vector<std::int32_t> numbers;
    for (auto const& each : connected->answer().server)
        numbers.push_back(each.number);
    CHECK(numbers == std::vector<std::int32_t>{5701, 5703});
    CHECK(scene.works());
}

TEST_CASE("a port where nobody listens refuses", "[tds][connect]") {
    taken_port const nobody;
    tds_client client(nobody.number());
    auto const connected = client.connect();
    CHECK(connected->error == client_errc::connection_refused);
    CHECK_FALSE(connected->answer().client.empty());
    CHECK_FALSE(client.line.is_open());
    CHECK(client.runtime->login_threads() == 0);
}

TEST_CASE("a name that no host has is not found", "[tds][connect]") {
    tds_client client(1433);
    auto options = client.how();
    options.server.host = "no-such-host.invalid";
    CHECK(client.connect(options)->error == client_errc::host_not_found);
}

TEST_CASE("a host that accepts and says nothing is given up at the deadline", "[tds][connect]") {
    silent_port const silent;
    tds_client client(silent.number());
    for (auto const timeout : {50ms, 0ms, -5ms}) {
        CAPTURE(timeout.count());
        auto const begun = client.begin_connect(client.how(), timeout);
        CHECK(client.finish(begun)->error == client_errc::timed_out);
        CHECK_FALSE(client.line.is_open());
    }
}

TEST_CASE("after a connect that was given up the next one is a new one", "[tds][connect]") {
    silent_port const silent;
    tds_scene scene;
    auto elsewhere = scene.how();
    elsewhere.server.port = silent.number();
    auto const begun = scene.begin_connect(elsewhere);
    begun->signal.emit(asio::cancellation_type::total);
    CHECK(scene.finish(begun)->error == asio::error::operation_aborted);
    scene.log_in();
    CHECK(scene.works());
}

TEST_CASE("a wrong password is the server's no", "[tds][connect]") {
    tds_scene scene(refusing({error_message(18456, "Login failed for user 'sa'.", "", 14)}));
    auto const connected = scene.connect();
    CHECK(connected->error == client_errc::login_failed);
    REQUIRE(connected->answer().first_error() != nullptr);
    CHECK(connected->answer().first_error()->number == 18456);
    CHECK_FALSE(scene.line.is_open());
    // Asked once: a second try with the same password locks accounts.
    CHECK(scene.ask("select 1")->error == client_errc::not_connected);
    CHECK(scene.listener->counters().connections <= 2);
}

TEST_CASE("a database that cannot be opened comes first among the reasons", "[tds][connect]") {
    tds_scene scene(refusing({error_message(4060, "Cannot open database.", "", 11),
                              error_message(18456, "Login failed.", "", 14)}));
    auto const connected = scene.connect();
    CHECK(connected->error == client_errc::login_failed);
    REQUIRE(connected->answer().first_error() != nullptr);
    CHECK(connected->answer().first_error()->number == 4060);
}

TEST_CASE("options that could mean something else are refused", "[tds][connect]") {
    tds_scene scene;
    for (std::string const hostile :
         {"", " host", "a\nport = 1", "[other]", "a;b", "a#b", "a\tb"}) {
        CAPTURE(hostile);
        auto options = scene.how();
        options.server.host = hostile;
        CHECK(scene.connect(options)->error == client_errc::invalid_argument);
    }
    auto options = scene.how();
    options.auth = tds::sql_login{"", "secret"};
    CHECK(scene.connect(options)->error == client_errc::invalid_argument);
    options.auth = tds::sql_login{"sa", std::string("sec\0ret", 7)};
    CHECK(scene.connect(options)->error == client_errc::invalid_argument);
    CHECK(scene.listener->counters().connections == 0);
}

TEST_CASE("a second operation while one connects is turned away and disturbs nothing",
          "[tds][connect]") {
    tds_scene scene;
    auto const first = scene.begin_connect(scene.how());
    auto const second = scene.begin_connect(scene.how());
    auto const call = scene.begin("select 1");
    CHECK(scene.finish(second)->error == client_errc::operation_in_progress);
    CHECK(scene.finish(call)->error == client_errc::operation_in_progress);
    CHECK_FALSE(scene.finish(first)->error);
    CHECK(scene.works());
}

TEST_CASE("to connect again closes what was open", "[tds][connect]") {
    open_scene scene;
    auto const watch = scene.begin_watch();
    scene.log_in();
    CHECK(watch->error == asio::error::operation_aborted);
    CHECK(scene.works());
    auto options = scene.how();
    options.server.host = "[hostile]";
    CHECK(scene.connect(options)->error == client_errc::invalid_argument);
    CHECK_FALSE(scene.line.is_open());
}
