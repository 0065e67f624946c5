import { networkInterfaces } from 'node:os';
import { isLoopback } from '../../server/protocol/loopback';
import type { Lease } from './lease';

const EVERY_NETWORK = new Set(['0.0.0.0', '::']);
/** Networks between a computer and what runs on it: nobody else is there. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|lxc|podman|cni|vEthernet)/;

/** Where other computers can reach a server, the likeliest first; nowhere when it listens on this one only. */
export function reachableAt({ host, port }: Pick<Lease, 'host' | 'port'>): readonly string[] {
  if (isLoopback(host)) return [];
  if (!EVERY_NETWORK.has(host)) return [`${host.includes(':') ? `[${host}]` : host}:${port}`];
  return networkAddresses().map((address) => `${address}:${port}`);
}

function networkAddresses(): readonly string[] {
  const all = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.flatMap(({ family, internal, address }) =>
      family === 'IPv4' && !internal ? [{ address, isVirtual: VIRTUAL.test(name) }] : [],
    ),
  );
  return all.sort((a, b) => Number(a.isVirtual) - Number(b.isVirtual)).map(({ address }) => address);
}
