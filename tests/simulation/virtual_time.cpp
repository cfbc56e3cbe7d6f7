// A process's view of virtual time.
#include "virtual_time.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace ssislb::simulation {
namespace {

constexpr instant never = std::numeric_limits<instant>::max();

} // namespace

class virtual_timekeeper::virtual_alarm final : public detail::alarm {
public:
    explicit virtual_alarm(virtual_timekeeper& clock)
        : clock_(clock)
        , slot_(clock.take_slot()) {}
    ~virtual_alarm() override { clock_.give_back(slot_); }

    void set(timestamp planned) override {
        cancel();
        at_ = clock_.when(planned);
    }
    void set_after(milliseconds real) override {
        cancel();
        at_ = clock_.line_.now() + real.count();
    }
    void cancel() override { clock_.disarm(slot_); }

private:
    void wait(handler_type handler) override { clock_.arm(slot_, at_, std::move(handler)); }

    virtual_timekeeper& clock_;
    std::uint32_t slot_;
    instant at_ = 0;
};

virtual_timekeeper::virtual_timekeeper(timeline& line, boost::asio::any_io_executor executor,
                                       timestamp wall)
    : line_(line)
    , executor_(std::move(executor))
    , wall_(wall)
    , begun_(line.now()) {}

void virtual_timekeeper::go_on(timestamp, timestamp left) {
    wall_ = std::max(wall_, left);
}

std::unique_ptr<detail::alarm> virtual_timekeeper::make_alarm() {
    return std::make_unique<virtual_alarm>(*this);
}

instant virtual_timekeeper::when(timestamp planned) const {
    return planned == timestamp::max() ? never : begun_ + (planned - wall_).count();
}

std::uint32_t virtual_timekeeper::take_slot() {
    if (free_.empty()) {
        slots_.emplace_back();
        return static_cast<std::uint32_t>(slots_.size() - 1);
    }
    auto const found = free_.back();
    free_.pop_back();
    return found;
}

void virtual_timekeeper::give_back(std::uint32_t at) {
    disarm(at);
    free_.push_back(at);
}

void virtual_timekeeper::arm(std::uint32_t at, instant when, detail::alarm::handler_type handler) {
    auto& mine = slots_[at];
    mine.handler.emplace(std::move(handler));
    ++mine.generation;
    ++armed_;
    if (when != never)
        line_.at(when, *this, (std::uint64_t{at} << 32U) | mine.generation);
}

void virtual_timekeeper::disarm(std::uint32_t at) {
    if (slots_[at].handler)
        complete(at, boost::asio::error::operation_aborted);
}

bool virtual_timekeeper::occur(std::uint64_t tag) {
    auto const at = static_cast<std::uint32_t>(tag >> 32U);
    auto const& mine = slots_[at];
    if (!mine.handler || mine.generation != static_cast<std::uint32_t>(tag))
        return false;
    complete(at, {});
    return true;
}

void virtual_timekeeper::complete(std::uint32_t at, error_code error) {
    auto handler = std::exchange(slots_[at].handler, std::nullopt);
    --armed_;
    boost::asio::post(executor_, boost::asio::append(std::move(*handler), error));
}

} // namespace ssislb::simulation
