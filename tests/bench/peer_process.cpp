// fork, exec and a pipe.
#include "peer_process.hpp"

#include "process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace ssislb::bench {
namespace {

[[noreturn]] void become(std::vector<std::string> const& command, std::string const& password,
                         int output, int core) {
    ::setsid();
    ::dup2(output, STDOUT_FILENO);
    ::setenv("SSISLB_BENCH_PASSWORD", password.c_str(), 1);
    ::setenv("PYTHONDONTWRITEBYTECODE", "1", 1);
    pin_to(core);
    std::vector<char*> arguments;
    for (auto const& each : command)
        arguments.push_back(const_cast<char*>(each.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments.front(), arguments.data());
    ::_exit(127);
}

} // namespace

peer_process::peer_process(std::vector<std::string> command, std::string const& password,
                           int core) {
    int output[2];
    if (::pipe2(output, O_CLOEXEC) != 0 || (child_ = ::fork()) < 0)
        throw std::runtime_error("no process for " + command.front());
    if (child_ == 0)
        become(command, password, output[1], core);
    ::close(output[1]);
    output_ = output[0];
}

peer_process::~peer_process() {
    ::close(output_);
    if (child_ < 0)
        return;
    ::kill(-child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
}

std::optional<std::string> peer_process::read_line(std::chrono::steady_clock::time_point deadline) {
    for (;;) {
        auto const end = unread_.find('\n');
        if (end != std::string::npos) {
            auto line = unread_.substr(0, end);
            unread_.erase(0, end + 1);
            return line;
        }
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        pollfd line{.fd = output_, .events = POLLIN, .revents = 0};
        std::array<char, 4096> bytes{};
        if (left.count() <= 0 || ::poll(&line, 1, static_cast<int>(left.count())) <= 0)
            return std::nullopt;
        auto const got = ::read(output_, bytes.data(), bytes.size());
        if (got <= 0)
            return std::nullopt;
        unread_.append(bytes.data(), static_cast<std::size_t>(got));
    }
}

double peer_process::finish() {
    rusage spent{};
    ::wait4(std::exchange(child_, -1), nullptr, 0, &spent);
    return seconds_of(spent);
}

} // namespace ssislb::bench
