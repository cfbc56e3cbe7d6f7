"""Tests of wfformat_to_plan.py: wfformat_to_plan_test.py SSISLB"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TINY = HERE / "tiny_workflow.json"
SSISLB = ""


def convert(workflow, *options):
    return subprocess.run(
        [sys.executable, "-B", HERE / "wfformat_to_plan.py", workflow, *options],
        capture_output=True,
        encoding="utf-8",
        timeout=30,
    )


class GoodWorkflow(unittest.TestCase):
    def test_each_task_becomes_a_task_with_a_job_of_its_own(self):
        plan = convert(TINY).stdout
        self.assertTrue(plan.startswith('[package]\nname = "tiny"\n'))
        self.assertEqual(plan.count("\n[[server]]\n"), 8)
        self.assertEqual(plan.count("\nmax_jobs = 4\n"), 8)
        # Two tasks are called "split": they go by their ids. The parent stands after its child.
        self.assertEqual(
            plan[plan.index("\n[[task]]") :],
            r"""
[[task]]
name = "merge \"größer\""
job = "merge \"größer\""
after = ["split_2", "split_1"]
expected = "1385000ms"
simulate = { duration = "1385000ms" }

[[task]]
name = "split_1"
job = "split_1"
expected = "12ms"
simulate = { duration = "12ms" }

[[task]]
name = "split_2"
job = "split_2"
after = ["split_1"]
expected = "1ms"
simulate = { duration = "1ms" }
""",
        )

    def test_servers_are_as_asked_for(self):
        plan = convert(TINY, "--speeds=2,0.5", "--slots=7").stdout
        self.assertEqual(plan.count("[[server]]"), 2)
        self.assertIn("max_jobs = 7\nspeed = 2.0\n", plan)
        self.assertIn("max_jobs = 7\nspeed = 0.5\n", plan)

    def test_options_out_of_range_are_refused(self):
        for option in ("--slots=0", "--slots=1001", "--slots=x", "--speeds=", "--speeds=1,0",
                       "--speeds=nan", "--speeds=-1"):
            with self.subTest(option):
                result = convert(TINY, option)
                self.assertEqual(result.returncode, 2)
                self.assertEqual(result.stdout, "")

    def test_the_plan_is_good(self):
        with tempfile.TemporaryDirectory() as folder:
            plan = pathlib.Path(folder) / "tiny.toml"
            plan.write_text(convert(TINY).stdout, encoding="utf-8")
            check = subprocess.run(
                [SSISLB, "check", plan, "--simulate"],
                capture_output=True,
                encoding="utf-8",
                timeout=60,
            )
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)


class BrokenWorkflow(unittest.TestCase):
    """Each test breaks the good workflow in one place."""

    def setUp(self):
        self.document = json.loads(TINY.read_text(encoding="utf-8"))
        self.tasks = self.document["workflow"]["specification"]["tasks"]
        self.runs = self.document["workflow"]["execution"]["tasks"]

    def assert_refused(self, message, text=None):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "broken.json"
            path.write_text(json.dumps(self.document) if text is None else text, encoding="utf-8")
            result = convert(path)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stdout, "")
        self.assertTrue(result.stderr.startswith(f"{path}: "), result.stderr)
        self.assertIn(message, result.stderr)
        self.assertNotIn("Traceback", result.stderr)

    def test_a_cycle_is_shown_with_its_path(self):
        self.tasks[1]["parents"] = ["split_2"]
        self.assert_refused("wait for each other: split_2 -> split_1 -> split_2")

    def test_a_task_that_is_its_own_parent_is_a_cycle(self):
        self.tasks[1]["parents"] = ["split_1"]
        self.assert_refused("wait for each other: split_1 -> split_1")

    def test_a_parent_must_be_there(self):
        self.tasks[2]["parents"] = ["split_9"]
        self.assert_refused("task 'split_2' has the unknown parent 'split_9'")

    def test_a_runtime_must_be_there(self):
        self.runs.pop()
        self.assert_refused("task 'merge_3' has no runtime in workflow.execution.tasks")

    def test_a_runtime_is_a_number_from_0(self):
        for wrong in (None, "12", True):
            self.runs[0]["runtimeInSeconds"] = wrong
            self.assert_refused("task 'split_1' has no runtimeInSeconds")
        for wrong in (-1, float("nan"), float("inf")):
            self.runs[0]["runtimeInSeconds"] = wrong
            self.assert_refused("task 'split_1' has the runtime")

    def test_ids_are_unique(self):
        self.tasks[2]["id"] = "split_1"
        self.assert_refused("the id 'split_1' is used twice")

    def test_a_task_has_an_id_a_name_and_a_list_of_parents(self):
        del self.tasks[0]["name"]
        self.assert_refused("a task without name: ")
        self.tasks[0] = {"id": "merge_3", "name": "merge"}
        self.assert_refused("task 'merge_3' has no list of parents")
        self.tasks[0] = 7
        self.assert_refused("a task without id: 7")

    def test_a_name_is_one_that_a_job_can_have(self):
        self.tasks[0]["name"] = "merge\n"
        self.assert_refused("holds a character that cannot be printed")
        self.tasks[0]["name"] = "m" * 129
        self.assert_refused("is too long for the name of a job")

    def test_what_is_no_workflow_is_told(self):
        self.assert_refused("no JSON: ", text="{")
        self.assert_refused("no list workflow.execution.tasks", text="[]")
        self.assert_refused("no list workflow.execution.tasks", text='{"workflow": {"tasks": []}}')
        self.tasks.clear()
        self.assert_refused("the workflow has no task")

    def test_a_file_that_is_not_there_is_told(self):
        result = convert("/nonexistent/night.json")
        self.assertEqual(result.returncode, 1)
        self.assertIn("/nonexistent/night.json: cannot be read", result.stderr)


if __name__ == "__main__":
    SSISLB = sys.argv.pop(1)
    unittest.main()
