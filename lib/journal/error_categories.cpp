#include "journal/error_categories.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace ssislb::detail {
namespace {

std::array<error_category const*, 11> const& known_categories() {
    static std::array<error_category const*, 11> const all{
        &client_category(),
        &agent_category(),
        &plan_category(),
        &journal_category(),
        &run_category(),
        &sql_server_category(),
        &boost::system::generic_category(),
        &boost::system::system_category(),
        &boost::asio::error::get_netdb_category(),
        &boost::asio::error::get_addrinfo_category(),
        &boost::asio::error::get_misc_category()};
    return all;
}

class foreign_category final : public error_category {
public:
    explicit foreign_category(std::string name)
        : name_(std::move(name)) {}

    [[nodiscard]] char const* name() const noexcept override { return name_.c_str(); }
    [[nodiscard]] std::string message(int value) const override {
        return "error " + std::to_string(value) + " of " + name_;
    }

private:
    std::string name_;
};

error_category const& foreign(std::string_view name) {
    static std::mutex mutex;
    // Never destroyed: error codes in other static objects may outlive everything here.
    static auto& all = *new std::map<std::string, std::unique_ptr<foreign_category>, std::less<>>;
    std::lock_guard const lock(mutex);
    auto found = all.find(name);
    if (found == all.end()) {
        auto made = std::make_unique<foreign_category>(std::string(name));
        found = all.emplace(std::string(name), std::move(made)).first;
    }
    return *found->second;
}

} // namespace

error_category const& category_named(std::string_view name) {
    auto const found = std::ranges::find_if(
        known_categories(), [&](error_category const* one) { return one->name() == name; });
    return found == known_categories().end() ? foreign(name) : **found;
}

} // namespace ssislb::detail
