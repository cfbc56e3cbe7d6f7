// sp_add_jobserver: from now on the job can be started.
#include "sim/agent/procedures/job_changes.hpp"
#include "sim/agent/procedures/registry.hpp"
#include "sim/agent/text.hpp"

#include <array>

namespace ssislb::sim::detail {
namespace {

constexpr std::array formals{
    formal{"@job_id", {sql::type::uniqueidentifier, 0}},
    formal{"@job_name", sql::sysname},
    formal{"@server_name", sql::sysname},
    formal{"@automatic_post", {sql::type::bit, 0}, formal::use::optional, 1},
};

int add(frame const& in, arguments& given) {
    auto const [target, failed] = verify_job_identifiers(in, given, start_up_test::none);
    if (failed || !may_change(in, *target))
        return 1;
    auto const server = given.text("@server_name").value_or("(LOCAL)");
    if (!same_name(server, "(LOCAL)") && !same_name(server, in.world().spec.name))
        return in.raise(14262, {"@server_name", server});
    if (target->targeted)
        return in.raise(14269, {target->name, in.world().spec.name});
    target->targeted = true;
    return 0;
}

} // namespace

procedure const sp_add_jobserver{"sp_add_jobserver", formals, add};

} // namespace ssislb::sim::detail
