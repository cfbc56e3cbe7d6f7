#!/usr/bin/env bash
# Runs a benchmark; each prints figures, one a line: name value unit.
#
#   tests/bench/run.sh tds_call                            CPU of one status call, beside db-lib and TCP
#   tests/bench/run.sh reconnect [N]                       what N connections that came and went leave behind
#   tests/bench/run.sh parent_package WORKLOADS [SPEED]    a recorded workload on simulated servers
#
# WORKLOADS is a folder of WfFormat files; without it the benchmark says so and skips.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 6; }

build() {
    cmake --preset release > /dev/null
    cmake --build --preset release --target "bench_$1" > /dev/null
}

run_parent_package() {
    local workloads=${1:-} speed=${2:-200} plan
    local input=$workloads/montage-dss-15d.json
    if [[ -z $workloads || ! -f $input ]]; then
        echo "skipped: no montage-dss-15d.json in '${workloads:-no folder given}'"
        return
    fi
    build parent_package
    plan=$(mktemp --suffix=.toml)
    # shellcheck disable=SC2064
    trap "rm -f '$plan'" EXIT
    python3 tests/bench/wfformat_to_plan.py "$input" > "$plan"
    build/release/tests/bench/bench_parent_package "$plan" "$speed"
}

export FREETDSCONF=/dev/null
case ${1:-} in
tds_call) build tds_call && build/release/tests/bench/bench_tds_call ;;
reconnect) build reconnect && build/release/tests/bench/bench_reconnect "${2:-100000}" ;;
parent_package) shift && run_parent_package "$@" ;;
*) usage ;;
esac
