// Several clients at once.
#include "fixture.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <thread>

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;

TEST_CASE("of starts that race from several threads exactly one is accepted", "[sim][race]") {
    lab lab{one_job()};
    std::atomic<int> accepted = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> clients;
    for (int client = 0; client < 4; ++client)
        clients.emplace_back([&, session = lab.log_in("operator")] {
            for (int round = 0; round < 50; ++round) {
                answer const said{
                    session->execute(sql::call{"sp_start_job", {positional(text("load"))}})};
                said.status() == 0 ? ++accepted : ++refused;
                (void)session->execute(sql::call{"sp_help_jobactivity", {}});
            }
        });
    for (auto& each : clients)
        each.join();
    CHECK(accepted == 1);
    CHECK(refused == 199);
    CHECK(lab.server.starts("load") == 1);
}
