#include "journal/journal_failure.hpp"

#include "journal/sqlite.hpp"

#include <system_error>

namespace ssislb::detail {
namespace {

journal_trouble explain(sqlite_error const& error, std::filesystem::path const& path) {
    using kind = sqlite_error::kind;
    auto const begin = "journal " + path.string() + " ";
    std::string const said = error.what();
    switch (error.what_kind()) {
    case kind::not_accessible:
        return {journal_errc::not_accessible, begin + "cannot be opened (" + said +
                                                  "); look at its permissions and its folder's"};
    case kind::read_only:
        return {journal_errc::not_accessible,
                begin + "cannot be written (" + said + "); make file and folder writable"};
    case kind::locked:
        return {journal_errc::locked,
                begin + "is locked by another program; end that, or name another journal"};
    case kind::full:
        return {journal_errc::not_accessible, begin + "cannot grow: the disk is full; make room"};
    case kind::damaged:
        return {journal_errc::damaged, begin + "is damaged (" + said + "); restore it from a copy"};
    case kind::no_database:
        return {journal_errc::no_journal,
                begin + "is no journal and was left alone; name another file"};
    case kind::other:
        break;
    }
    return {journal_errc::not_accessible, begin + "cannot be used: " + said};
}

} // namespace

void fail(journal_errc code, std::filesystem::path const& path, std::string const& sentence) {
    throw journal_failure({code, "journal " + path.string() + " " + sentence});
}

void fail_damaged(std::filesystem::path const& path, std::string const& what) {
    fail(journal_errc::damaged, path, "is damaged: " + what + "; restore it from a copy");
}

journal_trouble current_trouble(std::filesystem::path const& path) {
    try {
        throw;
    } catch (journal_failure const& failure) {
        return failure.trouble();
    } catch (sqlite_error const& error) {
        return explain(error, path);
    } catch (std::system_error const& error) {
        return {journal_errc::not_accessible,
                "journal " + path.string() + " cannot be used: " + error.what()};
    }
}

} // namespace ssislb::detail
