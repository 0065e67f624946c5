import { randomBytes } from 'node:crypto';
import type { Push } from '../../server/protocol/frames';
import { GENERAL, newCid } from '../../server/protocol/ids';
import { type Identity, WireConnection, aNewcomer } from './wireConnection';

type StoragePush = Extract<Push, { kind: 'storage' }>;

/** One member who is in the room and hears all of it. */
export interface Talker extends Disposable {
  readonly connection: WireConnection;
  readonly identity: Identity;
  readonly pushes: readonly Push[];
  /** What it was last told of the disk. */
  readonly storage: () => StoragePush | undefined;
  /** The seq, or the code of what went wrong. */
  readonly post: (text: string) => Promise<number | string>;
  readonly texts: () => Promise<string[]>;
}

export async function talker(url: string, who: string | Identity): Promise<Talker> {
  const identity = typeof who === 'string' ? aNewcomer(who) : who;
  const connection = await WireConnection.open(url);
  const pushes: Push[] = [];
  connection.onPush = (push) => pushes.push(push);
  await connection.signIn(identity);
  await connection.value('resume', { room: GENERAL });
  return {
    connection,
    identity,
    pushes,
    storage: () => pushes.findLast((push) => push.kind === 'storage'),
    post: async (text) => {
      const cid = newCid(Date.now(), randomBytes(16));
      const result = await connection.call('post', { cid, room: GENERAL, text });
      return result.ok ? result.value.seq : result.error.code;
    },
    texts: async () => {
      const { entries } = await connection.value('history', { room: GENERAL, limit: 300 });
      return entries.flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));
    },
    [Symbol.dispose]: () => connection[Symbol.dispose](),
  };
}
