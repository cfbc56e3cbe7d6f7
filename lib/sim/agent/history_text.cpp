#include "sim/agent/history_text.hpp"

#include "sim/agent/text.hpp"

#include <array>
#include <cstdio>

namespace ssislb::sim::detail {
namespace {

/// `2:39:01 PM`, as dtexec prints a time.
std::string dtexec_time(server_time at) {
    std::chrono::hh_mm_ss const clock{
        std::chrono::floor<std::chrono::seconds>(at - std::chrono::floor<std::chrono::days>(at))};
    auto const hour = static_cast<int>(clock.hours().count());
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%d:%02d:%02d %s", hour % 12 == 0 ? 12 : hour % 12,
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()), hour < 12 ? "AM" : "PM");
    return text.data();
}

std::string dtexec_end(step_execution const& ended) {
    std::array<char, 32> seconds{};
    std::snprintf(seconds.data(), seconds.size(), "%.3f",
                  static_cast<double>((ended.end - ended.start).count()) / 1000.0);
    return "Started:  " + dtexec_time(ended.start) + "  Finished: " + dtexec_time(ended.end) +
           "  Elapsed:  " + seconds.data() + " seconds.  " +
           (ended.result == run_end::succeeded ? "The package executed successfully."
                                               : "The package execution failed.");
}

std::string catalog_output(step_execution const& ended) {
    auto text = "Started:  " + dtexec_time(ended.start) + "  Package execution on IS Server ";
    if (ended.result == run_end::succeeded)
        return text + "succeeded. Execution ID: " + std::to_string(*ended.execution_id) + "." +
               "  " + dtexec_end(ended);
    return text + "failed. Execution ID: " + std::to_string(*ended.execution_id) +
           ", Execution Status:4.  To view the details for the execution, right-click on the "
           "Integration Services Catalog, and open the [All Executions] report  " +
           dtexec_end(ended);
}

std::string package_output(step_execution const& ended) {
    return std::string{"Microsoft (R) SQL Server Execute Package Utility  Version 15.0.4298.1 for "
                       "64-bit  Copyright (C) 2019 Microsoft. All rights reserved.    Started:  "} +
           dtexec_time(ended.start) + "  DTExec: The package execution returned " +
           (ended.result == run_end::succeeded ? "DTSER_SUCCESS (0)" : "DTSER_FAILURE (1)") +
           ".  " + dtexec_end(ended);
}

std::string output_of(step_spec const& step, step_execution const& ended) {
    if (!step.output.empty())
        return step.output;
    if (!same_name(step.subsystem, "SSIS"))
        return {};
    return ended.execution_id ? catalog_output(ended) : package_output(ended);
}

std::string first_sentence(run const& ended) {
    switch (ended.end) {
    case run_end::succeeded:
        return "The job succeeded.";
    case run_end::canceled:
        return "The job was stopped prior to completion by " + ended.stopped_by + ".";
    default:
        return "The job failed.";
    }
}

std::string step_label(job const& owner, std::int32_t number) {
    return "step " + std::to_string(number) + " (" +
           (owner.has_step(number) ? owner.step(number).name : std::string{}) + ").";
}

} // namespace

std::string job_row_text(job const& owner, run const& ended) {
    auto text = first_sentence(ended) + "  The Job was invoked by " + ended.by.who +
                ".  The last step to run was " + step_label(owner, ended.last_step);
    if (ended.step_was_asked_for)
        text += "  The job was requested to start at " + step_label(owner, ended.first_step);
    return text;
}

std::string step_row_text(step_spec const& step, step_execution const& ended) {
    std::string text = "Executed as user: NT SERVICE\\SQLSERVERAGENT. ";
    if (ended.result == run_end::canceled)
        return text + "The step was cancelled (stopped) as the result of a stop job request.";
    if (auto const output = output_of(step, ended); !output.empty())
        text += output + "  ";
    return text + (ended.result == run_end::succeeded ? "The step succeeded." : "The step failed.");
}

} // namespace ssislb::sim::detail
