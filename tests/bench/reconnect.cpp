// What stays of connections that came and went: descriptors, memory, threads.
#include "figure.hpp"
#include "process.hpp"
#include "support/connection_churn.hpp"

#include <ssislb/tds/runtime.hpp>

#include <boost/asio/io_context.hpp>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <stdexcept>

namespace {

using namespace ssislb;
namespace asio = boost::asio;

/// The server in a process of its own, so that its memory is not counted.
class server_apart {
public:
    server_apart() {
        int ends[2];
        if (::pipe(ends) != 0 || (child_ = ::fork()) < 0)
            throw std::runtime_error("no process for the simulated server");
        if (child_ == 0)
            serve(ends[1]);
        ::close(ends[1]);
        if (::read(ends[0], &where, sizeof where) != sizeof where)
            throw std::runtime_error("the simulated server does not start");
        ::close(ends[0]);
    }
    server_apart(server_apart const&) = delete;
    server_apart& operator=(server_apart const&) = delete;
    ~server_apart() {
        ::kill(child_, SIGTERM);
        ::waitpid(child_, nullptr, 0);
    }

    test::churn_server::ports where;

private:
    [[noreturn]] static void serve(int announce) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        asio::io_context io{1};
        test::churn_server const server(io);
        auto const ports = server.where();
        if (::write(announce, &ports, sizeof ports) != sizeof ports)
            ::_exit(1);
        io.run();
        ::_exit(1);
    }

    pid_t child_ = -1;
};

long open_descriptors() {
    using std::filesystem::directory_iterator;
    return std::distance(directory_iterator("/proc/self/fd"), directory_iterator());
}

void measure(std::size_t times) {
    server_apart const server;
    auto const runtime = tds::runtime::instance();
    asio::io_context io{1};
    // What stays for good is made first.
    static_cast<void>(test::churn(io, runtime, server.where, times / 20 + 600));
    auto const descriptors = open_descriptors();
    auto const resident = bench::status_figure("VmRSS");

    auto const begun = std::chrono::steady_clock::now();
    auto const counts = test::churn(io, runtime, server.where, times);
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begun;

    auto const number = [](std::size_t count) { return static_cast<double>(count); };
    bench::print("reconnects", number(counts.attempts), "connections");
    bench::print("answered", number(counts.answered), "connections");
    bench::print("answered_with_tls", number(counts.encrypted), "connections");
    bench::print("cut_by_the_line", number(counts.cut), "connections");
    bench::print("canceled_in_login", number(counts.canceled), "connections");
    bench::print("dropped_in_a_call", number(counts.dropped), "connections");
    bench::print("descriptors_grown", static_cast<double>(open_descriptors() - descriptors),
                 "descriptors");
    bench::print("resident_grown", static_cast<double>(bench::status_figure("VmRSS") - resident),
                 "KiB");
    bench::print("threads_peak", number(counts.threads_peak), "threads");
    bench::print("reconnects_per_second", number(counts.attempts) / took.count(), "1/s");
}

} // namespace

int main(int argc, char** argv) {
    measure(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000);
    return 0;
}
