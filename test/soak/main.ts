// The long forms: main.ts [--minutes N] [--only clients,kills,cuts,mutations] [--seed N] [--cycle N] [--out FILE]
// Prints what it saw, and ends with another code than 0 when anything is not as it must be.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runMocha } from '../helpers/runMocha';
import { type Sample, type Soaked, soakClients } from './clients';
import { breaches } from './verdict';

const MINUTE = 60_000;

interface Ran {
  readonly part: string;
  readonly minutes: number;
  readonly breaches: readonly string[];
  readonly soaked?: Soaked;
}

interface Asked {
  readonly minutes: number;
  readonly seed: number;
  readonly cycle: string;
}

const PARTS: Readonly<Record<string, (asked: Asked) => Promise<Omit<Ran, 'part' | 'minutes'>>>> = {
  clients: async ({ minutes, seed }) => {
    const soaked = await soakClients({
      seed,
      ms: minutes * MINUTE,
      clients: 50,
      messagesPerSecond: 20,
      killEveryMs: MINUTE,
      faultsMs: [5_000, 20_000, 5_000],
      checkEveryKills: 5,
      progress: tell,
    });
    return { soaked, breaches: breaches(soaked, Math.min(5, minutes / 3)) };
  },
  kills: () => tested('test/faults/crash.test.ts', { SOAK_KILLS: '200' }),
  cuts: () => tested('test/faults/powerCut.test.ts', { SOAK_CUTS: '50' }),
  mutations: ({ seed, cycle }) => {
    const more = { SOAK_INPUTS: '1000000', SOAK_SEED: String(seed), SOAK_CYCLE: cycle };
    return tested('test/faults/mutations.test.ts', more);
  },
};

/** The same test as in `npm test`, but more of it. */
async function tested(file: string, env: Readonly<Record<string, string>>): Promise<Pick<Ran, 'breaches'>> {
  Object.assign(process.env, env);
  const { passed, failures } = await runMocha({ files: [file] });
  return { breaches: passed + failures.length === 0 ? ['ran no test'] : failures };
}

function tell({ minute, rssMb, heapMb, walMb, descriptors, connections, acks, faults, longestTurnMs }: Sample): void {
  const [at, rss, heap, wal] = [minute, rssMb, heapMb, walMb].map((number) => number.toFixed(1));
  const load = `${connections} connections, ${descriptors} descriptors, ${faults} faults, ${acks} sent`;
  console.log(`minute ${at}: ${rss} MB (heap ${heap}), WAL ${wal} MB, ${load}, busy ${longestTurnMs.toFixed(0)} ms`);
}

function print(ran: readonly Ran[]): void {
  for (const { soaked } of ran) {
    if (!soaked) continue;
    const { said, stored, kills, mostWalMb, alone } = soaked;
    console.log(`\n${said} messages, ${stored} stored, ${kills} kills, WAL at most ${mostWalMb.toFixed(1)} MB`);
    console.log(`alone, before and after: ${alone.map((vitals) => `${vitals.descriptors} descriptors`).join(', ')}`);
    for (const [weather, times] of Object.entries(soaked.faults))
      console.log(`${String(times).padStart(5)} × ${weather}`);
  }
  console.log();
  for (const { part, minutes, breaches: found } of ran) {
    console.log(`${part.padEnd(10)} ${minutes.toFixed(1).padStart(6)} min  ${found.length === 0 ? 'ok' : 'BROKEN'}`);
    for (const breach of found) console.log(`           ${breach}`);
  }
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { minutes: text, only: text, seed: text, cycle: text, out: text } });
  const only = values.only?.split(',') ?? Object.keys(PARTS);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const asked = { minutes: Number(values.minutes ?? 30), seed, cycle: values.cycle ?? '0' };
  console.log(`seed ${seed}`);
  const ran: Ran[] = [];
  for (const part of only) {
    const run = PARTS[part];
    if (!run) throw new Error(`There is no part "${part}". There are ${Object.keys(PARTS).join(', ')}.`);
    console.log(`\n── ${part} ${'─'.repeat(60 - part.length)}`);
    const startedAt = performance.now();
    const outcome = await run(asked).catch((error: unknown) => ({ breaches: [String(error)] }));
    ran.push({ part, minutes: (performance.now() - startedAt) / MINUTE, ...outcome });
  }
  print(ran);
  if (values.out !== undefined) writeFileSync(values.out, JSON.stringify({ seed, ran }, undefined, 1));
  process.exitCode = ran.some(({ breaches: found }) => found.length > 0) ? 1 : 0;
}

void main();
