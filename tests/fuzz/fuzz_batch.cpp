// A batch that the fuzzer makes up, run by a simulated server.
#include "sim/sql/service_of.hpp"

#include <ssislb/sim/clock.hpp>
#include <ssislb/sim/instance.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace ssislb;
using namespace ssislb::sim;

void require(bool holds) {
    if (!holds)
        std::abort();
}

instance_spec world() {
    instance_spec spec;
    spec.logins.push_back({"sa", "secret", agent_role::sysadmin});
    job_spec job;
    job.name = "load";
    job.steps.emplace_back();
    spec.jobs.push_back(job);
    job.name = "other";
    spec.jobs.push_back(std::move(job));
    return spec;
}

std::unique_ptr<sql::session> log_in(instance& server) {
    sql::login login;
    login.user = "sa";
    login.password = "secret";
    login.database = "msdb";
    auto outcome = detail::service_of(server).log_in(login);
    return std::move(std::get<std::unique_ptr<sql::session>>(outcome));
}

/// Goes on with a batch that waits, and ends one that does so for too long.
sql::response ended(sql::session& session, sql::response answer, manual_clock& clock) {
    for (int waits = 0; answer.goes_on_after && waits < 3; ++waits) {
        clock.advance(std::chrono::ceil<milliseconds>(*answer.goes_on_after));
        answer = session.resume();
    }
    if (!answer.goes_on_after)
        return answer;
    session.cancel();
    return {};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const clock = std::make_shared<manual_clock>(timestamp{milliseconds{1'795'491'856'250}});
    instance server{world(), clock};
    auto const session = log_in(server);
    sql::batch const batch{{reinterpret_cast<char const*>(data), size}};
    for (int again = 0; again < 2; ++again) {
        auto const answer = ended(*session, session->execute(batch), *clock);
        // Every row is as wide as its columns.
        for (auto const& item : answer.items)
            if (auto const* set = std::get_if<sql::result_set>(&item))
                require(std::ranges::all_of(set->rows, [&](sql::row const& row) {
                    return row.size() == set->columns.size();
                }));
        clock->advance(std::chrono::minutes{10});
    }
    // The next batch finds the session as it should be.
    require(!session->execute(sql::batch{"SELECT 1"}).has_error());
    return 0;
}
