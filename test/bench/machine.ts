import { readFileSync } from 'node:fs';
import os from 'node:os';

const TICKS_PER_SECOND = 100;

/** CPU seconds a process has used, its threads included. Undefined where the system does not tell. */
export function cpuSeconds(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Undefined where the system does not tell. */
export function residentBytes(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return kib === undefined ? undefined : Number(kib) * 1_024;
}

/** What the figures depend on, and nothing that names the machine. */
export const machine = () => ({
  node: process.versions.node,
  sqlite: process.versions['sqlite'],
  os: `${os.type()} ${os.release()}`,
  arch: os.arch(),
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cores: os.availableParallelism(),
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  loadBefore: os.loadavg()[0],
  date: new Date().toISOString(),
});
