"""Each source is built and each private header is included: nothing lies about unused."""

import posixpath
import re


def check(tree, build):
    return unbuilt(tree) + unincluded(tree)


def unbuilt(tree):
    lists = {f: tree.text(f) for f in tree.files if f.endswith(("CMakeLists.txt", ".cmake"))}
    return [
        f"{path}: no CMake file names it"
        for path in tree.sources("lib", "cli", "examples", "tests")
        if path.endswith(".cpp") and not any(names(text, place, path) for place, text in lists.items())
    ]


def names(text, place, path):
    """A list names a source by its path from the list's folder or from the module's; in a loop
    over programs by its stem."""
    folders = {posixpath.dirname(place)}
    module = "/".join(path.split("/")[:2])
    if place.startswith(module + "/"):
        folders.add(module)
    candidates = []
    for folder in folders:
        relative = posixpath.relpath(path, folder or ".")
        candidates += [relative, relative[: -len(".cpp")]]
    return any(re.search(rf"(?<![\w.-]){re.escape(c)}(?![\w-])", text) for c in candidates)


def unincluded(tree):
    included = {
        name.strip('<>"').split("/")[-1] for path in tree.sources() for _, name in tree.includes(path)
    }
    return [
        f"{path}: nothing includes it"
        for path in tree.sources("lib", "cli", "tests")
        if path.endswith(".hpp") and posixpath.basename(path) not in included
    ]


GOOD = {
    "lib/run/CMakeLists.txt": "ssislb_module(run SOURCES a.cpp)\n",
    "lib/run/a.cpp": '#include "run/a.hpp"\n',
    "lib/run/a.hpp": "",
    "lib/sim/CMakeLists.txt": "include(wire/sources.cmake)\n",
    "lib/sim/wire/sources.cmake": "set(wire_sources wire/packet.cpp ${here}/../sql/binder.cpp)\n",
    "lib/sim/wire/packet.cpp": "",
    "lib/sim/sql/binder.cpp": "",
    "tests/bench/CMakeLists.txt": "add_executable(b ../support/audit.cpp)\n",
    "tests/support/audit.cpp": "",
    "examples/CMakeLists.txt": "foreach(example 01_connect)\n",
    "examples/01_connect.cpp": "",
}
BAD = {
    "source in no list": {"lib/run/b.cpp": ""},
    "named only by a neighbour": {"lib/run/packet.cpp": ""},
    "only a part of a name": {"lib/run/CMakeLists.txt": "ssislb_module(run SOURCES aa.cpp)\n"},
    "header of nobody": {"lib/run/b.hpp": ""},
}
