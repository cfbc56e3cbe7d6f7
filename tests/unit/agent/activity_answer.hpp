// Answers of sp_help_jobactivity, made by hand.
#pragma once

#include <ssislb/agent/job_activity.hpp>
#include <ssislb/tds/result.hpp>

#include <vector>

namespace ssislb::test {

/// One set with these rows.
inline void add_activity(tds::result& answer, std::vector<job_activity> const& rows) {
    tds::row_set set({"session_id", "job_id", "run_requested_date", "start_execution_date",
                      "stop_execution_date", "job_history_id", "run_status", "message"});
    auto const value_of = [](auto const& content) {
        using type = typename std::decay_t<decltype(content)>::value_type;
        if constexpr (std::is_integral_v<type>)
            return content ? tds::value(std::int64_t{*content}) : tds::value();
        else
            return content ? tds::value(*content) : tds::value();
    };
    for (auto const& row : rows)
        set.append({std::int64_t{row.session}, row.job, value_of(row.run_requested),
                    value_of(row.started), value_of(row.stopped), value_of(row.history),
                    value_of(row.run_status), row.message});
    answer.sets.push_back(std::move(set));
}

inline tds::result activity_answer(std::vector<job_activity> const& rows) {
    tds::result answer;
    add_activity(answer, rows);
    return answer;
}

} // namespace ssislb::test
