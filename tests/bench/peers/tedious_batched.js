// tedious: one connection a server, one batch a poll with a statement for every job that runs.
//   tedious_batched.js MILLISECONDS JOBS PORT...
// Prints `ready`, then a line `SERVER JOB` for each end it sees.
'use strict';

const load = () => {
  try {
    return require('tedious');
  } catch {
    console.log('skipped: tedious is not installed (tests/interop/run.sh --install)');
    process.exit(0);
  }
};
const { Connection, Request } = load();
const [interval, jobs, ...ports] = process.argv.slice(2).map(Number);

const connect = (port) =>
  new Promise((resolve, reject) => {
    const connection = new Connection({
      server: '127.0.0.1',
      authentication: {
        type: 'default',
        options: { userName: 'bench', password: process.env.SSISLB_BENCH_PASSWORD },
      },
      options: { port, database: 'msdb', encrypt: false },
    });
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });

const ask = (connection, left) =>
  new Promise((resolve, reject) => {
    const ended = [];
    const text = [...left]
      .map((job) => `exec msdb.dbo.sp_help_jobactivity @job_name = N'job ${job + 1}';`)
      .join('\n');
    const request = new Request(text, (error) => (error ? reject(error) : resolve(ended)));
    request.on('row', (columns) => {
      const value = (name) => columns.find((each) => each.metadata.colName === name).value;
      if (value('job_history_id') !== null)
        ended.push(Number(value('job_name').slice('job '.length)) - 1);
    });
    connection.execSqlBatch(request);
  });

async function watch(server, connection) {
  const left = new Set(Array(jobs).keys());
  for (let due = performance.now(); left.size > 0; ) {
    for (const job of await ask(connection, left)) {
      left.delete(job);
      console.log(`${server} ${job}`);
    }
    due += interval;
    await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
  }
  connection.close();
}

async function main() {
  const connections = await Promise.all(ports.map(connect));
  console.log('ready');
  await Promise.all(connections.map((each, server) => watch(server, each)));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
