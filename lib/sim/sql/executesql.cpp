// sp_executesql: a text, its parameters as declared, and their values.
#include "sim/agent/text.hpp"
#include "sim/sql/batch_runner.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/parser.hpp"

#include <utility>

namespace ssislb::sim::detail {
namespace {

constexpr char name[] = "sp_executesql";

/// Nothing: no such parameter was given.
std::optional<std::string> text_of(sql::call const& call, std::size_t position) {
    if (position >= call.parameters.size() || sql::is_null(call.parameters[position].value))
        return std::nullopt;
    return sql::to_text(call.parameters[position].value);
}

/// What a text sets for itself ends with it, also when it is called off.
class own_settings {
public:
    explicit own_settings(session_state& session)
        : session_{session}
        , no_count_{session.no_count} {}
    ~own_settings() { session_.no_count = no_count_; }
    own_settings(own_settings const&) = delete;
    own_settings& operator=(own_settings const&) = delete;

private:
    session_state& session_;
    bool no_count_;
};

class statement_call {
public:
    statement_call(sql::call const& call, sql::response& answer)
        : call_{call}
        , answer_{answer} {}

    /// False: a message says why not.
    bool bind() {
        auto parsed = sql::parse_parameters(text_of(call_, 1).value_or(std::string{}));
        if (auto* const refused = std::get_if<sql::message>(&parsed))
            return refuse(std::move(*refused));
        declared_ = std::move(std::get<std::vector<sql::declared_parameter>>(parsed));
        for (auto const& each : declared_)
            variables[each.variable.name] = {{}, each.variable.type};
        actual_of_.resize(declared_.size());
        for (std::size_t at = 2; at < call_.parameters.size(); ++at)
            if (!bind_one(call_.parameters[at], at))
                return false;
        for (std::size_t i = 0; i < declared_.size(); ++i)
            if (actual_of_[i] == 0)
                return refuse(sql::make_message(
                    8178, {text_of(call_, 1).value_or(""), declared_[i].variable.name}, {}, 1));
        return true;
    }

    void collect_outputs(call_result& result) const {
        for (std::size_t i = 0; i < declared_.size(); ++i) {
            auto const at = actual_of_[i];
            auto const& variable = declared_[i].variable;
            if (!declared_[i].output || !call_.parameters[at].output)
                continue;
            result.outputs.emplace_back(at, sql::output_value{variable.name, variable.type.type,
                                                              variable.type.max_length,
                                                              variables.at(variable.name).value,
                                                              static_cast<std::uint16_t>(at)});
        }
    }

    variable_table variables;

private:
    bool refuse(sql::message said) {
        answer_.items.push_back(std::move(said));
        return false;
    }

    bool bind_one(sql::parameter const& actual, std::size_t at) {
        auto const position = formal_of(actual, at);
        if (!position)
            return refuse(actual.name.empty() ? sql::make_message(8144, {name})
                                              : sql::make_message(8145, {actual.name, name}));
        auto& variable = variables[declared_[*position].variable.name];
        auto converted = sql::convert(actual.value, variable.type);
        if (!converted)
            return refuse(sql::make_message(
                8114, {sql::name_of(actual.value), sql::name_of(variable.type.type)}, name));
        if (actual.output && !declared_[*position].output)
            return refuse(sql::make_message(8162, {actual.name}));
        variable.value = std::move(*converted);
        actual_of_[*position] = at;
        return true;
    }

    [[nodiscard]] std::optional<std::size_t> formal_of(sql::parameter const& actual,
                                                       std::size_t at) const {
        if (actual.name.empty())
            return at - 2 < declared_.size() ? std::optional{at - 2} : std::nullopt;
        for (std::size_t i = 0; i < declared_.size(); ++i)
            if (same_name(declared_[i].variable.name, actual.name))
                return i;
        return std::nullopt;
    }

    sql::call const& call_;
    sql::response& answer_;
    std::vector<sql::declared_parameter> declared_;
    /// By declared parameter; 0: none, as the first two are the text and the declarations.
    std::vector<std::size_t> actual_of_;
};

} // namespace

routine<call_result> run_executesql(world& world, session_state& session, sql::call const& call,
                                    sql::response& answer) {
    auto const text = text_of(call, 0);
    if (!text) {
        answer.items.push_back(sql::make_message(201, {name, "@statement"}, name));
        co_return call_result{};
    }
    statement_call statement{call, answer};
    if (!statement.bind())
        co_return call_result{};
    auto const before = answer.items.size();
    own_settings const of_text{session};
    call_result result;
    result.ends_batch = !co_await run_text(world, session, *text, statement.variables, answer);
    if (result.ends_batch)
        co_return result;
    result.status = 0;
    for (auto at = before; at < answer.items.size(); ++at)
        if (auto const* const said = std::get_if<sql::message>(&answer.items[at]);
            said != nullptr && said->is_error())
            result.status = said->number;
    statement.collect_outputs(result);
    co_return result;
}

} // namespace ssislb::sim::detail
