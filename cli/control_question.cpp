#include "control_question.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <limits>
#include <optional>

namespace ssislb::cli {
namespace {

namespace json = boost::json;
using verb = control_question::verb;

constexpr std::array verbs{verb::who,  verb::drain, verb::undrain, verb::set,
                           verb::skip, verb::pause, verb::proceed, verb::stop};

/// The key of the name that the verb needs; empty: it needs none.
std::string_view key_of(verb what) noexcept {
    switch (what) {
    case verb::drain:
    case verb::undrain:
    case verb::set:
        return "server";
    case verb::skip:
        return "task";
    default:
        return {};
    }
}

std::optional<verb> verb_named(std::string_view name) {
    for (verb const each : verbs)
        if (to_string(each) == name)
            return each;
    return std::nullopt;
}

json::string const* text_in(json::object const& from, std::string_view key) {
    auto const* found = from.if_contains(key);
    return found == nullptr ? nullptr : found->if_string();
}

std::optional<std::uint32_t> count_in(json::object const& from, std::string_view key) {
    auto const* found = from.if_contains(key);
    if (found == nullptr)
        return std::nullopt;
    boost::system::error_code error;
    auto const value = found->to_number<std::uint32_t>(error);
    return error ? std::nullopt : std::optional(value);
}

} // namespace

std::string_view to_string(verb what) noexcept {
    switch (what) {
    case verb::who:
        return "who";
    case verb::drain:
        return "drain";
    case verb::undrain:
        return "undrain";
    case verb::set:
        return "set";
    case verb::skip:
        return "skip";
    case verb::pause:
        return "pause";
    case verb::proceed:
        return "continue";
    case verb::stop:
        return "stop";
    }
    return "?";
}

std::string to_line(control_question const& asked) {
    json::object line{{"control", to_string(asked.what)}};
    if (auto const key = key_of(asked.what); !key.empty())
        line[key] = asked.name;
    if (asked.what == verb::set)
        line["max_jobs"] = asked.max_jobs;
    if (asked.what == verb::stop)
        line["jobs"] = asked.jobs;
    return json::serialize(line);
}

std::variant<control_question, std::string> parse_question(std::string_view line) {
    boost::system::error_code error;
    auto const value = json::parse(line, error);
    auto const* object = error ? nullptr : value.if_object();
    if (object == nullptr)
        return "a question is a JSON object on one line";
    auto const* name = text_in(*object, "control");
    auto const what = name == nullptr ? std::nullopt : verb_named(*name);
    if (!what)
        return R"("control" must be who, drain, undrain, set, skip, pause, continue or stop)";
    control_question asked{*what, {}, 0, false};
    if (auto const key = key_of(*what); !key.empty()) {
        auto const* of = text_in(*object, key);
        if (of == nullptr)
            return '"' + std::string(key) + "\" must be a name";
        asked.name = std::string(*of);
    }
    if (*what == verb::set) {
        auto const count = count_in(*object, "max_jobs");
        if (!count)
            return R"("max_jobs" must be a number of jobs)";
        asked.max_jobs = *count;
    }
    if (auto const* jobs = object->if_contains("jobs"); *what == verb::stop && jobs != nullptr) {
        if (!jobs->is_bool())
            return R"("jobs" must be true or false)";
        asked.jobs = jobs->get_bool();
    }
    return asked;
}

} // namespace ssislb::cli
