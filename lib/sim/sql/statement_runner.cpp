#include "sim/sql/statement_runner.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/name.hpp"
#include "sim/sql/query.hpp"

#include <array>
#include <utility>

namespace ssislb::sim::detail {
namespace {

// A loop must not fill the memory with what it says: rows and other items of one answer.
constexpr std::size_t largest_answer = 200'000;

/// A column goes by its own name where it gets no other.
std::string name_of(sql::select_item const& item) {
    if (!item.alias.empty() || item.what.kind != sql::expression_kind::column)
        return item.alias;
    auto const parts = sql::parse_object_name(item.what.text);
    return parts ? parts->object : std::string{};
}

/// The columns that a SELECT sends.
sql::result_set described(sql::select_statement const& select, query& of) {
    sql::result_set set;
    auto const columns = of.columns();
    for (std::size_t at = 0; at < columns.size(); ++at)
        if (auto const& item = select.items[at]; item.assigned.empty())
            set.columns.push_back({name_of(item), columns[at].type.type,
                                   columns[at].type.max_length, columns[at].nullable});
    return set;
}

} // namespace

std::string known_database(std::string_view name) {
    static constexpr std::array<std::string_view, 5> databases{"master", "msdb", "tempdb", "model",
                                                               "SSISDB"};
    for (auto const each : databases)
        if (same_name(each, name))
            return std::string{each};
    return {};
}

void statement_runner::say(sql::item item) {
    if (nested_)
        sql::put_in_procedure(item);
    charge(item);
    answer_.items.push_back(std::move(item));
}

void statement_runner::charge(sql::item const& said) {
    auto const* const set = std::get_if<sql::result_set>(&said);
    session_.answer_size += 1 + (set == nullptr ? 0 : set->rows.size());
    if (session_.answer_size > largest_answer)
        throw sql_failure{sql::make_message(701, {}, {}, 1)};
}

void statement_runner::fail(sql::message said) {
    session_.last_error = said.number;
    if (nested_)
        said.in_procedure = true;
    answer_.items.push_back(std::move(said));
}

void statement_runner::done(std::optional<std::int64_t> rows) {
    session_.row_count = rows.value_or(0);
    session_.last_error = 0;
    say(sql::statement_done{session_.no_count ? std::nullopt : rows});
}

typed_value statement_runner::value_of(sql::expression const& what) const {
    statement_context context{world_, session_, variables_};
    return evaluator{context}.value_of(what);
}

bool statement_runner::holds(sql::expression const& condition) const {
    statement_context context{world_, session_, variables_};
    return evaluator{context}.holds(condition);
}

void statement_runner::assign(std::string const& name, sql::value value) {
    auto const found = variables_.find(name);
    if (found == variables_.end())
        throw sql_failure{sql::make_message(137, {name}, {}, 1)};
    auto converted = sql::convert(value, found->second.type);
    if (!converted)
        fail_conversion(value, found->second.type);
    found->second.value = std::move(*converted);
}

void statement_runner::step(sql::declare_statement const& declare) {
    for (auto const& each : declare.variables) {
        bool const again = !declared_.insert(&each).second;
        if (!again && !variables_.try_emplace(each.name, typed_value{{}, each.type}).second)
            throw sql_failure{sql::make_message(134, {each.name}, {}, 1)};
        if (!each.initial.empty())
            assign(each.name, value_of(each.initial.front()).value);
    }
}

void statement_runner::step(sql::assign_statement const& assignment) {
    assign(assignment.name, value_of(assignment.value).value);
}

void statement_runner::step(sql::set_statement const& set) {
    if (set.option == "nocount")
        session_.no_count = set.value == "on";
    done();
}

void statement_runner::step(sql::use_statement const& use) {
    auto const name = known_database(use.database);
    if (name.empty())
        throw sql_failure{sql::make_message(911, {use.database}, {}, 1)};
    if (name == "msdb" && !session_.login.msdb_access)
        throw sql_failure{sql::make_message(916, {session_.login.user, name}, {}, 1)};
    say(sql::database_change{std::exchange(session_.database, name), name});
    done();
}

void statement_runner::step(sql::print_statement const& print) {
    say(sql::make_print(sql::to_text(value_of(print.what).value)));
    done();
}

void statement_runner::step(sql::transaction_statement const& transaction) {
    using verb = sql::transaction_statement::verb;
    if (transaction.what == verb::begin) {
        ++session_.transactions;
        return done();
    }
    bool const commit = transaction.what == verb::commit;
    if (session_.transactions == 0)
        throw sql_failure{sql::make_message(commit ? 3902 : 3903, {}, {}, 1), false};
    session_.transactions = commit ? session_.transactions - 1 : 0;
    done();
}

void statement_runner::step(sql::select_statement const& select) {
    statement_context context{world_, session_, variables_};
    query query{select, context};
    auto set = described(select, query);
    std::int64_t rows = 0;
    query.each_row([&](query::item_reader const& read) {
        ++rows;
        sql::row made;
        made.reserve(set.columns.size());
        for (std::size_t at = 0; at < select.items.size(); ++at) {
            auto value = read(at).value;
            if (auto const& variable = select.items[at].assigned; !variable.empty())
                assign(variable, std::move(value));
            else
                made.push_back(std::move(value));
        }
        if (!made.empty())
            set.rows.push_back(std::move(made));
        return true;
    });
    if (set.columns.empty())
        return done(rows);
    session_.row_count = rows;
    session_.last_error = 0;
    set.counted = !session_.no_count;
    say(std::move(set));
}

sql::call statement_runner::call_of(sql::execute_statement const& execute) const {
    sql::call call;
    call.procedure = execute.procedure;
    for (auto const& each : execute.arguments) {
        sql::parameter made;
        made.name = each.name;
        made.output = each.output;
        made.use_default = each.use_default;
        auto [value, type] = value_of(each.value);
        made.value = std::move(value);
        made.declared = type.type;
        made.max_length = type.max_length;
        call.parameters.push_back(std::move(made));
    }
    return call;
}

void statement_runner::take_answer(std::size_t said_before) {
    session_.last_error = 0;
    for (auto at = said_before; at < answer_.items.size(); ++at) {
        auto& item = answer_.items[at];
        if (nested_)
            sql::put_in_procedure(item);
        if (auto const* const said = std::get_if<sql::message>(&item);
            said != nullptr && said->is_error())
            session_.last_error = said->number;
        charge(item);
    }
}

} // namespace ssislb::sim::detail
