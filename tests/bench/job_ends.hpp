// When each job ended, as its server knows it: memory that two processes share.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace ssislb::bench {

/// One process makes it and reads, another gets its file and writes. Both read the same steady
/// clock.
class job_ends {
public:
    explicit job_ends(std::size_t jobs);
    /// What another process has made.
    job_ends(std::size_t jobs, int file);
    ~job_ends();
    job_ends(job_ends const&) = delete;
    job_ends& operator=(job_ends const&) = delete;

    void note_end(std::size_t job);
    /// None: it runs.
    [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> of(std::size_t job) const;
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t ended() const;
    [[nodiscard]] int file() const noexcept { return file_; }

private:
    std::size_t size_;
    int file_;
    void* memory_;
};

} // namespace ssislb::bench
