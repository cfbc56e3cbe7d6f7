#include "tds/answer.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>

#include <algorithm>
#include <span>
#include <string_view>

namespace ssislb::tds::detail {
namespace {

using step = dblib_process::step;

struct size_of {
    template <class T>
    std::size_t operator()(T const&) const noexcept {
        return sizeof(T);
    }
    std::size_t operator()(std::string const& text) const noexcept { return text.size(); }
    std::size_t operator()(binary const& bytes) const noexcept { return bytes.size(); }
};

class reader {
public:
    reader(dblib_process& process, request const& asked, result& into, arrival arrived,
           last_answer& last)
        : process_(process)
        , limit_(std::visit([](auto const& one) { return one.limit; }, asked))
        , wanted_(std::visit([](auto const& one) { return one.columns; }, asked))
        , into_(into)
        , arrived_(arrived)
        , last_(last) {}

    reading run() {
        // An error makes each step fail that it belongs to; sets and messages may follow still.
        // A failure without news means that db-lib has lost its place.
        note(process_.begin_answer());
        for (step last = step::item; last != step::end;) {
            last = process_.next_set();
            if (process_.dead())
                return {make_error_code(client_errc::connection_lost), false, true};
            note(last);
            if (lost_ > 1)
                return give_up(client_errc::protocol_violation);
            if (last == step::item && !read_set())
                return give_up(client_errc::result_too_large);
        }
        into_.return_status = process_.return_status();
        into_.outputs = process_.outputs();
        return {verdict(), true, process_.dead()};
    }

private:
    void note(step one) {
        auto const heard = into_.diag.server.size();
        lost_ = one == step::failed && heard == heard_ ? lost_ + 1 : 0;
        heard_ = heard;
    }

    /// False: past the limits.
    bool read_set() {
        auto const kept = last_.columns(process_, wanted_);
        if (kept.empty())
            return true;
        auto& set = into_.sets.emplace_back(last_.names());
        for (auto const& name : set.columns())
            bytes_ += name.size() + 1;
        set.reserve(last_.rows());
        auto const used = bytes_;
        if (bytes_ > limit_.bytes)
            return false;
        while (process_.next_row() == step::item) {
            if (++rows_ > limit_.rows)
                return false;
            process_.read_row(kept, set);
            bytes_ = used + set.bytes();
            if (bytes_ > limit_.bytes)
                return false;
        }
        last_.note_rows(set.size());
        return true;
    }

    reading give_up(client_errc why) {
        if (arrived_ == arrival::whole)
            skip_rest();
        else
            process_.cancel();
        bool const dead = process_.dead() || why == client_errc::protocol_violation;
        return {make_error_code(why), !dead, dead};
    }

    void skip_rest() {
        for (step last = step::item; last != step::end && lost_ <= 1 && !process_.dead();) {
            while (process_.next_row() == step::item)
                continue;
            last = process_.next_set();
            note(last);
        }
    }

    [[nodiscard]] error_code verdict() const noexcept {
        auto const* error = into_.diag.first_error();
        return error == nullptr ? error_code{} : sql_server_error(error->number);
    }

    dblib_process& process_;
    limits limit_;
    std::span<std::string_view const> wanted_;
    result& into_;
    arrival arrived_;
    last_answer& last_;
    std::size_t rows_ = 0;
    std::size_t bytes_ = 0;
    std::size_t heard_ = 0;
    unsigned lost_ = 0;
};

struct sender {
    dblib_process& process;

    bool operator()(batch const& text) const { return process.send(text.sql); }

    bool operator()(rpc const& call) const {
        std::vector<wire_parameter> encoded;
        for (auto const& one : call.parameters)
            if (one.output || !is_null(one.content))
                encoded.push_back(encode(one));
        return process.send(call.procedure, encoded);
    }
};

} // namespace

error_code check(request const& asked) noexcept {
    return std::visit([](auto const& one) { return check(one); }, asked);
}

namespace {

struct size_on_wire {
    std::size_t operator()(batch const& text) const noexcept { return 2 * text.sql.size(); }
    std::size_t operator()(rpc const& call) const noexcept {
        std::size_t size = 2 * call.procedure.size();
        for (auto const& one : call.parameters)
            size += 2 * (one.name.size() + std::visit(size_of{}, one.content)) + 64;
        return size;
    }
};

} // namespace

bool fits_socket(request const& asked) noexcept {
    // Linux gives a sending socket at least one page beyond its overhead.
    constexpr std::size_t small = 3000;
    return std::visit(size_on_wire{}, asked) <= small;
}

bool send(dblib_process& process, request const& asked) {
    return std::visit(sender{process}, asked);
}

reading read_answer(dblib_process& process, request const& asked, result& into, arrival arrived,
                    last_answer& last) {
    return reader(process, asked, into, arrived, last).run();
}

} // namespace ssislb::tds::detail
