import { closeSync, openSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { provideChromium } from './helpers/chromium';
import { pinnedNode, root, typescriptArgs } from './helpers/node';
import { type Report, emptyReport, readReport, sum } from './helpers/report';
import { tempDir } from './helpers/tempDir';

/** How a part ended. `problem` is set when it failed in another way than by a test. */
export interface Outcome {
  readonly report: Report;
  readonly problem?: string;
}

export interface PartOptions {
  /** Test files to run instead of all of the part. */
  readonly files: readonly string[];
  readonly grep?: string;
}

export type Part = (options: PartOptions) => Promise<Outcome>;

const minutes = 60_000;

/** What `npm test` runs, in this order. Each can be run alone, by its name. */
export const parts = {
  check: async () =>
    together(await Promise.all(['types', 'lint', 'format'].map((what) => npm(`check:${what}`, 5 * minutes)))),
  package: () => npm('package', 2 * minutes),
  unit: (options) => unit(options, 15 * minutes),
  faults: (options) => faults(options, 10 * minutes),
  suite: (options) => tests((report) => [process.execPath, suiteArgs(report, options)], 6 * minutes),
  installed: (options) => mocha(testsIn('test/editor/installed'), options, 12 * minutes),
} as const satisfies Record<string, Part>;

export type PartName = keyof typeof parts;

const folders = { page: 'test/webview', timed: 'test/webview/timed', faults: 'test/faults', editor: 'test/editor' };

const timedTests = (): string[] => testsIn(folders.timed);
const pageTests = (): string[] => without([folders.timed], testsIn(folders.page));
const unitTests = (): string[] => without([folders.page, folders.faults, folders.editor], testsIn('test'));

/** What is timed runs alone. */
async function unit(options: PartOptions, limitMs: number): Promise<Outcome> {
  if (isSome(options)) return mocha([...timedTests(), ...pageTests(), ...unitTests()], options, limitMs);
  const beside = await sideBySide([unitTests(), pageTests()], options, limitMs);
  return together([beside, await mocha(timedTests(), options, limitMs)]);
}

/** Those wait for disks, networks and processes. */
function faults(options: PartOptions, limitMs: number): Promise<Outcome> {
  const files = testsIn(folders.faults);
  if (isSome(options)) return mocha(files, options, limitMs);
  const half = (which: number) => files.filter((_, i) => i % 2 === which);
  return sideBySide([half(0), half(1)], options, limitMs);
}

const isSome = ({ files, grep }: PartOptions): boolean => files.length > 0 || grep !== undefined;

/** Two processes: what the first says is shown as it comes, what the second says afterwards. */
async function sideBySide(
  [first, second]: readonly [string[], string[]],
  options: PartOptions,
  limitMs: number,
): Promise<Outcome> {
  using folder = tempDir();
  const kept = folder.file('second.log');
  const both = await Promise.all([mocha(first, options, limitMs), mocha(second, options, limitMs, kept)]);
  console.log(readFileSync(kept, 'utf8'));
  return together(both);
}

/** One outcome of all. */
function together(ran: readonly Outcome[]): Outcome {
  const problem = ran.find((outcome) => outcome.problem !== undefined)?.problem;
  return { report: sum(ran.map(({ report }) => report)), ...(problem !== undefined && { problem }) };
}

const npm = (script: string, limitMs: number): Promise<Outcome> => command('npm', ['run', '--silent', script], limitMs);

function without(left: readonly string[], files: readonly string[]): string[] {
  return files.filter((file) => !left.some((folder) => file.startsWith(path.join(folder, path.sep))));
}

function testsIn(folder: string): string[] {
  const names = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  const tests = names.filter((name) => name.endsWith('.test.ts'));
  return tests.map((name) => path.join(folder, name)).sort();
}

/** No hook of a test has the time to install a browser; a test that finds none says what to do. */
function tryChromium(): void {
  try {
    provideChromium(console.error);
  } catch {}
}

/** `output`: a file for what is said, instead of the terminal. */
function mocha(
  all: readonly string[],
  { files, grep }: PartOptions,
  limitMs: number,
  output?: string,
): Promise<Outcome> {
  tryChromium();
  const chosen = files.length > 0 ? files : all;
  const filter = grep === undefined ? [] : ['--grep', grep];
  const main = path.join(root, 'test/helpers/mochaMain.ts');
  const args = (report: string) => [...typescriptArgs, main, '--report', report, ...filter, ...chosen];
  return tests((report) => [pinnedNode(), args(report)], limitMs, output);
}

function suiteArgs(report: string, { grep }: PartOptions): string[] {
  const filter = grep === undefined ? [] : ['--grep', grep];
  return [...typescriptArgs, path.join(root, 'test/editor/host/runSuite.ts'), '--report', report, ...filter];
}

/** A part that runs tests has to leave a report of at least one. */
async function tests(line: (report: string) => [string, string[]], limitMs: number, output?: string): Promise<Outcome> {
  using folder = tempDir();
  const file = folder.file('report.json');
  const { problem } = await command(...line(file), limitMs, output);
  const report = readReport(file);
  if (report === undefined) return { report: emptyReport, problem: problem ?? 'left no report' };
  if (report.passed + report.failed === 0) return { report, problem: 'ran no test' };
  return { report, ...(problem !== undefined && report.failed === 0 && { problem }) };
}

function command(file: string, args: readonly string[], limitMs: number, output?: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const said = output === undefined ? 'inherit' : openSync(output, 'w');
    const child = spawn(file, args, { cwd: root, stdio: ['inherit', said, said] });
    if (said !== 'inherit') closeSync(said);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    }, limitMs);
    const conclude = (problem?: string) => {
      clearTimeout(timer);
      resolve({ report: emptyReport, ...(problem !== undefined && { problem }) });
    };
    child.once('error', (error) => conclude(error.message));
    child.once('exit', (code, signal) => {
      if (isLate) return conclude(`took longer than ${limitMs / 1000} s`);
      if (code !== 0) return conclude(signal === null ? `exit code ${code ?? 'none'}` : `ended by ${signal}`);
      conclude();
    });
  });
}
