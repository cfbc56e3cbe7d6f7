// What the process lets a connection have: its environment, its descriptors.
#include "tds_scene.hpp"

#include <ssislb/tds/descriptors.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// Takes every descriptor that the process may still have.
class no_descriptors {
public:
    no_descriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit few = before_;
        few.rlim_cur = 200;
        ::setrlimit(RLIMIT_NOFILE, &few);
        for (int one = 0; (one = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;)
            taken_.push_back(one);
    }
    no_descriptors(no_descriptors const&) = delete;
    no_descriptors& operator=(no_descriptors const&) = delete;
    ~no_descriptors() {
        for (int const one : taken_)
            ::close(one);
        ::setrlimit(RLIMIT_NOFILE, &before_);
    }

private:
    rlimit before_{};
    std::vector<int> taken_;
};

// FreeTDS takes each of them for more than what it was told.
std::vector<std::pair<std::string, std::string>> const overriding{
    {"TDSHOST", "127.0.0.1"}, {"TDSPORT", "1433"}, {"TDSVER", "7.0"},
    {"TDSVER", "5.0"},        {"TDSVER", "auto"},  {"TDSVER", "8.0"}};

} // namespace

TEST_CASE("a variable that would send FreeTDS elsewhere is refused by name", "[tds][environment]") {
    tds_scene scene;
    for (auto const& [name, value] : overriding) {
        CAPTURE(name, value);
        ::setenv(name.c_str(), value.c_str(), 1);
        auto const connected = scene.connect();
        ::unsetenv(name.c_str());
        CHECK(connected->error == client_errc::invalid_argument);
        REQUIRE(connected->answer().client.size() == 1);
        CHECK(connected->answer().client.front().text.find(name) != std::string::npos);
    }
    CHECK(scene.listener->counters().connections == 0);
    scene.log_in();
}

TEST_CASE("the protocol's version may be set to what it is anyway", "[tds][environment]") {
    tds_scene scene;
    for (std::string const harmless : {"7.4", ""}) {
        ::setenv("TDSVER", harmless.c_str(), 1);
        CHECK_FALSE(scene.connect()->error);
    }
    ::unsetenv("TDSVER");
}

TEST_CASE("settings files of others have no effect", "[tds][environment]") {
    tds_scene scene;
    ::setenv("FREETDSCONF", "/dev/zero", 1);
    ::setenv("FREETDS", "/no/such/folder", 1);
    scene.log_in();
    CHECK(scene.works());
    ::setenv("FREETDSCONF", "/dev/null", 1);
    ::unsetenv("FREETDS");
}

TEST_CASE("without descriptors a connection goes on, and a new one is refused for that reason",
          "[tds][environment]") {
    open_scene scene;
    {
        no_descriptors const none;
        CHECK(scene.works());
    }
    tds_scene fresh;
    {
        no_descriptors const none;
        auto const connected = fresh.connect();
        CHECK(connected->error == client_errc::out_of_resources);
        REQUIRE_FALSE(connected->answer().client.empty());
        auto const& told = connected->answer().client.back().text;
        CAPTURE(told);
        CHECK(told.find("may open 200 files (hard limit ") != std::string::npos);
        CHECK(told.find("ulimit -n") != std::string::npos);
        CHECK(told.find("LimitNOFILE=") != std::string::npos);
    }
    fresh.log_in();
    CHECK(fresh.works());
}

TEST_CASE("as many connections as were promised can be made, and not many more",
          "[tds][environment]") {
    tds_scene scene;
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    rlimit few = before;
    few.rlim_cur = 200;
    ::setrlimit(RLIMIT_NOFILE, &few);
    // The server has its end of each in this process.
    auto const left = tds::current_descriptor_limit().connections_left() * 4 / 5;
    std::vector<tds::connection> lines;
    std::size_t open = 0;
    for (std::size_t i = 0; i < 3 * left; ++i) {
        lines.emplace_back(scene.io.get_executor(), scene.runtime);
        auto const begun = std::make_shared<operation<diagnostics>>();
        lines.back().async_connect(scene.how(), ample, operation<diagnostics>::handler(begun));
        scene.until([&] { return begun->done; });
        if (begun->error)
            break;
        ++open;
    }
    CHECK(open >= left);
    CHECK(open < 2 * left);
    lines.clear();
    ::setrlimit(RLIMIT_NOFILE, &before);
}
