#include "run/live_surroundings.hpp"

#include "run/tds_agent.hpp"

#include <ssislb/run/connection_options.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace ssislb::detail {

live_surroundings::live_surroundings(boost::asio::any_io_executor executor,
                                     std::shared_ptr<tds::runtime> runtime, run_options options)
    : executor_(std::move(executor))
    , runtime_(std::move(runtime))
    , options_(std::move(options))
    , clock_(executor_, options_.speed)
    , polls_(std::make_shared<poll_budget>(options_.polls_per_second)) {}

boost::system::result<std::unique_ptr<remote_agent>>
live_surroundings::make_agent(server const& of) {
    auto password = options_.password(of);
    if (!password)
        return password.error();
    return std::make_unique<tds_agent>(remote_server(
        executor_, runtime_, connection_options(of, std::move(*password)), supervision(of)));
}

supervision_options live_surroundings::supervision(server const& of) const {
    auto const pace = [&](milliseconds interval) {
        return std::max(clock_.real(interval), options_.least_poll_interval);
    };
    supervision_options result;
    if (options_.poll_interval)
        result.poll_interval = pace(*options_.poll_interval);
    result.poll_least = pace(result.poll_least);
    result.poll_most = pace(result.poll_most);
    result.poll_cost /= options_.speed;
    result.budget = polls_;
    result.read_msdb_tables = of.read_msdb_tables;
    // The server counts by its own clock, which runs as fast as the plan's.
    result.long_poll = of.long_poll;
    result.long_poll_look =
        std::max(result.long_poll_look,
                 std::chrono::ceil<milliseconds>(options_.least_poll_interval * options_.speed));
    result.call_timeout = options_.call_timeout;
    result.connect_timeout = options_.connect_timeout;
    // Of the server's clock, too.
    result.start_window =
        std::chrono::ceil<milliseconds>(4 * options_.speed * options_.call_timeout);
    result.confirm_grace = clock_.real(options_.confirm_grace);
    result.reconnect_first = pace(result.reconnect_first);
    result.reconnect_for = std::max(clock_.real(options_.reconnect_for), options_.connect_timeout);
    return result;
}

} // namespace ssislb::detail
