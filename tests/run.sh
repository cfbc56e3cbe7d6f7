#!/usr/bin/env bash
# Installs what is missing, builds, runs every test, and prints one table.
set -euo pipefail

usage() {
    cat << 'END'
usage: bash tests/run.sh [--quick] [--label LABEL] [--help]

  --quick         only the dev build: no sanitizers, no fuzzing
  --label LABEL   only the tests of one label in the dev build
                  (unit, sim, cli, crash, simulation, consume, structure, interop, mutants:
                  the last compiles wrong variants, and runs only when it is asked for)

SSISLB_TDS_VECTORS names a folder with published TDS exchanges, if there is one.
The last line is the sum: "N passed, N failed", with ", N skipped" where some were.
Exit code 0 if none failed.
END
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/packages.sh

quick=no
only=
while [[ $# -gt 0 ]]; do
    case $1 in
    --quick) quick=yes ;;
    --label) only=${2:?--label needs a name} && shift ;;
    --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
    esac
    shift
done

vectors=../shared/reference/tds-vectors
if [[ -z ${SSISLB_TDS_VECTORS:-} && -d $vectors ]]; then
    SSISLB_TDS_VECTORS=$(realpath "$vectors")
    export SSISLB_TDS_VECTORS
fi

jobs=$(nproc)
rows=() # "name=JUnit file", in the order of the table

say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }

# build PRESET [TARGET...]: configures and builds, everything if no target is named.
build() {
    local preset=$1 log=build/$1.log launcher=() targets=()
    shift
    command -v ccache > /dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    [[ $# -gt 0 ]] && targets=(--target "$@")
    mkdir -p build
    say "building $preset"
    if cmake --preset "$preset" "${launcher[@]}" > "$log" 2>&1 &&
        cmake --build "build/$preset" -j "$jobs" "${targets[@]}" >> "$log" 2>&1; then
        return
    fi
    tail -n 60 "$log"
    rows+=("$preset build=")
    return 1
}

# run_label PRESET LABEL: the tests of one label, a row of the table. No test is a failure.
run_label() {
    local result=build/$1/results-$2.xml
    rm -f "$result"
    say "testing $1 $2"
    ctest --test-dir "build/$1" -L "^$2\$" -j "$jobs" --no-tests=error \
        --output-junit "$PWD/$result" > "build/$1/results-$2.log" 2>&1 || true
    rows+=("$1 $2=$result")
}

# Labels that must be there, then whatever else the build has.
labels_of() {
    printf '%s\n' unit sim cli crash simulation consume structure interop
    ctest --test-dir "build/$1" --print-labels | sed -n 's/^  \([a-z_]*\)$/\1/p' |
        grep -Evx 'unit|sim|cli|crash|simulation|consume|structure|interop|mutants' || true
}

test_dev() {
    local label
    build dev || return 0
    for label in ${only:-$(labels_of dev)}; do
        run_label dev "$label"
    done
}

# The same tests where a sanitizer watches; consume and structure would see nothing new.
test_sanitized() {
    local preset=$1 label targets=()
    shift
    for label in "$@"; do
        targets+=("$([[ $label == cli ]] && echo ssislb_command || echo "ssislb_${label}_tests")")
    done
    build "$preset" "${targets[@]}" || return 0
    for label in "$@"; do
        run_label "$preset" "$label"
    done
}

test_fuzzers() {
    [[ -f tests/fuzz/run.sh ]] || return 0
    say "fuzzing, a minute each"
    if bash tests/fuzz/run.sh 60 > build/fuzz.log 2>&1; then
        rows+=("fuzz=passed")
    else
        tail -n 60 build/fuzz.log
        rows+=("fuzz=")
    fi
}

install_packages test
if [[ ${only:-interop} == interop ]]; then
    say "installing TDS clients of others"
    mkdir -p build
    bash tests/interop/run.sh --install > build/interop-install.log 2>&1 ||
        say "some could not be installed; their tests will be skipped"
fi

test_dev
if [[ $quick == no && -z $only ]]; then
    test_sanitized asan unit sim cli
    test_sanitized tsan sim
    test_fuzzers
fi
python3 tests/tally.py "${rows[@]}"
