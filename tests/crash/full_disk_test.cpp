// The journal cannot grow any more.
#include "crash_scene.hpp"
#include "support/catch.hpp"
#include "support/plan_text.hpp"
#include "until.hpp"

#include <stdlib.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

using namespace ssislb;
using namespace ssislb::test;
using Catch::Matchers::Contains;

namespace {

constexpr double speed = 300;

/// A file system of its own, which can be filled.
class small_disk {
public:
    small_disk() {
        if (::mkdtemp(at_.data()) == nullptr)
            throw std::runtime_error("no folder for a disk");
        mounted_ = ::mount("tmpfs", at_.c_str(), "tmpfs", 0, "size=1m") == 0;
    }
    ~small_disk() {
        if (mounted_)
            ::umount2(at_.c_str(), MNT_DETACH);
        ::rmdir(at_.c_str());
    }
    small_disk(small_disk const&) = delete;
    small_disk& operator=(small_disk const&) = delete;

    [[nodiscard]] bool is_mounted() const { return mounted_; }
    [[nodiscard]] std::filesystem::path path() const { return at_; }

    void fill() const {
        std::ofstream ballast(path() / "ballast", std::ios::binary | std::ios::app);
        for (std::string const piece(512, 'x'); ballast;)
            ballast << piece << std::flush;
    }
    void make_room() const { std::filesystem::remove(path() / "ballast"); }

private:
    std::string at_ = (std::filesystem::temp_directory_path() / "ssislb-disk-XXXXXX").string();
    bool mounted_ = false;
};

std::string three_tasks() {
    return servers(1) + R"(
[defaults]
outcome_from = "job"
[[task]]
name = "one"
job = "one"
simulate = { duration = "100h" }
[[task]]
name = "other"
job = "other"
simulate = { duration = "100h" }
[[task]]
name = "after"
job = "after"
after_completion = ["one"]
simulate = { duration = "10s" }
)";
}

/// Some of them fail, one is tried again.
std::string ten_tasks() {
    auto text = servers(2) + "[defaults]\noutcome_from = \"job\"\n";
    for (int i = 0; i < 10; ++i) {
        auto const name = "t" + std::to_string(i);
        text += "[[task]]\nname = \"" + name + "\"\njob = \"" + name + "\"\n";
        text += "simulate = { duration = \"" + std::to_string(10 + i * 7 % 20) + "s\"";
        text += i == 2       ? ", outcome = \"failed\", fail_attempts = 1 }\nretries = 1\n"
                : i % 5 == 3 ? ", outcome = \"failed\" }\n"
                             : " }\n";
        if (i >= 4)
            text += "after_completion = [\"t" + std::to_string(i - 4) + "\"]\n";
    }
    return text;
}

std::size_t intents(crash_scene const& scene) {
    return static_cast<std::size_t>(std::ranges::count_if(scene.events(), [](auto const& each) {
        return std::holds_alternative<event::start_intended>(each.what);
    }));
}

long count_writes() {
    crash_scene scene(ten_tasks(), speed);
    auto with = full_disk(0);
    with["SSISLB_WRITES"] = scene.path("writes").string();
    REQUIRE(scene.run(with)->wait() == 1);
    return writes_of(scene.path("writes"));
}

void be_full_from(long write) {
    INFO("full from write " << write);
    crash_scene scene(ten_tasks(), speed);
    auto const process = scene.run(full_disk(write));
    auto const code = process->wait();
    // It cannot begin, or cannot go on.
    CHECK((code == 6 || code == 1));
    CHECK((code == 1 || scene.starts() == 0));
    CHECK(scene.starts() <= intents(scene));
    CHECK(scene.instance(0).running() + scene.instance(1).running() == 0);
    auto next = scene.go_on();
    // The last writes of all put in order what is there.
    if (next)
        CHECK_THAT(process->errors(), Contains("j.db cannot grow: the disk is full; make room"));
    auto const summary = next ? scene.see_to_its_end(std::move(next)) : scene.summary_in(*process);
    CHECK(summary.result == outcome::failed);
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}

} // namespace

TEST_CASE("a run whose disk is full starts nothing more, and goes on when there is room",
          "[crash]") {
    std::optional<small_disk> disk(std::in_place);
    if (!disk->is_mounted()) {
        disk.reset();
        std::exit(77); // this user may not; the next test does without
    }
    crash_scene scene(three_tasks(), speed);
    scene.keep_journal_in(disk->path());
    auto const process = scene.run();
    until("two jobs run", [&] { return scene.runs("one") && scene.runs("other"); });
    disk->fill();
    scene.cancel("one");
    process->wait_for_text(R"("event":"task_skipped","task":"after")");
    // What runs is waited for.
    CHECK_FALSE(process->has_ended());
    scene.cancel("other");
    CHECK(process->wait() == 1);
    CHECK_THAT(process->errors(), Contains("j.db cannot grow: the disk is full; make room"));
    CHECK(scene.starts() == 2);

    // The process has left some room behind.
    disk->fill();
    auto const in_vain = scene.resume();
    CHECK(in_vain->wait() == 1);
    CHECK_THAT(in_vain->errors(), Contains("the disk is full; make room"));
    CHECK(scene.starts() == 2);

    disk->make_room();
    auto const summary = scene.see_to_its_end(scene.resume());
    CHECK(scene.starts() == 3);
    CHECK(summary.result == outcome::failed);
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}

TEST_CASE("a disk may be full from any write to the journal on", "[crash]") {
    long const writes = count_writes();
    REQUIRE(writes > 50);
    // In the first ones the journal itself is made.
    bool const all = std::getenv("SSISLB_ALL_CRASH_POINTS") != nullptr;
    for (long at = 1; at <= writes; at += all || at < 24 ? 1 : writes / 12)
        be_full_from(at);
}
