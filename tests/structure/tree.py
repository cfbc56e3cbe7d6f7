"""The files of a source tree, as a check sees them."""

import pathlib
import re
import subprocess

SKIPPED_FOLDERS = {".git", "build", "node_modules", "__pycache__"}
SOURCES = (".cpp", ".hpp")


class Tree:
    """Paths are relative to the root, with slashes, in sorted order."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = sorted(self._from_git() or self._from_folders())

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def sources(self, *folders):
        """C++ files below the given folders, or all of them."""
        return [
            f for f in self.files
            if f.endswith(SOURCES) and (not folders or f.startswith(tuple(d + "/" for d in folders)))
        ]

    def includes(self, path):
        """Pairs (line number, included name with its quotes or brackets)."""
        found = re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"][^>"]+[>"])', self.text(path), re.MULTILINE)
        text = self.text(path)
        return [(text.count("\n", 0, match.start()) + 1, match.group(1)) for match in found]

    def _from_git(self):
        """What git tracks or would track; nothing outside of a checkout."""
        if not (self.root / ".git").exists():
            return []
        listing = subprocess.run(
            ["git", "-c", f"safe.directory={self.root}", "-C", str(self.root),
             "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, check=False)
        names = listing.stdout.decode().split("\0")
        return [name for name in names if name and (self.root / name).is_file()]

    def _from_folders(self):
        for path in self.root.rglob("*"):
            relative = path.relative_to(self.root)
            if path.is_file() and not SKIPPED_FOLDERS.intersection(relative.parts):
                yield relative.as_posix()
