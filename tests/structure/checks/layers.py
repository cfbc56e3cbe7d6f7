"""A module includes its own headers and the public ones of modules below it, nothing else."""

import re

BELOW = {
    "base": set(),
    "model": {"base"},
    "scheduler": {"base", "model"},
    "tds": {"base"},
    "agent": {"base", "model", "tds"},
    "run": {"base", "model", "scheduler", "tds", "agent"},
    "plan": {"base", "model"},
    "journal": {"base", "model"},
    "report": {"base", "model", "scheduler"},
    "sim": {"base"},
}

# Folders of unit tests whose name is not the module's.
UNIT_FOLDERS = {"sim_wire": "sim", "sim_agent": "sim"}


def check(tree, build):
    complaints = []
    for path in tree.sources("lib", "include", "cli", "examples", "tests"):
        for line, name in tree.includes(path):
            wrong = complaint_about(path, name)
            if wrong:
                complaints.append(f"{path}:{line}: {wrong}")
    return complaints


def complaint_about(path, name):
    public = re.match(r"<ssislb/(\w+)/", name)
    private = re.match(r'"(\w+)/', name)
    module = module_of(path)
    if public and module and public.group(1) not in BELOW.get(module, set()) | {module}:
        return f"{module} must not see {public.group(1)} ({name})"
    if private and private.group(1) in BELOW and not may_see_private(path, private.group(1)):
        return f"{name} is private to {private.group(1)}"
    if name.startswith('"') and path.startswith("include/"):
        return f"{name}: a public header includes by <ssislb/...>"
    return None


def module_of(path):
    match = re.match(r"(?:lib|include/ssislb)/(\w+)/", path)
    return match.group(1) if match else None


def may_see_private(path, owner):
    if path.startswith("lib/"):
        return module_of(path) == owner
    unit = re.match(r"tests/unit/(\w+)/", path)
    if unit:
        return UNIT_FOLDERS.get(unit.group(1), unit.group(1)) == owner
    # Decoders are private, and fuzzed; simulated nights take the place of what the run sees.
    return path.startswith(("tests/fuzz/", "tests/simulation/"))


GOOD = {
    "lib/run/a.cpp": '#include "run/a.hpp"\n#include <ssislb/agent/x.hpp>\n',
    "include/ssislb/plan/b.hpp": "#include <ssislb/model/task.hpp>\n",
    "tests/unit/sim_wire/t.cpp": '#include "sim/wire/packet.hpp"\n#include "support/catch.hpp"\n',
    "cli/main.cpp": "#include <ssislb/sim/x.hpp>\n",
}
BAD = {
    "upwards": {"lib/model/a.cpp": "#include <ssislb/scheduler/x.hpp>\n"},
    "sideways": {"lib/sim/a.cpp": "#include <ssislb/tds/x.hpp>\n"},
    "upwards from a header": {"include/ssislb/base/a.hpp": "#  include <ssislb/model/task.hpp>\n"},
    "private header of a neighbour": {"lib/run/b.cpp": '#include "agent/poll.hpp"\n'},
    "private header in the command": {"cli/run.cpp": '#include "run/a.hpp"\n'},
    "private header in an example": {"examples/e.cpp": '#include "run/a.hpp"\n'},
    "private header of another unit": {"tests/unit/plan/t.cpp": '#include "run/a.hpp"\n'},
    "private header in a public one": {"include/ssislb/run/r.hpp": '#include "run/a.hpp"\n'},
}
