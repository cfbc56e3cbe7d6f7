// sys.dm_server_services: the services of the instance.
#include "sim/agent/procedures/columns.hpp"
#include "sim/agent/tables/registry.hpp"
#include "sim/agent/world.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::sim::detail {
namespace {

/// As sys.dm_server_services numbers it.
enum class service_status : std::int64_t { stopped = 1, start_pending = 2, running = 4 };

struct service_facts {
    std::string name{};
    service_status status = service_status::stopped;
    std::optional<server_time> started{};
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

bool runs(service_facts const& service) {
    return service.status == service_status::running;
}

using column = table_column<service_facts>;

template <std::size_t Length>
sql::value constant(char const (&text)[Length]) {
    return std::string{text};
}

/// last_startup_time is a datetimeoffset there; this server's types have none.
std::vector<column> const& columns() {
    using facts = service_facts;
    static std::vector<column> const all{
        {text_column("servicename", 256, nulls::none),
         [](facts const& of) { return sql::value{of.name}; }},
        {int_column("startup_type"), [](facts const&) { return int_value(2); }},
        {text_column("startup_desc", 256, nulls::none),
         [](facts const&) { return constant("Automatic"); }},
        {int_column("status"),
         [](facts const& of) { return int_value(static_cast<std::int64_t>(of.status)); }},
        {text_column("status_desc", 256, nulls::none),
         [](facts const& of) { return sql::value{description(of.status)}; }},
        {int_column("process_id"),
         [](facts const& of) { return runs(of) ? int_value(4711) : sql::value{}; }},
        {datetime_column("last_startup_time"),
         [](facts const& of) { return datetime_value(runs(of) ? of.started : std::nullopt); }},
        {text_column("service_account", 256, nulls::none),
         [](facts const&) { return constant("NT Service\\simulated"); }},
        {text_column("filename", 256, nulls::none),
         [](facts const&) { return constant("C:\\simulated.exe"); }},
        {text_column("is_clustered", 1, nulls::none), [](facts const&) { return constant("N"); }},
        {text_column("cluster_nodename", 256), [](facts const&) { return sql::value{}; }},
    };
    return all;
}

class walk {
public:
    explicit walk(world const& in)
        : services_{service_facts{"SQL Server (" + instance_name(in) + ")", service_status::running,
                                  in.created},
                    agent_service(in)} {}

    bool next(service_facts& row) {
        if (at_ == services_.size())
            return false;
        row = services_[at_++];
        return true;
    }

private:
    std::array<service_facts, 2> services_;
    std::size_t at_ = 0;
};

std::unique_ptr<cursor> open(world const& in, session_state const&, scan_bounds const&) {
    return std::make_unique<walking_cursor<service_facts, walk>>(columns(), walk{in});
}

} // namespace

table const dm_server_services{"sys", "dm_server_services", read_right::view_server_state,
                               described_once<columns>, open};

} // namespace ssislb::sim::detail
