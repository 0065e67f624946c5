import { hostname, userInfo } from 'node:os';
import type { ServerId } from '../../server/protocol/ids';
import { type Address, addressOf } from '../connection/address';
import { reachableAt } from '../serverHost/lan';
import type { Lease } from '../serverHost/lease';

/** How others reach a server that this computer has joined, as far as can be known here. */
export type Reach =
  /** The best first. */
  | { readonly kind: 'at'; readonly addresses: readonly [Address, ...Address[]] }
  /** It listens on this computer alone: others need SSH to here, or the server another address. */
  | { readonly kind: 'onlyHere' }
  /** What is joined is an end of a tunnel, or a server of this computer that is not the extension's. */
  | { readonly kind: 'tunnel' };

interface Joined {
  readonly address: Address;
  readonly identity: { readonly server: ServerId };
}

export function reachOf({ address, identity }: Joined, lease: Lease | undefined): Reach {
  if (!address.isLoopback) return { kind: 'at', addresses: [address] };
  if (lease?.server !== identity.server) return { kind: 'tunnel' };
  const scheme = address.isEncrypted ? 'wss' : 'ws';
  const [first, ...others] = reachableAt(lease).flatMap((at) => addressOf(`${scheme}://${at}`, lease.pin) ?? []);
  return first ? { kind: 'at', addresses: [first, ...others] } : { kind: 'onlyHere' };
}

/** What each guest runs first, to join at an address of his own computer. `chat-host`: only the one who invites knows it. */
export function sshLine({ url }: Address, isOnlyHere: boolean): string {
  const port = URL.parse(url)?.port ?? '';
  const host = isOnlyHere ? `${userName()}${hostname()}` : 'chat-host';
  return `ssh -N -L ${port}:127.0.0.1:${port} ${host}`;
}

function userName(): string {
  try {
    return `${userInfo().username}@`;
  } catch {
    return '';
  }
}
