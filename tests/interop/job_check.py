"""What the Python clients do, given a way to call a procedure."""
import time

JOBS = (("ETL - Good", 1), ("ETL - Bad", 0))


def activity(call, job):
    rows = call("msdb.dbo.sp_help_jobactivity", {"@job_name": job})
    return rows[0] if rows else {}


def run_job(call, job, outcome):
    before = activity(call, job).get("job_history_id")
    call("msdb.dbo.sp_start_job", {"@job_name": job})
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        now = activity(call, job)
        if now.get("job_history_id") not in (None, before):
            assert now["run_status"] == outcome, now
            return
    raise AssertionError(f"{job} was never seen finished: {now}")


def check(call):
    """call(procedure, parameters) returns the rows of the first result set as dictionaries."""
    names = {row["name"] for row in call("msdb.dbo.sp_help_job", {})}
    for job, outcome in JOBS:
        assert job in names, names
        run_job(call, job, outcome)
