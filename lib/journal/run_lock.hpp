// Who carries a run on: one process at a time, and nobody once that one is dead.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

namespace ssislb::detail {

/// A byte of a file beside the journal, locked for as long as this object lives (fcntl(2), open
/// file description locks): the kernel lets go of it when the process ends, however it does.
class run_lock {
public:
    /// None: somebody else has it. Throws std::system_error when there can be no such file.
    [[nodiscard]] static std::optional<run_lock> acquire(std::filesystem::path const& journal,
                                                         std::int64_t run);

    /// Whether somebody has it; where that cannot be found out, nobody.
    [[nodiscard]] static bool is_held(std::filesystem::path const& journal, std::int64_t run);

    run_lock(run_lock&& other) noexcept
        : file_(std::exchange(other.file_, -1)) {}
    run_lock& operator=(run_lock&& other) noexcept {
        std::swap(file_, other.file_);
        return *this;
    }
    ~run_lock();

private:
    explicit run_lock(int file)
        : file_(file) {}

    int file_ = -1;
};

} // namespace ssislb::detail
