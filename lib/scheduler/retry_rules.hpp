// When a task is attempted again, and after how long.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/failure_class.hpp>
#include <ssislb/model/task.hpp>

#include <cstdint>

namespace ssislb::detail {

class retry_rules {
public:
    explicit retry_rules(task const&);

    /// Whether an end of this class is retried after so many retries.
    [[nodiscard]] bool cover(failure_class one, std::uint32_t used) const noexcept {
        return (covered_ & bit(one)) != 0 && used < most_;
    }

    /// Before the retry of this number, from 1. The same on every machine, for runs are replayed.
    [[nodiscard]] milliseconds delay_before(std::uint32_t retry) const noexcept;

private:
    [[nodiscard]] static constexpr unsigned bit(failure_class one) noexcept {
        return 1U << static_cast<unsigned>(one);
    }

    std::uint32_t most_;
    milliseconds delay_;
    double backoff_;
    milliseconds longest_;
    unsigned covered_ = 0;
};

} // namespace ssislb::detail
