// Published protocol examples: hexadecimal files with comments.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ssislb::test {

struct vector_file {
    std::string name;
    std::vector<std::uint8_t> data;
    /// Comment lines without `# `.
    std::vector<std::string> comments;
    bool is_7_1 = false;

    /// The comments from the one that decodes the first token on.
    [[nodiscard]] std::vector<std::string> decoded() const;
};

/// The folder that SSISLB_TDS_VECTORS names.
std::filesystem::path vectors_folder();

vector_file read_vector_file(std::filesystem::path const& file);

/// By its name without folder, such as `s4.04-login-response`.
vector_file read_vector(std::string const& name);

/// Files of a folder whose name holds `part`, sorted.
std::vector<vector_file> read_vectors(std::string const& folder, std::string const& part);

} // namespace ssislb::test
