// Reads [[task]] and [defaults].
#include "plan/element_readers.hpp"
#include "plan/field.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace ssislb::detail {
namespace {

using reader = entry_reader const&;

constexpr std::array<word<constraint_join>, 2> join_words{
    {{"all", constraint_join::all}, {"any", constraint_join::any}}};

constexpr std::array<word<outcome_source>, 2> source_words{
    {{"package", outcome_source::package}, {"job", outcome_source::job}}};

constexpr std::array<word<failure_class>, 4> failure_words{
    {{"job_failed", failure_class::job_failed},
     {"package_failed", failure_class::package_failed},
     {"timed_out", failure_class::timed_out},
     {"canceled", failure_class::canceled}}};

constexpr std::array<word<outcome>, 3> outcome_words{{{"succeeded", outcome::succeeded},
                                                      {"failed", outcome::failed},
                                                      {"canceled", outcome::canceled}}};

constexpr std::array<field<simulated_behaviour>, 3> simulation_fields{
    {{"duration", [](reader r, simulated_behaviour& b) { r.duration(b.duration); }},
     {"outcome",
      [](reader r, simulated_behaviour& b) { r.one_of<outcome>(outcome_words, b.result); }},
     {"fail_attempts", [](reader r, simulated_behaviour& b) { r.count(b.fail_attempts); }}}};

void read_simulation(reader r, task& t) {
    auto* const table = r.table();
    if (table == nullptr)
        return;
    simulated_behaviour behaviour;
    read_fields<simulated_behaviour>(*table, simulation_fields, "simulate", r.mistakes(),
                                     behaviour);
    t.simulate = behaviour;
}

void read_servers(reader r, task& t) {
    auto names = r.texts();
    if (names && names->empty())
        r.report("servers = [] leaves no server that could run the task; name one, or remove the "
                 "key for every server that has the job");
    else if (names)
        t.servers = *std::move(names);
}

/// A task's own list takes the place of the one in [defaults].
template <constraint_kind Kind>
void read_constraints(reader r, task& t) {
    auto names = r.texts();
    if (!names)
        return;
    std::erase_if(t.after, [](auto const& constraint) { return constraint.kind == Kind; });
    for (auto& name : *names)
        t.after.push_back({std::move(name), Kind});
}

void read_priority(reader r, task& t) {
    if (auto const found = r.whole_between(lowest_priority, highest_priority))
        t.priority = static_cast<std::int32_t>(*found);
}

void read_join(reader r, task& t) {
    r.one_of<constraint_join>(join_words, t.join);
}

void read_outcome_from(reader r, task& t) {
    r.one_of<outcome_source>(source_words, t.outcome_from);
}

void read_retry_on(reader r, task& t) {
    auto const* list = std::get_if<plan_array>(&r.entry().value.data);
    if (list != nullptr && list->empty())
        r.report("retry_on = [] leaves nothing to retry; use retries = 0, or remove the key");
    else
        r.some_of<failure_class>(failure_words, t.retry_on);
}

void read_no_retry_on(reader r, task& t) {
    r.some_of<failure_class>(failure_words, t.no_retry_on);
}

constexpr std::array<field<task>, 25> task_fields{
    {{"name", [](reader r, task& t) { r.text(t.name); }},
     {"job", [](reader r, task& t) { r.text(t.job); }},
     {"servers", read_servers},
     {"requires", [](reader r, task& t) { r.texts(t.required_tags); }},
     {"prefers", [](reader r, task& t) { r.texts(t.preferred_tags); }},
     {"tags", [](reader r, task& t) { r.texts(t.tags); }},
     {"mutexes", [](reader r, task& t) { r.texts(t.mutexes); }},
     {"priority", read_priority},
     {"after", read_constraints<constraint_kind::success>},
     {"after_failure", read_constraints<constraint_kind::failure>},
     {"after_completion", read_constraints<constraint_kind::completion>},
     {"join", read_join},
     {"expected", [](reader r, task& t) { r.duration(t.expected); }},
     {"timeout", [](reader r, task& t) { r.duration(t.timeout); }},
     {"retries", [](reader r, task& t) { r.count(t.retries); }},
     {"retry_delay", [](reader r, task& t) { r.duration(t.retry_delay); }},
     {"retry_backoff", [](reader r, task& t) { r.number(t.retry_backoff); }},
     {"retry_delay_max", [](reader r, task& t) { r.duration(t.retry_delay_max); }},
     {"retry_on", read_retry_on},
     {"no_retry_on", read_no_retry_on},
     {"restartable", [](reader r, task& t) { r.flag(t.restartable); }},
     {"server_loss_timeout", [](reader r, task& t) { r.duration(t.server_loss_timeout); }},
     {"outcome_from", read_outcome_from},
     {"enabled", [](reader r, task& t) { r.flag(t.enabled); }},
     {"simulate", read_simulation}}};

} // namespace

task read_defaults(plan_table& table, mistake_sink& mistakes) {
    std::erase_if(table, [&](plan_entry const& entry) {
        if (entry.key == "name")
            mistakes.add(entry.at, "[defaults] cannot hold a name, as each task has its own; "
                                   "remove it");
        return entry.key == "name";
    });
    task t;
    // The first field is the name.
    read_fields<task>(table, std::span(task_fields).subspan(1), "[defaults]", mistakes, t);
    return t;
}

task read_task(plan_table& table, task const& defaults, mistake_sink& mistakes) {
    task t = defaults;
    read_fields<task>(table, task_fields, "a task", mistakes, t);
    return t;
}

} // namespace ssislb::detail
