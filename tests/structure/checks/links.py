"""A page links only to files that exist."""

import posixpath
import re

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def check(tree, build):
    complaints = []
    for path in tree.files:
        if path.endswith(".md"):
            for target in LINK.findall(tree.text(path)):
                place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                if "://" not in target and not (tree.root / place).exists():
                    complaints.append(f"{path}: {target} does not exist")
    return complaints


GOOD = {
    "README.md": "[a](lib/README.md#top) [b](https://example.com/) [c](lib)\n",
    "lib/README.md": "[up](../README.md)\n",
}
BAD = {
    "gone": {"README.md": "[a](lib/GONE.md)\n"},
    "wrong folder": {"lib/README.md": "[a](lib/README.md)\n"},
}
