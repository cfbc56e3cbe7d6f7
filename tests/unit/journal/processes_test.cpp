// Several processes with one journal, and processes that die.
#include "killed_process.hpp"
#include "scratch.hpp"
#include "support/catch.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

using namespace ssislb;
using namespace ssislb::test;

namespace {

run_description const night{"nightly", "", ""};

/// In a process of its own; its exit code tells whether it did well.
template <class Body>
pid_t started(Body body) {
    auto const id = ::fork();
    if (id == 0)
        ::_exit(body() ? 0 : 1);
    return id;
}

bool ended_well(pid_t id) {
    int status = -1;
    return ::waitpid(id, &status, 0) == id && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool append_one_by_one(run_journal& to, int count) {
    timed_event const one{at(0), event::start_accepted{{task_id{0}, 1}}};
    for (int i = 0; i < count; ++i)
        if (to.append({&one, 1}))
            return false;
    return true;
}

} // namespace

TEST_CASE("what was appended survives the process, and the run can be carried on", "[journal]") {
    scratch const folder;
    auto const package = package_of({"a"}, {"s"});
    killed_process writer([&] {
        static auto file = must(journal_file::open_or_make(folder / "j.db"));
        static auto const run = must(file.begin(night, package, ""));
        // The last one alone is synchronized with the disk.
        std::array<timed_event, 2> const events{
            {{at(0), event::run_started{}},
             {at(1), event::start_intended{{task_id{0}, 1}, server_id{0}, {}}}}};
        return !run->append(events) && append_one_by_one(*run, 30);
    });
    REQUIRE(writer.did_well());
    auto const pid = writer.id();
    {
        auto file = must(journal_file::open(folder / "j.db"));
        auto const runs = must(file.runs());
        CHECK(runs.front().is_carried_on);
        auto const refused = file.carry_on(run_number{1}, night, package, "");
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == journal_errc::in_use);
        CHECK_THAT(refused.error().text,
                   Catch::Matchers::Contains("process " + std::to_string(pid) + " on " +
                                             runs.front().host));
    }
    writer.kill();
    auto file = must(journal_file::open(folder / "j.db"));
    CHECK_FALSE(must(file.runs()).front().is_carried_on);
    CHECK(must(file.load(run_number{1})).events.size() == 32);
    auto const again = must(file.carry_on(run_number{1}, night, package, ""));
    CHECK(append_one_by_one(*again, 1));
    CHECK(must(file.load(run_number{1})).events.size() == 33);
    CHECK(must(file.runs()).front().pid == ::getpid());
}

TEST_CASE("a process that is killed in the middle leaves whole batches", "[journal]") {
    auto const wanted = GENERATE(1, 2, 7, 40);
    constexpr int batch = 3;
    scratch const folder;
    auto const path = folder / "j.db";
    auto const package = package_of({"a"}, {"s"});
    std::array<int, 2> told{};
    REQUIRE(::pipe(told.data()) == 0);
    auto const writer = started([&] {
        auto file = must(journal_file::open_or_make(path));
        auto const run = must(file.begin(night, package, ""));
        std::vector<timed_event> const events(batch, {at(0), event::run_paused{}});
        while (!run->append(events))
            static_cast<void>(::write(told[1], "y", 1));
        return true;
    });
    ::close(told[1]);
    char answer = 0;
    int heard = 0;
    while (heard < wanted && ::read(told[0], &answer, 1) == 1)
        ++heard;
    ::kill(writer, SIGKILL);
    ::waitpid(writer, nullptr, 0);
    while (::read(told[0], &answer, 1) == 1)
        ++heard;
    ::close(told[0]);
    auto const found = must(must(journal_file::open(path)).load(run_number{1})).events.size();
    CHECK(found % batch == 0);
    CHECK(found >= static_cast<std::size_t>(heard * batch));
}

TEST_CASE("processes make a journal at the same moment, and write into it", "[journal]") {
    constexpr int count = 6;
    scratch const folder;
    auto const package = package_of({"a"}, {"s"});
    std::vector<pid_t> all;
    for (int i = 0; i < count; ++i)
        all.push_back(started([&] {
            auto file = journal_file::open_or_make(folder / "j.db");
            auto const run = file ? file->begin(night, package, "") : file.error();
            return run && append_one_by_one(**run, 50);
        }));
    for (auto const each : all)
        CHECK(ended_well(each));
    auto file = must(journal_file::open(folder / "j.db"));
    auto const runs = must(file.runs());
    REQUIRE(runs.size() == count);
    for (auto const& each : runs)
        CHECK(must(file.load(each.number)).events.size() == 50);
}
