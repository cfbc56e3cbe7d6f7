// fork, exec, wait.
#include "command_process.hpp"

#include "until.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace ssislb::test {
namespace {

std::string content_of(std::filesystem::path const& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

void redirect(int to, std::string const& path) {
    int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(file, to);
    ::close(file);
}

} // namespace

command_process::command_process(std::vector<std::string> const& words,
                                 std::filesystem::path output,
                                 std::map<std::string, std::string> const& environment)
    : output_(std::move(output)) {
    std::vector<char*> arguments{const_cast<char*>(SSISLB_COMMAND)};
    for (auto const& each : words)
        arguments.push_back(const_cast<char*>(each.c_str()));
    arguments.push_back(nullptr);
    auto const errors = output_.string() + ".err";
    id_ = ::fork();
    if (id_ < 0)
        throw std::runtime_error("no process can be made");
    if (id_ > 0)
        return;
    for (auto const& [name, value] : environment)
        ::setenv(name.c_str(), value.c_str(), 1);
    redirect(STDOUT_FILENO, output_.string());
    redirect(STDERR_FILENO, errors);
    // The sockets of simulated servers stay here.
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    ::execv(SSISLB_COMMAND, arguments.data());
    ::_exit(127);
}

command_process::~command_process() {
    if (ended_)
        return;
    signal(SIGKILL);
    wait();
}

void command_process::signal(int number) const {
    ::kill(id_, number);
}

void command_process::take(int status) {
    ended_ = true;
    if (WIFEXITED(status))
        code_ = WEXITSTATUS(status);
}

std::optional<int> command_process::wait() {
    int status = 0;
    if (!ended_ && ::waitpid(id_, &status, 0) == id_)
        take(status);
    return code_;
}

bool command_process::has_ended() {
    int status = 0;
    if (!ended_ && ::waitpid(id_, &status, WNOHANG) == id_)
        take(status);
    return ended_;
}

void command_process::wait_for_text(std::string const& text) {
    until("it writes " + text, [&] {
        // Asked before: what it wrote last is read in any case.
        bool const ended = has_ended();
        bool const is_there =
            output().find(text) != std::string::npos || errors().find(text) != std::string::npos;
        if (ended && !is_there)
            throw std::runtime_error("it ended without " + text + ": " + output() + errors());
        return is_there;
    });
}

std::string command_process::output() const {
    return content_of(output_);
}

std::string command_process::errors() const {
    return content_of(output_.string() + ".err");
}

} // namespace ssislb::test
