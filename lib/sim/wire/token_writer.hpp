// Writes the tokens of an answer (MS-TDS 2.2.7).
#pragma once

#include "sim/sql/response.hpp"
#include "sim/sql/value.hpp"
#include "sim/wire/value_writer.hpp"
#include "sim/wire/version.hpp"
#include "sim/wire/writer.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ssislb::sim::wire {

enum class done_token : std::uint8_t { done = 0xFD, procedure = 0xFE, in_procedure = 0xFF };

namespace done_status {
inline constexpr std::uint16_t final = 0x0000;
inline constexpr std::uint16_t more = 0x0001;
inline constexpr std::uint16_t error = 0x0002;
inline constexpr std::uint16_t count = 0x0010;
inline constexpr std::uint16_t attention = 0x0020;
inline constexpr std::uint16_t rpc_in_batch = 0x0080;
} // namespace done_status

namespace done_command {
inline constexpr std::uint16_t none = 0x0000;
inline constexpr std::uint16_t select = 0x00C1;
inline constexpr std::uint16_t begin = 0x00D4;
inline constexpr std::uint16_t commit = 0x00D5;
inline constexpr std::uint16_t rollback = 0x00D2;
inline constexpr std::uint16_t execute = 0x00E0;
} // namespace done_command

namespace change {
inline constexpr std::uint8_t database = 1;
inline constexpr std::uint8_t language = 2;
inline constexpr std::uint8_t packet_size = 4;
inline constexpr std::uint8_t collation = 7;
inline constexpr std::uint8_t begin = 8;
inline constexpr std::uint8_t commit = 9;
inline constexpr std::uint8_t rollback = 10;
inline constexpr std::uint8_t reset = 18;
} // namespace change

/// Descriptor of a transaction; empty: there is none.
using transaction_descriptor = std::optional<std::uint64_t>;

class token_writer {
public:
    token_writer(bytes& out, tds_version version, std::string_view server_name)
        : put_(out)
        , out_(out)
        , version_(version)
        , server_name_(server_name) {}

    void columns(std::vector<sql::column> const&);
    /// Of the columns that were written last.
    void row(sql::row const&);
    /// INFO up to severity 10, else ERROR.
    void message(sql::message const&);
    void return_status(std::int32_t);
    void return_value(sql::output_value const&);
    void done(done_token, std::uint16_t status, std::uint16_t command, std::uint64_t rows = 0);

    void text_change(std::uint8_t type, std::string_view now, std::string_view before);
    void collation_change();
    void transaction_change(std::uint8_t type, transaction_descriptor now,
                            transaction_descriptor before);
    void reset_change();
    void login_ack();

    /// The last token was a DONE: takes MORE away from it, for it is the end. Returns false when
    /// something else came last.
    bool close_last_done();

private:
    /// How the values of a column are written, found out once for all rows.
    struct column_form {
        wire_type type;
        std::size_t null_size = 0;
    };

    [[nodiscard]] bool leaves_out(std::size_t column, sql::row const&) const noexcept;
    void null_bitmap_row(sql::row const&);
    void user_type();

    writer put_;
    bytes& out_;
    tds_version version_;
    std::string_view server_name_;
    std::vector<column_form> forms_;
    std::size_t last_done_ = 0;
    std::size_t after_last_done_ = static_cast<std::size_t>(-1);
};

} // namespace ssislb::sim::wire
