// One set of servers a row, in one piece of memory: scanned for every ready task.
#pragma once

#include <ssislb/scheduler/server_set.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace ssislb::detail {

class server_rows {
public:
    server_rows(std::size_t rows, std::size_t servers)
        : stride_((servers + 63) / 64)
        , words_(rows * stride_) {}

    [[nodiscard]] std::span<server_set::word const> operator[](std::size_t row) const noexcept {
        return {words_.data() + row * stride_, stride_};
    }

    void insert(std::size_t row, server_id id) noexcept { at(row, id) |= bit(id); }
    void erase(std::size_t row, server_id id) noexcept { at(row, id) &= ~bit(id); }

private:
    [[nodiscard]] server_set::word& at(std::size_t row, server_id id) noexcept {
        return words_[row * stride_ + index(id) / 64];
    }
    [[nodiscard]] static constexpr server_set::word bit(server_id id) noexcept {
        return server_set::word{1} << (index(id) % 64);
    }

    std::size_t stride_;
    std::vector<server_set::word> words_;
};

} // namespace ssislb::detail
