#!/usr/bin/env bash
# Runs a benchmark on recorded workloads: tests/bench/run.sh parent_package WORKLOADS [SPEED]
#
# WORKLOADS is a folder of WfFormat files; without it the benchmark says so and skips.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 6; }

[ "${1:-}" = parent_package ] || usage
workloads=${2:-}
speed=${3:-200}
input=$workloads/montage-dss-15d.json
if [ -z "$workloads" ] || [ ! -f "$input" ]; then
    echo "skipped: no montage-dss-15d.json in '${workloads:-no folder given}'"
    exit 0
fi

cmake --preset release >/dev/null
cmake --build --preset release --target bench_parent_package >/dev/null
plan=$(mktemp --suffix=.toml)
trap 'rm -f "$plan"' EXIT
python3 tests/bench/wfformat_to_plan.py "$input" > "$plan"
FREETDSCONF=/dev/null build/release/tests/bench/bench_parent_package "$plan" "$speed"
