"""Prints what failed and one table of results: tally.py NAME=JUNIT_FILE...

NAME=passed is one thing that passed; NAME= or a file that is not there is one that failed."""

import pathlib
import sys
import xml.etree.ElementTree as xml

SHOWN_LINES = 60


def count(result):
    """(passed, failed, skipped) and the failed test cases."""
    if result == "passed":
        return (1, 0, 0), []
    if not result or not pathlib.Path(result).is_file():
        return (0, 1, 0), []
    cases = list(xml.parse(result).iter("testcase"))
    skipped = [c for c in cases if is_skipped(c)]
    failed = [c for c in cases if c.get("status") != "run" and c not in skipped]
    # A group without a test has failed: its tests got lost.
    lost = 0 if cases else 1
    return (len(cases) - len(failed) - len(skipped), len(failed) + lost, len(skipped)), failed


def is_skipped(case):
    """By its own word, or switched off. A program that is not there was not skipped: it failed."""
    mark = case.find("skipped")
    return case.get("status") == "disabled" or (
        mark is not None and mark.get("message", "").startswith("SKIP_"))


def show_failure(name, case):
    print(f"\n--- {name}: {case.get('name')}")
    said = (case.findtext("system-out") or "").splitlines()
    print("\n".join(said[-SHOWN_LINES:]))


def main(rows):
    total = [0, 0, 0]
    table = [("label", "passed", "failed", "skipped")]
    for row in rows:
        name, _, result = row.partition("=")
        counts, failures = count(result)
        for case in failures:
            show_failure(name, case)
        table.append((name, *counts))
        total = [sum(pair) for pair in zip(total, counts)]
    print()
    for name, *counts in table:
        print(f"{name:<20}" + "".join(f"{value:>9}" for value in counts))
    passed, failed, skipped = total
    print(f"\n{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
