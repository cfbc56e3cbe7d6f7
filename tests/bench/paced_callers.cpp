// A timer and a connection each.
#include "paced_callers.hpp"

#include "client_options.hpp"

#include <stdexcept>

namespace ssislb::bench {
namespace {

using std::chrono::steady_clock;

constexpr milliseconds pace{50};
/// Longer than any measuring: who stalls is not let go.
constexpr milliseconds call_timeout = std::chrono::minutes(10);
constexpr milliseconds connect_timeout = std::chrono::seconds(15);

} // namespace

paced_callers::paced_callers(std::vector<std::uint16_t> const& ports, tds::encryption encrypt,
                             std::size_t unmeasured) {
    auto const runtime = tds::runtime::instance();
    for (std::size_t i = 0; i < ports.size(); ++i)
        callers_.push_back({tds::connection(io_.get_executor(), runtime),
                            boost::asio::steady_timer(io_), i >= unmeasured});
    connecting_ = ports.size();
    for (std::size_t i = 0; i < ports.size(); ++i)
        connect(callers_[i], ports[i], encrypt);
    while (connecting_ > 0)
        io_.run_one();
    // Not all in the same breath.
    auto const begin = steady_clock::now();
    for (std::size_t i = 0; i < callers_.size(); ++i) {
        callers_[i].pause.expires_at(begin + i * steady_clock::duration(pace) / callers_.size());
        call_later(callers_[i]);
    }
}

paced_callers::~paced_callers() {
    closing_ = true;
    for (auto& each : callers_) {
        each.pause.cancel();
        each.line.close();
    }
    io_.restart();
    io_.run();
}

void paced_callers::connect(caller& one, std::uint16_t port, tds::encryption encrypt) {
    one.line.async_connect(
        options_for(port, encrypt), connect_timeout, [this](error_code error, diagnostics const&) {
            if (error)
                throw std::runtime_error("a server cannot be reached: " + error.message());
            --connecting_;
        });
}

void paced_callers::call_later(caller& one) {
    one.pause.async_wait([this, &one](error_code canceled) {
        // A timer that has expired already cannot be canceled.
        if (!canceled && !closing_)
            call(one);
    });
}

void paced_callers::call(caller& one) {
    auto const begin = steady_clock::now();
    one.line.async_call(
        tds::rpc("msdb.dbo.sp_help_jobactivity"), call_timeout,
        [this, &one, begin](error_code error, tds::result const&) {
            if (closing_)
                return;
            if (!one.measured)
                ++unmeasured_answers_;
            else if (error)
                ++failures_;
            else
                latencies_.push_back(
                    std::chrono::duration<double, std::milli>(steady_clock::now() - begin).count());
            one.pause.expires_at(one.pause.expiry() + pace);
            call_later(one);
        });
}

std::vector<double> paced_callers::call_for(std::chrono::milliseconds length) {
    latencies_.clear();
    unmeasured_answers_ = 0;
    io_.restart();
    io_.run_for(length);
    return latencies_;
}

} // namespace ssislb::bench
