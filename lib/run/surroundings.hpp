// What a run finds outside of itself: time, and servers.
#pragma once

#include "run/remote_agent.hpp"
#include "run/timekeeper.hpp"

#include <ssislb/model/server.hpp>

#include <boost/system/result.hpp>

#include <memory>

namespace ssislb::detail {

/// One for real servers, by the wall clock (live_surroundings); tests bring a world of their own,
/// in which everything happens in virtual time.
class surroundings {
public:
    virtual ~surroundings() = default;

    [[nodiscard]] virtual timekeeper& clock() = 0;

    /// Not connected yet. Error: there is no password for it.
    [[nodiscard]] virtual boost::system::result<std::unique_ptr<remote_agent>>
    make_agent(server const&) = 0;

protected:
    surroundings() = default;
    surroundings(surroundings const&) = default;
    surroundings& operator=(surroundings const&) = default;
};

} // namespace ssislb::detail
