"""The version stands in CMakeLists.txt; the header, the packages and the change log agree."""

import pathlib
import re


def check(tree, build):
    found = re.search(r"\bVERSION\s+(\d+\.\d+\.\d+)", project_call(tree))
    if not found:
        return ["CMakeLists.txt: no version in project()"]
    version = found.group(1)
    complaints = []
    for path, pattern in generated():
        complaints += disagreement(pathlib.Path(build) / path, pattern, version)
    if "CHANGELOG.md" not in tree.files:
        return complaints + ["CHANGELOG.md: missing"]
    headings = re.findall(r"^## \[([^\]]+)\]", tree.text("CHANGELOG.md"), re.MULTILINE)
    if "Unreleased" not in headings and version not in headings:
        complaints.append(f"CHANGELOG.md: neither [Unreleased] nor [{version}]")
    return complaints


def project_call(tree):
    """The text of project(...), without cmake_minimum_required above it."""
    found = re.search(r"^project\([^)]*\)", tree.text("CMakeLists.txt"), re.MULTILINE)
    return found.group() if found else ""


def generated():
    return [
        ("include/ssislb/version.hpp", r'SSISLB_VERSION_STRING "([^"]*)"'),
        ("package/ssislb.pc", r"(?m)^Version: (.*)$"),
        ("package/ssislbConfigVersion.cmake", r'set\(PACKAGE_VERSION "([^"]*)"\)'),
    ]


def disagreement(path, pattern, version):
    if not path.is_file():
        return [f"{path}: missing"]
    found = re.search(pattern, path.read_text(encoding="utf-8"))
    said = found.group(1) if found else "nothing"
    return [] if said == version else [f"{path}: says {said}, CMakeLists.txt says {version}"]


GOOD = {
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.21.0)\nproject(x\n    VERSION 1.2.3)\n",
    "CHANGELOG.md": "## [Unreleased]\n",
    "build/include/ssislb/version.hpp": '#define SSISLB_VERSION_STRING "1.2.3"\n',
    "build/package/ssislb.pc": "Version: 1.2.3\n",
    "build/package/ssislbConfigVersion.cmake": 'set(PACKAGE_VERSION "1.2.3")\n',
}
BAD = {
    "header": {"build/include/ssislb/version.hpp": '#define SSISLB_VERSION_STRING "1.2.4"\n'},
    "pkg-config": {"build/package/ssislb.pc": "Version: 1.2\n"},
    "CMake package": {"build/package/ssislbConfigVersion.cmake": ""},
    "change log": {"CHANGELOG.md": "## [1.2.2]\n"},
    "no version": {"CMakeLists.txt": "cmake_minimum_required(VERSION 3.21.0)\nproject(x)\n"},
}
