#include "password_prompt.hpp"

#include <ssislb/run/credentials.hpp>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <map>
#include <string_view>

namespace ssislb::cli {
namespace {

/// The controlling terminal with echo off, both put back at the end.
class silent_terminal {
public:
    silent_terminal()
        : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
        if (!is_open() || ::tcgetattr(descriptor_, &before_) != 0)
            return;
        auto silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(descriptor_, TCSAFLUSH, &silent);
    }

    ~silent_terminal() {
        if (!is_open())
            return;
        ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
        ::close(descriptor_);
    }

    silent_terminal(silent_terminal const&) = delete;
    silent_terminal& operator=(silent_terminal const&) = delete;

    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

    void write(std::string_view text) const {
        static_cast<void>(!::write(descriptor_, text.data(), text.size()));
    }

    [[nodiscard]] std::string read_line() const {
        std::string line;
        for (char c = 0; ::read(descriptor_, &c, 1) == 1 && c != '\n';)
            line += c;
        return line;
    }

private:
    int descriptor_;
    termios before_{};
};

} // namespace

boost::system::result<std::string> password_or_prompt(server const& of) {
    bool const named = !of.password_env.empty() || !of.password_file.empty();
    if (named || of.auth == authentication::kerberos)
        return read_password(of);
    static std::map<std::string, std::string> answers;
    if (auto const known = answers.find(of.user); known != answers.end())
        return known->second;
    silent_terminal const terminal;
    if (!terminal.is_open())
        return boost::system::errc::make_error_code(boost::system::errc::no_such_device_or_address);
    terminal.write("Password of " + of.user + " on " + of.name + ": ");
    auto const& answer = answers[of.user] = terminal.read_line();
    terminal.write("\n");
    return answer;
}

} // namespace ssislb::cli
