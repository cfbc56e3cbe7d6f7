// Reads [[tag]].
#include "plan/element_readers.hpp"
#include "plan/field.hpp"

#include <array>

namespace ssislb::detail {
namespace {

using reader = entry_reader const&;

constexpr std::array<field<tag_limit>, 2> tag_limit_fields{
    {{"name", [](reader r, tag_limit& t) { r.text(t.name); }},
     {"max_jobs", [](reader r, tag_limit& t) { r.count(t.max_jobs); }}}};

} // namespace

tag_limit read_tag_limit(plan_table& table, mistake_sink& mistakes) {
    tag_limit limit;
    read_fields<tag_limit>(table, tag_limit_fields, "a tag", mistakes, limit);
    return limit;
}

} // namespace ssislb::detail
