// The journal that the user means.
#pragma once

#include "exit_code.hpp"

#include <ssislb/journal/journal_file.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ssislb::cli {

/// At that path; empty: this user's own. Says on standard error why there is none.
[[nodiscard]] std::optional<journal_file> journal_to_read(std::string const& path);
[[nodiscard]] std::optional<journal_file> journal_to_write(std::string const& path);

/// Prints the trouble.
void complain(journal_trouble const&);

/// The run that the user means by its number, its package or its process; empty: the one that is
/// not finished. Says on standard error why there is none, or which there are.
[[nodiscard]] std::variant<run_record, exit_code> find_run(journal_file const&,
                                                           std::string const& name);

/// Asks on standard error which of these the user means.
[[nodiscard]] exit_code ask_which(std::vector<run_record> const&);

/// `under way (process 17)`, `left`, `succeeded`.
[[nodiscard]] std::string state_of(run_record const&);

} // namespace ssislb::cli
