// Whether to wait on for a silent server is asked again and again.
#include "support/catch.hpp"
#include "tds/configuration.hpp"
#include "tds/dblib.hpp"
#include "tds/runtime_state.hpp"
#include "unit/sim_wire/running_server.hpp"
#include "useless_port.hpp"

#include <algorithm>
#include <functional>
#include <thread>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;
using tds::detail::dblib_process;

namespace {

struct login {
    diagnostics said;
    bool open = false;

    [[nodiscard]] auto timeouts() const {
        return std::ranges::count(said.client, dblib_process::timed_out, &client_message::number);
    }
};

/// Whoever is asked whether to wait on is asked once a second.
login log_in(std::uint16_t port, std::function<bool()> const& is_wanted) {
    tds::options how;
    how.server = {"127.0.0.1", port, ""};
    how.encrypt = tds::encryption::off;
    how.verify_certificate = false;
    login made;
    tds::detail::message_scope const scope(made.said);
    tds::detail::login_record record;
    record.section =
        tds::detail::freetds_configuration().section(tds::detail::section_lines(how, 1s));
    record.user = "sa";
    record.password = "secret";
    made.open = dblib_process::open(record, is_wanted) != nullptr;
    return made;
}

} // namespace

TEST_CASE("a login goes on as long as it is wanted, and no longer", "[tds][silent]") {
    silent_port silent;
    int looks = 0;
    auto const made = log_in(silent.number(), [&looks] { return ++looks < 3; });
    CHECK_FALSE(made.open);
    CHECK(looks == 3);
    // What it waited through is no error.
    CHECK(made.timeouts() == 1);
}

TEST_CASE("a login that waited on is as good as one that was answered at once", "[tds][silent]") {
    running_server server(0);
    std::thread answering;
    auto const made = log_in(server.listener->port(), [&] {
        if (!answering.joinable())
            answering = std::thread([&] { server.running.context.run(); });
        return true;
    });
    REQUIRE(answering.joinable());
    CHECK(made.open);
    CHECK(made.timeouts() == 0);
    server.running.context.stop();
    answering.join();
}
