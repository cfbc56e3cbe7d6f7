// Several processes and one journal.
#include "other_process.hpp"
#include "scratch.hpp"
#include "support/catch.hpp"

#include <deque>

using namespace ssislb;
using namespace ssislb::test;

namespace {

run_description const night{"nightly", "/plans/nightly.toml", "{}"};

void append_some(run_journal& to) {
    std::vector<timed_event> const events(3, {at(1), event::server_up{server_id{0}}});
    REQUIRE_FALSE(to.append(events));
}

std::size_t events_in(std::filesystem::path const& path) {
    return must(must(journal_file::open(path)).load(run_number{1})).events.size();
}

} // namespace

// Whoever opens and closes a file with open(2) drops all locks that his process has on it.
TEST_CASE("what somebody else does with the file takes no event away", "[journal]") {
    scratch const folder;
    auto const path = folder / "j.db";
    other_process onlooker([&] {
        // As the last one to close a database, it would remove the log.
        return must(must(journal_file::open_or_make(path)).runs()).size() == 1 ? 0 : 1;
    });
    other_process reader([&] { return events_in(path) == 6 ? 0 : 1; });
    auto file = must(journal_file::open_or_make(path));
    auto const run = must(file.begin(night, package_of({"a"}, {"s"}), ""));
    append_some(*run);
    CHECK(journal_file::open(path)->runs().has_value());
    CHECK(onlooker.run() == 0);
    append_some(*run);
    CHECK(reader.run() == 0);
}

TEST_CASE("processes that make the same journal at once all have it", "[journal]") {
    constexpr int processes = 6;
    for (int round = 0; round < 5; ++round) {
        scratch const folder;
        auto const path = folder / "j.db";
        {
            std::deque<other_process> all;
            for (int i = 0; i < processes; ++i)
                all.emplace_back([&] {
                    auto file = must(journal_file::open_or_make(path));
                    auto const run = must(file.begin(night, package_of({"a"}, {"s"}), ""));
                    timed_event const begun{at(0), event::run_started{}};
                    return run->append({&begun, 1}) ? 1 : 0;
                });
            for (auto& each : all)
                each.go();
            for (auto& each : all)
                CHECK(each.run() == 0);
        }
        CHECK(must(must(journal_file::open(path)).runs()).size() == processes);
    }
}
