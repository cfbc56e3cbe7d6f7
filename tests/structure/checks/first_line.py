"""A header begins with a comment that says what it is, and goes on with #pragma once.

A source may begin with its own header, which says it; examples and tests say it themselves."""


def check(tree, build):
    complaints = []
    for path in tree.sources():
        lines = tree.text(path).splitlines() or [""]
        if not lines[0].startswith("// ") and not begins_with_a_header(path, lines[0]):
            complaints.append(f"{path}: the first line says what the file is")
        if path.endswith(".hpp") and "#pragma once" not in lines:
            complaints.append(f"{path}: a header has #pragma once")
    return complaints


def begins_with_a_header(path, line):
    return path.startswith(("lib/", "cli/")) and path.endswith(".cpp") and line.startswith("#include ")


GOOD = {
    "lib/a.hpp": "// What it is.\n#pragma once\n",
    "lib/a.cpp": '#include "a.hpp"\n',
    "examples/a.cpp": "// What it is.\n",
}
BAD = {
    "program": {"examples/b.cpp": "#include <a>\n"},
    "source that says nothing": {"lib/b.cpp": "namespace ssislb {}\n"},
    "header that says nothing": {"lib/b.hpp": "#pragma once\n"},
    "header without guard": {"lib/b.hpp": "// What it is.\n"},
    "empty": {"lib/b.cpp": ""},
}
