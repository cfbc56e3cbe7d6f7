// What a runtime owns: its pools, and its hold on the process's FreeTDS.
#pragma once

#include "tds/configuration_file.hpp"
#include "tds/elastic_pool.hpp"
#include "tds/login_gate.hpp"

#include <ssislb/tds/runtime.hpp>

namespace ssislb::tds::detail {

/// FreeTDS of this process, started at the first call and never stopped: db-lib cannot be
/// started twice, and its settings file is a global of the process.
[[nodiscard]] configuration_file& freetds_configuration();

class runtime_state {
public:
    explicit runtime_state(runtime::sizes wish)
        : configuration(freetds_configuration())
        , turns(wish.logins_per_server)
        , calls(wish.calls_min, wish.calls_max, wish.idle)
        , logins(1, wish.logins, wish.idle) {}

    configuration_file& configuration;
    /// Jobs of the login pool give their turns back here.
    login_gate turns;
    elastic_pool calls;
    elastic_pool logins;
};

} // namespace ssislb::tds::detail
