#include "journal/journal_database.hpp"

#include "journal/event_ids.hpp"
#include "journal/event_row.hpp"
#include "journal/file_inspection.hpp"
#include "journal/journal_failure.hpp"
#include "journal/run_lock.hpp"
#include "journal/schema.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace ssislb::detail {
namespace {

constexpr std::string_view run_columns =
    "SELECT number, package, plan, settings, started, finished, result, pid, host FROM run ";

timestamp instant(std::int64_t count) {
    return timestamp(milliseconds(count));
}

std::filesystem::path inspected(std::filesystem::path path) {
    inspect(path);
    return path;
}

std::string of_run(std::int64_t run) {
    return " of run " + std::to_string(run);
}

/// The names of a version of the plan, by id.
struct plan_names {
    std::int64_t from_event = 0;
    std::vector<std::string> tasks;
    std::vector<std::string> servers;
};

std::vector<plan_names> read_names(sqlite_database& sql, std::int64_t run,
                                   std::filesystem::path const& path) {
    std::vector<plan_names> versions;
    auto asked = sql.prepare("SELECT from_event, kind, id, name FROM name WHERE run = ?1 "
                             "ORDER BY from_event, kind, id");
    asked.bind(1, run);
    while (asked.step()) {
        if (versions.empty() || versions.back().from_event != asked.integer(0))
            versions.push_back({asked.integer(0), {}, {}});
        auto& names = asked.text(1) == "task" ? versions.back().tasks : versions.back().servers;
        if (!std::cmp_equal(asked.integer(2), names.size()))
            fail_damaged(path, "a name" + of_run(run) + " is missing");
        names.emplace_back(asked.text(3));
    }
    return versions;
}

} // namespace

journal_database::journal_database(std::filesystem::path path)
    : path_(inspected(std::move(path)))
    , sql_(path_, sqlite_database::access::write) {
    if (sql_.is_read_only())
        fail(journal_errc::not_accessible, path_,
             "can only be read; make file and folder writable, or name another one");
    require_known_schema(sql_, path_);
    prepare_to_write(sql_);
}

std::vector<run_record> journal_database::runs() {
    std::vector<run_record> all;
    auto asked = sql_.prepare(std::string(run_columns) + "ORDER BY number DESC");
    while (asked.step())
        all.push_back(read_record(asked));
    return all;
}

run_record journal_database::find(std::int64_t run) {
    auto asked = sql_.prepare(std::string(run_columns) + "WHERE number = ?1");
    asked.bind(1, run);
    if (!asked.step())
        fail(journal_errc::no_such_run, path_,
             "has no run " + std::to_string(run) + "; `ssislb status --all` lists those it has");
    return read_record(asked);
}

run_record journal_database::read_record(sqlite_statement const& row) const {
    run_record record;
    record.number = run_number{row.integer(0)};
    record.what = {std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3))};
    record.started = instant(row.integer(4));
    if (!row.is_null(5))
        record.finished = instant(row.integer(5));
    if (!row.is_null(6))
        record.result = read_outcome(row.text(6), row.integer(0));
    record.pid = row.integer(7);
    record.host = std::string(row.text(8));
    record.is_carried_on = !record.finished && run_lock::is_held(path_, row.integer(0));
    return record;
}

outcome journal_database::read_outcome(std::string_view name, std::int64_t run) const {
    for (auto const each : {outcome::succeeded, outcome::failed, outcome::canceled,
                            outcome::skipped, outcome::unknown})
        if (to_string(each) == name)
            return each;
    fail_damaged(path_, "the result" + of_run(run) + " is \"" + std::string(name) + "\"");
}

recorded_run journal_database::load(std::int64_t run) {
    sqlite_transaction const one_moment(sql_, sqlite_transaction::purpose::reading);
    recorded_run result;
    result.record = find(run);
    read_plan(result, run);
    read_events(result, run);
    return result;
}

void journal_database::read_plan(recorded_run& to, std::int64_t run) {
    auto asked = sql_.prepare("SELECT text FROM plan_version WHERE run = ?1 "
                              "ORDER BY from_event DESC LIMIT 1");
    asked.bind(1, run);
    if (!asked.step())
        fail_damaged(path_, "the plan" + of_run(run) + " is missing");
    to.plan_text = std::string(asked.text(0));
}

void journal_database::read_events(recorded_run& to, std::int64_t run) {
    auto const versions = read_names(sql_, run, path_);
    if (!versions.empty()) {
        to.tasks = versions.back().tasks;
        to.servers = versions.back().servers;
    }
    auto next_version = versions.begin();
    id_map ids;
    auto asked = sql_.prepare("SELECT number, at, kind, task, attempt, server, details FROM event "
                              "WHERE run = ?1 ORDER BY number");
    asked.bind(1, run);
    for (std::int64_t number = 1; asked.step(); ++number) {
        if (asked.integer(0) != number)
            fail_damaged(path_, "event " + std::to_string(number) + of_run(run) + " is missing");
        for (; next_version != versions.end() && next_version->from_event <= number; ++next_version)
            ids = ids_between(next_version->tasks, next_version->servers, to.tasks, to.servers);
        auto what =
            read_row({std::string(asked.text(2)), asked.integer_if_any(3), asked.integer_if_any(4),
                      asked.integer_if_any(5), std::string(asked.text(6))});
        auto const change = what ? change_ids(*what, ids) : id_change::impossible;
        if (change == id_change::impossible)
            fail_damaged(path_,
                         "event " + std::to_string(number) + of_run(run) + " cannot be read");
        // What a later plan has left out had not begun, so nothing is lost.
        if (change == id_change::done)
            to.events.push_back({instant(asked.integer(1)), *std::move(what)});
    }
}

} // namespace ssislb::detail
