import { readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { writeReport } from '../../helpers/report';
import { runMocha } from '../../helpers/runMocha';
import { testRun } from '../host/testRun';

/** VS Code calls this inside the extension host; the run has failed when it throws. */
export async function run(): Promise<void> {
  const failed = await runEveryTest().catch((error: unknown) => {
    print(error);
    throw error;
  });
  if (failed > 0) throw new Error(`${failed} failed`);
}

/** Resolves with how many failed. */
async function runEveryTest(): Promise<number> {
  const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.js'));
  const grep = testRun.grep();
  const report = await runMocha({
    files: files.map((name) => path.join(__dirname, name)),
    timeoutMs: 20_000,
    print,
    ...(grep !== undefined && { grep }),
  });
  writeReport(testRun.report(), report);
  return report.failed;
}

function print(...line: unknown[]): void {
  console.log('%s', format(...line).replace(/^/gm, testRun.mark()));
}
