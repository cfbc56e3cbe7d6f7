// Requests of a client, decoded.
#pragma once

#include "sim/sql/value.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ssislb::sim::sql {

struct parameter {
    /// With its '@'; empty: positional.
    std::string name;
    sql::value value;
    /// What the client declared; decides how an output is sent back.
    sql::type declared = sql::type::nvarchar;
    std::uint16_t max_length = 0;
    bool output = false;
    /// The client asked for the parameter's default.
    bool use_default = false;
};

/// A call by name. ProcIDs have become names (10 is `sp_executesql`).
struct call {
    /// As sent: one to three parts, brackets and quotes still there.
    std::string procedure;
    std::vector<parameter> parameters;
};

struct batch {
    std::string text;
};

/// What LOGIN7 says.
struct login {
    std::string user;
    std::string password;
    std::string database;
    std::string language;
    std::string application;
    std::string host;
    bool integrated_security = false;
};

} // namespace ssislb::sim::sql
