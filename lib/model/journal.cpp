#include <ssislb/model/journal.hpp>

namespace ssislb {

error_code memory_journal::append(timed_event const& event) {
    events_.push_back(event);
    return {};
}

} // namespace ssislb
