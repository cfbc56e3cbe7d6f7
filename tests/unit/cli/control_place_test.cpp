// The folder of the sockets: this user's alone, or it will not do.
#include "control_place.hpp"
#include "support/catch.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace ssislb::cli;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

class scratch {
public:
    scratch() {
        std::string name = (fs::temp_directory_path() / "ssislb-place-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~scratch() {
        ::unsetenv("SSISLB_CONTROL_DIR");
        fs::remove_all(path);
    }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;

    void choose(std::string const& folder) const {
        ::setenv("SSISLB_CONTROL_DIR", folder.c_str(), 1);
    }

    std::string path;
};

} // namespace

TEST_CASE("a folder is made for this user alone", "[cli]") {
    scratch const in;
    in.choose(in.path + "/new");
    auto const made = make_folder();
    CHECK(made.trouble.empty());
    CHECK(made.path == in.path + "/new");
    CHECK((fs::status(made.path).permissions() & fs::perms::mask) == fs::perms::owner_all);
    CHECK(look_at_folder(made.path).trouble.empty());
}

TEST_CASE("a folder that others can open will not do", "[cli]") {
    scratch const in;
    in.choose(in.path);
    fs::permissions(in.path, fs::perms::owner_all | fs::perms::others_exec);
    CHECK_THAT(make_folder().trouble, Contains("chmod 700 " + in.path));
}

TEST_CASE("what is no folder, or a link to one, will not do", "[cli]") {
    scratch const in;
    std::ofstream(in.path + "/file").put('x');
    CHECK_THAT(look_at_folder(in.path + "/file").trouble, Contains("is no folder"));
    fs::create_directory(in.path + "/folder");
    fs::permissions(in.path + "/folder", fs::perms::owner_all);
    fs::create_directory_symlink(in.path + "/folder", in.path + "/link");
    CHECK_FALSE(look_at_folder(in.path + "/link").trouble.empty());
    CHECK_FALSE(look_at_folder(in.path + "/missing").trouble.empty());
}

TEST_CASE("a folder in which no socket's path fits will not do", "[cli]") {
    scratch const in;
    in.choose(in.path + '/' + std::string(90, 'x'));
    CHECK_THAT(make_folder().trouble, Contains("too long"));
}

TEST_CASE("each run has a name of its own, which fits", "[cli]") {
    scratch const in;
    auto const one = new_socket_name(in.path);
    CHECK(one != new_socket_name(in.path));
    CHECK(one.ends_with(".sock"));
    CHECK(new_socket_name("").size() <= 32);
}
