#!/usr/bin/env python3
"""Black-box tests of runs that are kept in a journal: journal_test.py BINARY [CLASS]."""
import json
import os
import pathlib
import signal
import socket
import sqlite3
import subprocess
import sys
import unittest

import control_test
from control_test import BINARY, NIGHTLY

SERVERS = control_test.SERVER.format("etl01") + control_test.SERVER.format("etl02")


def plan_of(*tasks, name="night"):
    """Tasks are pairs of a name and further keys; each has a slot of its own."""
    text = f'[package]\nname = "{name}"\n' + SERVERS.replace("user =", "max_jobs = 4\nuser =")
    for task, more in tasks:
        text += f'[[task]]\nname = "{task}"\njob = "{task}"\noutcome_from = "job"\n{more}\n'
    return text


def lasts(duration):
    return f'simulate = {{ duration = "{duration}" }}'


# One task that ends, one that does not, and one behind it.
NIGHT = plan_of(("short", lasts("20s")), ("long", lasts("100h")), ("after", 'after = ["long"]'))


class KeptScene(control_test.Scene):
    """Simulated servers in a process of their own, so that runs can die and go on."""

    def setUp(self):
        super().setUp()
        self.state = self.folder / "state"
        self.journal = self.state / "ssislb" / "journal.db"

    def written(self, text, name="plan.toml"):
        path = self.folder / name
        path.write_text(text)
        return path

    def serve(self, plan, speed=300):
        """The option of a run on servers for that plan."""
        fleet = plan.with_suffix(".fleet")
        servers = subprocess.Popen([BINARY, "sim", plan, f"--speed={speed}", "--fleet", fleet],
                                   text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=self.environment)
        self.addCleanup(self.end, servers)
        for line in servers.stdout:
            if line.startswith("ready"):
                return f"--simulate={fleet}"
        self.fail(servers.stderr.read())

    def night(self, text=NIGHT, name="plan.toml"):
        plan = self.written(text, name)
        return plan, self.serve(plan)

    def begin(self, *arguments):
        process = subprocess.Popen([BINARY, *map(str, arguments), "--json"], text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=self.environment)
        self.addCleanup(self.end, process)
        return process

    def under_way(self, plan, servers, *options):
        """A run whose short task has ended; the long one runs."""
        process = self.begin("run", plan, servers, *options)
        ended = started = False
        for line in process.stdout:
            event = json.loads(line)
            ended |= event["event"] == "task_finished" and event["task"] == "short"
            started |= event["event"] == "attempt_started" and event["task"] == "long"
            if ended and started:
                return process
        self.fail(process.stderr.read())

    def left(self, *where):
        """The same, but its process is dead."""
        process = self.under_way(*where)
        process.kill()
        process.wait(60)
        return process

    def states(self, *arguments):
        return [json.loads(line)
                for line in self.granted("status", "--json", *arguments).splitlines()]


class journal_place(KeptScene):
    PLAN = plan_of(("short", lasts("20s")))

    def ran(self, *options, code=0):
        plan, servers = self.night(self.PLAN)
        answer = self.ssislb("run", plan, servers, *options)
        self.assertEqual(answer.returncode, code, answer.stderr)
        return answer

    def test_it_is_where_xdg_says_and_only_its_owner_reads_it(self):
        self.assertIn(f"run 1 in {self.journal}\n", self.ran().stderr)
        self.assertEqual(self.journal.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.journal.parent.stat().st_mode & 0o777, 0o700)

    def test_without_xdg_it_is_at_home(self):
        for useless in (None, "relative/state"):
            home = self.folder / f"home of {useless}".replace("/", " ")
            home.mkdir()
            self.environment["HOME"] = str(home)
            self.environment.pop("XDG_STATE_HOME", None)
            if useless:
                self.environment["XDG_STATE_HOME"] = useless
            self.ran()
            self.assertTrue((home / ".local/state/ssislb/journal.db").exists())

    def test_without_any_place_nothing_is_started(self):
        for each in ("HOME", "XDG_STATE_HOME"):
            self.environment.pop(each, None)
        answer = self.ran(code=6)
        self.assertEqual(answer.stdout, "")
        self.assertIn("there is no place for a journal", answer.stderr)
        self.assertIn("--journal FILE", answer.stderr)
        self.assertIn("there is no place for a journal", self.refused(1, "status"))
        self.assertIn("there is no place for a journal", self.refused(1, "resume"))

    def test_it_can_be_elsewhere(self):
        place = self.folder / "here.db"
        self.assertIn(f"run 1 in {place}\n", self.ran("--journal", place).stderr)
        self.assertFalse(self.state.exists())
        runs = self.states("--all", "--journal", place)
        self.assertEqual([run["outcome"] for run in runs], ["succeeded"])

    def test_a_run_can_do_without(self):
        self.assertNotIn("run 1", self.ran("--no-journal").stderr)
        self.assertFalse(self.state.exists())
        self.assertIn("--no-journal", self.refused(6, "run", "a.toml", "--no-journal", "--journal",
                                                   "j.db"))

    def test_simulated_servers_that_end_with_the_run_need_none(self):
        answer = self.ssislb("run", NIGHTLY, "--simulate=5000")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertFalse(self.state.exists())

    def test_a_run_on_servers_that_ended_with_it_cannot_be_resumed(self):
        place = self.folder / "here.db"
        process = self.start(NIGHT, "--journal", str(place))
        self.wait_for(process, "attempt_started")
        process.kill()
        process.wait(60)
        told = self.refused(6, "resume", "--journal", place)
        self.assertIn("simulated servers have ended with its process", told)
        self.assertIn("ssislb sim PLAN --fleet FILE", told)


class journal_run(KeptScene):
    def test_a_plan_with_a_run_under_way_is_not_run_again(self):
        plan, servers = self.night()
        first = self.under_way(plan, servers)
        told = self.refused(6, "run", plan, servers, "--json")
        self.assertIn("run 1 of this plan, begun ", told)
        self.assertIn(f"under way, process {first.pid}", told)
        self.assertIn("ssislb run --new", told)
        self.assertNotIn("ssislb resume", told)
        self.assertIn("Nothing was started.", told)

    def test_a_plan_with_a_run_that_was_left_is_not_run_again(self):
        plan, servers = self.night()
        self.left(plan, servers)
        told = self.refused(6, "run", plan, servers, "--json")
        self.assertIn("is not finished: it is left.", told)
        self.assertIn("ssislb resume 1 ", told)
        self.assertIn("ssislb run --new", told)
        self.assertIn("Nothing was started.", told)
        self.assertEqual(len(self.states("--all")), 1)

    def test_new_begins_anew_and_gives_up_what_was_left(self):
        plan, servers = self.night()
        self.left(plan, servers)
        second = self.begin("run", plan, servers, "--new")
        self.wait_for(second, "task_finished", task="short")
        second_run, first_run = self.states("--all")
        self.assertEqual((first_run["state"], first_run["outcome"]), ("finished", "unknown"))
        self.assertEqual((second_run["run"], second_run["state"]), (2, "under_way"))
        self.assertEqual(second_run["pid"], second.pid)

    def test_new_leaves_alone_what_is_under_way(self):
        plan, servers = self.night()
        first = self.under_way(plan, servers)
        second = self.begin("run", plan, servers, "--new")
        self.wait_for(second, "task_finished", task="short")
        self.assertEqual([(run["run"], run["pid"]) for run in self.states()],
                         [(2, second.pid), (1, first.pid)])
        told = self.refused(6, "resume")
        self.assertIn("2 runs are not finished; say which one:", told)
        self.assertIn(f"process {first.pid}", told)
        self.assertIn(f"process {second.pid}", told)

    def test_runs_of_other_plans_do_not_matter(self):
        self.left(*self.night())
        other, servers = self.night(plan_of(("short", lasts("20s"))), "other.toml")
        self.assertEqual(self.ssislb("run", other, servers).returncode, 0)

    def test_a_run_that_was_left_is_resumed_to_its_end(self):
        text = plan_of(("first", lasts("5m")), ("second", lasts("5m") + '\nafter = ["first"]'))
        plan, servers = self.night(text)
        process = self.begin("run", plan, servers)
        self.wait_for(process, "attempt_started", task="first")
        process.kill()
        process.wait(60)
        answer = self.ssislb("resume", "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        events = [json.loads(line) for line in answer.stdout.splitlines()]
        self.assertEqual(events[0]["event"], "run_resumed")
        started = [e["task"] for e in events if e["event"] == "attempt_started"]
        self.assertEqual(started.count("second"), 1)
        self.assertEqual(events[-1]["outcome"], "succeeded")
        self.assertEqual([t["attempts"] for t in events[-1]["tasks"]], [1, 1])
        self.assertIn("no run in ", self.refused(1, "resume"))
        self.assertIn("run 1 has ended: succeeded", self.refused(6, "resume", "1"))

    def test_a_run_under_way_is_not_resumed(self):
        process = self.under_way(*self.night())
        for name in ("1", "night", process.pid):
            told = self.refused(1, "resume", name, "--json")
            self.assertIn(f"process {process.pid} on {socket.gethostname()}", told)
        self.assertIn("has no run '7'", self.refused(6, "resume", "7"))

    def test_a_plan_that_is_gone_is_taken_from_the_journal(self):
        plan, servers = self.night(plan_of(("first", lasts("5m"))))
        process = self.begin("run", plan, servers)
        self.wait_for(process, "attempt_started", task="first")
        process.kill()
        process.wait(60)
        plan.unlink()
        answer = self.ssislb("resume", "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("is not there any more", answer.stderr)

    def test_after_the_third_interrupt_the_run_can_be_resumed(self):
        process = self.under_way(*self.night())
        for _ in range(3):
            process.send_signal(signal.SIGINT)
            process.stderr.readline()
        process.wait(60)
        self.assertIn("`ssislb resume 1` goes on with it", process.stderr.read())
        self.assertEqual([run["state"] for run in self.states()], ["left"])


class journal_status(KeptScene):
    def test_a_line_a_run(self):
        process = self.under_way(*self.night())
        heading, line = self.granted("status").splitlines()
        self.assertEqual(heading.split(), ["RUN", "STATE", "PACKAGE", "BEGUN", "TASKS"])
        self.assertRegex(line, rf"^1 +under way, process {process.pid} +night +\d{{4}}-\S+ +"
                               r"1 of 3 settled, 1 running$")
        process.kill()
        process.wait(60)
        self.assertRegex(self.granted("status").splitlines()[1], r"^1 +left +night ")

    def test_a_line_a_task(self):
        process = self.under_way(*self.night())
        for name in ("1", "night", process.pid):
            lines = self.granted("status", name).splitlines()
            self.assertEqual(lines[3].split(), ["TASK", "STATE", "ATTEMPTS", "SERVER", "SINCE"])
            self.assertRegex(lines[4], r"^short +succeeded +1 +etl0[12]")
            self.assertRegex(lines[5], r"^long +(starting|running) +1 +etl0[12]")
            self.assertRegex(lines[6], r"^after +waiting *$")
        self.assertIn("has no run 'day'", self.refused(6, "status", "day"))

    def test_json_says_all_of_it(self):
        plan, servers = self.night()
        process = self.under_way(plan, servers)
        (run,) = self.states()
        self.assertNotIn("tasks", run)
        (run,) = self.states("1")
        tasks = run.pop("tasks")
        for name in ("started", "last_event"):
            self.assertRegex(run.pop(name), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        counts = run.pop("counts")
        self.assertEqual(run, {"run": 1, "package": "night", "plan": str(plan.resolve()),
                               "state": "under_way", "pid": process.pid,
                               "host": socket.gethostname(), "paused": False})
        self.assertEqual(counts, {"waiting": 1, "ready": 0, "delayed": 0, "running": 1,
                                  "succeeded": 1, "failed": 0, "canceled": 0, "skipped": 0,
                                  "unknown": 0})
        short, long, after = tasks
        self.assertIn(short.pop("server"), ("etl01", "etl02"))
        self.assertEqual(short, {"task": "short", "state": "settled", "attempts": 1,
                                 "outcome": "succeeded"})
        self.assertIn(long["server"], ("etl01", "etl02"))
        self.assertEqual((long["task"], long["attempts"]), ("long", 1))
        self.assertEqual(after, {"task": "after", "state": "waiting", "attempts": 0})

    def test_whoever_looks_takes_nothing_away(self):
        text = plan_of(("short", lasts("20s")), ("next", lasts("20s") + '\nafter = ["short"]'),
                       ("long", lasts("100h")))
        process = self.begin("run", *self.night(text))
        self.wait_for(process, "attempt_started", task="short")
        self.states()
        self.wait_for(process, "task_finished", task="next")
        self.states()
        process.kill()
        process.wait(60)
        self.assertEqual(self.states()[0]["counts"]["succeeded"], 2)

    def test_a_pause_is_seen(self):
        process = self.under_way(*self.night())
        self.granted("pause")
        self.wait_for(process, "run_paused")
        self.assertTrue(self.states()[0]["paused"])

    def test_finished_runs_are_told_on_demand(self):
        plan, servers = self.night(plan_of(("bad", 'simulate = { outcome = "failed" }')))
        self.assertEqual(self.ssislb("run", plan, servers).returncode, 1)
        self.assertEqual(self.granted("status"), f"no run in {self.journal} is unfinished")
        self.assertEqual(self.states(), [])
        (run,) = self.states("--all")
        self.assertEqual((run["state"], run["outcome"]), ("finished", "failed"))
        self.assertGreater(run["finished"], run["started"])
        self.assertRegex(self.granted("status", "1").splitlines()[1], r"^1 +failed +night ")


class journal_stop(KeptScene):
    def test_a_run_is_stopped_from_elsewhere_and_its_end_awaited(self):
        text = plan_of(("short", lasts("20s")), ("long", lasts("20m")), ("after", 'after = ["long"]'))
        process = self.under_way(*self.night(text))
        self.assertRegex(self.granted("stop", "1"), r"(?s)^night: .*\nrun 1: canceled$")
        summary = self.wait_for(process, "run_finished", outcome="canceled")
        self.assertEqual([t["outcome"] for t in summary["tasks"]],
                         ["succeeded", "succeeded", "skipped"])
        self.assertEqual(process.wait(60), 3)

    def test_its_jobs_are_stopped_on_demand(self):
        process = self.under_way(*self.night())
        self.assertRegex(self.granted("stop", "night", "--jobs"), r"\nrun 1: canceled$")
        summary = self.wait_for(process, "run_finished", outcome="canceled")
        self.assertEqual([t["outcome"] for t in summary["tasks"]],
                         ["succeeded", "canceled", "skipped"])

    def test_who_does_not_wait_can_ask_for_more_later(self):
        process = self.under_way(*self.night())
        answer = json.loads(self.granted("stop", process.pid, "--no-wait", "--json"))
        self.assertEqual((answer["ok"], answer["control"], answer["jobs"]), (True, "stop", False))
        self.wait_for(process, "task_skipped", task="after")
        self.assertEqual([run["state"] for run in self.states()], ["under_way"])
        self.granted("stop", process.pid, "--jobs")
        self.assertEqual(process.wait(60), 3)

    def test_a_run_without_a_journal_is_stopped_too(self):
        process = self.under_way(*self.night(), "--no-journal")
        self.granted("stop", "night", "--jobs")
        self.wait_for(process, "run_finished", outcome="canceled")

    def test_a_run_whose_process_is_gone_is_taken_over(self):
        self.left(*self.night())
        answer = self.ssislb("stop", "1", "--json", "--jobs")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        summary = json.loads(answer.stdout.splitlines()[-1])
        self.assertEqual(summary["outcome"], "canceled")
        self.assertEqual([t["outcome"] for t in summary["tasks"]],
                         ["succeeded", "canceled", "skipped"])
        self.assertEqual([run["outcome"] for run in self.states("--all")], ["canceled"])

    def test_taken_over_its_jobs_may_run_to_their_ends(self):
        text = plan_of(("short", lasts("20s")), ("long", lasts("20m")), ("after", 'after = ["long"]'))
        self.left(*self.night(text))
        answer = self.ssislb("stop", "1", "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        summary = json.loads(answer.stdout.splitlines()[-1])
        self.assertEqual([t["outcome"] for t in summary["tasks"]],
                         ["succeeded", "succeeded", "skipped"])

    def test_a_run_that_has_ended_cannot_be_stopped(self):
        plan, servers = self.night(plan_of(("short", lasts("20s"))))
        self.assertEqual(self.ssislb("run", plan, servers).returncode, 0)
        self.assertIn("run 1 has ended: succeeded", self.refused(1, "stop", "1", "--jobs"))

    def test_of_several_runs_one_has_to_be_chosen(self):
        plan, servers = self.night()
        first = self.under_way(plan, servers)
        second = self.begin("run", plan, servers, "--new")
        self.wait_for(second, "task_finished", task="short")
        told = self.refused(6, "stop", "night", "--jobs")
        self.assertIn("2 runs are not finished; say which one:", told)
        for process in first, second:
            self.assertIn(f"process {process.pid}", told)
        self.assertEqual([run["state"] for run in self.states()], ["under_way", "under_way"])
        self.granted("stop", "2", "--jobs")
        self.assertEqual(second.wait(60), 3)
        self.assertEqual([(run["run"], run["state"]) for run in self.states()],
                         [(1, "under_way")])

    def test_a_name_that_is_not_there_is_told(self):
        self.assertIn("no run of yours is 'day'", self.refused(1, "stop", "day"))
        self.refused(6, "stop")


class journal_files(KeptScene):
    """Whatever is wrong with a journal: a sentence, nothing started, the file as it was."""

    def setUp(self):
        super().setUp()
        self.place = self.folder / "j.db"
        self.plan, self.servers = self.night(plan_of(("short", lasts("20s"))))

    def run_with(self, place):
        return "run", self.plan, self.servers, "--json", "--journal", place

    def left_alone(self, words):
        before = self.place.read_bytes()
        for code, command in ((6, self.run_with(self.place)), (1, ("status", "--journal", self.place)),
                              (1, ("resume", "--journal", self.place))):
            told = self.refused(code, *command)
            self.assertIn(str(self.place), told)
            self.assertIn(words, told)
            self.assertEqual(self.place.read_bytes(), before)

    def made(self):
        answer = self.ssislb(*self.run_with(self.place))
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def change(self, statement):
        with sqlite3.connect(self.place) as journal:
            journal.execute(statement)
        journal.close()

    def test_a_folder(self):
        for code, command in ((6, self.run_with(self.folder)),
                              (1, ("status", "--journal", self.folder))):
            self.assertIn(f"{self.folder} is a folder; name a file", self.refused(code, *command))

    def test_one_that_is_not_there(self):
        for command in (("status",), ("resume",)):
            told = self.refused(1, *command, "--journal", self.folder / "no.db")
            self.assertIn("is not there", told)
        self.assertFalse((self.folder / "no.db").exists())

    def test_a_folder_that_is_not_there(self):
        self.assertIn("no/such/j.db", self.refused(6, *self.run_with(self.folder / "no/such/j.db")))

    def test_a_file_of_something_else(self):
        self.place.write_text("a diary\n" * 1000)
        self.left_alone("is no journal and was left alone")

    def test_a_database_of_another_program(self):
        self.change("CREATE TABLE stock (item TEXT)")
        self.left_alone("is a database of another program and was left alone")

    def test_a_journal_of_a_later_version(self):
        self.made()
        self.change("PRAGMA user_version = 1000")
        self.left_alone("was made by a later version of ssislb")

    def test_a_damaged_journal(self):
        self.made()
        content = bytearray(self.place.read_bytes())
        content[4096:] = b"\xa5" * (len(content) - 4096)
        self.place.write_bytes(content)
        self.left_alone("is damaged")

    def test_a_journal_that_is_locked(self):
        self.made()
        journal = sqlite3.connect(self.place, isolation_level=None)
        self.addCleanup(journal.close)
        journal.execute("BEGIN EXCLUSIVE")
        self.assertIn("is locked by another program", self.refused(6, *self.run_with(self.place)))


class journal_help(KeptScene):
    def test_each_command_explains_itself(self):
        for command, words in (
                ("run", ("--journal", "--no-journal", "--new", "XDG_STATE_HOME")),
                ("resume", ("RUN", "--journal", "--simulate", "looked for on the servers")),
                ("status", ("RUN", "--all", "--json", "--journal")),
                ("stop", ("RUN", "--jobs", "--no-wait", "--json", "--journal", "taken over"))):
            told = self.granted(command, "--help")
            for each in words:
                self.assertIn(each, told, command)
        for command in ("resume", "status", "stop"):
            self.assertIn(command, self.granted("--help"))
            self.refused(6, command, "--no-such-option")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
