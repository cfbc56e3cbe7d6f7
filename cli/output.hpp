// Standard output that ends quietly when its reader has gone.
#pragma once

#include <string_view>

namespace ssislb::cli {

class output {
public:
    /// Writes at once; false from the moment when nobody reads any more.
    bool write(std::string_view text);
    bool write_line(std::string_view line);

    /// Whether standard output is a terminal that understands cursor movement.
    [[nodiscard]] static bool is_terminal();

    /// Columns of the terminal.
    [[nodiscard]] static int width();
    [[nodiscard]] static int height();

private:
    bool open_ = true;
};

} // namespace ssislb::cli
