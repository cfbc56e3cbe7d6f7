// What the environment of the process makes of its connections.
#pragma once

#include <string>
#include <vector>

namespace ssislb::tds {

/// A sentence for each variable of the environment that lets secrets out or overwrites a file:
/// TDSDUMP, TDSDUMPCONFIG, SSLKEYLOGFILE. Show them before the first connection.
///
/// TDSHOST, TDSPORT and TDSVER are not among them: they would replace the server's address, or
/// encryption, so that connection::async_connect refuses to go on while one of them is set.
/// Settings files that other variables name (FREETDSCONF, FREETDS) have no effect on connections of
/// this library.
///
/// Thread safety: safe while nobody changes the environment.
[[nodiscard]] std::vector<std::string> environment_warnings();

} // namespace ssislb::tds
