#include "control_place.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <random>

namespace ssislb::cli {

// A byte for the end, the others for what the first name has more: "~" and eight digits.
std::size_t const longest_socket_path = sizeof(sockaddr_un::sun_path) - 10;

namespace {

constexpr std::size_t name_length = 32;

bool is_own_folder(std::string const& path) {
    struct stat found {};
    return path.starts_with('/') && ::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode) &&
           found.st_uid == ::geteuid();
}

void add_runtime_folder(std::vector<std::string>& to, std::string const& of) {
    if (is_own_folder(of) && (to.empty() || to.back() != of + "/ssislb"))
        to.push_back(of + "/ssislb");
}

control_folder make(std::string const& path) {
    if (path.size() + name_length > longest_socket_path)
        return {path, path + ": the path is too long for a socket"};
    if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST)
        return {path, fmt::format("{}: {}", path, std::strerror(errno))};
    return look_at_folder(path);
}

} // namespace

std::vector<std::string> control_folders() {
    if (char const* chosen = std::getenv("SSISLB_CONTROL_DIR"); chosen != nullptr && *chosen != 0)
        return {chosen};
    std::vector<std::string> folders;
    if (char const* runtime = std::getenv("XDG_RUNTIME_DIR"); runtime != nullptr)
        add_runtime_folder(folders, runtime);
    add_runtime_folder(folders, fmt::format("/run/user/{}", ::geteuid()));
    folders.push_back(fmt::format("/tmp/ssislb-{}", ::geteuid()));
    return folders;
}

control_folder look_at_folder(std::string const& path) {
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0)
        return {path, fmt::format("{}: {}", path, std::strerror(errno))};
    if (!S_ISDIR(found.st_mode))
        return {path, path + " is no folder; remove it"};
    if (found.st_uid != ::geteuid())
        return {path,
                path + " belongs to another user; set SSISLB_CONTROL_DIR to a folder of yours"};
    if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return {path, fmt::format("{} is open to others; close it: chmod 700 {}", path, path)};
    return {path, {}};
}

control_folder make_folder() {
    control_folder last;
    for (auto const& each : control_folders())
        if (last = make(each); last.trouble.empty())
            break;
    return last;
}

std::string new_socket_name(std::string const& folder) {
    std::random_device source;
    return fmt::format("{}/{}-{:08x}.sock", folder, ::getpid(), source());
}

} // namespace ssislb::cli
