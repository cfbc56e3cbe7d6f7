// Instants in a mapping of a file that has no name.
#include "job_ends.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <stdexcept>

namespace ssislb::bench {
namespace {

/// Nanoseconds of the steady clock; 0, as the mapping begins: none.
using cell = std::atomic<std::int64_t>;
static_assert(cell::is_always_lock_free);

cell& at(void* memory, std::size_t job) {
    return static_cast<cell*>(memory)[job];
}

int make_file(std::size_t size) {
    int const file = ::memfd_create("job ends", MFD_CLOEXEC);
    if (file < 0 || ::ftruncate(file, static_cast<off_t>(size)) != 0)
        throw std::runtime_error("no memory to share");
    return file;
}

} // namespace

job_ends::job_ends(std::size_t jobs)
    : job_ends(jobs, make_file((jobs + 1) * sizeof(cell))) {}

job_ends::job_ends(std::size_t jobs, int file)
    : size_(jobs)
    , file_(file)
    , memory_(
          ::mmap(nullptr, (jobs + 1) * sizeof(cell), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)) {
    if (memory_ == MAP_FAILED)
        throw std::runtime_error("no memory to share");
}

job_ends::~job_ends() {
    ::munmap(memory_, (size_ + 1) * sizeof(cell));
    ::close(file_);
}

void job_ends::note_end(std::size_t job) {
    at(memory_, job) =
        std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::optional<std::chrono::steady_clock::time_point> job_ends::of(std::size_t job) const {
    auto const ended = at(memory_, job).load();
    if (ended == 0)
        return std::nullopt;
    return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(ended));
}

std::size_t job_ends::ended() const {
    std::size_t count = 0;
    for (std::size_t job = 0; job < size_; ++job)
        count += at(memory_, job) != 0 ? 1U : 0U;
    return count;
}

} // namespace ssislb::bench
