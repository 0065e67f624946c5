// Measures the server, the page and the extension against others that do the same work: see USAGE in options.ts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chartsOf } from './charts/charts';
import { type Goal, goalsOf, goalsTable, isMet } from './goals';
import { fsyncTimes } from './history/measure';
import { machine } from './machine';
import { markdownOf } from './markdown';
import { type Options, parseOptions } from './options';
import { ours } from './peers/alongside';
import { field } from './peers/table';
import { FULL, QUICK } from './plans';
import { topCosts } from './profile';
import type { Results } from './results';
import { figure } from './textTable';
import { type Outcome, runAll } from './workloads';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const dir = mkdtempSync(path.join(os.tmpdir(), 'alongside-bench-'));
  try {
    await bench(options, dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function bench(options: Options, dir: string): Promise<void> {
  const where = machine();
  const start = performance.now();
  const profiles = options.profile === undefined ? undefined : path.resolve(options.profile);
  const { onDisk, inMemory } = ours(dir, profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]);
  const { peers: others, absent } = field(options.peers, inMemory);
  const peers = [onDisk, ...others] as const;
  const plans = options.quick ? QUICK : FULL;
  const fsyncBefore = fsyncTimes(dir);
  const { results: found, text, failures } = await runAll({ options, plans, peers, dir, say });
  const results: Results = { fsync: fsyncBefore, ...found };
  const goals = goalsOf(results);
  const seconds = Math.round((performance.now() - start) / 1_000);
  const fsync = `fsync p50 ${figure(fsyncBefore.p50)} ms, p99 ${figure(fsyncBefore.p99)} ms`;
  const closing = `${where.cpu}, ${where.cores} cores, Node ${where.node}; ${fsync}; ${seconds} s`;
  const lacking = Object.entries(absent).map(([name, why]) => `absent: ${name} (${why})`);
  print([
    ...text,
    goalsTable(goals),
    ...(profiles === undefined ? [] : topCosts(profiles)),
    lacking.join('\n'),
    closing,
  ]);
  for (const failure of failures) process.stdout.write(`FAILED: ${failure}\n`);
  const titles = Object.fromEntries(peers.map(({ name, title }) => [name, title]));
  if (options.out !== undefined) {
    const described = Object.fromEntries(peers.map(({ name, title, durable }) => [name, { title, durable }]));
    const all = { machine: where, quick: options.quick, seconds, failures, peers: described, absent, ...results };
    write(options.out, JSON.stringify({ ...all, goals: goals.map(withVerdict) }, undefined, 2));
    const base = options.out.replace(/\.json$/, '');
    for (const [name, svg] of Object.entries(chartsOf(results, titles))) write(`${base}-${name}.svg`, svg);
    write(`${base}.md`, markdownOf(results, titles, goals, where));
  }
  process.exitCode = exitCode({ failures, goals, options });
}

function exitCode({
  failures,
  goals,
  options,
}: Pick<Outcome, 'failures'> & { goals: readonly Goal[]; options: Options }) {
  const missed = goals.some((goal) => isMet(goal) === false);
  return failures.length > 0 || (options.check && missed) ? 1 : 0;
}

const withVerdict = (goal: Goal) => ({ ...goal, met: isMet(goal) });

const print = (parts: readonly string[]): void =>
  void process.stdout.write(`${parts.filter((part) => part !== '').join('\n\n')}\n`);

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(file, text.endsWith('\n') ? text : `${text}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 64;
});
