// Reads WfFormat files. Boost.JSON is compiled in, so that no further library is needed.
#include "wfformat.hpp"

#include <boost/json/src.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <unordered_map>

namespace ssislb::bench {
namespace {

namespace json = boost::json;

std::string text_of(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error("it cannot be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

json::array const& tasks_of(json::value const& document, char const* section) {
    return document.at("workflow").at(section).at("tasks").as_array();
}

std::unordered_map<std::string, milliseconds> read_runtimes(json::value const& document) {
    std::unordered_map<std::string, milliseconds> found;
    for (auto const& one : tasks_of(document, "execution")) {
        auto const seconds = one.at("runtimeInSeconds").to_number<double>();
        auto const rounded = std::max(1L, std::lround(seconds * 1000));
        found.emplace(json::value_to<std::string>(one.at("id")), milliseconds(rounded));
    }
    return found;
}

std::string type_of(std::string const& name) {
    static std::regex const number("[_-]?(ID)?[0-9]+.*$");
    auto const type = std::regex_replace(name, number, "");
    return type.empty() ? name : type;
}

workload read(std::string const& path) {
    auto const document = json::parse(text_of(path));
    auto const runtimes = read_runtimes(document);
    workload read;
    read.package.name = std::filesystem::path(path).stem().string();
    for (auto const& one : tasks_of(document, "specification")) {
        task made;
        made.name = json::value_to<std::string>(one.at("id"));
        made.job = made.name;
        made.expected = runtimes.at(made.name);
        for (auto const& parent : one.at("parents").as_array())
            made.after.push_back({json::value_to<std::string>(parent)});
        read.package.tasks.push_back(std::move(made));
        read.types.push_back(type_of(json::value_to<std::string>(one.at("name"))));
    }
    return read;
}

} // namespace

workload read_wfformat(std::string const& path) {
    try {
        return read(path);
    } catch (std::exception const& failure) {
        throw std::runtime_error(path + ": " + failure.what());
    }
}

workload union_of(std::vector<workload> const& all, int copies) {
    workload joined;
    for (int copy = 1; copy <= copies; ++copy)
        for (auto const& one : all) {
            auto const prefix = one.package.name + " " + std::to_string(copy) + " ";
            for (task made : one.package.tasks) {
                made.name = prefix + made.name;
                made.job = made.name;
                for (auto& before : made.after)
                    before.predecessor = prefix + before.predecessor;
                joined.package.tasks.push_back(std::move(made));
            }
            for (auto const& type : one.types)
                joined.types.push_back(one.package.name + " " + type);
        }
    return joined;
}

} // namespace ssislb::bench
