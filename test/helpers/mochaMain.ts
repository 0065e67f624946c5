// Runs test files in a process of their own: mochaMain.ts [--report FILE] [--grep TEXT] FILE...
import { parseArgs } from 'node:util';
import { writeReport } from './report';
import { runMocha } from './runMocha';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { report: { type: 'string' }, grep: { type: 'string' }, timeout: { type: 'string' } },
});

const lingerMs = 10_000;

/** Tests that leave sockets, timers or processes behind keep Node alive: that is a failure, and this says what it was. */
function watchForLeftovers(): void {
  setTimeout(() => {
    console.error('The tests have ended, but something they started has not:', process.getActiveResourcesInfo());
    process.exit(70);
  }, lingerMs).unref();
}

async function main(): Promise<void> {
  const { report, grep, timeout } = values;
  const outcome = await runMocha({
    files: positionals,
    ...(grep !== undefined && { grep }),
    ...(timeout !== undefined && { timeoutMs: Number(timeout) }),
  });
  if (report !== undefined) writeReport(report, outcome);
  process.exitCode = outcome.failed > 0 ? 1 : 0;
  watchForLeftovers();
}

void main();
