#include "journal/event_ids.hpp"

#include "journal/event_fields.hpp"

#include <utility>

namespace ssislb::detail {
namespace {

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
        std::erase_if(all, [this](task_id one) { return !is_known(one); });
        for (auto& each : all)
            (*this)(each);
    }
    void operator()(std::string_view, std::vector<past_length>& all) {
        std::erase_if(all, [this](past_length const& one) { return !is_known(one.task); });
        for (auto& each : all)
            (*this)(each.task);
    }

    [[nodiscard]] bool found_all() const noexcept { return found_all_; }

private:
    [[nodiscard]] bool is_known(task_id id) const {
        return index(id) < map_.tasks.size() && map_.tasks[index(id)];
    }

    template <class Id>
    void change(Id& id, std::vector<std::optional<Id>> const& to) {
        auto const at = index(id);
        if (at < to.size() && to[at])
            id = *to[at];
        else
            found_all_ = false;
    }

    id_map const& map_;
    bool found_all_ = true;
};

} // namespace

bool change_ids(run_event& what, id_map const& map) {
    id_changer changer(map);
    auto changed = what;
    std::visit([&changer](auto& one) { fields(changer, one); }, changed);
    if (changer.found_all())
        what = std::move(changed);
    return changer.found_all();
}

} // namespace ssislb::detail
