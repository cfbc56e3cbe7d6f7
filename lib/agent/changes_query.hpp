// The query for the rows of msdb's activity that have changed. Pure.
#pragma once

#include <ssislb/base/error_code.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/tds/request.hpp>
#include <ssislb/tds/result.hpp>

#include <cstdint>
#include <optional>

namespace ssislb::detail {

/// The server keeps the statement, prepared by the first call of a connection, because its text
/// costs more to send than all the rest of a poll.
class changes_query {
public:
    /// All that had changed by then, as the server calls it, is known.
    void known_until(server_time) noexcept;

    /// `connection` differs from one connection to the next, and is not 0.
    [[nodiscard]] tds::rpc put(std::uint64_t connection);

    /// The newest Agent session. None: that is no answer to this query.
    std::optional<std::int32_t> learn(tds::result const&);

    /// False: the server will not answer the next one, either.
    [[nodiscard]] bool survives(error_code const&);

private:
    /// All that had changed by then has been seen.
    server_time as_of_{};
    std::optional<std::int32_t> prepared_;
    std::uint64_t on_ = 0;
};

} // namespace ssislb::detail
