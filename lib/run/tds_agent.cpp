#include "run/tds_agent.hpp"

#include <ssislb/agent/server_inspection.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace ssislb::detail {
namespace {

constexpr auto use_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

} // namespace

auto tds_agent::connect() -> answer<diagnostics> {
    return server_.async_connect(use_tuple);
}

auto tds_agent::find_jobs(std::vector<std::string> names) -> answer<job_directory> {
    return server_.async_find_jobs(std::move(names), use_tuple);
}

auto tds_agent::job_lengths() -> answer<std::vector<job_length>> {
    return server_inspection(server_).async_job_lengths(use_tuple);
}

auto tds_agent::busy_jobs() -> answer<std::vector<agent_job>> {
    return server_inspection(server_).async_busy_jobs(use_tuple);
}

auto tds_agent::mark(guid job) -> answer<job_mark> {
    return server_.async_mark_job(job, use_tuple);
}

auto tds_agent::start(guid job) -> answer<diagnostics> {
    return server_.async_start_job(job, use_tuple);
}

auto tds_agent::confirm(job_mark before, start_sender sender) -> answer<bool> {
    return server_.async_confirm_start(std::move(before), sender, use_tuple);
}

auto tds_agent::is_ours(job_mark earlier) -> answer<bool> {
    return server_.async_is_ours(std::move(earlier), use_tuple);
}

auto tds_agent::wait(job_mark before, wait_options how) -> answer<job_run> {
    return server_.async_wait_job(std::move(before), std::move(how), use_tuple);
}

auto tds_agent::stop(guid job) -> answer<diagnostics> {
    return server_.async_stop_job(job, use_tuple);
}

void tds_agent::on_state_change(remote_server::state_function change) {
    server_.on_state_change(std::move(change));
}

std::string tds_agent::product_version() const {
    return server_.facts().product_version;
}

supervision_statistics tds_agent::statistics() const {
    return server_.statistics();
}

void tds_agent::close() {
    server_.close();
}

} // namespace ssislb::detail
