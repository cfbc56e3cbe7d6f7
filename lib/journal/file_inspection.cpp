#include "journal/file_inspection.hpp"

#include "journal/journal_failure.hpp"
#include "journal/schema.hpp"

#include <array>
#include <fstream>
#include <string>
#include <string_view>

namespace ssislb::detail {
namespace {

void require_a_file(std::filesystem::path const& path) {
    std::error_code error;
    auto const found = std::filesystem::status(path, error);
    if (found.type() == std::filesystem::file_type::not_found)
        fail(journal_errc::file_not_found, path, "is not there; `--journal` names another one");
    if (error)
        fail(journal_errc::not_accessible, path,
             "cannot be looked at: " + error.message() + "; look at the permissions of its folder");
    if (std::filesystem::is_directory(found))
        fail(journal_errc::not_accessible, path, "is a folder; name a file");
    if (!std::filesystem::is_regular_file(found))
        fail(journal_errc::not_accessible, path, "is no regular file; name another one");
}

void require_sound(sqlite_database& database, std::filesystem::path const& path) {
    auto asked = database.prepare("PRAGMA quick_check(1)");
    if (!asked.step() || asked.text(0) != "ok")
        fail_damaged(path, std::string(asked.text(0)));
}

/// Whether there is a transaction to undo, and nothing was there before it: who made the file has
/// died in its first one, which only somebody who may write can undo.
bool has_only_begun(std::filesystem::path path) {
    // A rollback journal begins with its magic, two numbers, and the pages that there were.
    constexpr std::string_view magic("\xD9\xD5\x05\xF9\x20\xA1\x63\xD7", 8);
    constexpr std::string_view no_pages("\0\0\0\0", 4);
    std::array<char, 20> begin{};
    std::ifstream(path += "-journal", std::ios::binary).read(begin.data(), begin.size());
    std::string_view const found(begin.data(), begin.size());
    return found.starts_with(magic) && found.ends_with(no_pages);
}

} // namespace

void require_known_schema(sqlite_database& database, std::filesystem::path const& path) {
    switch (look_at_schema(database)) {
    case schema_state::foreign:
        fail(journal_errc::no_journal, path,
             "is a database of another program and was left alone; name another file");
    case schema_state::newer:
        fail(journal_errc::newer_version, path,
             "was made by a later version of ssislb and was left alone; use that version");
    case schema_state::current:
    case schema_state::older:
    case schema_state::empty:
        break;
    }
}

void inspect(std::filesystem::path const& path) {
    require_a_file(path);
    if (has_only_begun(path))
        return;
    // Opened by SQLite alone: to close any other descriptor of the file would drop the locks that
    // this process has on it, and another one could then take its log away.
    sqlite_database look(path, sqlite_database::access::read);
    require_known_schema(look, path);
    require_sound(look, path);
}

} // namespace ssislb::detail
