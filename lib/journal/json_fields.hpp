// The values of an event's fields as JSON.
#pragma once

#include <ssislb/base/error_code.hpp>
#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/outcome.hpp>

#include <boost/json/value.hpp>

#include <stdexcept>

namespace ssislb::detail {

/// A value is not what it should be.
struct unreadable : std::runtime_error {
    unreadable()
        : std::runtime_error("unreadable") {}
};

/// As text: JSON's numbers do not come back to the last bit, and some do not exist there.
[[nodiscard]] boost::json::value real_to_json(double);
/// Throws `unreadable`.
[[nodiscard]] double real_from_json(boost::json::value const&);

[[nodiscard]] boost::json::value to_json(guid const&);
[[nodiscard]] boost::json::value to_json(error_code const&);
[[nodiscard]] boost::json::value to_json(refusal);
[[nodiscard]] boost::json::value to_json(outcome);

// They throw `unreadable`.
void from_json(boost::json::value const&, guid&);
void from_json(boost::json::value const&, error_code&);
void from_json(boost::json::value const&, refusal&);
void from_json(boost::json::value const&, outcome&);

} // namespace ssislb::detail
