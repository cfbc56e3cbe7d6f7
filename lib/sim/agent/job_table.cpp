#include "sim/agent/job_table.hpp"

#include "sim/agent/text.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace ssislb::sim::detail {
namespace {

constexpr std::string_view usual_category = "[Uncategorized (Local)]";
constexpr std::string_view usual_description = "No description available.";

std::uint64_t mixed(std::uint64_t seed, std::string_view text) noexcept {
    for (char const c : text)
        seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    seed ^= seed >> 31;
    return seed * 0x9E3779B97F4A7C15u;
}

std::size_t name_hash(std::string_view name) {
    return std::hash<std::string>{}(folded(trimmed(name)));
}

std::unique_ptr<job> job_from(job_spec const& spec, step_list steps, server_time now) {
    auto made = std::make_unique<job>();
    made->name = spec.name;
    made->owner = spec.owner;
    if (spec.category != usual_category)
        made->category = spec.category;
    if (spec.description != usual_description)
        made->description = spec.description;
    made->enabled = spec.enabled;
    made->targeted = spec.targeted;
    made->multi_server = spec.multi_server;
    made->suspended = spec.suspended;
    made->scheduled = spec.scheduled;
    made->delete_level = spec.delete_level;
    made->start_step = spec.start_step;
    made->created = now;
    made->modified = now;
    made->steps = std::move(steps);
    return made;
}

} // namespace

job& job_table::add(job_spec spec, server_time now) {
    auto steps = std::make_shared<std::vector<step_spec> const>(std::move(spec.steps));
    auto made = job_from(spec, std::move(steps), now);
    made->id = spec.id && !by_id_.contains(*spec.id) ? *spec.id : new_id(spec.name);
    return insert(std::move(made));
}

void job_table::add_many(job_spec const& spec, std::string_view prefix, std::size_t count,
                         server_time now) {
    auto const steps = std::make_shared<std::vector<step_spec> const>(spec.steps);
    jobs_.reserve(jobs_.size() + count);
    for (std::size_t n = 1; n <= count; ++n) {
        auto made = job_from(spec, steps, now);
        made->name = std::string{prefix} + ' ' + std::to_string(n);
        made->id = new_id(made->name);
        insert(std::move(made));
    }
}

void job_table::remove(guid id) {
    auto const found = by_id_.find(id);
    if (found == by_id_.end())
        return;
    job const* const gone = found->second;
    forget_name(*gone);
    by_id_.erase(found);
    removed_ids_.insert(id);
    jobs_.erase(std::ranges::find_if(jobs_, [&](auto const& each) { return each.get() == gone; }));
}

void job_table::rename(job& renamed, std::string name) {
    forget_name(renamed);
    renamed.name = std::move(name);
    by_name_.emplace(name_hash(renamed.name), &renamed);
}

void job_table::forget_name(job const& gone) {
    auto const [first, last] = by_name_.equal_range(name_hash(gone.name));
    by_name_.erase(
        std::find_if(first, last, [&](auto const& each) { return each.second == &gone; }));
}

job* job_table::find(guid const& id) const {
    auto const found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

std::vector<job*> job_table::named(std::string_view name) const {
    std::vector<job*> result;
    auto const [first, last] = by_name_.equal_range(name_hash(name));
    for (auto each = first; each != last; ++each)
        if (same_name(each->second->name, name))
            result.push_back(each->second);
    if (result.size() > 1)
        std::ranges::sort(result, {}, [](job const* each) { return each->id; });
    return result;
}

job& job_table::insert(std::unique_ptr<job> made) {
    job& kept = *jobs_.emplace_back(std::move(made));
    by_id_.emplace(kept.id, &kept);
    by_name_.emplace(name_hash(kept.name), &kept);
    return kept;
}

guid job_table::new_id(std::string_view name) {
    for (std::uint64_t salt = 0;; ++salt) {
        guid id;
        std::uint64_t half = mixed(mixed(salt + 0xCBF29CE484222325u, server_), name);
        for (std::size_t i = 0; i < id.bytes.size(); ++i) {
            if (i == 8)
                half = mixed(half, "second half");
            id.bytes[i] = static_cast<std::byte>(half >> (i % 8 * 8) & 0xFF);
        }
        // The marks of a random GUID: version 4 in the high byte of the third group, variant 1.
        id.bytes[7] = (id.bytes[7] & std::byte{0x0F}) | std::byte{0x40};
        id.bytes[8] = (id.bytes[8] & std::byte{0x3F}) | std::byte{0x80};
        if (!by_id_.contains(id) && !removed_ids_.contains(id))
            return id;
    }
}

} // namespace ssislb::sim::detail
