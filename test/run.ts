// All tests, or some of their parts: run.ts [PART...] [--grep TEXT] [FILE...]
// Ends with `N passed, N failed`; anything but 0 failed, a skipped test or a part that ran no test is a failure.
import { parseArgs } from 'node:util';
import { type Report, closingLine, sum } from './helpers/report';
import { type Outcome, type PartName, parts } from './parts';

interface Ran extends Outcome {
  readonly name: string;
  readonly seconds: number;
}

const everyPart = Object.keys(parts) as PartName[];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
  const named = everyPart.filter((name) => positionals.includes(name));
  const files = positionals.filter((word) => !everyPart.includes(word as PartName));
  const options = { files, ...(values.grep !== undefined && { grep: values.grep }) };

  const ran: Ran[] = [];
  for (const name of named.length > 0 ? named : everyPart) {
    const outcome = await timed(name, () => parts[name](options));
    ran.push(outcome);
    // Nothing after it would be about this code.
    if (name === 'package' && outcome.problem !== undefined) break;
  }
  return conclude(ran);
}

async function timed(name: string, run: () => Promise<Outcome>): Promise<Ran> {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
  const startedAt = performance.now();
  const outcome = await run();
  return { ...outcome, name, seconds: (performance.now() - startedAt) / 1000 };
}

function conclude(ran: readonly Ran[]): number {
  const total = sum(ran.map(counted));
  console.log();
  for (const part of ran) console.log(summary(part));
  for (const title of total.failures) console.log(`failed: ${title}`);
  if (total.skipped > 0) console.log('A skipped test counts as a failure.');
  console.log(closingLine(total));
  return total.failed === 0 && total.skipped === 0 ? 0 : 1;
}

/** Whatever went wrong besides a test is in the count, too. */
function counted({ name, report, problem }: Ran): Report {
  if (problem === undefined) return report;
  return { ...report, failed: report.failed + 1, failures: [...report.failures, `${name}: ${problem}`] };
}

function summary({ name, seconds, report, problem }: Ran): string {
  const hasTests = report.passed + report.failed + report.skipped > 0;
  const verdict = problem ?? (hasTests ? closingLine(report) : 'ok');
  return `${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s  ${verdict}`;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
