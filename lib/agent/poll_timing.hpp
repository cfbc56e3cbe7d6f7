// The rhythm of a server's polls, by the clock and the waits that there are.
#pragma once

#include "agent/poll_rhythm.hpp"
#include "agent/run_lengths.hpp"
#include "agent/wait_table.hpp"

#include <ssislb/base/guid.hpp>

#include <optional>

namespace ssislb::detail {

/// To be used from the channel's strand alone.
class poll_timing {
public:
    using clock = poll_rhythm::clock;

    explicit poll_timing(supervision_options const&);

    [[nodiscard]] clock::time_point due() const noexcept { return rhythm_.due(); }
    [[nodiscard]] bool is_due() const { return clock::now() >= due(); }

    /// The first poll of a series.
    void begin(job_wait const& first);
    /// A job has been added.
    void hurry(job_wait const& added);
    /// The server has been asked, by a poll or by somebody else.
    void asked(wait_table const&);
    /// The next poll begins soon, and the server answers it in its time.
    void leave_to_server() { rhythm_.leave_to_server(clock::now()); }
    /// A job that has run for long, of which it is worth asking how long its runs take.
    [[nodiscard]] std::optional<guid> job_to_ask_about(wait_table const&, run_lengths const&) const;
    /// Nobody is waited for.
    void rest() { rhythm_.rest(); }

private:
    poll_rhythm rhythm_;
};

} // namespace ssislb::detail
