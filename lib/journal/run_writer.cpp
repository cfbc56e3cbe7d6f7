#include "journal/run_writer.hpp"

#include "journal/event_row.hpp"
#include "journal/journal_failure.hpp"

#include <ssislb/model/journal.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::detail {
namespace {

std::int64_t last_event(sqlite_database& sql, std::int64_t run) {
    auto asked = sql.prepare("SELECT COALESCE(MAX(number), 0) FROM event WHERE run = ?1");
    asked.bind(1, run);
    return asked.step() ? asked.integer(0) : 0;
}

} // namespace

run_writer::run_writer(std::filesystem::path const& path, std::int64_t run, run_lock lock)
    : path_(path)
    , sql_(path, sqlite_database::access::write)
    , lock_(std::move(lock))
    , run_(run)
    , last_event_(last_event(sql_, run))
    , begin_(sql_.prepare("BEGIN IMMEDIATE"))
    , insert_(sql_.prepare("INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"))
    , commit_(sql_.prepare("COMMIT")) {}

template <class Body>
bool run_writer::guarded(Body body) {
    if (!trouble_.empty())
        return false;
    try {
        body();
        return true;
    } catch (sqlite_error const&) {
        trouble_ = current_trouble(path_).text;
    }
    return false;
}

bool run_writer::write(std::span<timed_event const> events) {
    return guarded([&] { write_all(events); });
}

void run_writer::write_all(std::span<timed_event const> events) {
    synchronize(std::ranges::any_of(
        events, [](timed_event const& one) { return licenses_an_effect(one.what); }));
    auto const before = last_event_;
    begin_.run();
    try {
        for (auto const& each : events)
            write_one(each);
        commit_.run();
    } catch (...) {
        last_event_ = before;
        sql_.roll_back();
        throw;
    }
}

void run_writer::write_one(timed_event const& event) {
    auto const row = to_row(event.what);
    insert_.bind(1, run_);
    insert_.bind(2, ++last_event_);
    insert_.bind(3, std::int64_t{event.at.time_since_epoch().count()});
    insert_.bind(4, row.kind);
    insert_.bind(5, row.task);
    insert_.bind(6, row.attempt);
    insert_.bind(7, row.server);
    if (row.details.empty())
        insert_.bind_null(8);
    else
        insert_.bind(8, row.details);
    insert_.run();
}

/// With WAL and NORMAL a commit survives the process, with FULL the machine too.
void run_writer::synchronize(bool wanted) {
    if (std::exchange(synchronized_, wanted) != wanted)
        sql_.execute(wanted ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
}

bool run_writer::finish(timestamp at, outcome result) {
    return guarded([&] {
        synchronize(true);
        auto update = sql_.prepare("UPDATE run SET finished = ?2, result = ?3 WHERE number = ?1");
        update.bind(1, run_);
        update.bind(2, std::int64_t{at.time_since_epoch().count()});
        update.bind(3, to_string(result));
        update.run();
    });
}

} // namespace ssislb::detail
