#include "run_settings.hpp"

#include "policy_names.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace ssislb::cli {

namespace json = boost::json;

std::string to_text(run_settings const& from) {
    json::object to{{"speed", from.speed}};
    if (!from.fleet.empty())
        to["fleet"] = from.fleet;
    if (from.simulated_here)
        to["simulated_here"] = true;
    if (from.policy)
        to["policy"] = to_string(*from.policy);
    return json::serialize(to);
}

run_settings read_settings(std::string_view text) {
    run_settings result;
    boost::system::error_code error;
    auto const value = json::parse(text, error);
    auto const* object = error ? nullptr : value.if_object();
    if (object == nullptr)
        return result;
    if (auto const* speed = object->if_contains("speed")) {
        auto const number = speed->to_number<double>(error);
        if (!error && number > 0)
            result.speed = number;
    }
    if (auto const* fleet = object->if_contains("fleet"); fleet != nullptr && fleet->is_string())
        result.fleet = std::string(fleet->get_string());
    result.simulated_here = object->contains("simulated_here");
    if (auto const* policy = object->if_contains("policy");
        policy != nullptr && policy->is_string())
        result.policy = policy_named(std::string_view(policy->get_string()));
    return result;
}

} // namespace ssislb::cli
