#include "control_answer_text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace ssislb::cli {
namespace {

namespace json = boost::json;

class answer_reader {
public:
    explicit answer_reader(json::object const& from)
        : from_(from) {}

    [[nodiscard]] std::string text(std::string_view key) const {
        auto const* found = from_.if_contains(key);
        auto const* value = found == nullptr ? nullptr : found->if_string();
        return value == nullptr ? std::string() : printable(std::string_view(*value));
    }

    [[nodiscard]] bool flag(std::string_view key) const {
        auto const* found = from_.if_contains(key);
        return found != nullptr && found->is_bool() && found->get_bool();
    }

    [[nodiscard]] std::int64_t count(std::string_view key) const {
        auto const* found = from_.if_contains(key);
        return found != nullptr && found->is_int64() ? found->get_int64() : 0;
    }

private:
    json::object const& from_;
};

std::string still_run(std::int64_t jobs) {
    return jobs == 0 ? "none of our jobs runs"
                     : fmt::format("{} of our jobs still {}", jobs, jobs == 1 ? "runs" : "run");
}

std::string of_server(answer_reader const& from) {
    auto const running = from.count("running");
    auto const slots = from.count("max_jobs");
    auto const asked = from.text("control");
    auto text = from.text("server") + ": ";
    if (asked == "drain")
        return text + (from.flag("changed") ? "drained, " : "drained already, ") +
               still_run(running) + " there";
    if (asked == "undrain")
        text += from.flag("changed") ? "takes work again" : "was not drained";
    else
        text += fmt::format("max_jobs is {}{}", slots, from.flag("changed") ? "" : " already");
    text += fmt::format(", {} of {} slots in use", running, slots);
    if (running > slots)
        text += fmt::format("; nothing starts there until fewer than {} run", slots);
    if (from.flag("drained"))
        text += "; it is drained";
    auto const state = from.text("state");
    if (state == "gone")
        text += "; it is given up, and nothing starts there";
    else if (!state.empty() && state != "up")
        text += "; it is not connected";
    if (auto const others = from.count("foreign"); others > 0)
        text += fmt::format("; {} of others there", others);
    return text;
}

std::string of_task(answer_reader const& from) {
    return from.text("task") + (from.text("state") == "settled"
                                    ? ": skipped"
                                    : ": will be skipped when its constraints hold");
}

std::string of_run(answer_reader const& from) {
    auto text = from.text("package") + ": ";
    if (from.text("control") == "continue")
        return text + (from.flag("changed") ? "goes on" : "was not paused");
    if (from.text("control") == "stop")
        return text +
               (from.flag("jobs") ? "our jobs are being stopped, " : "nothing more is started, ") +
               still_run(from.count("running"));
    return text + (from.flag("changed") ? "paused, " : "paused already, ") +
           still_run(from.count("running"));
}

exit_code code_of(std::string_view reason) {
    bool const typed_wrong = reason == "no_such_server" || reason == "no_such_task" ||
                             reason == "slots_out_of_range" || reason == "bad_request";
    return typed_wrong ? exit_code::usage : exit_code::failed;
}

} // namespace

std::string printable(std::string_view text) {
    std::string result(text);
    std::ranges::replace_if(
        result, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return result;
}

control_reply read_answer(std::string_view line) {
    boost::system::error_code error;
    auto const value = json::parse(line, error);
    auto const* object = error ? nullptr : value.if_object();
    if (object == nullptr)
        return {exit_code::failed, "the run's answer cannot be read"};
    answer_reader const from(*object);
    if (!from.flag("ok"))
        return {code_of(from.text("reason")), from.text("message")};
    auto text = !from.text("server").empty() ? of_server(from)
                : !from.text("task").empty() ? of_task(from)
                                             : of_run(from);
    if (from.flag("paused") && from.text("control") != "pause")
        text += "; the run is paused";
    return {exit_code::succeeded, std::move(text)};
}

} // namespace ssislb::cli
