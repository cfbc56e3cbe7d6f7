#include "tds/dblib.hpp"
#include "tds/runtime_state.hpp"

#include <mutex>

namespace ssislb::tds {
namespace detail {

configuration_file& freetds_configuration() {
    static configuration_file file;
    static bool const started = (start_dblib(file.path()), true);
    static_cast<void>(started);
    return file;
}

} // namespace detail

std::shared_ptr<runtime> runtime::instance(sizes wish) {
    static std::mutex mutex;
    static std::weak_ptr<runtime> living;
    std::lock_guard const lock(mutex);
    auto found = living.lock();
    if (!found)
        living = found = std::make_shared<runtime>(wish);
    return found;
}

runtime::runtime(sizes wish)
    : sizes_(wish)
    , state_(std::make_unique<detail::runtime_state>(wish)) {}

runtime::~runtime() = default;

unsigned runtime::call_threads() const {
    return state_->calls.size();
}

unsigned runtime::login_threads() const {
    return state_->logins.size();
}

} // namespace ssislb::tds
