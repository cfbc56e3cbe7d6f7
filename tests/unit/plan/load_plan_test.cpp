// Tests of reading a plan as a whole.
#include "plans.hpp"

#include <ssislb/base/errors.hpp>

#include <filesystem>
#include <fstream>

using namespace ssislb;
using namespace ssislb::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// A file that is removed with the object.
class scratch_file {
public:
    explicit scratch_file(std::string const& content)
        : path_(std::filesystem::temp_directory_path() /
                ("ssislb_plan_" + std::to_string(std::random_device{}()) + ".toml")) {
        std::ofstream(path_, std::ios::binary) << content;
    }
    scratch_file(scratch_file const&) = delete;
    scratch_file& operator=(scratch_file const&) = delete;
    ~scratch_file() { std::filesystem::remove(path_); }

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

std::string const smallest = std::string(one_server) + std::string(one_task);

} // namespace

TEST_CASE("a plan file that is not there is told from one that cannot be read", "[plan]") {
    auto const missing = load_plan("/nonexistent/night.toml");
    CHECK(missing.error == plan_errc::file_not_found);
    CHECK(lines(missing.mistakes) ==
          "/nonexistent/night.toml: there is no such file; check the path");

    auto const folder = load_plan(std::filesystem::temp_directory_path());
    CHECK(folder.error == plan_errc::file_unreadable);
    CHECK_THAT(lines(folder.mistakes), Contains("this is a directory"));
}

TEST_CASE("a plan is read from a file, whose name stands before each mistake", "[plan]") {
    scratch_file const good(smallest);
    auto const loaded = load_plan(good.path());
    CHECK(loaded);
    CHECK(loaded.package.tasks.size() == 1);

    scratch_file const bad(smallest + "retries = \"two\"\n");
    CHECK(lines(load_plan(bad.path()).mistakes) ==
          bad.path().string() + ":11:11: retries takes a whole number, not a string");
}

TEST_CASE("a plan beyond 64 MiB is refused", "[plan]") {
    std::string const large(64 * 1024 * 1024 + 1, '\n');
    auto const load = parse_plan(large, "p.toml");
    CHECK(load.error == plan_errc::file_unreadable);
    CHECK_THAT(lines(load.mistakes), StartsWith("p.toml: the plan is larger than 64 MiB"));
}

TEST_CASE("the package has its own keys", "[plan]") {
    auto const package = good_plan("[package]\nname = \"night\"\nmax_concurrent_executables = 7\n"
                                   "maximum_error_count = 3\npolicy = \"round_robin\"\n" +
                                   smallest);
    CHECK(package.name == "night");
    CHECK(package.max_concurrent_executables == 7);
    CHECK(package.maximum_error_count == 3);
    CHECK(package.policy == policy_kind::round_robin);
    CHECK(good_plan(smallest).policy == policy_kind::critical_path);
}

TEST_CASE("a policy that there is not is told with the nearest one", "[plan]") {
    CHECK_THAT(mistakes_in("[package]\npolicy = \"round_robbin\"\n" + smallest),
               StartsWith("p.toml:2:10: ") && Contains("round_robin"));
}

TEST_CASE("a package without a name is called as its file", "[plan]") {
    CHECK(parse_plan(smallest, "/etc/plans/night.toml").package.name == "night");
}

TEST_CASE("an empty plan lacks servers and tasks", "[plan]") {
    CHECK(mistakes_in("") == "p.toml:1:1: there is no server; add at least one [[server]]\n"
                             "p.toml:1:1: there is no task; add at least one [[task]]");
}

TEST_CASE("tables of unknown or misspelled names are told", "[plan]") {
    CHECK(mistakes_in(smallest + "[[tasks]]\nname = \"x\"\njob = \"y\"\n") ==
          "p.toml:11:3: a plan has no key tasks; did you mean task?");
    CHECK_THAT(mistakes_in(smallest + "[schedule]\nat = 3\n"),
               StartsWith("p.toml:11:2: a plan has no key schedule; its keys are package, server"));
    // All tasks stand under the misspelled name: that is one mistake, not also a missing task.
    CHECK(mistakes_in(std::string(one_server) + "[[tasks]]\nname = \"x\"\njob = \"y\"\n") ==
          "p.toml:7:3: a plan has no key tasks; did you mean task?");
}

TEST_CASE("top-level values of a wrong kind are told once", "[plan]") {
    CHECK(mistakes_in("package = 1\ntask = \"load\"\nserver = [1]\ndefaults = []\n") ==
          "p.toml:1:11: package takes a table, not a whole number\n"
          "p.toml:2:8: write each task as a table [[task]], not as a string\n"
          "p.toml:3:11: write each server as a table [[server]], not as a whole number\n"
          "p.toml:4:12: defaults takes a table, not an array");
}

TEST_CASE("what is no TOML is told with its place", "[plan]") {
    CHECK_THAT(mistakes_in("[package\n"), StartsWith("p.toml:1:9: this is not TOML: "));
    CHECK(mistakes_in("[package]\nname = \"night\n") ==
          "p.toml:2:14: this is not TOML: a string is not closed; add the missing quote");
    CHECK_THAT(mistakes_in("[package]\nname = \"a\"\nname = \"b\"\n"),
               StartsWith("p.toml:3:8: this is not TOML: "));
}

TEST_CASE("a plan in another encoding is told to be saved as UTF-8", "[plan]") {
    std::string const windows_1252 = "[package]\nname = \"Gr\xF6\xDF"
                                     "e\"\n";
    CHECK(mistakes_in(windows_1252) ==
          "p.toml:2:11: this is not UTF-8, the encoding of TOML; save the file as UTF-8");
    std::string const utf16("\xFF\xFE[\0p\0", 6);
    CHECK_THAT(mistakes_in(utf16), StartsWith("p.toml:1:1: this is not UTF-8"));
    for (std::string const malformed :
         {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x80\x80\x80",
          "\xF4\x90\x80\x80", "\xF5", "\xE2\x82", "\xE2\x82 ", "\xF0\x9F\x98"})
        CHECK_THAT(mistakes_in("# \xC3\xB6\xE2\x82\xAC\xF0\x9F\x98\x80" + malformed),
                   StartsWith("p.toml:1:6: this is not UTF-8"));
}

TEST_CASE("a mistake is one line, whatever it quotes", "[plan]") {
    CHECK(mistakes_in(smallest + "after = [\"a\\nb\", \"\\u001B[31mc\"]\n") ==
          "p.toml:11:10: there is no task \"a?b\"; add a [[task]] of this name, or remove the "
          "constraint\n"
          "p.toml:11:18: there is no task \"?[31mc\"; add a [[task]] of this name, or remove the "
          "constraint");
}

TEST_CASE("columns count letters, not bytes", "[plan]") {
    CHECK(mistakes_in(smallest + "simulate = { outcome = \"größer\", duration = 3 }\n") ==
          "p.toml:11:24: outcome takes one of \"succeeded\", \"failed\", \"canceled\", not "
          "\"größer\"\n"
          "p.toml:11:45: duration takes a duration in quotes such as \"90s\" or \"1h30m\", not a "
          "whole number");
}

TEST_CASE("Windows line ends and a byte order mark are read", "[plan]") {
    std::string windows = "\xEF\xBB\xBF";
    for (char const c : smallest)
        windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
    CHECK(good_plan(windows) == good_plan(smallest));
}

TEST_CASE("nests and keys of absurd depth are refused", "[plan]") {
    std::string deep_key = "a";
    for (int i = 0; i < 100'000; ++i)
        deep_key += ".a";
    CHECK_THAT(mistakes_in(deep_key + " = 1\n"), Contains("too many dots"));
    CHECK_THAT(mistakes_in("x = " + std::string(100'000, '[') + '\n'), Contains("not TOML"));
    CHECK_THAT(mistakes_in("x" + std::string(300, '.') + "y = 1\n"), Contains("not TOML"));
    std::string table = "package";
    for (int i = 0; i < 500; ++i)
        table += ".name";
    CHECK_THAT(mistakes_in(table + " = 1\n"),
               Contains("name takes a string in quotes, not a table"));
}

TEST_CASE("a deep key hides behind no string", "[plan]") {
    std::string deep_key = "b";
    for (int i = 0; i < 100'000; ++i)
        deep_key += ".\".\"";
    for (std::string const before :
         {"x = \"\"\"\n\"\"\"\n", "x = \"\"\"a\\\"\"\"\"\"\n", "x = '''\n'''''\n", "x = 'a\\'\n",
          "x = \"\\\"\"\n", "# it's\n", "x = { a = \"\"\"\n\"\"\", "})
        CHECK_THAT(mistakes_in(before + deep_key + " = 1\n"), Contains("too many dots"));
}

TEST_CASE("a long list of names with dots is no deep key", "[plan]") {
    std::string toml(one_server);
    std::string all;
    for (int i = 0; i < 2'000; ++i) {
        auto const name = "\"stage.part." + std::to_string(i) + '"';
        toml += "[[task]]\njob = \"j\"\nname = " + name + '\n';
        all += name + ", ";
    }
    toml += "[[task]]\nname = \"last\"\njob = \"j\"\nafter = [" + all + "]\n";
    CHECK(good_plan(toml).tasks.back().after.size() == 2'000);
}

TEST_CASE("mistakes come in the order of their place", "[plan]") {
    auto const load = parse_plan(smallest + "retries = -1\nafter = [\"x\", \"y\"]\njop = 1\n"
                                            "[package]\nnme = 1\n",
                                 "p.toml");
    std::vector<std::pair<std::uint32_t, std::uint32_t>> places;
    for (auto const& mistake : load.mistakes)
        places.emplace_back(mistake.line, mistake.column);
    // Each line has one mistake, but after names two tasks, and nme has no key and no text.
    CHECK(places.size() == 6);
    CHECK(std::ranges::is_sorted(places));
}

TEST_CASE("a plan of thirteen thousand tasks is read", "[plan]") {
    std::string toml(one_server);
    for (int i = 0; i < 13'000; ++i) {
        toml += "[[task]]\nname = \"t" + std::to_string(i) + "\"\njob = \"j\"\nexpected = \"5m\"\n";
        if (i > 0)
            toml += "after = [\"t" + std::to_string(i - 1) + "\", \"t" + std::to_string(i / 2) +
                    (i == 1 || i / 2 == i - 1 ? "x\"]\n" : "\"]\n");
    }
    auto const load = parse_plan(toml, "p.toml");
    CHECK(load.package.tasks.size() == 13'000);
    CHECK(lines(load.mistakes) == "p.toml:15:16: there is no task \"t0x\"; did you mean \"t0\"?\n"
                                  "p.toml:20:16: there is no task \"t1x\"; did you mean \"t1\"?");
}
