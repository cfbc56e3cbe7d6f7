"""pymssql: one thread a server, statements for every job at every poll.

    pymssql_waits.py single|replay MILLISECONDS JOBS PORT...

`replay` sends seven statements a job, sp_help_job and its kin: a replay of a pattern, not a tool.
Prints `ready`, then a line `SERVER JOB` for each end it sees.
"""
import os
import sys
import threading
import time

try:
    import pymssql
except ImportError:
    print("skipped: pymssql is not installed (python3-pymssql)", flush=True)
    sys.exit(0)

ACTIVITY = "exec msdb.dbo.sp_help_jobactivity @job_name = %s"
QUESTIONS = {
    "single": [ACTIVITY],
    "replay": [
        "exec msdb.dbo.sp_help_job @job_name = %s",
        "exec msdb.dbo.sp_help_jobstep @job_name = %s",
        "exec msdb.dbo.sp_help_jobserver @job_name = %s",
        ACTIVITY,
        "exec msdb.dbo.sp_help_jobhistory @job_name = %s",
        "exec msdb.dbo.sp_help_job @job_name = %s, @job_aspect = N'STEPS'",
        "exec msdb.dbo.sp_help_job @job_name = %s, @job_aspect = N'JOB'",
    ],
}


def connect(port):
    return pymssql.connect(server="127.0.0.1", port=port, user="bench", database="msdb",
                           password=os.environ["SSISLB_BENCH_PASSWORD"], autocommit=True)


def has_ended(connection, questions, job):
    ended = False
    for question in questions:
        cursor = connection.cursor(as_dict=True)
        cursor.execute(question, (f"job {job + 1}",))
        rows = cursor.fetchall() if cursor.description else []
        if question is ACTIVITY:
            ended = rows[0]["job_history_id"] is not None
    return ended


def watch(server, connection, questions, jobs, interval):
    left = list(range(jobs))
    due = time.monotonic()
    while left:
        for job in list(left):
            if has_ended(connection, questions, job):
                left.remove(job)
                print(f"{server} {job}\n", end="", flush=True)
        due += interval
        time.sleep(max(0, due - time.monotonic()))


def main():
    questions = QUESTIONS[sys.argv[1]]
    interval = int(sys.argv[2]) / 1000
    jobs = int(sys.argv[3])
    connections = [connect(port) for port in sys.argv[4:]]
    print("ready", flush=True)
    threads = [threading.Thread(target=watch, args=(at, one, questions, jobs, interval))
               for at, one in enumerate(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
