// A service that answers from a script and remembers what it was asked.
#pragma once

#include "sim/sql/service.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ssislb::test {

namespace sql = ssislb::sim::sql;

inline sql::message error_message(std::int32_t number, std::string text, std::string procedure = "",
                                  std::uint8_t severity = 16) {
    sql::message message;
    message.number = number;
    message.severity = severity;
    message.text = std::move(text);
    message.procedure = std::move(procedure);
    message.line = 7;
    return message;
}

template <typename... Items>
sql::response answer(Items... items) {
    sql::response response;
    (response.items.emplace_back(std::move(items)), ...);
    return response;
}

/// One row, one int column named `n`.
inline sql::result_set one_number(std::int64_t value) {
    return {{{"n", sql::type::int_, 0, false}}, {{sql::value{value}}}};
}

/// As a procedure of msdb sends it.
inline sql::result_set from_procedure(sql::result_set set) {
    set.counted = false;
    set.in_procedure = true;
    return set;
}

inline sql::message from_procedure(sql::message said) {
    said.in_procedure = true;
    return said;
}

class fake_service : public sql::service {
public:
    std::function<sql::response(sql::call const&)> on_call = [](auto const&) { return answer(); };
    std::function<sql::response(sql::batch const&)> on_batch = [](auto const&) { return answer(); };
    /// What comes of a request whose answer said `goes_on_after`.
    std::function<sql::response()> on_resume = [] { return answer(); };
    sql::login_refusal refusal;
    bool is_alive = true;

    std::vector<sql::login> logins;
    std::vector<sql::call> calls;
    std::vector<std::string> batches;
    int resets = 0;
    int cancels = 0;

    std::string server_name() const override { return "ETL01"; }
    bool alive() const override {
        std::lock_guard const hold(lock_);
        return is_alive;
    }
    void die() {
        std::lock_guard const hold(lock_);
        is_alive = false;
    }

    std::variant<std::unique_ptr<sql::session>, sql::login_refusal>
    log_in(sql::login const& login) override {
        std::lock_guard const hold(lock_);
        logins.push_back(login);
        if (!refusal.empty())
            return refusal;
        return std::make_unique<fake_session>(*this, login.database);
    }

private:
    class fake_session : public sql::session {
    public:
        fake_session(fake_service& service, std::string database)
            : service_(service)
            , database_(database.empty() ? "master" : std::move(database)) {}

        std::string database() const override { return database_; }
        sql::response execute(sql::call const& call) override {
            std::lock_guard const hold(service_.lock_);
            service_.calls.push_back(call);
            return service_.on_call(call);
        }
        sql::response execute(sql::batch const& batch) override {
            std::lock_guard const hold(service_.lock_);
            service_.batches.push_back(batch.text);
            return service_.on_batch(batch);
        }
        sql::response resume() override {
            std::lock_guard const hold(service_.lock_);
            return service_.on_resume();
        }
        void cancel() override {
            std::lock_guard const hold(service_.lock_);
            ++service_.cancels;
        }
        void reset() override {
            std::lock_guard const hold(service_.lock_);
            ++service_.resets;
        }

    private:
        fake_service& service_;
        std::string database_;
    };

    mutable std::mutex lock_;
};

} // namespace ssislb::test
