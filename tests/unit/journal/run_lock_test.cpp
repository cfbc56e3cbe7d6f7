// The lock of a run, held by another process.
#include "journal/run_lock.hpp"
#include "scratch.hpp"
#include "support/catch.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

using namespace ssislb;
using namespace ssislb::test;
using ssislb::detail::run_lock;

namespace {

/// Holds the lock until it is killed.
class holder {
public:
    holder(std::filesystem::path const& journal, std::int64_t run) {
        std::array<int, 2> ready{};
        if (::pipe(ready.data()) != 0)
            throw std::runtime_error("no pipe");
        id_ = ::fork();
        if (id_ == 0) {
            auto const lock = run_lock::acquire(journal, run);
            char const has_it = lock ? 'y' : 'n';
            static_cast<void>(::write(ready[1], &has_it, 1));
            for (;;)
                ::pause();
        }
        char answer = 'n';
        static_cast<void>(::read(ready[0], &answer, 1));
        has_it_ = answer == 'y';
        ::close(ready[0]);
        ::close(ready[1]);
    }
    ~holder() { kill(); }
    holder(holder const&) = delete;
    holder& operator=(holder const&) = delete;

    [[nodiscard]] bool has_it() const { return has_it_; }

    void kill() {
        if (id_ <= 0)
            return;
        ::kill(id_, SIGKILL);
        ::waitpid(id_, nullptr, 0);
        id_ = -1;
    }

private:
    pid_t id_ = -1;
    bool has_it_ = false;
};

} // namespace

TEST_CASE("a lock ends with the process that holds it", "[journal]") {
    scratch const folder;
    auto const journal = folder / "j.db";
    holder other(journal, 3);
    REQUIRE(other.has_it());
    CHECK(run_lock::is_held(journal, 3));
    CHECK_FALSE(run_lock::acquire(journal, 3).has_value());
    other.kill();
    CHECK_FALSE(run_lock::is_held(journal, 3));
    CHECK(run_lock::acquire(journal, 3).has_value());
}

TEST_CASE("each run has a lock of its own", "[journal]") {
    scratch const folder;
    auto const journal = folder / "j.db";
    auto const one = run_lock::acquire(journal, 1);
    REQUIRE(one);
    CHECK(run_lock::acquire(journal, 2).has_value());
    CHECK_FALSE(run_lock::acquire(journal, 1).has_value());
    CHECK_FALSE(run_lock::is_held(journal, 2));
}

TEST_CASE("to ask for a lock does not take it", "[journal]") {
    scratch const folder;
    auto const journal = folder / "j.db";
    CHECK_FALSE(run_lock::is_held(journal, 1));
    auto const lock = run_lock::acquire(journal, 1);
    CHECK(run_lock::is_held(journal, 1));
    CHECK(run_lock::is_held(journal, 1));
}
