import type { Options } from '../options';
import { inspircd, mosquitto, natsCore } from './debian';
import { aedes, rawWs, socketIo, socketIoSqlite } from './npm';
import type { Peer } from './peer';

const PEERS: readonly Peer[] = [rawWs, socketIo, socketIoSqlite, aedes, mosquitto, natsCore, inspircd];

export interface Field {
  readonly peers: readonly Peer[];
  /** Name of a peer that was asked for and is not on this machine → why. */
  readonly absent: Readonly<Record<string, string>>;
}

/** Who takes part beside our server. `inMemory` is that server without a disk. */
export function field(which: Options['peers'], inMemory: Peer): Field {
  const asked = [inMemory, ...PEERS].filter(({ from }) => which === 'all' || (which === 'npm' && from !== 'debian'));
  const reasons = asked.map((peer) => [peer.name, peer.absent?.()] as const);
  const absent = reasons.flatMap(([name, why]) => (why === undefined ? [] : [[name, why] as const]));
  const names = new Set(absent.map(([name]) => name));
  return { peers: asked.filter(({ name }) => !names.has(name)), absent: Object.fromEntries(absent) };
}
