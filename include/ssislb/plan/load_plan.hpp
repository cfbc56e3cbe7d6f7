// Reads a plan file (TOML) into a parent package.
#pragma once

#include <ssislb/base/error_code.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/plan/plan_mistake.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb {

/// What became of a plan. Values: distinct objects are safe to use from several threads.
struct plan_load {
    /// Not set, or a plan_errc: file_not_found, file_unreadable (a directory, no permission, more
    /// than 64 MiB) or invalid. Whenever it is set, `mistakes` has at least one entry.
    error_code error;
    /// Valid (see validate) if `error` is not set; else what could be read.
    parent_package package;
    /// All mistakes, in the order of their place in the file. A file that is no TOML has one.
    std::vector<plan_mistake> mistakes;
    /// What can be run, yet deserves a look (see warnings), in the order of their place.
    std::vector<plan_mistake> warnings;
    /// What load_plan has read.
    std::string text;

    [[nodiscard]] explicit operator bool() const noexcept { return !error; }
};

/// Reads and checks a plan file; pipes are read as well. A package without a name gets the
/// file's name without its extension. Throws std::bad_alloc only.
///
/// Safe to call from several threads.
[[nodiscard]] plan_load load_plan(std::filesystem::path const& file);

/// The same for text that is in memory already; `file_name` is for mistakes and the package's
/// name only.
[[nodiscard]] plan_load parse_plan(std::string_view toml, std::string file_name);

} // namespace ssislb
