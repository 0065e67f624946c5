import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** What a mocha run came to. */
export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Full titles of the tests that failed. */
  readonly failures: readonly string[];
}

export const emptyReport: Report = { passed: 0, failed: 0, skipped: 0, failures: [] };

export function sum(reports: readonly Report[]): Report {
  return reports.reduce(
    (total, part) => ({
      passed: total.passed + part.passed,
      failed: total.failed + part.failed,
      skipped: total.skipped + part.skipped,
      failures: [...total.failures, ...part.failures],
    }),
    emptyReport,
  );
}

/** The last line of a run: `12 passed, 0 failed`, and `, 1 skipped` when there are any. */
export function closingLine({ passed, failed, skipped }: Report): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

export function writeReport(file: string, report: Report): void {
  writeFileSync(file, JSON.stringify(report));
}

/** Missing when the run did not come to its end. */
export function readReport(file: string): Report | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}
