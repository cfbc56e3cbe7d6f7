#include "run_command.hpp"

#include "control_desk.hpp"
#include "control_server.hpp"
#include "first_warnings.hpp"
#include "line_printer.hpp"
#include "plan_file.hpp"
#include "plan_servers.hpp"
#include "precautions.hpp"
#include "progress_view.hpp"
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

run_options options_of(run_arguments const& from, plan_servers const& servers) {
    run_options options;
    if (from.poll_interval)
        options.poll_interval = std::chrono::duration_cast<milliseconds>(
            std::chrono::duration<double>(*from.poll_interval));
    options.speed = servers.speed;
    options.password = servers.password;
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

display make_display(boost::asio::io_context& io, plan_servers const& servers, output& to,
                     run_arguments const& arguments) {
    auto const& package = servers.package;
    if (!arguments.json && !arguments.plain && output::is_terminal()) {
        auto view = std::make_shared<progress_view>(io.get_executor(), package, to, servers.speed,
                                                    wants_colours());
        return {view, [view](std::string_view line) { view->say(line); }};
    }
    auto const format = arguments.json ? line_format::json : line_format::text;
    return {std::make_shared<line_printer>(package, to, format), [](std::string_view line) {
                std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
            }};
}

exit_code carry_out(plan_servers const& servers, run_arguments const& arguments,
                    std::vector<std::string> warnings) {
    auto const& package = servers.package;
    output to;
    boost::asio::io_context io(1);
    auto socket = open_control_socket(io.get_executor(), arguments.control_socket);
    if (!socket.acceptor) {
        warnings.push_back("the run cannot be controlled by ssislb drain and the like: " +
                           socket.trouble);
        print_warnings({warnings.back()});
    }
    auto const display = make_display(io, servers, to, arguments);
    package_run run(io.get_executor(), tds::runtime::instance(), package,
                    options_of(arguments, servers));
    // Plain lines share the terminal with standard error, where the warnings stand already.
    if (arguments.json)
        run.add_observer(std::make_shared<first_warnings>(display.observer, std::move(warnings)));
    else
        run.add_observer(display.observer);
    stop_signals signals(io.get_executor(), run, display.tell);
    control_desk desk(run, package);
    std::optional<control_server> control;
    auto code = exit_code::failed;
    run.async_run([&](error_code error, run_summary const& summary) {
        signals.cancel();
        control.reset();
        code = exit_code_of(summary.result);
        if (error && error != boost::asio::error::operation_aborted) {
            std::fprintf(stderr, "ssislb: %s\n", error.message().c_str());
            code = exit_code::failed;
        }
    });
    if (socket.acceptor)
        control.emplace(std::move(socket),
                        [&desk](std::string line) { return desk.answer(std::move(line)); });
    io.run();
    return to.failed() && code == exit_code::succeeded ? exit_code::failed : code;
}

} // namespace

exit_code run(run_arguments const& arguments) {
    auto loaded = open_plan(arguments.plan);
    if (auto const* answer = std::get_if<exit_code>(&loaded); answer != nullptr)
        return *answer;
    auto& [package, warnings] = std::get<opened_plan>(loaded);
    bool const simulated_here = arguments.simulate && arguments.simulate->fleet.empty();
    auto const precautions = take_precautions(needs_of(package, simulated_here));
    print_warnings(precautions);
    warnings.insert(warnings.end(), precautions.begin(), precautions.end());
    if (arguments.policy)
        package.policy = *arguments.policy;
    auto const servers = servers_of(std::move(package), arguments.simulate);
    if (auto const* answer = std::get_if<exit_code>(&servers); answer != nullptr)
        return *answer;
    return carry_out(std::get<plan_servers>(servers), arguments, std::move(warnings));
}

} // namespace ssislb::cli
