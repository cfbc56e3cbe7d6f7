// Answers as token streams.
#include "sim/wire/answer.hpp"

#include <utility>
#include <vector>

namespace ssislb::sim::wire {

namespace {

sql::message changed_database(std::string const& database, std::uint8_t state) {
    sql::message message;
    message.number = 5701;
    message.state = state;
    message.text = "Changed database context to '" + database + "'.";
    message.line = 1;
    return message;
}

sql::message changed_language(std::string const& language) {
    sql::message message;
    message.number = 5703;
    message.text = "Changed language setting to " + language + ".";
    message.line = 1;
    return message;
}

/// Walks the items of an answer. The two contexts differ in the DONE tokens.
class item_writer {
public:
    enum class context { call, batch };

    item_writer(token_writer& put, context where)
        : put_(put)
        , where_(where) {}

    /// An error has come and no statement ended since.
    [[nodiscard]] bool failed() const { return failed_; }

    /// Ends a statement of the batch itself that has failed; the batch goes on.
    void end_failed_statement() {
        if (!statement_failed_)
            return;
        put_.done(done_token::done, done_status::more | done_status::error, done_command::none);
        failed_ = false;
        statement_failed_ = false;
    }

    void operator()(sql::result_set const& set) {
        put_.columns(set.columns);
        for (auto const& row : set.rows)
            put_.row(row);
        auto const counted = set.counted ? done_status::count : done_status::final;
        end_statement(set.in_procedure, {counted, done_command::select, set.rows.size()});
    }

    void operator()(sql::message const& message) {
        put_.message(message);
        failed_ = failed_ || message.is_error();
        statement_failed_ = message.is_error() && !message.in_procedure;
    }

    void operator()(sql::database_change const& change) {
        put_.text_change(change::database, change.to, change.from);
        put_.message(changed_database(change.to, 1));
    }

    void operator()(sql::statement_done const& done) {
        auto const counted = done.rows ? done_status::count : done_status::final;
        end_statement(done.in_procedure, {counted, done_command::none,
                                          static_cast<std::uint64_t>(done.rows.value_or(0))});
    }

    /// In a batch: EXEC has ended.
    void operator()(sql::return_status const& status) {
        put_.return_status(status.value);
        auto const error = failed_ ? done_status::error : done_status::final;
        put_.done(done_token::procedure, done_status::more | error, done_command::execute);
        failed_ = false;
    }

    /// In a batch the value goes into a variable.
    void operator()(sql::output_value const&) {}

private:
    struct statement_end {
        std::uint16_t counted;
        std::uint16_t command;
        std::uint64_t rows;
    };

    void end_statement(bool in_procedure, statement_end const& end) {
        bool const inside = in_procedure || where_ == context::call;
        put_.done(inside ? done_token::in_procedure : done_token::done,
                  done_status::more | end.counted, end.command, end.rows);
        failed_ = false;
        statement_failed_ = false;
    }

    token_writer& put_;
    context where_;
    bool failed_ = false;
    bool statement_failed_ = false;
};

/// Output parameters: large ones after the small ones.
void put_outputs(token_writer& put, std::vector<sql::item> const& items) {
    for (bool const large : {false, true})
        for (auto const& item : items)
            if (auto const* output = std::get_if<sql::output_value>(&item))
                if ((output->type == sql::type::nvarchar_max) == large)
                    put.return_value(*output);
}

} // namespace

void put_login_accepted(token_writer& put, login_facts const& facts) {
    auto const size = std::to_string(facts.packet_size);
    put.text_change(change::database, facts.database, "master");
    put.message(changed_database(facts.database, 2));
    put.collation_change();
    put.text_change(change::language, facts.language, "");
    put.message(changed_language(facts.language));
    put.login_ack();
    put.text_change(change::packet_size, size, "4096");
    put.done(done_token::done, done_status::final, done_command::none);
}

void put_login_refused(token_writer& put, std::vector<sql::message> const& errors) {
    for (auto const& error : errors)
        put.message(error);
    put.done(done_token::done, done_status::error, done_command::none);
}

void put_call_answer(token_writer& put, sql::response const& response, call_position position) {
    item_writer write(put, item_writer::context::call);
    std::optional<std::int32_t> status;
    for (auto const& item : response.items) {
        if (auto const* ended = std::get_if<sql::return_status>(&item))
            status = ended->value;
        else
            std::visit(write, item);
    }
    if (!status && !response.has_error())
        status = 0;
    if (status)
        put.return_status(*status);
    put_outputs(put, response.items);
    auto const error = write.failed() ? done_status::error : done_status::final;
    auto const more = position == call_position::last
                          ? done_status::final
                          : done_status::more | done_status::rpc_in_batch;
    put.done(done_token::procedure, static_cast<std::uint16_t>(error | more),
             done_command::execute);
}

void put_batch_answer(token_writer& put, sql::response const& response) {
    item_writer write(put, item_writer::context::batch);
    for (auto const& item : response.items) {
        write.end_failed_statement();
        std::visit(write, item);
    }
    if (!put.close_last_done())
        put.done(done_token::done, write.failed() ? done_status::error : done_status::final,
                 done_command::none);
}

void put_request_error(token_writer& put, sql::message const& error) {
    put.message(error);
    put.done(done_token::done, done_status::error, done_command::none);
}

} // namespace ssislb::sim::wire
