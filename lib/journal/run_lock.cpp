#include "journal/run_lock.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace ssislb::detail {
namespace {

/// One for each journal, by whatever links it is reached.
std::filesystem::path lock_file(std::filesystem::path const& journal) {
    std::error_code error;
    auto place = std::filesystem::weakly_canonical(journal, error);
    if (error)
        place = journal;
    return place += "-runs";
}

struct flock byte_of(std::int64_t run) {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = run;
    lock.l_len = 1;
    return lock;
}

} // namespace

std::optional<run_lock> run_lock::acquire(std::filesystem::path const& journal, std::int64_t run) {
    int const file = ::open(lock_file(journal).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        throw std::system_error(errno, std::generic_category(), lock_file(journal).string());
    run_lock made(file);
    auto lock = byte_of(run);
    if (::fcntl(file, F_OFD_SETLK, &lock) == 0)
        return made;
    if (errno == EAGAIN || errno == EACCES)
        return std::nullopt;
    throw std::system_error(errno, std::generic_category(), lock_file(journal).string());
}

bool run_lock::is_held(std::filesystem::path const& journal, std::int64_t run) {
    int const file = ::open(lock_file(journal).c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0)
        return false;
    auto lock = byte_of(run);
    bool const held = ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    ::close(file);
    return held;
}

run_lock::~run_lock() {
    if (file_ >= 0)
        ::close(file_);
}

} // namespace ssislb::detail
