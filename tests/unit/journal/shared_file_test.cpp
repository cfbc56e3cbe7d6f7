// A journal that one process writes while others come and go.
#include "scratch.hpp"
#include "support/catch.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <stdexcept>

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// Another process. It is made before this one opens the journal, so that it shares nothing of it.
class onlooker {
public:
    explicit onlooker(std::function<bool()> look) {
        if (::pipe(go_.data()) != 0)
            throw std::runtime_error("no pipe");
        id_ = ::fork();
        if (id_ != 0)
            return;
        char told = 0;
        bool const asked = ::read(go_[0], &told, 1) == 1;
        ::_exit(asked && look() ? 0 : 1);
    }
    onlooker(onlooker const&) = delete;
    onlooker& operator=(onlooker const&) = delete;
    ~onlooker() {
        ::close(go_[0]);
        ::close(go_[1]);
    }

    /// Lets it look and end. True: it saw what it should.
    bool look() {
        int status = 0;
        return ::write(go_[1], "!", 1) == 1 && ::waitpid(id_, &status, 0) == id_ &&
               WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private:
    std::array<int, 2> go_{};
    pid_t id_ = -1;
};

std::function<bool()> sees(std::filesystem::path const& path, std::size_t events) {
    return [path, events] {
        auto const file = journal_file::open(path);
        auto const run = file ? file->load(run_number{1}) : file.error();
        return run && run->events.size() == events;
    };
}

} // namespace

TEST_CASE("who looks at a journal and leaves takes nothing from who writes it", "[journal]") {
    scratch const folder;
    auto const path = folder / "j.db";
    onlooker first(sees(path, 1));
    onlooker second(sees(path, 2));
    onlooker third(sees(path, 3));
    auto const events = std::array<timed_event, 1>{{{at(0), event::run_started{}}}};
    auto file = must(journal_file::open_or_make(path));
    auto const run = must(file.begin({"p", "", ""}, package_of({"a"}, {"s"}), ""));
    REQUIRE_FALSE(run->append(events));
    CHECK(first.look());
    REQUIRE_FALSE(run->append(events));
    CHECK(second.look());
    // Nor does this process itself, when it opens it once more.
    CHECK(must(journal_file::open(path)).runs().has_value());
    REQUIRE_FALSE(run->append(events));
    CHECK(third.look());
}
