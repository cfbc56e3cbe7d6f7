// Passwords come from an environment variable or a private file.
#include "support/catch.hpp"

#include <ssislb/run/credentials.hpp>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace ssislb;
namespace fs = std::filesystem;

namespace {

class file_of_mode {
public:
    explicit file_of_mode(fs::perms mode)
        : path_(fs::temp_directory_path() / ("ssislb-password-" + std::to_string(::getpid()))) {
        std::ofstream(path_) << "hidden\r\nsecond line\n";
        fs::permissions(path_, mode);
    }
    ~file_of_mode() { fs::remove(path_); }
    file_of_mode(file_of_mode const&) = delete;
    file_of_mode& operator=(file_of_mode const&) = delete;

    [[nodiscard]] server named() const { return {.name = "s", .password_file = path_.string()}; }

private:
    fs::path path_;
};

} // namespace

TEST_CASE("a password is read from the environment variable that the server names", "[run]") {
    ::setenv("SSISLB_TEST_PASSWORD", "from outside", 1);
    CHECK(*read_password({.name = "s", .password_env = "SSISLB_TEST_PASSWORD"}) == "from outside");
    ::unsetenv("SSISLB_TEST_PASSWORD");
    CHECK(read_password({.name = "s", .password_env = "SSISLB_TEST_PASSWORD"}).error() ==
          boost::system::errc::no_such_file_or_directory);
}

TEST_CASE("a password is the first line of a file that is private", "[run]") {
    file_of_mode const file(fs::perms::owner_read);
    CHECK(*read_password(file.named()) == "hidden");
}

TEST_CASE("a password file that others may read is refused", "[run]") {
    file_of_mode const file(fs::perms::owner_read | fs::perms::others_read);
    CHECK(read_password(file.named()).error() == boost::system::errc::permission_denied);
}

TEST_CASE("a password file that is not there is an error", "[run]") {
    CHECK(read_password({.name = "s", .password_file = "/no/such/file"}).has_error());
}

TEST_CASE("a server without a source has an empty password", "[run]") {
    CHECK(read_password({.name = "s"})->empty());
}

TEST_CASE("an empty password is none", "[run]") {
    ::setenv("SSISLB_TEST_PASSWORD", "", 1);
    CHECK(read_password({.name = "s", .password_env = "SSISLB_TEST_PASSWORD"}).error() ==
          boost::system::errc::no_message);
    ::unsetenv("SSISLB_TEST_PASSWORD");
}

TEST_CASE("a folder is no password file", "[run]") {
    CHECK(read_password({.name = "s", .password_file = "/"}).error() ==
          boost::system::errc::is_a_directory);
}
