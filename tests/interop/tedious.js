// tedious: procedure calls with named parameters.  SERVER HOST PORT USER
'use strict';
const { Connection, Request, TYPES } = require('tedious');
const fs = require('fs');

const [server, host, port, user] = process.argv.slice(2);
const secure = server === 'encrypted';
const connection = new Connection({
  server: host,
  authentication: {
    type: 'default',
    options: { userName: user, password: process.env.SSISLB_INTEROP_PASSWORD },
  },
  options: {
    port: Number(port),
    database: 'msdb',
    encrypt: secure,
    trustServerCertificate: false,
    cryptoCredentialsDetails: secure ? { ca: fs.readFileSync(process.env.SSISLB_CA_FILE) } : {},
  },
});

const call = (procedure, parameters = {}) =>
  new Promise((resolve, reject) => {
    const rows = [];
    const request = new Request(procedure, (error) => (error ? reject(error) : resolve(rows)));
    for (const [name, value] of Object.entries(parameters))
      request.addParameter(name, TYPES.NVarChar, value);
    request.on('row', (columns) =>
      rows.push(Object.fromEntries(columns.map((column) => [column.metadata.colName, column.value]))));
    connection.callProcedure(request);
  });

const activity = async (job) =>
  (await call('msdb.dbo.sp_help_jobactivity', { job_name: job }))[0] ?? {};

async function runJob(job, outcome) {
  const before = (await activity(job)).job_history_id ?? null;
  await call('msdb.dbo.sp_start_job', { job_name: job });
  for (let left = 100000; left > 0; --left) {
    const now = await activity(job);
    if ((now.job_history_id ?? null) !== null && now.job_history_id !== before) {
      if (now.run_status !== outcome) throw new Error(`${job} ended with ${now.run_status}`);
      return;
    }
  }
  throw new Error(`${job} was never seen finished`);
}

async function main() {
  await new Promise((resolve, reject) =>
    connection.connect((error) => (error ? reject(error) : resolve())));
  const names = (await call('msdb.dbo.sp_help_job')).map((row) => row.name);
  if (!names.includes('ETL - Good')) throw new Error('no job list');
  await runJob('ETL - Good', 1);
  await runJob('ETL - Bad', 0);
}

main().then(() => connection.close(), (error) => {
  console.log(error.message);
  process.exit(1);
});
