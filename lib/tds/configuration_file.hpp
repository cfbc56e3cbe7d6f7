// The file that FreeTDS reads our sections from: in memory where the system can, never shared.
#pragma once

#include <map>
#include <mutex>
#include <string>

namespace ssislb::tds::detail {

/// Append only: FreeTDS may read it at any time.
///
/// Thread safety: all members are safe.
class configuration_file {
public:
    /// Throws boost::system::system_error.
    configuration_file();
    configuration_file(configuration_file const&) = delete;
    configuration_file& operator=(configuration_file const&) = delete;
    ~configuration_file();

    /// The name that opens the file anew in this process.
    [[nodiscard]] std::string const& path() const noexcept { return path_; }

    /// The name of the section with these lines; it is written when it is asked for first.
    /// Throws boost::system::system_error.
    [[nodiscard]] std::string section(std::string const& lines);

private:
    void append(std::string const& text) const;

    std::mutex mutex_;
    std::map<std::string, std::string> names_;
    unsigned sections_ = 0;
    std::string path_;
    int descriptor_ = -1;
    bool on_disk_ = false;
};

} // namespace ssislb::tds::detail
