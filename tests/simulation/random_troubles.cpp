// What goes wrong in a night.
#include "random_package.hpp"

#include <algorithm>
#include <array>

namespace ssislb::simulation {
namespace {

class trouble_maker {
public:
    trouble_maker(scenario& into, chance& luck, trouble_choice choice)
        : into_(into)
        , luck_(luck)
        , choice_(choice)
        , horizon_(luck.by_magnitude(20'000, 1'200'000)) {}

    void make() {
        if (choice_.servers && luck_.happens(550))
            make_several(4, [this] { befall_server(); });
        if (choice_.people && luck_.happens(450))
            make_several(6, [this] { send_people(); });
        if (choice_.process && luck_.happens(550))
            make_several(4, [this] { kill_process(); });
        if (choice_.controls && luck_.happens(250))
            make_several(4, [this] { make_wish(); });
        if (choice_.network && luck_.happens(600))
            make_network();
        end_wishes();
        auto& all = into_.troubles;
        std::ranges::stable_sort(all, {}, &trouble::at);
        for (auto const& each : all)
            into_.calm_from =
                std::max(into_.calm_from, each.at + std::max<instant>(each.length, 0));
        into_.calm_from = std::max(into_.calm_from, into_.network.troubles_end);
    }

private:
    template <class Make>
    void make_several(std::uint32_t most, Make make) {
        for (auto count = luck_.between(1, most); count > 0; --count)
            make();
    }

    trouble& add(trouble_kind what) {
        trouble one;
        one.at = luck_.between(0, horizon_);
        one.what = what;
        one.server = luck_.below(static_cast<std::uint32_t>(into_.servers.size()));
        one.job = luck_.below(static_cast<std::uint32_t>(into_.package.tasks.size()));
        into_.troubles.push_back(one);
        return into_.troubles.back();
    }

    void befall_server() {
        constexpr std::array kinds{trouble_kind::server_crash, trouble_kind::agent_crash,
                                   trouble_kind::agent_crash,  trouble_kind::agent_shutdown,
                                   trouble_kind::partition,    trouble_kind::partition,
                                   trouble_kind::clock_jump,   trouble_kind::history_trimmed};
        auto& one = add(kinds[luck_.below(kinds.size())]);
        one.length = luck_.by_magnitude(100, 600'000);
        if (one.what == trouble_kind::clock_jump)
            one.length = luck_.between(-3'600'000, 3'600'000);
        // One that does not come back.
        if (one.what == trouble_kind::server_crash && luck_.happens(60))
            one.length = 400'000'000;
    }

    void send_people() {
        constexpr std::array kinds{trouble_kind::foreign_start, trouble_kind::foreign_start,
                                   trouble_kind::scheduled_start, trouble_kind::person_cancels};
        add(kinds[luck_.below(kinds.size())]);
    }

    void kill_process() {
        bool const power = luck_.happens(350);
        into_.absences.push_back(luck_.by_magnitude(50, 600'000));
        into_.wall_jumps.push_back(luck_.happens(100) ? luck_.between(-3'600'000, 600'000) : 0);
        if (luck_.happens(600)) {
            fatal_write one;
            one.number = static_cast<std::uint64_t>(luck_.by_magnitude(1, 120));
            one.after = luck_.happens(600);
            one.power = power;
            into_.fatal_writes.push_back(one);
        } else {
            add(power ? trouble_kind::power_lost : trouble_kind::process_killed);
        }
    }

    void make_wish() {
        auto& one = add(trouble_kind::control);
        server_id const server{one.server};
        switch (luck_.below(luck_.happens(200) ? 6 : 4)) {
        case 0:
            one.wish = control::drain{server};
            break;
        case 1:
            one.wish = control::limit{server, static_cast<std::uint32_t>(luck_.between(1, 4))};
            break;
        case 2:
            one.wish = control::skip{task_id{one.job}};
            break;
        case 3:
            one.wish = control::pause{};
            break;
        default:
            one.wish = control::cancel{luck_.happens(500)};
        }
    }

    /// Nobody leaves a run paused, or all servers drained.
    void end_wishes() {
        auto const wishes = into_.troubles;
        for (auto const& each : wishes) {
            trouble end = each;
            end.at += luck_.by_magnitude(1'000, 300'000);
            if (std::holds_alternative<control::pause>(each.wish) &&
                each.what == trouble_kind::control)
                end.wish = control::proceed{};
            else if (auto const* drained = std::get_if<control::drain>(&each.wish);
                     drained != nullptr && each.what == trouble_kind::control)
                end.wish = control::undrain{drained->server};
            else
                continue;
            into_.troubles.push_back(end);
        }
    }

    void make_network() {
        auto& habits = into_.network;
        habits.troubles_end = horizon_;
        auto const some = [this](std::int64_t most) {
            return static_cast<std::uint32_t>(luck_.happens(500) ? luck_.between(0, most) : 0);
        };
        habits.lost_before = some(40);
        habits.lost_after = some(40);
        habits.mute = some(20);
        habits.start_lost_before = some(400);
        habits.start_lost_after = some(400);
        habits.slow = some(60);
        habits.usual_delay = luck_.by_magnitude(1, 100);
        habits.slow_delay = luck_.by_magnitude(1'000, 25'000);
    }

    scenario& into_;
    chance& luck_;
    trouble_choice choice_;
    instant horizon_;
};

} // namespace

void make_troubles(scenario& into, chance& luck, trouble_choice choice) {
    bool const calm = luck.happens(100);
    trouble_maker maker(into, luck, choice);
    if (!calm)
        maker.make();
}

} // namespace ssislb::simulation
