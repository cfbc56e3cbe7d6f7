// Files that are no journal, or not any more. Nothing in them is changed.
#include "journal/schema.hpp"
#include "journal/sqlite.hpp"
#include "scratch.hpp"
#include "support/catch.hpp"

#include <sys/resource.h>
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

std::filesystem::path with_a_run(scratch const& folder) {
    auto const path = folder / "j.db";
    auto file = must(journal_file::open_or_make(path));
    auto const package = package_of({"a"}, {"s"});
    auto const run = must(file.begin({"p", "", ""}, package, std::string(9000, 'x')));
    std::vector<timed_event> events(400,
                                    {at(0), event::server_down{server_id{0}, {}, "text", false}});
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
    sqlite_database(folder / "other.db", sqlite_database::access::create)
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
    sqlite_database(folder / "j.db", sqlite_database::access::create)
        .execute("PRAGMA application_id = " + std::to_string(detail::journal_application_id));
    CHECK(must(must(journal_file::open_or_make(folder / "j.db")).runs()).empty());
    sqlite_database look(folder / "j.db", sqlite_database::access::read);
    CHECK(detail::look_at_schema(look) == detail::schema_state::current);
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
