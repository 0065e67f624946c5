import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Addresses and networks with commas between, as in `127.0.0.1,10.0.0.0/8`. Undefined: it is none. */
export function parseNetworks(given: string): BlockList | undefined {
  const networks = new BlockList();
  for (const network of given.split(',')) {
    const [, address = '', bits] = /^\s*([^/\s]*)(?:\/(\d{1,3}))?\s*$/.exec(network) ?? [];
    if (isIP(address) === 0 || Number(bits ?? 0) > (isIP(address) === 6 ? 128 : 32)) return undefined;
    if (bits === undefined) networks.addAddress(address, familyOf(address));
    else networks.addSubnet(address, Number(bits), familyOf(address));
  }
  return networks;
}

/**
 * Whose request it is: the peer, unless that is one of our proxies. Each proxy writes its own peer behind what it was told,
 * so the last one that is no proxy of ours is true, and everything before it is anybody's claim.
 */
export function addressOf(request: IncomingMessage, proxies: BlockList): string {
  let address = plain(request.socket.remoteAddress ?? '');
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  while (isIP(address) !== 0 && proxies.check(address, familyOf(address))) {
    const before = plain(forwarded.pop()?.trim() ?? '');
    if (isIP(before) === 0) break;
    address = before;
  }
  return address;
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** An IPv4 peer of a socket that listens to IPv6, too, as what it is. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
