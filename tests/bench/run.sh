#!/usr/bin/env bash
# tests/bench/run.sh NAME [SIZE]...: runs a benchmark, which prints figures, one a line: name value unit.
#
#   tds_call                                     CPU of one status call, beside db-lib and TCP
#   supervise [SERVERS JOBS_PER_SERVER SECONDS]  waits for many jobs: CPU, memory, how soon an end is seen
#   start_rate [CONNECTIONS SECONDS]             starts over many connections, beside db-lib
#   drain_rate [TASKS SERVERS]                   a parent package of tasks without length, end to end
#   scheduler WORKLOADS                          makespans of all policies beside the lower bound
#   adaptive_poll [ENDS SEED]                    polls that adapt, beside fixed ones; in virtual time
#   journal [INTENTS TASKS]                      events a second into the journal's file, and the load of a run
#   stalls [SERVERS STALLED SECONDS]             the others while servers are silent in mid-answer
#   peers [JOBS_PER_SERVER SERVERS SECONDS]      programs of others that wait for the same jobs
#   reconnect [N]                                what N connections that came and went leave behind
#   parent_package WORKLOADS [SPEED NAME]        a recorded workload on simulated servers, and its forecast
#   troubled_night [SPEED]                       300 tasks while much goes wrong, beside the same night in peace
#
# WORKLOADS is a folder of WfFormat files; without it the benchmark says so and skips. So do peers
# that are not installed: python3-pymssql, freetds-bin and parallel are Debian packages; tedious
# comes with tests/interop/run.sh --install.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 6; }

build() {
    cmake --preset release > /dev/null
    cmake --build --preset release --target "bench_$1" > /dev/null
}

run_parent_package() {
    local workloads=${1:-} speed=${2:-200} name=${3:-montage-dss-15d} plan
    local input=$workloads/$name.json
    if [[ -z $workloads || ! -f $input ]]; then
        echo "skipped: no $name.json in '${workloads:-no folder given}'"
        return
    fi
    build parent_package
    plan=$(mktemp --suffix=.toml)
    # shellcheck disable=SC2064
    trap "rm -f '$plan'" EXIT
    python3 tests/bench/wfformat_to_plan.py "$input" > "$plan"
    build/release/tests/bench/bench_parent_package "$plan" "$speed"
}

run_scheduler() {
    if [[ ! -d ${1:-} ]]; then
        echo "skipped: no folder '${1:-}' with WfFormat files"
        return
    fi
    run_plain scheduler "$1"
}

run_plain() {
    local name=$1
    shift
    build "$name"
    "build/release/tests/bench/bench_$name" "$@"
}

export FREETDSCONF=/dev/null
export NODE_PATH=$PWD/build/interop/node_modules
case ${1:-} in
tds_call | supervise | start_rate | drain_rate | adaptive_poll | journal | stalls | peers | troubled_night)
    run_plain "$@" ;;
scheduler) run_scheduler "${2:-}" ;;
reconnect) run_plain reconnect "${2:-100000}" ;;
parent_package) shift && run_parent_package "$@" ;;
*) usage ;;
esac
