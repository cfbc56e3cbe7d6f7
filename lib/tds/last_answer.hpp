// What a connection's last answer was like: a poll repeats itself.
#pragma once

#include "tds/dblib.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::tds::detail {

class last_answer {
public:
    /// Positions of the columns that are wanted, all if none is named, in the process's current
    /// set. Found out anew only if the set differs from the last one.
    [[nodiscard]] std::span<std::size_t const> columns(dblib_process&,
                                                       std::span<std::string_view const> wanted);

    using names_pointer = std::shared_ptr<std::vector<std::string> const>;
    /// Of these columns.
    [[nodiscard]] names_pointer const& names() const noexcept { return names_; }

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    void note_rows(std::size_t) noexcept;

private:
    [[nodiscard]] bool is_like_last(dblib_process&, std::span<std::string_view const> wanted,
                                    std::size_t count) const;

    std::span<std::string_view const> wanted_;
    std::size_t count_ = 0;
    std::vector<std::size_t> columns_;
    names_pointer names_;
    std::size_t rows_ = 8;
};

} // namespace ssislb::tds::detail
