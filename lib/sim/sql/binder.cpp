#include "sim/sql/binder.hpp"

#include "sim/agent/text.hpp"

#include <optional>
#include <string>
#include <utility>

namespace ssislb::sim::detail {
namespace {

class binding {
public:
    explicit binding(procedure const& called)
        : called_{called}
        , name_{called.name}
        , seen_(called.formals.size())
        , result_{arguments{called.formals}, {}} {}

    /// Nothing: the parameter is bound.
    std::optional<sql::message> add(sql::parameter const& actual, std::size_t position) {
        auto const target = formal_of(actual, position);
        if (auto const* refused = std::get_if<sql::message>(&target))
            return *refused;
        auto const at = std::get<std::size_t>(target);
        auto const& formal = called_.formals[at];
        if (seen_[at])
            return sql::make_message(8143, {formal.name}, name_);
        seen_[at] = true;
        if (actual.output) {
            if (formal.kind != formal::use::output)
                return sql::make_message(8162, {formal.name}, name_);
            result_.outputs.push_back({at, position});
        }
        if (actual.use_default) {
            seen_[at] = formal.kind != formal::use::required;
            return std::nullopt;
        }
        auto converted = sql::convert(actual.value, formal.type);
        if (!converted)
            return sql::make_message(8114, {type_name(actual), sql::name_of(formal.type.type)},
                                     name_);
        result_.arguments.set(at, std::move(*converted));
        return std::nullopt;
    }

    std::optional<sql::message> check_required() const {
        for (std::size_t i = 0; i < seen_.size(); ++i)
            if (!seen_[i] && called_.formals[i].kind == formal::use::required)
                return sql::make_message(201, {name_, called_.formals[i].name}, name_);
        return std::nullopt;
    }

    bound_call take() { return std::move(result_); }

private:
    std::variant<std::size_t, sql::message> formal_of(sql::parameter const& actual,
                                                      std::size_t position) {
        auto const count = called_.formals.size();
        if (actual.name.empty()) {
            if (named_)
                return sql::make_message(119, {std::to_string(position + 1)}, name_);
            if (position >= count)
                return sql::make_message(8144, {name_}, name_);
            return position;
        }
        named_ = true;
        for (std::size_t i = 0; i < count; ++i)
            if (same_name(called_.formals[i].name, actual.name))
                return i;
        return sql::make_message(8145, {actual.name, name_}, name_);
    }

    static std::string_view type_name(sql::parameter const& actual) {
        auto const by_value = sql::name_of(actual.value);
        return by_value == "nvarchar" && actual.declared == sql::type::varchar ? "varchar"
                                                                               : by_value;
    }

    procedure const& called_;
    std::string name_;
    std::vector<bool> seen_;
    bool named_ = false;
    bound_call result_;
};

} // namespace

std::variant<bound_call, sql::message> bind(procedure const& called,
                                            std::vector<sql::parameter> const& given) {
    // Before any conversion, as the server counts first.
    if (given.size() > called.formals.size() && given.back().name.empty())
        return sql::make_message(8144, {called.name}, std::string{called.name});
    binding result{called};
    for (std::size_t i = 0; i < given.size(); ++i)
        if (auto refused = result.add(given[i], i))
            return std::move(*refused);
    if (auto missing = result.check_required())
        return std::move(*missing);
    return result.take();
}

} // namespace ssislb::sim::detail
