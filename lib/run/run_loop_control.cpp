// Changes to a run under way.
#include "run/control_rules.hpp"
#include "run/run_loop.hpp"

#include <ssislb/base/errors.hpp>

#include <boost/asio/append.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace ssislb::detail {

void run_loop::control(run_control what, package_run::control_handler_type handler) {
    auto work = boost::asio::make_work_guard(boost::asio::get_associated_executor(
        handler, boost::asio::any_completion_executor(outer_)));
    auto on_strand = [self = shared_from_this(), what, handler = std::move(handler),
                      work = std::move(work)]() mutable {
        control_answer answer;
        auto const error = self->change(what, answer);
        boost::asio::post(self->outer_, boost::asio::append(std::move(handler), error, answer));
    };
    boost::asio::post(run_.executor, std::move(on_strand));
}

error_code run_loop::change(run_control const& what, control_answer& answer) {
    if (over_)
        return run_errc::is_over;
    if (!begun_)
        return run_errc::not_started;
    auto event = event_for(what, scheduler_, run_.package);
    if (!event)
        return event.error();
    bool const changes = event->has_value();
    if (changes) {
        publish(**std::move(event));
        flush();
        if (journal_error_)
            return journal_error_;
    }
    answer = state_after(what, changes, scheduler_);
    return {};
}

} // namespace ssislb::detail
