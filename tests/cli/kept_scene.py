"""Runs that are kept, on simulated servers of another process: for tests of the command."""
import json
import subprocess

import control_test
from control_test import BINARY

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
