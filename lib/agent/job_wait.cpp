#include "agent/job_wait.hpp"

#include "agent/msdb_calls.hpp"
#include "agent/msdb_rows.hpp"
#include "agent/run_collection.hpp"
#include "agent/status_board.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace ssislb::detail {

namespace asio = boost::asio;

namespace {

using std::chrono::steady_clock;

bool is_question(watch_step step) {
    return step != watch_step::keep_waiting && step != watch_step::finished &&
           step != watch_step::lost;
}

std::variant<tds::rpc, tds::batch> question(watch_step step, job_watch_fsm const& watch) {
    switch (step) {
    case watch_step::ask_time:
        return ask_time();
    case watch_step::ask_old_session:
        return ask_activity(watch.job(), watch.session());
    case watch_step::read_history:
        return ask_history(watch.job());
    case watch_step::ask_last_run:
        return ask_last_run(watch.job());
    default:
        return ask_job(watch.job());
    }
}

template <class Row>
std::optional<Row> first_of(std::vector<Row> rows) {
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

watch_verdict learn_and_tell(job_watch_fsm& watch, std::vector<job_history_row> rows,
                             run_lengths& lengths) {
    lengths.learn(rows);
    return watch.on_history(std::move(rows));
}

/// An answer that is an error which will come again tells as much as no rows.
watch_verdict feed(job_watch_fsm& watch, watch_step asked, tds::result const& answer,
                   run_lengths& lengths) {
    switch (asked) {
    case watch_step::ask_old_session:
        return watch.on_old_session(first_of(read_activity(answer)));
    case watch_step::read_history:
        return learn_and_tell(watch, read_history(answer), lengths);
    case watch_step::ask_last_run:
        return watch.on_last_run(read_last_run(answer));
    case watch_step::ask_time:
        return watch.on_time(read_time(answer));
    default:
        return watch.on_job(first_of(read_jobs(answer)));
    }
}

} // namespace

job_wait::job_wait(status_board& board, job_mark const& before, wait_options how,
                   handler_type handler)
    : board_(board)
    , watch_(before, start_window(board.channel()->options()))
    , handler_(std::move(handler))
    , since_(steady_clock::now())
    , expected_(packed(how.expected.value_or(milliseconds{0}))) {
    if (how.started)
        watch_.know_start(*how.started);
    if (how.in_doubt)
        watch_.doubt_start(board_.channel()->facts().login);
    asio::any_completion_executor const ours(board_.outer());
    auto const theirs = asio::get_associated_executor(handler_, ours);
    if (theirs != ours)
        with_extras().work.emplace(theirs);
    if (how.on_started)
        with_extras().on_started = std::move(how.on_started);
}

auto job_wait::packed(milliseconds length) noexcept -> run_length {
    constexpr milliseconds most = run_length::max();
    return run_length(
        static_cast<run_length::rep>(std::clamp(length, milliseconds{0}, most).count()));
}

auto job_wait::with_extras() -> extras& {
    if (!extras_)
        extras_ = std::make_unique<extras>(this);
    return *extras_;
}

job_wait::~job_wait() = default;

void job_wait::listen_for_cancellation() {
    auto slot = asio::get_associated_cancellation_slot(handler_);
    if (slot.is_connected())
        slot.assign([weak = std::weak_ptr(with_extras().self),
                     strand = board_.strand()](asio::cancellation_type type) {
            if (weak.expired())
                return;
            asio::post(strand, [weak, type] {
                if (auto const self = weak.lock())
                    (*self)->cancel(type);
            });
        });
}

running_job job_wait::progress(steady_clock::time_point now) const {
    auto const age = std::chrono::duration_cast<milliseconds>(now - since_);
    // One that is not picked up in all its time has not begun to run.
    bool const late = !watch_.started() && age >= expected_;
    if (late || is_of_unknown_length())
        return {age, std::nullopt};
    return {age, expected_, spread_};
}

void job_wait::expect(run_lengths::estimate const& earlier) noexcept {
    if (!is_of_unknown_length())
        return;
    expected_ = packed(earlier.median);
    spread_ = static_cast<float>(earlier.spread);
}

void job_wait::begin() {
    if (auto const started = watch_.started())
        since_ = board_.channel()->when(*started);
}

void job_wait::look(sighting const& now, steady_clock::time_point asked_before) {
    // Looks that come while questions are asked make place for the next.
    if (asking_ || done_)
        return;
    // Until now it was as it was when the watch was content to wait.
    if (!restless_)
        not_over_at_ = asked_before;
    bool const unseen = !watch_.started();
    auto const verdict = watch_.on_activity(now);
    if (unseen && watch_.started())
        since_ = board_.channel()->when(*watch_.started());
    go_on(verdict);
}

void job_wait::go_on(watch_verdict verdict) {
    if (verdict.next == watch_step::keep_waiting) {
        tell_started(verdict.started);
        restless_ = watch_.is_unsettled();
        if (has_been_in_the_dark_too_long())
            complete(agent_errc::outcome_lost, {});
        return;
    }
    restless_ = true;
    asking_ = true;
    with_extras().asking.emplace();
    asio::co_spawn(
        board_.strand(),
        [self = job_wait_pointer(this), board = board_.shared_from_this(), verdict] {
            return self->settle(verdict);
        },
        asio::bind_cancellation_slot(
            with_extras().asking->slot(),
            [self = job_wait_pointer(this), board = board_.shared_from_this()](
                std::exception_ptr thrown, ending how) { self->settled(thrown, std::move(how)); }));
}

coroutine<job_wait::ending> job_wait::settle(watch_verdict verdict) {
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await asio::this_coro::throw_if_cancelled(false);
    auto const channel = board_.channel();
    while (is_question(verdict.next)) {
        auto const kind =
            verdict.next == watch_step::read_history ? request_kind::history : request_kind::other;
        auto const asked_at = steady_clock::now();
        server_request asked_for{question(verdict.next, watch_), kind, {}};
        auto const answer = co_await channel->call(std::move(asked_for));
        bool const canceled = is_canceled(co_await cancellation);
        if (canceled)
            co_return std::tuple(error_code(asio::error::operation_aborted), job_run());
        // The next look leads to the same question.
        if (answer.ask_again())
            break;
        auto const asked = verdict.next;
        verdict = feed(watch_, asked, answer.result, board_.lengths());
        // Where the login sees no activity, the job itself says that it runs.
        if (asked == watch_step::ask_job && verdict.next == watch_step::keep_waiting)
            not_over_at_ = asked_at;
    }
    tell_started(verdict.started);
    if (verdict.next == watch_step::lost)
        co_return std::tuple(verdict.reason, job_run());
    if (verdict.next == watch_step::finished)
        co_return co_await collect(channel, take_run());
    co_return std::nullopt;
}

job_run job_wait::take_run() {
    auto run = watch_.take_run();
    if (not_over_at_ != steady_clock::time_point())
        run.detection_delay = std::chrono::ceil<milliseconds>(steady_clock::now() - not_over_at_);
    return run;
}

void job_wait::settled(std::exception_ptr thrown, ending how) {
    if (thrown)
        std::rethrow_exception(thrown);
    asking_ = false;
    with_extras().asking.reset();
    if (how)
        return complete(std::get<0>(*how), std::get<1>(std::move(*how)));
    if (board_.end())
        return complete(board_.end(), {});
    if (has_been_in_the_dark_too_long())
        return complete(agent_errc::outcome_lost, {});
    board_.look_again(*this);
}

/// Nothing of ours to be seen for so long: it was lost with the Agent, or with a msdb that was
/// restored.
bool job_wait::has_been_in_the_dark_too_long() {
    if (!watch_.is_in_the_dark()) {
        if (extras_)
            extras_->dark_since.reset();
        return false;
    }
    auto const now = steady_clock::now();
    auto& since = with_extras().dark_since;
    since = since.value_or(now);
    return now - *since > board_.channel()->options().reconnect_for;
}

void job_wait::cancel(asio::cancellation_type type) {
    if (asking_)
        with_extras().asking->emit(type);
    else
        complete(asio::error::operation_aborted, {});
}

void job_wait::end(error_code why) {
    // Its questions end by themselves, for the same reason.
    if (!asking_)
        complete(why, {});
}

void job_wait::tell_started(std::optional<server_time> at) {
    if (!at || !extras_ || !extras_->on_started)
        return;
    asio::post(board_.outer(),
               [told = std::exchange(extras_->on_started, nullptr), when = *at] { told(when); });
}

void job_wait::complete(error_code error, job_run run) {
    if (std::exchange(done_, true))
        return;
    job_wait_pointer const self(this);
    board_.remove(*this);
    asio::post(board_.outer(), asio::append(std::move(handler_), error, std::move(run)));
    extras_.reset();
}

} // namespace ssislb::detail
