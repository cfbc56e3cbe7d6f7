#include "run_command.hpp"

#include "first_warnings.hpp"
#include "line_printer.hpp"
#include "password_prompt.hpp"
#include "plan_file.hpp"
#include "precautions.hpp"
#include "progress_view.hpp"
#include "simulation.hpp"
#include "stop_signals.hpp"

#include <ssislb/run/package_run.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ssislb::cli {
namespace {

run_options options_of(run_arguments const& from) {
    run_options options;
    if (from.poll_interval)
        options.poll_interval = std::chrono::duration_cast<milliseconds>(
            std::chrono::duration<double>(*from.poll_interval));
    options.speed = from.simulate.value_or(1.0);
    options.password = password_or_prompt;
    return options;
}

bool wants_colours() {
    return std::getenv("NO_COLOR") == nullptr;
}

/// The observer that fits where standard output goes, and how to tell the user something.
struct display {
    std::shared_ptr<run_observer> observer;
    stop_signals::teller tell;
};

display make_display(boost::asio::io_context& io, parent_package const& package, output& to,
                     run_arguments const& arguments) {
    if (!arguments.json && !arguments.plain && output::is_terminal()) {
        auto view = std::make_shared<progress_view>(
            io.get_executor(), package, to, arguments.simulate.value_or(1.0), wants_colours());
        return {view, [view](std::string_view line) { view->say(line); }};
    }
    auto const format = arguments.json ? line_format::json : line_format::text;
    return {std::make_shared<line_printer>(package, to, format), [](std::string_view line) {
                std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
            }};
}

exit_code carry_out(parent_package const& package, run_arguments const& arguments,
                    run_options options, std::vector<std::string> warnings) {
    output to;
    boost::asio::io_context io(1);
    auto const display = make_display(io, package, to, arguments);
    package_run run(io.get_executor(), tds::runtime::instance(), package, std::move(options));
    // Plain lines share the terminal with standard error, where the warnings stand already.
    if (arguments.json)
        run.add_observer(std::make_shared<first_warnings>(display.observer, std::move(warnings)));
    else
        run.add_observer(display.observer);
    stop_signals signals(io.get_executor(), run, display.tell);
    auto code = exit_code::failed;
    run.async_run([&](error_code error, run_summary const& summary) {
        signals.cancel();
        code = exit_code_of(summary.result);
        if (error && error != boost::asio::error::operation_aborted) {
            std::fprintf(stderr, "ssislb: %s\n", error.message().c_str());
            code = exit_code::failed;
        }
    });
    io.run();
    return to.failed() && code == exit_code::succeeded ? exit_code::failed : code;
}

} // namespace

exit_code run(run_arguments const& arguments) {
    auto loaded = open_plan(arguments.plan);
    if (auto const* answer = std::get_if<exit_code>(&loaded); answer != nullptr)
        return *answer;
    auto& [package, warnings] = std::get<opened_plan>(loaded);
    auto const precautions = take_precautions(needs_of(package, arguments.simulate.has_value()));
    print_warnings(precautions);
    warnings.insert(warnings.end(), precautions.begin(), precautions.end());
    if (arguments.policy)
        package.policy = *arguments.policy;
    auto options = options_of(arguments);
    if (!arguments.simulate)
        return carry_out(package, arguments, std::move(options), std::move(warnings));
    simulation_run const servers(package, *arguments.simulate);
    options.password = servers.password();
    return carry_out(servers.package(), arguments, std::move(options), std::move(warnings));
}

} // namespace ssislb::cli
