import type { MochaOptions } from 'mocha';
import options from '../../.mocharc.json';
import type { Report } from './report';

export interface MochaRun {
  readonly files: readonly string[];
  /** Only tests whose full title matches. */
  readonly grep?: string;
  readonly timeoutMs?: number;
  /** Takes the reporter's lines; `console.log` when missing. */
  readonly print?: (...line: unknown[]) => void;
}

/** Runs test files in this process. A focused or a skipped test counts as a failure. */
export async function runMocha({ files, grep, timeoutMs, print }: MochaRun): Promise<Report> {
  const { default: Mocha } = await import('mocha');
  if (print !== undefined) Mocha.reporters.Base.consoleLog = print;
  const settings: MochaOptions = { ...options, timeout: timeoutMs ?? options.timeout, color: false };
  const mocha = new Mocha({ ...settings, ...(grep !== undefined && { grep }) });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const failures: string[] = [];
    const runner = mocha.run((failed) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed, skipped: pending, failures });
    });
    runner.on('fail', (test) => failures.push(test.fullTitle()));
  });
}
