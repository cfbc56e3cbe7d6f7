// Writes the events of one run.
#pragma once

#include "journal/run_lock.hpp"
#include "journal/sqlite.hpp"

#include <ssislb/model/event.hpp>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace ssislb::detail {

class run_writer {
public:
    /// From the number of the run's last event on. Throws sqlite_error. Preconditions: the file was
    /// opened as a journal and has the run.
    run_writer(std::filesystem::path const&, std::int64_t run, run_lock);

    /// False: none of them was written, nor will any be from now on.
    [[nodiscard]] bool write(std::span<timed_event const>);
    [[nodiscard]] bool finish(timestamp, outcome);

    [[nodiscard]] std::int64_t run() const noexcept { return run_; }
    [[nodiscard]] std::string const& trouble() const noexcept { return trouble_; }

private:
    void write_all(std::span<timed_event const>);
    void write_one(timed_event const&);
    void synchronize(bool);
    template <class Body>
    [[nodiscard]] bool guarded(Body);

    std::filesystem::path path_;
    sqlite_database sql_;
    run_lock lock_;
    std::int64_t run_;
    std::int64_t last_event_;
    sqlite_statement begin_;
    sqlite_statement insert_;
    sqlite_statement commit_;
    bool synchronized_ = true;
    std::string trouble_;
};

} // namespace ssislb::detail
