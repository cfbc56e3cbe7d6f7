"""Each public header was compiled alone in this build, so each includes all that it needs.

CMake makes a source of one line for each header, and writes the list of objects."""

import pathlib


def check(tree, build):
    listing = pathlib.Path(build) / "tests/structure/public_headers.txt"
    if not listing.is_file():
        return [f"{listing}: missing"]
    objects = listing.read_text(encoding="utf-8").splitlines()
    complaints = []
    for path in tree.files:
        if path.startswith("include/") and path.endswith(".hpp"):
            end = f"/alone/{path[len('include/'):]}.cpp.o"
            own = [name for name in objects if name.endswith(end)]
            if not own:
                complaints.append(f"{path}: is not compiled alone; configure again")
            elif not (pathlib.Path(build) / own[0]).is_file():
                complaints.append(f"{path}: does not compile alone, or was not built")
    return complaints


GOOD = {
    "include/ssislb/a.hpp": "",
    "build/tests/structure/public_headers.txt": "x/alone/ssislb/a.hpp.cpp.o\n",
    "build/x/alone/ssislb/a.hpp.cpp.o": "",
}
BAD = {
    "not listed": {"include/ssislb/b.hpp": ""},
    "not built": {"build/tests/structure/public_headers.txt": "y/alone/ssislb/a.hpp.cpp.o\n"},
    "empty list": {"build/tests/structure/public_headers.txt": ""},
}
