"""Runs one check over the source tree, or proves that the check can fail.

    run_check.py NAME ROOT [BUILD]     complaints are printed, one a line; exit code 1 if any
    run_check.py NAME --prove          each bad tree that the check knows must be complained about,
                                       and its good tree must not

A check is a module in checks/ with
    check(tree, build)   a list of complaints, each `path: what is wrong`
    GOOD                 {path: text}, a small tree without a fault
    BAD                  {name: {path: text}}, what to change in the good tree to make it faulty
"""

import importlib
import pathlib
import sys
import tempfile

from tree import Tree


def write(root, files):
    for path, text in files.items():
        target = pathlib.Path(root) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def complaints_about(module, files):
    with tempfile.TemporaryDirectory() as root:
        write(root, files)
        return module.check(Tree(root), str(pathlib.Path(root) / "build"))


def prove(module):
    """What shows that the check is worth nothing."""
    failures = [f"good tree: {text}" for text in complaints_about(module, module.GOOD)]
    for name, files in module.BAD.items():
        if not complaints_about(module, module.GOOD | files):
            failures.append(f"bad tree '{name}': no complaint")
    if not module.BAD:
        failures.append("no bad tree")
    return failures


def main(name, root, build=""):
    module = importlib.import_module(f"checks.{name}")
    complaints = prove(module) if root == "--prove" else module.check(Tree(root), build)
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main(*sys.argv[1:]))
