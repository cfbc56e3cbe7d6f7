// What the wire asks of the world behind it.
#pragma once

#include "sim/sql/request.hpp"
#include "sim/sql/response.hpp"

#include <memory>
#include <variant>
#include <vector>

namespace ssislb::sim::sql {

/// One connection that has logged in. Calls come one at a time, from any thread.
class session {
public:
    virtual ~session() = default;

    [[nodiscard]] virtual std::string database() const = 0;
    [[nodiscard]] virtual response execute(call const&) = 0;
    [[nodiscard]] virtual response execute(batch const&) = 0;
    /// Goes on with the request whose answer said `goes_on_after`. Not before that time is no harm:
    /// it then waits for the rest.
    [[nodiscard]] virtual response resume() = 0;
    /// Ends that request where it stands.
    virtual void cancel() = 0;
    /// RESETCONNECTION: back to what the login set.
    virtual void reset() = 0;

protected:
    session() = default;
    session(session const&) = default;
    session& operator=(session const&) = default;
};

/// A login that failed: the errors in the order in which they are sent (4060 then 18456). Empty:
/// the connection is cut without an answer.
using login_refusal = std::vector<message>;

/// A simulated instance. Thread safety: all members safe.
class service {
public:
    virtual ~service() = default;

    /// @@SERVERNAME, as ERROR and INFO tokens carry it.
    [[nodiscard]] virtual std::string server_name() const = 0;
    [[nodiscard]] virtual std::variant<std::unique_ptr<session>, login_refusal>
    log_in(login const&) = 0;
    /// False while the script has the server dead: the listener closes what it accepts, and what
    /// is open.
    [[nodiscard]] virtual bool alive() const = 0;

protected:
    service() = default;
    service(service const&) = default;
    service& operator=(service const&) = default;
};

} // namespace ssislb::sim::sql
