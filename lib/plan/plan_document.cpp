#include "plan/plan_document.hpp"

#include "plan/element_readers.hpp"
#include "plan/field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ssislb::detail {
namespace {

using reader = entry_reader const&;

struct reading {
    plan_document result;
    task defaults;
};

constexpr std::array<word<policy_kind>, 5> policy_words{
    {{"critical_path", policy_kind::critical_path},
     {"fastest_free", policy_kind::fastest_free},
     {"least_loaded", policy_kind::least_loaded},
     {"round_robin", policy_kind::round_robin},
     {"pinned", policy_kind::pinned}}};

constexpr std::array<field<parent_package>, 4> package_fields{
    {{"name", [](reader r, parent_package& p) { r.text(p.name); }},
     {"max_concurrent_executables",
      [](reader r, parent_package& p) { r.count(p.max_concurrent_executables); }},
     {"maximum_error_count", [](reader r, parent_package& p) { r.count(p.maximum_error_count); }},
     {"policy",
      [](reader r, parent_package& p) { r.one_of<policy_kind>(policy_words, p.policy); }}}};

void read_package(reader r, reading& to) {
    auto* const table = r.table();
    if (table == nullptr)
        return;
    to.result.sources.package = &r.entry().value;
    read_fields<parent_package>(*table, package_fields, "[package]", r.mistakes(),
                                to.result.package);
}

void read_defaults(reader r, reading& to) {
    auto* const table = r.table();
    if (table == nullptr)
        return;
    to.result.sources.defaults = table;
    to.defaults = read_defaults(*table, r.mistakes());
}

/// Calls `read` with each table of an array of tables. A single table is reported and read.
template <class Read>
void for_each_table(reader r, Read read) {
    auto& entry = r.entry();
    if (std::holds_alternative<plan_table>(entry.value.data)) {
        r.report(fmt::format("there may be several of these; write [[{}]] with two brackets",
                             entry.key));
        read(entry.value);
    } else if (auto* const list = std::get_if<plan_array>(&entry.value.data)) {
        for (auto& item : *list)
            if (std::holds_alternative<plan_table>(item.data))
                read(item);
            else
                r.mistakes().add(entry, item.at,
                                 fmt::format("write each {0} as a table [[{0}]], not as {1}",
                                             entry.key, kind_of(item)));
    } else
        r.report(fmt::format("write each {0} as a table [[{0}]], not as {1}", entry.key,
                             kind_of(entry.value)));
}

void read_servers(reader r, reading& to) {
    for_each_table(r, [&](plan_value& value) {
        to.result.sources.servers.push_back(&value);
        to.result.package.servers.push_back(
            read_server(std::get<plan_table>(value.data), r.mistakes()));
    });
}

void read_tasks(reader r, reading& to) {
    for_each_table(r, [&](plan_value& value) {
        to.result.sources.tasks.push_back(&value);
        to.result.package.tasks.push_back(
            read_task(std::get<plan_table>(value.data), to.defaults, r.mistakes()));
    });
}

// Defaults stand before the tasks that take them.
constexpr std::array<field<reading>, 4> document_fields{{{"package", read_package},
                                                         {"server", read_servers},
                                                         {"defaults", read_defaults},
                                                         {"task", read_tasks}}};

} // namespace

plan_document read_document(plan_table& root, mistake_sink& mistakes) {
    reading state;
    read_fields<reading>(root, document_fields, "a plan", mistakes, state);
    state.result.sources.broken = std::ranges::any_of(root, &plan_entry::broken);
    return std::move(state.result);
}

} // namespace ssislb::detail
