#!/usr/bin/env python3
"""Black-box tests of ssislb status and stop: status_test.py BINARY [CLASS]."""
import json
import socket
import sys
import unittest

from kept_scene import KeptScene, lasts, plan_of


class run_status(KeptScene):
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


class run_stop(KeptScene):
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


class run_help(KeptScene):
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
