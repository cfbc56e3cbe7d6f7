// What else runs on a server, and whether our jobs there find threads to run in.
#pragma once

#include "run/run_context.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace ssislb::detail {

/// Asks for the jobs that are not idle, now and then: where the plan counts the jobs of others, and
/// where a job of ours is not picked up.
class load_watch {
public:
    load_watch(run_context&, server_id, remote_agent&);

    /// One look, where the plan counts the jobs of others.
    [[nodiscard]] boost::asio::awaitable<error_code> look_first();
    /// Looks until it is stopped.
    [[nodiscard]] boost::asio::awaitable<void> watch();
    void stop();

    // The life of a job of ours on this server.
    void sent(attempt_id, guid job);
    void picked_up(attempt_id);
    void ended(attempt_id);

private:
    struct our_job {
        attempt_id attempt;
        guid id;
        timestamp sent_at;
        bool picked_up = false;
    };

    [[nodiscard]] boost::asio::awaitable<error_code> look();
    [[nodiscard]] bool is_worth_a_look() const;
    void tell_refusal(error_code const&);
    void tell(std::vector<agent_job> const& busy, std::vector<guid> const& ours);
    [[nodiscard]] std::vector<guid> our_jobs() const;
    [[nodiscard]] server const& spec() const { return run_.package[server_]; }

    run_context& run_;
    server_id server_;
    remote_agent& remote_;
    std::unique_ptr<alarm> pause_;
    bool stopped_ = false;
    std::vector<our_job> ours_;
    /// Since the last look: the Agent may be at them still.
    std::vector<guid> ended_;
    bool told_refusal_ = false;
    std::uint32_t told_foreign_ = 0;
};

} // namespace ssislb::detail
