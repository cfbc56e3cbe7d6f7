// The command as a process of its own, with its standard output in a file.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::test {

class command_process {
public:
    /// Words without the command's name. Standard error goes to `output` + ".err".
    command_process(std::vector<std::string> const& words, std::filesystem::path output,
                    std::map<std::string, std::string> const& environment = {});
    /// Kills it if it lives.
    ~command_process();

    command_process(command_process const&) = delete;
    command_process& operator=(command_process const&) = delete;

    [[nodiscard]] pid_t id() const noexcept { return id_; }
    void signal(int) const;

    /// Its exit code; none: a signal has ended it.
    std::optional<int> wait();

    [[nodiscard]] bool has_ended();
    /// Until it has written that, on either of its outputs. Throws when it ends without.
    void wait_for_text(std::string const&);

    /// What it has written so far.
    [[nodiscard]] std::string output() const;
    [[nodiscard]] std::string errors() const;

private:
    void take(int status);

    std::filesystem::path output_;
    pid_t id_ = -1;
    bool ended_ = false;
    std::optional<int> code_;
};

} // namespace ssislb::test
