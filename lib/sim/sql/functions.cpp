// Global variables and built-in functions.
#include "sim/agent/encoding.hpp"
#include "sim/agent/text.hpp"
#include "sim/sql/evaluator.hpp"
#include "sim/sql/messages.hpp"

#include <algorithm>
#include <array>
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

} // namespace

typed_value evaluator::global(std::string const& name) const {
    if (name == "@@version")
        return text_value(version_text(world_.spec), 300);
    if (name == "@@servername")
        return text_value(world_.spec.name);
    if (name == "@@spid")
        return integer_value(session_.spid, type::smallint);
    if (name == "@@max_precision")
        return integer_value(38, type::tinyint);
    if (name == "@@trancount")
        return integer_value(session_.transactions);
    if (name == "@@rowcount")
        return integer_value(session_.row_count);
    if (name == "@@error")
        return integer_value(session_.last_error);
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
        return moment(world_.now());
    if (name == "getutcdate" || name == "sysutcdatetime")
        return moment(world_.now() - world_.spec.utc_offset);
    if (name == "db_name")
        return text_value(session_.database);
    if (name == "suser_sname" || name == "suser_name" || name == "original_login")
        return text_value(session_.login.user);
    if (name == "user_name")
        return text_value(session_.login.role == agent_role::sysadmin ? "dbo"
                                                                      : session_.login.user);
    if (name == "app_name")
        return text_value(session_.application);
    if (name == "host_name")
        return text_value("localhost");
    if (name == "serverproperty" && operands.size() == 1)
        return server_property(folded(text));
    if (name == "is_srvrolemember" && !operands.empty())
        return server_role_member(folded(text));
    if ((name == "is_member" || name == "is_rolemember") && !operands.empty())
        return role_member(folded(text));
    if ((name == "isnull" || name == "coalesce") && !operands.empty()) {
        auto const found = std::ranges::find_if(
            operands, [](typed_value const& each) { return !sql::is_null(each.value); });
        return found == operands.end() ? operands.back() : *found;
    }
    throw sql_failure{sql::make_message(195, {name}, {}, 1)};
}

typed_value evaluator::server_property(std::string const& property) const {
    if (property == "productversion")
        return text_value(world_.spec.product_version);
    if (property == "edition")
        return text_value(world_.spec.edition);
    if (property == "servername")
        return text_value(world_.spec.name);
    if (property == "machinename" || property == "computernamephysicalnetbios")
        return text_value(world_.spec.name.substr(0, world_.spec.name.find('\\')));
    if (property == "instancename") {
        auto const slash = world_.spec.name.find('\\');
        if (slash == std::string::npos)
            return {{}, {type::nvarchar, 128}};
        return text_value(world_.spec.name.substr(slash + 1));
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
        return integer_value(session_.login.role == agent_role::sysadmin ? 1 : 0);
    return {{}, {type::int_, 0}};
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
    auto const mine = session_.login.role;
    for (auto const& [name, needed] : roles)
        if (name == role && same_name(session_.database, "msdb"))
            return integer_value(mine >= needed && mine != agent_role::sysadmin ? 1 : 0);
    return {{}, {type::int_, 0}};
}

} // namespace ssislb::sim::detail
