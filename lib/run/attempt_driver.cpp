#include "run/attempt_driver.hpp"

#include <ssislb/base/condition.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>
#include <ssislb/run/explain.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cmath>

namespace ssislb::detail {
namespace {

constexpr auto use_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

constexpr milliseconds stop_again_after{1000};

/// What a refused start means for the choice of a server.
refusal classify(error_code const& code) {
    if (code == agent_errc::job_already_running || code == agent_errc::job_start_pending)
        return refusal::busy;
    if (code == agent_errc::agent_not_running || code == agent_errc::agent_starting ||
        code == sql_server_errc::feature_turned_off)
        return refusal::agent_down;
    if (code == condition::connection_lost || code == condition::canceled)
        return refusal::not_sent;
    // What is not known to pass would be refused for ever.
    return code == condition::retryable ? refusal::transient : refusal::not_eligible;
}

} // namespace

attempt_driver::attempt_driver(run_context& run, attempt_id id, server_id server,
                               std::shared_ptr<server_link> link)
    : run_(run)
    , id_(id)
    , server_(server)
    , link_(std::move(link))
    , stop_again_(run.clock.make_alarm()) {}

void attempt_driver::take_over(remembered_attempt const& known) {
    before_ = known.before;
    in_doubt_ = known.in_doubt;
    of_earlier_process_ = true;
    sent_at_ = known.intended;
    link_->load().sent(id_, before_.job);
}

boost::asio::awaitable<void> attempt_driver::start() {
    auto const self = shared_from_this();
    auto const job = link_->job_of(id_.task);
    if (!job)
        co_return refuse(agent_errc::job_not_found, {});
    auto const asked_at = run_.clock.stopwatch();
    auto const error = co_await remember(*job);
    bool const is_under_way = co_await take_up_earlier_start(*job, error);
    if (is_under_way)
        co_return;
    if (error)
        co_return refuse(error, {});
    // The last moment at which a run that is ending can keep the job from starting.
    if (stop_requested_ || run_.sink.cancel_requested())
        co_return refuse(refusal::not_sent, {}, {});
    bool const licensed = co_await run_.sink.commit(event::start_intended{id_, server_, before_});
    if (!licensed)
        co_return;
    // Later it could be taken for somebody else's.
    if (run_.clock.stopwatch() - asked_at > run_.options.call_timeout)
        co_return refuse(refusal::not_sent, {}, {});
    co_await send(*job);
}

boost::asio::awaitable<void> attempt_driver::send(guid job) {
    sent_at_ = run_.clock.now();
    link_->load().sent(id_, job);
    auto const [error, said] = co_await remote().start(job);
    if (error == agent_errc::start_in_doubt) {
        in_doubt_ = true;
        co_return publish(event::start_in_doubt{id_});
    }
    bool const is_under_way = co_await take_up_earlier_start(job, error);
    if (is_under_way)
        co_return;
    if (error)
        co_return refuse(error, said);
    publish(event::start_accepted{id_});
    co_await wait();
}

boost::asio::awaitable<bool> attempt_driver::take_up_earlier_start(guid job,
                                                                   error_code const& refused) {
    auto const* const earlier = run_.memory.refuted(server_, job);
    if (earlier == nullptr || classify(refused) != refusal::busy)
        co_return false;
    auto const mark = *earlier;
    auto const [error, ours] = co_await remote().is_ours(mark);
    if (error || !ours)
        co_return false;
    bool const taken = co_await run_.sink.commit(event::start_intended{id_, server_, mark});
    if (!taken)
        co_return true;
    before_ = mark;
    in_doubt_ = true;
    sent_at_ = run_.clock.now();
    link_->load().sent(id_, job);
    publish(event::start_in_doubt{id_});
    publish(event::start_accepted{id_});
    co_await wait();
    co_return true;
}

boost::asio::awaitable<error_code> attempt_driver::remember(guid job) {
    auto [error, mark] = co_await remote().mark(job);
    before_ = std::move(mark);
    co_return error;
}

boost::asio::awaitable<void> attempt_driver::confirm() {
    auto const self = shared_from_this();
    in_doubt_ = true;
    auto const sender =
        of_earlier_process_ ? start_sender::earlier_process : start_sender::this_process;
    auto const [error, started] = co_await remote().confirm(before_, sender);
    if (error)
        co_return lose(error);
    if (!started)
        co_return refuse(refusal::not_sent, agent_errc::start_in_doubt, {});
    publish(event::start_accepted{id_});
    co_await wait();
}

boost::asio::awaitable<void> attempt_driver::reattach() {
    auto const self = shared_from_this();
    co_await wait();
}

boost::asio::awaitable<void> attempt_driver::wait() {
    wait_options how;
    how.on_started = [self = shared_from_this()](server_time at) {
        self->link_->load().picked_up(self->id_);
        self->publish(event::job_started{self->id_, at});
    };
    how.expected = expected_length();
    how.in_doubt = in_doubt_;
    auto const [error, run] = co_await remote().wait(before_, std::move(how));
    end();
    stop_again_->cancel();
    if (error)
        co_return lose(error);
    publish(event::job_finished{id_, run.result, detection_delay(run)});
}

milliseconds attempt_driver::detection_delay(job_run const& run) const {
    if (run.detection_delay)
        return run_.clock.planned(*run.detection_delay);
    return sent_at_ ? run_.clock.now() - *sent_at_ : milliseconds{0};
}

std::optional<milliseconds> attempt_driver::expected_length() const {
    auto const expected = run_.package[id_.task].expected;
    if (!expected)
        return std::nullopt;
    auto const here = static_cast<double>(expected->count()) / run_.package[server_].speed;
    return run_.clock.real(milliseconds(std::llround(here)));
}

boost::asio::awaitable<void> attempt_driver::stop() {
    auto const self = shared_from_this();
    stop_requested_ = true;
    // A job that is not picked up yet cannot be stopped, so the request is repeated until the
    // attempt has ended, whatever the answer.
    auto const again =
        std::max(run_.clock.real(stop_again_after), run_.options.least_poll_interval);
    bool const is_ours = co_await may_stop();
    while (is_ours && sent_at_ && !ended_) {
        co_await remote().stop(before_.job);
        if (ended_)
            co_return;
        stop_again_->set_after(again);
        co_await stop_again_->async_wait(use_tuple);
    }
}

/// sp_stop_job stops whatever runs, and nobody has watched for a while.
boost::asio::awaitable<bool> attempt_driver::may_stop() {
    if (!of_earlier_process_)
        co_return true;
    auto const [error, ours] = co_await remote().is_ours(before_);
    co_return error || ours;
}

void attempt_driver::refuse(error_code error, diagnostics const& said) {
    refuse(classify(error), error,
           explain(run_.package[server_], run_.package[id_.task], error, said));
}

void attempt_driver::refuse(refusal why, error_code error, std::string text) {
    end();
    publish(event::start_refused{id_, why, error, std::move(text)});
}

void attempt_driver::end() {
    ended_ = true;
    link_->load().ended(id_);
}

void attempt_driver::lose(error_code error) {
    end();
    if (error == agent_errc::not_our_run)
        return publish(event::start_disproved{
            id_, explain(run_.package[server_], run_.package[id_.task], error, {})});
    publish(event::attempt_lost{id_, error,
                                explain(run_.package[server_], run_.package[id_.task], error, {})});
}

} // namespace ssislb::detail
