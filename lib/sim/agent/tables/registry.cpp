#include "sim/agent/tables/registry.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/name.hpp"

#include <array>

namespace ssislb::sim::detail {
namespace {

constexpr std::array all{&dm_server_services, &sysjobactivity, &sysjobhistory, &sysjobs,
                         &sysjobs_view,       &sysjobsteps,    &syssessions};

/// `sysjobs` is dbo's; what belongs to sys is always named with its schema.
bool is_named(table const& of, sql::object_name const& name) {
    auto const schema = name.schema.empty() ? std::string_view{"dbo"} : name.schema;
    return same_name(of.schema, schema) && same_name(of.name, name.object);
}

} // namespace

table const* find_table(std::string_view name_as_written) {
    auto const name = sql::parse_object_name(name_as_written);
    for (auto const* const each : all)
        if (name && is_named(*each, *name))
            return each;
    return nullptr;
}

} // namespace ssislb::sim::detail
