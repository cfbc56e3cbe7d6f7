// An application that uses db-lib for itself, in one process with the library.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ssislb::test {

/// What its handlers were told. db-lib's handlers are global, and so is this.
struct heard_by_host {
    std::vector<int> messages;
    std::vector<int> errors;
    /// Told about a connection that is not the host's.
    int strange = 0;

    bool operator==(heard_by_host const&) const = default;
};

class host_application {
public:
    host_application();
    host_application(host_application const&) = delete;
    host_application& operator=(host_application const&) = delete;
    /// Puts db-lib's own handlers back.
    ~host_application();

    /// dbinit.
    void start();
    void install_handlers();
    /// Handlers that call the ones they find.
    void install_chained_handlers();

    /// dbgetmaxprocs.
    [[nodiscard]] int most_connections();
    /// dbsetifile.
    void name_settings_file(std::string path);

    /// `server`: as dbopen takes it.
    [[nodiscard]] bool connect(std::string const& server);
    [[nodiscard]] bool connect(std::uint16_t port) {
        return connect("127.0.0.1:" + std::to_string(port));
    }
    /// The number in the first row of the answer; -1: there is none.
    [[nodiscard]] int ask(std::string const& sql);

    /// Since this was asked last.
    [[nodiscard]] heard_by_host heard();

private:
    void disconnect();
};

} // namespace ssislb::test
