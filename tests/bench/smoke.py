#!/usr/bin/env python3
"""Runs a benchmark on a tiny size: it ends well and prints the figures that are named.

    smoke.py PROGRAM [SIZE]... -- FIGURE...
"""
import math
import subprocess
import sys


def figures(text):
    """By name; lines of another form (`skipped: ...`) are passed over."""
    found = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) == 3:
            try:
                found[words[0]] = float(words[1])
            except ValueError:
                continue
    return found


def main():
    at = sys.argv.index("--")
    command, wanted = sys.argv[1:at], sys.argv[at + 1 :]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=100)
    said = ended.stdout + ended.stderr
    if ended.returncode != 0:
        sys.exit(f"exit code {ended.returncode}\n{said}")
    found = figures(ended.stdout)
    wrong = [name for name in wanted if not math.isfinite(found.get(name, math.nan))]
    if wrong:
        sys.exit(f"no figure {', '.join(wrong)}\n{said}")


if __name__ == "__main__":
    main()
