// Standard output: ends quietly when its reader has gone, and says so when it cannot be written.
#pragma once

#include <string_view>

namespace ssislb::cli {

class output {
public:
    /// Writes at once; false from the moment when nobody reads any more.
    bool write(std::string_view text);
    bool write_line(std::string_view line);

    /// Something could not be written, though its reader is there: the disk is full, say.
    [[nodiscard]] bool failed() const noexcept { return failed_; }

    /// Whether standard output is a terminal that understands cursor movement.
    [[nodiscard]] static bool is_terminal();

    /// Columns of the terminal.
    [[nodiscard]] static int width();
    [[nodiscard]] static int height();

private:
    void lose(int why);

    bool open_ = true;
    bool failed_ = false;
};

} // namespace ssislb::cli
