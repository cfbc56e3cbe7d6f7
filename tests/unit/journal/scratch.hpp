// A folder that goes with the object, and events to fill a journal with.
#pragma once

#include <ssislb/journal/journal_file.hpp>

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace ssislb::test {

class scratch {
public:
    scratch() {
        std::string name = (std::filesystem::temp_directory_path() / "ssislb-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("no scratch folder");
        path_ = name;
    }
    ~scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;

    [[nodiscard]] std::filesystem::path operator/(std::string const& name) const {
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

inline std::string bytes_of(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline parent_package package_of(std::vector<std::string> const& tasks,
                                 std::vector<std::string> const& servers) {
    parent_package package;
    package.name = "nightly";
    for (auto const& each : tasks) {
        package.tasks.emplace_back();
        package.tasks.back().name = each;
        package.tasks.back().job = each;
    }
    for (auto const& each : servers) {
        package.servers.emplace_back();
        package.servers.back().name = each;
        package.servers.back().host = each;
    }
    return package;
}

inline timestamp at(int second) {
    return timestamp(std::chrono::seconds(1'800'000'000 + second));
}

/// The value, or the sentence that says why there is none.
template <class T>
T must(journal_result<T> result) {
    if (!result)
        throw std::runtime_error(result.error().text);
    if constexpr (!std::is_void_v<T>)
        return *std::move(result);
}

} // namespace ssislb::test
