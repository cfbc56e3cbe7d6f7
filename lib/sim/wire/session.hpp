// One client's conversation: bytes in, bytes out, no socket and no clock (MS-TDS 3.3.5).
#pragma once

#include "sim/sql/service.hpp"
#include "sim/wire/answer.hpp"
#include "sim/wire/bytes.hpp"
#include "sim/wire/packet.hpp"
#include "sim/wire/prelogin.hpp"
#include "sim/wire/prepared.hpp"
#include "sim/wire/request.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::sim::wire {

struct session_options {
    server_encryption encryption = server_encryption::off;
    bool encryption_required = false;
    /// Goes into the header of every packet.
    std::uint16_t spid = 51;
};

/// An answer that waits for its time.
struct held_answer {
    bytes packets;
    std::size_t sent = 0;
    sql::delivery delivery;
};

/// A message whose requests have begun: a batch, or calls.
struct running_message {
    /// Empty: a batch.
    std::vector<rpc_call> calls{};
    /// Those that have ended.
    std::size_t ended = 0;
    /// What follows the items of the one under way.
    std::vector<sql::item> late_items{};
    sql::delivery delivery{};
    /// The one under way goes on after so long.
    std::optional<std::chrono::microseconds> goes_on_after{};

    [[nodiscard]] bool has_ended() const noexcept {
        return ended == (calls.empty() ? 1 : calls.size());
    }
};

/// The state machine behind a connection. Bytes that belong to TLS never get here.
///
/// An answer with a fault of the line is held: the owner lets it go, whole or in parts, when its
/// time has come. Meanwhile only an attention is listened to; it drops an answer of which nothing
/// has gone out. Everything else waits its turn. So it is while a request waits (WAITFOR): the
/// owner goes on with it when it is time, and an attention ends it.
class session {
public:
    session(sql::service& service, session_options options);

    /// Takes what the client sent, in pieces of any size.
    void receive(byte_view data);

    /// What is to be sent; the owner takes it out.
    [[nodiscard]] bytes& output() noexcept { return output_; }
    /// The connection ends once the output has been sent.
    [[nodiscard]] bool closed() const noexcept { return state_ == state::closed; }
    [[nodiscard]] bool logged_in() const noexcept { return state_ == state::logged_in; }
    /// Known once PRELOGIN has been answered. The owner then begins with TLS.
    [[nodiscard]] tls_scope agreed_scope() const noexcept { return scope_; }

    /// The faults of the answer that is held, or null.
    [[nodiscard]] sql::delivery const* held() const noexcept {
        return held_ ? &held_->delivery : nullptr;
    }
    /// Tells one held answer from the next.
    [[nodiscard]] std::uint64_t held_serial() const noexcept { return held_serial_; }
    /// Moves at most so many more bytes of the held answer to the output. After the last one the
    /// conversation goes on.
    void release(std::size_t bytes_to_send);

    /// How long the request under way waits, if it does.
    [[nodiscard]] std::optional<std::chrono::microseconds> waits_for() const noexcept {
        return running_ ? running_->goes_on_after : std::nullopt;
    }
    /// Tells one wait from the next.
    [[nodiscard]] std::uint64_t wait_serial() const noexcept { return wait_serial_; }
    /// Goes on with the request that waits; does nothing where there is none.
    void go_on();

    [[nodiscard]] std::uint64_t requests() const noexcept { return requests_; }

private:
    enum class state { initial, login_ready, logged_in, closed };

    std::size_t consume(byte_view data);
    bool may_take(packet_header const& header) const noexcept;
    void take_message(message const&);
    void take_first(message const&);
    void take_prelogin(message const&);
    void take_login(message const&);
    void take_request(message const&);
    void refuse_request(parse_error const&);
    void acknowledge_attention();
    void run_batch(message const&);
    void run_calls(message const&);
    void run_transaction(message const&);
    void run_rest();
    void take_response(sql::response);
    sql::response run(rpc_call const&);

    void close() noexcept { state_ = state::closed; }
    token_writer begin_answer();
    token_writer go_on_with_answer() { return {tokens_, version_, server_name_}; }
    void send_answer(sql::delivery const& delivery = {});

    sql::service& service_;
    session_options options_;
    state state_ = state::initial;
    tls_scope scope_ = tls_scope::none;
    tds_version version_ = tds_version::v7_4;
    std::size_t packet_size_ = default_packet_size;
    std::string server_name_;
    assembler assembler_;
    bytes input_;
    bytes tokens_;
    bytes output_;
    std::unique_ptr<sql::session> session_;
    prepared_statements prepared_;
    transaction_descriptor transaction_;
    std::uint64_t last_transaction_ = 0;
    std::optional<running_message> running_;
    std::uint64_t wait_serial_ = 0;
    std::optional<held_answer> held_;
    std::uint64_t held_serial_ = 0;
    std::uint64_t requests_ = 0;
    bool reset_done_ = false;
};

} // namespace ssislb::sim::wire
