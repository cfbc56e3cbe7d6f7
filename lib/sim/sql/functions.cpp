// Global variables and built-in functions.
#include "sim/agent/encoding.hpp"
#include "sim/agent/text.hpp"
#include "sim/sql/evaluator.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/permission.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace ssislb::sim::detail {
namespace {

using sql::type;

typed_value moment(server_time at) {
    return {as_datetime(at), {type::datetime, 0}};
}

std::string version_text(instance_spec const& spec) {
    return "Microsoft SQL Server 2019 - " + spec.product_version +
           " (X64) \n\tCopyright (C) 2019 Microsoft Corporation\n\t" + spec.edition + "\n";
}

/// Its type is that of the first operand that has one: a bare NULL has none.
typed_value first_not_null(sql::expression const& call, std::vector<typed_value> const& operands) {
    std::size_t typed = 0;
    while (typed + 1 < operands.size() &&
           call.operands[typed].kind == sql::expression_kind::literal &&
           sql::is_null(operands[typed].value))
        ++typed;
    auto const type = operands[typed].type;
    for (auto const& each : operands) {
        if (sql::is_null(each.value))
            continue;
        if (auto converted = sql::convert(each.value, type))
            return {std::move(*converted), type};
        fail_conversion(each.value, type);
    }
    return {{}, type};
}

/// By unit, as DATEADD names it; nothing: this server knows no such unit.
std::optional<milliseconds> unit_of(std::string_view name) {
    struct unit {
        std::array<std::string_view, 3> names;
        milliseconds length;
    };
    static constexpr std::array<unit, 5> units{{
        {{"millisecond", "ms", ""}, milliseconds{1}},
        {{"second", "ss", "s"}, milliseconds{1000}},
        {{"minute", "mi", "n"}, std::chrono::minutes{1}},
        {{"hour", "hh", ""}, std::chrono::hours{1}},
        {{"day", "dd", "d"}, std::chrono::hours{24}},
    }};
    for (auto const& each : units)
        if (std::ranges::count(each.names, name) != 0 && !name.empty())
            return each.length;
    return std::nullopt;
}

typed_value date_added(std::string const& unit_name, sql::value const& count,
                       sql::value const& to) {
    auto const unit = unit_of(unit_name);
    if (!unit)
        throw sql_failure{sql::make_message(155, {unit_name, "dateadd"}, {}, 1)};
    auto const number = sql::convert(count, {type::int_, 0});
    if (!number)
        fail_conversion(count, {type::int_, 0});
    auto const start = sql::convert(to, {type::datetime, 0});
    if (!start)
        fail_conversion(to, {type::datetime, 0});
    if (sql::is_null(*number) || sql::is_null(*start))
        return {{}, {type::datetime, 0}};
    auto const sum = std::get<server_time>(*start) + *unit * std::get<std::int64_t>(*number);
    if (!sql::is_datetime(sum))
        throw sql_failure{sql::make_message(517, {}, {}, 1), false};
    return moment(sum);
}

} // namespace

typed_value evaluator::global(std::string const& name) const {
    if (name == "@@version")
        return text_value(version_text(context_.in.spec), 300);
    if (name == "@@servername")
        return text_value(context_.in.spec.name);
    if (name == "@@spid")
        return integer_value(context_.session.spid, type::smallint);
    if (name == "@@max_precision")
        return integer_value(38, type::tinyint);
    if (name == "@@trancount")
        return integer_value(context_.session.transactions);
    if (name == "@@rowcount")
        return integer_value(context_.session.row_count);
    if (name == "@@error")
        return integer_value(context_.session.last_error);
    if (name == "@@language")
        return text_value("us_english");
    if (name == "@@microsoftversion")
        return integer_value(0x0F000000);
    throw sql_failure{sql::make_message(137, {name}, {}, 1)};
}

typed_value evaluator::function(sql::expression const& what) const {
    auto const& name = what.text;
    auto const operands = operands_of(what);
    auto const text = operands.empty() ? std::string{} : sql::to_text(operands.front().value);
    if (name == "getdate" || name == "sysdatetime" || name == "current_timestamp")
        return moment(context_.in.now());
    if (name == "getutcdate" || name == "sysutcdatetime")
        return moment(context_.in.now() - context_.in.spec.utc_offset);
    if (name == "db_name")
        return text_value(context_.session.database);
    if (name == "suser_sname" || name == "suser_name" || name == "original_login")
        return text_value(context_.session.login.user);
    if (name == "user_name")
        return text_value(context_.session.login.role == agent_role::sysadmin
                              ? "dbo"
                              : context_.session.login.user);
    if (name == "app_name")
        return text_value(context_.session.application);
    if (name == "host_name")
        return text_value("localhost");
    if (name == "serverproperty" && operands.size() == 1)
        return server_property(folded(text));
    if (name == "is_srvrolemember" && !operands.empty())
        return server_role_member(folded(text));
    if ((name == "is_member" || name == "is_rolemember") && !operands.empty())
        return role_member(folded(text));
    if ((name == "isnull" || name == "coalesce") && !operands.empty())
        return first_not_null(what, operands);
    if (name == "dateadd" && operands.size() == 3)
        return date_added(text, operands[1].value, operands[2].value);
    if (name == "has_perms_by_name" && operands.size() == 3)
        return permission(text, sql::to_text(operands[1].value), sql::to_text(operands[2].value));
    throw sql_failure{sql::make_message(195, {name}, {}, 1)};
}

typed_value evaluator::server_property(std::string const& property) const {
    if (property == "productversion")
        return text_value(context_.in.spec.product_version);
    if (property == "edition")
        return text_value(context_.in.spec.edition);
    if (property == "servername")
        return text_value(context_.in.spec.name);
    if (property == "machinename" || property == "computernamephysicalnetbios")
        return text_value(context_.in.spec.name.substr(0, context_.in.spec.name.find('\\')));
    if (property == "instancename") {
        auto const slash = context_.in.spec.name.find('\\');
        if (slash == std::string::npos)
            return {{}, {type::nvarchar, 128}};
        return text_value(context_.in.spec.name.substr(slash + 1));
    }
    if (property == "productlevel")
        return text_value("RTM");
    if (property == "collation")
        return text_value("SQL_Latin1_General_CP1_CI_AS");
    if (property == "engineedition")
        return integer_value(3);
    return {{}, {type::nvarchar, 128}};
}

typed_value evaluator::server_role_member(std::string const& role) const {
    if (role == "public")
        return integer_value(1);
    if (role == "sysadmin")
        return integer_value(context_.session.login.role == agent_role::sysadmin ? 1 : 0);
    return {{}, {type::int_, 0}};
}

/// 1 or 0; NULL: there is no such object for this login.
typed_value evaluator::permission(std::string const& object, std::string const& kind,
                                  std::string const& asked) const {
    auto const granted =
        same_name(kind, "OBJECT") ? has_permission(context_.session, object, asked) : std::nullopt;
    return granted ? integer_value(*granted ? 1 : 0) : typed_value{{}, {type::int_, 0}};
}

/// Asks the current database, where a sysadmin is dbo, who is in no role of msdb.
typed_value evaluator::role_member(std::string const& role) const {
    static constexpr std::array<std::pair<std::string_view, agent_role>, 3> roles{{
        {"sqlagentuserrole", agent_role::sql_agent_user},
        {"sqlagentreaderrole", agent_role::sql_agent_reader},
        {"sqlagentoperatorrole", agent_role::sql_agent_operator},
    }};
    if (role == "public")
        return integer_value(1);
    bool const in_msdb = same_name(context_.session.database, "msdb");
    if (role == "db_datareader" && in_msdb)
        return integer_value(context_.session.login.reads_msdb ? 1 : 0);
    auto const mine = context_.session.login.role;
    for (auto const& [name, needed] : roles)
        if (name == role && in_msdb)
            return integer_value(mine >= needed && mine != agent_role::sysadmin ? 1 : 0);
    return {{}, {type::int_, 0}};
}

} // namespace ssislb::sim::detail
