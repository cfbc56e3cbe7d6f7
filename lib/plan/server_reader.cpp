// Reads [[server]].
#include "plan/element_readers.hpp"
#include "plan/field.hpp"

#include <ssislb/base/nearest_name.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace ssislb::detail {
namespace {

constexpr std::array<word<encryption_level>, 3> encryption_words{
    {{"require", encryption_level::require},
     {"request", encryption_level::request},
     {"off", encryption_level::off}}};

constexpr std::array<word<authentication>, 2> auth_words{
    {{"password", authentication::password}, {"kerberos", authentication::kerberos}}};

void read_port(entry_reader const& reader, server& s) {
    if (auto const port = reader.count_between(1, std::numeric_limits<std::uint16_t>::max()))
        s.port = static_cast<std::uint16_t>(*port);
}

void read_encryption(entry_reader const& reader, server& s) {
    reader.one_of<encryption_level>(encryption_words, s.encryption);
}

void read_auth(entry_reader const& reader, server& s) {
    reader.one_of<authentication>(auth_words, s.auth);
}

void read_windows(entry_reader const& reader, server& s) {
    auto const texts = reader.texts();
    if (!texts)
        return;
    for (auto const& text : *texts)
        if (auto const window = parse_time_window(text))
            s.windows.push_back(*window);
        else
            reader.report("\"" + text +
                          "\" is not a part of the day; write two times such as "
                          "\"22:00-06:00\"");
}

void read_pace(entry_reader const& reader, server& s) {
    double pace = 0;
    reader.number(pace);
    s.starts_per_second = pace;
}

void read_pending(entry_reader const& reader, server& s) {
    std::uint32_t most = 0;
    reader.count(most);
    s.max_pending_starts = most;
}

using reader = entry_reader const&;

constexpr std::array<field<server>, 20> server_fields{
    {{"name", [](reader r, server& s) { r.text(s.name); }},
     {"host", [](reader r, server& s) { r.text(s.host); }},
     {"port", read_port},
     {"instance", [](reader r, server& s) { r.text(s.instance); }},
     {"max_jobs", [](reader r, server& s) { r.count(s.max_jobs); }},
     {"windows", read_windows},
     {"starts_per_second", read_pace},
     {"max_pending_starts", read_pending},
     {"count_foreign", [](reader r, server& s) { r.flag(s.count_foreign); }},
     {"speed", [](reader r, server& s) { r.number(s.speed); }},
     {"tags", [](reader r, server& s) { r.texts(s.tags); }},
     {"user", [](reader r, server& s) { r.text(s.user); }},
     {"auth", read_auth},
     {"password_env", [](reader r, server& s) { r.text(s.password_env); }},
     {"password_file", [](reader r, server& s) { r.text(s.password_file); }},
     {"encryption", read_encryption},
     {"ca_file", [](reader r, server& s) { r.text(s.ca_file); }},
     {"verify_certificate", [](reader r, server& s) { r.flag(s.verify_certificate); }},
     {"read_msdb_tables", [](reader r, server& s) { r.flag(s.read_msdb_tables); }},
     {"long_poll", [](reader r, server& s) { r.duration(s.long_poll); }}}};

/// Also when it is misspelled, unless it is rather a misspelled password_env or password_file.
bool names_a_password(std::string_view key) {
    static constexpr std::array<std::string_view, 5> words{"password_env", "password_file",
                                                           "password", "passwd", "pwd"};
    auto const near = nearest_name(key, words);
    return near && !near->starts_with("password_");
}

/// Takes passwords out of the table. The value is not looked at, so it cannot be shown.
bool refuse_passwords(plan_table& table, mistake_sink& mistakes) {
    return std::erase_if(table, [&](plan_entry const& entry) {
               if (!names_a_password(entry.key))
                   return false;
               mistakes.add(entry.at, "a password does not belong into a plan; remove it, change "
                                      "it if others have seen this file, and use password_env = "
                                      "\"VARIABLE\" or password_file = \"PATH\"");
               return true;
           }) > 0;
}

/// `host\instance`, as SQL Server's own tools spell it.
void split_host(plan_table& table, mistake_sink& mistakes, server& s) {
    auto const slash = s.host.find('\\');
    if (slash == std::string::npos)
        return;
    auto const instance = s.host.substr(slash + 1);
    s.host.resize(slash);
    auto& entry = *find_entry(table, "host");
    if (instance.empty())
        mistakes.add(entry, entry.value.at,
                     "there is no instance name behind the backslash; add "
                     "it, or remove the backslash");
    else if (!s.instance.empty())
        mistakes.add(entry, entry.value.at,
                     "the host names an instance, and so does the key "
                     "instance; remove one of them");
    else
        s.instance = instance;
}

} // namespace

server read_server(plan_table& table, mistake_sink& mistakes) {
    server s;
    bool const had_password = refuse_passwords(table, mistakes);
    read_fields<server>(table, server_fields, "a server", mistakes, s);
    split_host(table, mistakes, s);
    // One mistake is enough: not also a user without a password.
    if (had_password && s.password_env.empty() && s.password_file.empty())
        s.password_env = "SSISLB_PASSWORD";
    return s;
}

} // namespace ssislb::detail
