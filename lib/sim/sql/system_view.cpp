#include "sim/sql/system_view.hpp"

#include "sim/agent/procedures/columns.hpp"
#include "sim/agent/text.hpp"
#include "sim/sql/evaluator.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/name.hpp"

#include <optional>
#include <string>

namespace ssislb::sim {
namespace sql {

bool is_system_view(std::string_view name) {
    auto const parts = parse_object_name(name);
    return parts && detail::same_name(parts->schema, "sys") &&
           detail::same_name(parts->object, "dm_server_services");
}

} // namespace sql

namespace detail {
namespace {

/// As sys.dm_server_services numbers it.
enum class service_status : std::int64_t { stopped = 1, start_pending = 2, running = 4 };

struct service_facts {
    std::string name;
    service_status status;
    std::optional<server_time> started;
};

/// `MSSQLSERVER` is the default instance's.
std::string instance_name(world const& of) {
    auto const slash = of.spec.name.find('\\');
    return slash == std::string::npos ? "MSSQLSERVER" : of.spec.name.substr(slash + 1);
}

service_facts agent_service(world const& of) {
    auto const* const session = of.agent.newest_session();
    auto const status = of.agent.starting()  ? service_status::start_pending
                        : of.agent.running() ? service_status::running
                                             : service_status::stopped;
    return {"SQL Server Agent (" + instance_name(of) + ")", status,
            session != nullptr ? std::optional{session->started} : std::nullopt};
}

std::string description(service_status of) {
    switch (of) {
    case service_status::stopped:
        return "Stopped";
    case service_status::start_pending:
        return "Start Pending";
    case service_status::running:
        break;
    }
    return "Running";
}

sql::row shown(service_facts const& service) {
    bool const runs = service.status == service_status::running;
    return {service.name,
            int_value(2),
            std::string{"Automatic"},
            int_value(static_cast<std::int64_t>(service.status)),
            description(service.status),
            runs ? int_value(4711) : sql::value{},
            datetime_value(runs ? service.started : std::nullopt),
            std::string{"NT Service\\simulated"},
            std::string{"C:\\simulated.exe"},
            std::string{"N"},
            sql::value{}};
}

/// last_startup_time is a datetimeoffset there; this server's types have none.
std::vector<sql::column> columns() {
    return {text_column("servicename", 256, nulls::none),
            int_column("startup_type"),
            text_column("startup_desc", 256, nulls::none),
            int_column("status"),
            text_column("status_desc", 256, nulls::none),
            int_column("process_id"),
            datetime_column("last_startup_time"),
            text_column("service_account", 256, nulls::none),
            text_column("filename", 256, nulls::none),
            text_column("is_clustered", 1, nulls::none),
            text_column("cluster_nodename", 256)};
}

} // namespace

sql::result_set read_view(std::string_view name, world const& world, session_state const& session) {
    if (!sql::is_system_view(name))
        throw sql_failure{sql::make_message(208, {name}, {}, 1)};
    if (session.login.role != agent_role::sysadmin && !session.login.view_server_state)
        throw sql_failure{sql::make_message(300, {}, {}, 1)};
    service_facts const engine{"SQL Server (" + instance_name(world) + ")", service_status::running,
                               world.created};
    return {columns(), {shown(engine), shown(agent_service(world))}};
}

} // namespace detail
} // namespace ssislb::sim
