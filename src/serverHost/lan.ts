import { networkInterfaces } from 'node:os';
import { isLoopback } from '../../server/protocol/loopback';
import type { Lease } from './lease';

const EVERY_NETWORK = new Set(['0.0.0.0', '::']);

/** Where other computers can reach a server; nowhere when it listens on this one only. */
export function reachableAt({ host, port }: Pick<Lease, 'host' | 'port'>): readonly string[] {
  if (isLoopback(host)) return [];
  if (!EVERY_NETWORK.has(host)) return [`${host}:${port}`];
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `${address}:${port}`);
}
