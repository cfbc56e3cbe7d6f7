#include "output.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace ssislb::cli {
namespace {

winsize window() {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return {.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
    return size;
}

} // namespace

bool output::write(std::string_view text) {
    while (open_ && !text.empty()) {
        auto const written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written >= 0)
            text.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            lose(errno);
    }
    return open_;
}

void output::lose(int why) {
    open_ = false;
    if (why == EPIPE)
        return;
    failed_ = true;
    std::fprintf(stderr, "ssislb: standard output cannot be written: %s\n", std::strerror(why));
}

bool output::write_line(std::string_view line) {
    return write(std::string(line) + '\n');
}

bool output::is_terminal() {
    char const* term = std::getenv("TERM");
    return ::isatty(STDOUT_FILENO) == 1 && term != nullptr && std::string_view(term) != "dumb";
}

int output::width() {
    return window().ws_col;
}

int output::height() {
    return window().ws_row;
}

} // namespace ssislb::cli
