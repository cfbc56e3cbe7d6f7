// The command: reads the command line, hands over to one of its commands.
#include "check_command.hpp"
#include "command_line.hpp"
#include "control_command.hpp"
#include "forecast_command.hpp"
#include "resume_command.hpp"
#include "run_command.hpp"
#include "sim_command.hpp"
#include "status_command.hpp"
#include "stop_command.hpp"

#include <ssislb/tds/runtime.hpp>

#include <malloc.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <variant>

namespace {

using namespace ssislb::cli;

struct executor {
    exit_code operator()(run_arguments const& arguments) const { return run(arguments); }
    exit_code operator()(resume_arguments const& arguments) const { return resume(arguments); }
    exit_code operator()(stop_arguments const& arguments) const { return stop(arguments); }
    exit_code operator()(status_arguments const& arguments) const { return show_status(arguments); }
    exit_code operator()(check_arguments const& arguments) const { return check(arguments); }
    exit_code operator()(forecast_arguments const& arguments) const {
        return show_forecast(arguments);
    }
    exit_code operator()(sim_arguments const& arguments) const { return simulate(arguments); }
    exit_code operator()(control_arguments const& arguments) const {
        return control_run(arguments);
    }
    exit_code operator()(exit_code answered) const { return answered; }
};

exit_code carry_out(int argc, char** argv) {
    try {
        return std::visit(executor{}, parse_command_line(argc, argv));
    } catch (std::exception const& failure) {
        std::fprintf(stderr, "ssislb: %s\n", failure.what());
        return exit_code::failed;
    }
}

} // namespace

int main(int argc, char** argv) {
    // Answers are read by a pool of threads and dropped by another one: with an arena for each
    // thread, glibc would keep most of that memory several times over.
    ::mallopt(M_ARENA_MAX, 2);
    // A closed pipe shows as a failed write, and ends the output, not the run.
    std::signal(SIGPIPE, SIG_IGN);
    // A login that hangs is left after some seconds, for which the runtime would wait. A command
    // that is over has nothing to wait for.
    auto const runtime = ssislb::tds::runtime::instance();
    auto const code = carry_out(argc, argv);
    std::fflush(nullptr);
    std::_Exit(static_cast<int>(code));
}
