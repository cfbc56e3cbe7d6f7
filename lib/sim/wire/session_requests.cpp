// One client's conversation: requests after login.
#include "sim/wire/all_headers.hpp"
#include "sim/wire/session.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ssislb::sim::wire {

namespace {

/// The faults of a message with several calls are those of the first call that has any.
void merge(sql::delivery& into, sql::delivery const& more) {
    bool const untouched = into.delay.count() == 0 && !into.drop_after && !into.stall_after;
    if (untouched)
        into = more;
}

sql::message no_transaction(std::int32_t number, std::string verb) {
    sql::message error;
    error.number = number;
    error.severity = 16;
    error.text =
        "The " + std::move(verb) + " TRANSACTION request has no corresponding BEGIN TRANSACTION.";
    error.line = 1;
    return error;
}

} // namespace

void session::take_request(message const& received) {
    if (received.type == packet_type::attention)
        return acknowledge_attention();
    bool const known = received.type == packet_type::batch || received.type == packet_type::rpc ||
                       received.type == packet_type::bulk_load ||
                       received.type == packet_type::transaction_manager;
    if (!known)
        return close();
    if ((received.last_status & packet_status::ignore) != 0) {
        begin_answer().done(done_token::done, done_status::error, done_command::none);
        return send_answer();
    }
    auto const reset_bits =
        packet_status::reset_connection | packet_status::reset_connection_keep_transaction;
    if ((received.first_status & reset_bits) != 0) {
        session_->reset();
        prepared_.clear();
        if ((received.first_status & packet_status::reset_connection) != 0)
            transaction_.reset();
        reset_done_ = true;
    }
    ++requests_;
    switch (received.type) {
    case packet_type::batch:
        return run_batch(received);
    case packet_type::rpc:
        return run_calls(received);
    case packet_type::transaction_manager:
        return run_transaction(received);
    default:
        // Bulk load: there is no table to load into.
        return refuse_request(stream_error());
    }
}

void session::acknowledge_attention() {
    held_.reset();
    if (running_) {
        session_->cancel();
        running_.reset();
    }
    begin_answer().done(done_token::done, done_status::attention, done_command::none);
    send_answer();
}

void session::refuse_request(parse_error const& error) {
    auto put = begin_answer();
    put_request_error(put, error);
    send_answer();
}

void session::run_batch(message const& received) {
    auto const parsed = parse_batch(received.payload, version_);
    if (auto const* error = std::get_if<parse_error>(&parsed))
        return refuse_request(*error);
    begin_answer();
    running_.emplace();
    take_response(session_->execute(std::get<sql::batch>(parsed)));
    run_rest();
}

void session::run_calls(message const& received) {
    auto parsed = parse_rpc(received.payload, version_);
    if (auto const* error = std::get_if<parse_error>(&parsed))
        return refuse_request(*error);
    begin_answer();
    running_.emplace().calls = std::move(std::get<std::vector<rpc_call>>(parsed));
    requests_ += running_->calls.size() - 1;
    run_rest();
}

/// Until one of the calls waits, or all have ended.
void session::run_rest() {
    while (!running_->goes_on_after && !running_->has_ended())
        take_response(run(running_->calls[running_->ended]));
    if (running_->goes_on_after)
        return;
    auto const delivery = running_->delivery;
    running_.reset();
    send_answer(delivery);
}

void session::take_response(sql::response response) {
    auto& [calls, ended, late_items, delivery, goes_on_after] = *running_;
    goes_on_after = response.goes_on_after;
    if (goes_on_after) {
        ++wait_serial_;
        std::ranges::move(response.items, std::back_inserter(late_items));
        return;
    }
    std::ranges::move(std::exchange(late_items, {}), std::back_inserter(response.items));
    auto put = go_on_with_answer();
    if (calls.empty())
        put_batch_answer(put, response);
    else
        put_call_answer(put, response,
                        ended + 1 == calls.size() ? call_position::last
                                                  : call_position::others_follow);
    merge(delivery, response.delivery);
    ++ended;
}

void session::go_on() {
    if (!running_)
        return;
    take_response(session_->resume());
    run_rest();
    receive({});
}

sql::response session::run(rpc_call const& each) {
    if (!each.no_execute && !each.broken)
        return prepared_.execute(*session_, each.call);
    sql::response refused;
    refused.items.emplace_back(each.broken.value_or(stream_error()));
    return refused;
}

void session::run_transaction(message const& received) {
    auto const request = is_wide(version_) ? parse_transaction(received.payload) : std::nullopt;
    if (!request)
        return close();
    auto put = begin_answer();
    std::uint16_t status = done_status::final;
    std::uint16_t command = done_command::none;
    auto const begin = [&] {
        transaction_ = ++last_transaction_;
        put.transaction_change(change::begin, transaction_, std::nullopt);
        command = done_command::begin;
    };
    auto const end = [&](std::uint8_t type, std::uint16_t done, sql::message const& error) {
        command = done;
        if (!transaction_) {
            put.message(error);
            status = done_status::error;
            return;
        }
        put.transaction_change(type, std::nullopt, std::exchange(transaction_, std::nullopt));
        if (request->begins_next)
            begin();
    };
    switch (request->kind) {
    case transaction_kind::begin:
        begin();
        break;
    case transaction_kind::commit:
        end(change::commit, done_command::commit, no_transaction(3902, "COMMIT"));
        break;
    case transaction_kind::rollback:
        end(change::rollback, done_command::rollback, no_transaction(3903, "ROLLBACK"));
        break;
    case transaction_kind::save:
        break;
    }
    put.done(done_token::done, status, command);
    send_answer();
}

} // namespace ssislb::sim::wire
