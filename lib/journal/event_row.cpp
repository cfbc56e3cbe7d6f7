#include "journal/event_row.hpp"

#include "journal/event_fields.hpp"
#include "journal/json_fields.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <concepts>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssislb::detail {
namespace {

namespace json = boost::json;

/// Put into columns and a JSON object.
class row_writer {
public:
    explicit row_writer(event_row& to)
        : to_(&to) {}
    row_writer() = default;

    void operator()(task_id& id) { to_->task = static_cast<std::uint32_t>(id); }
    void operator()(server_id& id) { to_->server = static_cast<std::uint32_t>(id); }
    void operator()(attempt_id& id) {
        (*this)(id.task);
        to_->attempt = id.number;
    }

    template <class T>
    void operator()(std::string_view name, T& field) {
        object_[name] = value_of(field);
    }

    [[nodiscard]] json::object take() { return std::move(object_); }

private:
    template <class T>
    [[nodiscard]] static json::value value_of(T& field) {
        if constexpr (std::same_as<T, double>)
            return real_to_json(field);
        else if constexpr (requires { to_json(field); })
            return to_json(field);
        else if constexpr (std::is_arithmetic_v<T> || std::same_as<T, std::string>)
            return json::value(field);
        else if constexpr (std::same_as<T, milliseconds>)
            return json::value(field.count());
        else if constexpr (std::same_as<T, server_time>)
            return json::value(field.time_since_epoch().count());
        else if constexpr (std::same_as<T, task_id>)
            return json::value(static_cast<std::uint32_t>(field));
        else {
            row_writer inner;
            fields(inner, field);
            return inner.take();
        }
    }
    template <class T>
    [[nodiscard]] static json::value value_of(std::optional<T>& field) {
        return field ? value_of(*field) : json::value(nullptr);
    }
    template <class T>
    [[nodiscard]] static json::value value_of(std::vector<T>& all) {
        json::array values;
        for (auto& each : all)
            values.push_back(value_of(each));
        return values;
    }

    event_row* to_ = nullptr;
    json::object object_;
};

/// Throws `unreadable`.
class row_reader {
public:
    row_reader(event_row const* row, json::object const& object)
        : row_(row)
        , object_(object) {}

    void operator()(task_id& id) { id = task_id{column(row_->task)}; }
    void operator()(server_id& id) { id = server_id{column(row_->server)}; }
    void operator()(attempt_id& id) {
        (*this)(id.task);
        id.number = column(row_->attempt);
    }

    template <class T>
    void operator()(std::string_view name, T& field) {
        auto const* found = object_.if_contains(name);
        if (found == nullptr)
            throw unreadable();
        read(*found, field);
        ++fields_;
    }

    /// Whether there is something besides what was asked for.
    void expect_no_more() const {
        auto const columns = row_ == nullptr
                                 ? 0
                                 : int{row_->task.has_value()} + int{row_->attempt.has_value()} +
                                       int{row_->server.has_value()};
        if (columns != columns_ || object_.size() != fields_)
            throw unreadable();
    }

private:
    [[nodiscard]] std::uint32_t column(std::optional<std::int64_t> const& value) {
        if (!value || !std::in_range<std::uint32_t>(*value))
            throw unreadable();
        ++columns_;
        return static_cast<std::uint32_t>(*value);
    }

    template <class T>
    static void read(json::value const& from, T& to) {
        if constexpr (std::same_as<T, double>)
            to = real_from_json(from);
        else if constexpr (requires { from_json(from, to); })
            from_json(from, to);
        else if constexpr (std::same_as<T, bool>)
            to = *known(from.if_bool());
        else if constexpr (std::integral<T>)
            to = number<T>(from);
        else if constexpr (std::same_as<T, std::string>)
            to = std::string(*known(from.if_string()));
        else if constexpr (std::same_as<T, milliseconds>)
            to = milliseconds(number<std::int64_t>(from));
        else if constexpr (std::same_as<T, server_time>)
            to = server_time(milliseconds(number<std::int64_t>(from)));
        else if constexpr (std::same_as<T, task_id>)
            to = task_id{number<std::uint32_t>(from)};
        else {
            row_reader inner(nullptr, *known(from.if_object()));
            fields(inner, to);
            inner.expect_no_more();
        }
    }
    template <class T>
    static void read(json::value const& from, std::optional<T>& to) {
        if (from.is_null())
            to.reset();
        else
            read(from, to.emplace());
    }
    template <class T>
    static void read(json::value const& from, std::vector<T>& to) {
        for (auto const& each : *known(from.if_array()))
            read(each, to.emplace_back());
    }

    template <class T>
    [[nodiscard]] static T const* known(T const* found) {
        if (found == nullptr)
            throw unreadable();
        return found;
    }
    template <class T>
    [[nodiscard]] static T number(json::value const& from) {
        boost::system::error_code error;
        auto const value = from.to_number<T>(error);
        if (error || from.is_double())
            throw unreadable();
        return value;
    }

    event_row const* row_;
    json::object const& object_;
    int columns_ = 0;
    std::size_t fields_ = 0;
};

/// What servers say is kept as it came, UTF-8 or not.
json::value parsed(std::string const& text) {
    json::parse_options as_written;
    as_written.allow_invalid_utf8 = true;
    return json::parse(text, {}, as_written);
}

/// In the order of the variant's alternatives.
constexpr std::array<std::string_view, std::variant_size_v<run_event>> kinds{"run_started",
                                                                             "run_resumed",
                                                                             "server_up",
                                                                             "server_down",
                                                                             "tasks_barred",
                                                                             "history_read",
                                                                             "server_drained",
                                                                             "server_undrained",
                                                                             "server_limited",
                                                                             "foreign_load",
                                                                             "threads_short",
                                                                             "task_skip_requested",
                                                                             "run_paused",
                                                                             "run_continued",
                                                                             "start_decided",
                                                                             "start_intended",
                                                                             "start_accepted",
                                                                             "start_refused",
                                                                             "start_in_doubt",
                                                                             "start_disproved",
                                                                             "job_started",
                                                                             "job_finished",
                                                                             "attempt_lost",
                                                                             "cancel_requested",
                                                                             "tick"};

template <std::size_t Index = 0>
run_event read_kind(std::string_view kind, row_reader& from) {
    if constexpr (Index == kinds.size()) {
        throw unreadable();
    } else {
        if (kinds[Index] != kind)
            return read_kind<Index + 1>(kind, from);
        std::variant_alternative_t<Index, run_event> what;
        fields(from, what);
        from.expect_no_more();
        return what;
    }
}

} // namespace

std::string_view kind_of(run_event const& what) noexcept {
    return kinds[what.index()];
}

event_row to_row(run_event const& what) {
    event_row row;
    row.kind = kind_of(what);
    row_writer writer(row);
    auto copy = what;
    std::visit([&writer](auto& one) { fields(writer, one); }, copy);
    if (auto const details = writer.take(); !details.empty())
        row.details = json::serialize(details);
    return row;
}

std::optional<run_event> read_row(event_row const& row) {
    try {
        auto const value = row.details.empty() ? json::value(json::object()) : parsed(row.details);
        auto const* object = value.if_object();
        if (object == nullptr)
            return std::nullopt;
        row_reader reader(&row, *object);
        return read_kind(row.kind, reader);
    } catch (unreadable const&) {
        return std::nullopt;
    } catch (boost::system::system_error const&) {
        return std::nullopt;
    }
}

} // namespace ssislb::detail
