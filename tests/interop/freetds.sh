#!/usr/bin/env bash
# FreeTDS's command line programs: batches only.
#   freetds.sh tsql|bsqldb SERVER HOST PORT USER
set -euo pipefail
program=$1 server=$2 user=$5
password=$SSISLB_INTEROP_PASSWORD

# One batch; columns are separated by tabs.
ask() {
    if [[ $program == tsql ]]; then
        printf '%s\ngo\nexit\n' "$1" | tsql -S "$server" -U "$user" -P "$password" -o fhq 2>&1
    else
        printf '%s\ngo\n' "$1" | bsqldb -S "$server" -U "$user" -P "$password" -q -t "$(printf '\t')" 2>&1
    fi
}

# bsqldb cannot show a uniqueidentifier, which all lists of jobs have.
if [[ $program == bsqldb ]]; then
    [[ $(ask "select @@servername") == *"$server"* ]] || { echo "no name"; exit 1; }
    # An error token makes it fail, too.
    refusal=$(ask "exec msdb.dbo.sp_start_job @job_name = N'no such job'" || true)
    [[ $refusal == *"does not exist"* ]] || { echo "a missing job is not refused"; exit 1; }
    exit 0
fi

# The line of a job; its 12th column is the history row, its 14th the outcome.
activity() { ask "exec msdb.dbo.sp_help_jobactivity @job_name = N'$1'" | grep -F "$1" || true; }
column() { awk -F '\t' -v at="$1" '{ gsub(/ +$/, "", $at); print $at }'; }

ask "exec msdb.dbo.sp_help_job" | grep -q 'ETL - Good' || { echo "no job list"; exit 1; }

# run_job NAME OUTCOME
run_job() {
    local before now
    before=$(activity "$1" | column 12)
    ask "exec msdb.dbo.sp_start_job @job_name = N'$1'" | grep -q 'started successfully' ||
        { echo "$1 was not started"; exit 1; }
    for _ in $(seq 2000); do
        now=$(activity "$1")
        if [[ $(column 12 <<<"$now") =~ ^[0-9]+$ && $(column 12 <<<"$now") != "$before" ]]; then
            [[ $(column 14 <<<"$now") == "$2" ]] || { echo "$1 ended wrongly: $now"; exit 1; }
            return
        fi
    done
    echo "$1 was never seen finished: $now"
    exit 1
}

run_job "ETL - Good" 1
run_job "ETL - Bad" 0
