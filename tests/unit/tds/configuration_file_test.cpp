// The file that FreeTDS reads.
#include "support/catch.hpp"
#include "tds/configuration_file.hpp"

#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

using ssislb::tds::detail::configuration_file;

namespace {

std::string contents(configuration_file const& file) {
    std::ifstream from(file.path());
    return {std::istreambuf_iterator<char>(from), {}};
}

} // namespace

TEST_CASE("a section stands in the file under its name", "[tds][config]") {
    configuration_file file;
    auto const name = file.section("\thost = a\n");
    CHECK(contents(file).find("\n[" + name + "]\n\thost = a\n") != std::string::npos);
}

TEST_CASE("equal settings share a section and others get their own", "[tds][config]") {
    configuration_file file;
    auto const first = file.section("\thost = a\n");
    auto const size = contents(file).size();
    CHECK(file.section("\thost = a\n") == first);
    CHECK(contents(file).size() == size);
    CHECK(file.section("\thost = b\n") != first);
}

TEST_CASE("the name of a section can be no host's", "[tds][config]") {
    configuration_file file;
    CHECK(file.section("\thost = a\n").ends_with(".invalid"));
}

TEST_CASE("the file leaves nothing in the file system", "[tds][config]") {
    configuration_file file;
    CHECK(file.path().starts_with("/proc/self/fd/"));
}

TEST_CASE("sections asked for by several threads stay whole", "[tds][config]") {
    configuration_file file;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&file, thread] {
            for (int host = 0; host < 50; ++host)
                static_cast<void>(
                    file.section("\thost = " + std::to_string(host + 50 * (thread % 2)) + "\n"));
        });
    for (auto& thread : threads)
        thread.join();
    std::ifstream from(file.path());
    int heads = 0;
    int hosts = 0;
    for (std::string line; std::getline(from, line);) {
        heads += line.starts_with("[ssislb-") && line.ends_with(".invalid]") ? 1 : 0;
        hosts += line.starts_with("\thost = ") ? 1 : 0;
    }
    CHECK(heads == 100);
    CHECK(hosts == 100);
}
