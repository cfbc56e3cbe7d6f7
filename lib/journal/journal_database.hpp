// The open file of a journal.
#pragma once

#include "journal/sqlite.hpp"

#include <ssislb/journal/run_record.hpp>

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace ssislb::detail {

/// Member functions throw journal_failure or sqlite_error.
class journal_database {
public:
    /// An empty or older file is brought up to date. Preconditions: the file is there.
    explicit journal_database(std::filesystem::path);

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }
    [[nodiscard]] sqlite_database& sql() noexcept { return sql_; }

    [[nodiscard]] std::vector<run_record> runs();
    [[nodiscard]] run_record find(std::int64_t run);
    [[nodiscard]] recorded_run load(std::int64_t run);

private:
    [[nodiscard]] run_record read_record(sqlite_statement const&) const;
    [[nodiscard]] outcome read_outcome(std::string_view name, std::int64_t run) const;
    void read_plan(recorded_run&, std::int64_t run);
    void read_events(recorded_run&, std::int64_t run);

    std::filesystem::path path_;
    sqlite_database sql_;
};

} // namespace ssislb::detail
