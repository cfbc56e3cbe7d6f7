// Plain handlers, so that nothing is measured but the library.
#include "watched_fleet.hpp"

#include "client_options.hpp"

#include <ssislb/tds/runtime.hpp>

#include <stdexcept>
#include <string>

namespace ssislb::bench {
namespace {

void require(error_code error, char const* what) {
    if (error)
        throw std::runtime_error(std::string(what) + ": " + error.message());
}

/// The jobs of a server that is like all others are `job 1` and so on.
std::size_t number_of(job_activity const& shown) {
    return std::stoul(shown.job_name.substr(std::string("job ").size())) - 1;
}

} // namespace

watched_fleet::watched_fleet(std::vector<std::uint16_t> const& ports, std::size_t jobs_per_server,
                             supervision_options how)
    : jobs_per_server_(jobs_per_server) {
    auto const runtime = tds::runtime::instance();
    for (auto const port : ports)
        servers_.emplace_back(io_.get_executor(), runtime, options_for(port), how);
}

watched_fleet::~watched_fleet() {
    for (auto& each : servers_)
        each.close();
    io_.restart();
    io_.run();
}

void watched_fleet::connect() {
    for (auto& each : servers_) {
        ++pending_;
        each.async_connect([this](error_code error, diagnostics const&) {
            require(error, "a server cannot be reached");
            --pending_;
        });
    }
    work_until_idle();
}

void watched_fleet::wait_for_jobs() {
    for (std::size_t i = 0; i < servers_.size(); ++i) {
        std::vector<job_activity> jobs;
        ++pending_;
        servers_[i].async_job_activity(
            [this, &jobs](error_code error, std::vector<job_activity> shown) {
                require(error, "a server does not show its jobs");
                jobs = std::move(shown);
                --pending_;
            });
        work_until_idle();
        for (auto const& each : jobs)
            if (!each.stopped)
                wait_for(i, each);
    }
}

/// One after the other, as jobs are started.
void watched_fleet::wait_for(std::size_t server, job_activity const& shown) {
    auto const job = server * jobs_per_server_ + number_of(shown);
    // The run is under way: any end that comes is its own.
    job_mark const before{shown.job, shown.session, std::nullopt, 0};
    servers_[server].async_wait_job(before, {}, [this, job](error_code error, job_run const&) {
        if (error)
            ++failures_;
        else
            detections_.push_back({job, std::chrono::steady_clock::now()});
    });
    io_.restart();
    io_.poll();
}

void watched_fleet::work_for(std::chrono::milliseconds length) {
    io_.restart();
    io_.run_for(length);
}

void watched_fleet::work_until_idle() {
    io_.restart();
    while (pending_ > 0)
        io_.run_one();
}

supervision_statistics watched_fleet::statistics() const {
    supervision_statistics all;
    for (auto const& each : servers_) {
        auto const one = each.statistics();
        all.statements += one.statements;
        all.status_polls += one.status_polls;
        all.starts += one.starts;
        all.history_reads += one.history_reads;
        all.reconnects += one.reconnects;
    }
    return all;
}

} // namespace ssislb::bench
