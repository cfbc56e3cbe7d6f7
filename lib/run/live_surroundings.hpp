// Real servers, over TDS, by the wall clock.
#pragma once

#include "run/surroundings.hpp"
#include "run/wall_time.hpp"

#include <ssislb/agent/poll_budget.hpp>
#include <ssislb/agent/supervision.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/run/run_options.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace ssislb::detail {

class live_surroundings final : public surroundings {
public:
    live_surroundings(boost::asio::any_io_executor, std::shared_ptr<tds::runtime>, run_options);

    [[nodiscard]] timekeeper& clock() override { return clock_; }
    [[nodiscard]] boost::system::result<std::unique_ptr<remote_agent>>
    make_agent(server const&) override;

private:
    [[nodiscard]] supervision_options supervision(server const&) const;

    boost::asio::any_io_executor executor_;
    std::shared_ptr<tds::runtime> runtime_;
    run_options options_;
    wall_time clock_;
    /// All servers of the run share it.
    std::shared_ptr<poll_budget> polls_;
};

} // namespace ssislb::detail
