#include "tds/answer.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>

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
    reader(dblib_process& process, limits limit, result& into)
        : process_(process)
        , limit_(limit)
        , into_(into) {}

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
        auto names = process_.columns();
        if (names.empty())
            return true;
        auto const width = names.size();
        for (auto const& name : names)
            bytes_ += name.size() + 1;
        if (bytes_ > limit_.bytes)
            return false;
        auto& set = into_.sets.emplace_back(std::move(names));
        while (process_.next_row() == step::item) {
            if (++rows_ > limit_.rows)
                return false;
            auto cells = read_row(width);
            if (bytes_ > limit_.bytes)
                return false;
            set.append(std::move(cells));
        }
        return true;
    }

    std::vector<value> read_row(std::size_t width) {
        std::vector<value> cells;
        cells.reserve(width);
        for (std::size_t column = 0; column < width; ++column) {
            cells.push_back(process_.cell(column));
            bytes_ += std::visit(size_of{}, cells.back());
        }
        return cells;
    }

    reading give_up(client_errc why) {
        process_.cancel();
        bool const dead = process_.dead() || why == client_errc::protocol_violation;
        return {make_error_code(why), !dead, dead};
    }

    [[nodiscard]] error_code verdict() const noexcept {
        auto const* error = into_.diag.first_error();
        return error == nullptr ? error_code{} : sql_server_error(error->number);
    }

    dblib_process& process_;
    limits limit_;
    result& into_;
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

limits limits_of(request const& asked) noexcept {
    return std::visit([](auto const& one) { return one.limit; }, asked);
}

bool send(dblib_process& process, request const& asked) {
    return std::visit(sender{process}, asked);
}

reading read_answer(dblib_process& process, limits limit, result& into) {
    return reader(process, limit, into).run();
}

} // namespace ssislb::tds::detail
