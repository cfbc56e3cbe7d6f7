// Small parent packages in a few words.
#pragma once

#include <ssislb/model/parent_package.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace ssislb::test {

/// Task keys apply to the task named last. A task's job has its name unless another is given.
class plan {
public:
    plan& server(std::string name, std::uint32_t max_jobs = 1, double speed = 1.0) {
        ssislb::server one;
        one.name = std::move(name);
        one.host = one.name + ".example.com";
        one.max_jobs = max_jobs;
        one.speed = speed;
        package_.servers.push_back(one);
        return *this;
    }
    /// Of the server named last.
    plan& tagged(std::vector<std::string> tags) {
        return package_.servers.back().tags = std::move(tags), *this;
    }
    plan& limit(std::string tag, std::uint32_t max_jobs) {
        package_.tag_limits.push_back({std::move(tag), max_jobs});
        return *this;
    }
    plan& windows(std::vector<time_window> windows) {
        return package_.servers.back().windows = std::move(windows), *this;
    }
    plan& starts_per_second(double pace) {
        return package_.servers.back().starts_per_second = pace, *this;
    }
    plan& max_pending_starts(std::uint32_t most) {
        return package_.servers.back().max_pending_starts = most, *this;
    }
    plan& task(std::string name) {
        ssislb::task one;
        one.name = one.job = std::move(name);
        package_.tasks.push_back(one);
        return *this;
    }
    plan& tasks(std::vector<std::string> const& names) {
        for (std::string const& name : names)
            task(name);
        return *this;
    }

    plan& after(std::string name) { return after(std::move(name), constraint_kind::success); }
    plan& after_failure(std::string name) {
        return after(std::move(name), constraint_kind::failure);
    }
    plan& after_completion(std::string name) {
        return after(std::move(name), constraint_kind::completion);
    }
    plan& any() { return last().join = constraint_join::any, *this; }
    plan& job(std::string name) { return last().job = std::move(name), *this; }
    plan& on(std::vector<std::string> servers) {
        return last().servers = std::move(servers), *this;
    }
    plan& retries(std::uint32_t count, milliseconds delay = milliseconds(0)) {
        last().retry_delay = delay;
        return last().retries = count, *this;
    }
    plan& backoff(double factor, milliseconds longest) {
        last().retry_delay_max = longest;
        return last().retry_backoff = factor, *this;
    }
    plan& retry_on(std::vector<failure_class> classes) {
        return last().retry_on = std::move(classes), *this;
    }
    plan& no_retry_on(std::vector<failure_class> classes) {
        return last().no_retry_on = std::move(classes), *this;
    }
    plan& expected(milliseconds length) { return last().expected = length, *this; }
    plan& timeout(milliseconds limit) { return last().timeout = limit, *this; }
    plan& loss_timeout(milliseconds limit) { return last().server_loss_timeout = limit, *this; }
    plan& restartable() { return last().restartable = true, *this; }
    plan& disabled() { return last().enabled = false, *this; }
    plan& by_job() { return last().outcome_from = outcome_source::job, *this; }

    plan& requires_tags(std::vector<std::string> tags) {
        return last().required_tags = std::move(tags), *this;
    }
    plan& prefers(std::vector<std::string> tags) {
        return last().preferred_tags = std::move(tags), *this;
    }
    plan& tags(std::vector<std::string> tags) { return last().tags = std::move(tags), *this; }
    plan& mutexes(std::vector<std::string> names) {
        return last().mutexes = std::move(names), *this;
    }
    plan& priority(std::int32_t value) { return last().priority = value, *this; }

    plan& at_most(std::uint32_t executables) {
        return package_.max_concurrent_executables = executables, *this;
    }
    plan& error_limit(std::uint32_t count) { return package_.maximum_error_count = count, *this; }

    operator parent_package const&() const { return package_; }

private:
    ssislb::task& last() { return package_.tasks.back(); }

    plan& after(std::string name, constraint_kind kind) {
        last().after.push_back({std::move(name), kind});
        return *this;
    }

    parent_package package_;
};

} // namespace ssislb::test
