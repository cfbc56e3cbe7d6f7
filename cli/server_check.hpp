// Asks one server whether it is ready: login, rights, Agent, jobs.
#pragma once

#include "check_report.hpp"

#include <ssislb/run/credentials.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace ssislb::cli {

struct check_context {
    boost::asio::any_io_executor executor;
    std::shared_ptr<tds::runtime> runtime;
    parent_package const& package;
    password_source const& password;
};

[[nodiscard]] boost::asio::awaitable<server_findings> check_server(check_context, server_id);

} // namespace ssislb::cli
