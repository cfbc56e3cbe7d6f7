"""A file holds one noun; one that grows past the limit holds two."""

LIMITS = {".cpp": 400, ".hpp": 300, ".py": 400, ".sh": 400, ".js": 400, ".cmake": 300}


def check(tree, build):
    complaints = []
    for path in tree.files:
        limit = LIMITS.get(path[path.rfind("."):])
        if limit:
            lines = tree.text(path).count("\n")
            if lines > limit:
                complaints.append(f"{path}: {lines} lines, more than {limit}: split it")
    return complaints


GOOD = {"lib/run/a.cpp": "\n" * 400, "include/ssislb/run/a.hpp": "\n" * 300}
BAD = {
    "long source": {"lib/run/b.cpp": "\n" * 401},
    "long header": {"include/ssislb/run/b.hpp": "\n" * 301},
    "long script": {"tests/b.py": "\n" * 401},
}
