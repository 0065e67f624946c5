import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { ServerId } from './protocol/ids';
import { Pin } from './protocol/pin';
import { replaceFile } from './state/files';

/** `server.json` in the data folder: who serves it. A stale one may be left by a kill; `/health` at its url tells. */
export const Lease = z.object({
  pid: z.int(),
  url: z.string(),
  /** Of the certificate that it made for itself: others do not vouch for it. */
  pin: z.optional(Pin),
  host: z.string(),
  port: z.int(),
  server: ServerId,
  startedAt: z.int(),
  version: z.string(),
});
export type Lease = Readonly<z.infer<typeof Lease>>;

const leaseFile = (dataDir: string): string => path.join(dataDir, 'server.json');

export function writeLease(dataDir: string, lease: Lease): void {
  replaceFile(leaseFile(dataDir), JSON.stringify(lease));
}

export function readLease(dataDir: string): Lease | undefined {
  try {
    const lease = Lease.safeParse(JSON.parse(readFileSync(leaseFile(dataDir), 'utf8')));
    return lease.success ? lease.data : undefined;
  } catch {
    return undefined;
  }
}

export function removeLease(dataDir: string): void {
  if (readLease(dataDir)?.pid === process.pid) rmSync(leaseFile(dataDir), { force: true });
}
