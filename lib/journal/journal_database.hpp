// The open file of a journal.
#pragma once

#include "journal/sqlite.hpp"

#include <ssislb/journal/journal_trouble.hpp>
#include <ssislb/journal/run_record.hpp>

#include <cstdint>
#include <exception>
#include <filesystem>
#include <vector>

namespace ssislb::detail {

/// Thrown inside of the module alone.
class journal_failure : public std::exception {
public:
    explicit journal_failure(journal_trouble trouble)
        : trouble_(std::move(trouble)) {}

    [[nodiscard]] journal_trouble const& trouble() const noexcept { return trouble_; }

private:
    journal_trouble trouble_;
};

/// Member functions throw journal_failure or sqlite_error.
class journal_database {
public:
    enum class access { read, write };

    /// An empty or older file is brought up to date where it may be written. Preconditions: the
    /// file is there.
    journal_database(std::filesystem::path, access);

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }
    [[nodiscard]] sqlite_database& sql() noexcept { return sql_; }

    [[nodiscard]] std::vector<run_record> runs();
    [[nodiscard]] run_record find(std::int64_t run);
    [[nodiscard]] recorded_run load(std::int64_t run);

private:
    [[nodiscard]] run_record read_record(sqlite_statement const&) const;
    void read_plan(recorded_run&, std::int64_t run);
    void read_events(recorded_run&, std::int64_t run);
    void check();

    std::filesystem::path path_;
    sqlite_database sql_;
};

/// Makes an empty file, readable by its owner alone, unless there is one.
void make_file(std::filesystem::path const&);

/// Throws journal_failure.
[[noreturn]] void fail(journal_errc, std::filesystem::path const&, std::string const& sentence);

/// What is being handled, as a trouble with that file. Preconditions: an exception is.
[[nodiscard]] journal_trouble current_trouble(std::filesystem::path const&);

} // namespace ssislb::detail
