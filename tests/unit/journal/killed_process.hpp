// A process that is there to be killed.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>

namespace ssislb::test {

/// A process that does something and then waits to be killed.
class killed_process {
public:
    template <class Body>
    explicit killed_process(Body body) {
        std::array<int, 2> done{};
        if (::pipe(done.data()) != 0)
            throw std::runtime_error("no pipe");
        id_ = ::fork();
        if (id_ == 0) {
            char const well = body() ? 'y' : 'n';
            static_cast<void>(::write(done[1], &well, 1));
            for (;;)
                ::pause();
        }
        ::close(done[1]);
        char answer = 'n';
        static_cast<void>(::read(done[0], &answer, 1));
        did_well_ = answer == 'y';
        ::close(done[0]);
    }
    ~killed_process() { kill(); }
    killed_process(killed_process const&) = delete;
    killed_process& operator=(killed_process const&) = delete;

    [[nodiscard]] bool did_well() const { return did_well_; }
    [[nodiscard]] pid_t id() const { return id_; }

    void kill() {
        if (id_ <= 0)
            return;
        ::kill(id_, SIGKILL);
        ::waitpid(id_, nullptr, 0);
        id_ = -1;
    }

private:
    pid_t id_ = -1;
    bool did_well_ = false;
};

} // namespace ssislb::test
