"""pymssql: FreeTDS's db-lib, procedure calls.  SERVER HOST PORT USER"""
import os
import sys

import pymssql

import job_check

_, host, port, user = sys.argv[1:5]
connection = pymssql.connect(server=host, port=port, user=user, database="msdb",
                             password=os.environ["SSISLB_INTEROP_PASSWORD"], autocommit=True)


def call(procedure, parameters):
    cursor = connection.cursor()
    if parameters:
        # callproc takes no names; the procedures have @job_id first, then @job_name.
        values = (None, *parameters.values()) if "activity" in procedure else tuple(parameters.values())
        cursor.callproc(procedure, values)
        cursor.nextset()
    else:
        cursor.execute(f"exec {procedure}")
    if cursor.description is None:
        return []
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in cursor.fetchall()]


job_check.check(call)
