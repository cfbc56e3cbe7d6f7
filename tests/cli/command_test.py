#!/usr/bin/env python3
"""Black-box tests of the ssislb command: command_test.py BINARY [CLASS]."""
import json
import os
import pathlib
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLANS = ROOT / "examples" / "plans"
BROKEN = ROOT / "tests" / "cli" / "broken"
BINARY = sys.argv[1] if len(sys.argv) > 1 else "ssislb"

# Runs are kept in a journal; the user's own is left alone.
STATE = tempfile.TemporaryDirectory(prefix="ssislb-state-")
os.environ["XDG_STATE_HOME"] = STATE.name

ONE_LONG_TASK = """
[package]
name = "long"
[[server]]
name = "s"
host = "h"
user = "u"
password_env = "P"
[[task]]
name = "endless"
job = "endless"
simulate = { duration = "100h" }
[[task]]
name = "after"
job = "after"
after = ["endless"]
"""


def ssislb(*arguments, **options):
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True,
                          timeout=90, stdin=subprocess.DEVNULL, **options)


def written_plan(text):
    file = tempfile.NamedTemporaryFile("w", suffix=".toml", delete=False)
    with file:
        file.write(text)
    return file.name


class help(unittest.TestCase):
    def test_every_command_explains_itself(self):
        for command in ([], ["run"], ["check"], ["forecast"], ["sim"], ["drain"], ["undrain"],
                        ["set"], ["skip"], ["pause"], ["continue"]):
            answer = ssislb(*command, "--help")
            self.assertEqual(answer.returncode, 0, answer.stderr)
            self.assertIn("Usage: ssislb", answer.stdout)

    def test_exit_codes_are_explained(self):
        self.assertIn("4 plan file not found", ssislb("--help").stdout)

    def test_the_version_is_the_project_s(self):
        version = re.search(r"VERSION (\d+\.\d+\.\d+)", (ROOT / "CMakeLists.txt").read_text())
        self.assertEqual(ssislb("--version").stdout.strip(), "ssislb " + version[1])


class usage(unittest.TestCase):
    def test_a_wrong_command_line_ends_with_6(self):
        for wrong in ([], ["fly"], ["run"], ["run", "a.toml", "--no-such-option"],
                      ["run", "a.toml", "--simulate=fast"], ["run", "a.toml", "--simulate=0"],
                      ["run", "a.toml", "--poll-interval", "soon"],
                      ["run", "a.toml", "--poll-interval", "nan"], ["sim", "a.toml", "--port=x"],
                      ["run", "a.toml", "--policy", "fastest"]):
            answer = ssislb(*wrong)
            self.assertEqual(answer.returncode, 6, wrong)
            self.assertNotEqual(answer.stderr + answer.stdout, "")


    def test_a_speed_without_an_equals_sign_is_explained(self):
        self.assertIn("--simulate=200", ssislb("run", "--simulate", "200", "a.toml").stderr)


class broken_plans(unittest.TestCase):
    def test_a_plan_that_is_not_there_ends_with_4(self):
        answer = ssislb("run", "no/such/plan.toml")
        self.assertEqual(answer.returncode, 4)
        self.assertIn("no/such/plan.toml", answer.stderr)

    def test_a_folder_cannot_be_loaded(self):
        self.assertEqual(ssislb("run", PLANS).returncode, 5)

    def test_every_kind_of_mistake_is_told_with_line_and_column(self):
        plans = sorted(BROKEN.glob("*.toml"))
        self.assertGreaterEqual(len(plans), 12)
        for plan in plans:
            answer = ssislb("run", plan)
            self.assertEqual(answer.returncode, 5, plan.name)
            self.assertEqual(answer.stdout, "", plan.name)
            for line in plan.with_suffix("").with_suffix(".expected.txt").read_text().splitlines():
                place, _, words = line.partition(" ")
                told = [l for l in answer.stderr.splitlines() if f"{plan.name}:{place}" in l]
                self.assertTrue(any(words in l for l in told), f"{plan.name}: {line}\n{answer.stderr}")


class run_output(unittest.TestCase):
    def test_json_lines_end_with_the_summary(self):
        answer = ssislb("run", PLANS / "nightly.toml", "--simulate=5000", "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        events = [json.loads(line) for line in answer.stdout.splitlines()]
        for event in events:
            self.assertRegex(event["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual(events[0]["event"], "run_started")
        summary = events[-1]
        self.assertEqual(summary["event"], "run_finished")
        self.assertEqual(summary["outcome"], "succeeded")
        self.assertEqual(len(summary["tasks"]), events[0]["tasks"])
        for key in ("makespan", "statements", "status_polls", "statements_per_job", "servers"):
            self.assertIn(key, summary)
        started = [e for e in events if e["event"] == "attempt_started"]
        self.assertEqual(len(started), summary["attempts"])
        for event in started:
            self.assertLessEqual({"task", "job", "server", "attempt"}, event.keys())

    def test_a_policy_of_the_command_line_takes_the_place_of_the_plan_s(self):
        plan = written_plan("""
[package]
name = "two"
policy = "pinned"
[defaults]
expected = "10m"
[[server]]
name = "a"
host = "a"
user = "u"
password_env = "P"
[[server]]
name = "b"
host = "b"
user = "u"
password_env = "P"
speed = 8.0
[[task]]
name = "one"
job = "one"
servers = ["a", "b"]
""")
        self.addCleanup(os.unlink, plan)
        def server_used(*policy):
            answer = ssislb("run", plan, "--simulate=5000", "--json", *policy)
            events = [json.loads(line) for line in answer.stdout.splitlines()]
            return [e["server"] for e in events if e["event"] == "attempt_started"]
        self.assertEqual(server_used(), ["a"])
        self.assertEqual(server_used("--policy", "critical_path"), ["b"])

    def test_a_failed_package_ends_with_1(self):
        self.assertEqual(ssislb("run", PLANS / "failure.toml", "--simulate=5000").returncode, 1)

    def test_a_pipe_gets_plain_lines_and_the_tables(self):
        answer = ssislb("run", PLANS / "nightly.toml", "--simulate=5000")
        self.assertNotIn("\x1b", answer.stdout)
        self.assertIn("run finished: succeeded", answer.stdout)
        self.assertRegex(answer.stdout, r"\d+ jobs started, \d+ statements \(\d+\.\d a job\)")

    def test_a_closed_pipe_ends_the_output_quietly(self):
        with subprocess.Popen([BINARY, "run", PLANS / "nightly.toml", "--simulate=5000"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            process.stdout.readline()
            process.stdout.close()
            self.assertEqual(process.stderr.read(), b"")
            self.assertEqual(process.wait(90), 0)


    def test_output_that_cannot_be_written_is_no_success(self):
        for arguments in (["run", PLANS / "nightly.toml", "--simulate=5000", "--json"],
                          ["check", PLANS / "nightly.toml", "--simulate"]):
            with open("/dev/full", "w") as full:
                answer = subprocess.run([BINARY, *map(str, arguments)], stdout=full,
                                        stderr=subprocess.PIPE, text=True, timeout=90)
            self.assertEqual(answer.returncode, 1, arguments)
            self.assertIn("standard output cannot be written", answer.stderr)


class run_signals(unittest.TestCase):
    def interrupt(self, times):
        plan = written_plan(ONE_LONG_TASK)
        self.addCleanup(os.unlink, plan)
        process = subprocess.Popen([BINARY, "run", plan, "--simulate=100", "--json"], text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        events = []
        for line in process.stdout:
            events.append(json.loads(line))
            if events[-1]["event"] == "attempt_started":
                break
        for _ in range(times):
            process.send_signal(signal.SIGINT)
            process.stderr.readline()
        events += [json.loads(line) for line in process.stdout]
        self.assertEqual(process.wait(60), 3)
        process.stdout.close()
        process.stderr.close()
        return events[-1]

    def test_a_second_interrupt_stops_our_jobs(self):
        summary = self.interrupt(2)
        self.assertEqual(summary["outcome"], "canceled")
        self.assertEqual([t["outcome"] for t in summary["tasks"]], ["canceled", "skipped"])

    def test_a_login_that_hangs_does_not_hold_the_command(self):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            plan = written_plan(ONE_LONG_TASK.replace(
                'host = "h"', f'host = "127.0.0.1"\nport = {silent.getsockname()[1]}'))
            self.addCleanup(os.unlink, plan)
            process = subprocess.Popen([BINARY, "run", plan, "--json"], text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       env={**os.environ, "P": "x"})
            self.assertEqual(json.loads(process.stdout.readline())["event"], "run_started")
            # The second one comes from the login.
            held = [silent.accept()[0], silent.accept()[0]]
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=10)
            for each in held:
                each.close()
            self.assertEqual(process.returncode, 3)
            self.assertEqual(json.loads(output.splitlines()[-1])["outcome"], "canceled")

    def test_a_third_interrupt_leaves_at_once(self):
        self.assertEqual(self.interrupt(3)["outcome"], "canceled")


class run_terminal(unittest.TestCase):
    def run_on_terminal(self, environment):
        master, slave = pty.openpty()
        process = subprocess.Popen([BINARY, "run", PLANS / "nightly.toml", "--simulate=2000"],
                                   stdout=slave, stderr=slave, stdin=slave,
                                   env={**os.environ, "TERM": "xterm", **environment})
        os.close(slave)
        seen = b""
        while select.select([master], [], [], 60)[0]:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            seen += part
        os.close(master)
        self.assertEqual(process.wait(60), 0)
        return seen.decode()

    def test_a_terminal_gets_a_live_view_and_the_summary(self):
        seen = self.run_on_terminal({})
        self.assertIn("tasks done", seen)
        self.assertIn("\x1b[32m", seen)
        self.assertIn("makespan", seen)

    def test_colours_can_be_refused(self):
        self.assertNotIn("\x1b[32m", self.run_on_terminal({"NO_COLOR": "1"}))


class check(unittest.TestCase):
    def test_a_good_plan_passes_on_simulated_servers(self):
        answer = ssislb("check", PLANS / "nightly.toml", "--simulate")
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        self.assertIn("connected: SQL Server", answer.stdout)

    def test_each_finding_is_a_line_of_severity_server_and_sentence(self):
        answer = ssislb("check", PLANS / "nightly.toml", "--simulate")
        for line in answer.stdout.splitlines():
            severity, server, sentence = line.split("\t")
            self.assertIn(severity, ("ok", "warning", "problem"))
            self.assertIn(server, ("etl01", "etl02", "etl03", "legacy"))
            self.assertIn("Agent state not visible to this login", sentence)

    def test_json_holds_the_same_findings(self):
        text = ssislb("check", PLANS / "nightly.toml", "--simulate").stdout
        answer = ssislb("check", PLANS / "nightly.toml", "--simulate", "--json")
        *findings, end = [json.loads(line) for line in answer.stdout.splitlines()]
        self.assertEqual([f"{each['severity']}\t{each['server']}\t{each['message']}"
                          for each in findings], text.splitlines())
        self.assertEqual(end, {"event": "check_finished", "outcome": "succeeded"})

    def test_a_server_that_is_not_there_is_a_problem(self):
        plan = written_plan(ONE_LONG_TASK.replace('host = "h"', 'host = "127.0.0.1"\nport = 1'))
        self.addCleanup(os.unlink, plan)
        answer = ssislb("check", plan, "--json", env={**os.environ, "P": "x"})
        self.assertEqual(answer.returncode, 1)
        findings = [json.loads(line) for line in answer.stdout.splitlines()]
        # Nobody has seen its jobs, so nothing is said of them.
        self.assertEqual([each["event"] for each in findings], ["finding", "check_finished"])
        self.assertEqual(findings[0]["severity"], "problem")
        self.assertIn("nothing listens", findings[0]["message"])
        self.assertEqual(findings[-1]["event"], "check_finished")


class sim(unittest.TestCase):
    def test_serves_the_plan_s_servers_until_it_is_ended(self):
        with tempfile.TemporaryDirectory() as folder:
            authority = os.path.join(folder, "ca.pem")
            with subprocess.Popen([BINARY, "sim", PLANS / "nightly.toml", "--ca-file", authority],
                                  stdout=subprocess.PIPE, text=True) as process:
                lines = []
                for line in process.stdout:
                    lines.append(line.rstrip("\n"))
                    if line.startswith("ready"):
                        break
                process.send_signal(signal.SIGTERM)
                self.assertEqual(process.wait(30), 0)
            self.assertEqual(lines[0].split("\t"), ["server", "address", "user", "password"])
            self.assertEqual(len(lines), 2 + 4)
            self.assertRegex(lines[1].split("\t")[1], r"^127\.0\.0\.1:\d+$")
            self.assertIn("BEGIN CERTIFICATE", open(authority).read())


    def test_a_port_that_is_taken_is_named(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            answer = ssislb("sim", PLANS / "nightly.toml", "--port", port)
        self.assertEqual(answer.returncode, 1)
        self.assertIn(f"port {port} cannot be listened on", answer.stderr)

    def test_ports_end_at_65535(self):
        answer = ssislb("sim", PLANS / "nightly.toml", "--port", "65535")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("choose a lower --port", answer.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
