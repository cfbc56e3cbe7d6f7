#include "run_session.hpp"

#include "control_desk.hpp"
#include "control_server.hpp"
#include "first_warnings.hpp"
#include "line_printer.hpp"
#include "precautions.hpp"
#include "progress_view.hpp"
#include "stop_signals.hpp"

#include <ssislb/run/package_run.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace ssislb::cli {
namespace {

constexpr milliseconds shortest_call = std::chrono::seconds(2);

run_options options_of(run_session const& from) {
    run_options options;
    if (from.how.poll_interval)
        options.poll_interval = std::chrono::duration_cast<milliseconds>(
            std::chrono::duration<double>(*from.how.poll_interval));
    options.speed = from.servers.speed;
    // Servers that live faster do not let anybody wait for so long; and how late a request may
    // arrive is counted by their clock.
    options.call_timeout =
        std::clamp(std::chrono::ceil<milliseconds>(options.call_timeout / from.servers.speed),
                   shortest_call, std::max(shortest_call, options.call_timeout));
    options.password = from.servers.password;
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

display make_display(boost::asio::io_context& io, run_session const& session, output& to) {
    auto const& package = session.servers.package;
    if (!session.how.json && !session.how.plain && output::is_terminal()) {
        auto view = std::make_shared<progress_view>(io.get_executor(), package, to,
                                                    session.servers.speed, wants_colours());
        return {view, [view](std::string_view line) { view->say(line); }};
    }
    auto const format = session.how.json ? line_format::json : line_format::text;
    return {std::make_shared<line_printer>(package, to, format), [](std::string_view line) {
                std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
            }};
}

/// How it ended, for the shell and for the journal.
exit_code close(run_session const& session, error_code error, run_summary const& summary) {
    bool const was_left = error == boost::asio::error::operation_aborted;
    auto* const journal = session.journal.get();
    if (journal != nullptr && !error)
        error = journal->finish(summary.finished, summary.result);
    if (journal != nullptr && !journal->trouble().empty())
        std::fprintf(stderr, "ssislb: %s\n", journal->trouble().c_str());
    else if (error && !was_left)
        std::fprintf(stderr, "ssislb: %s\n", error.message().c_str());
    if (journal != nullptr && was_left)
        std::fprintf(stderr, "`ssislb resume %lld` goes on with it\n",
                     static_cast<long long>(journal->number()));
    return error && !was_left ? exit_code::failed : exit_code_of(summary.result);
}

} // namespace

exit_code carry_out(run_session session) {
    auto const& package = session.servers.package;
    output to;
    boost::asio::io_context io(1);
    auto socket = open_control_socket(io.get_executor(), session.how.control_socket);
    if (!socket.acceptor) {
        session.warnings.push_back("the run cannot be controlled by ssislb drain and the like: " +
                                   socket.trouble);
        print_warnings({session.warnings.back()});
    }
    auto const display = make_display(io, session, to);
    package_run run(io.get_executor(), tds::runtime::instance(), package, options_of(session));
    if (session.journal)
        run.use_journal(session.journal);
    run.go_on_from(std::move(session.past));
    // Plain lines share the terminal with standard error, where the warnings stand already.
    if (session.how.json)
        run.add_observer(std::make_shared<first_warnings>(display.observer, session.warnings));
    else
        run.add_observer(display.observer);
    stop_signals signals(io.get_executor(), run, display.tell);
    control_desk desk(run, package);
    std::optional<control_server> control;
    auto code = exit_code::failed;
    run.async_run([&](error_code error, run_summary const& summary) {
        signals.cancel();
        control.reset();
        code = close(session, error, summary);
    });
    if (session.stop_jobs)
        run.cancel(*session.stop_jobs);
    if (socket.acceptor)
        control.emplace(std::move(socket),
                        [&desk](std::string line) { return desk.answer(std::move(line)); });
    io.run();
    return to.failed() && code == exit_code::succeeded ? exit_code::failed : code;
}

} // namespace ssislb::cli
