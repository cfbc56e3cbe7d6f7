// A strict reader of answers. Written apart from the code under test.
#include "unit/sim_wire/token_reader.hpp"

#include "unit/sim_wire/typed_value.hpp"

#include <cstdio>

namespace ssislb::test {

namespace {

std::string format(char const* pattern, auto... values) {
    char buffer[128];
    std::snprintf(buffer, sizeof buffer, pattern, values...);
    return buffer;
}

class token_reader {
public:
    token_reader(octets payload, bool wide)
        : cursor_(payload)
        , wide_(wide) {}

    std::vector<std::string> read() {
        bool final_done = false;
        while (!cursor_.at_end()) {
            if (final_done)
                throw std::runtime_error("something follows the final DONE");
            final_done = read_token(static_cast<std::uint8_t>(cursor_.number(1)));
        }
        if (!final_done)
            throw std::runtime_error("no final DONE");
        return lines_;
    }

private:
    struct column {
        answer_type type;
        std::string name;
    };

    /// True: this was the final DONE.
    bool read_token(std::uint8_t token) {
        switch (token) {
        case 0x79:
            say("RETURNSTATUS " + std::to_string(cursor_.signed_number(4)));
            return false;
        case 0x81:
            read_columns();
            return false;
        case 0xA9:
            say("ORDER");
            cursor_.take(cursor_.number(2));
            return false;
        case 0xAA:
        case 0xAB:
            read_message(token == 0xAA ? "ERROR " : "INFO ");
            return false;
        case 0xAC:
            read_return_value();
            return false;
        case 0xAD:
            exactly([this] { read_login_ack(); });
            return false;
        case 0xAE:
            read_features();
            return false;
        case 0xD1:
            read_row("ROW ", {});
            return false;
        case 0xD2: {
            auto const bitmap = cursor_.take((columns_.size() + 7) / 8);
            read_row("NBCROW ", bitmap);
            return false;
        }
        case 0xE3:
            exactly([this] { read_change(); });
            return false;
        case 0xE4:
            say("SESSIONSTATE");
            cursor_.take(cursor_.number(4));
            return false;
        case 0xFD:
        case 0xFE:
        case 0xFF:
            return read_done(token);
        default:
            throw std::runtime_error(format("unknown token 0x%02X", unsigned{token}));
        }
    }

    void say(std::string line) { lines_.push_back(std::move(line)); }

    std::string short_text() { return cursor_.text(cursor_.number(1)); }
    std::uint64_t user_type() { return cursor_.number(wide_ ? 4 : 2); }

    /// A token with a length has to use up exactly that.
    template <typename Body>
    void exactly(Body body) {
        auto const length = cursor_.number(2);
        auto const end = cursor_.position() + length;
        body();
        if (cursor_.position() != end)
            throw std::runtime_error("a token's length is not exact");
    }

    void read_columns() {
        auto const count = cursor_.number(2);
        columns_.clear();
        auto line = "COLMETADATA " + std::to_string(count);
        for (std::uint64_t at = 0; at < count; ++at) {
            user_type();
            auto const flags = cursor_.number(2);
            column read{read_answer_type(cursor_), {}};
            if (read.type.byte == 0x63 || read.type.byte == 0x22)
                read_table_name();
            read.name = short_text();
            line += (at == 0 ? ": " : "; ") + read.name + " " + read.type.name() +
                    format(" flags 0x%04X", static_cast<unsigned>(flags));
            columns_.push_back(read);
        }
        say(line);
    }

    void read_table_name() {
        auto parts = wide_ ? cursor_.number(1) : 1;
        for (; parts > 0; --parts)
            cursor_.text(cursor_.number(2));
    }

    void read_row(std::string line, octets bitmap) {
        if (columns_.empty())
            throw std::runtime_error("a row without columns");
        for (std::size_t at = 0; at < columns_.size(); ++at) {
            bool const absent = !bitmap.empty() && (bitmap[at / 8] >> (at % 8) & 1) != 0;
            line += (at == 0 ? "" : "; ") +
                    (absent ? "NULL" : read_answer_value(cursor_, columns_[at].type));
        }
        say(line);
    }

    void read_message(std::string line) {
        exactly([&] {
            auto const number = cursor_.signed_number(4);
            auto const state = cursor_.number(1);
            auto const severity = cursor_.number(1);
            auto const text = cursor_.text(cursor_.number(2));
            auto const server = short_text();
            auto const procedure = short_text();
            auto const at_line = cursor_.number(wide_ ? 4 : 2);
            line += std::to_string(number) + " state " + std::to_string(state) + " class " +
                    std::to_string(severity) + " server '" + server + "' procedure '" + procedure +
                    "' line " + std::to_string(at_line) + " text '" + text + "'";
        });
        say(line);
    }

    void read_return_value() {
        auto const ordinal = cursor_.number(2);
        auto const name = short_text();
        auto const status = cursor_.number(1);
        auto const user = user_type();
        auto const flags = cursor_.number(2);
        auto const type = read_answer_type(cursor_);
        say("RETURNVALUE ordinal " + std::to_string(ordinal) + " '" + name + "' status " +
            std::to_string(status) + " usertype " + std::to_string(user) +
            format(" flags 0x%04X ", static_cast<unsigned>(flags)) + type.name() + " = " +
            read_answer_value(cursor_, type));
    }

    void read_login_ack() {
        auto const interface = cursor_.number(1);
        auto const version = cursor_.take(4);
        auto name = short_text();
        while (!name.empty() && name.back() == '\0')
            name.pop_back();
        auto const program = cursor_.take(4);
        say(format("LOGINACK interface %d TDS %02X%02X%02X%02X '%s' version %d.%d.%d",
                   static_cast<int>(interface), version[0], version[1], version[2], version[3],
                   name.c_str(), program[0], program[1], program[2] * 256 + program[3]));
    }

    void read_features() {
        say("FEATUREEXTACK");
        while (cursor_.number(1) != 0xFF)
            cursor_.take(cursor_.number(4));
    }

    std::string change_bytes() {
        std::string out;
        for (auto const each : cursor_.take(cursor_.number(1)))
            out += (out.empty() ? "" : " ") + format("%02X", unsigned{each});
        return out.empty() ? "empty" : out;
    }

    void read_change() {
        auto const type = cursor_.number(1);
        auto line = "ENVCHANGE " + std::to_string(type);
        if (type == 1 || type == 2 || type == 4) {
            line += type == 1 ? " database '" : type == 2 ? " language '" : " packet size '";
            line += short_text() + "' <- '";
            line += short_text() + "'";
        } else {
            line += type == 7 ? " collation " : type == 8 ? " begin tran " : " ";
            line += change_bytes() + " <- ";
            line += change_bytes();
        }
        say(line);
    }

    bool read_done(std::uint8_t token) {
        auto const status = cursor_.number(2);
        auto const command = cursor_.number(2);
        auto const count = cursor_.number(wide_ ? 8 : 4);
        bool const more = (status & 0x01) != 0;
        if (token == 0xFF && !more)
            throw std::runtime_error("DONEINPROC is never the end");
        std::string bits;
        auto const bit = [&](unsigned mask, char const* name) {
            if ((status & mask) != 0)
                bits += (bits.empty() ? "" : "+") + std::string(name);
        };
        bit(0x01, "MORE");
        bit(0x02, "ERROR");
        bit(0x10, "COUNT");
        bit(0x20, "ATTN");
        bit(0x80, "RPCINBATCH");
        say((token == 0xFD   ? "DONE"
             : token == 0xFE ? "DONEPROC"
                             : "DONEINPROC") +
            format(" status 0x%04X (", static_cast<unsigned>(status)) +
            (bits.empty() ? "FINAL" : bits) +
            format(") curcmd 0x%04X count ", static_cast<unsigned>(command)) +
            std::to_string(count));
        return !more;
    }

    byte_cursor cursor_;
    bool wide_;
    std::vector<column> columns_;
    std::vector<std::string> lines_;
};

} // namespace

std::vector<answer_message> read_messages(octets stream) {
    std::vector<answer_message> messages;
    bool open = false;
    for (std::size_t at = 0; at < stream.size();) {
        byte_cursor cursor(stream.subspan(at));
        auto const type = static_cast<std::uint8_t>(cursor.number(1));
        auto const status = cursor.number(1);
        auto const high = cursor.number(1);
        auto const length = high * 256 + cursor.number(1);
        cursor.take(4);
        if (length < 8)
            throw std::runtime_error("a packet without a header");
        auto const data = cursor.take(length - 8);
        if (!open)
            messages.push_back({{}, {}, type});
        if (messages.back().type != type)
            throw std::runtime_error("a packet of another type");
        messages.back().payload.insert(messages.back().payload.end(), data.begin(), data.end());
        messages.back().packet_sizes.push_back(length);
        open = (status & 0x01) == 0;
        at += length;
    }
    if (open)
        throw std::runtime_error("a message without an end");
    return messages;
}

std::vector<std::string> read_tokens(octets payload, bool wide) {
    return token_reader(payload, wide).read();
}

std::vector<std::string> read_answer(octets stream, bool wide) {
    std::vector<std::string> lines;
    for (auto const& message : read_messages(stream)) {
        if (message.type != 4)
            throw std::runtime_error("not an answer");
        for (auto& line : read_tokens(message.payload, wide))
            lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace ssislb::test
