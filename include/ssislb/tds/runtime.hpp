// What all connections of a process share: FreeTDS itself, its settings and two thread pools.
#pragma once

#include <chrono>
#include <memory>

namespace ssislb::tds {

namespace detail {
class connection_core;
class runtime_state;
} // namespace detail

/// FreeTDS blocks, so its calls run on threads of its own. They are these and no others:
/// * the call pool sends requests and reads answers that may block: long or encrypted ones, and
///   those that have not arrived to their end. A thread is held only while bytes move, so a few
///   serve a thousand connections; it grows while servers stall in mid-answer;
/// * the login pool resolves names and logs in. A login that waits for the server looks up only
///   every 3 s, to see whether it is still wanted. So that servers
///   that accept and stay silent do not take all of it, each gets `logins_per_server` threads, and
///   after a login that nobody answered no other until a pause has passed (1 s, doubling up to
///   30 s). Whoever waits for a turn holds no thread, and waits no longer than its own deadline.
///
/// Both start empty. Their threads take no signals.
///
/// **A host that uses FreeTDS itself.** db-lib has globals of the process. When the first runtime
/// is made, the library calls dbinit (and never dbexit), sets handlers of its own for errors and
/// messages, names its settings with dbsetifile (a file in memory, without secrets), and raises
/// dbsetmaxprocs. For a host that uses db-lib too this means:
/// * its handlers go on to hear of its own connections, and of no others, whether it installed them
///   before the runtime or after it: ours stay in front, and hand on what is not ours. Without a
///   handler of its own, what is said of its connections counts as answered with INT_CANCEL;
///   FreeTDS's default would end the process;
/// * it should install them, and call dbinit, while no operation of the library is outstanding:
///   between its call and our next one FreeTDS speaks to it alone;
/// * servers of its freetds.conf, of FREETDSCONF and of the other usual places are found as ever; a
///   file that it named with dbsetifile before is not read any more, and must be named by
///   FREETDSCONF. If it calls dbsetifile after us, our logins fail with
///   client_errc::invalid_argument and the diagnostics say why;
/// * it must not call dbsetlogintime or dbsettime, which replace the deadlines of all connections.
///   dbsetopt(DBSETTIME) concerns one connection.
/// ct-lib and FreeTDS's ODBC driver have globals of their own: neither disturbs the other.
///
/// Thread safety: all members are safe.
class runtime {
public:
    struct sizes {
        /// Threads of the call pool that stay, once started; at least 1.
        unsigned calls_min = 4;
        /// The most threads of the call pool: above the number of servers that stall at a time.
        unsigned calls_max = 32;
        /// The most threads of the login pool; at least 1.
        unsigned logins = 16;
        /// The most of them that one server may hold; at least 1.
        unsigned logins_per_server = 2;
        /// After so long without work a thread above the minimum ends.
        std::chrono::milliseconds idle = std::chrono::seconds{10};
    };

    /// The runtime of this process. Made with `wish` if none lives now, else the one that lives.
    /// Throws boost::system::system_error if FreeTDS cannot be started.
    [[nodiscard]] static std::shared_ptr<runtime> instance(sizes wish);
    [[nodiscard]] static std::shared_ptr<runtime> instance() { return instance(sizes{}); }

    explicit runtime(sizes wish);
    runtime(runtime const&) = delete;
    runtime& operator=(runtime const&) = delete;
    /// Waits until running logins have ended.
    ~runtime();

    /// The sizes in force.
    [[nodiscard]] sizes pool_sizes() const noexcept { return sizes_; }

    /// Threads alive now.
    [[nodiscard]] unsigned call_threads() const;
    [[nodiscard]] unsigned login_threads() const;

private:
    friend class detail::connection_core;

    sizes sizes_;
    std::unique_ptr<detail::runtime_state> state_;
};

} // namespace ssislb::tds
