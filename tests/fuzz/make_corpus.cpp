// Writes good requests into a folder, for the fuzzer to start from.
#include "unit/sim_wire/client_bytes.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace {

using namespace ssislb::test;

void write(std::filesystem::path const& file, std::uint8_t choice, byte_string const& data) {
    byte_string whole{choice, 0};
    whole += data;
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<char const*>(whole.data()),
               static_cast<std::streamsize>(whole.size()));
}

void write_text(std::filesystem::path const& file, std::string_view text) {
    std::ofstream(file, std::ios::binary) << text;
}

void write_batches(std::filesystem::path const& folder) {
    std::filesystem::create_directories(folder);
    write_text(
        folder / "select",
        "SELECT @@VERSION, DB_NAME() AS d, CAST('7' AS int) % 3, N'a' + 'b', -1.5, [x y] = 2");
    write_text(folder / "view", "SELECT servicename, status FROM sys.dm_server_services WHERE "
                                "servicename LIKE N'%Agent%' AND NOT status IS NULL OR 1 <> 2");
    write_text(folder / "changes",
               "EXEC sys.sp_executesql N'SELECT GETDATE() AS t; SELECT a.*, [job_history_id] FROM "
               "msdb.dbo.sysjobactivity a WHERE session_id = (SELECT MAX(session_id) FROM "
               "msdb..syssessions) AND (run_requested_date >= @since OR stop_execution_date IS NOT "
               "NULL)', N'@since datetime', @since = '2026-01-01T00:00:00.000'");
    write_text(folder / "join",
               "SELECT TOP (3) j.name, COUNT(*), MIN(h.message) FROM sysjobs AS j LEFT OUTER JOIN "
               "sysjobhistory h ON h.job_id = j.job_id AND h.step_id IN (0, 1, NULL) WHERE NOT "
               "EXISTS (SELECT * FROM sysjobsteps s WHERE s.job_id = j.job_id AND s.step_id NOT "
               "BETWEEN 1 AND 9) ORDER BY 1 DESC, h.instance_id; SELECT name FROM sysjobs_view "
               "ORDER BY name");
    write_text(folder / "poll",
               "DECLARE @until datetime = DATEADD(millisecond, 3000, GETDATE()), @n int = 0; WHILE "
               "GETDATE() < @until AND NOT EXISTS (SELECT * FROM msdb.dbo.sysjobactivity WHERE "
               "start_execution_date > '2026-01-01') BEGIN WAITFOR DELAY '00:00:00.250'; SET @n = "
               "@n + 1; IF @n = 5 BREAK ELSE CONTINUE END; SELECT @n, HAS_PERMS_BY_NAME('sysjobs', "
               "'OBJECT', 'SELECT'), ISNULL(NULL, 7)");
    write_text(folder / "block", "DECLARE @n int = 3, @s nvarchar(20) IF @n >= 3 BEGIN SET @n = @n "
                                 "+ 1; PRINT N'more' END ELSE RETURN SELECT @n, @@ERROR");
    write_text(folder / "call", "SET NOCOUNT ON; USE msdb; DECLARE @r int; EXEC @r = "
                                "msdb.dbo.sp_start_job @job_name = N'load'; EXEC sp_help_job load");
    write_text(folder / "nested", "BEGIN TRAN t EXEC sp_executesql N'SET @y = @x * 2', N'@x int, "
                                  "@y int OUTPUT', 21, 1 COMMIT /* a /* b */ */ -- end");
    write_text(folder / "make",
               "DECLARE @id uniqueidentifier EXEC sp_add_job N'new', @job_id = @id "
               "OUTPUT EXEC sp_add_jobstep @job_id = @id, @step_name = N'one' EXEC "
               "sp_add_jobserver @id EXEC sp_help_jobstep @id EXEC sp_delete_job "
               "@id, @delete_history = 0");
}

void write_journal_rows(std::filesystem::path const& folder) {
    std::filesystem::create_directories(folder);
    write_text(folder / "accepted", "start_accepted\n0\n1\n\n");
    write_text(folder / "up", "server_up\n\n\n1\n");
    write_text(folder / "down", "server_down\n\n\n0\n{\"reason\":[\"ssislb.client\",8],\"text\":"
                                "\"says \\\"no\\\"\",\"final\":true}");
    write_text(folder / "barred", "tasks_barred\n\n\n0\n{\"tasks\":[0,2],\"reason\":null}");
    write_text(folder / "read", "history_read\n\n\n0\n{\"lengths\":[{\"task\":2,\"median\":90,"
                                "\"spread\":\"1e-9\",\"runs\":3}]}");
    write_text(folder / "intended",
               "start_intended\n2\n7\n0\n{\"before\":{\"job\":"
               "\"01234567-89AB-CDEF-0123-456789ABCDEF\",\"session\":12,\"requested\":null,"
               "\"history\":99,\"taken_at\":800000003007}}");
    write_text(folder / "refused", "start_refused\n2\n7\n\n{\"why\":\"transient\",\"reason\":"
                                   "[\"acme\",-3],\"text\":\"\"}");
    write_text(folder / "finished",
               "job_finished\n2\n7\n\n{\"result\":{\"job\":\"succeeded\",\"package\":\"failed\","
               "\"step\":\"1\",\"message\":\"\\u20ac\",\"started\":800000003007,\"duration\":null},"
               "\"detection_delay\":250}");
}

byte_string every_type() {
    rpc_bytes rpc(u"p");
    rpc.text(u"@t", u"text").number(u"@n", 1, 1);
    rpc.parameter(u"", {0x24, 16, 0}).parameter(u"", {0x68, 1, 1, 1});
    rpc.parameter(u"", {0x6C, 5, 9, 2, 5, 1, 0x69, 0x0E, 0, 0});
    rpc.parameter(u"", {0x2A, 7, 8, 0x20, 6, 0xE1, 0x74, 0x83, 0xE1, 0x3E, 0x0B});
    rpc.parameter(u"", {0x6F, 8, 8, 0x86, 0xA9, 0, 0, 0xAA, 0x70, 2, 1});
    rpc.parameter(u"", {0x62, 0x40, 0x1F, 0, 0, 6, 0, 0, 0, 0x38, 0, 7, 0, 0, 0});
    rpc.parameter(u"", {0xE7, 0xFF, 0xFF, 9, 4, 0xD0, 0, 0x34, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF,
                        0xFF, 0xFF, 0xFF, 2, 0, 0,    0, 'a',  0,    0,    0,    0,    0});
    return rpc.message();
}

} // namespace

/// Four folders: for fuzz_session, fuzz_channel, fuzz_batch and fuzz_journal_event.
int main(int count, char** arguments) {
    if (count != 5)
        return 2;
    std::filesystem::path const session(arguments[1]);
    std::filesystem::path const channel(arguments[2]);
    std::filesystem::create_directories(session);
    std::filesystem::create_directories(channel);
    write(session / "types", 3, every_type());
    write(session / "batch", 3, batch(u"select 1"));
    write(session / "batch_71", 0, batch(u"select 1", false));
    write(session / "call_71", 0, rpc_bytes(u"p").number(u"@a", 1).message(false));
    write(session / "attention", 3, attention());
    auto transaction = all_headers();
    transaction += {5, 0, 0, 0};
    write(session / "transaction", 3, packet(14, transaction));
    write(session / "prepare", 3,
          rpc_bytes(13).number(u"", 0, 1).text(u"", u"").text(u"", u"select 1").message());
    auto plain = prelogin(2);
    plain += login7();
    plain += batch(u"select 1");
    write(channel / "plain", 0, plain);
    write(channel / "encrypted", 1, prelogin(1));
    write(channel / "login", 0, login7());
    write_batches(arguments[3]);
    write_journal_rows(arguments[4]);
}
