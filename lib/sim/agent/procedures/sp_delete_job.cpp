// sp_delete_job: the job goes, and its history unless it is to stay.
#include "sim/agent/procedures/job_changes.hpp"
#include "sim/agent/procedures/registry.hpp"

#include <array>

namespace ssislb::sim::detail {
namespace {

constexpr std::array formals{
    formal{"@job_id", {sql::type::uniqueidentifier, 0}},
    formal{"@job_name", sql::sysname},
    formal{"@originating_server", sql::sysname},
    formal{"@delete_history", {sql::type::bit, 0}, formal::use::optional, 1},
    formal{"@delete_unused_schedule", {sql::type::bit, 0}, formal::use::optional, 1},
};

int remove(frame const& in, arguments& given) {
    auto const [target, failed] = verify_job_identifiers(in, given, start_up_test::none);
    if (failed || !may_change(in, *target))
        return 1;
    in.world().remove_job(*target, given.integer("@delete_history") != 0);
    return 0;
}

} // namespace

procedure const sp_delete_job{"sp_delete_job", formals, remove};

} // namespace ssislb::sim::detail
