#!/usr/bin/env python3
"""Black-box tests of ssislb forecast: forecast_test.py BINARY [CLASS]."""
import datetime
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import unittest

import command_test as command
from safety_test import SECRET, environment, folder_test

NIGHTLY = command.PLANS / "nightly.toml"

SERVER = """
[[server]]
name = "{name}"
host = "etl.example.com"
max_jobs = {slots}
speed = {speed}
user = "u"
password_env = "P"
"""


def plan_of(servers, tasks):
    text = '[package]\nname = "night"\n'
    for name, slots, speed in servers:
        text += SERVER.format(name=name, slots=slots, speed=speed)
    for name, more in tasks:
        text += f'[[task]]\nname = "{name}"\njob = "{name}"\n{more}\n'
    return text


TWO = plan_of([("etl01", 1, 1.0), ("etl02", 1, 0.5)],
              [("a", 'expected = "10m"'), ("b", 'expected = "10m"'), ("c", 'expected = "5m"'),
               ("pinned", 'servers = ["etl02"]\nexpected = "1m"'),
               ("alarm", 'after_failure = ["a"]')])


def forecast(*arguments, **options):
    return command.ssislb("forecast", *arguments, **options)


def events(answer):
    return [json.loads(line) for line in answer.stdout.splitlines()]


class forecast_folder(folder_test):
    def plan_file(self, text, name="plan.toml"):
        return self.written(name, text)

    def good(self, *arguments, **options):
        answer = forecast(*arguments, **options)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return answer

    def end_of(self, *arguments, **options):
        return events(self.good(*arguments, "--json", **options))[-1]


class forecast_text(forecast_folder):
    def test_a_small_plan_is_told_task_by_task(self):
        answer = self.good(self.plan_file(TWO))
        self.assertEqual(answer.stderr, "")
        self.assertNotIn("\x1b", answer.stdout)
        self.assertRegex(answer.stdout, r"(?m)^pinned +etl02 +\+")
        self.assertRegex(answer.stdout, r"(?m)^alarm +not run: it follows a failure")
        self.assertRegex(answer.stdout, r"(?m)^critical path +server +start")
        self.assertRegex(answer.stdout, r"(?m)^add next +makespan +saves$")
        self.assertRegex(answer.stdout, r"(?m)^one more (slot on|server like) etl01 ")
        self.assertIn("5 tasks, 4 of them run, on 2 servers with 2 slots", answer.stdout)
        self.assertIn("durations: 0 from history, 4 from `expected`, 0 guessed", answer.stdout)
        self.assertRegex(answer.stdout,
                         r"makespan \d+m; begun at \d\d:\d\d, the run ends at .*\d\d:\d\d")
        self.assertRegex(answer.stdout, r"lower bound .*: the .* binds?: ")
        self.assertRegex(answer.stdout, r"ratio 1\.\d{3}")
        self.assertNotIn("with noise", answer.stdout)

    def test_noise_and_seeds_ask_for_a_spread(self):
        plan = self.plan_file(TWO)
        self.assertIn("with noise 0.3, 20 seeds: mean", self.good(plan, "--noise=0.3").stdout)
        self.assertIn("with noise 0.3, 4 seeds: mean", self.good(plan, "--seeds=4").stdout)
        both = self.good(plan, "--noise", "0.1", "--seeds", "7").stdout
        self.assertIn("with noise 0.1, 7 seeds", both)
        self.assertRegex(self.good(plan, "--seeds=2").stdout, r"it ends at .* in 9 of 10")

    def test_a_plan_that_tells_no_durations_is_guessed_at(self):
        guessed = plan_of([("etl01", 1, 1.0)], [("a", ""), ("b", "")])
        self.assertIn("durations are guessed: nothing tells how long any task takes",
                      self.good(self.plan_file(guessed)).stdout)

    def test_the_chart_fits_the_width_and_forty_lines(self):
        many = plan_of([(f"server number {i:03}", 4, 1.0) for i in range(60)],
                       [(f"t{i}", 'expected = "7m"') for i in range(300)])
        plan = self.plan_file(many)
        for width in (60, 132):
            text = self.good(plan, "--policy=least_loaded",
                             env={**os.environ, "COLUMNS": str(width)}).stdout
            chart = text[text.index("slots in use"):text.index("\n\nadd next")].splitlines()
            self.assertLessEqual(len(chart), 40)
            self.assertEqual(max(map(len, chart)), width)
            self.assertIn("23 more servers, with less use, are not drawn", text)

    def test_a_large_plan_is_told_without_its_tasks(self):
        chain = plan_of([("etl01", 2, 1.0)],
                        [(f"t{i}", f'expected = "{i + 1}s"'
                          + (f'\nafter = ["t{i - 1}"]' if i else "")) for i in range(100)])
        plan = self.plan_file(chain)
        short = self.good(plan).stdout
        self.assertNotIn("latest start", short)
        self.assertIn("and 75 shorter tasks between these", short)
        self.assertLess(len(short.splitlines()), 60)
        full = self.good(plan, "--tasks").stdout
        self.assertIn("latest start", full)
        self.assertNotIn("shorter tasks between", full)

    def test_a_terminal_gets_a_chart_of_its_width(self):
        master, slave = pty.openpty()
        environ = {k: v for k, v in os.environ.items() if k != "COLUMNS"}
        subprocess.run(["stty", "cols", "100", "rows", "30"], stdin=slave, check=True)
        process = subprocess.Popen([command.BINARY, "forecast", NIGHTLY], stdout=slave,
                                   stderr=slave, stdin=slave, env={**environ, "TERM": "xterm"})
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
        rows = [l for l in seen.decode().splitlines() if re.match(r"etl0\d \d +[.\[=]", l)]
        self.assertEqual({len(row.rstrip("\r")) for row in rows}, {100})


class forecast_json(forecast_folder):
    def test_lines_hold_tasks_servers_path_options_and_the_end(self):
        lines = events(self.good(self.plan_file(TWO), "--json", "--seeds=3"))
        kinds = [each["event"] for each in lines]
        self.assertEqual(kinds.count("task_forecast"), 5)
        self.assertEqual(kinds.count("server_forecast"), 2)
        self.assertEqual(kinds.count("capacity_option"), 4)
        self.assertEqual(kinds.count("makespan_spread"), 1)
        self.assertEqual(kinds[-1], "forecast")
        end = lines[-1]
        steps = [each for each in lines if each["event"] == "critical_step"]
        self.assertAlmostEqual(sum(each["length"] + each["gap"] for each in steps),
                               end["makespan"])
        self.assertEqual(end["estimated_from"], {"history": 0, "expected": 4, "guess": 0})
        self.assertAlmostEqual(end["ratio"], end["makespan"] / end["lower_bound"])
        self.assertRegex(end["ends"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        by_task = {each["task"]: each for each in lines if each["event"] == "task_forecast"}
        self.assertEqual(by_task["alarm"]["reason"], "precedence")
        self.assertEqual(by_task["pinned"]["server"], "etl02")
        self.assertEqual(by_task["a"]["estimated_from"], "expected")

    def test_warnings_of_the_plan_are_lines_too(self):
        plan = self.plan_file(TWO.replace('user = "u"', 'user = "u"\nencryption = "off"', 1))
        answer = self.good(plan, "--json")
        first = events(answer)[0]
        self.assertEqual(first["event"], "warning")
        self.assertIn(first["message"], answer.stderr)


class forecast_what_if(forecast_folder):
    def test_other_fleets_make_other_runs(self):
        plan = self.plan_file(TWO)
        now = self.end_of(plan)["makespan"]
        more = self.end_of(plan, "--with", "etl03=2x4")
        self.assertLess(more["makespan"], now)
        self.assertEqual(more["changes"], ["etl03 added, speed 2, 4 slots"])
        self.assertLess(self.end_of(plan, "--with", "etl02=4x1")["makespan"], now)
        less = self.end_of(plan_copy := self.plan_file(TWO.replace('servers = ["etl02"]', ""),
                                                       "free.toml"), "--without", "etl02")
        self.assertGreater(less["makespan"], self.end_of(plan_copy)["makespan"])
        self.assertIn("what if: etl03 added, speed 2, 4 slots",
                      self.good("--with", "etl03=2x4", plan).stdout)

    def test_several_changes_at_once(self):
        plan = self.plan_file(TWO.replace('servers = ["etl02"]', ""))
        end = self.end_of(plan, "--with=etl03=1x1", "--with=etl04=1x1", "--without=etl01",
                          "--without=etl02")
        self.assertEqual(end["servers"], 2)

    def test_a_wrong_question_is_one_sentence_and_6(self):
        # Its warning must not come in between.
        plan = self.plan_file(TWO.replace('user = "u"', 'user = "u"\nencryption = "off"', 1))
        for arguments, words in (
                (["--without", "etl2"], 'did you mean "etl02"?'),
                (["--without", "somewhere"], "it has etl01, etl02"),
                (["--with", "etl03=1.5"], "write SERVER=SPEEDxSLOTS"),
                (["--with", "=1x1"], "write SERVER=SPEEDxSLOTS"),
                (["--with", "etl03=1.5x-1"], "write SERVER=SPEEDxSLOTS"),
                (["--with", "etl03=0x1"], "speed must be a finite number above 0"),
                (["--with", "etl03=nanx1"], "speed must be a finite number above 0"),
                (["--with", "etl03=1e999x1"], "speed must be a finite number above 0"),
                (["--with", "etl03=1x0"], "max_jobs = 0 leaves no slot"),
                (["--with", "etl03=1x99999999999"], "at most 1000"),
                (["--with", "ETL01=1x1"], "used twice"),
                (["--with", "a=1x1", "--with", "a=2x1"], "stands twice"),
                (["--with", "etl01=1x1", "--without", "etl01"], "stands twice"),
                (["--without", "etl01", "--without", "etl02"], "takes all servers away"),
                (["--without", "etl02"], 'no server is left for "pinned"')):
            answer = forecast(plan, *arguments)
            self.assertEqual(answer.returncode, 6, arguments)
            self.assertEqual(answer.stdout, "", arguments)
            self.assertIn(words, answer.stderr, arguments)
            self.assertEqual(len(answer.stderr.splitlines()), 1, answer.stderr)

    def test_a_task_whose_tags_no_server_has_is_named(self):
        answer = forecast(command.PLANS / "nightly.toml", "--without", "legacy")
        self.assertEqual((answer.returncode, answer.stdout), (6, ""))
        self.assertIn('no server is left for "extract ledger"', answer.stderr)

    def test_a_run_may_begin_at_another_time(self):
        plan = self.plan_file(TWO)
        today = datetime.date.today()
        july = today.year if today < datetime.date(today.year, 7, 1) else today.year + 1
        answer = forecast(plan, "--start", f"{july}-07-01 22:00", "--json",
                          env={**os.environ, "TZ": "CET-1CEST,M3.5.0,M10.5.0/3"})
        last = json.loads(answer.stdout.splitlines()[-1])
        # By summer time, whenever it is asked.
        self.assertEqual(last["begins"], f"{july}-07-01T20:00:00.000Z")
        self.assertEqual(forecast(plan, "--start", "tonight").returncode, 6)

    def test_numbers_out_of_range_end_with_6(self):
        plan = self.plan_file(TWO)
        for wrong in ("--noise=nan", "--noise=-1", "--noise=much", "--seeds=0", "--seeds=1.5"):
            answer = forecast(plan, wrong)
            self.assertEqual((answer.returncode, answer.stdout), (6, ""), wrong)

    def test_plans_that_are_not_there_or_broken(self):
        self.assertEqual(forecast("no/such.toml").returncode, 4)
        broken = forecast(command.BROKEN / "cycle.toml")
        self.assertEqual((broken.returncode, broken.stdout), (5, ""))
        self.assertIn("cycle.toml:", broken.stderr)

    def test_an_interrupt_ends_a_long_forecast(self):
        plan = self.plan_file(plan_of([("etl01", 4, 1.0)], [(f"t{i}", "") for i in range(2000)]))
        process = subprocess.Popen([command.BINARY, "forecast", plan, "--seeds=10000"],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(0.5)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=5)
        self.assertEqual((process.returncode, output), (-signal.SIGINT, b""))


class forecast_history(forecast_folder):
    def test_lengths_come_from_histories_and_a_silent_server_is_warned_of(self):
        with self.served(duration="100s") as server:
            text = f"""
[package]
name = "night"
[[server]]
name = "s"
host = "localhost"
{server}user = "u"
password_env = "P"
[[server]]
name = "gone"
host = "127.0.0.1"
port = 1
user = "u"
password_env = "P"
[[task]]
name = "load"
job = "load"
expected = "1s"
[[task]]
name = "unheard"
job = "unheard"
servers = ["gone"]
"""
            env = environment(SECRET)
            before = self.asked("forecast", self.written("two.toml", text), "--history", "--json",
                                env=env)
            ran = self.asked("run", self.plan(server + 'user = "u"\npassword_env = "P"'), env=env)
            self.assertEqual(ran.returncode, 0, ran.stderr)
            after = self.asked("forecast", self.written("two.toml", text), "--history", "--json",
                               env=env)
        for answer, sources in ((before, {"history": 0, "expected": 1, "guess": 1}),
                                (after, {"history": 1, "expected": 0, "guess": 1})):
            self.assertEqual(answer.returncode, 0, answer.stderr)
            self.assertIn(b"warning: no history of gone: ", answer.stderr)
            self.assertEqual(answer.stderr.count(b"warning:"), 1, answer.stderr)
            lines = [json.loads(line) for line in answer.stdout.splitlines()]
            self.assertEqual(lines[0]["event"], "warning")
            self.assertEqual(lines[-1]["estimated_from"], sources)
        load = next(each for each in lines if each.get("task") == "load")
        self.assertEqual(load["estimated_from"], "history")
        self.assertAlmostEqual(load["end"] - load["start"], 100, delta=15)

    def test_a_password_that_is_not_there_is_a_warning(self):
        environ = {k: v for k, v in os.environ.items() if k != "P"}
        answer = self.good(self.plan_file(TWO), "--history", env=environ)
        self.assertEqual(answer.stderr.count("warning: no history of etl0"), 2, answer.stderr)
        self.assertIn("0 from history, 4 from `expected`", answer.stdout)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
