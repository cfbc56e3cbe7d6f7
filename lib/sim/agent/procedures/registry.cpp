#include "sim/agent/procedures/registry.hpp"

#include "sim/agent/text.hpp"

#include <array>

namespace ssislb::sim::detail {
namespace {

constexpr std::array all{
    &sp_add_job,      &sp_add_jobserver,    &sp_add_jobstep,     &sp_delete_job,
    &sp_help_job,     &sp_help_jobactivity, &sp_help_jobhistory, &sp_help_jobserver,
    &sp_help_jobstep, &sp_start_job,        &sp_stop_job,        &sp_update_job,
};

} // namespace

procedure const* find_procedure(std::string_view name) noexcept {
    for (auto const* const each : all)
        if (same_name(each->name, name))
            return each;
    return nullptr;
}

} // namespace ssislb::sim::detail
