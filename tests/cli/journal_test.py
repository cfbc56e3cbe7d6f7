#!/usr/bin/env python3
"""Black-box tests of runs that are kept in a journal: journal_test.py BINARY [CLASS]."""
import json
import signal
import socket
import sqlite3
import sys
import unittest

from control_test import NIGHTLY
from kept_scene import NIGHT, KeptScene, lasts, plan_of


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


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
