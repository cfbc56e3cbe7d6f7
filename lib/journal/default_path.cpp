#include <ssislb/journal/journal_file.hpp>

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>

namespace ssislb {
namespace {

/// The variable counts only if it names an absolute path (XDG base directory specification).
std::filesystem::path folder_in(char const* variable, char const* below) {
    char const* value = std::getenv(variable);
    if (value == nullptr || *value != '/')
        return {};
    return std::filesystem::path(value) / below;
}

bool make_folders(std::filesystem::path const& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        return true;
    if (path.has_parent_path() && path.parent_path() != path && !make_folders(path.parent_path()))
        return false;
    return ::mkdir(path.c_str(), S_IRWXU) == 0 || errno == EEXIST;
}

} // namespace

std::filesystem::path default_journal_path() {
    auto folder = folder_in("XDG_STATE_HOME", "ssislb");
    if (folder.empty())
        folder = folder_in("HOME", ".local/state/ssislb");
    if (folder.empty() || !make_folders(folder))
        return {};
    return folder / "journal.db";
}

} // namespace ssislb
