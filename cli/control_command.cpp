#include "control_command.hpp"

#include "control_answer_text.hpp"
#include "control_client.hpp"
#include "control_desk.hpp"
#include "control_place.hpp"
#include "output.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace ssislb::cli {
namespace {

/// A run that is just being started has no socket yet.
constexpr std::chrono::seconds wait_for_a_run{3};
constexpr std::chrono::milliseconds between_looks{50};

struct runs_found {
    std::vector<living_run> all;
    /// Those that were meant.
    std::vector<living_run> meant;
};

bool is_meant(living_run const& one, std::string const& name) {
    return name.empty() || one.package == name || std::to_string(one.pid) == name;
}

runs_found look_for_runs(std::string const& name) {
    runs_found found;
    std::error_code ignored;
    if (name.find('/') != std::string::npos && std::filesystem::is_socket(name, ignored)) {
        found.all = found.meant = run_at(name);
        return found;
    }
    found.all = living_runs(control_folders());
    for (auto const& each : found.all)
        if (is_meant(each, name))
            found.meant.push_back(each);
    return found;
}

runs_found wait_for_runs(std::string const& name) {
    auto const end = std::chrono::steady_clock::now() + wait_for_a_run;
    auto found = look_for_runs(name);
    boost::asio::io_context io;
    boost::asio::steady_timer pause(io);
    while (found.meant.empty() && std::chrono::steady_clock::now() < end) {
        pause.expires_after(between_looks);
        pause.wait();
        found = look_for_runs(name);
    }
    return found;
}

void list(std::vector<living_run> const& all) {
    for (auto const& one : all)
        std::fprintf(stderr, "  --run %-8ld %s\n", one.pid,
                     one.package.empty()
                         ? "(does not answer)"
                         : fmt::format("{}, since {}", printable(one.package), one.since).c_str());
}

exit_code complain(runs_found const& found, std::string const& name) {
    if (found.meant.size() > 1) {
        std::fprintf(stderr, "%zu runs of yours are under way; say which one:\n",
                     found.meant.size());
        list(found.meant);
        return exit_code::usage;
    }
    if (found.all.empty() && name.empty()) {
        std::string places;
        for (auto const& each : control_folders())
            places += (places.empty() ? "" : ", ") + each;
        std::fprintf(stderr, "no run of yours is under way (looked in %s)\n", places.c_str());
        return exit_code::failed;
    }
    std::fprintf(stderr, "no run of yours is '%s'%s\n", printable(name).c_str(),
                 found.all.empty() ? "; none is under way" : "; under way:");
    list(found.all);
    return found.all.empty() ? exit_code::failed : exit_code::usage;
}

/// What the run says, or what there is to say of its silence.
std::string answer_of(living_run const& one, control_question const& question) {
    auto const answer = ask(one.socket, to_line(question));
    if (answer)
        return *answer;
    bool const late = answer.error() == boost::asio::error::timed_out ||
                      answer.error() == boost::asio::error::operation_aborted;
    return late
               ? refusal_line("no_answer",
                              fmt::format("process {} does not answer; it may be waiting for a "
                                          "password. Whether it has taken the request is not known",
                                          one.pid))
               : refusal_line("is_over", "the run has ended");
}

} // namespace

exit_code control_run(control_arguments const& arguments) {
    auto const found = wait_for_runs(arguments.run);
    if (found.meant.size() != 1)
        return complain(found, arguments.run);
    auto const line = answer_of(found.meant.front(), arguments.question);
    auto const answer = read_answer(line);
    output to;
    if (arguments.json)
        to.write_line(line);
    else if (answer.code == exit_code::succeeded)
        to.write_line(answer.text);
    if (answer.code != exit_code::succeeded)
        std::fprintf(stderr, "%s\n", answer.text.c_str());
    return to.failed() ? exit_code::failed : answer.code;
}

} // namespace ssislb::cli
