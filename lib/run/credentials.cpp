#include <ssislb/run/credentials.hpp>

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <utility>

namespace ssislb {
namespace {

namespace errc = boost::system::errc;

using password = boost::system::result<std::string>;

/// SQL Server has logins without a password; nobody should run a night with one.
password not_empty(std::string secret) {
    if (secret.empty())
        return errc::make_error_code(errc::no_message);
    return secret;
}

password from_environment(std::string const& name) {
    char const* value = std::getenv(name.c_str());
    if (value == nullptr)
        return errc::make_error_code(errc::no_such_file_or_directory);
    return not_empty(value);
}

password from_file(std::string const& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return boost::system::error_code(errno, boost::system::system_category());
    if (S_ISDIR(status.st_mode))
        return errc::make_error_code(errc::is_a_directory);
    if ((status.st_mode & (S_IRGRP | S_IROTH)) != 0)
        return errc::make_error_code(errc::permission_denied);
    std::ifstream file(path);
    if (!file)
        return errc::make_error_code(errc::permission_denied);
    std::string line;
    std::getline(file, line);
    if (!line.empty() && line.back() == '\r')
        line.pop_back();
    return not_empty(std::move(line));
}

} // namespace

password read_password(server const& from) {
    if (!from.password_env.empty())
        return from_environment(from.password_env);
    if (!from.password_file.empty())
        return from_file(from.password_file);
    return std::string();
}

} // namespace ssislb
