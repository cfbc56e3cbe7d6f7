// Runs that are written, and read again.
#include "scratch.hpp"
#include "support/catch.hpp"

#include <sys/stat.h>

using namespace ssislb;
using namespace ssislb::test;
using Catch::Matchers::Contains;

namespace {

run_description const night{"nightly", "/plans/nightly.toml", "{\"speed\":1}"};

std::vector<timed_event> some_events() {
    return {{at(0), event::run_started{}},
            {at(1), event::server_up{server_id{1}}},
            {at(2), event::start_decided{{task_id{1}, 1}, server_id{1}}},
            {at(2), event::start_intended{{task_id{1}, 1}, server_id{1}, {}}},
            {at(3), event::start_accepted{{task_id{1}, 1}}}};
}

} // namespace

TEST_CASE("a run is read as it was written", "[journal]") {
    scratch const folder;
    auto file = must(journal_file::open_or_make(folder / "j.db"));
    auto const package = package_of({"a", "b"}, {"s", "t"});
    {
        auto const run = must(file.begin(night, package, "the plan's text"));
        CHECK(run->number() == run_number{1});
        auto const events = some_events();
        CHECK_FALSE(run->append(std::span(events).first(2)));
        CHECK_FALSE(run->append(std::span(events).subspan(2)));
    }
    auto const read = must(must(journal_file::open(folder / "j.db")).load(run_number{1}));
    CHECK(read.record.what.plan == night.plan);
    CHECK(read.record.what.settings == night.settings);
    CHECK_FALSE(read.record.finished);
    CHECK(read.plan_text == "the plan's text");
    CHECK(read.tasks == std::vector<std::string>{"a", "b"});
    CHECK(read.servers == std::vector<std::string>{"s", "t"});
    REQUIRE(read.events.size() == 5);
    CHECK(read.events[4].at == at(3));
    CHECK(std::get<event::start_accepted>(read.events[4].what).attempt ==
          attempt_id{task_id{1}, 1});
}

TEST_CASE("only its owner may read a journal", "[journal]") {
    scratch const folder;
    must(journal_file::open_or_make(folder / "j.db"));
    struct stat found {};
    REQUIRE(::stat((folder / "j.db").c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
}

TEST_CASE("two runs share a journal, each with its own events", "[journal]") {
    scratch const folder;
    auto file = must(journal_file::open_or_make(folder / "j.db"));
    auto const package = package_of({"a", "b"}, {"s", "t"});
    auto const one = must(file.begin(night, package, ""));
    auto const other = must(file.begin({"other", "", ""}, package, ""));
    auto const events = some_events();
    for (auto const& each : events) {
        CHECK_FALSE(one->append({&each, 1}));
        CHECK_FALSE(other->append({&each, 1}));
    }
    CHECK_FALSE(other->finish(at(9), outcome::failed));
    auto const runs = must(file.runs());
    REQUIRE(runs.size() == 2);
    CHECK(runs[0].number == other->number());
    CHECK(runs[0].result == outcome::failed);
    CHECK(runs[0].finished == at(9));
    CHECK_FALSE(runs[1].finished);
    CHECK(must(file.load(one->number())).events.size() == 5);
    CHECK(must(file.load(other->number())).events.size() == 5);
}

TEST_CASE("a living run is not carried on by somebody else", "[journal]") {
    scratch const folder;
    auto file = must(journal_file::open_or_make(folder / "j.db"));
    auto const package = package_of({"a"}, {"s"});
    auto run = must(file.begin(night, package, ""));
    auto second = must(journal_file::open(folder / "j.db"));
    CHECK(must(second.runs()).front().is_carried_on);
    auto const refused = second.carry_on(run_number{1}, night, package, "");
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == journal_errc::in_use);
    CHECK_THAT(refused.error().text, Contains("process " + std::to_string(::getpid())));
    CHECK(second.close(run_number{1}, at(1), outcome::unknown).error().code ==
          journal_errc::in_use);
    run.reset();
    CHECK_FALSE(must(second.runs()).front().is_carried_on);
    CHECK(second.carry_on(run_number{1}, night, package, "").has_value());
}

TEST_CASE("events of an edited plan stand behind those of the plan before", "[journal]") {
    scratch const folder;
    auto file = must(journal_file::open_or_make(folder / "j.db"));
    {
        auto const run = must(file.begin(night, package_of({"a", "b"}, {"s", "t"}), "first"));
        CHECK_FALSE(run->append(some_events()));
    }
    {
        auto const run = must(
            file.carry_on(run_number{1}, night, package_of({"new", "b", "a"}, {"t"}), "second"));
        timed_event const more{at(5), event::start_decided{{task_id{0}, 1}, server_id{0}}};
        CHECK_FALSE(run->append({&more, 1}));
    }
    auto const read = must(file.load(run_number{1}));
    CHECK(read.plan_text == "second");
    CHECK(read.tasks == std::vector<std::string>{"new", "b", "a"});
    REQUIRE(read.events.size() == 6);
    auto const old = std::get<event::start_intended>(read.events[3].what);
    CHECK(old.attempt.task == task_id{1});
    CHECK(old.server == server_id{0});
    auto const last = std::get<event::start_decided>(read.events[5].what);
    CHECK(last.attempt.task == task_id{0});
}

TEST_CASE("events are had with the ids of another package", "[journal]") {
    scratch const folder;
    auto file = must(journal_file::open_or_make(folder / "j.db"));
    {
        auto const run = must(file.begin(night, package_of({"a", "b"}, {"s", "t"}), ""));
        CHECK_FALSE(run->append(some_events()));
    }
    auto const read = must(file.load(run_number{1}));
    std::vector<std::string> missing;
    auto const moved = read.events_for(package_of({"b"}, {"x", "t"}), missing);
    CHECK(moved.size() == 5);
    CHECK(missing.empty()); // nothing has happened to those that are not there
    CHECK(std::get<event::start_accepted>(moved[4].what).attempt.task == task_id{0});
    CHECK(std::get<event::server_up>(moved[1].what).server == server_id{1});
    CHECK(read.events_for(package_of({"a"}, {"s"}), missing).size() == 1);
    CHECK(missing == std::vector<std::string>{"b", "t"});
}

TEST_CASE("a run has one owner by whatever name its journal is opened", "[journal]") {
    scratch const folder;
    auto const package = package_of({"a"}, {"s"});
    auto file = must(journal_file::open_or_make(folder / "j.db"));
    auto const run = must(file.begin(night, package, ""));
    std::filesystem::create_symlink(folder / "j.db", folder / "link.db");
    auto other = must(journal_file::open(folder / "link.db"));
    CHECK(must(other.runs()).front().is_carried_on);
    CHECK(other.carry_on(run->number(), night, package, "").error().code == journal_errc::in_use);
}

TEST_CASE("nothing but a journal comes into being", "[journal]") {
    scratch const folder;
    { auto const file = must(journal_file::open_or_make(folder / "j.db")); }
    std::vector<std::string> names;
    for (auto const& one : std::filesystem::directory_iterator(folder / ""))
        names.push_back(one.path().filename().string());
    CHECK(names == std::vector<std::string>{"j.db"});
}

TEST_CASE("a run that is not there is said to be missing", "[journal]") {
    scratch const folder;
    auto file = must(journal_file::open_or_make(folder / "j.db"));
    CHECK(file.load(run_number{7}).error().code == journal_errc::no_such_run);
    auto const package = package_of({"a"}, {"s"});
    CHECK(file.begin(night, package, "").has_value()); // what has failed leaves nothing open
    CHECK(file.carry_on(run_number{7}, night, package, "").error().code ==
          journal_errc::no_such_run);
}

TEST_CASE("a user's journal is in the state folder", "[journal]") {
    scratch const folder;
    ::setenv("XDG_STATE_HOME", (folder / "state").c_str(), 1);
    CHECK(default_journal_path() == folder / "state" / "ssislb" / "journal.db");
    struct stat found {};
    REQUIRE(::stat((folder / "state" / "ssislb").c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0700);
    ::setenv("XDG_STATE_HOME", "relative", 1);
    ::setenv("HOME", (folder / "home").c_str(), 1);
    CHECK(default_journal_path() == folder / "home" / ".local/state/ssislb/journal.db");
    ::unsetenv("XDG_STATE_HOME");
}
