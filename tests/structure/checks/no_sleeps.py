"""No test sleeps: it waits for what has to happen, or it has its own time."""

import re

SLEEPS = re.compile(r"\b(?:sleep_for|sleep_until|usleep|nanosleep|time\.sleep)\b|^\s*sleep \d|\bsleep\(")


def check(tree, build):
    complaints = []
    for path in tree.files:
        if path.startswith("tests/") and not path.startswith(("tests/structure/", "tests/bench/")):
            for number, line in enumerate(tree.text(path).splitlines(), 1):
                if path.endswith((".cpp", ".hpp", ".py", ".sh", ".js")) and SLEEPS.search(line):
                    complaints.append(f"{path}:{number}: a test does not sleep")
    return complaints


GOOD = {"tests/unit/a.cpp": "// no_sleep_forever\n", "tests/a.sh": "# sleepless\n"}
BAD = {
    "in C++": {"tests/unit/b.cpp": "std::this_thread::sleep_for(1s);\n"},
    "in Python": {"tests/cli/b.py": "time.sleep(1)\n"},
    "in a script": {"tests/cli/b.sh": "  sleep 1\n"},
    "in C": {"tests/sim/b.cpp": "sleep(1);\n"},
}
