// Faults of a simulated server, by script.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/sim/job_spec.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace ssislb::sim {

/// One fault: when it strikes, and what it does.
///
///     fault::on("sp_start_job").nth(2).drop_answer()
///     fault::on_any_call().nth(10).kill_server()
///     fault::on_login().times(3).refuse(18456)
///
/// Calls are counted from the moment when the fault is added to an instance. A procedure counts
/// whether it is called as RPC or by EXEC in a batch. Several effects on one fault all happen.
/// Values: distinct objects are safe to use from several threads.
class fault {
public:
    /// Calls of one procedure, by its name without database and schema.
    [[nodiscard]] static fault on(std::string procedure);
    /// Calls of any procedure.
    [[nodiscard]] static fault on_any_call();
    /// Logins; of the effects below only `refuse`, `drop_request` and the kills apply.
    [[nodiscard]] static fault on_login();

    /// Strikes at the nth call, the first is 1 (the default).
    [[nodiscard]] fault nth(std::uint32_t n) const;
    /// Strikes so many times in a row from there on; the default is once.
    [[nodiscard]] fault times(std::uint32_t count) const;
    /// Strikes every time from there on.
    [[nodiscard]] fault always() const;

    /// The call does not run; the server answers with the message and its text in sys.messages.
    [[nodiscard]] fault refuse(std::int32_t number) const;
    [[nodiscard]] fault refuse(std::int32_t number, std::string text) const;
    /// The answer comes so much later, in real time.
    [[nodiscard]] fault delay(milliseconds real_time) const;
    /// The connection is cut and the call does not run: the world is unchanged.
    [[nodiscard]] fault drop_request() const;
    /// The connection is cut and the call runs so much later, in the server's time: what a client
    /// that has died had sent was still on its way. Nobody hears of its answer. Not for
    /// sp_executesql, which then does not run.
    [[nodiscard]] fault deliver_late(milliseconds of_server) const;
    /// The call runs; the connection is cut before the first byte of the answer.
    [[nodiscard]] fault drop_answer() const;
    /// The call runs; the connection is cut after so many bytes of the answer.
    [[nodiscard]] fault drop_answer_after(std::size_t bytes) const;
    /// The call runs; the line is silent for a while after so many bytes, in real time.
    [[nodiscard]] fault stall_answer(std::size_t after_bytes, milliseconds real_time) const;
    /// After the call the Agent dies: no history row, and its activity rows stay open.
    [[nodiscard]] fault kill_agent() const;
    /// After the call the Agent dies and starts again at once, with a new session.
    [[nodiscard]] fault restart_agent() const;
    /// After the call the server dies, and the answer with it.
    [[nodiscard]] fault kill_server() const;
    /// The job's present run, or else its next one, ends so whatever its steps say.
    [[nodiscard]] fault end_job(std::string job, run_end end) const;

    enum class place : std::uint8_t { procedure, any_call, login };
    enum class agent_effect : std::uint8_t { none, kill, restart };

    struct trigger {
        fault::place place = fault::place::any_call;
        std::string procedure;
        std::uint32_t nth = 1;
        /// None: for ever.
        std::optional<std::uint32_t> times = 1;
    };

    struct effects {
        std::optional<std::int32_t> refuse_number;
        std::string refuse_text;
        milliseconds delay{0};
        bool drop_request = false;
        std::optional<milliseconds> late;
        std::optional<std::size_t> drop_after;
        std::optional<std::size_t> stall_after;
        milliseconds stall{0};
        agent_effect agent = agent_effect::none;
        bool kill_server = false;
        std::string job;
        run_end job_end = run_end::failed;
    };

    [[nodiscard]] trigger const& when() const noexcept { return when_; }
    [[nodiscard]] effects const& what() const noexcept { return what_; }

private:
    trigger when_;
    effects what_;
};

} // namespace ssislb::sim
