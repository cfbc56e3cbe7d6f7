#include "journal/schema.hpp"

#include <array>
#include <string>

namespace ssislb::detail {
namespace {

/// The script at index n makes version n + 1 of version n. What was released is never changed.
constexpr std::array migrations{
    // 1
    R"(
    CREATE TABLE run (
        number INTEGER PRIMARY KEY,
        package TEXT NOT NULL,
        plan TEXT NOT NULL,
        settings TEXT NOT NULL,
        started INTEGER NOT NULL,
        finished INTEGER,
        result TEXT,
        pid INTEGER NOT NULL,
        host TEXT NOT NULL
    ) STRICT;
    CREATE TABLE plan_version (
        run INTEGER NOT NULL REFERENCES run,
        from_event INTEGER NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (run, from_event)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE name (
        run INTEGER NOT NULL,
        from_event INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('task', 'server')),
        id INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (run, from_event, kind, id),
        FOREIGN KEY (run, from_event) REFERENCES plan_version
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE event (
        run INTEGER NOT NULL REFERENCES run,
        number INTEGER NOT NULL,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        task INTEGER,
        attempt INTEGER,
        server INTEGER,
        details TEXT,
        PRIMARY KEY (run, number)
    ) STRICT, WITHOUT ROWID;
    CREATE VIEW readable_event AS
        SELECT e.run, e.number,
            strftime('%Y-%m-%d %H:%M:%f', e.at / 1000.0, 'unixepoch') AS utc, e.kind,
            (SELECT name FROM name n WHERE n.run = e.run AND n.kind = 'task' AND n.id = e.task
                AND n.from_event <= e.number ORDER BY n.from_event DESC LIMIT 1) AS task,
            e.attempt,
            (SELECT name FROM name n WHERE n.run = e.run AND n.kind = 'server'
                AND n.id = e.server AND n.from_event <= e.number
                ORDER BY n.from_event DESC LIMIT 1) AS server,
            e.details
        FROM event e;
    )",
};

void migrate(sqlite_database& database) {
    for (;;) {
        sqlite_transaction change(database, sqlite_transaction::purpose::writing);
        // Asked anew in each transaction: another process may have been quicker.
        auto const version = static_cast<std::size_t>(database.number("PRAGMA user_version"));
        if (version >= migrations.size())
            return;
        database.execute(migrations[version]);
        database.execute("PRAGMA application_id = " + std::to_string(journal_application_id) +
                         "; PRAGMA user_version = " + std::to_string(version + 1));
        change.commit();
    }
}

} // namespace

schema_state look_at_schema(sqlite_database& database) {
    auto const version = database.number("PRAGMA user_version");
    auto const application = database.number("PRAGMA application_id");
    if (application != journal_application_id) {
        bool const is_empty = version == 0 && application == 0 &&
                              database.number("SELECT COUNT(*) FROM sqlite_schema") == 0;
        return is_empty ? schema_state::empty : schema_state::foreign;
    }
    auto const current = static_cast<std::int64_t>(migrations.size());
    return version == current  ? schema_state::current
           : version > current ? schema_state::newer
                               : schema_state::older;
}

void prepare_to_write(sqlite_database& database) {
    database.execute("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON");
    if (look_at_schema(database) != schema_state::current)
        migrate(database);
}

} // namespace ssislb::detail
