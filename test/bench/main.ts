// Measures the server and the page against others that do the same work: see USAGE in options.ts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runFanout } from './fanout/fanout';
import type { FanoutPlan } from './fanout/plan';
import { tables } from './fanout/print';
import { asJson } from './fanout/results';
import { machine } from './machine';
import { type Options, parseOptions } from './options';
import { ours } from './peers/alongside';
import { field } from './peers/table';
import { runPage } from './page/page';
import { pageTable } from './page/print';

const QUICK = { rounds: 3, saturateMs: 600, paceMs: 1_500, budgetMs: 140_000, appends: 30, pagesUp: 50 };
const FULL = { rounds: 5, saturateMs: 2_000, paceMs: 10_000, budgetMs: Infinity, appends: 200, pagesUp: 50 };

const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Outcome {
  readonly json: object;
  readonly text: string;
  readonly failures: readonly string[];
}

const NOTHING: Outcome = { json: {}, text: '', failures: [] };

async function fanout(options: Options, dir: string): Promise<Outcome> {
  const workloads = options.only.filter((workload) => workload === 'W1' || workload === 'W2');
  if (workloads.length === 0) return NOTHING;
  const profiling =
    options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.resolve(options.profile)}`];
  const { onDisk, inMemory } = ours(dir, profiling);
  const { peers: others, absent } = field(options.peers, inMemory);
  for (const [name, why] of Object.entries(absent)) say(`absent: ${name} (${why})`);
  const peers = [onDisk, ...others];
  const plan: FanoutPlan = { ...(options.quick ? QUICK : FULL), workloads };
  const { rounds, failures } = await runFanout(peers, plan, say);
  const described = peers.map(({ name, title, durable }) => [name, { title, durable }] as const);
  const results = workloads.map((workload) => [workload, asJson(workload, rounds)] as const);
  return {
    json: { peers: Object.fromEntries(described), absent, ...Object.fromEntries(results) },
    text: workloads.map((workload) => tables(workload, rounds, peers)).join('\n\n'),
    failures,
  };
}

async function page(options: Options): Promise<Outcome> {
  if (!options.only.includes('W5')) return NOTHING;
  try {
    const result = await runPage(options.quick ? QUICK : FULL, say);
    return { json: { W5: result }, text: pageTable(result), failures: [] };
  } catch (error) {
    return { ...NOTHING, failures: [`page: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const dir = mkdtempSync(path.join(os.tmpdir(), 'alongside-bench-'));
  const where = machine();
  const start = performance.now();
  try {
    const outcomes = [await fanout(options, dir), await page(options)];
    const failures = outcomes.flatMap((outcome) => outcome.failures);
    const text = outcomes.flatMap((outcome) => outcome.text || []).join('\n\n');
    const json = Object.assign({}, ...outcomes.map((outcome) => outcome.json)) as object;
    const seconds = Math.round((performance.now() - start) / 1_000);
    process.stdout.write(`${text}\n\n${where.cpu}, ${where.cores} cores, Node ${where.node}, ${seconds} s\n`);
    for (const failure of failures) process.stdout.write(`FAILED: ${failure}\n`);
    const all = { machine: where, quick: options.quick, seconds, failures, ...json };
    if (options.out !== undefined) writeFileSync(options.out, `${JSON.stringify(all, undefined, 2)}\n`);
    process.exitCode = failures.length > 0 ? 1 : 0;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 64;
});
