#include "journal/new_file.hpp"

#include "journal/journal_failure.hpp"
#include "journal/schema.hpp"
#include "journal/sqlite.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

namespace ssislb::detail {
namespace {

[[noreturn]] void fail_to_make(std::filesystem::path const& path, int error) {
    fail(journal_errc::not_accessible, path,
         std::string("cannot be made: ") + std::strerror(error) +
             "; name a file in a folder that you may write to");
}

/// A file beside the one that is wanted, removed unless it has got its name.
class draft {
public:
    explicit draft(std::filesystem::path const& wanted)
        : wanted_(wanted)
        , name_(wanted.string() + ending_of_name) {
        // For its owner alone.
        int const file = ::mkostemps(name_.data(), length_of_suffix, O_CLOEXEC);
        if (file < 0)
            fail_to_make(wanted_, errno);
        ::close(file);
    }
    ~draft() {
        for (auto const* suffix : {"", "-wal", "-shm"})
            ::unlink((name_ + suffix).c_str());
    }
    draft(draft const&) = delete;
    draft& operator=(draft const&) = delete;

    [[nodiscard]] std::filesystem::path path() const { return name_; }

    /// Nothing that stands there is replaced: then somebody else was quicker.
    void take_name() {
        if (::renameat2(AT_FDCWD, name_.c_str(), AT_FDCWD, wanted_.c_str(), RENAME_NOREPLACE) ==
                0 ||
            errno == EEXIST)
            return;
        // Some file systems know only the one, some only the other.
        if (::link(name_.c_str(), wanted_.c_str()) != 0 && errno != EEXIST)
            fail_to_make(wanted_, errno);
    }

private:
    static constexpr auto ending_of_name = "-new-XXXXXX.db";
    static constexpr int length_of_suffix = 3;

    std::filesystem::path wanted_;
    std::string name_;
};

/// The name survives the machine.
void synchronize_folder(std::filesystem::path const& path) {
    auto const folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    int const file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return; // a folder that may be written to and not read
    ::fsync(file);
    ::close(file);
}

} // namespace

void make_unless_there(std::filesystem::path const& path) {
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, ignored)))
        return;
    draft made(path);
    {
        sqlite_database database(made.path(), sqlite_database::access::write);
        prepare_to_write(database);
        // Its log does not get the new name. When the file is closed the same is done, but nobody
        // is told that the disk was full.
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    made.take_name();
    synchronize_folder(path);
}

} // namespace ssislb::detail
