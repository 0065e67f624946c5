// A server that tells how it is: watchedServerMain.ts OPTIONS, which are JSON.
import { readdirSync, readlinkSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type RunningServer, type ServeOptions, startServer } from '../../server/serve';
import { LIFTED } from './lifted';
import { silentLog } from './testServer';
import type { Vitals } from './watchedServer';

const TICK_MS = 10;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let longestTurnMs = 0;

/** By the time that this thread computed, so that a busy machine is no slow program. */
function watchTurns(): void {
  let before = process.threadCpuUsage();
  const tick = () => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    longestTurnMs = Math.max(longestTurnMs, (user + system) / 1_000 - TICK_MS);
  };
  setInterval(tick, TICK_MS);
}

/** What each descriptor is of; a socket has no name. */
const openFiles = (): string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`).replace(/\[\d+\]/, '')];
    } catch {
      return []; // the one of the listing itself
    }
  });

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function vitalsOf(server: RunningServer): Vitals {
  const turnMs = longestTurnMs;
  collectGarbage();
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  const descriptors = openFiles();
  return {
    rssMb: rss / 2 ** 20,
    heapMb: heapUsed / 2 ** 20,
    descriptors: descriptors.length,
    files: counted(descriptors),
    resources: counted(process.getActiveResourcesInfo()),
    connections: server.connections(),
    longestTurnMs: turnMs,
  };
}

async function main(options: Pick<ServeOptions, 'dataDir'> & Partial<ServeOptions>): Promise<void> {
  const defaults = { host: '127.0.0.1', port: 0, transcript: 'off', log: silentLog, version: '0.0.0-test' };
  const server = await startServer({ ...defaults, ...options, limits: { ...LIFTED, ...options.limits } });
  process.on('message', () => {
    process.send?.({ kind: 'vitals', ...vitalsOf(server) });
    // What the asking itself cost is not counted.
    setImmediate(() => (longestTurnMs = 0));
  });
  process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
  watchTurns();
  process.send?.({ kind: 'ready', ...server.lease });
}

void main(JSON.parse(process.argv[2] ?? '') as Parameters<typeof main>[0]);
