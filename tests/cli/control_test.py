#!/usr/bin/env python3
"""Black-box tests of changing a run under way: control_test.py BINARY [CLASS]."""
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
NIGHTLY = ROOT / "examples" / "plans" / "nightly.toml"
BINARY = sys.argv[1] if len(sys.argv) > 1 else "ssislb"

SERVER = """
[[server]]
name = "{0}"
host = "h"
user = "u"
password_env = "P"
"""
ENDLESS = """
[[task]]
name = "{0}"
job = "{0}"
simulate = {{ duration = "100h" }}
"""


def endless_plan(name="night", tasks=6):
    """Two servers of a slot each, tasks that do not end on their own."""
    text = f'[package]\nname = "{name}"\n' + SERVER.format("etl01") + SERVER.format("etl02")
    text += "".join(ENDLESS.format(f"task {i}") for i in range(1, tasks + 1))
    return text + ENDLESS.format("after") + 'after = ["task 1"]\n'


class Scene(unittest.TestCase):
    """A folder for sockets and plans, and runs that are ended with the test."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.sockets = self.folder / "sockets"
        # Runs are kept in a journal; the user's own is left alone.
        self.environment = {**os.environ, "SSISLB_CONTROL_DIR": str(self.sockets),
                            "XDG_STATE_HOME": str(self.folder / "state")}

    def ssislb(self, *arguments):
        return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True,
                              timeout=90, stdin=subprocess.DEVNULL, env=self.environment)

    def start(self, plan, *options):
        file = self.folder / f"{len(list(self.folder.iterdir()))}.toml"
        file.write_text(plan)
        process = subprocess.Popen([BINARY, "run", str(file), "--simulate=100", "--json", *options],
                                   text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=self.environment)
        self.addCleanup(self.end, process)
        return process

    def started(self, name="night", *options):
        """A run whose two slots are taken."""
        process = self.start(endless_plan(name), *options)
        self.wait_for(process, "attempt_started")
        self.wait_for(process, "attempt_started")
        return process

    def end(self, process):
        if process.poll() is None:
            process.kill()
        process.wait(60)
        process.stdout.close()
        process.stderr.close()

    def wait_for(self, process, event, **fields):
        for line in process.stdout:
            found = json.loads(line)
            if found["event"] == event and fields.items() <= found.items():
                return found
        self.fail(f"the run ended without {event}: {process.stderr.read()}")

    def granted(self, *arguments):
        answer = self.ssislb(*arguments)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(answer.stderr, "")
        return answer.stdout.rstrip("\n")

    def refused(self, code, *arguments):
        answer = self.ssislb(*arguments)
        self.assertEqual(answer.returncode, code, answer.stdout + answer.stderr)
        self.assertEqual(answer.stdout, "")
        return answer.stderr

    def socket_of(self, process):
        return next(self.sockets.glob(f"{process.pid}-*.sock"))


class control(Scene):
    def test_a_command_right_after_the_start_of_the_run_waits_for_it(self):
        process = self.start(endless_plan())
        self.assertRegex(self.granted("drain", "etl02"), r"^etl02: drained, ")
        self.granted("set", "etl01", "max_jobs=8")
        self.wait_for(process, "server_drained", server="etl02")
        self.wait_for(process, "server_limited", server="etl01", max_jobs=8)

    def test_servers_are_drained_limited_and_undrained(self):
        process = self.started()
        self.assertEqual(self.granted("drain", "etl01"),
                         "etl01: drained, 1 of our jobs still runs there")
        self.assertEqual(self.granted("drain", "etl01"),
                         "etl01: drained already, 1 of our jobs still runs there")
        self.wait_for(process, "server_drained", server="etl01")
        self.granted("set", "etl01", "max_jobs=2")
        self.granted("set", "etl02", "max_jobs=2")
        # The drained one takes nothing.
        self.assertEqual(self.wait_for(process, "attempt_started")["server"], "etl02")
        self.assertRegex(self.granted("undrain", "etl01"), "^etl01: takes work again, ")
        self.wait_for(process, "server_undrained", server="etl01")
        self.assertEqual(self.wait_for(process, "attempt_started")["server"], "etl01")

    def test_tasks_are_skipped(self):
        process = self.started()
        self.assertEqual(self.granted("skip", "task 5"), "task 5: skipped")
        self.wait_for(process, "skip_requested", task="task 5")
        self.wait_for(process, "task_skipped", task="task 5", reason="requested")
        self.assertEqual(self.granted("skip", "after"),
                         "after: will be skipped when its constraints hold")
        self.assertIn("cannot be skipped", self.refused(1, "skip", "task 1"))
        self.assertIn("final outcome", self.refused(1, "skip", "task 5"))

    def test_a_run_is_paused_and_goes_on(self):
        process = self.started()
        self.assertEqual(self.granted("pause"), "night: paused, 2 of our jobs still run")
        self.wait_for(process, "run_paused")
        self.assertIn("; the run is paused", self.granted("set", "etl01", "max_jobs=2"))
        self.assertEqual(self.granted("continue"), "night: goes on")
        self.wait_for(process, "run_continued")
        self.wait_for(process, "attempt_started", server="etl01")

    def test_a_paused_run_can_be_canceled(self):
        process = self.started()
        self.granted("pause")
        self.wait_for(process, "run_paused")
        process.send_signal(signal.SIGINT)
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        self.wait_for(process, "run_finished", outcome="canceled")
        self.assertEqual(process.wait(60), 3)

    def test_the_answer_can_be_had_as_json(self):
        self.started()
        answer = json.loads(self.granted("drain", "etl02", "--json"))
        self.assertEqual(answer, {"ok": True, "control": "drain", "package": "night",
                                  "changed": True, "paused": False, "server": "etl02",
                                  "state": "up", "drained": True, "max_jobs": 1, "running": 1,
                                  "foreign": 0})
        refused = self.ssislb("skip", "task 1", "--json")
        self.assertEqual(refused.returncode, 1)
        self.assertEqual(json.loads(refused.stdout)["reason"], "task_is_running")

    def test_a_name_that_is_not_there_ends_with_6_and_a_suggestion(self):
        self.started()
        self.assertIn('did you mean "etl01"?', self.refused(6, "drain", "etl10"))
        self.assertIn('did you mean "task 1"?', self.refused(6, "skip", "tsk 1"))
        for wrong in (["set", "etl01"], ["set", "etl01", "max_jobs=0"], ["drain"], ["skip"],
                      ["set", "etl01", "max_jobs=many"], ["set", "etl01", "max_jobs=1001"],
                      ["set", "etl01", "speed=2"], ["pause", "etl01"]):
            self.refused(6, *wrong)

    def test_several_users_at_once_are_answered_one_after_the_other(self):
        process = self.started()
        words = ["drain", "undrain"] * 6
        asking = [subprocess.Popen([BINARY, word, "etl01", "--json"], text=True,
                                   stdout=subprocess.PIPE, env=self.environment) for word in words]
        answers = [json.loads(each.communicate(timeout=60)[0]) for each in asking]
        self.assertTrue(all(each["ok"] for each in answers))
        self.assertEqual([each["drained"] for each in answers],
                         [word == "drain" for word in words])
        self.granted("pause")
        changes = []
        for line in process.stdout:
            event = json.loads(line)["event"]
            if event == "run_paused":
                break
            if event.startswith("server_"):
                changes.append(event)
        expected = ["server_drained", "server_undrained"] * len(changes)
        self.assertEqual(changes, expected[:len(changes)])
        self.assertEqual(len(changes), sum(each["changed"] for each in answers))


class control_view(Scene):
    def test_the_live_view_shows_drained_servers_slots_and_pauses(self):
        plan = self.folder / "plan.toml"
        plan.write_text(endless_plan())
        master, slave = pty.openpty()
        process = subprocess.Popen([BINARY, "run", plan, "--simulate=100"], stdout=slave,
                                   stderr=slave, stdin=slave,
                                   env={**self.environment, "TERM": "xterm"})
        os.close(slave)
        self.addCleanup(os.close, master)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        seen = ""

        def see(pattern):
            nonlocal seen
            while not re.search(pattern, seen):
                self.assertTrue(select.select([master], [], [], 60)[0], f"{pattern} in {seen}")
                seen += os.read(master, 65536).decode(errors="replace")

        see(r"etl01 +# task")
        self.granted("drain", "etl01")
        self.granted("set", "etl02", "max_jobs=3")
        self.granted("pause")
        see(r"etl01 +# drained task")
        see(r"etl02 +#+\.* of 3 ")
        see("night, paused: 0 of 7 tasks done")
        self.granted("continue")
        seen = ""
        see("night: 0 of 7 tasks done")


class control_runs(Scene):
    def test_without_a_run_there_is_nothing_to_control(self):
        self.assertIn("no run of yours is under way", self.refused(1, "pause"))
        self.assertIn("no run of yours is 'night'", self.refused(1, "pause", "--run", "night"))

    def test_of_several_runs_one_has_to_be_chosen(self):
        one = self.started("first night")
        other = self.started("second/night")
        told = self.refused(6, "drain", "etl01")
        self.assertIn("2 runs of yours are under way", told)
        for process, name in ((one, "first night"), (other, "second/night")):
            self.assertRegex(told, rf"--run {process.pid} +{name}, since \d{{4}}-")
        self.granted("drain", "etl01", "--run", "second/night")
        self.wait_for(other, "server_drained")
        self.granted("drain", "etl02", "--run", other.pid)
        self.wait_for(other, "server_drained", server="etl02")
        self.granted("pause", "--run", self.socket_of(one))
        self.wait_for(one, "run_paused")
        self.assertIn("first night", self.refused(6, "pause", "--run", "third night"))

    def test_a_run_that_was_killed_leaves_nothing_that_matters(self):
        dead = self.started("dead")
        left = self.socket_of(dead)
        dead.kill()
        dead.wait(60)
        self.assertTrue(left.exists())
        self.started("living")
        self.assertEqual(self.granted("pause"), "living: paused, 2 of our jobs still run")
        self.assertFalse(left.exists())

    def test_the_socket_goes_with_the_run(self):
        process = self.start(endless_plan(tasks=1))
        self.wait_for(process, "attempt_started")
        path = self.socket_of(process)
        self.assertEqual(self.sockets.stat().st_mode & 0o777, 0o700)
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        process.send_signal(signal.SIGINT)
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        self.wait_for(process, "run_finished")
        process.wait(60)
        self.assertEqual(list(self.sockets.iterdir()), [])

    def test_the_socket_can_be_put_elsewhere(self):
        path = self.folder / "here"
        self.started("night", "--control-socket", str(path))
        self.assertFalse(self.sockets.exists())
        self.assertIn("night: paused", self.granted("pause", "--run", path))

    def test_a_run_goes_on_without_a_socket(self):
        self.sockets.mkdir(mode=0o755)
        self.sockets.chmod(0o755)
        answer = self.ssislb("run", NIGHTLY, "--simulate=5000", "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("warning: the run cannot be controlled", answer.stderr)
        warnings = [e for e in map(json.loads, answer.stdout.splitlines())
                    if e["event"] == "warning"]
        self.assertTrue(any("chmod 700" in each["message"] for each in warnings))

    def test_rubbish_does_not_harm_the_run(self):
        process = self.started()
        for rubbish in (b"\xff" * 300_000, b"\n" * 1000, b"{}\n", b'{"control":"fly"}\n', b"half"):
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(self.socket_of(process)))
                try:
                    client.sendall(rubbish)
                except OSError:
                    pass  # left before it had sent all
        self.assertEqual(self.granted("pause"), "night: paused, 2 of our jobs still run")
        self.wait_for(process, "run_paused")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
