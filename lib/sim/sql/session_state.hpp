// What a session has set, and whose it is.
#pragma once

#include <ssislb/sim/login_spec.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace ssislb::sim::detail {

struct session_state {
    login_spec login;
    std::string application;
    std::string database = "master";
    /// What RESETCONNECTION goes back to.
    std::string login_database = "master";
    std::int64_t spid = 51;
    std::int64_t transactions = 0;
    std::int64_t row_count = 0;
    /// Number of the last statement's error (@@ERROR).
    std::int64_t last_error = 0;
    bool no_count = false;
    /// Calls inside one another (@@NESTLEVEL), and blocks inside one another, over all of them.
    int calls_open = 0;
    int statements_open = 0;
    /// What the request under way has said: items and rows.
    std::size_t answer_size = 0;
};

} // namespace ssislb::sim::detail
