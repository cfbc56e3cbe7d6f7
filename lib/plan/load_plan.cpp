#include "plan/mistake_sink.hpp"
#include "plan/plan_document.hpp"
#include "plan/toml_reader.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/model/validation.hpp>
#include <ssislb/plan/load_plan.hpp>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <utility>

namespace ssislb {
namespace {

constexpr std::size_t largest_file = std::size_t{64} * 1024 * 1024;

plan_load failed(plan_errc why, std::string file, std::string text) {
    plan_load load;
    load.error = why;
    load.mistakes.push_back({.file = std::move(file), .text = std::move(text)});
    return load;
}

plan_load too_large(std::string file) {
    return failed(plan_errc::file_unreadable, std::move(file),
                  "the plan is larger than 64 MiB; split it into several packages");
}

void add_mistakes(detail::plan_document const& document, detail::mistake_sink& sink) {
    for (auto& [where, text, other] : validate(document.package)) {
        auto const place = document.sources.locate(where);
        if (place.broken)
            continue;
        if (other)
            text += fmt::format(" (the first one is in line {})",
                                document.sources.locate(*other).at.line);
        sink.add(place.at, std::move(text));
    }
}

void add_warnings(detail::plan_document const& document, detail::mistake_sink& sink) {
    for (auto& found : warnings(document.package)) {
        auto const place = document.sources.locate(found.where);
        // A default is for all tasks; that it has no effect on one of them is nothing strange.
        if (!place.broken && !place.in_defaults)
            sink.add(place.at, std::move(found.text));
    }
}

/// At most one byte more than the largest file.
std::string read_stream(std::istream& in) {
    std::string text;
    std::array<char, 65536> block;
    while (text.size() <= largest_file && in) {
        in.read(block.data(), block.size());
        text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    }
    return text;
}

} // namespace

plan_load parse_plan(std::string_view toml, std::string file_name) {
    if (toml.size() > largest_file)
        return too_large(std::move(file_name));
    auto parsed = detail::read_toml(toml);
    detail::mistake_sink mistakes;
    if (auto const* failure = std::get_if<detail::toml_failure>(&parsed)) {
        mistakes.add(failure->at, failure->text);
        plan_load load;
        load.error = plan_errc::invalid;
        load.mistakes = std::move(mistakes).take(file_name);
        return load;
    }
    detail::mistake_sink warned;
    auto document = detail::read_document(std::get<detail::plan_table>(parsed), mistakes);
    add_mistakes(document, mistakes);
    add_warnings(document, warned);

    plan_load load;
    if (!mistakes.empty())
        load.error = plan_errc::invalid;
    load.mistakes = std::move(mistakes).take(file_name);
    load.warnings = std::move(warned).take(file_name);
    load.package = std::move(document.package);
    if (load.package.name.empty())
        load.package.name = std::filesystem::path(file_name).stem().string();
    return load;
}

plan_load load_plan(std::filesystem::path const& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored))
        return failed(plan_errc::file_unreadable, file.string(),
                      "this is a directory; give the path of a plan file");
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in && (errno == ENOENT || errno == ENOTDIR))
        return failed(plan_errc::file_not_found, file.string(),
                      "there is no such file; check the path");
    if (!in)
        return failed(
            plan_errc::file_unreadable, file.string(),
            fmt::format("the file cannot be opened: {}", std::generic_category().message(errno)));
    auto text = read_stream(in);
    if (in.bad())
        return failed(plan_errc::file_unreadable, file.string(),
                      "the file cannot be read to its "
                      "end");
    auto load = parse_plan(text, file.string());
    load.text = std::move(text);
    return load;
}

} // namespace ssislb
