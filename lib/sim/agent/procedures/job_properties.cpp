#include "sim/agent/procedures/job_properties.hpp"

#include <array>
#include <string>

namespace ssislb::sim::detail {
namespace {

constexpr char helper[] = "sp_verify_job";

constexpr std::array<std::string_view, 5> levels{"@notify_level_eventlog", "@notify_level_email",
                                                 "@notify_level_netsend", "@notify_level_page",
                                                 "@delete_level"};

void set(std::int32_t& level, arguments const& given, std::string_view name) {
    level = static_cast<std::int32_t>(given.integer(name).value_or(level));
}

void set(notification& told, arguments const& given, std::string_view level,
         std::string_view operator_name) {
    set(told.level, given, level);
    told.operator_name = given.text(operator_name).value_or(told.operator_name);
}

} // namespace

std::optional<int> refuse_category(frame const& in, job_category const* category,
                                   std::string_view parameter, std::string_view wanted) {
    if (category == nullptr)
        return in.raise_in(helper, 14262, {parameter, wanted});
    if (category->id == jobs_from_master)
        return in.raise_in(helper, 14267, {category->name});
    return std::nullopt;
}

std::optional<int> refuse_properties(frame const& in, arguments const& given) {
    for (auto const name : levels)
        if (auto const level = given.integer(name); level && (*level < 0 || *level > 3))
            return in.raise_in(helper, 14266, {name, "0, 1, 2, 3"});
    if (auto const name = given.text("@category_name"))
        return refuse_category(in, in.world().categories.find(*name), "@category_name", *name);
    return std::nullopt;
}

void set_properties(frame const& in, arguments const& given, job& changed) {
    if (auto const name = given.text("@category_name"))
        changed.category = in.world().categories.find(*name)->name;
    set(changed.notify_eventlog, given, "@notify_level_eventlog");
    set(changed.notify_email, given, "@notify_level_email", "@notify_email_operator_name");
    set(changed.notify_netsend, given, "@notify_level_netsend", "@notify_netsend_operator_name");
    set(changed.notify_page, given, "@notify_level_page", "@notify_page_operator_name");
    set(changed.delete_level, given, "@delete_level");
}

} // namespace ssislb::sim::detail
