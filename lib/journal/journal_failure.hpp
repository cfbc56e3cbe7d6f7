// A trouble with a journal on its way to the caller.
#pragma once

#include <ssislb/journal/journal_trouble.hpp>

#include <exception>
#include <filesystem>
#include <string>
#include <utility>

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

/// Throws journal_failure: "journal <path> <sentence>".
[[noreturn]] void fail(journal_errc, std::filesystem::path const&, std::string const& sentence);

/// The same for something that is not as it was written.
[[noreturn]] void fail_damaged(std::filesystem::path const&, std::string const& what);

/// What is being handled, as a trouble with that file. Preconditions: an exception is.
[[nodiscard]] journal_trouble current_trouble(std::filesystem::path const&);

} // namespace ssislb::detail
