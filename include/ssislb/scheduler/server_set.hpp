// A set of servers of one parent package, as bits: cheap to intersect for thousands of tasks.
#pragma once

#include <ssislb/model/ids.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ssislb {

/// Sets that are combined must have been made for the same number of servers.
///
/// Thread safety: distinct objects are safe, shared const objects are safe.
class server_set {
public:
    using word = std::uint64_t;

    server_set() = default;

    /// The empty set of a package with so many servers.
    explicit server_set(std::size_t servers)
        : words_((servers + 63) / 64) {}

    /// Ignored for a server that the package does not have.
    void insert(server_id id) noexcept {
        if (index(id) / 64 < words_.size())
            words_[index(id) / 64] |= bit(id);
    }
    void erase(server_id id) noexcept {
        if (index(id) / 64 < words_.size())
            words_[index(id) / 64] &= ~bit(id);
    }
    void assign(server_id id, bool member) noexcept { member ? insert(id) : erase(id); }

    [[nodiscard]] bool contains(server_id id) const noexcept {
        return index(id) / 64 < words_.size() && (words_[index(id) / 64] & bit(id)) != 0;
    }

    [[nodiscard]] bool empty() const noexcept {
        for (word const bits : words_)
            if (bits != 0)
                return false;
        return true;
    }

    server_set& operator&=(server_set const& other) noexcept { return *this &= other.words(); }
    server_set& operator&=(std::span<word const> others) noexcept {
        for (std::size_t i = 0; i < words_.size(); ++i)
            words_[i] &= others[i];
        return *this;
    }
    /// Takes the servers of the other set away.
    server_set& operator-=(server_set const& other) noexcept { return *this -= other.words(); }
    server_set& operator-=(std::span<word const> others) noexcept {
        for (std::size_t i = 0; i < words_.size(); ++i)
            words_[i] &= ~others[i];
        return *this;
    }

    void clear() noexcept {
        for (word& bits : words_)
            bits = 0;
    }

    /// Becomes the set with these words.
    void assign(std::span<word const> words) { words_.assign(words.begin(), words.end()); }

    /// Calls `visit(server_id)` for each member in plan order.
    template <class Visitor>
    void for_each(Visitor&& visit) const {
        for (std::size_t i = 0; i < words_.size(); ++i)
            for (word bits = words_[i]; bits != 0; bits &= bits - 1)
                visit(server_id{static_cast<std::uint32_t>(
                    i * 64 + static_cast<std::size_t>(std::countr_zero(bits)))});
    }

    /// Bit n of word m is server 64 m + n.
    [[nodiscard]] std::span<word const> words() const noexcept { return words_; }

    bool operator==(server_set const&) const = default;

private:
    [[nodiscard]] static constexpr word bit(server_id id) noexcept {
        return word{1} << (index(id) % 64);
    }

    std::vector<word> words_;
};

} // namespace ssislb
