#!/usr/bin/env bash
# tsql under GNU parallel: a process and a login for every question.
#   tsql_parallel.sh MILLISECONDS JOBS PORT...
# Prints `ready`, then a line `SERVER JOB` for each end it sees.
set -euo pipefail

for needed in tsql parallel; do
    if ! command -v "$needed" > /dev/null; then
        echo "skipped: $needed is not installed (freetds-bin, parallel)"
        exit 0
    fi
done

# Without a terminal tsql takes the password from its input. The twelfth column is the history row.
ask() {
    printf '%s\n%s\ngo\nexit\n' "$SSISLB_BENCH_PASSWORD" \
        "exec msdb.dbo.sp_help_jobactivity @job_name = N'job $(($3 + 1))'" |
        tsql -H 127.0.0.1 -p "$2" -U bench -o fhq 2> /dev/null |
        awk -F '\t' -v line="$1 $3" '$12 ~ /^[0-9]+ *$/ { print line }'
}
export -f ask

microseconds() { echo "${EPOCHREALTIME/./}"; }

interval=$1 jobs=$2
shift 2
left=$(mktemp)
ended=$(mktemp)
trap 'rm -f "$left" "$ended"' EXIT
server=0
for port in "$@"; do
    for ((job = 0; job < jobs; ++job)); do
        echo "$server $port $job"
    done
    server=$((server + 1))
done > "$left"

echo ready
due=$(microseconds)
while [[ -s $left ]]; do
    parallel --will-cite --line-buffer -j 8 --colsep ' ' ask :::: "$left" | tee "$ended"
    awk 'FILENAME == ARGV[1] { gone[$0]; next } !($1 " " $3 in gone)' "$ended" "$left" > "$left.next"
    mv "$left.next" "$left"
    due=$((due + interval * 1000))
    pause=$((due - $(microseconds)))
    if ((pause > 0)); then
        sleep "$((pause / 1000000)).$(printf '%06d' $((pause % 1000000)))"
    fi
done
