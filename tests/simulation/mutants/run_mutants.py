"""Builds wrong variants of the run, one object each, and sees that the simulation catches them.

usage: run_mutants.py --build BUILD_DIR [--seeds FIRST:LAST] [--only NAME] [--list]
"""

import argparse
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

from production import MUTANTS

TREE = pathlib.Path(__file__).resolve().parents[3]


def replaced(file, old, new):
    text = (TREE / file).read_text()
    if text.count(old) != 1:
        sys.exit(f"{file}: the text to replace occurs {text.count(old)} times: {old!r}")
    return text.replace(old, new)


def compile_variant(build, file, text, into):
    """Compiles the changed source as the build compiles the true one."""
    commands = json.loads((build / "compile_commands.json").read_text())
    source = str(TREE / file)
    entry = next(each for each in commands if each["file"] == source)
    changed = into / pathlib.Path(file).name
    changed.write_text(text)
    words = shlex.split(entry["command"])
    words[words.index("-o") + 1] = str(into / "variant.o")
    words[words.index("-c") + 1] = str(changed)
    subprocess.run(words, cwd=entry["directory"], check=True)
    return into / "variant.o"


def link_variant(build, variant, into):
    """An object given before the archives takes the place of the member that defines the same."""
    told = subprocess.run(["ninja", "-C", build, "-t", "commands", "ssislb_simulation"], check=True,
                          capture_output=True, text=True).stdout
    link = next(each for each in reversed(told.splitlines()) if " -o tests/simulation/" in each)
    program = into / "simulation"
    words = shlex.split(link.replace(": && ", "", 1).rsplit(" && :", 1)[0])
    at = words.index("-o")
    words[at + 1] = str(program)
    words.insert(at, str(variant))
    subprocess.run(words, cwd=build, check=True)
    return program


def is_caught(build, mutant, seeds):
    name, file, old, new = mutant
    with tempfile.TemporaryDirectory() as folder:
        into = pathlib.Path(folder)
        variant = compile_variant(build, file, replaced(file, old, new), into)
        program = link_variant(build, variant, into)
        told = subprocess.run([program, "--seeds", seeds, "--expect-violation"],
                              capture_output=True, text=True)
    # A variant that breaks down is caught as well.
    caught = told.returncode == 0 or told.returncode < 0
    how = told.stdout.splitlines()[0] if told.returncode == 0 else f"exit code {told.returncode}"
    print(f"{name:<32} {'caught' if caught else 'NOT CAUGHT'}  {how}", flush=True)
    return caught


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--seeds", default="1:20000")
    parser.add_argument("--only")
    parser.add_argument("--list", action="store_true")
    wanted = parser.parse_args()
    chosen = [each for each in MUTANTS if wanted.only in (None, each[0])]
    if wanted.list:
        print("\n".join(each[0] for each in chosen))
        return 0
    build = wanted.build.resolve()
    caught = [is_caught(build, each, wanted.seeds) for each in chosen]
    print(f"{sum(caught)} of {len(caught)} caught")
    return 0 if all(caught) else 1


if __name__ == "__main__":
    sys.exit(main())
