// Another process that does something with the same file, when it is told to.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <exception>
#include <functional>
#include <stdexcept>
#include <utility>

namespace ssislb::test {

/// Made before this process opens a database: SQLite's connections do not outlive fork(2).
class other_process {
public:
    /// The body's value is the process' exit code; 99: it has thrown.
    explicit other_process(std::function<int()> const& body) {
        if (::pipe(go_.data()) != 0)
            throw std::runtime_error("no pipe");
        id_ = ::fork();
        if (id_ != 0)
            return;
        char ignored = 0;
        ::close(go_[1]);
        static_cast<void>(::read(go_[0], &ignored, 1));
        int code = 99;
        try {
            code = body();
        } catch (std::exception const&) {
        }
        ::_exit(code);
    }
    ~other_process() {
        if (id_ > 0)
            static_cast<void>(run());
        ::close(go_[0]);
    }
    other_process(other_process const&) = delete;
    other_process& operator=(other_process const&) = delete;

    void go() {
        if (std::exchange(is_gone_, true))
            return;
        static_cast<void>(::write(go_[1], "g", 1));
        ::close(go_[1]);
    }
    /// Its exit code.
    int run() {
        go();
        int status = 0;
        ::waitpid(std::exchange(id_, -1), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    std::array<int, 2> go_{};
    pid_t id_ = -1;
    bool is_gone_ = false;
};

} // namespace ssislb::test
