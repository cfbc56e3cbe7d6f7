// A process that carries the run out: the real run loop, on one thread, in virtual time.
#include "process.hpp"

#include <ssislb/base/errors.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::simulation {

class process::room final : public detail::surroundings {
public:
    room(machine_room in, boost::asio::any_io_executor executor)
        : in_(std::move(in))
        , executor_(std::move(executor))
        , clock_(in_.time, executor_, in_.wall) {}

    [[nodiscard]] detail::timekeeper& clock() override { return clock_; }
    [[nodiscard]] virtual_timekeeper const& time() const { return clock_; }

    [[nodiscard]] boost::system::result<std::unique_ptr<detail::remote_agent>>
    make_agent(server const& of) override {
        auto const at = index(*in_.plan.package.find_server(of.name));
        lines_.push_back(std::make_shared<line>(in_.wires, *in_.servers[at], executor_, clock_,
                                                supervision(), chance(in_.luck.next(), at)));
        if (is_dead_)
            lines_.back()->die();
        return std::make_unique<simulated_agent>(lines_.back(), in_.wrong);
    }

    /// From now on nothing is sent from here.
    void die() {
        is_dead_ = true;
        for (auto const& each : lines_)
            each->die();
    }

    [[nodiscard]] std::vector<std::shared_ptr<line>> const& lines() const { return lines_; }
    [[nodiscard]] machine_room const& in() const { return in_; }
    [[nodiscard]] machine_room& in() { return in_; }

private:
    [[nodiscard]] supervision_options supervision() const {
        auto const& options = in_.plan.options;
        supervision_options made;
        made.poll_least = in_.plan.poll_least;
        made.poll_most = in_.plan.poll_least * 16;
        made.call_timeout = options.call_timeout;
        made.connect_timeout = options.connect_timeout;
        made.confirm_grace = options.confirm_grace;
        made.reconnect_for = options.reconnect_for;
        return made;
    }

    machine_room in_;
    boost::asio::any_io_executor executor_;
    virtual_timekeeper clock_;
    std::vector<std::shared_ptr<line>> lines_;
    bool is_dead_ = false;
};

/// What a dead process writes is not there.
class process::written final : public journal {
public:
    explicit written(process& by)
        : by_(by) {}

    [[nodiscard]] error_code append(std::span<timed_event const> events) override {
        if (!by_.alive_ || by_.fatal_)
            return journal_errc::not_writable;
        by_.fatal_ = by_.room_->in().journal.append(events);
        if (by_.fatal_)
            by_.room_->die();
        return {};
    }

private:
    process& by_;
};

/// Nor does anybody hear what it says.
class process::watched final : public run_observer {
public:
    watched(process const& of, std::shared_ptr<run_observer> who)
        : of_(of)
        , who_(std::move(who)) {}

    void on_notice(timed_notice const& what) override {
        if (of_.alive_ && !of_.fatal_)
            who_->on_notice(what);
    }

private:
    process const& of_;
    std::shared_ptr<run_observer> who_;
};

process::process(machine_room in, std::shared_ptr<run_observer> observer)
    : context_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE)
    , work_(context_.get_executor())
    , room_(std::make_shared<room>(std::move(in), context_.get_executor()))
    , loop_(std::make_shared<detail::run_loop>(context_.get_executor(), context_.get_executor(),
                                               room_, room_->in().plan.package,
                                               room_->in().plan.options)) {
    loop_->add_observer(std::make_shared<watched>(*this, std::move(observer)));
    loop_->use_journal(std::make_shared<written>(*this));
}

process::~process() {
    if (alive_)
        kill();
}

void process::start(std::vector<timed_event> past) {
    loop_->go_on_from(std::move(past));
    loop_->start([this](error_code error, run_summary summary) {
        error_ = error;
        summary_ = std::move(summary);
        left_ = std::exchange(loop_, nullptr);
    });
}

void process::run_on() {
    context_.poll();
}

void process::control(run_control wish) {
    unanswered_.push_back(wish);
    if (!loop_)
        return;
    loop_->control(wish, [this](error_code, control_answer const&) {
        if (alive_ && !fatal_)
            unanswered_.pop_front();
    });
}

/// What is left of it is taken down in peace: the world does not see that.
void process::kill() {
    if (!std::exchange(alive_, false))
        return;
    room_->die();
    for (auto const& each : room_->lines())
        room_->in().wires.linger(*each);
    if (loop_)
        loop_->abandon();
    context_.poll();
}

bool process::left_nothing() const noexcept {
    return left_.expired() && room_->time().armed() == 0;
}

void process::connections_of(instance const& of, std::vector<line*>& to) const {
    for (auto const& each : room_->lines())
        if (&each->server() == &of)
            to.push_back(each.get());
}

} // namespace ssislb::simulation
