// One client's conversation: packets, PRELOGIN and login.
#include "sim/wire/session.hpp"

#include "sim/wire/login.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::sim::wire {

namespace {

constexpr std::size_t largest_request = 16 * 1024 * 1024;
// What a client may send ahead while its answer is held.
constexpr std::size_t largest_backlog = 1024 * 1024;

} // namespace

session::session(sql::service& service, session_options options)
    : service_(service)
    , options_(options) {
    assembler_.limit(largest_login);
}

void session::receive(byte_view data) {
    if (closed())
        return;
    if (input_.empty()) {
        append(input_, data.subspan(consume(data)));
    } else {
        append(input_, data);
        auto const used = consume(input_);
        input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(used));
    }
    if (input_.size() > largest_backlog)
        close();
}

std::size_t session::consume(byte_view data) {
    std::size_t used = 0;
    while (!closed() && data.size() - used >= packet_header_size) {
        auto const rest = data.subspan(used);
        auto const header = read_packet_header(rest);
        if (!is_plausible(header)) {
            close();
            break;
        }
        if (rest.size() < header.length || !may_take(header))
            break;
        used += header.length;
        auto const payload = rest.subspan(packet_header_size, header.length - packet_header_size);
        switch (assembler_.take(header, payload)) {
        case assembler::result::complete: {
            auto const scope = scope_;
            take_message(assembler_.complete());
            // What follows is for TLS. A client cannot know that before it has the answer.
            if (scope_ != scope && used < data.size())
                close();
            break;
        }
        case assembler::result::broken:
            close();
            break;
        case assembler::result::more:
            break;
        }
    }
    return used;
}

bool session::may_take(packet_header const& header) const noexcept {
    bool const busy = running_ || held_;
    bool const answering = held_ && held_->sent > 0;
    return !busy || (header.type == packet_type::attention && !answering);
}

void session::take_message(message const& received) {
    switch (state_) {
    case state::initial:
        return take_first(received);
    case state::login_ready:
        return received.type == packet_type::login7 ? take_login(received) : close();
    case state::logged_in:
        return take_request(received);
    case state::closed:
        return;
    }
}

void session::take_first(message const& received) {
    if (received.type == packet_type::prelogin)
        return take_prelogin(received);
    // jTDS begins with LOGIN7: it cannot encrypt then.
    bool const plain_allowed =
        options_.encryption == server_encryption::off || !options_.encryption_required;
    if (received.type == packet_type::login7 && plain_allowed)
        return take_login(received);
    close();
}

void session::take_prelogin(message const& received) {
    auto const request = parse_prelogin(received.payload);
    if (!request)
        return close();
    auto const agreed =
        agree(request->encryption, options_.encryption, options_.encryption_required);
    tokens_.clear();
    append_prelogin_answer(tokens_, agreed.encryption);
    append_message(output_, packet_type::answer, tokens_, packet_size_, 0);
    scope_ = agreed.scope;
    state_ = agreed.close ? state::closed : state::login_ready;
}

void session::take_login(message const& received) {
    auto request = parse_login7(received.payload);
    if (!request)
        return close();
    version_ = request->version;
    server_name_ = service_.server_name();
    auto outcome = service_.log_in(request->login);
    std::fill(request->login.password.begin(), request->login.password.end(), '\0');
    if (auto const* refusal = std::get_if<sql::login_refusal>(&outcome)) {
        auto put = begin_answer();
        put_login_refused(put, *refusal);
        send_answer();
        return close();
    }
    session_ = std::move(std::get<std::unique_ptr<sql::session>>(outcome));
    auto const agreed_size = agree_packet_size(request->packet_size);
    auto const& language = request->login.language;
    auto put = begin_answer();
    put_login_accepted(
        put, {session_->database(), language.empty() ? "us_english" : language, agreed_size});
    send_answer();
    // The new size counts from the next message on.
    packet_size_ = agreed_size;
    state_ = state::logged_in;
    assembler_.limit(largest_request);
}

token_writer session::begin_answer() {
    tokens_.clear();
    token_writer put(tokens_, version_, server_name_);
    if (std::exchange(reset_done_, false))
        put.reset_change();
    return put;
}

void session::send_answer(sql::delivery const& delivery) {
    bool const undisturbed =
        delivery.delay.count() == 0 && !delivery.drop_after && !delivery.stall_after;
    if (undisturbed)
        return append_message(output_, packet_type::answer, tokens_, packet_size_, options_.spid);
    held_.emplace();
    held_->delivery = delivery;
    append_message(held_->packets, packet_type::answer, tokens_, packet_size_, options_.spid);
    ++held_serial_;
}

void session::release(std::size_t bytes_to_send) {
    if (!held_)
        return;
    auto const rest = byte_view(held_->packets).subspan(held_->sent);
    auto const part = rest.first(std::min(bytes_to_send, rest.size()));
    append(output_, part);
    held_->sent += part.size();
    if (part.size() < rest.size())
        return;
    held_.reset();
    receive({});
}

} // namespace ssislb::sim::wire
