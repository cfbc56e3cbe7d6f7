// Published protocol examples.
#include "unit/sim_wire/vectors/vector_file.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace ssislb::test {

namespace {

// The examples are not part of the sources: without them the whole program is skipped.
[[maybe_unused]] bool const present = [] {
    if (std::getenv("SSISLB_TDS_VECTORS") != nullptr)
        return true;
    std::puts("skipped: SSISLB_TDS_VECTORS does not name a folder of protocol examples");
    std::exit(77);
}();

bool starts_with_any(std::string const& line, std::initializer_list<char const*> starts) {
    return std::any_of(starts.begin(), starts.end(),
                       [&](char const* start) { return line.rfind(start, 0) == 0; });
}

} // namespace

std::vector<std::string> vector_file::decoded() const {
    std::vector<std::string> lines;
    for (auto const& line : comments)
        if (!starts_with_any(line, {"source:", "direction:", "TDS version:", "client:", "asked:",
                                    "form:", "note:"}))
            lines.push_back(line);
    return lines;
}

std::filesystem::path vectors_folder() {
    return std::getenv("SSISLB_TDS_VECTORS");
}

vector_file read_vector_file(std::filesystem::path const& file) {
    vector_file result;
    result.name = file.stem().string();
    std::ifstream in(file);
    if (!in)
        throw std::runtime_error("cannot read " + file.string());
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("# ", 0) == 0) {
            result.comments.push_back(line.substr(2));
            result.is_7_1 |= line.rfind("# TDS version: 7.1", 0) == 0;
            continue;
        }
        std::istringstream fields(line);
        for (std::string byte; fields >> byte;)
            result.data.push_back(static_cast<std::uint8_t>(std::stoul(byte, nullptr, 16)));
    }
    return result;
}

vector_file read_vector(std::string const& name) {
    return read_vector_file(vectors_folder() / (name + ".hex"));
}

std::vector<vector_file> read_vectors(std::string const& folder, std::string const& part) {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(vectors_folder() / folder))
        if (entry.path().filename().string().find(part) != std::string::npos &&
            entry.path().extension() == ".hex")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<vector_file> read;
    for (auto const& file : files)
        read.push_back(read_vector_file(file));
    return read;
}

} // namespace ssislb::test
