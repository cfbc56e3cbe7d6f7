// Statements prepared by sp_prepare and sp_prepexec, run as sp_executesql.
#pragma once

#include "sim/sql/request.hpp"
#include "sim/sql/response.hpp"
#include "sim/sql/service.hpp"

#include <cstdint>
#include <map>

namespace ssislb::sim::wire {

class prepared_statements {
public:
    /// Runs the calls that deal with handles; all other calls go to the session as they are.
    [[nodiscard]] sql::response execute(sql::session&, sql::call const&);

    void clear() noexcept { statements_.clear(); }

private:
    struct statement {
        sql::value text;
        sql::value declarations;
    };

    sql::response prepare(sql::call const&);
    sql::response prepare_and_execute(sql::session&, sql::call const&);
    sql::response execute_handle(sql::session&, sql::call const&);
    sql::response unprepare(sql::call const&);
    sql::response run(sql::session&, statement const&, sql::call const&, std::size_t first_value);
    statement const* find(sql::call const&) const;

    std::map<std::int64_t, statement> statements_;
    std::int64_t last_handle_ = 0;
};

} // namespace ssislb::sim::wire
