#include "tds/configuration_file.hpp"

#include <boost/system/system_error.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string_view>

namespace ssislb::tds::detail {
namespace {

[[noreturn]] void fail(char const* what) {
    throw boost::system::system_error(errno, boost::system::system_category(), what);
}

std::string temporary_name() {
    char const* folder = std::getenv("TMPDIR");
    return std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/ssislb-XXXXXX";
}

} // namespace

configuration_file::configuration_file()
    : descriptor_(::memfd_create("ssislb-freetds", MFD_CLOEXEC)) {
    path_ = "/proc/self/fd/" + std::to_string(descriptor_);
    if (descriptor_ >= 0 && ::access(path_.c_str(), R_OK) == 0)
        return;
    // Without memfd or without /proc: a file that only this user can read (mkstemp: mode 0600).
    if (descriptor_ >= 0)
        ::close(descriptor_);
    path_ = temporary_name();
    descriptor_ = ::mkostemp(path_.data(), O_CLOEXEC);
    if (descriptor_ < 0)
        fail("FreeTDS settings cannot be written");
    on_disk_ = true;
}

configuration_file::~configuration_file() {
    if (on_disk_)
        ::unlink(path_.c_str());
    ::close(descriptor_);
}

std::string configuration_file::section(std::string const& lines) {
    std::lock_guard const lock(mutex_);
    auto const known = names_.find(lines);
    if (known != names_.end())
        return known->second;
    // Were the file ever unreadable, FreeTDS would take the name for a host's. No host of that
    // top-level domain can exist (RFC 2606), so a login can go nowhere else.
    std::string name = "ssislb-" + std::to_string(++sections_) + ".invalid";
    // A section that could be written in part only must not swallow the next one's head.
    append("\n[" + name + "]\n" + lines);
    names_.emplace(lines, name);
    return name;
}

void configuration_file::append(std::string const& text) const {
    for (std::string_view rest = text; !rest.empty();) {
        auto const written = ::write(descriptor_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            fail("FreeTDS settings cannot be written");
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
}

} // namespace ssislb::tds::detail
