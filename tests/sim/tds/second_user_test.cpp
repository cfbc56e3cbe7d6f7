// A host application that uses db-lib too, before us or after us.
#include "host_application.hpp"
#include "tds_scene.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

using namespace ssislb;
using namespace ssislb::test;

namespace {

tds_script complaining() {
    return {[](sql::batch const& asked) {
        if (asked.text == "of the host")
            return answer(error_message(50001, "for the host"));
        if (asked.text == "of ours")
            return answer(error_message(50002, "for us"));
        return plain_answer(asked);
    }};
}

tds_script refusing() {
    tds_script script;
    script.refusal = {error_message(18456, "Login failed for user 'sa'.", "", 14)};
    return script;
}

std::vector<int> numbers(diagnostics const& said) {
    std::vector<int> all;
    for (auto const& each : said.server)
        all.push_back(each.number);
    return all;
}

/// Both are open on the same server, and each hears its own messages and no other.
void check_apart(tds_scene& scene, host_application& host) {
    static_cast<void>(host.heard());
    auto const asked = scene.ask("of ours");
    CHECK(asked->error.value() == 50002);
    CHECK(numbers(asked->answer().diag) == std::vector{50002});
    CHECK(host.heard() == heard_by_host{});

    CHECK(host.ask("of the host") == -1);
    auto const heard = host.heard();
    CHECK(heard.messages == std::vector{50001});
    // "General SQL Server error", once.
    CHECK(heard.errors.size() == 1);
    CHECK(heard.strange == 0);
    CHECK(scene.works());
    CHECK(host.ask("select 1") == 1);
}

/// A login that fails says a lot, to us alone.
void check_failed_login() {
    tds_scene strict(refusing());
    auto const connected = strict.connect();
    CHECK(connected->error == client_errc::login_failed);
    CHECK(numbers(connected->answer()) == std::vector{18456});
}

/// The library's settings for FreeTDS, as a file of this process.
std::string settings_in_memory() {
    namespace files = std::filesystem;
    for (auto const& entry : files::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        auto const target = files::read_symlink(entry.path(), gone).string();
        if (target.find("ssislb-freetds") != std::string::npos)
            return entry.path().string();
    }
    return {};
}

} // namespace

TEST_CASE("handlers that a host installed before us hear of its own connections only",
          "[tds][second user]") {
    host_application host;
    host.start();
    host.install_handlers();
    open_scene scene(complaining());
    REQUIRE(host.connect(scene.port));
    check_failed_login();
    check_apart(scene, host);
}

TEST_CASE("handlers that a host installs after us take nothing away from us",
          "[tds][second user]") {
    open_scene scene(complaining());
    host_application host;
    host.start();
    host.install_handlers();
    REQUIRE(host.connect(scene.port));
    check_apart(scene, host);
    host.install_handlers();
    check_failed_login();
    CHECK(host.heard() == heard_by_host{});
    check_apart(scene, host);
}

TEST_CASE("a host that starts db-lib after us does not have the process ended by our failed login",
          "[tds][second user]") {
    open_scene scene(complaining());
    host_application host;
    host.start();
    check_failed_login();
    host.start();
    CHECK(scene.ask("of ours")->error.value() == 50002);
    CHECK(scene.works());
}

TEST_CASE("a host whose handlers call ours hears each message once", "[tds][second user]") {
    open_scene scene(complaining());
    host_application host;
    host.start();
    host.install_chained_handlers();
    REQUIRE(host.connect(scene.port));
    check_apart(scene, host);
    check_failed_login();
    CHECK(host.heard() == heard_by_host{});
}

TEST_CASE("a connection that is closed behind our back says nothing to the host",
          "[tds][second user]") {
    open_scene scene;
    host_application host;
    host.start();
    host.install_handlers();
    auto const slow = scene.begin_and_arrive("slow");
    scene.line.close();
    CHECK(scene.finish(slow)->error == asio::error::operation_aborted);
    // The call pool closes it, and has ended when a later login has.
    scene.log_in();
    CHECK(scene.works());
    CHECK(host.heard() == heard_by_host{});
}

TEST_CASE("a server that the host names in a settings file of its own is found beside ours",
          "[tds][second user]") {
    open_scene scene(complaining());
    std::string path = "/tmp/ssislb-host-XXXXXX";
    int const descriptor = ::mkstemp(path.data());
    REQUIRE(descriptor >= 0);
    ::close(descriptor);
    std::ofstream(path) << "[named by the host]\n\thost = 127.0.0.1\n\tport = " << scene.port
                        << "\n\ttds version = 7.4\n";
    ::setenv("FREETDSCONF", path.c_str(), 1);
    host_application host;
    host.start();
    host.install_handlers();
    CHECK(host.connect("named by the host"));
    check_apart(scene, host);
    ::setenv("FREETDSCONF", "/dev/null", 1);
    ::unlink(path.c_str());
}

TEST_CASE("a host that takes our settings file away is told so, and our logins go nowhere else",
          "[tds][second user]") {
    tds_scene scene;
    auto const ours = settings_in_memory();
    REQUIRE_FALSE(ours.empty());
    host_application host;
    host.start();
    host.name_settings_file("/dev/null");
    auto const connected = scene.connect();
    host.name_settings_file(ours);
    CHECK(connected->error == client_errc::invalid_argument);
    REQUIRE_FALSE(connected->answer().client.empty());
    CHECK(connected->answer().client.front().text.find("dbsetifile") != std::string::npos);
    CHECK(scene.listener->counters().logins == 0);
    scene.log_in();
}

TEST_CASE("FreeTDS lets a process have more connections than its own 4096", "[tds][second user]") {
    open_scene const scene;
    host_application host;
    host.start();
    CHECK(host.most_connections() > 100'000);
}
