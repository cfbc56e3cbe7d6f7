#!/usr/bin/env python3
"""Turns a recorded workflow (WfFormat 1.5) into a plan file for simulated servers.

Each task of the workflow becomes a task with a job of its own, which waits for the success of the
task's parents and lasts as long as the recorded run did.
"""

import argparse
import collections
import json
import math
import pathlib
import sys

SPEEDS = "2.0,1.6,1.3,1.0,1.0,0.8,0.65,0.5"
LONGEST_JOB_NAME = 128  # UTF-16 units; the type of a job's name is nvarchar(128)

Task = collections.namedtuple("Task", "id name parents milliseconds")


class BrokenInput(Exception):
    """Says what is wrong with the workflow."""


def read_document(path):
    try:
        return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BrokenInput(f"no JSON: {error}") from error


def section(document, name):
    """The tasks of workflow.<name>."""
    found = document
    for key in ("workflow", name, "tasks"):
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, list):
        raise BrokenInput(f"no list workflow.{name}.tasks; WfFormat 1.5 is needed")
    return found


def text_of(entry, key):
    value = entry.get(key) if isinstance(entry, dict) else None
    if not isinstance(value, str) or not value:
        raise BrokenInput(f"a task without {key}: {json.dumps(entry)[:80]}")
    if not value.isprintable():
        raise BrokenInput(f"the {key} {value!r} holds a character that cannot be printed")
    return value


def read_runtimes(document):
    """Milliseconds by id, at least 1: a recorded 0 means too short to measure."""
    found = {}
    for entry in section(document, "execution"):
        task_id = text_of(entry, "id")
        seconds = entry.get("runtimeInSeconds")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
            raise BrokenInput(f"task {task_id!r} has no runtimeInSeconds")
        if not math.isfinite(seconds) or seconds < 0:
            raise BrokenInput(f"task {task_id!r} has the runtime {seconds}")
        found[task_id] = max(1, round(seconds * 1000))
    return found


def read_tasks(document):
    runtimes = read_runtimes(document)
    tasks = {}
    for entry in section(document, "specification"):
        task_id, name = text_of(entry, "id"), text_of(entry, "name")
        parents = entry.get("parents")
        if not isinstance(parents, list) or not all(isinstance(each, str) for each in parents):
            raise BrokenInput(f"task {task_id!r} has no list of parents")
        if task_id in tasks:
            raise BrokenInput(f"the id {task_id!r} is used twice")
        if task_id not in runtimes:
            raise BrokenInput(f"task {task_id!r} has no runtime in workflow.execution.tasks")
        tasks[task_id] = Task(task_id, name, list(dict.fromkeys(parents)), runtimes[task_id])
    if not tasks:
        raise BrokenInput("the workflow has no task")
    return tasks


def check_parents(tasks):
    for task in tasks.values():
        for parent in task.parents:
            if parent not in tasks:
                raise BrokenInput(f"task {task.id!r} has the unknown parent {parent!r}")


def check_order(tasks):
    """Takes away tasks whose parents are gone; what stays leads around a cycle."""
    waits_for = {task.id: len(task.parents) for task in tasks.values()}
    children = collections.defaultdict(list)
    for task in tasks.values():
        for parent in task.parents:
            children[parent].append(task.id)
    ready = [task_id for task_id, count in waits_for.items() if count == 0]
    while ready:
        task_id = ready.pop()
        del waits_for[task_id]
        for child in children[task_id]:
            waits_for[child] -= 1
            if waits_for[child] == 0:
                ready.append(child)
    if waits_for:
        raise BrokenInput("these tasks wait for each other: " + cycle_text(tasks, waits_for))


def cycle_text(tasks, stuck):
    path = [next(iter(stuck))]
    while path.count(path[-1]) == 1:
        path.append(next(parent for parent in tasks[path[-1]].parents if parent in stuck))
    return " -> ".join(reversed(path[path.index(path[-1]) :]))


def names_in_plan(tasks):
    """By id. A name that another task has too, as name or as id, gives way to the task's id."""
    uses = collections.Counter(task.name for task in tasks.values())
    found = {}
    for task in tasks.values():
        taken = uses[task.name] > 1 or (task.name in tasks and task.name != task.id)
        found[task.id] = task.id if taken else task.name
        if len(found[task.id].encode("utf-16-le")) > 2 * LONGEST_JOB_NAME:
            raise BrokenInput(f"{found[task.id]!r} is too long for the name of a job")
    return found


def quoted(text):
    """A basic string of TOML; JSON escapes the two characters that matter alike."""
    return json.dumps(text, ensure_ascii=False)


def write_servers(speeds, slots, out):
    for number, speed in enumerate(speeds, 1):
        out.write(
            f'\n[[server]]\nname = "etl{number:02}"\nhost = "etl{number:02}.example.com"\n'
            f"max_jobs = {slots}\nspeed = {speed}\n"
            'user = "ssislb"\npassword_env = "SSISLB_PASSWORD"\n'
        )


def write_tasks(tasks, out):
    names = names_in_plan(tasks)
    for task in tasks.values():
        name, duration = quoted(names[task.id]), f'"{task.milliseconds}ms"'
        out.write(f"\n[[task]]\nname = {name}\njob = {name}\n")
        if task.parents:
            out.write(f"after = [{', '.join(quoted(names[each]) for each in task.parents)}]\n")
        out.write(f"expected = {duration}\nsimulate = {{ duration = {duration} }}\n")


def speed_list(text):
    speeds = [float(each) for each in text.split(",")]
    if not all(math.isfinite(each) and each > 0 for each in speeds):
        raise ValueError(text)
    return speeds


def slot_count(text):
    slots = int(text)
    if not 1 <= slots <= 1000:
        raise ValueError(text)
    return slots


def arguments():
    parser = argparse.ArgumentParser(description="Turns a WfFormat 1.5 file into a plan file.")
    parser.add_argument("workflow", help="a JSON file")
    parser.add_argument(
        "--speeds", type=speed_list, default=SPEEDS, help="one server each (%(default)s)"
    )
    parser.add_argument(
        "--slots", type=slot_count, default=4, help="max_jobs of each server (%(default)s)"
    )
    return parser.parse_args()


def main():
    options = arguments()
    try:
        document = read_document(options.workflow)
        tasks = read_tasks(document)
        check_parents(tasks)
        check_order(tasks)
        names_in_plan(tasks)
    except BrokenInput as error:
        sys.exit(f"{options.workflow}: {error}")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    name = document.get("name")
    if not isinstance(name, str) or not name.isprintable():
        name = pathlib.Path(options.workflow).stem
    sys.stdout.write(f"[package]\nname = {quoted(name)}\n")
    write_servers(options.speeds, options.slots, sys.stdout)
    write_tasks(tasks, sys.stdout)


if __name__ == "__main__":
    main()
