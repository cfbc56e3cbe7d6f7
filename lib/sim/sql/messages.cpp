#include "sim/sql/messages.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ssislb::sim::sql {
namespace {

struct entry {
    std::int32_t number;
    std::uint8_t severity;
    std::uint8_t state;
    std::string_view text;
};

// Sorted by number. % stands for an argument. Severity 10 goes out as 0.
constexpr std::array table{
    entry{0, 16, 1, "%"},
    entry{102, 15, 1, "Incorrect syntax near '%'."},
    entry{105, 15, 1, "Unclosed quotation mark after the character string '%'."},
    entry{108, 15, 1,
          "The ORDER BY position number % is out of range of the number of items in the select "
          "list."},
    entry{116, 16, 1,
          "Only one expression can be specified in the select list when the subquery is not "
          "introduced with EXISTS."},
    entry{119, 15, 1,
          "Must pass parameter number % and subsequent parameters as '@name = value'. After the "
          "form '@name = value' has been used, all subsequent parameters must be passed in the "
          "form '@name = value'."},
    entry{134, 15, 2,
          "The variable name '%' has already been declared. Variable names must be unique within "
          "a query batch or stored procedure."},
    entry{135, 15, 1, "Cannot use a BREAK statement outside the scope of a WHILE statement."},
    entry{136, 15, 1, "Cannot use a CONTINUE statement outside the scope of a WHILE statement."},
    entry{137, 15, 2, "Must declare the scalar variable \"%\"."},
    entry{141, 15, 1,
          "A SELECT statement that assigns a value to a variable must not be combined with "
          "data-retrieval operations."},
    entry{147, 15, 1,
          "An aggregate may not appear in the WHERE clause unless it is in a subquery contained "
          "in a HAVING clause or a select list, and the column being aggregated is an outer "
          "reference."},
    entry{148, 15, 1, "Incorrect time syntax in time string '%' used with WAITFOR."},
    entry{155, 15, 1, "'%' is not a recognized % option."},
    entry{156, 15, 1, "Incorrect syntax near the keyword '%'."},
    entry{191, 15, 1,
          "Some part of your SQL statement is nested too deeply. Rewrite the query or break it up "
          "into smaller queries."},
    entry{195, 15, 10, "'%' is not a recognized built-in function name."},
    entry{201, 16, 4, "Procedure or function '%' expects parameter '%', which was not supplied."},
    entry{206, 16, 2, "Operand type clash: % is incompatible with %"},
    entry{207, 16, 1, "Invalid column name '%'."},
    entry{208, 16, 1, "Invalid object name '%'."},
    entry{209, 16, 1, "Ambiguous column name '%'."},
    entry{217, 16, 1,
          "Maximum stored procedure, function, trigger, or view nesting level exceeded (limit %)."},
    entry{229, 14, 5, "The % permission was denied on the object '%', database '%', schema 'dbo'."},
    entry{241, 16, 1, "Conversion failed when converting date and/or time from character string."},
    entry{245, 16, 1, "Conversion failed when converting the % value '%' to data type %."},
    entry{263, 16, 1, "Must specify table to select from."},
    entry{300, 14, 1,
          "VIEW SERVER STATE permission was denied on object 'server', database 'master'."},
    entry{512, 16, 1,
          "Subquery returned more than 1 value. This is not permitted when the subquery follows =, "
          "!=, <, <= , >, >= or when the subquery is used as an expression."},
    entry{517, 16, 1, "Adding a value to a 'datetime' column caused an overflow."},
    entry{596, 21, 1, "Cannot continue the execution because the session is in the kill state."},
    entry{701, 17, 123,
          "There is insufficient system memory in resource pool 'default' to run this query."},
    entry{911, 16, 1, "Database '%' does not exist. Make sure that the name is entered correctly."},
    entry{916, 14, 1,
          "The server principal \"%\" is not able to access the database \"%\" under the current "
          "security context."},
    entry{1011, 16, 1, "The correlation name '%' is specified multiple times in a FROM clause."},
    entry{1014, 15, 1, "A TOP or FETCH clause contains an invalid value."},
    entry{1205, 13, 51,
          "Transaction (Process ID %) was deadlocked on lock resources with another process and "
          "has been chosen as the deadlock victim. Rerun the transaction."},
    entry{1222, 16, 51, "Lock request time out period exceeded."},
    entry{2812, 16, 62, "Could not find stored procedure '%'."},
    entry{3902, 16, 1, "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION."},
    entry{3903, 16, 1, "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION."},
    entry{4060, 11, 1, "Cannot open database \"%\" requested by the login. The login failed."},
    entry{4104, 16, 1, "The multi-part identifier \"%\" could not be bound."},
    entry{4145, 15, 1,
          "An expression of non-boolean type specified in a context where a condition is expected, "
          "near '%'."},
    entry{5701, 10, 2, "Changed database context to '%'."},
    entry{8114, 16, 5, "Error converting data type % to %."},
    entry{8115, 16, 2, "Arithmetic overflow error converting % to data type %."},
    entry{8120, 16, 1,
          "Column '%' is invalid in the select list because it is not contained in either an "
          "aggregate function or the GROUP BY clause."},
    entry{8134, 16, 1, "Divide by zero error encountered."},
    entry{8143, 16, 1, "Parameter '%' was supplied multiple times."},
    entry{8144, 16, 2, "Procedure or function % has too many arguments specified."},
    entry{8145, 16, 1, "% is not a parameter for procedure %."},
    entry{8162, 16, 2,
          "The formal parameter \"%\" was not declared as an OUTPUT parameter, but the actual "
          "parameter passed in requested output."},
    entry{8169, 16, 2,
          "Conversion failed when converting from a character string to uniqueidentifier."},
    entry{8178, 16, 1,
          "The parameterized query '%' expects the parameter '%', which was not supplied."},
    entry{8623, 16, 1,
          "The query processor ran out of internal resources and could not produce a query plan. "
          "This is a rare event and only expected for extremely complex queries or queries that "
          "reference a very large number of tables or partitions. Please simplify the query. If "
          "you believe you have received this message in error, contact Customer Support Services "
          "for more information."},
    entry{14198, 10, 1, "The value of the % parameter should be in the range %."},
    entry{14200, 16, 1, "The specified '%' is invalid."},
    entry{14213, 10, 1, "Core Job Details:"},
    entry{14214, 10, 1, "Job Steps:"},
    entry{14215, 10, 1, "Job Schedules:"},
    entry{14216, 10, 1, "Job Target Servers:"},
    entry{14232, 16, 1, "Specify either a job_name, job_id, or an originating_server."},
    entry{14234, 16, 1, "The specified '%' is invalid (valid values are returned by %)."},
    entry{14235, 16, 1,
          "The specified '%' is invalid (valid values are greater than 0 but excluding %)."},
    entry{14236, 10, 1, "Warning: Non-existent step referenced by %."},
    entry{14243, 10, 1, "Job '%' started successfully."},
    entry{14252, 16, 1, "Cannot perform this action on a job you do not own."},
    entry{14253, 10, 1, "% (of %) job(s) stopped successfully."},
    entry{14254, 10, 1, "Job '%' stopped successfully."},
    entry{14256, 16, 1,
          "Cannot start the job \"%\" (ID %) because it does not have any job server or servers "
          "defined. Associate the job with a job server by calling sp_add_jobserver."},
    entry{14257, 16, 1,
          "Cannot stop the job \"%\" (ID %) because it does not have any job server or servers "
          "defined. Associate the job with a job server by calling sp_add_jobserver."},
    entry{14258, 16, 1,
          "Cannot perform this operation while SQLServerAgent is starting. Try again later."},
    entry{14260, 16, 1,
          "You do not have sufficient permission to run this command. Contact your system "
          "administrator."},
    entry{14261, 16, 1, "The specified % ('%') already exists."},
    entry{14262, 16, 1, "The specified % ('%') does not exist."},
    entry{14266, 16, 1, "The specified '%' is invalid (valid values are: %)."},
    entry{14267, 16, 1, "Cannot add a job to the '%' job category."},
    entry{14268, 16, 1, "There are no jobs at this server with originating server '%'."},
    entry{14269, 16, 1, "Job '%' is already targeted at server '%'."},
    entry{14270, 16, 1, "Job '%' is not currently targeted at server '%'."},
    entry{14274, 16, 1,
          "Cannot add, update, or delete a job (or its steps or schedules) that originated from "
          "an MSX server."},
    entry{14280, 16, 1,
          "Supply either a job name (and job aspect), or one or more job filter parameters."},
    entry{14282, 16, 1,
          "Supply either @date_created or @date_last_modified together with @date_comparator."},
    entry{14293, 16, 1,
          "There are two or more jobs named '%'. Specify % instead of % to uniquely identify the "
          "job."},
    entry{14294, 16, 1, "Supply either % or % to identify the job."},
    entry{14393, 16, 1,
          "Only owner of a job or members of role sysadmin or SQLAgentOperatorRole can start and "
          "stop the job."},
    entry{14396, 16, 1, "Only members of sysadmin server role can modify multi-server jobs."},
    entry{14397, 16, 1,
          "Only members of sysadmin server role can start or stop multi-server jobs."},
    entry{14525, 16, 1,
          "Only members of sysadmin role are allowed to update or delete jobs owned by a "
          "different login."},
    entry{14528, 16, 1, "Job \"%\" has no steps defined."},
    entry{18456, 14, 1, "Login failed for user '%'."},
    entry{22022, 16, 1, "%"},
    entry{40517, 16, 1,
          "Keyword or statement option '%' is not supported in this version of SQL Server."},
    entry{50000, 16, 1, "%"},
};

static_assert(std::ranges::is_sorted(table, {}, &entry::number));

std::string filled(std::string_view text, std::initializer_list<std::string_view> arguments) {
    std::string result;
    auto next = arguments.begin();
    for (char const c : text) {
        if (c != '%')
            result += c;
        else if (next != arguments.end())
            result += *next++;
    }
    return result;
}

} // namespace

message make_message(std::int32_t number, std::initializer_list<std::string_view> arguments,
                     std::string procedure, std::int32_t line) {
    auto const found = std::ranges::lower_bound(table, number, {}, &entry::number);
    bool const known = found != table.end() && found->number == number;
    auto const& used = known ? *found : table.front();
    message made;
    made.number = number;
    made.severity = used.severity == 10 ? std::uint8_t{0} : used.severity;
    made.state = used.state;
    made.text = filled(used.text, arguments);
    made.procedure = std::move(procedure);
    made.line = line;
    return made;
}

message make_print(std::string text, std::string procedure) {
    message made;
    made.text = std::move(text);
    made.procedure = std::move(procedure);
    made.line = 1;
    return made;
}

} // namespace ssislb::sim::sql
