#include "journal/event_ids.hpp"

#include "journal/event_fields.hpp"

#include <string_view>
#include <unordered_map>
#include <utility>

namespace ssislb::detail {
namespace {

template <class Id>
std::vector<std::optional<Id>> positions(std::vector<std::string> const& of,
                                         std::vector<std::string> const& in) {
    std::unordered_map<std::string_view, Id> by_name;
    by_name.reserve(in.size());
    for (std::uint32_t i = 0; i < in.size(); ++i)
        by_name.emplace(in[i], Id{i});
    std::vector<std::optional<Id>> result;
    result.reserve(of.size());
    for (auto const& each : of) {
        auto const found = by_name.find(each);
        result.push_back(found == by_name.end() ? std::nullopt : std::optional(found->second));
    }
    return result;
}

class subject_reader {
public:
    void operator()(task_id& id) { found.task = id; }
    void operator()(server_id& id) { found.server = id; }
    void operator()(attempt_id& id) { found.task = id.task; }
    template <class T>
    void operator()(std::string_view, T&) {}

    event_subject found;
};

class id_changer {
public:
    explicit id_changer(id_map const& map)
        : map_(map) {}

    void operator()(task_id& id) { change(id, map_.tasks); }
    void operator()(server_id& id) { change(id, map_.servers); }
    void operator()(attempt_id& id) { (*this)(id.task); }

    template <class T>
    void operator()(std::string_view, T&) {}
    void operator()(std::string_view, std::vector<task_id>& all) {
        std::vector<task_id> kept;
        for (auto each : all)
            if (changed(each, map_.tasks))
                kept.push_back(each);
        all = std::move(kept);
    }
    void operator()(std::string_view, std::vector<past_length>& all) {
        std::vector<past_length> kept;
        for (auto each : all)
            if (changed(each.task, map_.tasks))
                kept.push_back(each);
        all = std::move(kept);
    }

    [[nodiscard]] id_change result() const noexcept { return result_; }

private:
    template <class Id>
    void change(Id& id, std::vector<std::optional<Id>> const& to) {
        if (!changed(id, to) && result_ == id_change::done)
            result_ = id_change::left_out;
    }

    template <class Id>
    [[nodiscard]] bool changed(Id& id, std::vector<std::optional<Id>> const& to) {
        if (index(id) >= to.size()) {
            result_ = id_change::impossible;
            return false;
        }
        auto const now = to[index(id)];
        id = now.value_or(id);
        return now.has_value();
    }

    id_map const& map_;
    id_change result_ = id_change::done;
};

} // namespace

id_map ids_between(std::vector<std::string> const& old_tasks,
                   std::vector<std::string> const& old_servers,
                   std::vector<std::string> const& tasks, std::vector<std::string> const& servers) {
    return {positions<task_id>(old_tasks, tasks), positions<server_id>(old_servers, servers)};
}

event_subject subject_of(run_event const& what) {
    subject_reader reader;
    auto copy = what;
    std::visit([&reader](auto& one) { fields(reader, one); }, copy);
    return reader.found;
}

id_change change_ids(run_event& what, id_map const& map) {
    id_changer changer(map);
    auto changed = what;
    std::visit([&changer](auto& one) { fields(changer, one); }, changed);
    if (changer.result() == id_change::done)
        what = std::move(changed);
    return changer.result();
}

} // namespace ssislb::detail
