"""python3-tds: procedure calls with named parameters, an attention after each.  SERVER HOST PORT USER"""
import os
import sys

import pytds

import job_check

server, host, port, user = sys.argv[1:5]
secure = {"cafile": os.environ["SSISLB_CA_FILE"]} if server == "encrypted" else {}
connection = pytds.connect(dsn=host, port=int(port), user=user, database="msdb", autocommit=True,
                           password=os.environ["SSISLB_INTEROP_PASSWORD"], **secure)


def call(procedure, parameters):
    with connection.cursor() as cursor:
        cursor.callproc(procedure, parameters)
        if cursor.description is None:
            return []
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]


job_check.check(call)
