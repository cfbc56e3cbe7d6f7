// The functions of FreeTDS's db-lib that are needed, without its header, macros and types.
#pragma once

#include "tds/encode.hpp"

#include <ssislb/base/diagnostics.hpp>
#include <ssislb/tds/result.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::tds::detail {

/// Starts db-lib for this process: its handlers, and the file it reads settings from.
/// Call it once. Throws boost::system::system_error.
void start_dblib(std::string const& configuration_path);

/// While it lives, what db-lib and the server say on this thread goes to the diagnostics.
/// db-lib's handlers are global, and run on the thread that is inside db-lib. What is said on other
/// threads is the host application's, and goes to its handlers.
class message_scope {
public:
    explicit message_scope(diagnostics& target) noexcept;
    message_scope(message_scope const&) = delete;
    message_scope& operator=(message_scope const&) = delete;
    ~message_scope();

private:
    diagnostics* before_;
};

struct login_record {
    /// Section of the configuration file.
    std::string section;
    /// Both empty: Kerberos.
    std::string user;
    std::string password;
    std::string application;
    std::string workstation;
    std::string database;
    bool read_only_intent = false;
};

/// A connection of db-lib (DBPROCESS). Every member but the destructor may block and
/// needs a message_scope.
///
/// Thread safety: one thread at a time.
class dblib_process {
public:
    /// Numbers of what db-lib says when a login fails.
    static constexpr int timed_out = 20003;
    static constexpr int not_there = 20009;
    static constexpr int no_section = 20012;
    static constexpr int unknown_host = 20013;

    /// Blocks until logged in or failed: then null. Each time that the server has been silent for
    /// the section's connect timeout, `is_wanted` is asked whether to wait for so long once more.
    [[nodiscard]] static std::shared_ptr<dblib_process>
    open(login_record const&, std::function<bool()> const& is_wanted);

    struct handle;
    explicit dblib_process(handle* opened) noexcept;
    dblib_process(dblib_process const&) = delete;
    dblib_process& operator=(dblib_process const&) = delete;
    ~dblib_process();

    /// Belongs to db-lib, which closes it inside any call that fails.
    [[nodiscard]] int descriptor() const noexcept;
    [[nodiscard]] bool dead() const noexcept;

    /// The longest silence of the server, in whole seconds.
    void set_patience(std::chrono::seconds);

    /// False: not sent, or not wholly.
    [[nodiscard]] bool send(std::string const& sql);
    [[nodiscard]] bool send(std::string const& procedure, std::span<wire_parameter const>);

    enum class step { item, end, failed };

    /// Waits for the beginning of the answer.
    step begin_answer();
    step next_set();
    step next_row();

    /// Of the current set. None: the statement gave no set.
    [[nodiscard]] std::size_t column_count();
    /// Counted from 0; valid until the next set.
    [[nodiscard]] std::string_view column_name(std::size_t column);
    /// Adds the current row: its cells in these columns, counted from 0.
    void read_row(std::span<std::size_t const> columns, row_set& into);

    /// After the last set.
    [[nodiscard]] std::optional<std::int32_t> return_status();
    [[nodiscard]] std::vector<output> outputs();

    /// Asks the server to stop (attention) and throws away what it still sends.
    void cancel();

private:
    handle* handle_;
    std::chrono::seconds patience_{0};
};

} // namespace ssislb::tds::detail
