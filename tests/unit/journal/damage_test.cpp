// Files that are no journal, or not any more. Nothing in them is changed.
#include "journal/journal_failure.hpp"
#include "journal/schema.hpp"
#include "journal/sqlite.hpp"
#include "scratch.hpp"
#include "support/catch.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace ssislb;
using namespace ssislb::test;
using Catch::Matchers::Contains;
using ssislb::detail::sqlite_database;

namespace {

void write(std::filesystem::path const& path, std::string const& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

/// Why it cannot be opened, having checked that it stays as it is.
journal_trouble trouble_with(std::filesystem::path const& path) {
    auto const before = bytes_of(path);
    auto const opened = journal_file::open_or_make(path);
    CHECK(bytes_of(path) == before);
    return opened ? journal_trouble{} : opened.error();
}

std::filesystem::path with_a_run(scratch const& folder, run_event const& what = event::server_down{
                                                            server_id{0}, {}, "text", false}) {
    auto const path = folder / "j.db";
    auto file = must(journal_file::open_or_make(path));
    auto const package = package_of({"a"}, {"s"});
    auto const run = must(file.begin({"p", "", ""}, package, std::string(9000, 'x')));
    std::vector<timed_event> const events(400, {at(0), what});
    REQUIRE_FALSE(run->append(events));
    return path;
}

} // namespace

TEST_CASE("a file of another kind is left alone", "[journal]") {
    scratch const folder;
    write(folder / "text", "a letter to somebody, and rather a long one\n");
    auto const trouble = trouble_with(folder / "text");
    CHECK(trouble.code == journal_errc::no_journal);
    CHECK_THAT(trouble.text, Contains((folder / "text").string()) && Contains("another file"));
}

TEST_CASE("a database of another program is left alone", "[journal]") {
    scratch const folder;
    write(folder / "other.db", "");
    sqlite_database(folder / "other.db", sqlite_database::access::write)
        .execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    CHECK(trouble_with(folder / "other.db").code == journal_errc::no_journal);
}

TEST_CASE("a journal of a later version is left alone", "[journal]") {
    scratch const folder;
    auto const path = with_a_run(folder);
    sqlite_database(path, sqlite_database::access::write)
        .execute("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
    auto const trouble = trouble_with(path);
    CHECK(trouble.code == journal_errc::newer_version);
    CHECK_THAT(trouble.text, Contains("later version"));
}

TEST_CASE("a journal that was cut off is damaged", "[journal]") {
    scratch const folder;
    auto const path = with_a_run(folder);
    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    CHECK(trouble_with(path).code == journal_errc::damaged);
}

TEST_CASE("a journal with flipped bytes is damaged", "[journal]") {
    scratch const folder;
    auto const path = with_a_run(folder);
    auto bytes = bytes_of(path);
    for (std::size_t i = 4096 * 3; i < bytes.size(); i += 512)
        bytes[i] = static_cast<char>(~bytes[i]);
    write(path, bytes);
    auto const opened = journal_file::open(path);
    auto const code = opened ? opened->load(run_number{1}).error().code : opened.error().code;
    CHECK(code == journal_errc::damaged);
}

TEST_CASE("an event that cannot be read is named", "[journal]") {
    scratch const folder;
    auto const path = with_a_run(folder);
    sqlite_database(path, sqlite_database::access::write)
        .execute("UPDATE event SET details = '{' WHERE number = 17");
    auto const trouble = must(journal_file::open(path)).load(run_number{1}).error();
    CHECK(trouble.code == journal_errc::damaged);
    CHECK_THAT(trouble.text, Contains("event 17 of run 1"));
}

TEST_CASE("an event that is missing is named", "[journal]") {
    scratch const folder;
    auto const path = with_a_run(folder);
    sqlite_database(path, sqlite_database::access::write)
        .execute("DELETE FROM event WHERE number = 17");
    auto const trouble = must(journal_file::open(path)).load(run_number{1}).error();
    CHECK(trouble.code == journal_errc::damaged);
    CHECK_THAT(trouble.text, Contains("event 17 of run 1 is missing"));
}

TEST_CASE("an event of what the plan never had is damage", "[journal]") {
    auto const change = GENERATE("UPDATE event SET server = 5 WHERE number = 17",
                                 "UPDATE event SET server = 4294967296 WHERE number = 17",
                                 "UPDATE event SET kind = 'tick' WHERE number = 17");
    scratch const folder;
    auto const path = with_a_run(folder);
    sqlite_database(path, sqlite_database::access::write).execute(change);
    auto const trouble = must(journal_file::open(path)).load(run_number{1}).error();
    CHECK(trouble.code == journal_errc::damaged);
    CHECK_THAT(trouble.text, Contains("event 17 of run 1 cannot be read"));
}

TEST_CASE("a plan or a name that is missing is damage", "[journal]") {
    auto const change = GENERATE("DELETE FROM name WHERE kind = 'task'",
                                 "UPDATE name SET id = 7 WHERE kind = 'server'",
                                 "DELETE FROM plan_version", "UPDATE run SET result = 'great'");
    scratch const folder;
    auto const path = with_a_run(folder, event::start_accepted{{task_id{0}, 1}});
    sqlite_database(path, sqlite_database::access::write)
        .execute(std::string("PRAGMA foreign_keys = OFF; ") + change);
    CHECK(must(journal_file::open(path)).load(run_number{1}).error().code == journal_errc::damaged);
}

TEST_CASE("a pipe is no journal, and nobody waits for it", "[journal]") {
    scratch const folder;
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    auto const trouble = journal_file::open_or_make(folder / "pipe").error();
    CHECK(trouble.code == journal_errc::not_accessible);
    CHECK_THAT(trouble.text, Contains("no regular file"));
}

TEST_CASE("below a file there is no place for a journal", "[journal]") {
    scratch const folder;
    write(folder / "file", "");
    CHECK(journal_file::open(folder / "file" / "j.db").error().code ==
          journal_errc::file_not_found);
    auto const trouble = journal_file::open_or_make(folder / "file" / "j.db").error();
    CHECK(trouble.code == journal_errc::not_accessible);
    CHECK_THAT(trouble.text, Contains("cannot be made"));
}

TEST_CASE("a journal that another program has locked is told from a broken one", "[journal]") {
    scratch const folder;
    auto const path = with_a_run(folder);
    sqlite_database other(path, sqlite_database::access::write);
    detail::sqlite_transaction const held(other, detail::sqlite_transaction::purpose::writing);
    sqlite_database mine(path, sqlite_database::access::write);
    mine.execute("PRAGMA busy_timeout = 0");
    try {
        detail::sqlite_transaction const wanted(mine, detail::sqlite_transaction::purpose::writing);
        FAIL("both have it");
    } catch (detail::sqlite_error const&) {
        auto const trouble = detail::current_trouble(path);
        CHECK(trouble.code == journal_errc::locked);
        CHECK_THAT(trouble.text, Contains(path.string()) && Contains("another program"));
    }
}

TEST_CASE("a folder is no journal", "[journal]") {
    scratch const folder;
    std::filesystem::create_directory(folder / "d");
    auto const opened = journal_file::open_or_make(folder / "d");
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == journal_errc::not_accessible);
    CHECK_THAT(opened.error().text, Contains("is a folder"));
}

TEST_CASE("a journal that is not there is not made by who only looks", "[journal]") {
    scratch const folder;
    CHECK(journal_file::open(folder / "none.db").error().code == journal_errc::file_not_found);
    CHECK_FALSE(std::filesystem::exists(folder / "none.db"));
    CHECK(journal_file::open_or_make(folder / "no folder" / "j.db").error().code ==
          journal_errc::not_accessible);
}

TEST_CASE("a journal from before the first version is brought up to date", "[journal]") {
    scratch const folder;
    write(folder / "j.db", "");
    sqlite_database(folder / "j.db", sqlite_database::access::write)
        .execute("PRAGMA application_id = " + std::to_string(detail::journal_application_id));
    CHECK(must(must(journal_file::open_or_make(folder / "j.db")).runs()).empty());
    sqlite_database look(folder / "j.db", sqlite_database::access::read);
    CHECK(detail::look_at_schema(look) == detail::schema_state::current);
}

TEST_CASE("an empty file becomes a journal, also where somebody has died over that", "[journal]") {
    scratch const folder;
    auto const path = folder / "j.db";
    write(path, "");
    auto const child = ::fork();
    if (child == 0) {
        sqlite_database half(path, sqlite_database::access::write);
        half.execute("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; CREATE TABLE t (a)");
        for (int i = 0; i < 50; ++i)
            half.execute("INSERT INTO t VALUES (randomblob(3000))");
        ::kill(::getpid(), SIGKILL);
    }
    ::waitpid(child, nullptr, 0);
    REQUIRE(std::filesystem::file_size(path) > 0);
    REQUIRE(std::filesystem::exists(folder / "j.db-journal"));
    CHECK(must(must(journal_file::open_or_make(path)).runs()).empty());
}

TEST_CASE("where there is no room nothing of a batch is written, and nothing more", "[journal]") {
    scratch const folder;
    auto const path = folder / "j.db";
    auto const child = ::fork();
    if (child == 0) {
        // A file may grow so far and no further: as on a disk that is full.
        std::signal(SIGXFSZ, SIG_IGN);
        auto file = must(journal_file::open_or_make(path));
        auto const run = must(file.begin({"p", "", ""}, package_of({"a"}, {"s"}), ""));
        timed_event const one{at(0), event::run_started{}};
        if (run->append({&one, 1}))
            ::_exit(2);
        rlimit const room{200'000, 200'000};
        ::setrlimit(RLIMIT_FSIZE, &room);
        std::vector<timed_event> many(
            5000, {at(1), event::server_down{server_id{0}, {}, std::string(200, 'x'), false}});
        if (run->append(many) != journal_errc::not_writable)
            ::_exit(3);
        if (run->append({&one, 1}) != journal_errc::not_writable)
            ::_exit(4);
        ::_exit(run->trouble().find("j.db") == std::string::npos ? 5 : 0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    auto const read = must(must(journal_file::open(path)).load(run_number{1}));
    CHECK(read.events.size() == 1);
}
