#include "journal/journal_database.hpp"

#include "journal/event_ids.hpp"
#include "journal/event_row.hpp"
#include "journal/run_lock.hpp"
#include "journal/schema.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace ssislb::detail {
namespace {

constexpr std::string_view run_columns =
    "SELECT number, package, plan, settings, started, finished, result, pid, host FROM run ";

timestamp instant(std::int64_t count) {
    return timestamp(milliseconds(count));
}

/// By its path alone. SQLite and nobody else opens the file: whoever closes it in another way ends
/// all locks that this process has on it (POSIX), those of a run under way among them.
std::filesystem::path checked(std::filesystem::path path) {
    if (std::filesystem::is_directory(path))
        fail(journal_errc::not_accessible, path, "is a folder; name a file");
    return path;
}

void refuse_unless_ours(schema_state state, std::filesystem::path const& path) {
    switch (state) {
    case schema_state::foreign:
        fail(journal_errc::no_journal, path,
             "is a database of another program and was left alone; name another file");
    case schema_state::newer:
        fail(journal_errc::newer_version, path,
             "was made by a later version of ssislb and was left alone; use that version");
    default:
        return;
    }
}

/// Before it is opened for writing: what is not ours is not changed.
std::filesystem::path looked_at(std::filesystem::path path) {
    try {
        sqlite_database look(path, sqlite_database::access::read);
        refuse_unless_ours(look_at_schema(look), path);
    } catch (sqlite_error const& error) {
        // Who made it has died in its first transaction, which only a writer can undo.
        if (error.what_kind() != sqlite_error::kind::read_only)
            throw;
    }
    return path;
}

outcome outcome_named(std::string_view name, std::filesystem::path const& path) {
    for (auto const each : {outcome::succeeded, outcome::failed, outcome::canceled,
                            outcome::skipped, outcome::unknown})
        if (to_string(each) == name)
            return each;
    fail(journal_errc::damaged, path,
         "is damaged: a run has the result \"" + std::string(name) + "\"; restore it from a copy");
}

} // namespace

journal_database::journal_database(std::filesystem::path path, access how)
    : path_(looked_at(checked(std::move(path))))
    , sql_(path_,
           how == access::read ? sqlite_database::access::read : sqlite_database::access::write) {
    refuse_unless_ours(look_at_schema(sql_), path_);
    check();
    if (how == access::read) {
        if (look_at_schema(sql_) != schema_state::current)
            fail(journal_errc::no_journal, path_, "holds no run yet");
        return;
    }
    if (sql_.is_read_only())
        fail(journal_errc::not_accessible, path_,
             "can only be read; make file and folder writable, or name another one");
    sql_.execute("PRAGMA journal_mode = WAL");
    sql_.execute("PRAGMA foreign_keys = ON");
    migrate(sql_);
}

void journal_database::check() {
    auto asked = sql_.prepare("PRAGMA quick_check(1)");
    if (!asked.step() || asked.text(0) != "ok")
        fail(journal_errc::damaged, path_,
             "is damaged (" + std::string(asked.text(0)) + "); restore it from a copy");
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
        fail(journal_errc::no_such_run, path_, "has no run " + std::to_string(run));
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
        record.result = outcome_named(row.text(6), path_);
    record.pid = row.integer(7);
    record.host = std::string(row.text(8));
    record.is_carried_on = run_lock::is_held(path_, row.integer(0));
    return record;
}

recorded_run journal_database::load(std::int64_t run) {
    // All of it as it is at one moment.
    sql_.execute("BEGIN");
    recorded_run result;
    result.record = find(run);
    read_plan(result, run);
    read_events(result, run);
    sql_.execute("COMMIT");
    return result;
}

void journal_database::read_plan(recorded_run& to, std::int64_t run) {
    auto asked = sql_.prepare("SELECT text FROM plan_version WHERE run = ?1 "
                              "ORDER BY from_event DESC LIMIT 1");
    asked.bind(1, run);
    if (!asked.step())
        fail(journal_errc::damaged, path_,
             "is damaged: run " + std::to_string(run) + " has no plan; restore it from a copy");
    to.plan_text = std::string(asked.text(0));
}

namespace {

/// The names of a version of the plan, by id.
struct plan_names {
    std::int64_t from_event = 0;
    std::vector<std::string> tasks;
    std::vector<std::string> servers;
};

std::vector<plan_names> read_names(sqlite_database& sql, std::int64_t run) {
    std::vector<plan_names> versions;
    auto asked = sql.prepare("SELECT from_event, kind, name FROM name WHERE run = ?1 "
                             "ORDER BY from_event, kind, id");
    asked.bind(1, run);
    while (asked.step()) {
        if (versions.empty() || versions.back().from_event != asked.integer(0))
            versions.push_back({asked.integer(0), {}, {}});
        auto& names = asked.text(1) == "task" ? versions.back().tasks : versions.back().servers;
        names.emplace_back(asked.text(2));
    }
    return versions;
}

template <class Id>
std::vector<std::optional<Id>> positions(std::vector<std::string> const& of,
                                         std::vector<std::string> const& in) {
    std::vector<std::optional<Id>> result;
    for (auto const& each : of) {
        auto const found = std::ranges::find(in, each);
        result.push_back(found == in.end()
                             ? std::nullopt
                             : std::optional(Id{static_cast<std::uint32_t>(found - in.begin())}));
    }
    return result;
}

} // namespace

void journal_database::read_events(recorded_run& to, std::int64_t run) {
    auto const versions = read_names(sql_, run);
    if (!versions.empty()) {
        to.tasks = versions.back().tasks;
        to.servers = versions.back().servers;
    }
    auto next_version = versions.begin();
    id_map ids;
    auto asked = sql_.prepare("SELECT number, at, kind, task, attempt, server, details FROM event "
                              "WHERE run = ?1 ORDER BY number");
    asked.bind(1, run);
    while (asked.step()) {
        for (; next_version != versions.end() && next_version->from_event <= asked.integer(0);
             ++next_version)
            ids = {positions<task_id>(next_version->tasks, to.tasks),
                   positions<server_id>(next_version->servers, to.servers)};
        auto what =
            read_row({std::string(asked.text(2)), asked.small_number(3), asked.small_number(4),
                      asked.small_number(5), std::string(asked.text(6))});
        if (!what)
            fail(journal_errc::damaged, path_,
                 "is damaged: event " + std::to_string(asked.integer(0)) + " of run " +
                     std::to_string(run) + " cannot be read; restore the file from a copy");
        // What a later plan has left out had not begun, so nothing is lost.
        if (change_ids(*what, ids))
            to.events.push_back({instant(asked.integer(1)), *std::move(what)});
    }
}

void make_file(std::filesystem::path const& path) {
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0)
        ::close(file);
    else if (errno != EEXIST)
        fail(journal_errc::not_accessible, path,
             std::string("cannot be made: ") + std::strerror(errno) +
                 "; name a file in a folder that you may write to");
}

void fail(journal_errc code, std::filesystem::path const& path, std::string const& sentence) {
    throw journal_failure({code, "journal " + path.string() + " " + sentence});
}

namespace {

journal_trouble explain(sqlite_error const& error, std::filesystem::path const& path) {
    using kind = sqlite_error::kind;
    auto const begin = "journal " + path.string() + " ";
    std::string const said = error.what();
    switch (error.what_kind()) {
    case kind::not_accessible:
        return {journal_errc::not_accessible, begin + "cannot be opened (" + said +
                                                  "); look at its permissions and its folder's"};
    case kind::read_only:
        return {journal_errc::not_accessible,
                begin + "cannot be written (" + said + "); make file and folder writable"};
    case kind::locked:
        return {journal_errc::locked,
                begin + "is locked by another program; end that, or name another journal"};
    case kind::full:
        return {journal_errc::not_accessible, begin + "cannot grow: the disk is full; make room"};
    case kind::damaged:
        return {journal_errc::damaged, begin + "is damaged (" + said + "); restore it from a copy"};
    case kind::no_database:
        return {journal_errc::no_journal,
                begin + "is no journal and was left alone; name another file"};
    case kind::other:
        break;
    }
    return {journal_errc::not_accessible, begin + "cannot be used: " + said};
}

} // namespace

journal_trouble current_trouble(std::filesystem::path const& path) {
    try {
        throw;
    } catch (journal_failure const& failure) {
        return failure.trouble();
    } catch (sqlite_error const& error) {
        return explain(error, path);
    } catch (std::system_error const& error) {
        return {journal_errc::not_accessible,
                "journal " + path.string() + " cannot be used: " + error.what()};
    }
}

} // namespace ssislb::detail
