// The waits of one server, by job.
#pragma once

#include "agent/activity_snapshot.hpp"
#include "agent/job_wait.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace ssislb::detail {

/// One small entry a wait, sorted by job: there may be a hundred thousand of them.
class wait_table {
public:
    void add(job_wait_pointer);
    /// Does nothing if it is not there.
    void remove(job_wait const&);
    /// The next look is of interest whatever it shows.
    void look_again(job_wait const&);
    /// The jobs to ask about are known now. To who comes later it means nothing that the answer
    /// does not name his job.
    void question_asked();
    /// All of them; none is left.
    [[nodiscard]] std::vector<job_wait_pointer> take_all();

    struct news {
        job_wait_pointer wait;
        /// Null: no row of its job has come.
        activity_snapshot::trace const* row = nullptr;
    };
    /// Nobody has anything to see in an answer with that fingerprint. Mostly it is so, and found
    /// out without a look at any of them.
    [[nodiscard]] bool has_seen(std::uint64_t fingerprint) const noexcept {
        return fingerprint_ == fingerprint;
    }
    /// Somebody wants to see his row, even if it is as it was.
    [[nodiscard]] bool is_curious() const noexcept { return fingerprint_ == any_row; }
    /// Who has something to see in an answer with that fingerprint: a row that is new, or none at
    /// all. Of `changes_only`, that none has come means nothing.
    [[nodiscard]] std::vector<news> compare(activity_snapshot const&, std::uint64_t fingerprint,
                                            bool changes_only);

    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

    // Fingerprints of rows are odd.
    /// It wants to see any row, or that there is none.
    static constexpr std::uint64_t any_row = 0;
    /// The same, but the question under way was put before it came.
    static constexpr std::uint64_t not_asked_for = 2;

    struct entry {
        [[nodiscard]] guid const& job() const noexcept { return wait->job(); }

        /// Of the row that the wait has seen last, or one of those below.
        std::uint64_t fingerprint = not_asked_for;
        job_wait_pointer wait;
    };
    [[nodiscard]] std::vector<entry> const& entries() const noexcept { return entries_; }

private:
    [[nodiscard]] std::vector<entry>::iterator find(job_wait const&);
    void make_room();

    std::vector<entry> entries_;
    /// Of the answer that compare has seen last, or `any_row`: somebody wants that.
    std::uint64_t fingerprint_ = any_row;
};

} // namespace ssislb::detail
