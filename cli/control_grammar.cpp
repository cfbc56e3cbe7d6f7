#include "control_grammar.hpp"

#include <ssislb/model/server.hpp>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include <charconv>
#include <string_view>

namespace ssislb::cli {
namespace {

constexpr std::string_view slots_key = "max_jobs=";

/// 0: it is none.
std::uint32_t slots_in(std::string_view setting) {
    if (!setting.starts_with(slots_key))
        return 0;
    setting.remove_prefix(slots_key.size());
    std::uint32_t count = 0;
    auto const* end = setting.data() + setting.size();
    auto const read = std::from_chars(setting.data(), end, count);
    return read.ec == std::errc() && read.ptr == end && count <= most_slots ? count : 0;
}

std::string is_a_setting(std::string const& text) {
    if (slots_in(text) > 0)
        return {};
    return fmt::format("give max_jobs=N with N from 1 to {}, not '{}'; drain a server on which "
                       "nothing shall start",
                       most_slots, text);
}

} // namespace

control_grammar::control_grammar(CLI::App& to) {
    add_server(add(to, verb::drain,
                   "Let a server of a run under way finish what runs there, and "
                   "start nothing more on it"));
    add_server(add(to, verb::undrain, "Let a drained server take work again"));
    auto& set = add(to, verb::set,
                    "Change how many jobs a server of a run under way runs at a "
                    "time");
    add_server(set);
    set.add_option("SETTING", setting_, "max_jobs=N; what runs is not stopped")
        ->required()
        ->check(CLI::Validator([](std::string& text) { return is_a_setting(text); }, ""));
    add(to, verb::skip,
        "Let a task of a run under way start no job; what comes after it sees it as "
        "succeeded")
        .add_option("TASK", values_.question.name, "The task's name in the plan")
        ->required();
    add(to, verb::pause, "Start nothing more in a run under way; what runs goes on");
    add(to, verb::proceed, "Let a paused run start jobs again");
}

CLI::App& control_grammar::add(CLI::App& to, verb what, std::string const& what_it_does) {
    auto* app = to.add_subcommand(std::string(to_string(what)), what_it_does);
    app->add_option("--run", values_.run,
                    "Which run, if there are several: its process id, its package's name, or the "
                    "path of its control socket");
    app->add_flag("--json", values_.json, "The answer as a JSON object on standard output");
    words_.push_back({app, what});
    return *app;
}

void control_grammar::add_server(CLI::App& to) {
    to.add_option("SERVER", values_.question.name, "The server's name in the plan")->required();
}

std::optional<control_arguments> control_grammar::typed() const {
    for (auto const& [app, what] : words_) {
        if (!app->parsed())
            continue;
        auto result = values_;
        result.question.what = what;
        result.question.max_jobs = slots_in(setting_);
        return result;
    }
    return std::nullopt;
}

} // namespace ssislb::cli
